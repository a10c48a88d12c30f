package io.lianbo.core.chain;

import io.lianbo.core.Hex;
import io.lianbo.core.json.StrictJson;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.web3j.protocol.core.Response;

/** The node ran a call, and the contract refused; its data waits for an ABI. Checked, so that nobody forgets to decode. */
final class CallReverted extends Exception {
    private static final long serialVersionUID = 1L;

    /** Geth's code for a revert with data; anvil, Besu, Erigon and Reth use it too. */
    private static final int REVERTED = 3;

    private static final Pattern HEX = Pattern.compile("0x(?:[0-9a-fA-F]{2})*");
    private static final int DEEPEST = 4;
    /** Under which names nodes nest the data, the likeliest first. */
    private static final List<String> NESTS = List.of("data", "return", "result", "output", "originalError", "error");

    private final byte[] data;

    private CallReverted(String message, byte[] data) {
        super(message);
        this.data = data;
    }

    byte[] data() {
        return data;
    }

    /** The revert that a JSON-RPC error stands for; empty when it is another error. Nodes differ in how they say it. */
    static Optional<CallReverted> in(Response.Error error) {
        String message = String.valueOf(error.getMessage());
        String lower = message.toLowerCase(Locale.ROOT);
        boolean reverted =
                error.getCode() == REVERTED || lower.contains("revert") || lower.contains("vm execution error");
        if (!reverted) {
            return Optional.empty();
        }
        return Optional.of(new CallReverted(
                message, dataIn(parsed(error.getData()), DEEPEST).orElse(new byte[0])));
    }

    private static @Nullable Object parsed(@Nullable String data) {
        if (data == null) {
            return null;
        }
        try {
            return StrictJson.parse(data);
        } catch (IllegalArgumentException plainText) {
            return data;
        }
    }

    private static Optional<byte[]> dataIn(@Nullable Object value, int depth) {
        if (value instanceof String text) {
            // Some write "Reverted 0x08c3...".
            Matcher hex = HEX.matcher(text.substring(Math.max(0, text.indexOf("0x"))));
            return hex.matches() ? Optional.of(Hex.decode(hex.group())) : Optional.empty();
        }
        if (value instanceof Map<?, ?> object && depth > 0) {
            for (String nest : NESTS) {
                Optional<byte[]> found = dataIn(object.get(nest), depth - 1);
                if (found.isPresent()) {
                    return found;
                }
            }
            // Ganache files it under the transaction's hash.
            return object.values().stream()
                    .filter(Map.class::isInstance)
                    .flatMap(inner -> dataIn(inner, depth - 1).stream())
                    .findFirst();
        }
        return Optional.empty();
    }
}
