/**
 * Proofs of a log in the form that other software for transparency reads: COSE receipts (RFC 9942) and signed statements of SCITT (RFC 9943). A log issues an
 * {@link io.lianbo.provenance.receipt.InclusionReceipt}, whoever relies on it starts at {@link io.lianbo.provenance.receipt.ReceiptVerifier}.
 */
@NullMarked
package io.lianbo.provenance.receipt;

import org.jspecify.annotations.NullMarked;
