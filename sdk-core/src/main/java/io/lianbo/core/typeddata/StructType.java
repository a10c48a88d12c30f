package io.lianbo.core.typeddata;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.internal.AtomicType;
import io.lianbo.core.internal.InvalidValueException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A struct type of EIP-712, declared once from a Java type and its accessors; encoding a value then runs those accessors and no
 * reflection. Immutable and safe to share: keep it in a constant.
 *
 * {@snippet class="io.lianbo.core.typeddata.StructTypeTest" region="declare"}
 *
 * <p>Fields are encoded in the order in which they are declared; names and order are part of the type and so of every signature. A
 * value out of its type's range is refused when it is encoded, with an {@link IllegalArgumentException} that names it:
 * {@code Voucher.price: uint256 must be 0 to 2^256 - 1: -1}. A type that contains itself can only be written as {@link TypedData}.
 *
 * {@snippet class="io.lianbo.core.typeddata.StructTypeTest" region="sign"}
 *
 * @param <T> the Java type of the values, usually a record
 */
public final class StructType<T> {

    private final String name;
    private final List<Field<T, ?>> fields;
    private final Map<String, String> definitions;
    private final String encodeType;
    private final Hash32 typeHash;
    private final byte[] typeHashBytes;

    private StructType(String name, List<Field<T, ?>> fields) {
        this.name = name;
        this.fields = List.copyOf(fields);
        this.definitions = definitions(name, fields);
        this.encodeType = Eip712.encodeType(name, definitions);
        this.typeHash = Keccak256.hash(encodeType.getBytes(StandardCharsets.UTF_8));
        this.typeHashBytes = typeHash.bytes();
    }

    /**
     * Starts the declaration of a struct type.
     *
     * @param name as it stands in the contract, such as {@code Voucher}
     * @throws IllegalArgumentException if it is no name, or that of an atomic type
     */
    public static <T> Builder<T> named(String name) {
        return new Builder<>(Eip712.structName(name));
    }

    /** The name of the struct. */
    public String name() {
        return name;
    }

    /** The type as EIP-712 encodes it: {@code Mail(Person from,string text)Person(string name)}, referenced types sorted by name. */
    public String encodeType() {
        return encodeType;
    }

    /** The hash of {@link #encodeType()}, which contracts keep as a constant. */
    public Hash32 typeHash() {
        return typeHash;
    }

    /**
     * The hash of a value, {@code keccak256(typeHash ‖ encodeData(value))}.
     *
     * @throws IllegalArgumentException if a field is null or out of its type's range
     */
    public Hash32 hashStruct(T value) {
        try {
            return Keccak256.hash(encoded(value));
        } catch (InvalidValueException e) {
            throw e.in(name);
        }
    }

    /**
     * The digest that is signed, {@code keccak256(0x1901 ‖ domain separator ‖ hashStruct(value))}: what a verifier needs. To sign,
     * {@link #sign} also serves signers that do not take a digest.
     *
     * @throws IllegalArgumentException if a field is null or out of its type's range
     */
    public Hash32 digest(Eip712Domain domain, T value) {
        return Eip712.digest(domain.separator(), hashStruct(value));
    }

    /**
     * Signs a value for a domain.
     *
     * @throws IllegalArgumentException if a field is null or out of its type's range; nothing is signed then
     * @throws io.lianbo.core.LianboException {@code SIGNER_FAILED} if the signer does not sign
     */
    public Signature sign(Signer signer, Eip712Domain domain, T value) {
        return signer.signHashOf(Eip712.preimage(domain.separator(), hashStruct(value)));
    }

    @Override
    public String toString() {
        return encodeType;
    }

    /** {@code typeHash ‖ encodeData(value)}. */
    byte[] encoded(T value) {
        byte[] words = new byte[AtomicType.WORD * (1 + fields.size())];
        System.arraycopy(typeHashBytes, 0, words, 0, AtomicType.WORD);
        int at = AtomicType.WORD;
        for (Field<T, ?> field : fields) {
            field.put(value, words, at);
            at += AtomicType.WORD;
        }
        return words;
    }

    /** By name, the definitions of this type and of all that it refers to. */
    private static <T> Map<String, String> definitions(String name, List<Field<T, ?>> fields) {
        List<String> members = new ArrayList<>();
        Map<String, String> definitions = new TreeMap<>();
        for (Field<T, ?> field : fields) {
            members.add(field.type.name() + " " + field.name);
            field.type.struct().ifPresent(struct -> merge(definitions, struct.definitions));
        }
        merge(definitions, Map.of(name, Eip712.definition(name, members)));
        return definitions;
    }

    private static void merge(Map<String, String> into, Map<String, String> definitions) {
        definitions.forEach((name, definition) -> {
            String known = into.putIfAbsent(name, definition);
            if (known != null && !known.equals(definition)) {
                throw new IllegalArgumentException(
                        "one struct name must have one definition: " + known + " and " + definition);
            }
        });
    }

