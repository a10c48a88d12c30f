package io.lianbo.provenance.untp;

import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A small picture, such as the mark of a certificate.
 *
 * @param name what it is called
 * @param description what it shows
 * @param imageData the picture in Base64
 * @param mediaType its media type, such as {@code image/png}
 */
public record Image(String name, Optional<String> description, String imageData, String mediaType) {

    /**
     * Checks what is given.
     *
     * @throws IllegalArgumentException when the data is no Base64
     */
    public Image {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(imageData, "imageData");
        Objects.requireNonNull(mediaType, "mediaType");
        try {
            Base64.getDecoder().decode(imageData);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("imageData must be Base64: " + e.getMessage(), e);
        }
    }

    static Image read(Members in) {
        in.type("Image");
        return in.closed(() ->
                new Image(in.text("name"), in.optionalText("description"), in.text("imageData"), in.text("mediaType")));
    }

    Map<String, @Nullable Object> toMap() {
        return new Written()
                .put("name", name)
                .put("description", description)
                .put("imageData", imageData)
                .put("mediaType", mediaType)
                .map();
    }

    /** A picture of these bytes. */
    public static Image of(String name, byte[] data, String mediaType) {
        return new Image(name, Optional.empty(), Base64.getEncoder().encodeToString(data), mediaType);
    }
}
