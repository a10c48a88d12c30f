package io.lianbo.core.chain;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import java.math.BigInteger;
import java.util.AbstractList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Values a contract gave, by position and by name: what a function returned, the fields of an event, a struct inside
 * either.
 *
 * <p>It is an unmodifiable list of the Java types that {@link Contract} lists, so it can be given back as an
 * argument where the contract wants such a struct. A getter that does not fit the value, or a name or position that
 * is not there, throws {@link IllegalArgumentException} naming what is.
 */
public final class AbiValues extends AbstractList<Object> {
    private final List<String> names;
    private final List<Object> values;

    /** The values must be of the listed types; a name is empty where the contract gives none. */
    AbiValues(List<String> names, List<Object> values) {
        this.names = List.copyOf(names);
        this.values = List.copyOf(values);
    }

    /** The value at a position, from 0. */
    @Override
    public Object get(int index) {
        return copy(values.get(at(index)));
    }

    @Override
    public int size() {
        return values.size();
    }

    /** All values by name, in order; one without a name has its position, "0". */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < size(); i++) {
            fields.put(key(i), get(i));
        }
        return Collections.unmodifiableMap(fields);
    }

    /** An address. */
    public Address address(int index) {
        return value(index, Address.class, "an address");
    }

    /** An address. */
    public Address address(String name) {
        return address(indexOf(name));
    }

    /** An integer of any width, signed or not. */
    public BigInteger uint(int index) {
        return value(index, BigInteger.class, "an integer");
    }

    /** An integer of any width, signed or not. */
    public BigInteger uint(String name) {
        return uint(indexOf(name));
    }

    /** A bool. */
    public boolean bool(int index) {
        return value(index, Boolean.class, "a bool");
    }

    /** A bool. */
    public boolean bool(String name) {
        return bool(indexOf(name));
    }

    /** A string. */
    public String string(int index) {
        return value(index, String.class, "a string");
    }

    /** A string. */
    public String string(String name) {
        return string(indexOf(name));
    }

    /** A bytes32. */
    public Hash32 hash(int index) {
        return value(index, Hash32.class, "a bytes32");
    }

    /** A bytes32. */
    public Hash32 hash(String name) {
        return hash(indexOf(name));
    }

    /** A bytes, or a bytes1 to bytes32. */
    public byte[] bytes(int index) {
        if (values.get(at(index)) instanceof Hash32 hash) {
            return hash.bytes();
        }
        return value(index, byte[].class, "bytes").clone();
    }

    /** A bytes, or a bytes1 to bytes32. */
    public byte[] bytes(String name) {
        return bytes(indexOf(name));
    }

    /** An array. */
    public List<Object> list(int index) {
        List<?> list = value(index, List.class, "an array");
        return list.stream().map(AbiValues::copy).toList();
    }

    /** An array. */
    public List<Object> list(String name) {
        return list(indexOf(name));
    }

    /** A struct. */
    public AbiValues tuple(int index) {
        return value(index, AbiValues.class, "a struct");
    }

    /** A struct. */
    public AbiValues tuple(String name) {
        return tuple(indexOf(name));
    }

    /** The values by name: "(to=0x.., amount=10)". */
    @Override
    public String toString() {
        return IntStream.range(0, size())
                .mapToObj(i -> (names.get(i).isEmpty() ? "" : names.get(i) + "=") + show(values.get(i)))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** A value as messages show it: bytes in hex. */
    static String show(Object value) {
        return switch (value) {
            case byte[] bytes -> Hex.encode(bytes);
            case AbiValues tuple -> tuple.toString();
            case List<?> list -> list.stream().map(AbiValues::show).collect(Collectors.joining(", ", "[", "]"));
            default -> value.toString();
        };
    }

    /** The value, with what could be changed copied. */
    static Object copy(Object value) {
        return switch (value) {
            case byte[] bytes -> bytes.clone();
            case AbiValues tuple -> tuple;
            case List<?> list -> list.stream().map(AbiValues::copy).toList();
            default -> value;
        };
    }

    private <T> T value(int index, Class<T> type, String wanted) {
        Object value = values.get(at(index));
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("\"" + key(index) + "\" is not " + wanted + " but a "
                    + value.getClass().getSimpleName() + ": " + show(value));
        }
        return type.cast(value);
    }

    private int at(int index) {
        if (index < 0 || index >= size()) {
            throw new IllegalArgumentException("there are " + size() + " values, from 0: " + index);
        }
        return index;
    }

    private int indexOf(String name) {
        int index = names.indexOf(name);
        if (index < 0 || name.isEmpty()) {
            throw new IllegalArgumentException("no value is named \"" + name + "\"; there are " + names);
        }
        return index;
    }

    private String key(int index) {
        return names.get(index).isEmpty() ? Integer.toString(index) : names.get(index);
    }
}
