/** Supply-chain events of GS1 EPCIS 2.0 and their CBV 2.0 hash; start at {@link io.lianbo.provenance.event.EpcisEvent}. */
@NullMarked
package io.lianbo.provenance.event;

import org.jspecify.annotations.NullMarked;
