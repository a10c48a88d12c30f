package io.lianbo.core.chain;

import com.esaulpaugh.headlong.abi.ABIType;
import com.esaulpaugh.headlong.abi.ArrayType;
import com.esaulpaugh.headlong.abi.Tuple;
import com.esaulpaugh.headlong.abi.TupleType;
import com.esaulpaugh.headlong.abi.UnitType;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Our values to headlong's and back; {@link Contract} lists which Java type stands for which Solidity type. */
final class AbiCodec {
    private static final int WORD = 32;

    private AbiCodec() {}

    /**
     * Arguments as a tuple of {@code type}.
     *
     * @param where names the caller in messages: "SaleEscrow.release"
     */
    static Tuple encode(TupleType<?> type, List<? extends @Nullable Object> values, String where) {
        if (values.size() != type.size()) {
            throw new IllegalArgumentException(
                    where + " takes " + type.size() + " values " + describe(type) + ": " + values.size() + " given");
        }
        Object[] encoded = new Object[type.size()];
        for (int i = 0; i < encoded.length; i++) {
            encoded[i] = encodeValue(type.get(i), values.get(i), where + " " + name(type, i));
        }
        return Tuple.from(encoded);
    }

    private static Object encodeValue(ABIType<?> type, @Nullable Object value, String where) {
        if (value == null) {
            throw wrong(where, type, "null");
        }
        return switch (type.typeCode()) {
            case ABIType.TYPE_CODE_BOOLEAN -> as(Boolean.class, type, value, where);
            case ABIType.TYPE_CODE_INT -> integer(type, value, where).intValueExact();
            case ABIType.TYPE_CODE_LONG -> integer(type, value, where).longValueExact();
            case ABIType.TYPE_CODE_BIG_INTEGER -> integer(type, value, where);
            case ABIType.TYPE_CODE_ADDRESS ->
                com.esaulpaugh.headlong.abi.Address.wrap(
                        as(Address.class, type, value, where).toString());
            case ABIType.TYPE_CODE_TUPLE -> encode((TupleType<?>) type, as(List.class, type, value, where), where);
            case ABIType.TYPE_CODE_ARRAY -> array((ArrayType<?, ?, ?>) type, value, where);
            default -> throw new IllegalArgumentException(where + " is of a type that is not supported: " + type);
        };
    }

    private static BigInteger integer(ABIType<?> type, Object value, String where) {
        BigInteger integer = switch (value) {
            case BigInteger big -> big;
            case Long number -> BigInteger.valueOf(number);
            case Integer number -> BigInteger.valueOf(number);
            default -> throw wrong(where, type, "a " + value.getClass().getSimpleName() + ": " + value);
        };
        UnitType<?> unit = (UnitType<?>) type;
        if (integer.compareTo(unit.minValue()) < 0 || integer.compareTo(unit.maxValue()) > 0) {
            throw wrong(where, type, integer.toString());
        }
        return integer;
    }

    private static Object array(ArrayType<?, ?, ?> type, Object value, String where) {
        if (type.isString()) {
            return as(String.class, type, value, where);
        }
        if (isBytes(type)) {
            byte[] bytes = value instanceof Hash32 hash
                    ? hash.bytes()
                    : as(byte[].class, type, value, where).clone();
            if (type.getLength() != ArrayType.DYNAMIC_LENGTH && type.getLength() != bytes.length) {
                throw wrong(where, type, bytes.length + " bytes");
            }
            return bytes;
        }
        List<?> list = as(List.class, type, value, where);
        if (type.getLength() != ArrayType.DYNAMIC_LENGTH && type.getLength() != list.size()) {
            throw wrong(where, type, list.size() + " elements");
        }
        Object array = Array.newInstance(type.clazz().getComponentType(), list.size());
        for (int i = 0; i < list.size(); i++) {
            Array.set(array, i, encodeValue(type.getElementType(), list.get(i), where + "[" + i + "]"));
        }
        return array;
    }

    private static <T> T as(Class<T> wanted, ABIType<?> type, Object value, String where) {
        if (!wanted.isInstance(value)) {
            throw wrong(where, type, "a " + value.getClass().getSimpleName() + ": " + AbiValues.show(value));
        }
        return wanted.cast(value);
    }

