/**
 * Keccak Merkle trees as OpenZeppelin's contracts verify them, for claims and allow-lists; start at
 * {@link io.lianbo.core.merkle.StandardMerkleTree}, or for millions of leaves at {@link io.lianbo.core.merkle.HashTree}.
 */
@NullMarked
package io.lianbo.core.merkle;

import org.jspecify.annotations.NullMarked;
