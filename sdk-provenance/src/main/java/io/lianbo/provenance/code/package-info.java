/**
 * What is printed on goods: start at {@link io.lianbo.provenance.code.DigitalLink}, and {@link io.lianbo.provenance.code.QrCode} draws it;
 * {@link io.lianbo.provenance.code.DigitalLinkUri} and {@link io.lianbo.provenance.code.ElementString} read what others print.
 */
@NullMarked
package io.lianbo.provenance.code;

import org.jspecify.annotations.NullMarked;
