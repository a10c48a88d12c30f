package io.lianbo.provenance.event;

import java.util.List;

/**
 * The states that begin and end with an event, beside its disposition (EPCIS 2.0 section 7.3.5.4), as URIs:
 * {@code https://ref.gs1.org/cbv/Disp-recalled}.
 *
 * @param set those that begin
 * @param unset those that end
 */
public record PersistentDisposition(List<String> set, List<String> unset) {

    /** Copies the lists. */
    public PersistentDisposition {
        set = List.copyOf(set);
        unset = List.copyOf(unset);
    }
}
