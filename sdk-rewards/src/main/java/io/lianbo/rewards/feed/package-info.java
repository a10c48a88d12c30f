/**
 * Where interactions come from: {@link io.lianbo.rewards.feed.InteractionReader} reads files of JSON lines, {@link io.lianbo.rewards.feed.CsvInteractionReader} CSV, {@link
 * io.lianbo.rewards.feed.JdbcInteractionReader} tables, and
 * {@link io.lianbo.rewards.feed.FeedScorer} a stream such as a Kafka topic, over any crash.
 */
@NullMarked
package io.lianbo.rewards.feed;

import org.jspecify.annotations.NullMarked;
