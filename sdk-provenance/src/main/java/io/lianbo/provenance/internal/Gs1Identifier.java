package io.lianbo.provenance.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Optional;

/**
 * Brings whatever names a GS1 key (EPC, EPC class and EPC pattern URNs of TDS; GS1 Digital Link URIs on any domain) into one
 * form: the constrained canonical GS1 Digital Link URI of CBV 2.0 section 8.9, rules 17 and 18.
 *
 * <p>Events hold several such names each, so it works on bytes and makes no objects.
 */
public final class Gs1Identifier {

    private static final Chunk URN = Chunk.of("urn:epc:");
    private static final Chunk ID = Chunk.of("id:");
    private static final Chunk CLASS_LGTIN = Chunk.of("class:lgtin:");
    private static final Chunk PATTERN = Chunk.of("idpat:");
    private static final Chunk HTTPS = Chunk.of("https://");
    private static final Chunk HTTP = Chunk.of("http://");
    private static final Chunk STEM = Chunk.of(Gs1.CANONICAL_DOMAIN + "/");
    private static final Chunk ITEM = Chunk.of(Gs1.CANONICAL_DOMAIN + "/01/");
    private static final Chunk LOCATION = Chunk.of(Gs1.CANONICAL_DOMAIN + "/414/");
    private static final Chunk SERIAL = Chunk.of("/21/");

    /** The names that stand for application identifiers in links, and the identifiers. */
    private static final long[] SHORT_NAMES = packed(
            "gtin", "itip", "cpid", "gln", "party", "gsrnp", "gsrn", "gcn", "sscc", "gdti", "ginc", "gsin", "grai",
            "giai", "cpv", "lot", "ser");

    private static final int[] NAMED = {
        1, 8006, 8010, 414, 417, 8017, 8018, 255, 0, 253, 401, 402, 8003, 8004, 22, 10, 21
    };

    private static final long SGTIN = packed("sgtin");
    private static final long LGTIN = packed("lgtin");
    private static final long UPUI = packed("upui");
    private static final long ITIP = packed("itip");
    private static final long SSCC = packed("sscc");
    private static final long GSRN = packed("gsrn");
    private static final long GSRNP = packed("gsrnp");
    private static final long GSIN = packed("gsin");
    private static final long PGLN = packed("pgln");
    private static final long SGLN = packed("sgln");
    private static final long GRAI = packed("grai");
    private static final long GDTI = packed("gdti");
    private static final long SGCN = packed("sgcn");
    private static final long GIAI = packed("giai");
    private static final long GINC = packed("ginc");
    private static final long CPI = packed("cpi");

    private static final int NONE = -1;

    private Gs1Identifier() {}

    /** The canonical form of {@code uri}, or empty where it names no GS1 key (then it stays as it is). */
    public static Optional<String> canonical(String uri) {
        byte[] bytes = uri.getBytes(UTF_8);
        ByteSink out = new ByteSink(3 * bytes.length + 64, 3 * bytes.length + 64);
        return append(bytes, 0, bytes.length, out) ? Optional.of(out.text(0)) : Optional.empty();
    }

    /** Writes the canonical form of the URI in {@code in}, or writes nothing and says false where it names no GS1 key. */
    public static boolean append(byte[] in, int from, int to, ByteSink out) {
        int length = out.length;
        if (appendKey(in, from, to, out)) {
            return true;
        }
        out.length = length;
        return false;
    }

    private static boolean appendKey(byte[] in, int from, int to, ByteSink out) {
        if (URN.starts(in, from, to)) {
            int at = from + URN.length;
            if (ID.starts(in, at, to)) {
                return appendUrn(in, at + ID.length, to, false, out);
            }
            if (CLASS_LGTIN.starts(in, at, to)) {
                return appendUrn(in, at + "class:".length(), to, false, out);
            }
            return PATTERN.starts(in, at, to) && appendUrn(in, at + PATTERN.length, to, true, out);
        }
        if (HTTPS.starts(in, from, to)) {
            return appendLink(in, from + HTTPS.length, to, out);
        }
        return HTTP.starts(in, from, to) && appendLink(in, from + HTTP.length, to, out);
    }

