/**
 * The history of an item in a form that anyone verifies offline: an issuer keeps an
 * {@link io.lianbo.provenance.store.EventLedger}, whoever holds an item starts at
 * {@link io.lianbo.provenance.passport.PassportVerifier}.
 */
@NullMarked
package io.lianbo.provenance.passport;

import org.jspecify.annotations.NullMarked;
