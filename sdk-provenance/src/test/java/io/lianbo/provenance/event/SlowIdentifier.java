package io.lianbo.provenance.event;

import io.lianbo.provenance.internal.Gs1;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings whatever names a GS1 key (EPC, EPC class and EPC pattern URNs of TDS; GS1 Digital Link URIs on any domain) into one
 * form: the constrained canonical GS1 Digital Link URI of CBV 2.0 section 8.9, rules 17 and 18.
 */
final class SlowIdentifier {

    private static final Map<String, String> SHORT_NAMES = Map.ofEntries(
            Map.entry("gtin", "01"),
            Map.entry("itip", "8006"),
            Map.entry("cpid", "8010"),
            Map.entry("gln", "414"),
            Map.entry("party", "417"),
            Map.entry("gsrnp", "8017"),
            Map.entry("gsrn", "8018"),
            Map.entry("gcn", "255"),
            Map.entry("sscc", "00"),
            Map.entry("gdti", "253"),
            Map.entry("ginc", "401"),
            Map.entry("gsin", "402"),
            Map.entry("grai", "8003"),
            Map.entry("giai", "8004"),
            Map.entry("cpv", "22"),
            Map.entry("lot", "10"),
            Map.entry("ser", "21"));

    /** Each key with the qualifiers that may follow it, the finest level of identification first. */
    private static final Map<String, List<String>> QUALIFIERS = Map.ofEntries(
            Map.entry("00", List.of()),
            Map.entry("01", List.of("21", "235", "10", "22")),
            Map.entry("253", List.of()),
            Map.entry("255", List.of()),
            Map.entry("401", List.of()),
            Map.entry("402", List.of()),
            Map.entry("414", List.of("254")),
            Map.entry("417", List.of()),
            Map.entry("8003", List.of()),
            Map.entry("8004", List.of()),
            Map.entry("8006", List.of("21", "10", "22")),
            Map.entry("8010", List.of("8011")),
            Map.entry("8017", List.of()),
            Map.entry("8018", List.of()));

    private static final String ANY = "*";

    private SlowIdentifier() {}

    /** The canonical form of {@code uri}, or empty where it names no GS1 key (then it stays as it is). */
    static Optional<String> canonical(String uri) {
        if (uri.startsWith("urn:epc:id:")) {
            return ofUrn(uri.substring("urn:epc:id:".length()), false);
        }
        if (uri.startsWith("urn:epc:class:lgtin:")) {
            return ofUrn(uri.substring("urn:epc:class:".length()), false);
        }
        if (uri.startsWith("urn:epc:idpat:")) {
            return ofUrn(uri.substring("urn:epc:idpat:".length()), true);
        }
        if (uri.startsWith("https://")) {
            return ofLink(uri, "https://".length());
        }
        if (uri.startsWith("http://")) {
            return ofLink(uri, "http://".length());
        }
        return Optional.empty();
    }

    private static Optional<String> ofUrn(String schemeAndKey, boolean pattern) {
        int colon = schemeAndKey.indexOf(':');
        int dot = schemeAndKey.indexOf('.');
        if (colon < 0 || dot < colon) {
            return Optional.empty();
        }
        String prefix = schemeAndKey.substring(colon + 1, dot);
        if (prefix.length() < 6 || prefix.length() > 12 || !Gs1.isDigits(prefix)) {
            return Optional.empty();
        }
        Urn urn = new Urn(prefix, schemeAndKey.substring(dot + 1), pattern);
        return switch (schemeAndKey.substring(0, colon)) {
            case "sgtin" -> urn.itemThen("01", "21", 20);
            case "lgtin" -> urn.itemThen("01", "10", 20);
            case "upui" -> urn.itemThen("01", "235", 28);
            case "itip" -> urn.pieceOfItem();
            case "sscc" -> urn.leadingDigitFirst(17).flatMap(digits -> urn.whole("00", digits));
            case "gsrn" -> urn.digits(17).flatMap(digits -> urn.whole("8018", digits));
            case "gsrnp" -> urn.digits(17).flatMap(digits -> urn.whole("8017", digits));
            case "gsin" -> urn.digits(16).flatMap(digits -> urn.whole("402", digits));
            case "pgln" -> urn.digits(12).flatMap(digits -> urn.whole("417", digits));
            case "sgln" -> urn.location();
            case "grai" -> urn.digitsThenSerial("8003", "0", 16);
            case "gdti" -> urn.digitsThenSerial("253", "", 17);
            case "sgcn" -> urn.digitsThenSerial("255", "", 12);
            case "giai" -> urn.reference("8004", 30);
            case "ginc" -> urn.reference("401", 30);
            case "cpi" -> urn.componentPart();
            default -> Optional.empty();
        };
    }