    private static boolean appendUrn(byte[] in, int from, int to, boolean pattern, ByteSink out) {
        int colon = Words.indexOf(in, from, to, ':');
        int dot = Words.indexOf(in, from, to, '.');
        if (colon < 0 || dot < colon || colon - from > 5) {
            return false;
        }
        int digits = dot - colon - 1;
        if (digits < 6 || digits > 12 || !Gs1.isDigits(in, colon + 1, dot)) {
            return false;
        }
        Urn urn = new Urn(in, colon + 1, dot, to, pattern, out);
        long scheme = pack(in, from, colon);
        if (scheme == SGTIN) {
            return urn.itemThen(21, 20);
        } else if (scheme == SGLN) {
            return urn.location();
        } else if (scheme == SSCC) {
            return urn.whole(0) && urn.leadingDigitFirst(17, dot + 1, to);
        } else if (scheme == PGLN) {
            return urn.whole(417) && urn.digits(12, to);
        } else if (scheme == LGTIN) {
            return urn.itemThen(10, 20);
        } else if (scheme == GDTI) {
            return urn.digitsThenSerial(253, 17);
        } else if (scheme == GRAI) {
            return urn.digitsThenSerial(8003, 16);
        } else if (scheme == GIAI) {
            return urn.reference(8004, 30);
        } else if (scheme == GSRN) {
            return urn.whole(8018) && urn.digits(17, to);
        } else if (scheme == GSRNP) {
            return urn.whole(8017) && urn.digits(17, to);
        } else if (scheme == GSIN) {
            return urn.whole(402) && urn.digits(16, to);
        } else if (scheme == GINC) {
            return urn.reference(401, 30);
        } else if (scheme == SGCN) {
            return urn.digitsThenSerial(255, 12);
        } else if (scheme == UPUI) {
            return urn.itemThen(235, 28);
        } else if (scheme == ITIP) {
            return urn.pieceOfItem();
        }
        return scheme == CPI && urn.componentPart();
    }

    /** An EPC URN after its scheme: the company prefix, and what stands from behind its dot up to the end. */
    private static final class Urn {
        private final byte[] in;
        private final int prefix;
        private final int dot;
        private final int end;
        private final boolean pattern;
        private final ByteSink out;

        Urn(byte[] in, int prefix, int dot, int end, boolean pattern, ByteSink out) {
            this.in = in;
            this.prefix = prefix;
            this.dot = dot;
            this.end = end;
            this.pattern = pattern;
            this.out = out;
        }

        /** GTIN-14, whose first digit the URN moves behind the company prefix. */
        boolean itemThen(int qualifier, int longest) {
            int next = Words.indexOf(in, dot + 1, end, '.');
            if (next < 0) {
                return false;
            }
            key(1, out);
            return leadingDigitFirst(13, dot + 1, next) && qualifier(qualifier, next + 1, longest);
        }

        boolean pieceOfItem() {
            int piece = Words.indexOf(in, dot + 1, end, '.');
            int total = piece < 0 ? NONE : Words.indexOf(in, piece + 1, end, '.');
            int serial = total < 0 ? NONE : Words.indexOf(in, total + 1, end, '.');
            if (serial < 0
                    || total - piece != 3
                    || serial - total != 3
                    || !Gs1.isDigits(in, piece + 1, total)
                    || !Gs1.isDigits(in, total + 1, serial)) {
                return false;
            }
            key(8006, out);
            if (!leadingDigitFirst(13, dot + 1, piece)) {
                return false;
            }
            out.write(in, piece + 1, total);
            out.write(in, total + 1, serial);
            return qualifier(21, serial + 1, 20);
        }

