package io.lianbo.provenance.tag;

import io.lianbo.provenance.code.DigitalLink;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which item a chip is on.
 *
 * @param uid the chip: 7 bytes in upper-case hex
 * @param item what it was put on, a link with a serial number
 * @param boundAt since when
 * @param retiredAt until when; null while it is on it
 */
public record TagBinding(
        String uid,
        DigitalLink item,
        Instant boundAt,
        @Nullable Instant retiredAt) {

    /**
     * A binding.
     *
     * @throws IllegalArgumentException if the UID is none, or the link names no single item
     */
    public TagBinding {
        uid = requireUid(uid);
        requireItem(item);
        Objects.requireNonNull(boundAt, "boundAt");
    }

    /** Whether the chip is on the item still. */
    public boolean isActive() {
        return retiredAt == null;
    }

    static String requireUid(String uid) {
        if (uid.length() != 2 * SunLayout.UID || !uid.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IllegalArgumentException("a chip's UID must be 7 bytes in hex: " + uid.length() + " characters");
        }
        return uid.toUpperCase(Locale.ROOT);
    }

    static DigitalLink requireItem(DigitalLink item) {
        if (item.serial().isEmpty()) {
            throw new IllegalArgumentException(
                    "a chip must be on one item, whose link has a serial number: " + item.canonical());
        }
        return item;
    }
}
