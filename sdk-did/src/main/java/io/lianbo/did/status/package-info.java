/**
 * Whether a credential still stands: start at {@link io.lianbo.did.status.CredentialStatusRegistry} or
 * {@link io.lianbo.did.status.list.StatusListCheck}.
 */
@NullMarked
package io.lianbo.did.status;

import org.jspecify.annotations.NullMarked;
