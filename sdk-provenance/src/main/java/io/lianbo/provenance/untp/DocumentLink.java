package io.lianbo.provenance.untp;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a document is.
 *
 * @param linkURL where
 * @param linkName what it is called, for people
 * @param digestMultibase its hash, in multibase, by which a reader knows that it is still the same
 * @param mediaType its media type
 * @param linkType what kind of document it is
 */
public record DocumentLink(
        URI linkURL,
        String linkName,
        Optional<String> digestMultibase,
        Optional<String> mediaType,
        Optional<String> linkType) {

    /** Checks what is given. */
    public DocumentLink {
        Objects.requireNonNull(linkURL, "linkURL");
        Objects.requireNonNull(linkName, "linkName");
        Objects.requireNonNull(digestMultibase, "digestMultibase");
        Objects.requireNonNull(mediaType, "mediaType");
        Objects.requireNonNull(linkType, "linkType");
    }

    static DocumentLink read(Members in) {
        in.type("Link");
        return in.closed(() -> new DocumentLink(
                in.uri("linkURL"),
                in.text("linkName"),
                in.optionalText("digestMultibase"),
                in.optionalText("mediaType"),
                in.optionalText("linkType")));
    }

    Map<String, @Nullable Object> toMap() {
        return new Written()
                .put("linkURL", linkURL.toString())
                .put("linkName", linkName)
                .put("digestMultibase", digestMultibase)
                .put("mediaType", mediaType)
                .put("linkType", linkType)
                .map();
    }

    /** A document of which only this is known. */
    public static DocumentLink of(String url, String name) {
        return new DocumentLink(URI.create(url), name, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
