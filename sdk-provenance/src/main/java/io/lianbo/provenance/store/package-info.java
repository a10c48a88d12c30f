/**
 * What a platform keeps of events: {@link io.lianbo.provenance.store.EventStore} holds and finds them, and an issuer's
 * {@link io.lianbo.provenance.store.EventLedger} makes passports of them.
 */
@NullMarked
package io.lianbo.provenance.store;

import org.jspecify.annotations.NullMarked;
