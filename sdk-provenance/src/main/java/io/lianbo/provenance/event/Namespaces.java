package io.lianbo.provenance.event;

import io.lianbo.provenance.internal.Chunk;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the prefixes of an event stand for, by its {@code @context} and that of its document. */
final class Namespaces {

    /** The prefixes that the standard EPCIS context defines; a document may define them anew. */
    static final Map<String, String> STANDARD = Map.of(
            "gs1",
            CanonicalValue.GS1_VOCABULARY,
            "cbv",
            CanonicalValue.CBV,
            "epcis",
            "https://ref.gs1.org/epcis/",
            "cbvmda",
            "urn:epcglobal:cbv:mda:");

    /** Those of an event that has no context at all. */
    static final Namespaces OF_NO_CONTEXT = of(List.of());

    private final Map<String, String> byPrefix;
    private final Namespace[] all;
    private final Namespace[] ofGs1;

    private Namespaces(Map<String, String> byPrefix) {
        this.byPrefix = Collections.unmodifiableMap(byPrefix);
        Namespace[] namespaces = byPrefix.entrySet().stream()
                .map(entry -> new Namespace(entry.getKey(), entry.getValue()))
                .toArray(Namespace[]::new);
        this.all = namespaces;
        this.ofGs1 = Arrays.stream(namespaces)
                .filter(namespace -> isOfGs1(namespace.uri.toString()))
                .toArray(Namespace[]::new);
    }

    /** One prefix, as bytes. */
    static final class Namespace {
        final Chunk prefix;
        final Chunk uri;
        final Chunk inBraces;

        Namespace(String prefix, String uri) {
            this.prefix = Chunk.of(prefix);
            this.uri = Chunk.of(uri);
            this.inBraces = Chunk.of("{" + uri + "}");
        }
    }

    /**
     * The namespaces that these contexts define, a later one before an earlier one: each a URL, an object or an array of such.
     *
     * @throws IllegalArgumentException when one is something else
     */
    static Namespaces of(List<? extends @Nullable Object> contexts) {
        Map<String, String> byPrefix = new LinkedHashMap<>(STANDARD);
        for (Object context : contexts) {
            add(context, byPrefix);
        }
        return new Namespaces(byPrefix);
    }

    private static void add(@Nullable Object context, Map<String, String> byPrefix) {
        if (context instanceof List<?> several) {
            several.forEach(element -> {
                if (element instanceof List<?>) {
                    throw new IllegalArgumentException("\"@context\" must consist of URLs and objects, not of arrays");
                }
                add(element, byPrefix);
            });
        } else if (context instanceof Map<?, ?> definitions) {
            definitions.forEach((prefix, definition) -> {
                Object namespace = definition instanceof Map<?, ?> term ? term.get("@id") : definition;
                if (namespace instanceof String uri) {
                    byPrefix.put((String) prefix, uri);
                }
            });
        } else if (context != null && !(context instanceof String)) {
            throw new IllegalArgumentException("\"@context\" must consist of URLs and objects: " + context);
        }
    }

    /** The namespaces of GS1 itself, whose prefixes are short for something in values too. */
    static boolean isOfGs1(String namespace) {
        return namespace.startsWith("https://ref.gs1.org/") || namespace.startsWith("https://gs1.org/");
    }

    /** What the prefix in {@code text} stands for, or null where no context defines it. */
    @Nullable
    Namespace find(byte[] text, int from, int to) {
        return find(all, text, from, to);
    }

    /** As {@link #find}, among the namespaces of GS1. */
    @Nullable
    Namespace findOfGs1(byte[] text, int from, int to) {
        return find(ofGs1, text, from, to);
    }

    private static @Nullable Namespace find(Namespace[] among, byte[] text, int from, int to) {
        for (Namespace namespace : among) {
            if (namespace.prefix.matches(text, from, to)) {
                return namespace;
            }
        }
        return null;
    }

    Map<String, String> byPrefix() {
        return byPrefix;
    }
}
