/**
 * Sign JSON objects in place and verify them, without JSON-LD (W3C Data Integrity, the JCS suites): start at
 * {@link io.lianbo.did.dataintegrity.ProofVerifier} or {@link io.lianbo.did.dataintegrity.ProofSigner}.
 */
@NullMarked
package io.lianbo.did.dataintegrity;

import org.jspecify.annotations.NullMarked;
