/**
 * Issue, present and verify credentials of which the holder shows no more than she wants (SD-JWT, RFC 9901): start at
 * {@link io.lianbo.did.credential.CredentialIssuer} or {@link io.lianbo.did.credential.CredentialVerifier}.
 */
@NullMarked
package io.lianbo.did.credential;

import org.jspecify.annotations.NullMarked;
