/**
 * The credentials that commerce needs, ready to use: what someone bought, attended, belongs to, is known for, thinks and likes; start
 * at {@link io.lianbo.did.commerce.CommerceClaims}.
 */
@NullMarked
package io.lianbo.did.commerce;

import org.jspecify.annotations.NullMarked;
