package io.lianbo.core.chain;

import io.lianbo.core.LianboException;
import io.lianbo.core.LianboException.Code;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;

/**
 * What a node answered; reading it turns every way to be wrong into one sentence with a code.
 *
 * @param request what it answers
 * @param response a result or an error
 * @param from the node, as messages name it
 * @param doubted an earlier try of the same request may have arrived somewhere, though its answer did not
 */
record Answer<T>(Request<?, ?> request, Response<T> response, String from, boolean doubted) {
    private static final int LONGEST_NODE_MESSAGE = 500;

    /** The same, when it was not the first try. */
    Answer<T> doubted(boolean earlierMayHaveArrived) {
        return earlierMayHaveArrived ? new Answer<>(request, response, from, true) : this;
    }

    boolean isError() {
        return response.hasError();
    }

    /** The node's error; there must be one. */
    Response.Error error() {
        return response.getError();
    }

    /** The result; null where the node has nothing to say, as about a transaction that is in no block. */
    @Nullable
    T result() {
        if (isError()) {
            throw refusal(Code.RPC_ERROR);
        }
        return response.getResult();
    }

    /** The result, which there must be, as our value. */
    <V> V read(Function<T, V> reading) {
        T result = result();
        if (result == null) {
            throw badAnswer("with neither a result nor an error", null);
        }
        return understood(result, reading);
    }

    /** A result whose frame is right, and whose content may not be. */
    <V> V understood(T result, Function<T, V> reading) {
        try {
            return reading.apply(result);
        } catch (RuntimeException e) {
            throw badAnswer("with what cannot be read: " + e.getMessage(), e);
        }
    }

    LianboException badAnswer(String how, @Nullable Exception cause) {
        String message = from + " answered " + request.getMethod() + " " + how;
        return cause == null
                ? new LianboException(Code.RPC_BAD_RESPONSE, message, true)
                : new LianboException(Code.RPC_BAD_RESPONSE, message, true, cause);
    }

    LianboException refusal(Code code) {
        return refusal(code, true);
    }

    LianboException refusal(Code code, boolean retrySafe) {
        String said = String.valueOf(error().getMessage());
        String shown = said.substring(0, Math.min(LONGEST_NODE_MESSAGE, said.length()));
        return new LianboException(
                code, from + " refused " + request.getMethod() + ": " + error().getCode() + " " + shown, retrySafe);
    }
}
