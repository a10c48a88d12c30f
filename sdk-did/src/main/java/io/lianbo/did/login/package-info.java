/** Log in with a wallet signature (ERC-4361): start at {@link io.lianbo.did.login.LoginVerifier}. */
@NullMarked
package io.lianbo.did.login;

import org.jspecify.annotations.NullMarked;
