package io.lianbo.did.status.list;

import io.lianbo.did.internal.DateTimeStamp;
import io.lianbo.did.internal.jose.MalformedException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.TemporalUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the members of lists, each strictly of its kind. */
final class Claims {
    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Claims() {}

    static String text(Map<String, @Nullable Object> claims, String name) throws MalformedException {
        if (claims.get(name) instanceof String text) {
            return text;
        }
        throw new MalformedException(name + " must be text");
    }

    /** One text or several. */
    static Set<String> texts(Map<String, @Nullable Object> claims, String name) throws MalformedException {
        List<?> values = claims.get(name) instanceof List<?> list ? list : List.of(text(claims, name));
        Set<String> texts = new HashSet<>();
        for (Object value : values) {
            if (!(value instanceof String text)) {
                throw new MalformedException(name + " must be text");
            }
            texts.add(text);
        }
        return texts;
    }

    /** A time as W3C documents write them, or null where there is no such member. */
    static @Nullable Instant dateTime(Map<String, @Nullable Object> claims, String name) throws MalformedException {
        if (!claims.containsKey(name)) {
            return null;
        }
        try {
            Instant time = DateTimeStamp.parse(text(claims, name));
            if (!time.isBefore(FIRST) && !time.isAfter(LAST)) {
                return time;
            }
        } catch (IllegalArgumentException e) {
            throw new MalformedException(name, e);
        }
        throw new MalformedException(name + " must be from 1970 to 9999");
    }

    /** A number of milliseconds or seconds, at most a hundred years; null where there is no such member. */
    static @Nullable Duration duration(Map<String, @Nullable Object> claims, String name, TemporalUnit unit)
            throws MalformedException {
        if (!claims.containsKey(name)) {
            return null;
        }
        if (claims.get(name) instanceof Long amount && amount > 0) {
            long most = LONGEST.dividedBy(unit.getDuration());
            return Duration.of(Math.min(amount, most), unit);
        }
        throw new MalformedException(name + " must be a whole number from 1");
    }
}
