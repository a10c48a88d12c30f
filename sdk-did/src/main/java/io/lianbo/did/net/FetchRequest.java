package io.lianbo.did.net;

import io.lianbo.did.internal.Quote;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What to read, and as what; immutable. */
public final class FetchRequest {
    private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}");

    private final URI uri;
    private final List<String> accepted;
    private final @Nullable String entityTag;

    private FetchRequest(URI uri, List<String> accepted, @Nullable String entityTag) {
        this.uri = Objects.requireNonNull(uri, "uri");
        this.accepted = accepted;
        this.entityTag = entityTag;
    }

    /**
     * {@return a request for a document}
     *
     * @param uri where it lies
     * @param mediaTypes what it may be, at least one, such as {@code application/did+json}; an answer of another type is refused
     * @throws IllegalArgumentException where there is no media type, or what is given is none
     */
    public static FetchRequest of(URI uri, String... mediaTypes) {
        if (mediaTypes.length == 0) {
            throw new IllegalArgumentException("a request needs at least one media type");
        }
        for (String type : mediaTypes) {
            if (!MEDIA_TYPE.matcher(type.toLowerCase(Locale.ROOT)).matches()) {
                throw new IllegalArgumentException("a media type is like application/json: " + Quote.of(type));
            }
        }
        return new FetchRequest(uri, List.of(mediaTypes), null);
    }

    /**
     * {@return this request, to be answered by {@link Fetched#isUnchanged()} where the document is still that version}
     *
     * @param entityTag of the version at hand, from {@link Fetched#entityTag()}
     * @throws IllegalArgumentException where that is no entity tag
     */
    public FetchRequest unless(String entityTag) {
        if (!EntityTag.isOne(entityTag)) {
            throw new IllegalArgumentException(
                    "an entity tag is text in double quotes, at most 200 characters: " + Quote.of(entityTag));
        }
        return new FetchRequest(uri, accepted, entityTag);
    }

    /** {@return where the document lies} */
    public URI uri() {
        return uri;
    }

    /** {@return the media types it may have, in the order of preference} */
    public List<String> mediaTypes() {
        return accepted;
    }

    /** {@return the version at hand, where there is one} */
    public Optional<String> entityTag() {
        return Optional.ofNullable(entityTag);
    }

    /** {@return the URI} */
    @Override
    public String toString() {
        return uri.toString();
    }
}
