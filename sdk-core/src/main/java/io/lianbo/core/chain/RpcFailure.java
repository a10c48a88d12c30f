package io.lianbo.core.chain;

import io.lianbo.core.LianboException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** No usable answer came; says what that means for another try. */
final class RpcFailure extends LianboException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, in the order of how far the request got. */
    enum Kind {
        /** Nothing left this machine. */
        NOT_SENT(Code.RPC_UNREACHABLE, false, true),
        /** The node asks to be left alone for a while. */
        TOO_MANY_REQUESTS(Code.RPC_RATE_LIMITED, false, true),
        /** The node is of another chain. */
        WRONG_CHAIN(Code.WRONG_CHAIN, false, false),
        /** The node may have read the request; no answer came. */
        NO_ANSWER(Code.RPC_UNREACHABLE, true, true),
        /** An answer that says that the server has trouble, or that is damaged. */
        TROUBLE(Code.RPC_BAD_RESPONSE, true, true),
        /** An answer that this server will repeat: it wants a key, or is no node. */
        USELESS(Code.RPC_BAD_RESPONSE, true, false),
        /** The answer is longer than allowed, and would be so elsewhere. */
        TOO_LONG(Code.RPC_BAD_RESPONSE, true, false);

        private final Code code;
        private final boolean mayHaveArrived;
        private final boolean worthRepeating;

        Kind(Code code, boolean mayHaveArrived, boolean worthRepeating) {
            this.code = code;
            this.mayHaveArrived = mayHaveArrived;
            this.worthRepeating = worthRepeating;
        }
    }

    private final Kind kind;
    private final Duration retryAfter;
    private final boolean mayHaveArrived;

    private RpcFailure(
            Kind kind, String message, Duration retryAfter, boolean mayHaveArrived, @Nullable Throwable cause) {
        super(kind.code, message, kind != Kind.WRONG_CHAIN);
        this.kind = kind;
        this.retryAfter = retryAfter;
        this.mayHaveArrived = mayHaveArrived;
        if (cause != null) {
            initCause(cause);
        }
    }

    RpcFailure(Kind kind, String message, @Nullable Throwable cause) {
        this(kind, message, Duration.ZERO, kind.mayHaveArrived, cause);
    }

    RpcFailure(Kind kind, String message, Duration retryAfter, @Nullable Throwable cause) {
        this(kind, message, retryAfter, kind.mayHaveArrived, cause);
    }

    /** The same failure, where more is known about whether the request, or an earlier try of it, may have arrived. */
    RpcFailure withMayHaveArrived(boolean known) {
        if (mayHaveArrived == known) {
            return this;
        }
        RpcFailure failure = new RpcFailure(kind, String.valueOf(getMessage()), retryAfter, known, getCause());
        for (Throwable suppressed : getSuppressed()) {
            failure.addSuppressed(suppressed);
        }
        return failure;
    }

    Kind kind() {
        return kind;
    }

    /** Whether a node may have done what was asked. */
    boolean mayHaveArrived() {
        return mayHaveArrived;
    }

    /** Whether the same node may answer if asked again. */
    boolean isWorthRepeating() {
        return kind.worthRepeating;
    }

    /** How long the node wants to be left alone; zero when it did not say. */
    Duration retryAfter() {
        return retryAfter;
    }
}
