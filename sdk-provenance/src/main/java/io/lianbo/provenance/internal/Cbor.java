package io.lianbo.provenance.internal;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON values and bytes as CBOR (RFC 8949) in its deterministic encoding (section 4.2.1): maps, lists, texts, bytes, integers, decimals
 * (tag 4), booleans and null. One value has one encoding, and nothing else is read: no indefinite lengths, no other tags, no floating point, no
 * number in more bytes than it needs, no keys but texts in order and each once, nothing behind the value.
 *
 * <p>COSE messages (RFC 9052) are written in the same way, with integers as keys and with tags. {@link #decodeCose} reads those of others: keys may be
 * integers, and stand in any order.
 */
public final class Cbor {
    private static final int UNSIGNED = 0;
    private static final int NEGATIVE = 1;
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final int TAG = 6;
    private static final int SIMPLE = 7;

    private static final int FALSE = 20;
    private static final int TRUE = 21;
    private static final int NULL = 22;

    private static final int POSITIVE_BIG = 2;
    private static final int NEGATIVE_BIG = 3;
    private static final int DECIMAL = 4;

    /** As in strict JSON. */
    private static final int MAX_DEPTH = 512;

    /** A message of COSE with all that is in it, whose headers nest a few levels. */
    private static final int MAX_COSE_DEPTH = 16;

    private static final int MAX_BIG_BYTES = 416;
    private static final int LARGEST_DIRECT = 23;

    private Cbor() {}

    /**
     * A value behind a tag.
     *
     * @param tag 0 or more
     * @param content the value
     */
    public record Tagged(long tag, @Nullable Object content) {}

    /**
     * Writes a value.
     *
     * @throws IllegalArgumentException when it holds anything else than the above, or an integer of more than 1,000 digits
     */
    public static byte[] encode(@Nullable Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, value);
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, @Nullable Object value) {
        switch (value) {
            case null -> head(out, SIMPLE, NULL);
            case Boolean truth -> head(out, SIMPLE, truth ? TRUE : FALSE);
            case String text -> string(out, TEXT, text.getBytes(StandardCharsets.UTF_8));
            case byte[] bytes -> string(out, BYTES, bytes);
            case Long number -> integer(out, BigInteger.valueOf(number));
            case Integer number -> integer(out, BigInteger.valueOf(number));
            case BigInteger number -> integer(out, number);
            case BigDecimal number -> {
                head(out, TAG, DECIMAL);
                head(out, ARRAY, 2);
                integer(out, BigInteger.valueOf(-(long) number.scale()));
                integer(out, number.unscaledValue());
            }
            case List<?> list -> {
                head(out, ARRAY, list.size());
                list.forEach(element -> write(out, element));
            }
            case Tagged tagged -> {
                head(out, TAG, tagged.tag());
                write(out, tagged.content());
            }
            case Map<?, ?> map -> map(out, map);
            default -> throw new IllegalArgumentException("no value of JSON: " + value.getClass());
        }
    }

    private static void map(ByteArrayOutputStream out, Map<?, ?> map) {
        TreeMap<byte[], @Nullable Object> sorted = new TreeMap<>(Arrays::compareUnsigned);
        map.forEach((key, value) -> sorted.put(encode(key), value));
        head(out, MAP, map.size());
        sorted.forEach((key, value) -> {
            out.writeBytes(key);
            write(out, value);
        });
    }

    private static void string(ByteArrayOutputStream out, int type, byte[] bytes) {
        head(out, type, bytes.length);
        out.writeBytes(bytes);
    }

    private static void integer(ByteArrayOutputStream out, BigInteger number) {
        boolean negative = number.signum() < 0;
        BigInteger magnitude = negative ? number.not() : number;
        if (magnitude.bitLength() <= Long.SIZE) {
            head(out, negative ? NEGATIVE : UNSIGNED, magnitude.longValue());
            return;
        }
        byte[] bytes = magnitude.toByteArray();
        bytes = bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
        if (bytes.length > MAX_BIG_BYTES) {
            throw new IllegalArgumentException("an integer must have at most 1000 digits");
        }
        head(out, TAG, negative ? NEGATIVE_BIG : POSITIVE_BIG);
        string(out, BYTES, bytes);
    }

    /** The type, and a number in as few bytes as hold it; {@code number} is unsigned. */
    private static void head(ByteArrayOutputStream out, int type, long number) {
        int first = type << 5;
        int size = size(number);
        if (size == 0) {
            out.write(first | (int) number);
            return;
        }
        out.write(first | (LARGEST_DIRECT + 1 + Integer.numberOfTrailingZeros(size)));
        for (int i = size - 1; i >= 0; i--) {
            out.write((int) (number >>> (8 * i)));
        }
    }

    /** In how many bytes behind the first a number is written. */
    private static int size(long number) {
        if (number >= 0 && number <= LARGEST_DIRECT) {
            return 0;
        }
        int bits = Long.SIZE - Long.numberOfLeadingZeros(number);
        return bits <= 8 ? 1 : bits <= 16 ? 2 : bits <= 32 ? 4 : 8;
    }

    /**
     * Reads the one value that the bytes are.
     *
     * @throws IllegalArgumentException when they are anything else; the message says at which byte, from 0
     */
    public static @Nullable Object decode(byte[] encoded) {
        return read(new Reader(ByteBuffer.wrap(encoded), false));
    }

    /**
     * Reads the one value that the bytes are, with integers or texts as keys, each once and in whatever order, and with any {@link Tagged} in it.
     *
     * @throws IllegalArgumentException when they are anything else; the message says at which byte, from 0
     */
    public static @Nullable Object decodeCose(byte[] encoded) {
        return read(new Reader(ByteBuffer.wrap(encoded), true));
    }

    private static @Nullable Object read(Reader reader) {
        Object value = reader.value(0);
        if (reader.in.hasRemaining()) {
            throw reader.malformed("nothing may follow the value");
        }
        return value;
    }

    /** Reads values; what they are to be long is never believed before it is there. */
    private record Reader(ByteBuffer in, boolean cose) {

        @Nullable
        Object value(int depth) {
            int deepest = cose ? MAX_COSE_DEPTH : MAX_DEPTH;
            if (depth > deepest) {
                throw malformed("there may be at most " + deepest + " levels");
            }
            int first = first();
            int type = first >> 5;
            if (type == SIMPLE) {
                return switch (first & 0x1f) {
                    case FALSE -> false;
                    case TRUE -> true;
                    case NULL -> null;
                    default -> throw malformed("of simple values only false, true and null are known");
                };
            }
            long number = number(first & 0x1f);
            return switch (type) {
                case UNSIGNED -> number >= 0 ? (Object) number : unsigned(number);
                case NEGATIVE ->
                    number >= 0 ? (Object) ~number : unsigned(number).not();
                case BYTES -> bytes(number);
                case TEXT -> text(number);
                case ARRAY -> array(number, depth);
                case MAP -> map(number, depth);
                default -> tagged(number, depth);
            };
        }

        private static BigInteger unsigned(long number) {
            return new BigInteger(Long.toUnsignedString(number));
        }

        private int first() {
            require(1);
            return Byte.toUnsignedInt(in.get());
        }

        private long number(int info) {
            if (info <= LARGEST_DIRECT) {
                return info;
            }
            if (info > LARGEST_DIRECT + 4) {
                throw malformed("lengths must be definite");
            }
            int size = 1 << (info - LARGEST_DIRECT - 1);
            require(size);
            long number = 0;
            for (int i = 0; i < size; i++) {
                number = number << 8 | Byte.toUnsignedLong(in.get());
            }
            if (size(number) != size) {
                throw malformed("numbers must be in as few bytes as hold them");
            }
            return number;
        }

        private byte[] bytes(long length) {
            require(length);
            byte[] bytes = new byte[(int) length];
            in.get(bytes);
            return bytes;
        }

        private String text(long length) {
            require(length);
            ByteBuffer utf8 = in.slice(in.position(), (int) length);
            try {
                String text = StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
                in.position(in.position() + (int) length);
                return text;
            } catch (CharacterCodingException e) {
                throw malformed("a text must be UTF-8");
            }
        }

        private List<@Nullable Object> array(long length, int depth) {
            require(length);
            List<@Nullable Object> list = new ArrayList<>();
            for (long i = 0; i < length; i++) {
                list.add(value(depth + 1));
            }
            return list;
        }

        private Map<Object, @Nullable Object> map(long length, int depth) {
            require(length);
            Map<Object, @Nullable Object> map = new LinkedHashMap<>();
            byte[] before = {};
            for (long i = 0; i < length; i++) {
                int start = in.position();
                Object key = requireKey(value(depth + 1));
                byte[] encoded = new byte[in.position() - start];
                in.get(start, encoded);
                if (cose ? map.containsKey(key) : Arrays.compareUnsigned(before, encoded) >= 0) {
                    throw malformed("keys must be " + (cose ? "" : "sorted, and each ") + "there once: " + key);
                }
                before = encoded;
                map.put(key, value(depth + 1));
            }
            return map;
        }

        private Object requireKey(@Nullable Object key) {
            if (key instanceof String || (cose && (key instanceof Long || key instanceof BigInteger))) {
                return key;
            }
            throw malformed("keys must be " + (cose ? "integers or " : "") + "texts");
        }

        private Object tagged(long tag, int depth) {
            Object content = value(depth + 1);
            if (cose) {
                return new Tagged(tag, content);
            }
            if ((tag == POSITIVE_BIG || tag == NEGATIVE_BIG) && content instanceof byte[] bytes) {
                if (bytes.length <= Long.BYTES || bytes.length > MAX_BIG_BYTES || bytes[0] == 0) {
                    throw malformed(
                            "large integers must be in as few bytes as hold them, and have at most 1000 digits");
                }
                BigInteger magnitude = new BigInteger(1, bytes);
                return tag == POSITIVE_BIG ? magnitude : magnitude.not();
            }
            if (tag == DECIMAL && content instanceof List<?> pair && pair.size() == 2) {
                BigInteger exponent = integer(pair.getFirst());
                if (exponent.bitLength() < Integer.SIZE) {
                    return new BigDecimal(integer(pair.getLast()), -exponent.intValue());
                }
            }
            throw malformed("only large integers and decimals may be tagged");
        }

        private BigInteger integer(@Nullable Object value) {
            if (value instanceof Long number) {
                return BigInteger.valueOf(number);
            }
            if (value instanceof BigInteger number) {
                return number;
            }
            throw malformed("a decimal must consist of two integers");
        }

        /** That so many bytes are left; of elements each takes one at the least. */
        private void require(long count) {
            if (count < 0 || count > in.remaining()) {
                throw malformed("it is cut short");
            }
        }

        IllegalArgumentException malformed(String reason) {
            return new IllegalArgumentException(reason + " (byte " + in.position() + ")");
        }
    }
}