        boolean location() {
            int next = Words.indexOf(in, dot + 1, end, '.');
            if (next < 0) {
                return false;
            }
            key(414, out);
            if (!digits(12, next)) {
                return false;
            }
            boolean none = end - next == 2 && in[next + 1] == '0';
            return none ? !pattern : qualifier(254, next + 1, 20);
        }

        boolean digitsThenSerial(int key, int longest) {
            int next = Words.indexOf(in, dot + 1, end, '.');
            if (next < 0) {
                return false;
            }
            key(key, out);
            if (key == 8003) {
                out.write('0');
            }
            if (!digits(12, next)) {
                return false;
            }
            if (pattern) {
                return isAny(next + 1);
            }
            int serial = out.length;
            return Gs1.appendDecoded(in, next + 1, end, longest, out)
                    && (key != 255 || Gs1.isDigits(out.bytes, serial, out.length));
        }

        boolean reference(int key, int longest) {
            if (pattern) {
                return false;
            }
            key(key, out);
            out.write(in, prefix, dot);
            return Gs1.appendDecoded(in, dot + 1, end, longest - (dot - prefix), out);
        }

        boolean componentPart() {
            int last = end - 1;
            while (last > dot && in[last] != '.') {
                last--;
            }
            byte[] part = last > dot ? Gs1.percentDecoded(in, dot + 1, last) : null;
            if (part == null || !isComponentPart(part, 0, part.length) || dot - prefix + part.length > 30) {
                return false;
            }
            key(8010, out);
            out.write(in, prefix, dot);
            Gs1.appendEncoded(part, 0, part.length, out);
            if (pattern) {
                return isAny(last + 1);
            }
            int length = end - last - 1;
            qualifierKey(8011, out);
            out.write(in, last + 1, end);
            return length >= 1 && length <= 12 && Gs1.isDigits(in, last + 1, end);
        }

        /** The company prefix and the digits up to {@code to}, which are {@code count} together, and their check digit. */
        boolean digits(int count, int to) {
            int start = out.length;
            out.write(in, prefix, dot);
            out.write(in, dot + 1, to);
            return checkDigit(start, count);
        }

        /** As {@link #digits}, the first digit after the company prefix moved before it. */
        boolean leadingDigitFirst(int count, int from, int to) {
            if (from == to) {
                return false;
            }
            int start = out.length;
            out.write(in[from]);
            out.write(in, prefix, dot);
            out.write(in, from + 1, to);
            return checkDigit(start, count);
        }

        boolean whole(int key) {
            if (pattern) {
                return false;
            }
            key(key, out);
            return true;
        }

        private boolean checkDigit(int start, int count) {
            if (out.length - start != count || !Gs1.isDigits(out.bytes, start, out.length)) {
                return false;
            }
            out.write(Gs1.checkDigit(out.bytes, start, out.length));
            return true;
        }

        private boolean qualifier(int qualifier, int from, int longest) {
            if (pattern) {
                return isAny(from);
            }
            qualifierKey(qualifier, out);
            return Gs1.appendDecoded(in, from, end, longest, out);
        }

        private boolean isAny(int from) {
            return end - from == 1 && in[from] == '*';
        }
    }

    private static boolean appendLink(byte[] in, int authority, int to, ByteSink out) {
        int query = Words.indexOf(in, authority, to, '?');
        int fragment = Words.indexOf(in, authority, query < 0 ? to : query, '#');
        int end = fragment >= 0 ? fragment : query >= 0 ? query : to;
        int path = Words.indexOf(in, authority, end, '/');
        if (path <= authority) {
            return false;
        }
        if (in[end - 1] == '/') {
            end--;
        }
        for (int segment = path + 1; segment < end; ) {
            int next = segmentEnd(in, segment, end);
            int key = identifier(in, segment, next);
            if (key != NONE && next < end && isKey(key) && appendKeyAt(in, key, next + 1, end, out)) {
                return true;
            }
            segment = next + 1;
        }
        return false;
    }

