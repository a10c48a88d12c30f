package io.lianbo.provenance.store;

import io.lianbo.core.crypto.Sha256;
import io.lianbo.core.json.CanonicalJson;
import io.lianbo.provenance.event.EpcisEvent;
import io.lianbo.provenance.event.QuantityElement;
import io.lianbo.provenance.internal.Gs1;
import io.lianbo.provenance.internal.Gs1Identifier;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One thing that an event says and by which it is found: a field and its value in canonical form.
 *
 * @param field which field
 * @param value its value, or the SHA-256 of one that is too long for an index
 */
record Term(Field field, String value) {
    private static final String CBV = "https://ref.gs1.org/cbv/";
    private static final String GTIN = Gs1.CANONICAL_DOMAIN + "/01/";
    private static final int GTIN_DIGITS = 14;
    private static final int LONGEST = 200;

    /** The fields by which events are found, those that tell them apart best first; their codes stand in databases. */
    enum Field {
        EVENT_ID(1),
        PARENT_ID(2),
        EPC(3),
        CHILD_EPC(4),
        INPUT_EPC(5),
        OUTPUT_EPC(6),
        ERROR_DECLARATION(7),
        BIZ_TRANSACTION(8),
        QUANTITY(9),
        CHILD_QUANTITY(10),
        INPUT_QUANTITY(11),
        OUTPUT_QUANTITY(12),
        PRODUCT(18),
        READ_POINT(13),
        BIZ_LOCATION(14),
        DISPOSITION(15),
        BIZ_STEP(16),
        TYPE(17);

        private final int code;

        Field(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /** A term whose value an index can hold. */
    static Term of(Field field, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        boolean fits = bytes.length <= LONGEST && value.indexOf('\0') < 0;
        return new Term(field, fits ? value : "sha-256;" + Sha256.hash(bytes));
    }

    /** All that an event is found by. */
    static Set<Term> of(EpcisEvent event) {
        Set<Term> terms = new LinkedHashSet<>();
        terms.add(of(Field.TYPE, event.type().epcisName()));
        event.bizStep().ifPresent(uri -> terms.add(of(Field.BIZ_STEP, uri)));
        event.disposition().ifPresent(uri -> terms.add(of(Field.DISPOSITION, uri)));
        event.readPoint().ifPresent(uri -> terms.add(of(Field.READ_POINT, uri)));
        event.bizLocation().ifPresent(uri -> terms.add(of(Field.BIZ_LOCATION, uri)));
        eventId(event).ifPresent(id -> terms.add(of(Field.EVENT_ID, id)));
        event.errorDeclaration().ifPresent(error -> terms.add(of(Field.ERROR_DECLARATION, "")));
        event.parentId().ifPresent(epc -> terms.add(of(Field.PARENT_ID, epc)));
        event.epcs().forEach(epc -> terms.add(of(Field.EPC, epc)));
        event.childEpcs().forEach(epc -> terms.add(of(Field.CHILD_EPC, epc)));
        event.inputEpcs().forEach(epc -> terms.add(of(Field.INPUT_EPC, epc)));
        event.outputEpcs().forEach(epc -> terms.add(of(Field.OUTPUT_EPC, epc)));
        add(terms, Field.QUANTITY, event.quantities());
        add(terms, Field.CHILD_QUANTITY, event.childQuantities());
        add(terms, Field.INPUT_QUANTITY, event.inputQuantities());
        add(terms, Field.OUTPUT_QUANTITY, event.outputQuantities());
        event.identifiers().forEach(id -> gtin(id).ifPresent(gtin -> terms.add(of(Field.PRODUCT, gtin))));
        event.bizTransactions()
                .forEach(transaction ->
                        terms.add(bizTransaction(transaction.type().orElse(""), transaction.uri())));
        return terms;
    }

    private static void add(Set<Term> terms, Field field, List<QuantityElement> quantities) {
        quantities.forEach(quantity -> terms.add(of(field, quantity.epcClass())));
    }

    /** The GTIN in 14 digits of a product, or of one of its lots or items, in canonical form. */
    private static Optional<String> gtin(String canonical) {
        return canonical.startsWith(GTIN) && canonical.length() >= GTIN.length() + GTIN_DIGITS
                ? Optional.of(canonical.substring(GTIN.length(), GTIN.length() + GTIN_DIGITS))
                : Optional.empty();
    }

    /** What names the event, where it names itself. */
    static Optional<String> eventId(EpcisEvent event) {
        return event.eventId().map(String::strip).filter(id -> !id.isEmpty());
    }

    /** What tells an error declaration from the event that it is about, which has the same hash; "" for events that are none. */
    static String declaration(EpcisEvent event) {
        Object declaration = event.toMap().get("errorDeclaration");
        return declaration == null
                ? ""
                : Sha256.hash(CanonicalJson.bytes(declaration)).toString();
    }

    static Term bizTransaction(String type, String id) {
        return of(Field.BIZ_TRANSACTION, word("BTT-", "urn:epcglobal:cbv:btt:", type) + " " + identifier(id));
    }

    /** A GS1 key in its one form, and anything else as it is. */
    static String identifier(String uri) {
        String text = uri.strip();
        return Gs1Identifier.canonical(text).orElse(text);
    }

    /** A word of the Core Business Vocabulary as a URI: bare, as a URN of EPCIS 1, or with the prefix cbv. */
    static String word(String vocabulary, String urn, String word) {
        String text = word.strip();
        if (text.startsWith(urn)) {
            return CBV + vocabulary + text.substring(urn.length());
        }
        if (text.startsWith("cbv:")) {
            return CBV + text.substring("cbv:".length());
        }
        return text.isEmpty() || text.indexOf(':') >= 0 ? identifier(text) : CBV + vocabulary + text;
    }
}
