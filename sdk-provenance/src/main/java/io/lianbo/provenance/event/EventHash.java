package io.lianbo.provenance.event;

import io.lianbo.core.Hash32;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hash of an event by CBV 2.0 section 8.9; it prints as {@code ni:///sha-256;<64 hex digits>?ver=CBV2.0} (RFC 6920).
 *
 * @param digest the SHA-256 of the event's pre-hash string
 */
public record EventHash(Hash32 digest) {

    private static final Pattern NI_URI = Pattern.compile("ni:///sha-256;([0-9a-f]{64})\\?ver=CBV2\\.0");

    /**
     * Reads the form that {@link #toString} writes.
     *
     * @throws IllegalArgumentException when it is any other hash, algorithm or version
     */
    public static EventHash parse(String niUri) {
        Matcher matcher = NI_URI.matcher(niUri);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "event hash must be ni:///sha-256;<64 lower hex digits>?ver=CBV2.0: " + niUri);
        }
        return new EventHash(Hash32.of("0x" + matcher.group(1)));
    }

    @Override
    public String toString() {
        return "ni:///sha-256;" + HexFormat.of().formatHex(digest.bytes()) + "?ver=CBV2.0";
    }
}
