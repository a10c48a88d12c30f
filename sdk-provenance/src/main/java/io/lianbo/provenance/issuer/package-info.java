/** Who may say what about goods, and since when: start at {@link io.lianbo.provenance.issuer.IssuerRegistry}. */
@NullMarked
package io.lianbo.provenance.issuer;

import org.jspecify.annotations.NullMarked;
