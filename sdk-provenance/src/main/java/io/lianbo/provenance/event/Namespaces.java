package io.lianbo.provenance.event;

import static java.nio.charset.StandardCharsets.UTF_8;

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

    private Namespaces(Map<String, String> byPrefix) {
        this.byPrefix = Collections.unmodifiableMap(byPrefix);
        this.all = byPrefix.entrySet().stream()
                .map(entry -> new Namespace(entry.getKey(), entry.getValue()))
                .toArray(Namespace[]::new);
    }

    /** One prefix, as bytes. */
    static final class Namespace {
        final byte[] prefix;
        final byte[] uri;
        final byte[] inBraces;
        final boolean ofGs1;

        Namespace(String prefix, String uri) {
            this.prefix = prefix.getBytes(UTF_8);
            this.uri = uri.getBytes(UTF_8);
            this.inBraces = ("{" + uri + "}").getBytes(UTF_8);
            this.ofGs1 = isOfGs1(uri);
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
        for (Namespace namespace : all) {
            if (namespace.prefix.length == to - from
                    && Arrays.equals(text, from, to, namespace.prefix, 0, namespace.prefix.length)) {
                return namespace;
            }
        }
        return null;
    }

    Map<String, String> byPrefix() {
        return byPrefix;
    }
}
