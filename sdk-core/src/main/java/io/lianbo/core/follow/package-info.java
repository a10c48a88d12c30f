/**
 * Following a chain: each event of a contract handed over once, in order, through restarts and reorganisations. Start
 * with {@link io.lianbo.core.follow.EventFollower}.
 */
@NullMarked
package io.lianbo.core.follow;

import org.jspecify.annotations.NullMarked;
