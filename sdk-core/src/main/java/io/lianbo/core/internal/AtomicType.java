package io.lianbo.core.internal;

import static io.lianbo.core.internal.InvalidValueException.show;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A type of Solidity that holds one value: {@code address}, {@code bool}, {@code uint8} to {@code uint256}, {@code int8} to
 * {@code int256}, {@code bytes1} to {@code bytes32}, {@code bytes}, {@code string}.
 *
 * <p>{@link #read} takes a value in any of its usual forms (our values, JDK values, what JSON gives) to its one Java form and checks
 * its range; {@link #putWord} and {@link #content} then encode that form.
 */
public final class AtomicType {
    /** Bytes in a word. */
    public static final int WORD = 32;

    public static final AtomicType ADDRESS = new AtomicType(Kind.ADDRESS, "address", 0);
    public static final AtomicType BOOL = new AtomicType(Kind.BOOL, "bool", 0);
    public static final AtomicType BYTES = new AtomicType(Kind.BYTES, "bytes", 0);
    public static final AtomicType STRING = new AtomicType(Kind.STRING, "string", 0);

    private static final Pattern SIZED = Pattern.compile("(uint|int|bytes)([1-9][0-9]{0,2})");
    private static final Pattern INTEGER = Pattern.compile("(-?)(?:0[xX]([0-9a-fA-F]+)|([0-9]+))");
    private static final int MAX_BITS = 256;
    private static final int LONGEST_INTEGER = 100;

    private enum Kind {
        ADDRESS,
        BOOL,
        UINT,
        INT,
        FIXED_BYTES,
        BYTES,
        STRING
    }

    private final Kind kind;
    private final String name;
    private final int size;

    private AtomicType(Kind kind, String name, int size) {
        this.kind = kind;
        this.name = name;
        this.size = size;
    }

    /** The type of that name, exactly as Solidity's ABI writes it: {@code uint256}, never {@code uint}. */
    public static Optional<AtomicType> named(String name) {
        return switch (name) {
            case "address" -> Optional.of(ADDRESS);
            case "bool" -> Optional.of(BOOL);
            case "bytes" -> Optional.of(BYTES);
            case "string" -> Optional.of(STRING);
            default -> sized(name);
        };
    }

    /**
     * An unsigned integer.
     *
     * @throws IllegalArgumentException unless {@code bits} is 8, 16, 24 ... 256
     */
    public static AtomicType uint(int bits) {
        return new AtomicType(Kind.UINT, "uint" + checkedBits(bits), bits);
    }

    /**
     * A signed integer.
     *
     * @throws IllegalArgumentException unless {@code bits} is 8, 16, 24 ... 256
     */
    public static AtomicType integer(int bits) {
        return new AtomicType(Kind.INT, "int" + checkedBits(bits), bits);
    }

    /**
     * Bytes of a fixed number.
     *
     * @throws IllegalArgumentException unless {@code count} is 1 to 32
     */
    public static AtomicType bytes(int count) {
        if (count < 1 || count > WORD) {
            throw new IllegalArgumentException("bytesN must have 1 to 32 bytes: " + count);
        }
        return new AtomicType(Kind.FIXED_BYTES, "bytes" + count, count);
    }

    public String name() {
        return name;
    }

    /** Whether values have no fixed size, so that they are encoded by their {@link #content} and not by a word. */
    public boolean isDynamic() {
        return kind == Kind.BYTES || kind == Kind.STRING;
    }

    /**
     * The value in its one Java form: {@link Address}, {@link Boolean}, {@link BigInteger}, {@link String}, or {@code byte[]}, which
     * may be the given array itself.
     *
     * @throws InvalidValueException if it is of another type or out of range
     */
    public Object read(Object value) {
        return switch (kind) {
            case ADDRESS -> address(value);
            case BOOL -> {
                if (!(value instanceof Boolean)) {
                    throw wrong(value, "true or false");
                }
                yield value;
            }
            case UINT, INT -> inRange(integer(value));
            case FIXED_BYTES -> fixedBytes(value);
            case BYTES -> bytes(value);
            case STRING -> text(value);
        };
    }

    /** Writes a value of a type that is not dynamic, as {@link #read} gave it, as the 32 bytes at {@code at}, which are zeros. */
    public void putWord(Object read, byte[] to, int at) {
        switch (read) {
            case Address address -> address.copyTo(to, at + WORD - Address.SIZE);
            case Boolean truth -> to[at + WORD - 1] = (byte) (truth ? 1 : 0);
            case BigInteger number -> putInteger(number, to, at);
            case byte[] bytes -> System.arraycopy(bytes, 0, to, at, bytes.length);
            default -> throw new IllegalStateException(name + " has no word");
        }
    }

    /** The bytes of a value of a dynamic type, as {@link #read} gave it. */
    public byte[] content(Object read) {
        return switch (read) {
            case String text -> text.getBytes(StandardCharsets.UTF_8);
            case byte[] bytes -> bytes;
            default -> throw new IllegalStateException(name + " has no content");
        };
    }

    @Override
    public String toString() {
        return name;
    }

    private static Optional<AtomicType> sized(String name) {
        Matcher matcher = SIZED.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int size = Integer.parseInt(matcher.group(2));
        if (matcher.group(1).equals("bytes")) {
            return size <= WORD ? Optional.of(bytes(size)) : Optional.empty();
        }
        if (!isWidth(size)) {
            return Optional.empty();
        }
        return Optional.of(matcher.group(1).equals("uint") ? uint(size) : integer(size));
    }

    private static boolean isWidth(int bits) {
        return bits >= Byte.SIZE && bits <= MAX_BITS && bits % Byte.SIZE == 0;
    }

    private static int checkedBits(int bits) {
        if (!isWidth(bits)) {
            throw new IllegalArgumentException("an integer must have 8, 16, 24 ... 256 bits: " + bits);
        }
        return bits;
    }

    private Address address(Object value) {
        return switch (value) {
            case Address address -> address;
            case String text -> {
                try {
                    yield Address.of(text);
                } catch (IllegalArgumentException e) {
                    throw new InvalidValueException(String.valueOf(e.getMessage()));
                }
            }
            default -> throw wrong(value, "an address");
        };
    }

    private BigInteger integer(Object value) {
        return switch (value) {
            case BigInteger number -> number;
            case Long number -> BigInteger.valueOf(number);
            case Integer number -> BigInteger.valueOf(number);
            case Short number -> BigInteger.valueOf(number);
            case Byte number -> BigInteger.valueOf(number);
            case BigDecimal number -> whole(number);
            case String text -> integer(text);
            default -> throw wrong(value, "an integer");
        };
    }

    private BigInteger whole(BigDecimal number) {
        // The exponent first: 1e999999999 written out would fill the memory.
        if (number.signum() == 0) {
            return BigInteger.ZERO;
        }
        if ((long) number.precision() - number.scale() > LONGEST_INTEGER) {
            throw outOfRange(show(number));
        }
        if (number.stripTrailingZeros().scale() > 0) {
            throw wrong(number, "an integer");
        }
        return number.toBigIntegerExact();
    }

    private BigInteger integer(String text) {
        Matcher matcher = INTEGER.matcher(text);
        if (text.length() > LONGEST_INTEGER || !matcher.matches()) {
            throw wrong(text, "an integer, decimal or 0x and hex digits");
        }
        String hex = matcher.group(2);
        BigInteger magnitude = hex == null ? new BigInteger(matcher.group(3)) : new BigInteger(hex, 16);
        return matcher.group(1).isEmpty() ? magnitude : magnitude.negate();
    }

    private BigInteger inRange(BigInteger value) {
        boolean fits = kind == Kind.UINT ? value.signum() >= 0 && value.bitLength() <= size : value.bitLength() < size;
        if (!fits) {
            throw outOfRange(
                    value.bitLength() > 2 * MAX_BITS ? "a number of " + value.bitLength() + " bits" : show(value));
        }
        return value;
    }

    private InvalidValueException outOfRange(String given) {
        String range = kind == Kind.UINT
                ? "0 to "
                        + (size <= Long.SIZE ? BigInteger.TWO.pow(size).subtract(BigInteger.ONE) : "2^" + size + " - 1")
                : size <= Long.SIZE
                        ? BigInteger.TWO.pow(size - 1).negate() + " to "
                                + BigInteger.TWO.pow(size - 1).subtract(BigInteger.ONE)
                        : "-2^" + (size - 1) + " to 2^" + (size - 1) + " - 1";
        return new InvalidValueException(name + " must be " + range + ": " + given);
    }

    private byte[] fixedBytes(Object value) {
        if (value instanceof Hash32 hash && size == Hash32.SIZE) {
            return hash.bytes();
        }
        byte[] bytes = bytes(value);
        if (bytes.length != size) {
            throw new InvalidValueException(
                    name + " must have " + size + (size == 1 ? " byte: " : " bytes: ") + bytes.length + " were given");
        }
        return bytes;
    }

    private byte[] bytes(Object value) {
        return switch (value) {
            case byte[] bytes -> bytes;
            case Hash32 hash -> hash.bytes();
            case String text -> {
                try {
                    yield Hex.decode(text);
                } catch (IllegalArgumentException e) {
                    throw new InvalidValueException(name + ": " + e.getMessage());
                }
            }
            default -> throw wrong(value, "bytes, or text of 0x and hex digits");
        };
    }

    private String text(Object value) {
        if (!(value instanceof String text)) {
            throw wrong(value, "text");
        }
        if (!UnicodeText.isWellFormed(text)) {
            throw new InvalidValueException("text must not hold a surrogate without its partner: " + show(text));
        }
        return text;
    }

    private InvalidValueException wrong(Object value, String allowed) {
        return new InvalidValueException(name + " must be " + allowed + ": " + show(value));
    }

    private static void putInteger(BigInteger number, byte[] to, int at) {
        byte[] bytes = number.toByteArray(); // may start with a zero byte for the sign
        int length = Math.min(bytes.length, WORD);
        int start = at + WORD - length;
        System.arraycopy(bytes, bytes.length - length, to, start, length);
        if (number.signum() < 0) {
            Arrays.fill(to, at, start, (byte) 0xff);
        }
    }
}
