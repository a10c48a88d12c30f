/** Reads small public documents that strangers name, without being led astray: start at {@link io.lianbo.did.net.HttpFetcher}. */
@NullMarked
package io.lianbo.did.net;

import org.jspecify.annotations.NullMarked;
