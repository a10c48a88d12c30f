package io.lianbo.did.internal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * Times as W3C documents and login messages write them: {@code dateTimeStamp} of XML Schema 1.1 part 2 section 3.4.28, which always has a
 * zone, in the form that is {@code date-time} of RFC 3339 as well.
 */
public final class DateTimeStamp {
    private static final Pattern SHAPE = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})");
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private DateTimeStamp() {}

    /**
     * {@return the time in UTC, the part below a second dropped}
     *
     * @param time years 0000 to 9999
     * @throws IllegalArgumentException where the year has more digits
     */
    public static String format(Instant time) {
        Instant whole = time.truncatedTo(ChronoUnit.SECONDS);
        if (whole.isBefore(FIRST) || whole.isAfter(LAST)) {
            throw new IllegalArgumentException("a time must be in the years 0000 to 9999: " + time);
        }
        return whole.toString();
    }

    /**
     * {@return the time in this text}
     *
     * @param text such as {@code 2026-11-24T20:00:00Z}
     * @throws IllegalArgumentException where it has another shape or names no time
     */
    public static Instant parse(String text) {
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "a time must be written like 2026-11-24T20:00:00Z or with an offset like +08:00: "
                            + Quote.of(text));
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("there is no such time: " + Quote.of(text), e);
        }
    }
}
