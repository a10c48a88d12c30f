package io.lianbo.core.typeddata;

import static io.lianbo.core.internal.InvalidValueException.show;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.internal.InvalidValueException;
import io.lianbo.core.json.StrictJson;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * EIP-712 typed data that brings its types along: the JSON of {@code eth_signTypedData_v4}, with the members {@code types},
 * {@code primaryType}, {@code domain} and {@code message}.
 *
 * <p>Everything is checked when it is parsed: each field of a type is there, none is there that the type does not have, and every value
 * fits its type. The {@link IllegalArgumentException} names the value and what is allowed:
 * {@code message.voucher.epoch: uint32 must be 0 to 4294967295: -1}.
 *
 * <ul>
 *   <li>Integers are JSON numbers, or text, decimal or {@code 0x} and hex digits, with a minus sign where they are negative.
 *   <li>{@code address}, {@code bytes} and {@code bytesN} are text of {@code 0x} and hex digits, of exactly their length.
 *   <li>Where {@code types} has no {@code EIP712Domain}, it is made of the fields that the domain has, in the standard's order.
 *   <li>A field whose struct type contains itself may be {@code null} or absent, and is then encoded as zero, as MetaMask does.
 *   <li>The types {@code uint} and {@code int} are refused, since the standard has no aliases.
 * </ul>
 *
 * {@snippet class="io.lianbo.core.typeddata.TypedDataTest" region="parse"}
 */
public final class TypedData {

    private static final String DOMAIN_TYPE = "EIP712Domain";
    private static final List<String> MEMBERS = List.of("types", "primaryType", "domain", "message");
    private static final List<String> FIELD_MEMBERS = List.of("name", "type");
    private static final Map<String, String> DOMAIN_FIELDS = domainFields();

    private final String primaryType;
    private final String encodeType;
    private final Hash32 domainSeparator;
    private final byte[] encoded;

    private TypedData(String primaryType, String encodeType, Hash32 domainSeparator, byte[] encoded) {
        this.primaryType = primaryType;
        this.encodeType = encodeType;
        this.domainSeparator = domainSeparator;
        this.encoded = encoded;
    }

    /**
     * Reads and encodes typed data.
     *
     * @throws IllegalArgumentException if it is not strict JSON, a member is missing or unknown, a type is unknown, or the domain or the
     *     message does not fit its type
     */
    public static TypedData parse(String json) {
        Map<String, @Nullable Object> document = StrictJson.parseObject(json);
        requireExactly(document, "the document", MEMBERS);
        Map<String, Map<String, String>> members = new HashMap<>();
        object(document, "types").forEach((name, fields) -> {
            try {
                members.put(Eip712.structName(name), fields(fields));
            } catch (InvalidValueException e) {
                throw e.inField(name).in("types");
            }
        });
        String primaryType = primaryType(document.get("primaryType"), members);
        Map<String, @Nullable Object> domain = object(document, "domain");
        if (!members.containsKey(DOMAIN_TYPE)) {
            domain = withoutNulls(domain);
            members.put(DOMAIN_TYPE, domainType(domain));
        }
        DynamicTypes types = new DynamicTypes(members);
        return new TypedData(
                primaryType,
                types.encodeType(primaryType),
                Keccak256.hash(encoded(types, DOMAIN_TYPE, "domain", domain)),
                encoded(types, primaryType, "message", object(document, "message")));
    }

    /** The name of the message's type. */
    public String primaryType() {
        return primaryType;
    }

    /** The message's type as EIP-712 encodes it. */
    public String encodeType() {
        return encodeType;
    }

    /** The hash of the domain. */
    public Hash32 domainSeparator() {
        return domainSeparator;
    }

    /** What is hashed of the message, {@code typeHash ‖ encodeData(message)}: 32 bytes for the type and for each field. */
    public byte[] encoded() {
        return encoded.clone();
    }

    /** The hash of the message. */
    public Hash32 hashStruct() {
        return Keccak256.hash(encoded);
    }

