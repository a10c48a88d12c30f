package io.lianbo.nft.metadata;

import io.lianbo.core.Address;
import io.lianbo.core.Verdict;
import io.lianbo.core.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What wallets and marketplaces show of a whole collection: the JSON document that {@code contractURI()} leads to (ERC-7572).
 *
 * {@snippet class="io.lianbo.nft.metadata.CollectionMetadataTest" region="build"}
 *
 * <p>Rules, bounds and reasons are those of {@link TokenMetadata}. Royalties are no part of it: the contract states them itself (ERC-2981), and
 * {@code seller_fee_basis_points} and its like of older marketplaces are unknown keys, which are kept and mean nothing.
 *
 * <p>Immutable. Two are equal if they hold the same, in whatever order.
 */
public final class CollectionMetadata {

    static final List<String> IMAGES = List.of("image", "banner_image", "featured_image");
    private static final String NAME = "name";
    private static final String SYMBOL = "symbol";
    private static final String DESCRIPTION = "description";
    private static final String EXTERNAL_LINK = "external_link";
    private static final String COLLABORATORS = "collaborators";
    private static final Set<String> KNOWN =
            Set.of(NAME, SYMBOL, DESCRIPTION, "image", "banner_image", "featured_image", EXTERNAL_LINK, COLLABORATORS);

    private final Map<String, @Nullable Object> values;

    private CollectionMetadata(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    /**
     * Reads a document.
     *
     * @return the document, or all reasons against it, as {@link TokenMetadata#parse(String)} gives them; only the name must be there; and
     *     {@code BAD_ADDRESS} for a collaborator who is none
     */
    public static Verdict<CollectionMetadata> parse(String json) {
        return parse(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads a document from its UTF-8 bytes, as {@link #parse(String)} does. */
    public static Verdict<CollectionMetadata> parse(byte[] utf8) {
        Check check = Check.alone();
        CollectionMetadata metadata = read(utf8, UrlRule.PUBLISHED, check);
        return check.verdict(metadata);
    }

    /** Reads a document as far as it can be read; what is wrong with it is reported. */
    static CollectionMetadata read(byte[] utf8, UrlRule rule, Check check) {
        Map<String, @Nullable Object> values = check.object(utf8);
        if (values == null) {
            return new CollectionMetadata(Map.of());
        }
        check.required(values, NAME, NAME);
        check.spokenText(values, NAME, NAME);
        check.spokenText(values, SYMBOL, SYMBOL);
        check.text(values, DESCRIPTION, DESCRIPTION);
        IMAGES.forEach(key -> check.url(values, key, key, rule));
        check.url(values, EXTERNAL_LINK, EXTERNAL_LINK, UrlRule.PUBLISHED);
        if (values.containsKey(COLLABORATORS)) {
            checkCollaborators(values.get(COLLABORATORS), check);
        }
        return new CollectionMetadata(values);
    }

    private static void checkCollaborators(@Nullable Object value, Check check) {
        if (!(value instanceof List<?> list)) {
            check.wrongType(COLLABORATORS, "an array", value);
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            String path = COLLABORATORS + "[" + i + "]";
            if (!(list.get(i) instanceof String address)) {
                check.wrongType(path, "text", list.get(i));
                continue;
            }
            try {
                Address.of(address);
            } catch (IllegalArgumentException e) {
                check.report("BAD_ADDRESS", path, String.valueOf(e.getMessage()));
            }
        }
    }

    /** Returns the builder of a document; only a name there must be. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** Returns the collection's name. */
    public String name() {
        return text(NAME).orElseThrow();
    }

    /** Returns its short name. */
    public Optional<String> symbol() {
        return text(SYMBOL);
    }

    /** Returns what is said about it. */
    public Optional<String> description() {
        return text(DESCRIPTION);
    }

    /** Returns the URL of its image, a square. */
    public Optional<String> image() {
        return text("image");
    }

    /** Returns the URL of the image across the top of its page. */
    public Optional<String> bannerImage() {
        return text("banner_image");
    }

    /** Returns the URL of the image for where collections are promoted. */
    public Optional<String> featuredImage() {
        return text("featured_image");
    }

    /** Returns the URL of its page with the brand. */
    public Optional<String> externalLink() {
        return text(EXTERNAL_LINK);
    }

    /** Returns who may edit its page at marketplaces. */
    public List<Address> collaborators() {
        return values.get(COLLABORATORS) instanceof List<?> list
                ? list.stream()
                        .map(address -> Address.of(String.valueOf(address)))
                        .toList()
                : List.of();
    }

    /** Returns the whole document as {@link StrictJson} reads it, unknown keys included. */
    public Map<String, @Nullable Object> values() {
        return values;
    }

    private Optional<String> text(String key) {
        return values.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** The same document with other values under these keys, in their old places. */
    CollectionMetadata with(Map<String, String> changes) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(values);
        changed.putAll(changes);
        return new CollectionMetadata(Collections.unmodifiableMap(changed));
    }

    /** Returns the document as JSON without white space, keys in the document's order: the same bytes each time. */
    public String toJson() {
        return StrictJson.write(values);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CollectionMetadata that && values.equals(that.values);
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

    /** Puts a document together, key by key in the order of the calls. Not safe for use by many threads. */
    public static final class Builder {

        private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
        private final List<String> collaborators = new ArrayList<>();

        private Builder(String name) {
            values.put(NAME, name);
        }

        /** Sets its short name. */
        public Builder symbol(String symbol) {
            return put(SYMBOL, symbol);
        }

        /** Says something about the collection. */
        public Builder description(String description) {
            return put(DESCRIPTION, description);
        }

        /** Sets the URL of its image, a square. */
        public Builder image(String url) {
            return put("image", url);
        }

        /** Sets the URL of the image across the top of its page. */
        public Builder bannerImage(String url) {
            return put("banner_image", url);
        }

        /** Sets the URL of the image for where collections are promoted. */
        public Builder featuredImage(String url) {
            return put("featured_image", url);
        }

        /** Sets the URL of its page with the brand. */
        public Builder externalLink(String url) {
            return put(EXTERNAL_LINK, url);
        }

        /** Adds somebody who may edit its page at marketplaces. */
        public Builder collaborator(Address address) {
            collaborators.add(address.toString());
            return put(COLLABORATORS, collaborators);
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
        public CollectionMetadata build() {
            Check check = Check.alone();
            CollectionMetadata metadata =
                    read(StrictJson.write(values).getBytes(StandardCharsets.UTF_8), UrlRule.PUBLISHED, check);
            check.requireNothing("not a collection's metadata");
            return metadata;
        }
    }
}
