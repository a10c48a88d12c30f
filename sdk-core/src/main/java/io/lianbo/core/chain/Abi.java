package io.lianbo.core.chain;

import com.esaulpaugh.headlong.abi.ABIObject;
import com.esaulpaugh.headlong.abi.ABIType;
import com.esaulpaugh.headlong.abi.Event;
import com.esaulpaugh.headlong.abi.Function;
import com.esaulpaugh.headlong.abi.Tuple;
import com.esaulpaugh.headlong.abi.TupleType;
import com.esaulpaugh.headlong.abi.TypeEnum;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.json.StrictJson;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a contract understands: its functions, events and errors, found by name, encoded and decoded. */
final class Abi {
    private static final int SELECTOR = 4;
    private static final Function ERROR = Function.parse("Error(string)");
    private static final Function PANIC = Function.parse("Panic(uint256)");

    private final String contractName;
    private final @Nullable Function constructor;
    private final List<Function> functions = new ArrayList<>();
    private final List<Event<Tuple>> events = new ArrayList<>();
    private final Map<String, com.esaulpaugh.headlong.abi.ContractError<Tuple>> errors = new LinkedHashMap<>();

    /** @param items the ABI as the Solidity compiler writes it, a JSON array, parsed */
    Abi(String contractName, List<?> items) {
        this.contractName = contractName;
        Function found = null;
        for (Object json : items) {
            ABIObject item = parse(contractName, StrictJson.write(json));
            if (item.isEvent()) {
                events.add(item.asEvent());
            } else if (item.isContractError()) {
                com.esaulpaugh.headlong.abi.ContractError<Tuple> error = item.asContractError();
                errors.put(Hex.encode(error.function().selector()), error);
            } else if (item.getType() == TypeEnum.CONSTRUCTOR) {
                found = item.asFunction();
            } else if (item.getType() == TypeEnum.FUNCTION) {
                functions.add(item.asFunction());
            }
        }
        constructor = found;
    }

