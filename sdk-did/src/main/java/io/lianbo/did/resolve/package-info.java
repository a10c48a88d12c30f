/** From a DID to its document, and from there to the keys that speak for it: start at {@link io.lianbo.did.resolve.DidResolver}. */
@NullMarked
package io.lianbo.did.resolve;

import org.jspecify.annotations.NullMarked;
