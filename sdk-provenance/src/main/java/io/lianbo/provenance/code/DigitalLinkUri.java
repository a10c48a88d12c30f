package io.lianbo.provenance.code;

import io.lianbo.provenance.code.LinkText.Pair;
import io.lianbo.provenance.internal.Gs1;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Any uncompressed GS1 Digital Link URI (GS1 Digital Link: URI Syntax 1.6): of an item, a pallet, a place, an asset, a document, with its data attributes.
 * {@link DigitalLink} is the one of goods, which histories are about.
 *
 * {@snippet class="io.lianbo.provenance.code.DigitalLinkUriTest" region="uri"}
 *
 * <p>The key is one of 00, 01, 253, 255, 401, 402, 414, 415, 417, 8003, 8004, 8006, 8010, 8013, 8017 and 8018; it stands in the path with its qualifiers in the
 * standard's order, what else is said in the query. All values, and how they stand together, are checked as in an {@link ElementString}. Names such as
 * {@code gtin}, which the standard gave up, are refused, and so is whatever two readers might read in two ways; a fragment is dropped.
 */
public final class DigitalLinkUri {

    private static final String PRIVATE_NAME = "[A-Za-z][A-Za-z0-9._~-]*";

    private final String domain;
    private final List<Element> path;
    private final List<Element> attributes;

    /** The rest of the query, as it stands there. */
    private final List<String> parameters;

    private DigitalLinkUri(String domain, List<Element> path, List<Element> attributes, List<String> parameters) {
        this.domain = domain;
        this.path = List.copyOf(path);
        this.attributes = List.copyOf(attributes);
        this.parameters = List.copyOf(parameters);
    }

