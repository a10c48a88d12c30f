/**
 * Issue, present and verify W3C Verifiable Credentials 2.0, as {@code vc+jwt} or with a Data Integrity proof and without JSON-LD:
 * start at {@link io.lianbo.did.vc.VcIssuer} or {@link io.lianbo.did.vc.VcVerifier}.
 */
@NullMarked
package io.lianbo.did.vc;

import org.jspecify.annotations.NullMarked;
