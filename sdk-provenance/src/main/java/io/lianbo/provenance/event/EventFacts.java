package io.lianbo.provenance.event;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an event says that is often asked for, in canonical form.
 *
 * @param hash of the event
 * @param fields the bits of those {@linkplain EventSchema#EVENT fields} that it has, be they null
 * @param things what it names under each of the fields of {@link #THINGS}
 */
record EventFacts(
        EventHash hash,
        EventType type,
        Instant eventTime,
        long fields,
        Optional<String> action,
        Optional<String> bizStep,
        Optional<String> disposition,
        List<List<String>> things) {

    /** The fields that name the objects, lots and classes that an event is about; from {@link #FIRST_QUANTITY} on they tell amounts of them. */
    static final List<String> THINGS = List.of(
            "epcList",
            "parentID",
            "childEPCs",
            "inputEPCList",
            "outputEPCList",
            "quantityList",
            "childQuantityList",
            "inputQuantityList",
            "outputQuantityList");

    static final int EPCS = 0;
    static final int PARENT = 1;
    static final int CHILDREN = 2;
    static final int INPUTS = 3;
    static final int OUTPUTS = 4;
    static final int FIRST_QUANTITY = 5;

    boolean isAbout(String identifier) {
        for (int i = 0; i < things.size(); i++) { // asked for each event of a history
            List<String> named = things.get(i);
            if (!named.isEmpty() && named.contains(identifier)) {
                return true;
            }
        }
        return false;
    }

    Set<String> identifiers() {
        Set<String> all = new LinkedHashSet<>();
        things.forEach(all::addAll);
        return Collections.unmodifiableSet(all);
    }

    boolean has(long field) {
        return (fields & field) != 0;
    }
}