    private static ABIObject parse(String contractName, String json) {
        try {
            return ABIObject.fromJson(json);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "the ABI of " + contractName + " is not valid: " + e.getMessage() + " in " + json, e);
        }
    }

    String contractName() {
        return contractName;
    }

    /** What a deployment appends to the creation code. */
    byte[] encodeConstructor(List<? extends @Nullable Object> args) {
        TupleType<Tuple> inputs = constructor == null ? TupleType.EMPTY : constructor.getInputs();
        Tuple tuple = AbiCodec.encode(inputs, args, contractName + " constructor");
        return inputs.encode(tuple).array();
    }

    /** A function by its name, or by its signature where several share the name and the number of arguments. */
    Function function(String nameOrSignature, int arguments) {
        List<Function> named =
                functions.stream().filter(f -> isNamed(f, nameOrSignature)).toList();
        if (named.size() > 1) {
            List<Function> fitting = named.stream()
                    .filter(f -> f.getInputs().size() == arguments)
                    .toList();
            named = fitting.isEmpty() ? named : fitting;
        }
        return only(named, functions, "function", nameOrSignature);
    }

    byte[] encodeCall(Function function, List<? extends @Nullable Object> args) {
        Tuple tuple = AbiCodec.encode(function.getInputs(), args, contractName + "." + function.getName());
        return function.encodeCall(tuple).array();
    }

    AbiValues decodeReturn(Function function, byte[] data) {
        return AbiCodec.decode(function.getOutputs(), data);
    }

    /** An event by its name, or by its signature where several share the name. */
    Event<Tuple> event(String nameOrSignature) {
        Event<Tuple> event = only(
                events.stream().filter(e -> isNamed(e, nameOrSignature)).toList(), events, "event", nameOrSignature);
        if (event.isAnonymous()) {
            throw new IllegalArgumentException(
                    contractName + "." + event.getName() + " is anonymous; its logs cannot be told from others");
        }
        return event;
    }

    static Hash32 topic(Event<Tuple> event) {
        return Keccak256.hash(event.getCanonicalSignature().getBytes(StandardCharsets.US_ASCII));
    }

    /** Decodes a log whose first topic is the event's. */
    static ContractEvent decodeLog(Event<Tuple> event, Log log) {
        TupleType<Tuple> inputs = event.getInputs();
        TupleType<Tuple> plain = event.getNonIndexedParams();
        if (log.topics().size() != 1 + inputs.size() - plain.size()) {
            throw new IllegalArgumentException(event.getName() + " has " + (inputs.size() - plain.size())
                    + " indexed fields, and the log " + (log.topics().size() - 1));
        }
        AbiValues data = AbiCodec.decode(plain, log.data());
        List<Object> values = new ArrayList<>();
        int nextTopic = 1;
        int nextPlain = 0;
        for (int i = 0; i < inputs.size(); i++) {
            values.add(
                    event.isElementIndexed(i)
                            ? decodeTopic(inputs.get(i), log.topics().get(nextTopic++))
                            : data.get(nextPlain++));
        }
        return new ContractEvent(event.getName(), new AbiValues(AbiCodec.names(inputs), values), log);
    }

    private static Object decodeTopic(ABIType<?> type, Hash32 topic) {
        return AbiCodec.fitsTopic(type) ? AbiCodec.decodeWord(type, topic.bytes()) : topic;
    }

    /** Whether it is one of this contract's own errors. */
    boolean knowsError(byte[] data) {
        return data.length >= SELECTOR && errors.containsKey(Hex.encode(Arrays.copyOf(data, SELECTOR)));
    }

    /** What revert data says. Data that fits nothing known is shown and never refused: it comes from any contract. */
    ContractError decodeError(byte[] data) {
        if (data.length >= SELECTOR) {
            String selector = Hex.encode(Arrays.copyOf(data, SELECTOR));
            byte[] body = Arrays.copyOfRange(data, SELECTOR, data.length);
            try {
                if (selector.equals(Hex.encode(ERROR.selector()))) {
                    String message = AbiCodec.decode(ERROR.getInputs(), body).string(0);
                    return new ContractError("Error", Map.of("message", message));
                }
                if (selector.equals(Hex.encode(PANIC.selector()))) {
                    return panic(AbiCodec.decode(PANIC.getInputs(), body).uint(0));
                }
                var custom = errors.get(selector);
                if (custom != null) {
                    AbiValues values = AbiCodec.decode(custom.getInputs(), body);
                    return new ContractError(custom.getName(), values.fields());
                }
            } catch (IllegalArgumentException malformed) {
                return unknown(data);
            }
        }
        return unknown(data);
    }

    private static ContractError unknown(byte[] data) {
        if (data.length == 0) {
            return ContractError.WITHOUT_A_REASON;
        }
        String selector = Hex.encode(Arrays.copyOf(data, Math.min(SELECTOR, data.length)));
        return new ContractError(selector, Map.of("data", data));
    }

    /** The codes of the Solidity documentation, "Panic via assert and Error via require". */
    private static ContractError panic(BigInteger code) {
        String meaning = switch (code.bitLength() < Integer.SIZE ? code.intValue() : -1) {
            case 0x01 -> "assertion failed";
            case 0x11 -> "arithmetic overflow or underflow";
            case 0x12 -> "division by zero";
            case 0x21 -> "no such value of the enum";
            case 0x22 -> "storage holds a badly encoded byte array";
            case 0x31 -> "pop of an empty array";
            case 0x32 -> "array index out of bounds";
            case 0x41 -> "out of memory";
            case 0x51 -> "call of a function variable that is not set";
            default -> "unknown";
        };
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("code", code);
        fields.put("meaning", meaning);
        return new ContractError("Panic", fields);
    }

    private static boolean isNamed(ABIObject item, String nameOrSignature) {
        return nameOrSignature.equals(item.getName()) || nameOrSignature.equals(item.getCanonicalSignature());
    }

    private <T extends ABIObject> T only(List<T> named, List<T> all, String kind, String name) {
        if (named.isEmpty()) {
            throw new IllegalArgumentException(contractName + " has no " + kind + " \"" + name + "\"; it has "
                    + all.stream().map(ABIObject::getName).sorted().distinct().collect(Collectors.joining(", ")));
        }
        if (named.size() > 1) {
            throw new IllegalArgumentException(contractName + " has several " + kind + "s \"" + name
                    + "\"; name one by its signature: "
                    + named.stream().map(ABIObject::getCanonicalSignature).collect(Collectors.joining(", ")));
        }
        return named.getFirst();
    }
}
