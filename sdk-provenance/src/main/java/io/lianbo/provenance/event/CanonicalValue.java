package io.lianbo.provenance.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lianbo.provenance.internal.ByteSink;
import io.lianbo.provenance.internal.Chunk;
import io.lianbo.provenance.internal.Gs1Identifier;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Writes one value of an event in the form that CBV 2.0 section 8.9 hashes. */
final class CanonicalValue {

    static final String CBV = "https://ref.gs1.org/cbv/";
    static final String GS1_VOCABULARY = "https://gs1.org/voc/";

    private static final Chunk NO_VOCABULARY = Chunk.of("");
    private static final Chunk CBV_URN = Chunk.of("urn:epcglobal:cbv:");
    private static final Chunk[] CBV_URN_PARTS = {
        Chunk.of("bizstep:"), Chunk.of("disp:"), Chunk.of("btt:"), Chunk.of("sdt:"), Chunk.of("er:")
    };
    private static final Chunk[] CBV_WORDS = {
        Chunk.of(CBV + "BizStep-"),
        Chunk.of(CBV + "Disp-"),
        Chunk.of(CBV + "BTT-"),
        Chunk.of(CBV + "SDT-"),
        Chunk.of(CBV + "ER-")
    };

    private static final DateTimeFormatter UTC_MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final int LONGEST_NUMBER = 400;
    private static final int SHORT_NUMBER = 30;
    private static final int LONGEST_SHOWN = 80;

    private CanonicalValue() {}

    /**
     * The canonical form of a text.
     *
     * @param vocabulary what stands before a bare word ("https://ref.gs1.org/cbv/BizStep-"), or "" where the field takes none
     */
    static String of(String text, String vocabulary, Namespaces namespaces) {
        byte[] bytes = text.getBytes(UTF_8);
        ByteSink out = new ByteSink(bytes.length + 64, Integer.MAX_VALUE);
        append(bytes, 0, bytes.length, Chunk.of(vocabulary), namespaces, out);
        return out.text(0);
    }

    /** Writes the canonical form of a text that belongs to no vocabulary. */
    static void append(byte[] text, int from, int to, Namespaces namespaces, ByteSink out) {
        append(text, from, to, NO_VOCABULARY, namespaces, out);
    }

    /** Writes the canonical form of a text; nothing, where it is blank. */
    static void append(byte[] text, int from, int to, Chunk vocabulary, Namespaces namespaces, ByteSink out) {
        int start = from;
        int end = to;
        while (start < end && isBlank(text[start])) {
            start++;
        }
        while (start < end && isBlank(text[end - 1])) {
            end--;
        }
        if (start == end) {
            return;
        }
        if (text[start] < 0 || text[end - 1] < 0) {
            // The blanks of other scripts: rare enough for objects.
            byte[] stripped = utf8(new String(text, start, end - start, UTF_8).strip());
            appendStripped(stripped, 0, stripped.length, vocabulary, namespaces, out);
        } else {
            appendStripped(text, start, end, vocabulary, namespaces, out);
        }
    }

    private static void appendStripped(
            byte[] text, int from, int to, Chunk vocabulary, Namespaces namespaces, ByteSink out) {
        if (vocabulary.length > 0 && isBareWord(text, from, to)) {
            out.write(vocabulary);
            out.write(text, from, to);
            return;
        }
        if (isNumber(text, from, to)) {
            appendNumber(text, from, to, out);
            return;
        }
        int colon = from;
        while (colon < to && text[colon] != ':') {
            colon++;
        }
        if (colon == to || !appendName(text, from, colon, to, namespaces, out)) {
            out.write(text, from, to);
        }
    }

    /** Writes what a URI or a name with a prefix is short for; says false where it stays as it is. */
    private static boolean appendName(byte[] text, int from, int colon, int to, Namespaces namespaces, ByteSink out) {
        if (CBV_URN.starts(text, from, to)) {
            int rest = from + CBV_URN.length;
            for (int i = 0; i < CBV_URN_PARTS.length; i++) {
                if (CBV_URN_PARTS[i].starts(text, rest, to)) {
                    out.write(CBV_WORDS[i]);
                    out.write(text, rest + CBV_URN_PARTS[i].length, to);
                    return true;
                }
            }
            return false;
        }
        // Prefixes of users stand for names of fields; in values only those of GS1 are short for anything, as in XML.
        Namespaces.Namespace namespace = namespaces.findOfGs1(text, from, colon);
        if (namespace != null) {
            out.write(namespace.uri);
            out.write(text, colon + 1, to);
            return true;
        }
        return Gs1Identifier.append(text, from, to, out);
    }

    /** Rules 6 and 7, of a number that JSON or {@link #isNumber} accepts. */
    static void appendNumber(byte[] text, int from, int to, ByteSink out) {
        if (isPlainNumber(text, from, to)) {
            out.write(text, from, to);
            return;
        }
        BigDecimal decimal = new BigDecimal(new String(text, from, to - from, UTF_8));
        out.write(decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString());
    }

