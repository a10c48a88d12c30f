/**
 * Raffles whose prizes and odds are published before anybody enters, and whose draw nobody decides: an organiser starts at {@link io.lianbo.rewards.raffle.Raffle} and {@link
 * io.lianbo.rewards.raffle.RaffleTerms}, whoever does not believe the organiser at {@link io.lianbo.rewards.raffle.RaffleVerifier}.
 */
@NullMarked
package io.lianbo.rewards.raffle;

import org.jspecify.annotations.NullMarked;
