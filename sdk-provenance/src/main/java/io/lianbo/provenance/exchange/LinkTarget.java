package io.lianbo.provenance.exchange;

import io.lianbo.core.json.JsonObject;
import io.lianbo.provenance.internal.FurtherMembers;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a link leads, and what is to be found there (RFC 9264 section 4.2.3, with the attributes of the GS1-Conformant Resolver Standard 1.2).
 *
 * @param href an absolute {@code http} or {@code https} URI
 * @param title for people
 * @param hreflang the languages of what is there, such as {@code en} or {@code en-GB}
 * @param type its media type
 * @param context for whom or where the link is meant, such as a country
 * @param fwqs whether a resolver hands the query on that it was asked with
 * @param isPublic whether the link may be shown to anyone
 * @param others further attributes, as {@link io.lianbo.core.json.StrictJson} reads them; the standard knows none
 */
public record LinkTarget(
        URI href,
        String title,
        List<String> hreflang,
        Optional<String> type,
        List<String> context,
        Optional<Boolean> fwqs,
        Optional<Boolean> isPublic,
        Map<String, @Nullable Object> others) {

    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2}(-[A-Za-z]{2})?");
    private static final Pattern MEDIA_TYPE = Pattern.compile("\\w+/[-+.\\w]+");
    private static final List<String> KNOWN = List.of("href", "title", "hreflang", "type", "context", "fwqs", "public");

    /**
     * Checks the attributes.
     *
     * @throws IllegalArgumentException when one is not what it must be
     */
    public LinkTarget {
        requireWeb(href);
        if (title.isBlank()) {
            throw new IllegalArgumentException("title must not be blank");
        }
        hreflang = List.copyOf(hreflang);
        for (String language : hreflang) {
            if (!LANGUAGE.matcher(language).matches()) {
                throw new IllegalArgumentException("hreflang must be a language such as en or en-GB: " + language);
            }
        }
        type.ifPresent(LinkTarget::requireMediaType);
        context = List.copyOf(context);
        Objects.requireNonNull(fwqs, "fwqs");
        Objects.requireNonNull(isPublic, "isPublic");
        others = FurtherMembers.copy(others, KNOWN);
    }

    /**
     * A target of which only this is known.
     *
     * @param href an absolute {@code http} or {@code https} URI
     * @param title for people
     */
    public static LinkTarget of(String href, String title) {
        return new LinkTarget(
                uri(href), title, List.of(), Optional.empty(), List.of(), Optional.empty(), Optional.empty(), Map.of());
    }

    /** The same with the media type of what is there. */
    public LinkTarget withType(String mediaType) {
        return new LinkTarget(href, title, hreflang, Optional.of(mediaType), context, fwqs, isPublic, others);
    }

    /** The same with one more language of what is there. */
    public LinkTarget withLanguage(String language) {
        return new LinkTarget(href, title, with(hreflang, language), type, context, fwqs, isPublic, others);
    }

    /** The same with one more of those for whom or where it is meant. */
    public LinkTarget withContext(String value) {
        return new LinkTarget(href, title, hreflang, type, with(context, value), fwqs, isPublic, others);
    }

    private static List<String> with(List<String> list, String one) {
        List<String> more = new ArrayList<>(list);
        more.add(one);
        return more;
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("href must be a URI: " + text, e);
        }
    }

    private static void requireWeb(URI uri) {
        boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
        if (!web || uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("href must begin with https://<host>/: " + uri);
        }
    }

    private static void requireMediaType(String type) {
        if (!MEDIA_TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException("type must be a media type such as text/html: " + type);
        }
    }

    static LinkTarget read(JsonObject target) {
        URI href = target.text("href", LinkTarget::uri);
        String title = target.text("title");
        Optional<String> type = target.optionalText("type");
        List<String> hreflang = Json.texts(target, "hreflang");
        List<String> context = Json.texts(target, "context");
        Optional<Boolean> fwqs = Json.bool(target, "fwqs");
        Optional<Boolean> isPublic = Json.bool(target, "public");
        Map<String, @Nullable Object> others = FurtherMembers.of(target, KNOWN);
        return target.made(() -> new LinkTarget(href, title, hreflang, type, context, fwqs, isPublic, others));
    }

    Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("href", href.toString());
        map.put("title", title);
        if (!hreflang.isEmpty()) {
            map.put("hreflang", hreflang);
        }
        type.ifPresent(value -> map.put("type", value));
        if (!context.isEmpty()) {
            map.put("context", context);
        }
        fwqs.ifPresent(value -> map.put("fwqs", value));
        isPublic.ifPresent(value -> map.put("public", value));
        map.putAll(others);
        return map;
    }
}
