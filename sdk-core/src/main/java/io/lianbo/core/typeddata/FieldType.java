package io.lianbo.core.typeddata;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.internal.AtomicType;
import io.lianbo.core.internal.InvalidValueException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The type of a field of a {@link StructType}: one of Solidity's types, and the Java type that carries its values.
 *
 * <p>{@code FieldType.ADDRESS.array()} is {@code address[]}, carried by a {@code List<Address>}; {@code FieldType.uint(8).array(2).array()} is
 * {@code uint8[2][]}. Ranges and lengths are checked when a value is encoded.
 *
 * @param <V> the Java type of the values
 */
public final class FieldType<V> {

    /** {@code address}. */
    public static final FieldType<Address> ADDRESS = atomic(AtomicType.ADDRESS);

    /** {@code bool}. */
    public static final FieldType<Boolean> BOOL = atomic(AtomicType.BOOL);

    /** {@code string}, as UTF-8; a surrogate without its partner is refused. */
    public static final FieldType<String> STRING = atomic(AtomicType.STRING);

    /** {@code bytes}, of any length. */
    public static final FieldType<byte[]> BYTES = atomic(AtomicType.BYTES);

    /** {@code bytes32}. */
    public static final FieldType<Hash32> BYTES32 = atomic(AtomicType.bytes(Hash32.SIZE));

    private final String name;
    private final Encoder<V> encoder;
    private final Optional<StructType<?>> struct;

    private FieldType(String name, Optional<StructType<?>> struct, Encoder<V> encoder) {
        this.name = name;
        this.struct = struct;
        this.encoder = encoder;
    }

    /**
     * {@code uint8} to {@code uint256}.
     *
     * @param bits 8, 16, 24 ... 256
     * @throws IllegalArgumentException for other bits
     */
    public static FieldType<BigInteger> uint(int bits) {
        return atomic(AtomicType.uint(bits));
    }

    /**
     * {@code int8} to {@code int256}, Solidity's signed integers.
     *
     * @param bits 8, 16, 24 ... 256
     * @throws IllegalArgumentException for other bits
     */
    public static FieldType<BigInteger> integer(int bits) {
        return atomic(AtomicType.integer(bits));
    }

    /**
     * {@code bytes1} to {@code bytes32}, values having exactly that many bytes.
     *
     * @param count 1 to 32
     * @throws IllegalArgumentException for another count
     */
    public static FieldType<byte[]> bytes(int count) {
        return atomic(AtomicType.bytes(count));
    }

    /** A struct within a struct. */
    public static <T> FieldType<T> struct(StructType<T> type) {
        return new FieldType<>(type.name(), Optional.of(type), (value, to, at) -> {
            byte[] hash = Keccak256.digest(type.encoded(value));
            System.arraycopy(hash, 0, to, at, hash.length);
        });
    }

    /** An array of any length of this type, {@code T[]}. */
    public FieldType<List<V>> array() {
        return new FieldType<>(name + "[]", struct, this::putArray);
    }

    /**
     * An array of a fixed length of this type, {@code T[length]}.
     *
     * @throws IllegalArgumentException unless {@code length} is positive
     */
    public FieldType<List<V>> array(int length) {
        if (length < 1) {
            throw new IllegalArgumentException("an array must have at least one element: " + length);
        }
        String arrayName = name + "[" + length + "]";
        return new FieldType<>(arrayName, struct, (values, to, at) -> {
            if (values.size() != length) {
                throw new InvalidValueException(arrayName + " must have " + length + " elements: " + values.size());
            }
            putArray(values, to, at);
        });
    }

    /** The name of the type as it stands in {@code encodeType}. */
    public String name() {
        return name;
    }

    @Override
    public String toString() {
        return name;
    }

    /** The struct that values consist of, through any number of arrays. */
    Optional<StructType<?>> struct() {
        return struct;
    }

    /** Writes {@code encodeData} of one value, 32 bytes, into zeros. */
    void put(@Nullable V value, byte[] to, int at) {
        if (value == null) {
            throw new InvalidValueException(name + " must not be null");
        }
        encoder.put(value, to, at);
    }

    private void putArray(List<V> values, byte[] to, int at) {
        byte[] words = new byte[Math.multiplyExact(values.size(), AtomicType.WORD)];
        int index = 0;
        for (V value : values) {
            try {
                put(value, words, index * AtomicType.WORD);
            } catch (InvalidValueException e) {
                throw e.inElement(index);
            }
            index++;
        }
        byte[] hash = Keccak256.digest(words);
        System.arraycopy(hash, 0, to, at, hash.length);
    }

    private static <V> FieldType<V> atomic(AtomicType type) {
        return new FieldType<>(type.name(), Optional.empty(), (value, to, at) -> putAtomic(type, value, to, at));
    }

    static void putAtomic(AtomicType type, Object value, byte[] to, int at) {
        Object read = type.read(value);
        if (type.isDynamic()) {
            byte[] hash = Keccak256.digest(type.content(read));
            System.arraycopy(hash, 0, to, at, hash.length);
        } else {
            type.putWord(read, to, at);
        }
    }

    @FunctionalInterface
    private interface Encoder<V> {
        void put(V value, byte[] to, int at);
    }
}
