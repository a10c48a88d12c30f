/** Money that waits for a history: start at {@link io.lianbo.provenance.gate.ProvenanceGate}. */
@NullMarked
package io.lianbo.provenance.gate;

import org.jspecify.annotations.NullMarked;
