package io.lianbo.did;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a claim lies in a credential: the names on the way to it, and for an element of an array its index from 0.
 *
 * <p>As text: {@code category}, {@code address.street}, {@code addresses.1}; a dot or backslash inside a name is
 * preceded by a backslash.
 *
 * @param segments the names and indexes, at least one, none empty
 */
public record ClaimPath(List<String> segments) {
    /** Copies the segments. */
    public ClaimPath {
        segments = List.copyOf(segments);
        if (segments.isEmpty() || segments.contains("")) {
            throw new IllegalArgumentException("a claim path needs names, none of them empty: " + segments);
        }
    }

    /**
     * {@return the path along these names}
     *
     * @param segments names and indexes, taken as they are
     */
    public static ClaimPath of(String... segments) {
        return new ClaimPath(List.of(segments));
    }

    /**
     * {@return the path in its dotted form}
     *
     * @param text such as {@code address.street}
     * @throws IllegalArgumentException where a name is empty or a backslash precedes neither dot nor backslash
     */
    public static ClaimPath parse(String text) {
        List<String> segments = new ArrayList<>();
        StringBuilder segment = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
                if (i == text.length() || (text.charAt(i) != '.' && text.charAt(i) != '\\')) {
                    throw new IllegalArgumentException(
                            "a backslash in a claim path must precede a dot or a backslash: " + text);
                }
                segment.append(text.charAt(i));
            } else if (c == '.') {
                segments.add(segment.toString());
                segment.setLength(0);
            } else {
                segment.append(c);
            }
        }
        segments.add(segment.toString());
        return new ClaimPath(segments);
    }

    /**
     * {@return several paths in their dotted form, in this order}
     *
     * @param texts such as {@code category}, {@code address.street}
     */
    public static Set<ClaimPath> all(String... texts) {
        Set<ClaimPath> paths = new LinkedHashSet<>();
        for (String text : texts) {
            paths.add(parse(text));
        }
        return Collections.unmodifiableSet(paths);
    }

    /**
     * {@return the path one step further}
     *
     * @param segment the name or index there
     */
    public ClaimPath child(String segment) {
        List<String> longer = new ArrayList<>(segments);
        longer.add(segment);
        return new ClaimPath(longer);
    }

    /**
     * {@return whether this path is {@code ancestor} or lies below it}
     *
     * @param ancestor the other path
     */
    public boolean isWithin(ClaimPath ancestor) {
        int length = ancestor.segments.size();
        return segments.size() >= length && segments.subList(0, length).equals(ancestor.segments);
    }

    /** {@return the dotted form} */
    @Override
    public String toString() {
        return String.join(
                ".",
                segments.stream()
                        .map(segment -> segment.replace("\\", "\\\\").replace(".", "\\."))
                        .toList());
    }
}
