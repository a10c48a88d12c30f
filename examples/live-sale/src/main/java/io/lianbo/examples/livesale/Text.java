package io.lianbo.examples.livesale;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict.Reason;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How values are written for people. */
final class Text {
    private Text() {}

    static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    static String brief(Hash32 hash) {
        return brief(hash.toString());
    }

    static String brief(Address address) {
        return brief(address.toString());
    }

    private static String brief(String hex) {
        return hex.substring(0, 8) + ".." + hex.substring(hex.length() - 6);
    }

    static String codes(List<Reason> reasons) {
        return reasons.stream().map(Reason::code).distinct().collect(Collectors.joining(", "));
    }

    /** The last part of a URI of a vocabulary: {@code shipping} of {@code https://ref.gs1.org/cbv/BizStep-shipping}. */
    static String word(String uri) {
        return uri.substring(Math.max(uri.lastIndexOf('-'), uri.lastIndexOf('/')) + 1);
    }

    static String visible(String text) {
        StringBuilder visible = new StringBuilder();
        text.codePoints().map(c -> isVisible(c) ? c : '?').forEach(visible::appendCodePoint);
        return visible.toString();
    }

    static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
