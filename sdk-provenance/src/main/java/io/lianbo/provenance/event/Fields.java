package io.lianbo.provenance.event;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of an event, or of an object in it, that were checked before: read by name, in canonical form. */
final class Fields {

    static final Fields NONE = new Fields(Map.of(), Namespaces.OF_NO_CONTEXT);

    private final Map<?, ? extends @Nullable Object> fields;
    private final Namespaces namespaces;

    Fields(Map<?, ? extends @Nullable Object> fields, Namespaces namespaces) {
        this.fields = fields;
        this.namespaces = namespaces;
    }

    Optional<String> text(String field) {
        return word(field, "");
    }

    Optional<String> word(String field, String vocabulary) {
        return texts(field, vocabulary).stream().findFirst();
    }

    List<String> texts(String field) {
        return texts(field, "");
    }

    /** A text or an array of texts; one that reads as a number is left as it is. */
    List<String> texts(String field, String vocabulary) {
        List<String> texts = new ArrayList<>();
        for (Object element : elements(field)) {
            if (element instanceof String text) {
                texts.add(CanonicalValue.isNumber(text) ? text : CanonicalValue.of(text, vocabulary, namespaces));
            }
        }
        return Collections.unmodifiableList(texts);
    }

    /** A text as it is written. */
    Optional<String> verbatim(String field) {
        return fields.get(field) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    Optional<Instant> time(String field) {
        return verbatim(field).map(text -> CanonicalValue.instant(field, text));
    }

    Optional<BigDecimal> number(String field) {
        Object value = fields.get(field);
        return value instanceof Number || value instanceof String
                ? Optional.of(new BigDecimal(value.toString()))
                : Optional.empty();
    }

    Optional<Boolean> truth(String field) {
        Object value = fields.get(field);
        return value instanceof Boolean || value instanceof String
                ? Optional.of(value.toString().equals("true"))
                : Optional.empty();
    }

    Optional<Fields> object(String field) {
        return objects(field).stream().findFirst();
    }

    List<Fields> objects(String field) {
        List<Fields> objects = new ArrayList<>();
        for (Object element : elements(field)) {
            if (element instanceof Map<?, ?> object) {
                objects.add(new Fields(object, namespaces));
            }
        }
        return objects;
    }

    /** The fields whose prefix stands for this namespace, by their names without it. */
    Map<String, @Nullable Object> extensions(String namespace) {
        Map<String, @Nullable Object> extensions = new LinkedHashMap<>();
        fields.forEach((key, value) -> {
            String name = String.valueOf(key);
            int colon = name.indexOf(':');
            if (colon > 0 && namespace.equals(namespaces.byPrefix().get(name.substring(0, colon)))) {
                extensions.put(name.substring(colon + 1), value);
            }
        });
        return Collections.unmodifiableMap(extensions);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Fields that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return fields.toString();
    }

    private List<? extends @Nullable Object> elements(String field) {
        Object value = fields.get(field);
        return value == null ? List.of() : value instanceof List<?> several ? several : List.of(value);
    }
}
