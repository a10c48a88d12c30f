package io.lianbo.provenance.code;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a GS1 DataMatrix, GS1-128 or GS1 QR code says: elements, one behind the other (GS1 General Specifications 7.8).
 *
 * {@snippet class="io.lianbo.provenance.code.ElementStringTest" region="elements"}
 *
 * <p>All of them stand together: an element that needs another beside it, or excludes one, is held to that (General Specifications 4.13, 4.14). One that
 * is told twice in the same words is kept once.
 *
 * @param elements in their order, at least one and at most {@value #MOST_ELEMENTS}
 */
public record ElementString(List<Element> elements) {

    /** The most elements. */
    public static final int MOST_ELEMENTS = 64;

    /** What a scanner sends for FNC1 between two elements: the group separator of ASCII. */
    private static final char FNC1 = 0x1d;

    /** What scanners may send first: which kind of code it was, where FNC1 stood in front (ISO/IEC 15424). */
    private static final Pattern SYMBOLOGY = Pattern.compile("](C1|e0|d2|Q3|J1)");

    /**
     * Checks how the elements stand together.
     *
     * @throws IllegalArgumentException when there are none or too many, two differ under one identifier, or one may not stand beside another or
     *     must not stand without one
     */
    public ElementString {
        elements = List.copyOf(once(elements));
        requireTogether(elements);
    }

    /** Refuses none and too many, and what must not stand as it does. */
    static void requireTogether(List<Element> elements) {
        if (elements.isEmpty() || elements.size() > MOST_ELEMENTS) {
            throw new IllegalArgumentException(
                    "an element string must have 1 to " + MOST_ELEMENTS + " elements: " + elements.size());
        }
        List<String> codes = elements.stream().map(Element::ai).toList();
        for (Element element : elements) {
            checkAssociations(element.identifier(), codes);
        }
    }

    private static List<Element> once(List<Element> elements) {
        Map<String, Element> seen = new HashMap<>();
        List<Element> kept = new ArrayList<>();
        for (Element element : elements) {
            Element before = seen.putIfAbsent(element.ai(), element);
            if (before == null) {
                kept.add(element);
            } else if (!before.equals(element)) {
                throw new IllegalArgumentException("(" + element.ai() + ") is there twice and says two things: "
                        + Shown.of(before.value()) + " and " + Shown.of(element.value()));
            }
        }
        return kept;
    }

    private static void checkAssociations(ApplicationIdentifier identifier, List<String> codes) {
        for (String pattern : identifier.excludes()) {
            for (String other : codes) {
                if (!other.equals(identifier.code())
                        && ApplicationIdentifier.of(other).matches(pattern)) {
                    throw new IllegalArgumentException(
                            "(" + identifier.code() + ") must not stand beside (" + other + ")");
                }
            }
        }
        for (List<String> group : identifier.needs()) {
            if (group.stream().noneMatch(alternative -> areThere(alternative.split("\\+", -1), codes))) {
                throw new IllegalArgumentException(
                        "(" + identifier.code() + ") must stand beside " + String.join(" or ", group));
            }
        }
    }

    private static boolean areThere(String[] patterns, List<String> codes) {
        for (String pattern : patterns) {
            if (codes.stream().noneMatch(code -> ApplicationIdentifier.of(code).matches(pattern))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads the form that people read, {@code (01)09506000134352(10)SPRING-26}; an opening bracket in a value has a backslash before it.
     *
     * @throws IllegalArgumentException when it is anything else; the message says at which character
     */
    public static ElementString parse(String bracketed) {
        requireShort(bracketed);
        List<Element> elements = new ArrayList<>();
        for (int at = 0; at < bracketed.length(); ) {
            int closing = bracketed.indexOf(')', at);
            if (bracketed.charAt(at) != '(' || closing < 0) {
                throw new IllegalArgumentException(
                        "an element string must be application identifiers in brackets, each with its value,"
                                + " and is none from its character " + (at + 1) + " on: " + Shown.of(bracketed));
            }
            int end = closing + 1;
            while (end < bracketed.length() && (bracketed.charAt(end) != '(' || bracketed.charAt(end - 1) == '\\')) {
                end++;
            }
            String value = bracketed.substring(closing + 1, end).replace("\\(", "(");
            elements.add(element(bracketed.substring(at + 1, closing), value, at, bracketed));
            at = end;
        }
        return new ElementString(elements);
    }

    /**
     * Reads what a scanner sends, with or without the symbology identifier in front ({@code ]d2}), and with the group separator of ASCII where the
     * code has FNC1.
     *
     * @throws IllegalArgumentException when it is anything else; the message says at which character
     */
    public static ElementString parseScanned(String scanned) {
        requireShort(scanned);
        Matcher symbology = SYMBOLOGY.matcher(scanned);
        int at = symbology.lookingAt() ? symbology.end() : 0;
        if (at < scanned.length() && scanned.charAt(at) == FNC1) {
            at++;
        }
        List<Element> elements = new ArrayList<>();
        while (at < scanned.length()) {
            ApplicationIdentifier identifier = ApplicationIdentifier.at(scanned, at);
            if (identifier == null) {
                throw new IllegalArgumentException(
                        "no application identifier begins at character " + (at + 1) + " of " + Shown.of(scanned));
            }
            int from = at + identifier.code().length();
            int separator = scanned.indexOf(FNC1, from);
            int end = separator < 0 ? scanned.length() : separator;
            if (identifier.predefinedLength()) {
                end = Math.min(end, from + identifier.length());
            }
            elements.add(element(identifier.code(), scanned.substring(from, end), at, scanned));
            at = end < scanned.length() && scanned.charAt(end) == FNC1 ? end + 1 : end;
        }
        return new ElementString(elements);
    }

    private static void requireShort(String text) {
        if (text.length() > LinkText.LONGEST) {
            throw new IllegalArgumentException(
                    "an element string must have at most " + LinkText.LONGEST + " characters: " + text.length());
        }
    }

    private static Element element(String ai, String value, int at, String text) {
        try {
            return new Element(ai, value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    e.getMessage() + ", at character " + (at + 1) + " of " + Shown.of(text), e);
        }
    }

    /** The value of this identifier. */
    public Optional<String> value(String ai) {
        return elements.stream()
                .filter(element -> element.ai().equals(ai))
                .map(Element::value)
                .findFirst();
    }

    /** What goes into a code, or comes from a scanner: without brackets, with the group separator of ASCII for FNC1 where the length of a value is not predefined. */
    public String toScanned() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < elements.size(); i++) {
            Element element = elements.get(i);
            text.append(element.ai()).append(element.value());
            if (i < elements.size() - 1 && !element.identifier().predefinedLength()) {
                text.append(FNC1);
            }
        }
        return text.toString();
    }

    /** The form that people read, which {@link #parse} reads back. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        elements.forEach(text::append);
        return text.toString();
    }
}
