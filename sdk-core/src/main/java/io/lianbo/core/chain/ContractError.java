package io.lianbo.core.chain;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a contract reverted with, decoded.
 *
 * <p>Solidity's own two come out as {@code Error} with the field {@code message}, and {@code Panic} with {@code
 * code} and its {@code meaning}. What the contract's ABI does not know keeps its four-byte selector as its name
 * ("0x1f2a2005") and its whole data in the field {@code data}; a revert without any data is named "0x". A mined
 * transaction that used up its gas has {@code OutOfGas} with {@code gasLimit}.
 *
 * @param name as the contract declares it: "ConditionNotMet"
 * @param fields by name in the order of declaration, in the Java types that {@link Contract} lists; a field without a
 *     name has its position, "0"
 */
public record ContractError(String name, Map<String, Object> fields) {
    static final ContractError WITHOUT_A_REASON = new ContractError("0x", Map.of());

    /** Copies the fields. */
    public ContractError {
        fields = copy(fields);
    }

    /** The fields, copied. */
    @Override
    public Map<String, Object> fields() {
        return copy(fields);
    }

    private static Map<String, Object> copy(Map<String, Object> fields) {
        Map<String, Object> copy = new LinkedHashMap<>();
        fields.forEach((name, value) -> copy.put(name, AbiValues.copy(value)));
        return Collections.unmodifiableMap(copy);
    }

    /** Name and fields: "WrongPayment(required=10, given=9)". */
    @Override
    public String toString() {
        return name
                + fields.entrySet().stream()
                        .map(field -> field.getKey() + "=" + AbiValues.show(field.getValue()))
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