    /** Whether a number of JSON can be written out in full. */
    static boolean isWritable(byte[] text, int from, int to) {
        if (to - from <= SHORT_NUMBER && isPlainNumber(text, from, to)) {
            return true;
        }
        try {
            BigDecimal decimal = new BigDecimal(new String(text, from, to - from, UTF_8));
            return decimal.precision() <= LONGEST_NUMBER && Math.abs((long) decimal.scale()) <= LONGEST_NUMBER;
        } catch (NumberFormatException e) {
            return false; // its exponent has ten digits
        }
    }

    /** Whether a number is written as rules 6 and 7 want it, as most are. */
    private static boolean isPlainNumber(byte[] text, int from, int to) {
        int at = text[from] == '-' ? from + 1 : from;
        if (to - at < 1 || to - from > SHORT_NUMBER) {
            return false;
        }
        int digits = at;
        while (digits < to && text[digits] >= '0' && text[digits] <= '9') {
            digits++;
        }
        boolean leadingZero = text[at] == '0' && digits - at > 1;
        if (digits == at || leadingZero) {
            return false;
        }
        if (digits == to) {
            return text[at] != '0' || at == from;
        }
        if (text[digits] != '.' || digits + 1 == to || text[to - 1] == '0') {
            return false;
        }
        for (int i = digits + 1; i < to; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return false;
            }
        }
        return true;
    }

    /** Whether a text reads as a number, of a length that can be written out. */
    static boolean isNumber(String text) {
        byte[] bytes = utf8(text);
        return isNumber(bytes, 0, bytes.length);
    }

    /** As {@link #isNumber(String)}: a sign, digits with a point somewhere, an exponent of up to three digits. */
    static boolean isNumber(byte[] text, int from, int to) {
        if (from == to || text[from] > '9' || to - from > LONGEST_NUMBER) {
            return false;
        }
        int at = text[from] == '+' || text[from] == '-' ? from + 1 : from;
        int digits = 0;
        int points = 0;
        for (; at < to; at++) {
            byte b = text[at];
            if (b >= '0' && b <= '9') {
                digits++;
            } else if (b == '.' && points == 0) {
                points++;
            } else {
                break;
            }
        }
        if (digits == 0) {
            return false;
        }
        if (at < to && (text[at] == 'e' || text[at] == 'E')) {
            at++;
            if (at < to && (text[at] == '+' || text[at] == '-')) {
                at++;
            }
            int exponent = at;
            while (at < to && text[at] >= '0' && text[at] <= '9') {
                at++;
            }
            if (at == exponent || at - exponent > 3) {
                return false;
            }
        }
        return at == to;
    }

    /** Rules 8 and 9: UTC, milliseconds, finer digits rounded half up; says whether what was written is the very moment. */
    static boolean appendTime(String field, byte[] text, int from, int to, ByteSink out) {
        if (appendPlainTime(text, from, to, out)) {
            return true;
        }
        Instant instant = instant(field, new String(text, from, to - from, UTF_8));
        out.write(UTC_MILLIS.format(instant.plusNanos(500_000).truncatedTo(ChronoUnit.MILLIS)));
        return false;
    }

    /** Writes a time like 2026-04-20T18:00:00[.000]+08:00 or ...Z; says false and writes nothing where it is spelt otherwise. */
    private static boolean appendPlainTime(byte[] text, int from, int to, ByteSink out) {
        int length = to - from;
        if (length < 20
                || text[from + 4] != '-'
                || text[from + 7] != '-'
                || text[from + 10] != 'T'
                || text[from + 13] != ':'
                || text[from + 16] != ':') {
            return false;
        }
        int year = 100 * two(text, from) + two(text, from + 2);
        int month = two(text, from + 5);
        int day = two(text, from + 8);
        int minutes = 60 * two(text, from + 11) + two(text, from + 14);
        int second = two(text, from + 17);
        boolean outOfRange = (year | month | day | minutes | second) < 0
                || year < 1
                || month < 1
                || month > 12
                || day < 1
                || day > daysOf(year, month)
                || two(text, from + 11) > 23
                || two(text, from + 14) > 59
                || second > 59;
        if (outOfRange) {
            return false;
        }
        int millis = 0;
        int at = from + 19;
        if (text[at] == '.') {
            int scale = 100;
            for (at++; at < to && text[at] >= '0' && text[at] <= '9'; at++) {
                if (scale == 0) {
                    return false; // to be rounded
                }
                millis += scale * (text[at] - '0');
                scale /= 10;
            }
            if (scale == 100) {
                return false;
            }
        }
        if (to - at == 6 && (text[at] == '+' || text[at] == '-') && text[at + 3] == ':') {
            int hours = two(text, at + 1);
            int offset = 60 * hours + two(text, at + 4);
            if (hours < 0 || two(text, at + 4) < 0 || two(text, at + 4) > 59 || offset > 18 * 60) {
                return false;
            }
            minutes += text[at] == '+' ? -offset : offset;
        } else if (to - at != 1 || text[at] != 'Z') {
            return false;
        }
        if (minutes < 0) {
            minutes += 24 * 60;
            day--;
            if (day == 0) {
                month--;
                if (month == 0) {
                    month = 12;
                    year--;
                }
                day = daysOf(year, month);
            }
        } else if (minutes >= 24 * 60) {
            minutes -= 24 * 60;
            day++;
            if (day > daysOf(year, month)) {
                day = 1;
                month++;
                if (month == 13) {
                    month = 1;
                    year++;
                }
            }
        }
        if (year < 0 || year > 9999) {
            return false;
        }
        out.reserve(24);
        byte[] bytes = out.bytes;
        int o = out.length;
        put(bytes, o, year / 100);
        put(bytes, o + 2, year % 100);
        bytes[o + 4] = '-';
        put(bytes, o + 5, month);
        bytes[o + 7] = '-';
        put(bytes, o + 8, day);
        bytes[o + 10] = 'T';
        put(bytes, o + 11, minutes / 60);
        bytes[o + 13] = ':';
        put(bytes, o + 14, minutes % 60);
        bytes[o + 16] = ':';
        put(bytes, o + 17, second);
        bytes[o + 19] = '.';
        put(bytes, o + 20, millis / 10);
        bytes[o + 22] = (byte) ('0' + millis % 10);
        bytes[o + 23] = 'Z';
        out.length = o + 24;
        return true;
    }

    private static int daysOf(int year, int month) {
        return switch (month) {
            case 2 -> (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** Two digits, or something negative. */
    private static int two(byte[] text, int at) {
        int tens = text[at] - '0';
        int ones = text[at + 1] - '0';
        return (tens | ones | 9 - tens | 9 - ones) < 0 ? -10_000 : 10 * tens + ones;
    }

    private static void put(byte[] bytes, int at, int number) {
        bytes[at] = (byte) ('0' + number / 10);
        bytes[at + 1] = (byte) ('0' + number % 10);
    }

    /** The moment that {@link #appendTime} wrote at {@code at}. */
    static Instant instant(byte[] written, int at) {
        long day = LocalDate.of(
                        100 * two(written, at) + two(written, at + 2), two(written, at + 5), two(written, at + 8))
                .toEpochDay();
        int second = 3600 * two(written, at + 11) + 60 * two(written, at + 14) + two(written, at + 17);
        int millis = 10 * two(written, at + 20) + written[at + 22] - '0';
        return Instant.ofEpochSecond(86_400 * day + second, 1_000_000L * millis);
    }

    /**
     * Reads a time of XML Schema with its zone.
     *
     * @throws IllegalArgumentException naming the field, when it is none of the years 0001 to 9999
     */
    static Instant instant(String field, String text) {
        String time = withoutPicoseconds(text.strip());
        try {
            OffsetDateTime parsed = OffsetDateTime.parse(time);
            if (parsed.getYear() >= 1 && parsed.getYear() <= 9999) {
                return parsed.toInstant();
            }
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "\"" + field + "\" must be a time with its zone, as 2026-03-04T11:00:30.000+08:00: " + shown(text),
                    e);
        }
        throw new IllegalArgumentException("\"" + field + "\" must be of the years 0001 to 9999: " + shown(text));
    }

    private static String withoutPicoseconds(String time) {
        int point = time.indexOf('.');
        int end = point + 1;
        while (point >= 0 && end < time.length() && time.charAt(end) >= '0' && time.charAt(end) <= '9') {
            end++;
        }
        return end - point > 10 ? time.substring(0, point + 10) + time.substring(end) : time;
    }

    /** Whether {@code text} is an offset of EPCIS: {@code +08:00}, up to 14 hours. */
    static boolean isOffset(byte[] text, int from, int to) {
        if (to - from != 6 || (text[from] != '+' && text[from] != '-') || text[from + 3] != ':') {
            return false;
        }
        int hours = two(text, from + 1);
        int minutes = two(text, from + 4);
        return hours >= 0 && minutes >= 0 && minutes <= 59 && 60 * hours + minutes <= 14 * 60;
    }

    /** A value for an error message: its beginning, if it is long. */
    static String shown(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
    }

    private static boolean isBlank(byte b) {
        return b <= ' ' && b >= 0 && Character.isWhitespace(b);
    }

    private static boolean isBareWord(byte[] text, int from, int to) {
        if (text[from] < 'A') {
            return false;
        }
        for (int i = from; i < to; i++) {
            byte b = text[i];
            boolean inWord = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '_' || (b >= '0' && b <= '9');
            if (!inWord) {
                return false;
            }
        }
        return text[from] != '_';
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
