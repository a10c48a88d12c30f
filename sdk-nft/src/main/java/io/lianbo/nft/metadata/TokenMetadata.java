package io.lianbo.nft.metadata;

import io.lianbo.core.Verdict;
import io.lianbo.core.json.StrictJson;
import io.lianbo.nft.internal.Arguments;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What wallets and marketplaces show of a token: the JSON document of ERC-721 and ERC-1155, with the keys that marketplaces read.
 *
 * {@snippet class="io.lianbo.nft.metadata.TokenMetadataTest" region="build"}
 *
 * <p>A document is either right or there is none: the builder throws, and {@link #parse} answers with all that is wrong. URLs are https, ipfs,
 * ar or data; {@code http} is refused, since browsers block it on the pages of marketplaces. Keys that are not known here are kept as they are,
 * where they are. Documents have at most 1 MiB and are read as {@link StrictJson} reads.
 *
 * <p>Immutable. Two are equal if they hold the same, in whatever order.
 */
public final class TokenMetadata {

    static final String IMAGE = "image";
    static final String ANIMATION_URL = "animation_url";
    private static final String NAME = "name";
    private static final String DESCRIPTION = "description";
    private static final String IMAGE_DATA = "image_data";
    private static final String EXTERNAL_URL = "external_url";
    private static final String BACKGROUND_COLOR = "background_color";
    private static final String ATTRIBUTES = "attributes";
    private static final String DECIMALS = "decimals";
    private static final String PROPERTIES = "properties";
    private static final String LOCALIZATION = "localization";

    private static final Set<String> KNOWN = Set.of(
            NAME,
            DESCRIPTION,
            IMAGE,
            ANIMATION_URL,
            EXTERNAL_URL,
            BACKGROUND_COLOR,
            ATTRIBUTES,
            DECIMALS,
            PROPERTIES,
            LOCALIZATION);
    private static final Pattern COLOR = Pattern.compile("[0-9A-Fa-f]{6}");
    private static final int MAX_DECIMALS = 255;
    private static final String ID = "{id}";
    private static final int ID_DIGITS = 64;

    private final Map<String, @Nullable Object> values;

    private TokenMetadata(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    /**
     * Reads a document.
     *
     * {@snippet class="io.lianbo.nft.metadata.TokenMetadataTest" region="parse"}
     *
     * @return the document, or all reasons against it, each with its path in front ({@code attributes[2].value: must be ...}):
     *     {@code NOT_JSON}, {@code TOO_LARGE}; {@code MISSING} (name, image, an attribute's value), {@code EMPTY}, {@code WRONG_TYPE},
     *     {@code NUMBER_AS_STRING}, {@code OUT_OF_RANGE}; {@code NO_SCHEME}, {@code UNKNOWN_SCHEME}, {@code INSECURE_URL}, {@code BAD_URL};
     *     {@code BAD_COLOR}, {@code UNKNOWN_DISPLAY_TYPE}, {@code BAD_DATE}, {@code BAD_LOCALE}
     */
    public static Verdict<TokenMetadata> parse(String json) {
        return parse(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads a document from its UTF-8 bytes, as {@link #parse(String)} does. */
    public static Verdict<TokenMetadata> parse(byte[] utf8) {
        Check check = Check.alone();
        TokenMetadata metadata = read(utf8, UrlRule.PUBLISHED, check);
        return check.verdict(metadata);
    }

    /** Reads a document as far as it can be read; what is wrong with it is reported. */
    static TokenMetadata read(byte[] utf8, UrlRule rule, Check check) {
        Map<String, @Nullable Object> values = check.object(utf8);
        if (values == null) {
            return new TokenMetadata(Map.of());
        }
        check(values, rule, check);
        return new TokenMetadata(values);
    }

    private static void check(Map<String, @Nullable Object> values, UrlRule rule, Check check) {
        check.required(values, NAME, NAME);
        check.spokenText(values, NAME, NAME);
        check.text(values, DESCRIPTION, DESCRIPTION);
        check.text(values, IMAGE_DATA, IMAGE_DATA);
        if (!values.containsKey(IMAGE_DATA)) {
            check.required(values, IMAGE, IMAGE);
        }
        check.url(values, IMAGE, IMAGE, rule);
        check.url(values, ANIMATION_URL, ANIMATION_URL, rule);
        check.url(values, EXTERNAL_URL, EXTERNAL_URL, UrlRule.PUBLISHED);
        check.text(values, BACKGROUND_COLOR, BACKGROUND_COLOR);
        if (values.get(BACKGROUND_COLOR) instanceof String color
                && !COLOR.matcher(color).matches()) {
            check.report("BAD_COLOR", BACKGROUND_COLOR, "must be six hex digits without #: " + Check.shown(color));
        }
        if (values.containsKey(ATTRIBUTES)) {
            Traits.check(values.get(ATTRIBUTES), check);
        }
        if (values.containsKey(DECIMALS)) {
            checkDecimals(values.get(DECIMALS), check);
        }
        if (values.containsKey(PROPERTIES) && !(values.get(PROPERTIES) instanceof Map<?, ?>)) {
            check.wrongType(PROPERTIES, "an object", values.get(PROPERTIES));
        }
        if (values.containsKey(LOCALIZATION)) {
            Localization.check(values.get(LOCALIZATION), check);
        }
    }

    private static void checkDecimals(@Nullable Object value, Check check) {
        String wanted = "a whole number from 0 to " + MAX_DECIMALS;
        BigDecimal decimals = check.number(DECIMALS, wanted, value);
        if (decimals != null
                && (decimals.scale() != 0
                        || decimals.signum() < 0
                        || decimals.compareTo(BigDecimal.valueOf(MAX_DECIMALS)) > 0)) {
            check.report("OUT_OF_RANGE", DECIMALS, "must be " + wanted + ": " + Check.shown(value));
        }
    }

    /** Returns the builder of a document; a name and an image there must be. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** Returns the token's name. */
    public String name() {
        return text(NAME).orElseThrow();
    }

    /** Returns what is said about it; marketplaces read Markdown in it. */
    public Optional<String> description() {
        return text(DESCRIPTION);
    }

    /** Returns the URL of its image; empty only where the document has SVG in {@code image_data} instead. */
    public Optional<String> image() {
        return text(IMAGE);
    }

    /** Returns the URL of a film, a sound, a 3D model or a page. */
    public Optional<String> animationUrl() {
        return text(ANIMATION_URL);
    }

    /** Returns the URL of its page with the brand. */
    public Optional<String> externalUrl() {
        return text(EXTERNAL_URL);
    }

    /** Returns the colour behind the image: six hex digits. */
    public Optional<String> backgroundColor() {
        return text(BACKGROUND_COLOR);
    }

    /** Returns the traits, in the document's order; what is in them beyond that is only in {@link #values()}. */
    public List<Attribute> attributes() {
        if (!(values.get(ATTRIBUTES) instanceof List<?> list)) {
            return List.of();
        }
        return list.stream()
                .map(element -> Traits.read(element instanceof Map<?, ?> object ? object : Map.of()))
                .toList();
    }

    /** Returns with how many decimals amounts of an ERC-1155 token are shown. */
    public OptionalInt decimals() {
        return values.get(DECIMALS) instanceof Number number ? OptionalInt.of(number.intValue()) : OptionalInt.empty();
    }

    /** Returns the {@code properties} of ERC-1155, whatever they are; none if there are none. */
    public Map<String, @Nullable Object> properties() {
        return values.get(PROPERTIES) instanceof Map<?, ?> object ? keyed(object) : Map.of();
    }

    /** Returns where the document is to be had in other languages. */
    public Optional<Localization> localization() {
        if (!(values.get(LOCALIZATION) instanceof Map<?, ?> object)) {
            return Optional.empty();
        }
        List<String> locales = object.get("locales") instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
        return Optional.of(
                new Localization(String.valueOf(object.get("uri")), String.valueOf(object.get("default")), locales));
    }

    /** Returns the whole document as {@link StrictJson} reads it, unknown keys included. */
    public Map<String, @Nullable Object> values() {
        return values;
    }

    private Optional<String> text(String key) {
        return values.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /**
     * Returns the document of one token of many that share it: every {@code {id}} in every text, at any depth, becomes the token's id as 64 lower-case
     * hex digits, as ERC-1155 asks of whoever reads metadata.
     *
     * @throws IllegalArgumentException if the id is no uint256
     */
    public TokenMetadata forId(BigInteger tokenId) {
        String id = hex(tokenId);
        return new TokenMetadata(keyed((Map<?, ?>) replaced(values, id)));
    }

    /**
     * Returns the URI of one token of many that share a URI with {@code {id}} in it, as ERC-1155 has it.
     *
     * {@snippet class="io.lianbo.nft.metadata.TokenMetadataTest" region="id"}
     *
     * @throws IllegalArgumentException if the id is no uint256
     */
    public static String uriFor(String uri, BigInteger tokenId) {
        return uri.replace(ID, hex(tokenId));
    }

    private static String hex(BigInteger tokenId) {
        Arguments.requireUint256("token id", tokenId);
        String digits = tokenId.toString(16);
        return "0".repeat(ID_DIGITS - digits.length()) + digits;
    }

    private static Object replaced(Object value, String id) {
        if (value instanceof String text) {
            return text.replace(ID, id);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(element -> copy.add(element == null ? null : replaced(element, id)));
            return Collections.unmodifiableList(copy);
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, element) -> copy.put(key, element == null ? null : replaced(element, id)));
            return Collections.unmodifiableMap(copy);
        }
        return value;
    }

    /** The same document with other values under these keys, in their old places. */
    TokenMetadata with(Map<String, ? extends @Nullable Object> changes) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(values);
        changed.putAll(changes);
        return new TokenMetadata(Collections.unmodifiableMap(changed));
    }

    /** Returns the document as JSON without white space, keys in the document's order: the same bytes each time. */
    public String toJson() {
        return StrictJson.write(values);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenMetadata that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Returns the document as JSON. */
    @Override
    public String toString() {
        return toJson();
    }

    @SuppressWarnings("unchecked") // StrictJson's objects have string keys
    private static Map<String, @Nullable Object> keyed(Map<?, ?> map) {
        return (Map<String, @Nullable Object>) map;
    }

    /** Puts a document together, key by key in the order of the calls. Not safe for use by many threads. */
    public static final class Builder {

        private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
        private final List<Map<String, Object>> attributes = new ArrayList<>();
        private final Map<String, @Nullable Object> properties = new LinkedHashMap<>();

        private Builder(String name) {
            values.put(NAME, name);
        }

        /** Says something about the token. */
        public Builder description(String description) {
            return put(DESCRIPTION, description);
        }

        /** Sets the URL of its image. */
        public Builder image(String url) {
            return put(IMAGE, url);
        }

        /** Sets the URL of a film, a sound, a 3D model or a page. */
        public Builder animationUrl(String url) {
            return put(ANIMATION_URL, url);
        }

        /** Sets the URL of its page with the brand. */
        public Builder externalUrl(String url) {
            return put(EXTERNAL_URL, url);
        }

        /** Sets the colour behind the image: six hex digits without {@code #}. */
        public Builder backgroundColor(String color) {
            return put(BACKGROUND_COLOR, color);
        }

        /** Adds a trait. */
        public Builder attribute(Attribute attribute) {
            attributes.add(Traits.write(attribute));
            return put(ATTRIBUTES, attributes);
        }

        /** Sets with how many decimals amounts of an ERC-1155 token are shown: 0 to 255. */
        public Builder decimals(int decimals) {
            return put(DECIMALS, decimals);
        }

        /**
         * Sets one of the {@code properties} of ERC-1155.
         *
         * @param value text, a number, a boolean, a list or a map of such, as {@link StrictJson#write} takes them
         */
        public Builder property(String key, @Nullable Object value) {
            properties.put(key, value);
            return put(PROPERTIES, properties);
        }

        /** Says where the document is to be had in other languages. */
        public Builder localization(Localization localization) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("uri", localization.uri());
            object.put("default", localization.defaultLocale());
            object.put("locales", localization.locales());
            return put(LOCALIZATION, object);
        }

        /**
         * Sets a key that has no method here.
         *
         * @param value as {@link StrictJson#write} takes it
         * @throws IllegalArgumentException if the key has one
         */
        public Builder other(String key, @Nullable Object value) {
            if (KNOWN.contains(key)) {
                throw new IllegalArgumentException("the key has a method of its own: " + key);
            }
            return put(key, value);
        }

        private Builder put(String key, @Nullable Object value) {
            values.put(key, value);
            return this;
        }

        /**
         * Returns the document.
         *
         * @throws IllegalArgumentException if it is not right; the message names every problem
         */
        public TokenMetadata build() {
            Check check = Check.alone();
            TokenMetadata metadata =
                    read(StrictJson.write(values).getBytes(StandardCharsets.UTF_8), UrlRule.PUBLISHED, check);
            check.requireNothing("not a token's metadata");
            return metadata;
        }
    }
}