    /** Writes the key whose value starts at {@code from}, with the finest of its qualifiers. */
    private static boolean appendKeyAt(byte[] in, int key, int from, int end, ByteSink out) {
        int start = out.length;
        int valueEnd = segmentEnd(in, from, end);
        key(key, out);
        boolean good = appendValue(key, in, from, valueEnd, out);
        int keyOnly = out.length;
        int finest = Integer.MAX_VALUE;
        for (int at = valueEnd + 1; good && at <= end; ) {
            int qualifierEnd = segmentEnd(in, at, end);
            int qualifier = identifier(in, at, qualifierEnd);
            int rank = rank(key, qualifier);
            if (rank < 0 || qualifierEnd == end) {
                good = false;
                break;
            }
            int textEnd = segmentEnd(in, qualifierEnd + 1, end);
            int coarser = out.length;
            qualifierKey(qualifier, out);
            good = appendValue(qualifier, in, qualifierEnd + 1, textEnd, out);
            if (rank < finest && qualifier != 22) {
                finest = rank;
                System.arraycopy(out.bytes, coarser, out.bytes, keyOnly, out.length - coarser);
                out.length -= coarser - keyOnly;
            } else {
                out.length = coarser;
            }
            at = textEnd + 1;
        }
        if (!good) {
            out.length = start;
        }
        return good;
    }

    private static boolean appendValue(int identifier, byte[] in, int from, int to, ByteSink out) {
        int length = to - from;
        if (identifier == 10 || identifier == 21 || identifier == 22 || identifier == 254) {
            return Gs1.appendDecoded(in, from, to, 20, out);
        }
        if (!Gs1.isDigits(in, from, to)) {
            byte[] decoded = Gs1.percentDecoded(in, from, to);
            return decoded != null && appendPlainValue(identifier, decoded, 0, decoded.length, out);
        }
        if (identifier == 1 && (length == 8 || length == 12 || length == 13)) {
            for (int i = length; i < 14; i++) {
                out.write('0');
            }
        } else if (!isValue(identifier, in, from, to)) {
            return false;
        }
        out.write(in, from, to);
        return true;
    }

    private static boolean appendPlainValue(int identifier, byte[] in, int from, int to, ByteSink out) {
        if (Gs1.isDigits(in, from, to)) {
            return appendValue(identifier, in, from, to, out);
        }
        if (!isValue(identifier, in, from, to)) {
            return false;
        }
        Gs1.appendEncoded(in, from, to, out);
        return true;
    }

    private static int segmentEnd(byte[] in, int from, int end) {
        int slash = Words.indexOf(in, from, end, '/');
        return slash < 0 ? end : slash;
    }

    /** The application identifier that a segment is or names, or none. */
    private static int identifier(byte[] in, int from, int to) {
        int length = to - from;
        if (length < 2 || length > 5) {
            return NONE;
        }
        if (in[from] >= '0' && in[from] <= '9') {
            if (length == 5 || !Gs1.isDigits(in, from, to)) {
                return NONE;
            }
            int number = 0;
            for (int i = from; i < to; i++) {
                number = 10 * number + in[i] - '0';
            }
            return length == (number < 100 ? 2 : number < 1000 ? 3 : 4) ? number : NONE;
        }
        long name = pack(in, from, to);
        for (int i = 0; i < SHORT_NAMES.length; i++) {
            if (SHORT_NAMES[i] == name) {
                return NAMED[i];
            }
        }
        return NONE;
    }

    private static boolean isKey(int identifier) {
        return switch (identifier) {
            case 0, 1, 253, 255, 401, 402, 414, 417, 8003, 8004, 8006, 8010, 8017, 8018 -> true;
            default -> false;
        };
    }

