/** The Merkle log that holds items' histories and its anchors on chain; start at {@link io.lianbo.provenance.log.MerkleLog}. */
@NullMarked
package io.lianbo.provenance.log;

import org.jspecify.annotations.NullMarked;
