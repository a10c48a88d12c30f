package io.lianbo.provenance.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Steps through the UTF-8 bytes of a JSON document without making objects. It accepts what
 * {@link io.lianbo.core.json.StrictJson} accepts and nothing else, and leaves it to that to say what is wrong with the rest.
 *
 * <p>Texts are read eight bytes at a time.
 */
public final class JsonScanner {

    private static final long BLANKS = Words.ONES * ' ';
    private static final int DEEPEST = 512;
    private static final int LONGEST_NUMBER = 1000;

    /** The document. */
    public byte[] in = {};

    /** Where it ends. */
    public int end;

    /** What is read next. */
    public int pos;

    /** The text that was read last lies in {@link #text}, from {@link #from} up to {@link #to}: in the document or in a copy. */
    public byte[] text = in;

    /** Where that text starts. */
    public int from;

    /** Where it ends. */
    public int to;

    /** Whether the text that was read last is a copy. */
    public boolean copied;

    private byte[] unescaped = new byte[64];

    /** What is no strict JSON. */
    public static final class NotJson extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** Something that is no strict JSON. */
        public NotJson() {
            super("not strict JSON", null, false, false);
        }
    }

    /** Of no document. */
    public JsonScanner() {}

    /**
     * A document as UTF-8.
     *
     * @throws NotJson where it holds half a surrogate pair, which UTF-8 cannot write
     */
    public static byte[] utf8(String document) {
        byte[] utf8 = document.getBytes(StandardCharsets.UTF_8);
        if (!new String(utf8, StandardCharsets.UTF_8).equals(document)) {
            throw new NotJson();
        }
        return utf8;
    }

    /** Goes to the start of a document. */
    public void over(byte[] document) {
        in = document;
        end = document.length;
        pos = 0;
    }

    /** The first byte of the next token, which is left to be read. */
    public byte peek() {
        int at = pos;
        if (at + 1 < end && in[at] == ' ' && in[at + 1] > ' ') {
            pos = at + 1;
            return in[at + 1];
        }
        return peekFar(at);
    }

    private byte peekFar(int from) {
        int at = from;
        while (at < end) {
            byte b = in[at];
            if (b > ' ') {
                pos = at;
                return b;
            }
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                break;
            }
            at++;
            while (at + Long.BYTES <= end && Words.get(in, at) == BLANKS) {
                at += Long.BYTES;
            }
        }
        throw new NotJson();
    }

    private void expect(char token) {
        if (pos < end && in[pos] == token) {
            pos++;
        } else if (peek() == token) {
            pos++;
        } else {
            throw new NotJson();
        }
    }

    /** Whether an object or array that was opened just now has a first member; if not, it is closed. */
    public boolean first(char close) {
        if (peek() == close) {
            pos++;
            return false;
        }
        return true;
    }

    /** Whether an object or array has a next member; if not, it is closed. */
    public boolean next(char close) {
        byte b = pos < end && in[pos] > ' ' ? in[pos] : peek();
        pos++;
        if (b == ',') {
            return true;
        }
        if (b == close) {
            return false;
        }
        throw new NotJson();
    }

    /** Reads a key and its colon; the key is the text that was read last. */
    public void key() {
        expect('"');
        string();
        expect(':');
    }

    /** Reads a word of JSON: {@code true}, {@code false} or {@code null}. */
    public void literal(String literal) {
        int length = literal.length();
        if (pos + length > end) {
            throw new NotJson();
        }
        for (int i = 0; i < length; i++) {
            if (in[pos + i] != literal.charAt(i)) {
                throw new NotJson();
            }
        }
        pos += length;
    }

    /** Reads a text whose opening quote was read. */
    public void string() {
        int at = pos;
        while (true) {
            if (at + 8 <= end) {
                long word = Words.get(in, at);
                long stops = (Words.marks(word, '"') | Words.marks(word, '\\') | ((word - BLANKS) & ~word) | word)
                        & Words.TOPS;
                if (stops == 0) {
                    at += 8;
                    continue;
                }
                at += Long.numberOfTrailingZeros(stops) >>> 3;
            } else if (at >= end) {
                throw new NotJson();
            }
            byte b = in[at];
            if (b == '"') {
                text = in;
                copied = false;
                from = pos;
                to = at;
                pos = at + 1;
                return;
            } else if (b == '\\') {
                escaped(at);
                return;
            } else if (b < 0) {
                at = character(at);
            } else if (b < ' ') {
                throw new NotJson();
            } else {
                at++;
            }
        }
    }

    /** Reads a number that starts here, and says whether it is an integer; its spelling is the text that was read last. */
    public void number() {
        int start = pos;
        int at = pos;
        if (at < end && in[at] == '-') {
            at++;
        }
        int digits = at;
        at = digits(at);
        if (at == digits || (in[digits] == '0' && at - digits > 1)) {
            throw new NotJson();
        }
        if (at < end && in[at] == '.') {
            at = someDigits(at + 1);
        }
        if (at < end && (in[at] == 'e' || in[at] == 'E')) {
            at++;
            if (at < end && (in[at] == '+' || in[at] == '-')) {
                at++;
            }
            at = someDigits(at);
        }
        if (at - start > LONGEST_NUMBER) {
            throw new NotJson();
        }
        text = in;
        copied = false;
        from = start;
        to = at;
        pos = at;
    }

    /** Reads whatever value comes next, and checks it all the way down. */
    public void skip(int depth) {
        switch (peek()) {
            case '"' -> {
                pos++;
                string();
            }
            case '{' -> {
                pos++;
                checkDepth(depth);
                Keys keys = new Keys();
                for (boolean more = first('}'); more; more = next('}')) {
                    key();
                    keys.add(this);
                    skip(depth + 1);
                }
            }
            case '[' -> {
                pos++;
                checkDepth(depth);
                for (boolean more = first(']'); more; more = next(']')) {
                    skip(depth + 1);
                }
            }
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number();
        }
    }

    /** Checks that nothing comes any more. */
    public void finish() {
        while (pos < end) {
            byte b = in[pos++];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                throw new NotJson();
            }
        }
    }

    /** The text that was read last. */
    public String lastText() {
        return new String(text, from, to - from, StandardCharsets.UTF_8);
    }

    static void checkDepth(int depth) {
        if (depth >= DEEPEST) {
            throw new NotJson();
        }
    }

    private int digits(int at) {
        while (at < end && in[at] >= '0' && in[at] <= '9') {
            at++;
        }
        return at;
    }

    private int someDigits(int at) {
        int after = digits(at);
        if (after == at) {
            throw new NotJson();
        }
        return after;
    }

    /** Where the character of several bytes at {@code at} ends (RFC 3629: the shortest form, no surrogates). */
    private int character(int at) {
        int first = in[at] & 0xff;
        int more = first >= 0xc2 && first < 0xe0
                ? 1
                : first >= 0xe0 && first < 0xf0 ? 2 : first >= 0xf0 && first < 0xf5 ? 3 : 0;
        if (more == 0 || at + more >= end) {
            throw new NotJson();
        }
        int second = in[at + 1] & 0xff;
        boolean bad = (first == 0xe0 && second < 0xa0)
                || (first == 0xed && second >= 0xa0)
                || (first == 0xf0 && second < 0x90)
                || (first == 0xf4 && second >= 0x90);
        for (int i = 1; i <= more; i++) {
            bad |= (in[at + i] & 0xc0) != 0x80;
        }
        if (bad) {
            throw new NotJson();
        }
        return at + more + 1;
    }

    /** Goes on with a text whose first backslash is at {@code at}: it is copied without its escapes. */
    private void escaped(int at) {
        int length = 0;
        int plain = pos;
        while (true) {
            if (at >= end) {
                throw new NotJson();
            }
            byte b = in[at];
            if (b != '\\' && b != '"') {
                if (b >= 0 && b < ' ') {
                    throw new NotJson();
                }
                at = b < 0 ? character(at) : at + 1;
                continue;
            }
            int count = at - plain;
            if (length + count + 4 > unescaped.length) {
                unescaped = Arrays.copyOf(unescaped, Math.max(2 * unescaped.length, length + count + 4));
            }
            System.arraycopy(in, plain, unescaped, length, count);
            length += count;
            if (b == '"') {
                text = unescaped;
                copied = true;
                from = 0;
                to = length;
                pos = at + 1;
                return;
            }
            if (at + 1 >= end) {
                throw new NotJson();
            }
            byte escape = in[at + 1];
            if (escape == 'u') {
                int c = hex(at + 2);
                at += 6;
                if (c >= 0xdc00 && c < 0xe000) {
                    throw new NotJson();
                }
                if (c >= 0xd800 && c < 0xdc00) {
                    if (at + 1 >= end || in[at] != '\\' || in[at + 1] != 'u') {
                        throw new NotJson();
                    }
                    int low = hex(at + 2);
                    at += 6;
                    if (low < 0xdc00 || low >= 0xe000) {
                        throw new NotJson();
                    }
                    c = Character.toCodePoint((char) c, (char) low);
                }
                byte[] utf8 = Character.toString(c).getBytes(StandardCharsets.UTF_8);
                System.arraycopy(utf8, 0, unescaped, length, utf8.length);
                length += utf8.length;
            } else {
                int index = "\"\\/bfnrt".indexOf(escape);
                if (index < 0) {
                    throw new NotJson();
                }
                unescaped[length++] = (byte) "\"\\/\b\f\n\r\t".charAt(index);
                at += 2;
            }
            plain = at;
        }
    }

    private int hex(int at) {
        if (at + 4 > end) {
            throw new NotJson();
        }
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = in[i] < 0 ? -1 : Character.digit(in[i], 16);
            if (digit < 0) {
                throw new NotJson();
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** The keys of one object, none of which may be there twice. */
    public static final class Keys {

        private static final int FEW = 8;

        private int count;
        private int[] places = {};
        private @Nullable Set<String> many;

        /** None. */
        public Keys() {}

        /** Forgets them all. */
        public void clear() {
            count = 0;
            many = null;
        }

        /** Adds the text that was read last. */
        public void add(JsonScanner json) {
            if (many == null && (json.copied || count == FEW)) {
                Set<String> set = new HashSet<>();
                for (int i = 0; i < count; i++) {
                    set.add(new String(
                            json.in, places[2 * i], places[2 * i + 1] - places[2 * i], StandardCharsets.UTF_8));
                }
                many = set;
            }
            if (many != null) {
                if (!many.add(json.lastText())) {
                    throw new NotJson();
                }
                return;
            }
            for (int i = 0; i < count; i++) {
                boolean same = places[2 * i + 1] - places[2 * i] == json.to - json.from
                        && Arrays.equals(json.in, places[2 * i], places[2 * i + 1], json.in, json.from, json.to);
                if (same) {
                    throw new NotJson();
                }
            }
            if (places.length == 0) {
                places = new int[2 * FEW];
            }
            places[2 * count] = json.from;
            places[2 * count + 1] = json.to;
            count++;
        }
    }
}
