/**
 * Reviews that only buyers write, each signed, kept in a book whose root on chain lets anybody see that none was dropped: start at {@link
 * io.lianbo.rewards.review.ReviewBook}. Whoever does not believe the platform starts at {@link io.lianbo.rewards.review.ReviewVerifier}.
 */
@NullMarked
package io.lianbo.rewards.review;

import org.jspecify.annotations.NullMarked;
