package io.lianbo.did.net;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A document as a server gave it, or the word that the version at hand is still the current one; immutable. */
public final class Fetched {
    private final URI uri;
    private final boolean unchanged;
    private final String mediaType;
    private final byte[] body;
    private final @Nullable String entityTag;
    private final @Nullable Duration maxAge;

    private Fetched(
            URI uri,
            boolean unchanged,
            String mediaType,
            byte[] body,
            @Nullable String entityTag,
            @Nullable Duration maxAge) {
        this.uri = Objects.requireNonNull(uri, "uri");
        this.unchanged = unchanged;
        this.mediaType = Objects.requireNonNull(mediaType, "mediaType");
        this.body = body;
        this.entityTag = entityTag;
        this.maxAge = maxAge;
    }

    /**
     * {@return a document}
     *
     * @param uri where it was found
     * @param mediaType what it is, such as {@code application/json}
     * @param body its bytes, which are copied
     */
    public static Fetched of(URI uri, String mediaType, byte[] body) {
        return new Fetched(uri, false, mediaType, body.clone(), null, null);
    }

    /**
     * {@return the answer that the version at hand is the current one}
     *
     * @param uri where that was said
     */
    public static Fetched unchanged(URI uri) {
        return new Fetched(uri, true, "", new byte[0], null, null);
    }

    /**
     * {@return the same, with the mark of its version}
     *
     * @param entityTag as {@link FetchRequest#unless} takes it
     * @throws IllegalArgumentException where that is no entity tag
     */
    public Fetched withEntityTag(String entityTag) {
        if (!EntityTag.isOne(entityTag)) {
            throw new IllegalArgumentException("an entity tag is text in double quotes: " + entityTag);
        }
        return new Fetched(uri, unchanged, mediaType, body, entityTag, maxAge);
    }

    /**
     * {@return the same, good for a while}
     *
     * @param maxAge how long, 0 or more
     * @throws IllegalArgumentException where that is negative
     */
    public Fetched withMaxAge(Duration maxAge) {
        if (maxAge.isNegative()) {
            throw new IllegalArgumentException("a document's age must be 0 or more: " + maxAge);
        }
        return new Fetched(uri, unchanged, mediaType, body, entityTag, maxAge);
    }

    /** {@return where the document was found in the end, after redirects} */
    public URI uri() {
        return uri;
    }

    /** {@return whether the server says that the version at hand is the current one; then there is no body} */
    public boolean isUnchanged() {
        return unchanged;
    }

    /** {@return the type, one of those asked for, in lower case and without parameters; empty where unchanged} */
    public String mediaType() {
        return mediaType;
    }

    /** {@return the document's bytes, decompressed} */
    public byte[] body() {
        return body.clone();
    }

    /** {@return the mark of this version, to ask with the next time, where the server gave one} */
    public Optional<String> entityTag() {
        return Optional.ofNullable(entityTag);
    }

    /** {@return how long the server lets the document be kept (RFC 9111 section 5.2.2), 0 for not at all, where it says so} */
    public Optional<Duration> maxAge() {
        return Optional.ofNullable(maxAge);
    }

    /** {@return where it was found and how long it is} */
    @Override
    public String toString() {
        return uri + (unchanged ? " unchanged" : " " + mediaType + " of " + body.length + " bytes");
    }
}
