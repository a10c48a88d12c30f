package io.lianbo.core;

import java.util.Objects;

/**
 * The chain, or another service that Lianbo talks to, failed.
 *
 * <p>{@link #code()} is stable and made for programs; {@link #isRetrySafe()} says whether the same call may be made again without
 * the risk of doing something twice. A bad argument is an {@link IllegalArgumentException} instead, and an expected "no" a
 * {@link Verdict}.
 */
public class LianboException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What failed. Names are stable; new ones may be added. */
    public enum Code {
        /** No answer from the node: refused, timed out, or cut off. */
        RPC_UNREACHABLE,
        /** The node's answer is not what JSON-RPC allows, such as an HTML page. */
        RPC_BAD_RESPONSE,
        /** The node wants to be asked less often; all that may be waited for it was waited. */
        RPC_RATE_LIMITED,
        /** The node answered with a JSON-RPC error. */
        RPC_ERROR,
        /** The node serves another chain than the one expected. */
        WRONG_CHAIN,
        /** A transaction was mined, and reverted. */
        TRANSACTION_REVERTED,
        /** An intent was refused before anything was signed: it would have reverted, or cost more than it may. */
        TRANSACTION_REFUSED,
        /** A read, or the trial run of a transaction, reverted; nothing was sent. */
        CALL_REVERTED,
        /** A transaction was sent and no receipt came in time; it may still be mined. */
        NOT_MINED_IN_TIME,
        /** The sender cannot pay for the value and the gas. */
        INSUFFICIENT_FUNDS,
        /** The sender's nonce was used by another transaction. */
        NONCE_CONFLICT,
        /** The node wants a higher fee for a transaction, or for one that is to take the place of another. */
        UNDERPRICED,
        /** The chain was reorganised more deeply than can be undone. */
        DEEP_REORGANISATION,
        /** An external signer did not sign. */
        SIGNER_FAILED,
        /** A pinning service did not store content, or stored something else. */
        PINNING_FAILED,
        /** The database of a journal or another store failed: full, read-only, or not there. */
        STORE_FAILED
    }

    private final Code code;
    private final boolean retrySafe;

    /**
     * Returns a failure of the kind {@code code}.
     *
     * @param message what was tried, what happened; without secrets
     * @param retrySafe whether the same call may be made again without the risk of doing something twice
     */
    public LianboException(Code code, String message, boolean retrySafe) {
        super(Objects.requireNonNull(message, "message"));
        this.code = Objects.requireNonNull(code, "code");
        this.retrySafe = retrySafe;
    }

    /**
     * Returns a failure of the kind {@code code} that {@code cause} led to.
     *
     * @param message what was tried, what happened; without secrets
     * @param retrySafe whether the same call may be made again without the risk of doing something twice
     */
    public LianboException(Code code, String message, boolean retrySafe, Throwable cause) {
        super(Objects.requireNonNull(message, "message"), Objects.requireNonNull(cause, "cause"));
        this.code = Objects.requireNonNull(code, "code");
        this.retrySafe = retrySafe;
    }

    /** Returns what failed. */
    public Code code() {
        return code;
    }

    /** Returns whether the same call may be made again without the risk of doing something twice. */
    public boolean isRetrySafe() {
        return retrySafe;
    }
}
