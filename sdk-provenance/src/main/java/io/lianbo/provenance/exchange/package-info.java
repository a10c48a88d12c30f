/** What others read and write: start at {@link io.lianbo.provenance.exchange.Linkset}, which says where on the web more is to be found of a thing. */
@NullMarked
package io.lianbo.provenance.exchange;

import org.jspecify.annotations.NullMarked;
