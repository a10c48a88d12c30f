package io.lianbo.provenance.code;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An application identifier (AI) of the GS1 General Specifications: how its value is written, and what it stands beside.
 *
 * @param code two to four digits
 * @param predefinedLength whether the next one follows it without FNC1
 * @param attribute whether a GS1 Digital Link URI may have it in its query
 * @param parts of its value
 * @param isKey whether it is a primary key of GS1 Digital Link URIs
 * @param qualifiers of the key: sequences that exclude each other
 * @param needs of each group of identifiers one must stand beside it; {@code +} joins several into one
 * @param excludes what must not stand beside it
 * @param decimals how many decimals its value has, or -1 where it is no such number
 */
record ApplicationIdentifier(
        String code,
        boolean predefinedLength,
        boolean attribute,
        List<Part> parts,
        boolean isKey,
        List<List<String>> qualifiers,
        List<List<String>> needs,
        List<String> excludes,
        int decimals) {

    private static final String TABLE = "/io/lianbo/provenance/application-identifiers.txt";
    private static final Map<String, ApplicationIdentifier> ALL = read();
    private static final int LONGEST_CODE = 4;

    /** Returns the identifier of this code, or null where there is none. */
    static @Nullable ApplicationIdentifier find(String code) {
        return ALL.get(code);
    }

    /**
     * Returns the identifier of this code.
     *
     * @throws IllegalArgumentException when there is none
     */
    static ApplicationIdentifier of(String code) {
        ApplicationIdentifier found = find(code);
        if (found == null) {
            throw new IllegalArgumentException("there is no application identifier (" + Shown.of(code) + ")");
        }
        return found;
    }

    /** Returns the identifier that a text begins with at {@code from}, or null; none begins with another. */
    static @Nullable ApplicationIdentifier at(String text, int from) {
        for (int length = 2; length <= LONGEST_CODE && from + length <= text.length(); length++) {
            ApplicationIdentifier found = find(text.substring(from, from + length));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    static Collection<ApplicationIdentifier> all() {
        return ALL.values();
    }

    /** How many characters the value has where its length is predefined. */
    int length() {
        return parts.stream().mapToInt(Part::max).sum();
    }

    /**
     * Checks a value.
     *
     * @throws IllegalArgumentException saying what it must be
     */
    void check(String value) {
        int at = 0;
        for (Part part : parts) {
            if (at == value.length() && part.optional()) {
                break;
            }
            int end = Math.min(value.length(), at + part.max());
            String text = value.substring(at, end);
            if (text.length() < part.min() || !part.characters().holdAll(text)) {
                throw wrong("be " + form(), value);
            }
            for (Content content : part.contents()) {
                if (!content.holds(text)) {
                    String where = parts.size() == 1 ? "" : ", from its character " + (at + 1) + " on,";
                    throw wrong(where.isEmpty() ? content.expected(text) : content.expected(text) + where, value);
                }
            }
            at = end;
        }
        if (at < value.length()) {
            throw wrong("be " + form(), value);
        }
    }

    private IllegalArgumentException wrong(String expected, String value) {
        return new IllegalArgumentException("(" + code + ") must " + expected + ": " + Shown.of(value));
    }

    private String form() {
        return parts.stream().map(Part::form).collect(Collectors.joining(" and "));
    }

    /** Whether the code is one that {@code pattern} stands for, in which n is any digit. */
    boolean matches(String pattern) {
        return pattern.length() == code.length()
                && IntStream.range(0, code.length())
                        .allMatch(i -> pattern.charAt(i) == 'n' || pattern.charAt(i) == code.charAt(i));
    }

    private static Map<String, ApplicationIdentifier> read() {
        try (InputStream in = ApplicationIdentifier.class.getResourceAsStream(TABLE)) {
            String table = new String(Objects.requireNonNull(in, TABLE).readAllBytes(), StandardCharsets.US_ASCII);
            Map<String, ApplicationIdentifier> all = new HashMap<>();
            table.lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(ApplicationIdentifier::row)
                    .forEach(identifier -> {
                        if (all.put(identifier.code(), identifier) != null) {
                            throw new IllegalStateException("the table has (" + identifier.code() + ") twice");
                        }
                    });
            return Map.copyOf(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<ApplicationIdentifier> row(String row) {
        String[] columns = row.split("\\|", -1);
        return Arrays.stream(columns[0].split(",", -1))
                .flatMap(ApplicationIdentifier::codes)
                .map(code -> of(code, columns[1], columns[2], columns[3]));
    }

    /** The codes of {@code 10}, {@code 91-99} or {@code 310-316n5}; those with decimals end in {@code n} and their number. */
    private static Stream<String> codes(String range) {
        int n = range.indexOf('n');
        String[] ends = (n < 0 ? range : range.substring(0, n)).split("-", -1);
        int length = ends[0].length();
        Stream<String> codes = IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
                .mapToObj(code -> "0".repeat(length - Integer.toString(code).length()) + code);
        return n < 0
                ? codes
                : codes.flatMap(stem -> IntStream.rangeClosed(0, Character.digit(range.charAt(n + 1), 10))
                        .mapToObj(last -> stem + "n" + last));
    }

    private static ApplicationIdentifier of(String numbered, String flags, String value, String rules) {
        boolean counted = numbered.indexOf('n') >= 0;
        String code = numbered.replace("n", "");
        boolean isKey = false;
        List<List<String>> qualifiers = List.of();
        List<List<String>> needs = new ArrayList<>();
        List<String> excludes = new ArrayList<>();
        for (String rule : rules.isEmpty() ? new String[0] : rules.split("; ", -1)) {
            String[] words = rule.split(" ", -1);
            switch (words[0]) {
                case "key" -> {
                    isKey = true;
                    qualifiers = words.length == 1
                            ? List.of()
                            : Arrays.stream(words[1].split("/", -1))
                                    .map(sequence -> List.of(sequence.split(",", -1)))
                                    .toList();
                }
                case "needs" -> needs.add(List.of(words[1].split(",", -1)));
                case "not" -> excludes.addAll(List.of(words[1].split(",", -1)));
                case "alone" -> excludes.add(code.substring(0, 3) + "n");
                default -> throw new IllegalStateException("no such rule: " + rule);
            }
        }
        return new ApplicationIdentifier(
                code,
                flags.contains("f"),
                flags.contains("a"),
                Arrays.stream(value.split(" ", -1)).map(Part::of).toList(),
                isKey,
                qualifiers,
                List.copyOf(needs),
                List.copyOf(excludes),
                counted ? Character.digit(code.charAt(3), 10) : -1);
    }

    /** Which characters a part may have. */
    enum Characters {
        N("digits", "0123456789"),
        X(
                "characters of GS1's set 82",
                "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"),
        Y("characters of GS1's set 39", "#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        Z("characters of base64url", "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz=");

        private final String plural;
        private final String allowed;

        Characters(String plural, String allowed) {
            this.plural = plural;
            this.allowed = allowed;
        }

        boolean holdAll(String text) {
            return text.chars().allMatch(c -> allowed.indexOf(c) >= 0);
        }
    }

    /**
     * A part of a value; only the last one there is may be shorter than its most.
     *
     * @param characters it may have
     * @param min its fewest characters
     * @param max its most characters
     * @param optional whether the value may end before it
     * @param contents what it holds
     */
    record Part(Characters characters, int min, int max, boolean optional, List<Content> contents) {

        private static Part of(String written) {
            boolean optional = written.startsWith("[");
            String[] words = written.replaceAll("[\\[\\]]", "").split("=", -1);
            String length = words[0].substring(1);
            int max = Integer.parseInt(length.replace("..", ""));
            return new Part(
                    Characters.valueOf(words[0].substring(0, 1)),
                    length.startsWith("..") ? 1 : max,
                    max,
                    optional,
                    Arrays.stream(words).skip(1).map(Content::named).toList());
        }

        private String form() {
            String count = min == max ? Integer.toString(max) : min + " to " + max;
            String form = count + " " + (max == 1 ? characters.plural.replaceFirst("s\\b", "") : characters.plural);
            return optional ? "perhaps " + form : form;
        }
    }
}
