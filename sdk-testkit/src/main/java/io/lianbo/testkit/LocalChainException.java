package io.lianbo.testkit;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The local chain could not be started, reached, or refused a call. Where anvil itself refused, the message holds its
 * words, and {@link #rpcCode} and {@link #revertData} what it sent along.
 */
public final class LocalChainException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final @Nullable Integer rpcCode;
    private final @Nullable String revertData;

    LocalChainException(String message) {
        this(message, null);
    }

    LocalChainException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.rpcCode = null;
        this.revertData = null;
    }

    LocalChainException(String message, int rpcCode, @Nullable String revertData) {
        super(message);
        this.rpcCode = rpcCode;
        this.revertData = revertData;
    }

    /** The JSON-RPC error code, such as -32601 for an unknown method; empty where anvil did not answer. */
    public OptionalInt rpcCode() {
        return rpcCode == null ? OptionalInt.empty() : OptionalInt.of(rpcCode);
    }

    /** What the contract reverted with, as {@code 0x} hex; empty where no contract reverted. */
    public Optional<String> revertData() {
        return Optional.ofNullable(revertData);
    }
}
