package io.lianbo.did.presentation;

import io.lianbo.did.internal.Quote;
import java.util.regex.Pattern;

/** The names that parts of a query refer to each other by. */
final class Ids {
    private static final int LONGEST = 128;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]+");

    private Ids() {}

    static void check(String what, String id) {
        if (id.length() > LONGEST || !ID.matcher(id).matches()) {
            throw new IllegalArgumentException("the id of a " + what + " query must be 1 to " + LONGEST
                    + " letters, digits, _ or - of ASCII: " + Quote.of(id));
        }
    }
}
