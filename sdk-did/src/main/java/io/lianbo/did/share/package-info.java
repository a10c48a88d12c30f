/**
 * Encrypt a record to several recipients (JWE), and to fewer when a grant is revoked: start at {@link io.lianbo.did.share.Sealer}, or
 * {@link io.lianbo.did.share.SharedRecords} for records whose recipients change.
 */
@NullMarked
package io.lianbo.did.share;

import org.jspecify.annotations.NullMarked;
