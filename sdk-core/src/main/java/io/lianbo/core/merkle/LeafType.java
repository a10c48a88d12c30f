package io.lianbo.core.merkle;

import static io.lianbo.core.internal.InvalidValueException.show;

import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.internal.AtomicType;
import io.lianbo.core.internal.InvalidValueException;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A type of Solidity's ABI, and {@code abi.encode} of its values (Solidity ABI specification, "Formal Specification of the Encoding").
 */
sealed interface LeafType {

    /** Bytes that the static part of a leaf may have; only absurd types have more. */
    int MOST_BYTES = 1 << 24;

    /** The name as Solidity's ABI writes it. */
    String name();

    /** Whether values have no fixed size, so that their place holds an offset to them. */
    boolean isDynamic();

    /** Bytes that a value takes in its place. */
    int headSize();

    /** The value in its one, immutable Java form. */
    Object canonical(Object value);

    /** {@code enc(value)}; the value is in any form that {@link #canonical} takes. */
    byte[] encode(Object value);

    /** A type that holds one value. */
    record Atom(AtomicType type) implements LeafType {

        @Override
        public String name() {
            return type.name();
        }

        @Override
        public boolean isDynamic() {
            return type.isDynamic();
        }

        @Override
        public int headSize() {
            return AtomicType.WORD;
        }

        @Override
        public Object canonical(Object value) {
            Object read = type.read(value);
            if (read instanceof byte[] bytes) {
                return bytes.length == Hash32.SIZE && !isDynamic() ? Hash32.of(bytes) : Hex.encode(bytes);
            }
            return read;
        }

        @Override
        public byte[] encode(Object value) {
            Object read = type.read(value);
            if (!isDynamic()) {
                byte[] word = new byte[AtomicType.WORD];
                type.putWord(read, word, 0);
                return word;
            }
            byte[] content = type.content(read);
            int words = (content.length + AtomicType.WORD - 1) / AtomicType.WORD;
            byte[] encoded = new byte[AtomicType.WORD * (1 + words)];
            putLength(content.length, encoded, 0);
            System.arraycopy(content, 0, encoded, AtomicType.WORD, content.length);
            return encoded;
        }
    }

    /** {@code element[length]}. */
    record FixedArray(LeafType element, int length) implements LeafType {

        public FixedArray {
            checkedSize((long) element.headSize() * length);
        }

        @Override
        public String name() {
            return element.name() + "[" + length + "]";
        }

        @Override
        public boolean isDynamic() {
            return element.isDynamic();
        }

        @Override
        public int headSize() {
            return isDynamic() ? AtomicType.WORD : length * element.headSize();
        }

        @Override
        public Object canonical(Object value) {
            return canonicalAll(types(), elements(value));
        }

        @Override
        public byte[] encode(Object value) {
            return encodeAll(types(), elements(value));
        }

        private List<?> elements(Object value) {
            return list(this, value, length);
        }

        private List<LeafType> types() {
            return Collections.nCopies(length, element);
        }
    }

    /** {@code element[]}. */
    record DynamicArray(LeafType element) implements LeafType {

        @Override
        public String name() {
            return element.name() + "[]";
        }

        @Override
        public boolean isDynamic() {
            return true;
        }

        @Override
        public int headSize() {
            return AtomicType.WORD;
        }

        @Override
        public Object canonical(Object value) {
            List<?> elements = elements(value);
            return canonicalAll(types(elements), elements);
        }

        @Override
        public byte[] encode(Object value) {
            List<?> elements = elements(value);
            byte[] content = encodeAll(types(elements), elements);
            byte[] encoded = new byte[AtomicType.WORD + content.length];
            putLength(elements.size(), encoded, 0);
            System.arraycopy(content, 0, encoded, AtomicType.WORD, content.length);
            return encoded;
        }

        private List<?> elements(Object value) {
            if (!(value instanceof List<?> elements)) {
                throw new InvalidValueException(name() + " must be a list: " + show(value));
            }
            return elements;
        }

        private List<LeafType> types(List<?> elements) {
            return Collections.nCopies(elements.size(), element);
        }
    }

    /** {@code (type1,type2,...)}; a leaf is one. */
    record Tuple(List<LeafType> types) implements LeafType {

        public Tuple {
            types = List.copyOf(types);
            checkedSize(types.stream().mapToLong(LeafType::headSize).sum());
        }

        @Override
        public String name() {
            return types.stream().map(LeafType::name).collect(Collectors.joining(",", "(", ")"));
        }

        @Override
        public boolean isDynamic() {
            return types.stream().anyMatch(LeafType::isDynamic);
        }

        @Override
        public int headSize() {
            return isDynamic()
                    ? AtomicType.WORD
                    : types.stream().mapToInt(LeafType::headSize).sum();
        }

        @Override
        public List<Object> canonical(Object value) {
            return canonicalAll(types, elements(value));
        }

        @Override
        public byte[] encode(Object value) {
            return encodeAll(types, elements(value));
        }

        private List<?> elements(Object value) {
            return list(this, value, types.size());
        }
    }

    /**
     * Reads the type of a whole leaf.
     *
     * @throws IllegalArgumentException if there is none, or one does not exist
     */
    static Tuple leaf(List<String> types) {
        if (types.isEmpty()) {
            throw new IllegalArgumentException("a leaf must have at least one type");
        }
        return new Tuple(types.stream().map(type -> new TypeReader(type).read()).toList());
    }

    private static List<Object> canonicalAll(List<LeafType> types, List<?> values) {
        List<Object> canonical = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            try {
                canonical.add(types.get(i).canonical(present(types.get(i), values.get(i))));
            } catch (InvalidValueException e) {
                throw e.inElement(i);
            }
        }
        return List.copyOf(canonical);
    }

    /** The values one after the other: what has a fixed size in its place, of the rest the offsets, and they behind. */
    private static byte[] encodeAll(List<LeafType> types, List<?> values) {
        int headSize = 0;
        for (LeafType type : types) {
            headSize += type.headSize();
        }
        byte[] head = new byte[headSize];
        ByteArrayOutputStream tail = new ByteArrayOutputStream();
        int at = 0;
        for (int i = 0; i < values.size(); i++) {
            LeafType type = types.get(i);
            try {
                byte[] encoded = type.encode(present(type, values.get(i)));
                if (type.isDynamic()) {
                    putLength(head.length + tail.size(), head, at);
                    tail.writeBytes(encoded);
                } else {
                    System.arraycopy(encoded, 0, head, at, encoded.length);
                }
            } catch (InvalidValueException e) {
                throw e.inElement(i);
            }
            at += type.headSize();
        }
        if (tail.size() == 0) {
            return head;
        }
        byte[] all = new byte[head.length + tail.size()];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(tail.toByteArray(), 0, all, head.length, tail.size());
        return all;
    }

    private static List<?> list(LeafType type, Object value, int length) {
        if (!(value instanceof List<?> elements)) {
            throw new InvalidValueException(type.name() + " must be a list: " + show(value));
        }
        if (elements.size() != length) {
            throw new InvalidValueException(type.name() + " must have " + length + " elements: " + elements.size());
        }
        return elements;
    }

    private static Object present(LeafType type, @Nullable Object value) {
        if (value == null) {
            throw new InvalidValueException(type.name() + " must not be null");
        }
        return value;
    }

    private static void putLength(int length, byte[] to, int at) {
        AtomicType.uint(256).putWord(BigInteger.valueOf(length), to, at);
    }

    private static void checkedSize(long bytes) {
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "a leaf's type must take at most " + MOST_BYTES + " bytes: " + bytes + " are needed");
        }
    }
}