    private static IllegalArgumentException wrong(String where, ABIType<?> type, String given) {
        return new IllegalArgumentException(where + " must be " + allowed(type) + ", not " + given);
    }

    /** The Solidity type, and the Java type that stands for it. */
    private static String allowed(ABIType<?> type) {
        String java = switch (type.typeCode()) {
            case ABIType.TYPE_CODE_BOOLEAN -> "Boolean";
            case ABIType.TYPE_CODE_ADDRESS -> "Address";
            case ABIType.TYPE_CODE_TUPLE -> "List of " + describe((TupleType<?>) type);
            case ABIType.TYPE_CODE_ARRAY -> arrayJava((ArrayType<?, ?, ?>) type);
            default -> "BigInteger, Long or Integer in range";
        };
        return type.getCanonicalType() + " (" + java + ")";
    }

    private static String arrayJava(ArrayType<?, ?, ?> type) {
        if (type.isString()) {
            return "String";
        }
        if (isBytes(type)) {
            return type.getLength() == WORD ? "Hash32 or byte[]" : "byte[]";
        }
        return "List";
    }

    /** Bytes from the chain, which any contract may have written. */
    static AbiValues decode(TupleType<?> type, byte[] data) {
        return structOf(type, foreign(type, data));
    }

    /** A topic of a type that {@link #fitsTopic}. */
    static Object decodeWord(ABIType<?> type, byte[] word) {
        return ours(type, foreign(type, word));
    }

    private static <T> T foreign(ABIType<T> type, byte[] data) {
        try {
            return type.decode(data);
        } catch (RuntimeException e) {
            // Whatever headlong throws, it is the bytes' fault.
            throw new IllegalArgumentException(
                    data.length + " bytes that are no " + type.getCanonicalType() + ": " + e.getMessage(), e);
        }
    }

    private static AbiValues structOf(TupleType<?> type, Tuple tuple) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < type.size(); i++) {
            values.add(ours(type.get(i), tuple.get(i)));
        }
        return new AbiValues(names(type), values);
    }

    private static Object ours(ABIType<?> type, Object value) {
        return switch (value) {
            case Integer number -> BigInteger.valueOf(number);
            case Long number -> BigInteger.valueOf(number);
            case com.esaulpaugh.headlong.abi.Address address -> Address.of(address.toString());
            case Tuple tuple -> structOf((TupleType<?>) type, tuple);
            case byte[] bytes -> isWord(type) ? Hash32.of(bytes) : bytes;
            // the rest are arrays of any element, and Boolean, BigInteger, String
            default -> value.getClass().isArray() ? list((ArrayType<?, ?, ?>) type, value) : value;
        };
    }

    private static List<Object> list(ArrayType<?, ?, ?> type, Object array) {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < Array.getLength(array); i++) {
            list.add(ours(type.getElementType(), Array.get(array, i)));
        }
        return List.copyOf(list);
    }

    /** Whether a value of this type stands in a topic as itself; longer ones are hashed (Solidity ABI, "Events"). */
    static boolean fitsTopic(ABIType<?> type) {
        return switch (type.typeCode()) {
            case ABIType.TYPE_CODE_TUPLE -> false;
            case ABIType.TYPE_CODE_ARRAY -> !type.isDynamic() && isBytes((ArrayType<?, ?, ?>) type);
            default -> true;
        };
    }

    /** The names of a tuple's elements, empty where there is none. */
    static List<String> names(TupleType<?> type) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < type.size(); i++) {
            String name = type.getElementName(i);
            names.add(name == null ? "" : name);
        }
        return names;
    }

    /** "(address to, uint256 amount)". */
    static String describe(TupleType<?> type) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < type.size(); i++) {
            String name = names(type).get(i);
            parts.add(type.get(i).toString() + (name.isEmpty() ? "" : " " + name));
        }
        return "(" + String.join(", ", parts) + ")";
    }

    private static String name(TupleType<?> type, int index) {
        String name = names(type).get(index);
        return name.isEmpty() ? "value " + index : name;
    }

    private static boolean isBytes(ArrayType<?, ?, ?> type) {
        return !type.isString() && type.getElementType().typeCode() == ABIType.TYPE_CODE_BYTE;
    }

    private static boolean isWord(ABIType<?> type) {
        return type instanceof ArrayType<?, ?, ?> array && array.getLength() == WORD;
    }
}
