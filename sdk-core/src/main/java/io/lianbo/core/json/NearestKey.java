package io.lianbo.core.json;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which of the known keys somebody meant who wrote an unknown one: the one with the fewest letters added, left out, changed or swapped with their neighbour, a
 * third of the key's at the most. Capitals, hyphens and spaces do not count.
 */
final class NearestKey {
    private static final int LONGEST = 100;

    private NearestKey() {}

    static Optional<String> of(String unknown, List<String> known) {
        String given = plain(unknown);
        if (given.length() > LONGEST) {
            return Optional.empty();
        }
        Optional<String> nearest = Optional.empty();
        int least = given.length() / 3 + 1;
        for (String key : known) {
            int distance = distance(given, plain(key));
            if (distance < least) {
                least = distance;
                nearest = Optional.of(key);
            }
        }
        return nearest;
    }

    private static String plain(String key) {
        return key.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    }

    /** Edits between two texts, in which no letter is edited twice. */
    private static int distance(String a, String b) {
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int changed = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                edits[i][j] = Math.min(changed, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    edits[i][j] = Math.min(edits[i][j], 1 + edits[i - 2][j - 2]);
                }
            }
        }
        return edits[a.length()][b.length()];
    }
}
