/**
 * Signed heads of logs, as C2SP tlog-checkpoint and signed-note write them: an issuer makes a
 * {@link io.lianbo.provenance.checkpoint.Checkpoint}, whoever relies on its log starts at
 * {@link io.lianbo.provenance.checkpoint.CheckpointVerifier}.
 */
@NullMarked
package io.lianbo.provenance.checkpoint;

import org.jspecify.annotations.NullMarked;
