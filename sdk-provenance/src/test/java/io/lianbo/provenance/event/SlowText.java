package io.lianbo.provenance.event;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** One value of an event in the form that CBV 2.0 section 8.9 hashes. */
final class SlowText {

    static final String CBV = "https://ref.gs1.org/cbv/";
    static final String GS1_VOCABULARY = "https://gs1.org/voc/";

    /** Rule 10: the order of UTF-8 bytes, which is that of code points. */
    static final Comparator<String> ORDER = SlowText::compareCodePoints;

    /** The prefixes that the standard EPCIS context defines; a document may define them anew. */
    static final Map<String, String> STANDARD_NAMESPACES = Map.of(
            "gs1",
            GS1_VOCABULARY,
            "cbv",
            CBV,
            "epcis",
            "https://ref.gs1.org/epcis/",
            "cbvmda",
            "urn:epcglobal:cbv:mda:");

    private static final Map<String, String> CBV_URNS = Map.of(
            "urn:epcglobal:cbv:bizstep:", CBV + "BizStep-",
            "urn:epcglobal:cbv:disp:", CBV + "Disp-",
            "urn:epcglobal:cbv:btt:", CBV + "BTT-",
            "urn:epcglobal:cbv:sdt:", CBV + "SDT-",
            "urn:epcglobal:cbv:er:", CBV + "ER-");

    private static final DateTimeFormatter UTC_MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");
    private static final Pattern FINER_THAN_NANOS = Pattern.compile("(\\.\\d{9})\\d+");
    private static final Pattern BARE_WORD = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
    private static final int LONGEST_NUMBER = 400;
    private static final int LONGEST_SHOWN = 80;

    private SlowText() {}

    /**
     * @param vocabulary what stands before a bare word of this field ("https://ref.gs1.org/cbv/BizStep-"), or "" where the
     *     field takes no vocabulary
     */
    static String of(String field, Object value, String vocabulary, Map<String, String> namespaces) {
        return switch (value) {
            case String text -> ofText(text.strip(), vocabulary, namespaces);
            case Number number -> ofNumber(field, number);
            case Boolean truth -> truth.toString();
            default -> throw new IllegalArgumentException("\"" + field + "\" must be a text, a number or a boolean");
        };
    }

    /** Rules 8 and 9: UTC, milliseconds, finer digits rounded half up. */
    static String ofTime(String field, Object value) {
        return UTC_MILLIS.format(instant(field, value).plusNanos(500_000).truncatedTo(ChronoUnit.MILLIS));
    }

    static Instant instant(String field, Object value) {
        if (value instanceof String text) {
            try {
                OffsetDateTime time = OffsetDateTime.parse(
                        FINER_THAN_NANOS.matcher(text.strip()).replaceFirst("$1"));
                if (time.getYear() >= 1 && time.getYear() <= 9999) {
                    return time.toInstant();
                }
                throw new IllegalArgumentException("\"" + field + "\" must be of the years 0001 to 9999: " + text);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(
                        "\"" + field + "\" must be a time with its zone, as 2026-03-04T11:00:30.000+08:00: " + text, e);
            }
        }
        throw new IllegalArgumentException(
                "\"" + field + "\" must be a time with its zone, as \"2026-03-04T11:00:30.000+08:00\"");
    }

    private static String ofText(String text, String vocabulary, Map<String, String> namespaces) {
        if (!vocabulary.isEmpty() && BARE_WORD.matcher(text).matches()) {
            return vocabulary + text;
        }
        if (isNumber(text)) {
            return plain(new BigDecimal(text));
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            return text;
        }
        if (text.startsWith("urn:epcglobal:cbv:")) {
            for (Map.Entry<String, String> urn : CBV_URNS.entrySet()) {
                if (text.startsWith(urn.getKey())) {
                    return urn.getValue() + text.substring(urn.getKey().length());
                }
            }
            return text;
        }
        String namespace = namespaces.get(text.substring(0, colon));
        if (namespace != null && isOfGs1(namespace)) {
            return namespace + text.substring(colon + 1);
        }
        return SlowIdentifier.canonical(text).orElse(text);
    }

    /** Prefixes of users stand for names of fields; in values only those of GS1 are short for anything, as in XML. */
    static boolean isOfGs1(String namespace) {
        return namespace.startsWith("https://ref.gs1.org/") || namespace.startsWith("https://gs1.org/");
    }

    private static String ofNumber(String field, Number number) {
        BigDecimal decimal = new BigDecimal(number.toString());
        if (decimal.precision() > LONGEST_NUMBER || Math.abs((long) decimal.scale()) > LONGEST_NUMBER) {
            throw new IllegalArgumentException("\"" + field + "\" must be a number of at most " + LONGEST_NUMBER
                    + " digits: one with " + decimal.precision() + " digits and scale " + decimal.scale());
        }
        return plain(decimal);
    }

    /** Whether a text reads as a number, of a length that can be written out. */
    static boolean isNumber(String text) {
        return text.length() <= LONGEST_NUMBER && NUMBER.matcher(text).matches();
    }

    /** A value for an error message: its beginning, if it is long. */
    static String shown(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
    }

    /** Rules 6 and 7. */
    private static String plain(BigDecimal decimal) {
        return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
    }

    private static int compareCodePoints(String a, String b) {
        int shorter = Math.min(a.length(), b.length());
        for (int i = 0; i < shorter; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean bothSurrogates = Character.isSurrogate(x) == Character.isSurrogate(y);
                return bothSurrogates ? Character.compare(x, y) : Character.isSurrogate(x) ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
