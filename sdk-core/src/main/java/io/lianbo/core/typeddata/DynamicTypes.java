package io.lianbo.core.typeddata;

import static io.lianbo.core.internal.InvalidValueException.show;

import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.internal.AtomicType;
import io.lianbo.core.internal.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The struct types of one JSON document, and the encoding of JSON values by them. */
final class DynamicTypes {

    private static final int ANY_LENGTH = -1;
    private static final Pattern ARRAYS = Pattern.compile("((?:\\[(?:[1-9][0-9]{0,8})?\\])*)");
    private static final Pattern ARRAY = Pattern.compile("\\[([0-9]*)\\]");

    private final Map<String, Struct> structs = new HashMap<>();

    /** The type of a field. */
    private sealed interface Type {
        record Atom(AtomicType type) implements Type {}

        record Reference(String struct) implements Type {}

        record Array(String name, Type element, int length) implements Type {}
    }

    /** A struct type; what needs the other types is computed when it is first asked for. */
    private final class Struct {
        final String name;
        final Map<String, String> members;
        final Map<String, Type> fields = new LinkedHashMap<>();
        private @Nullable String encodeType;
        private byte @Nullable [] typeHash;
        private boolean recursive;

        Struct(String name, Map<String, String> members) {
            this.name = name;
            this.members = members;
        }

        String encodeType() {
            if (encodeType == null) {
                encodeType = Eip712.encodeType(name, definitions());
            }
            return encodeType;
        }

        byte[] typeHash() {
            if (typeHash == null) {
                typeHash = Keccak256.digest(encodeType().getBytes(StandardCharsets.UTF_8));
            }
            return typeHash;
        }

        /** Whether values of the type can hold values of the type, so that only an absent one ends them. */
        boolean isRecursive() {
            encodeType();
            return recursive;
        }

        private Map<String, String> definitions() {
            Map<String, String> definitions = new TreeMap<>();
            Deque<Struct> open = new ArrayDeque<>(List.of(this));
            while (!open.isEmpty()) {
                Struct struct = open.pop();
                if (definitions.containsKey(struct.name)) {
                    continue;
                }
                List<String> words = new ArrayList<>();
                struct.members.forEach((field, type) -> words.add(type + " " + field));
                definitions.put(struct.name, Eip712.definition(struct.name, words));
                for (Type type : struct.fields.values()) {
                    referenced(type).ifPresent(reference -> {
                        recursive |= reference.equals(name);
                        open.push(struct(reference));
                    });
                }
            }
            return definitions;
        }
    }

    /** @param members by struct name, the types of its fields by their names, in their order */
    DynamicTypes(Map<String, Map<String, String>> members) {
        members.forEach((name, fields) -> structs.put(name, new Struct(name, fields)));
        for (Struct struct : structs.values()) {
            struct.members.forEach((field, type) -> {
                try {
                    struct.fields.put(field, type(type));
                } catch (InvalidValueException e) {
                    throw e.inField(field).inField(struct.name).in("types");
                }
            });
        }
    }

    boolean has(String struct) {
        return structs.containsKey(struct);
    }

    String encodeType(String struct) {
        return struct(struct).encodeType();
    }

    byte[] typeHash(String struct) {
        return struct(struct).typeHash().clone();
    }

