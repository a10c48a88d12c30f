/**
 * The credentials of the UN Transparency Protocol (UNTP) of UN/CEFACT, version 0.7.0: start at {@link io.lianbo.provenance.untp.DigitalProductPassport} and
 * {@link io.lianbo.provenance.untp.DigitalConformityCredential}.
 *
 * <p>They are written as JSON that any issuer of W3C Verifiable Credentials 2.0 can secure, and read from what one secured; the signature is not this package's
 * matter. Members are named as in UNTP. What is read must be of this version and have what it asks for; members that UNTP does not know are refused, save where
 * its schema is open: there, and in every {@link io.lianbo.provenance.untp.Entity}, they are kept.
 */
@NullMarked
package io.lianbo.provenance.untp;

import org.jspecify.annotations.NullMarked;
