/**
 * Logs that survive crashes and anchor themselves batch by batch: start at {@link io.lianbo.provenance.batch.BatchAnchorer}.
 */
@NullMarked
package io.lianbo.provenance.batch;

import org.jspecify.annotations.NullMarked;