    /** An EPC URN after its scheme: the company prefix and what follows its dot. */
    private record Urn(String prefix, String rest, boolean pattern) {

        /** GTIN-14, whose first digit the URN moves behind the company prefix. */
        Optional<String> itemThen(String key, String qualifier, int longest) {
            int dot = rest.indexOf('.');
            return dot < 0
                    ? Optional.empty()
                    : gtin(rest.substring(0, dot))
                            .flatMap(gtin -> withQualifier(key, gtin, qualifier, rest.substring(dot + 1), longest));
        }

        Optional<String> pieceOfItem() {
            String[] parts = rest.split("\\.", 4);
            if (parts.length < 4 || !Gs1.isDigits(parts[1], 2) || !Gs1.isDigits(parts[2], 2)) {
                return Optional.empty();
            }
            return gtin(parts[0])
                    .flatMap(gtin -> withQualifier("8006", gtin + parts[1] + parts[2], "21", parts[3], 20));
        }

        Optional<String> location() {
            int dot = rest.indexOf('.');
            if (dot < 0) {
                return Optional.empty();
            }
            String extension = rest.substring(dot + 1);
            return withCheckDigit(prefix + rest.substring(0, dot), 12)
                    .flatMap(gln -> extension.equals("0")
                            ? whole("414", gln)
                            : withQualifier("414", gln, "254", extension, 20));
        }

        Optional<String> digitsThenSerial(String key, String filler, int longest) {
            int dot = rest.indexOf('.');
            if (dot < 0) {
                return Optional.empty();
            }
            String serial = rest.substring(dot + 1);
            return withCheckDigit(prefix + rest.substring(0, dot), 12).flatMap(digits -> {
                String value = filler + digits;
                if (pattern) {
                    return serial.equals(ANY) ? link(key, value) : Optional.empty();
                }
                return decoded(serial, longest)
                        .filter(text -> !key.equals("255") || Gs1.isDigits(text))
                        .flatMap(text -> link(key, value + text));
            });
        }

        Optional<String> reference(String key, int longest) {
            return pattern
                    ? Optional.empty()
                    : decoded(rest, longest - prefix.length()).flatMap(text -> link(key, prefix + text));
        }

        Optional<String> componentPart() {
            int dot = rest.lastIndexOf('.');
            if (dot < 0) {
                return Optional.empty();
            }
            String serial = rest.substring(dot + 1);
            return Gs1.percentDecode(rest.substring(0, dot))
                    .map(part -> prefix + part)
                    .filter(SlowIdentifier::isComponentPart)
                    .flatMap(part -> {
                        if (pattern) {
                            return serial.equals(ANY) ? link("8010", part) : Optional.empty();
                        }
                        return !serial.isEmpty() && serial.length() <= 12 && Gs1.isDigits(serial)
                                ? link("8010", part, "8011", serial)
                                : Optional.empty();
                    });
        }

        /** The company prefix and the digits after it, which are {@code length} together, and their check digit. */
        Optional<String> digits(int length) {
            return withCheckDigit(prefix + rest, length);
        }

        /** As {@link #digits}, the first digit after the company prefix moved before it. */
        Optional<String> leadingDigitFirst(int length) {
            return rest.isEmpty()
                    ? Optional.empty()
                    : withCheckDigit(rest.charAt(0) + prefix + rest.substring(1), length);
        }

        Optional<String> whole(String key, String value) {
            return pattern ? Optional.empty() : link(key, value);
        }

        private Optional<String> gtin(String itemReference) {
            return itemReference.isEmpty()
                    ? Optional.empty()
                    : withCheckDigit(itemReference.charAt(0) + prefix + itemReference.substring(1), 13);
        }

        private Optional<String> withQualifier(String key, String value, String qualifier, String text, int longest) {
            if (pattern) {
                return text.equals(ANY) ? link(key, value) : Optional.empty();
            }
            return decoded(text, longest).flatMap(decoded -> link(key, value, qualifier, decoded));
        }

