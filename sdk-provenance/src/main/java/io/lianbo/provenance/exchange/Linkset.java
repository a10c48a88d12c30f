package io.lianbo.provenance.exchange;

import io.lianbo.core.json.JsonObject;
import io.lianbo.core.json.StrictJson;
import io.lianbo.provenance.code.DigitalLinkUri;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a GS1-conformant resolver answers when it is asked for all links of a thing: where its product page is, its passport, its history, its recall status. A
 * document of RFC 9264 in JSON, with what the GS1-Conformant Resolver Standard 1.2 adds and asks for.
 *
 * {@snippet class="io.lianbo.provenance.exchange.LinksetTest" region="linkset"}
 *
 * <p>Members that the standard does not know are kept and written back.
 *
 * @param contexts the things, at least one
 */
public record Linkset(List<LinkContext> contexts) {

    /** The media type. */
    public static final String MEDIA_TYPE = "application/linkset+json";

    /** The longest document that is read, in characters. */
    public static final int LONGEST = 1 << 20;

    private static final String VOCABULARY = "https://gs1.org/voc/";

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException when it is empty
     */
    public Linkset {
        contexts = List.copyOf(contexts);
        if (contexts.isEmpty()) {
            throw new IllegalArgumentException("a linkset must have a thing from which links lead");
        }
    }

    /**
     * The relation of GS1's vocabulary with this name.
     *
     * @param name such as {@code pip} (product information page), {@code traceability}, {@code certificationInfo} or {@code defaultLink}
     */
    public static String gs1(String name) {
        if (!name.matches("[A-Za-z]{1,60}")) {
            throw new IllegalArgumentException("a relation of GS1's must have letters alone: " + name);
        }
        return VOCABULARY + name;
    }

    /**
     * Reads a document.
     *
     * @throws IllegalArgumentException when it is none, or misses what the GS1 standard asks for; the message names the member
     */
    public static Linkset parse(String json) {
        if (json.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a linkset must have at most " + LONGEST + " characters: " + json.length());
        }
        JsonObject document = JsonObject.parse("linkset", json).only("linkset");
        List<LinkContext> contexts =
                document.objects("linkset").stream().map(LinkContext::read).toList();
        return document.made(() -> new Linkset(contexts));
    }

    /** What is said of this thing: the first context whose anchor has the same canonical URI, on whatever domain. */
    public Optional<LinkContext> of(DigitalLinkUri thing) {
        String canonical = thing.canonical();
        return contexts.stream()
                .filter(context -> context.anchor().canonical().equals(canonical))
                .findFirst();
    }

    /** The document. */
    public String toJson() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("linkset", contexts.stream().map(LinkContext::toMap).toList());
        return StrictJson.write(map);
    }
}