    /**
     * Reads a URI. A GTIN may have its short form of 8, 12 or 13 digits, which the standard still allows.
     *
     * @throws IllegalArgumentException when it is no such URI; the message says where it departs
     */
    public static DigitalLinkUri parse(String uri) {
        LinkText text = LinkText.parse(uri);
        List<Element> path = new ArrayList<>();
        for (Pair pair : text.path()) {
            path.add(element(pair, uri));
        }
        List<Element> attributes = new ArrayList<>();
        for (Pair pair : text.query()) {
            attributes.add(element(pair, uri));
        }
        DigitalLinkUri link = new DigitalLinkUri(text.stem(), path, attributes, text.parameters());
        try {
            link.check();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + ": " + Shown.of(uri), e);
        }
        return link;
    }

    /**
     * Makes the link, on {@code https://id.gs1.org}, of what a code says: its first element that can be a key is the key, and all others become qualifiers or
     * attributes.
     *
     * @throws IllegalArgumentException when there is no key, or an element has no place in a link
     */
    public static DigitalLinkUri of(ElementString elements) {
        Element key = elements.elements().stream()
                .filter(element -> element.identifier().isKey())
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("a digital link must have a key of GS1, such as a GTIN (01): "
                                + Shown.of(elements.toString())));
        List<Element> path = new ArrayList<>();
        path.add(key);
        path.addAll(qualifiers(key, elements));
        List<Element> attributes = new ArrayList<>(elements.elements());
        attributes.removeAll(path);
        DigitalLinkUri link = new DigitalLinkUri(Gs1.CANONICAL_DOMAIN, path, attributes, List.of());
        link.check();
        return link;
    }

    /** Of the sequences of qualifiers that the key may have, the one that leaves least over that must not stand in the query, and then of which most are there. */
    private static List<Element> qualifiers(Element key, ElementString elements) {
        return key.identifier().qualifiers().stream()
                .map(sequence -> sequence.stream()
                        .flatMap(code -> elements.elements().stream()
                                .filter(element -> element.ai().equals(code)))
                        .toList())
                .max(Comparator.comparingLong(DigitalLinkUri::needingAPath).thenComparingInt(List::size))
                .orElse(List.of());
    }

    private static long needingAPath(List<Element> elements) {
        return elements.stream()
                .filter(element -> !element.identifier().attribute())
                .count();
    }

    private static Element element(Pair pair, String uri) {
        try {
            return new Element(pair.name(), LinkText.padded(pair.name(), pair.value()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + ", in " + Shown.of(uri), e);
        }
    }

    private void check() {
        ApplicationIdentifier key = path.getFirst().identifier();
        List<String> qualifiers = path.stream().skip(1).map(Element::ai).toList();
        if (!isInOrder(key, qualifiers)) {
            throw new IllegalArgumentException("behind (" + key.code() + ") there must stand "
                    + (key.qualifiers().isEmpty() ? "nothing" : "in this order, each at most once, " + allowed(key))
                    + ", unlike (" + String.join("), (", qualifiers) + ")");
        }
        for (Element element : path) {
            if (LinkText.isDots(element.value())) {
                throw new IllegalArgumentException(
                        "(" + element.ai() + ") must not be dots alone in a digital link, as browsers take them out");
            }
        }
        Set<String> seen = new HashSet<>();
        path.forEach(element -> seen.add(element.ai()));
        for (Element attribute : attributes) {
            if (!seen.add(attribute.ai())) {
                throw new IllegalArgumentException("(" + attribute.ai() + ") must stand once");
            }
            if (!attribute.identifier().attribute()) {
                throw new IllegalArgumentException(
                        "(" + attribute.ai() + ") must not stand in the query of a digital link");
            }
            if (belongsInPath(key, qualifiers, attribute.ai())) {
                throw new IllegalArgumentException(
                        "(" + attribute.ai() + ") must stand in the path, behind (" + key.code() + ")");
            }
        }
        ElementString.requireTogether(all());
    }

    private static String allowed(ApplicationIdentifier key) {
        return String.join(
                "; or ",
                key.qualifiers().stream()
                        .map(sequence -> "(" + String.join("), (", sequence) + ")")
                        .toList());
    }

    private static boolean isInOrder(ApplicationIdentifier key, List<String> codes) {
        return codes.isEmpty()
                || key.qualifiers().stream().anyMatch(sequence -> {
                    List<Integer> places = codes.stream().map(sequence::indexOf).toList();
                    for (int i = 0; i < places.size(); i++) {
                        if (places.get(i) < 0 || (i > 0 && places.get(i) <= places.get(i - 1))) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    /** Whether a qualifier could stand in the path beside those that are there. */
    private static boolean belongsInPath(ApplicationIdentifier key, List<String> qualifiers, String code) {
        return key.qualifiers().stream()
                .anyMatch(sequence -> sequence.contains(code) && sequence.containsAll(qualifiers));
    }

    /**
     * The same link with another domain, and path before the key: {@code https://tea.example/p}.
     *
     * @throws IllegalArgumentException when it is none
     */
    public DigitalLinkUri onDomain(String newDomain) {
        return new DigitalLinkUri(LinkText.stem(newDomain), path, attributes, parameters);
    }

    /**
     * The same link with one parameter more that says nothing of the thing, such as {@code linkType} for resolvers.
     *
     * @param name a letter and then letters, digits and {@code -._~}
     * @param value any text
     */
    public DigitalLinkUri withParameter(String name, String value) {
        if (!name.matches(PRIVATE_NAME)) {
            throw new IllegalArgumentException(
                    "a parameter's name must be a letter and then letters, digits and -._~: " + Shown.of(name));
        }
        List<String> more = new ArrayList<>(parameters);
        more.add(name + "=" + encoded(value));
        return new DigitalLinkUri(domain, path, attributes, more);
    }

    /** The domain, and path where there is one, before the key. */
    public String domain() {
        return domain;
    }

    /** What the link is about: {@code (01)09506000134352}. */
    public Element key() {
        return path.getFirst();
    }

    /** What tells one of many from the others, in the standard's order: lot, serial number and the like. */
    public List<Element> qualifiers() {
        return path.subList(1, path.size());
    }

    /** What else is said of it, in the order of the query. */
    public List<Element> attributes() {
        return attributes;
    }

    /** The decoded values of a parameter of the query that is none of GS1's, such as {@code linkType}; empty where it has no value. */
    public List<String> parameters(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.equals(name) || parameter.startsWith(name + "="))
                .map(parameter -> parameter.equals(name) ? "" : parameter.substring(name.length() + 1))
                .map(value -> URLDecoder.decode(value, StandardCharsets.UTF_8))
                .toList();
    }

    /** All that the link says of the thing, as a DataMatrix would: the key, its qualifiers, the attributes. */
    public ElementString elements() {
        return new ElementString(all());
    }

    private List<Element> all() {
        List<Element> all = new ArrayList<>(path);
        all.addAll(attributes);
        return all;
    }

    /** The goods that the link is about, where it is about goods: a GTIN, perhaps with a lot and a serial number. */
    public Optional<DigitalLink> goods() {
        if (!key().ai().equals("01")) {
            return Optional.empty();
        }
        DigitalLink goods = DigitalLink.ofProduct(key().value()).onDomain(domain);
        for (Element qualifier : qualifiers()) {
            switch (qualifier.ai()) {
                case "10" -> goods = goods.withLot(qualifier.value());
                case "21" -> goods = goods.withSerial(qualifier.value());
                default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(goods);
    }

    /** The canonical URI: on {@code https://id.gs1.org}, with the attributes in the order of their identifiers, and no other parameter. */
    public String canonical() {
        List<Element> sorted =
                attributes.stream().sorted(Comparator.comparing(Element::ai)).toList();
        return new DigitalLinkUri(Gs1.CANONICAL_DOMAIN, path, sorted, List.of()).toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DigitalLinkUri that
                && domain.equals(that.domain)
                && path.equals(that.path)
                && attributes.equals(that.attributes)
                && parameters.equals(that.parameters);
    }

    @Override
    public int hashCode() {
        return Objects.hash(domain, path, attributes, parameters);
    }

    /** The URI. */
    @Override
    public String toString() {
        StringBuilder uri = new StringBuilder(domain);
        for (Element element : path) {
            uri.append('/').append(element.ai()).append('/').append(Gs1.percentEncode(element.value()));
        }
        char separator = '?';
        for (Element attribute : attributes) {
            uri.append(separator).append(attribute.ai()).append('=').append(encoded(attribute.value()));
            separator = '&';
        }
        for (String parameter : parameters) {
            uri.append(separator).append(parameter);
            separator = '&';
        }
        return uri.toString();
    }

    /** A value in a query, where more characters mean something than in a path. */
    private static String encoded(String value) {
        return Gs1.percentEncode(value).replace("=", "%3D").replace(";", "%3B").replace("'", "%27");
    }
}