    /** How fine the level of identification is that a qualifier gives a key, 0 the finest, or none where it gives none. */
    private static int rank(int key, int qualifier) {
        return switch (key) {
            case 1 ->
                switch (qualifier) {
                    case 21 -> 0;
                    case 235 -> 1;
                    case 10 -> 2;
                    case 22 -> 3;
                    default -> NONE;
                };
            case 8006 ->
                switch (qualifier) {
                    case 21 -> 0;
                    case 10 -> 1;
                    case 22 -> 2;
                    default -> NONE;
                };
            case 414 -> qualifier == 254 ? 0 : NONE;
            case 8010 -> qualifier == 8011 ? 0 : NONE;
            default -> NONE;
        };
    }

    private static boolean isValue(int identifier, byte[] in, int from, int to) {
        int length = to - from;
        return switch (identifier) {
            case 0, 8006, 8017, 8018 -> length == 18 && Gs1.isDigits(in, from, to);
            case 1 -> length == 14 && Gs1.isDigits(in, from, to);
            case 402 -> length == 17 && Gs1.isDigits(in, from, to);
            case 414, 417 -> length == 13 && Gs1.isDigits(in, from, to);
            case 253 -> startsWithDigits(in, from, to, 13) && Gs1.isCharset82(in, from, to, 13, 30);
            case 255 -> length >= 13 && length <= 25 && Gs1.isDigits(in, from, to);
            case 8003 -> startsWithDigits(in, from, to, 14) && Gs1.isCharset82(in, from, to, 14, 30);
            case 401, 8004 -> startsWithDigits(in, from, to, 4) && Gs1.isCharset82(in, from, to, 5, 30);
            case 8010 -> startsWithDigits(in, from, to, 4) && length <= 30 && isComponentPart(in, from, to);
            case 8011 -> length >= 1 && length <= 12 && Gs1.isDigits(in, from, to);
            case 235 -> Gs1.isCharset82(in, from, to, 1, 28);
            default -> throw new IllegalStateException("no rule for (" + identifier + ")");
        };
    }

    private static boolean startsWithDigits(byte[] in, int from, int to, int count) {
        return to - from >= count && Gs1.isDigits(in, from, from + count);
    }

    private static boolean isComponentPart(byte[] in, int from, int to) {
        for (int i = from; i < to; i++) {
            byte c = in[i];
            if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '#' || c == '-' || c == '/')) {
                return false;
            }
        }
        return true;
    }

    private static void key(int identifier, ByteSink out) {
        if (identifier == 1) {
            out.write(ITEM);
        } else if (identifier == 414) {
            out.write(LOCATION);
        } else {
            out.write(STEM);
            number(identifier, out);
            out.write('/');
        }
    }

    private static void qualifierKey(int identifier, ByteSink out) {
        if (identifier == 21) {
            out.write(SERIAL);
            return;
        }
        out.write('/');
        number(identifier, out);
        out.write('/');
    }

    /** An identifier as it is written: at least two digits. */
    private static void number(int identifier, ByteSink out) {
        out.reserve(4);
        if (identifier >= 1000) {
            out.bytes[out.length++] = (byte) ('0' + identifier / 1000);
        }
        if (identifier >= 100) {
            out.bytes[out.length++] = (byte) ('0' + identifier / 100 % 10);
        }
        out.bytes[out.length++] = (byte) ('0' + identifier / 10 % 10);
        out.bytes[out.length++] = (byte) ('0' + identifier % 10);
    }

    /** Up to five ASCII characters as one number. */
    private static long pack(byte[] in, int from, int to) {
        long packed = 0;
        for (int i = from; i < to; i++) {
            packed = packed << 8 | (in[i] & 0xff);
        }
        return packed;
    }

    private static long packed(String name) {
        return pack(name.getBytes(US_ASCII), 0, name.length());
    }

    private static long[] packed(String... names) {
        return Arrays.stream(names).mapToLong(Gs1Identifier::packed).toArray();
    }
}
