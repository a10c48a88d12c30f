package io.lianbo.core.typeddata;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.internal.AtomicType;
import io.lianbo.core.internal.InvalidValueException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The rules of EIP-712 that declared and dynamic types share. */
final class Eip712 {

    private static final byte[] PREFIX = {0x19, 0x01};

    // Wider than Solidity's identifiers, since types such as "Exchange:Order" are in use; but nothing that encodeType
    // builds with,
    // or two types could have one encoding.
    private static final Pattern NAME = Pattern.compile("[^\\s\\p{Z}\\p{C}(),\\[\\]]+");

    private Eip712() {}

    /** What is hashed and signed: {@code 0x1901 ‖ domain separator ‖ struct hash}. */
    static byte[] preimage(Hash32 domainSeparator, Hash32 structHash) {
        return ByteBuffer.allocate(PREFIX.length + 2 * Hash32.SIZE)
                .put(PREFIX)
                .put(domainSeparator.bytes())
                .put(structHash.bytes())
                .array();
    }

    static Hash32 digest(Hash32 domainSeparator, Hash32 structHash) {
        return Keccak256.hash(PREFIX, domainSeparator.bytes(), structHash.bytes());
    }

    static String definition(String name, List<String> members) {
        return name + "(" + String.join(",", members) + ")";
    }

    /** The definition of the type, then those of all others in the order of their names. */
    static String encodeType(String name, Map<String, String> sortedDefinitions) {
        StringBuilder encoded = new StringBuilder().append(sortedDefinitions.get(name));
        sortedDefinitions.forEach((other, definition) -> {
            if (!other.equals(name)) {
                encoded.append(definition);
            }
        });
        return encoded.toString();
    }

    static String structName(String name) {
        if (!NAME.matcher(name).matches() || AtomicType.named(name).isPresent()) {
            throw new InvalidValueException("a struct's name must be a word, and not that of an atomic type: "
                    + InvalidValueException.show(name));
        }
        return name;
    }

    static String fieldName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidValueException("a field's name must be a word: " + InvalidValueException.show(name));
        }
        return name;
    }
}