    /**
     * Collects the fields of a {@link StructType} in their order. Each method takes the field's name and how to get it from a value; it
     * throws {@link IllegalArgumentException} if the name is no name or is already there.
     *
     * @param <T> the Java type of the values
     */
    public static final class Builder<T> {

        private final String name;
        private final List<Field<T, ?>> fields = new ArrayList<>();

        private Builder(String name) {
            this.name = name;
        }

        /** Adds a field of any type: arrays, {@code bytes4}, whatever has no method of its own. */
        public <V> Builder<T> field(String fieldName, FieldType<V> type, Function<? super T, ? extends V> accessor) {
            Predicate<Field<T, ?>> sameName = field -> field.name.equals(fieldName);
            if (fields.stream().anyMatch(sameName)) {
                throw new IllegalArgumentException(
                        name + " must have each field once: " + InvalidValueException.show(fieldName));
            }
            fields.add(new Field<>(Eip712.fieldName(fieldName), type, accessor::apply));
            return this;
        }

        /** Adds an {@code address}. */
        public Builder<T> address(String fieldName, Function<? super T, Address> accessor) {
            return field(fieldName, FieldType.ADDRESS, accessor);
        }

        /** Adds a {@code bool}. */
        public Builder<T> bool(String fieldName, Predicate<? super T> accessor) {
            return field(fieldName, FieldType.BOOL, accessor::test);
        }

        /** Adds a {@code string}. */
        public Builder<T> string(String fieldName, Function<? super T, String> accessor) {
            return field(fieldName, FieldType.STRING, accessor);
        }

        /** Adds {@code bytes} of any length. */
        public Builder<T> bytes(String fieldName, Function<? super T, byte[]> accessor) {
            return field(fieldName, FieldType.BYTES, accessor);
        }

        /** Adds a {@code bytes32}. */
        public Builder<T> bytes32(String fieldName, Function<? super T, Hash32> accessor) {
            return field(fieldName, FieldType.BYTES32, accessor);
        }

        /**
         * Adds an unsigned integer, {@code uint8} to {@code uint256}.
         *
         * @throws IllegalArgumentException also unless {@code bits} is 8, 16, 24 ... 256
         */
        public Builder<T> uint(int bits, String fieldName, Function<? super T, BigInteger> accessor) {
            return field(fieldName, FieldType.uint(bits), accessor);
        }

        /**
         * Adds a signed integer, {@code int8} to {@code int256}.
         *
         * @throws IllegalArgumentException also unless {@code bits} is 8, 16, 24 ... 256
         */
        public Builder<T> integer(int bits, String fieldName, Function<? super T, BigInteger> accessor) {
            return field(fieldName, FieldType.integer(bits), accessor);
        }

        /** Adds a {@code uint8} that Java carries as an {@code int} or {@code long}. */
        public Builder<T> uint8(String fieldName, ToLongFunction<? super T> accessor) {
            return small(8, fieldName, accessor);
        }

        /** Adds a {@code uint16} that Java carries as an {@code int} or {@code long}. */
        public Builder<T> uint16(String fieldName, ToLongFunction<? super T> accessor) {
            return small(16, fieldName, accessor);
        }

        /** Adds a {@code uint32} that Java carries as an {@code int} or {@code long}. */
        public Builder<T> uint32(String fieldName, ToLongFunction<? super T> accessor) {
            return small(32, fieldName, accessor);
        }

        /** Adds a {@code uint64} that Java carries as a {@code long}, so 0 to 2^63 - 1; a negative number is refused. */
        public Builder<T> uint64(String fieldName, ToLongFunction<? super T> accessor) {
            return small(64, fieldName, accessor);
        }

        /** Adds a struct within the struct. */
        public <V> Builder<T> struct(String fieldName, StructType<V> type, Function<? super T, ? extends V> accessor) {
            return field(fieldName, FieldType.struct(type), accessor);
        }

        /**
         * Ends the declaration.
         *
         * @throws IllegalArgumentException if two of the struct types within have the same name and different fields
         */
        public StructType<T> build() {
            return new StructType<>(name, fields);
        }

        private Builder<T> small(int bits, String fieldName, ToLongFunction<? super T> accessor) {
            return field(fieldName, FieldType.uint(bits), value -> BigInteger.valueOf(accessor.applyAsLong(value)));
        }
    }

    private record Field<T, V>(String name, FieldType<V> type, Function<T, @Nullable V> accessor) {

        void put(T value, byte[] to, int at) {
            V field = accessor.apply(value);
            try {
                type.put(field, to, at);
            } catch (InvalidValueException e) {
                throw e.inField(name);
            }
        }
    }
}