    /** {@code typeHash ‖ encodeData(value)} of a struct. */
    byte[] encoded(String name, @Nullable Object value) {
        Struct struct = struct(name);
        if (!(value instanceof Map<?, ?> object)) {
            throw new InvalidValueException(name + " must be an object: " + show(value));
        }
        for (Object key : object.keySet()) {
            if (!struct.fields.containsKey(key)) {
                throw new InvalidValueException("unknown field " + show(key) + ", allowed are "
                        + (struct.fields.isEmpty() ? "none" : String.join(", ", struct.fields.keySet())));
            }
        }
        byte[] words = new byte[AtomicType.WORD * (1 + struct.fields.size())];
        System.arraycopy(struct.typeHash(), 0, words, 0, AtomicType.WORD);
        int at = AtomicType.WORD;
        for (Map.Entry<String, Type> field : struct.fields.entrySet()) {
            String fieldName = field.getKey();
            if (!object.containsKey(fieldName) && !mayBeAbsent(field.getValue())) {
                throw new InvalidValueException(
                        "missing field " + show(fieldName) + ", a " + struct.members.get(fieldName));
            }
            try {
                put(field.getValue(), object.get(fieldName), words, at);
            } catch (InvalidValueException e) {
                throw e.inField(fieldName);
            }
            at += AtomicType.WORD;
        }
        return words;
    }

    private void put(Type type, @Nullable Object value, byte[] to, int at) {
        if (value == null) {
            if (!mayBeAbsent(type)) {
                throw new InvalidValueException("must not be null");
            }
            return; // the 32 bytes stay zero
        }
        switch (type) {
            case Type.Atom atom -> FieldType.putAtomic(atom.type, value, to, at);
            case Type.Reference reference -> copy(Keccak256.digest(encoded(reference.struct, value)), to, at);
            case Type.Array array -> copy(Keccak256.digest(elements(array, value)), to, at);
        }
    }

    private byte[] elements(Type.Array array, Object value) {
        if (!(value instanceof List<?> elements)) {
            throw new InvalidValueException(array.name + " must be an array: " + show(value));
        }
        if (array.length != ANY_LENGTH && array.length != elements.size()) {
            throw new InvalidValueException(
                    array.name + " must have " + array.length + " elements: " + elements.size());
        }
        byte[] words = new byte[Math.multiplyExact(elements.size(), AtomicType.WORD)];
        for (int i = 0; i < elements.size(); i++) {
            try {
                put(array.element, elements.get(i), words, i * AtomicType.WORD);
            } catch (InvalidValueException e) {
                throw e.inElement(i);
            }
        }
        return words;
    }

    private boolean mayBeAbsent(Type type) {
        return type instanceof Type.Reference reference
                && struct(reference.struct).isRecursive();
    }

    private Struct struct(String name) {
        Struct struct = structs.get(name);
        if (struct == null) {
            throw new IllegalStateException("no struct " + name);
        }
        return struct;
    }

    private Type type(String name) {
        int suffix = name.indexOf('[');
        String base = suffix < 0 ? name : name.substring(0, suffix);
        String arrays = suffix < 0 ? "" : name.substring(suffix);
        if (!ARRAYS.matcher(arrays).matches()) {
            throw new InvalidValueException("the arrays of a type must be written [] or [n]: " + show(name));
        }
        Type type = structs.containsKey(base)
                ? new Type.Reference(base)
                : new Type.Atom(AtomicType.named(base).orElseThrow(() -> unknown(base)));
        Matcher array = ARRAY.matcher(arrays);
        while (array.find()) {
            int length = array.group(1).isEmpty() ? ANY_LENGTH : Integer.parseInt(array.group(1));
            type = new Type.Array(base + arrays.substring(0, array.end()), type, length);
        }
        return type;
    }

    private static InvalidValueException unknown(String base) {
        String hint = base.equals("uint") || base.equals("int")
                ? "EIP-712 has no short names, write " + base + "256"
                : "allowed are the structs in types, address, bool, string, bytes, bytes1 to bytes32, uint8 to uint256"
                        + " and int8 to int256";
        return new InvalidValueException("unknown type " + show(base) + "; " + hint);
    }

    private static Optional<String> referenced(Type type) {
        Type innermost = type;
        while (innermost instanceof Type.Array array) {
            innermost = array.element;
        }
        return innermost instanceof Type.Reference reference ? Optional.of(reference.struct) : Optional.empty();
    }

    private static void copy(byte[] hash, byte[] to, int at) {
        System.arraycopy(hash, 0, to, at, hash.length);
    }
}