        private static Optional<String> withCheckDigit(String digits, int length) {
            return Gs1.isDigits(digits, length) ? Optional.of(digits + Gs1.checkDigit(digits)) : Optional.empty();
        }

        private static Optional<String> decoded(String text, int longest) {
            return Gs1.percentDecode(text).filter(value -> Gs1.isCharset82(value, 1, longest));
        }
    }

    private static Optional<String> ofLink(String uri, int authority) {
        int end = uri.length();
        for (int i = authority; i < end; i++) {
            if (uri.charAt(i) == '?' || uri.charAt(i) == '#') {
                end = i;
            }
        }
        int path = uri.indexOf('/', authority);
        if (path <= authority || path >= end) {
            return Optional.empty();
        }
        if (uri.charAt(end - 1) == '/') {
            end--;
        }
        String[] segments =
                path + 1 >= end ? new String[0] : uri.substring(path + 1, end).split("/", -1);
        for (int i = 0; i + 1 < segments.length; i++) {
            Optional<String> canonical = keyAt(segments, i);
            if (canonical.isPresent()) {
                return canonical;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> keyAt(String[] segments, int at) {
        String key = SHORT_NAMES.getOrDefault(segments[at], segments[at]);
        List<String> qualifiers = QUALIFIERS.get(key);
        if (qualifiers == null || (segments.length - at) % 2 != 0) {
            return Optional.empty();
        }
        Optional<String> value = Gs1.percentDecode(segments[at + 1])
                .map(text -> paddedGtin(key, text))
                .filter(text -> isValue(key, text));
        if (value.isEmpty()) {
            return Optional.empty();
        }
        int finest = qualifiers.size();
        String finestValue = "";
        for (int i = at + 2; i < segments.length; i += 2) {
            String qualifier = SHORT_NAMES.getOrDefault(segments[i], segments[i]);
            int rank = qualifiers.indexOf(qualifier);
            Optional<String> text = Gs1.percentDecode(segments[i + 1]).filter(t -> isValue(qualifier, t));
            if (rank < 0 || text.isEmpty()) {
                return Optional.empty();
            }
            if (rank < finest && !qualifier.equals("22")) {
                finest = rank;
                finestValue = text.get();
            }
        }
        return finest == qualifiers.size()
                ? link(key, value.get())
                : link(key, value.get(), qualifiers.get(finest), finestValue);
    }

    private static String paddedGtin(String key, String value) {
        boolean shorter = value.length() == 8 || value.length() == 12 || value.length() == 13;
        return key.equals("01") && shorter ? "0".repeat(14 - value.length()) + value : value;
    }

    private static boolean isValue(String key, String text) {
        return switch (key) {
            case "00", "8006", "8017", "8018" -> Gs1.isDigits(text, 18);
            case "01" -> Gs1.isDigits(text, 14);
            case "402" -> Gs1.isDigits(text, 17);
            case "414", "417" -> Gs1.isDigits(text, 13);
            case "253" -> startsWithDigits(text, 13) && Gs1.isCharset82(text, 13, 30);
            case "255" -> text.length() >= 13 && text.length() <= 25 && Gs1.isDigits(text);
            case "8003" -> startsWithDigits(text, 14) && Gs1.isCharset82(text, 14, 30);
            case "401", "8004" -> startsWithDigits(text, 4) && Gs1.isCharset82(text, 5, 30);
            case "8010" -> startsWithDigits(text, 4) && isComponentPart(text);
            case "8011" -> !text.isEmpty() && text.length() <= 12 && Gs1.isDigits(text);
            case "235" -> Gs1.isCharset82(text, 1, 28);
            default -> Gs1.isCharset82(text, 1, 20);
        };
    }

    private static boolean startsWithDigits(String text, int count) {
        return text.length() >= count && Gs1.isDigits(text.substring(0, count));
    }

    private static boolean isComponentPart(String text) {
        return !text.isEmpty()
                && text.length() <= 30
                && text.chars()
                        .allMatch(c -> (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || "#-/".indexOf(c) >= 0);
    }

    private static Optional<String> link(String key, String value) {
        return Optional.of(Gs1.CANONICAL_DOMAIN + "/" + key + "/" + Gs1.percentEncode(value));
    }

    private static Optional<String> link(String key, String value, String qualifier, String qualifierValue) {
        return link(key, value).map(link -> link + "/" + qualifier + "/" + Gs1.percentEncode(qualifierValue));
    }
}
