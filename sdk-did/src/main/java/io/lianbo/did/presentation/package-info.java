/**
 * Ask for credentials with a DCQL query (OpenID4VP 1.0), answer with as little as satisfies it, and verify the answer: start at
 * {@link io.lianbo.did.presentation.DcqlQuery}.
 */
@NullMarked
package io.lianbo.did.presentation;

import org.jspecify.annotations.NullMarked;
