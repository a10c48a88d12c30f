package io.lianbo.provenance.scan;

import io.lianbo.core.Verdict;
import io.lianbo.provenance.code.DigitalLink;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Links that show an item in a show: for its code on the stream, which thousands scan at once. They are bound to the show, the item and a time by an HMAC.
 *
 * {@snippet class="io.lianbo.provenance.scan.ScanGuardTest" region="showcase"}
 *
 * <p>A scan through one never activates the item and counts for nothing. Who prints one on a copy gains a page that speaks of the show, until the link expires: let it expire with
 * the show.
 */
public final class ShowcaseLinks {
    /** The query parameter that carries the token. */
    public static final String PARAMETER = "show";

    private static final Pattern SHOW = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern TOKEN = Pattern.compile("(" + SHOW + ")\\.([0-9]{1,12})\\.([A-Za-z0-9_-]{22})");
    private static final int MAC = 16;

    private final ScanKeys keys;

    /**
     * Links by these keys.
     *
     * @param keys those of the guard, which stay the caller's to close
     */
    public ShowcaseLinks(ScanKeys keys) {
        this.keys = Objects.requireNonNull(keys, "keys");
    }

    /**
     * The link of an item in a show: its digital link with a token behind it.
     *
     * @param item with a serial number
     * @param show the show's identifier: 1 to 64 letters, digits, hyphens and underscores; a session's, where one show has several
     * @param expires until when, to the second
     * @throws IllegalArgumentException if the item has no serial number, or the identifier is none
     */
    public String link(DigitalLink item, String show, Instant expires) {
        return item + "?" + PARAMETER + "=" + token(item, show, expires);
    }

    /** The token alone, for a URL of the platform's own: {@code SHOW-1124.1795539600.kZ3...}. */
    public String token(DigitalLink item, String show, Instant expires) {
        if (item.serial().isEmpty()) {
            throw new IllegalArgumentException("a showcase link must be of one item: " + item.canonical());
        }
        if (!SHOW.matcher(show).matches()) {
            throw new IllegalArgumentException("a show must be 1 to 64 letters, digits, hyphens and underscores: "
                    + show.length() + " characters");
        }
        long until = expires.getEpochSecond();
        return show + "." + until + "." + encoded(mac(item, show, until));
    }

    private byte[] mac(DigitalLink item, String show, long until) {
        return Arrays.copyOf(keys.mac(ScanKeys.Use.SHOWCASE, item.canonical(), show, Long.toString(until)), MAC);
    }

    private static String encoded(byte[] mac) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
    }

    /**
     * Checks the token of a link.
     *
     * @param item what the link leads to
     * @param now when it was followed
     * @return the show; or {@code SHOWCASE_MALFORMED} if it is no token, {@code SHOWCASE_FORGED} if it is of another item or none of ours, {@code SHOWCASE_EXPIRED}
     */
    public Verdict<String> verify(DigitalLink item, String token, Instant now) {
        Matcher parts = TOKEN.matcher(token);
        if (!parts.matches()) {
            return Verdict.refused("SHOWCASE_MALFORMED", "the token of the showcase link is none");
        }
        String show = parts.group(1);
        long until = Long.parseLong(parts.group(2));
        boolean isOurs = MessageDigest.isEqual(
                encoded(mac(item, show, until)).getBytes(StandardCharsets.US_ASCII),
                parts.group(3).getBytes(StandardCharsets.US_ASCII));
        if (!isOurs) {
            return Verdict.refused("SHOWCASE_FORGED", "the showcase link is of another item, or none of ours");
        }
        return now.getEpochSecond() < until
                ? Verdict.ok(show)
                : Verdict.refused(
                        "SHOWCASE_EXPIRED",
                        "the showcase link of " + show + " expired at " + Instant.ofEpochSecond(until));
    }
}