    /**
     * The digest that is signed, {@code keccak256(0x1901 ‖ domain separator ‖ hashStruct(message))}.
     */
    public Hash32 digest() {
        return Eip712.digest(domainSeparator, hashStruct());
    }

    /**
     * Signs it. Show a person what it says before a key of theirs does.
     *
     * @throws io.lianbo.core.LianboException {@code SIGNER_FAILED} if the signer does not sign
     */
    public Signature sign(Signer signer) {
        return signer.signHashOf(Eip712.preimage(domainSeparator, hashStruct()));
    }

    @Override
    public String toString() {
        return "TypedData[" + encodeType + "]";
    }

    private static byte[] encoded(DynamicTypes types, String type, String member, Map<String, @Nullable Object> value) {
        try {
            return types.encoded(type, value);
        } catch (InvalidValueException e) {
            throw e.in(member);
        }
    }

    private static Map<String, String> fields(@Nullable Object list) {
        if (!(list instanceof List<?> elements)) {
            throw new InvalidValueException("a struct type must be an array of fields: " + show(list));
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < elements.size(); i++) {
            try {
                if (!(elements.get(i) instanceof Map<?, ?> field)) {
                    throw new InvalidValueException("a field must be an object: " + show(elements.get(i)));
                }
                requireExactly(field, "a field", FIELD_MEMBERS);
                if (!(field.get("name") instanceof String name) || !(field.get("type") instanceof String type)) {
                    throw new InvalidValueException("the name and the type of a field must be text");
                }
                if (fields.put(Eip712.fieldName(name), type) != null) {
                    throw new InvalidValueException("a struct must have each field once: " + show(name));
                }
            } catch (InvalidValueException e) {
                throw e.inElement(i);
            }
        }
        return fields;
    }

    private static String primaryType(@Nullable Object value, Map<String, ?> types) {
        if (!(value instanceof String name) || name.equals(DOMAIN_TYPE) || !types.containsKey(name)) {
            throw new InvalidValueException(
                    "primaryType must be one of types, and not " + DOMAIN_TYPE + ": " + show(value));
        }
        return name;
    }

    /** EIP712Domain made of the fields that the domain has. */
    private static Map<String, String> domainType(Map<String, @Nullable Object> domain) {
        requireOnly(domain, "the domain", DOMAIN_FIELDS.keySet());
        Map<String, String> type = new LinkedHashMap<>(DOMAIN_FIELDS);
        type.keySet().retainAll(domain.keySet());
        return type;
    }

    private static Map<String, String> domainFields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("name", "string");
        fields.put("version", "string");
        fields.put("chainId", "uint256");
        fields.put("verifyingContract", "address");
        fields.put("salt", "bytes32");
        return fields;
    }

    private static Map<String, @Nullable Object> withoutNulls(Map<String, @Nullable Object> object) {
        Map<String, @Nullable Object> present = new LinkedHashMap<>(object);
        present.values().removeIf(value -> value == null);
        return present;
    }

    @SuppressWarnings("unchecked") // StrictJson gives objects as maps with keys that are strings
    private static Map<String, @Nullable Object> object(Map<String, @Nullable Object> document, String member) {
        Object value = document.get(member);
        if (!(value instanceof Map<?, ?> object)) {
            throw new InvalidValueException(member + " must be an object: " + show(value));
        }
        return (Map<String, @Nullable Object>) object;
    }

    private static void requireExactly(Map<?, ?> object, String what, Collection<String> members) {
        requireOnly(object, what, members);
        for (String member : members) {
            if (!object.containsKey(member)) {
                throw new InvalidValueException("missing member " + show(member) + " in " + what);
            }
        }
    }

    private static void requireOnly(Map<?, ?> object, String what, Collection<String> members) {
        for (Object key : object.keySet()) {
            if (!members.contains(String.valueOf(key))) {
                throw new InvalidValueException(
                        "unknown member " + show(key) + " in " + what + ", allowed are " + String.join(", ", members));
            }
        }
    }
}
