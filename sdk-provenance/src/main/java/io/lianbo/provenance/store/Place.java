package io.lianbo.provenance.store;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an event stands among all: by its time, and among those of one time by when it came.
 *
 * @param time in milliseconds since 1970
 * @param number from 1
 */
record Place(long time, long number) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
            Comparator.comparingLong(Place::time).thenComparingLong(Place::number);
    private static final Pattern TOKEN = Pattern.compile("(-?[0-9]{1,18})\\.([0-9]{1,18})");

    static Place ofToken(String token) {
        Matcher matcher = TOKEN.matcher(token);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a page token must be one that a page gave: " + token);
        }
        return new Place(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }

    String token() {
        return time + "." + number;
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
