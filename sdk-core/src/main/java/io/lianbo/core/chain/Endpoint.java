package io.lianbo.core.chain;

import io.lianbo.core.chain.RpcFailure.Kind;
import io.lianbo.core.internal.Http;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;

/** One node: every way in which it can fail to answer becomes a failure that names it. */
final class Endpoint implements Rpc {
    private static final int TOO_MANY_REQUESTS = 429;

    /** How providers say with a JSON-RPC error that too much was asked too fast. */
    private static final List<String> RATE_LIMITS = List.of(
            "too many requests",
            "rate limit",
            "request rate",
            "requests per second",
            "compute units per second",
            "request count exceeded");

    private final String name;
    private final Wire wire;
    private final UnaryOperator<String> discreet;

    /** What carries requests to the node. */
    interface Wire {
        <T> @Nullable Response<T> send(Request<?, ? extends Response<T>> request) throws IOException;

        /** The answers as they came: some may be missing, or belong to nothing that was asked. */
        List<? extends Response<?>> sendBatch(List<? extends Request<?, ? extends Response<?>>> requests)
                throws IOException;
    }

    /**
     * @param name how messages name the node
     * @param discreet takes out of a text from the node what must not get into messages
     */
    Endpoint(String name, Wire wire, UnaryOperator<String> discreet) {
        this.name = name;
        this.wire = wire;
        this.discreet = discreet;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public <T> Answer<T> send(Request<?, ? extends Response<T>> request) throws RpcFailure {
        String method = request.getMethod();
        Response<T> response;
        try {
            response = wire.send(request);
        } catch (IOException e) {
            throw failure(method, e);
        } catch (RuntimeException e) {
            // web3j and Jackson throw what they like at an answer that they cannot read.
            throw new RpcFailure(Kind.TROUBLE, name + " answered " + method + " with what is not JSON-RPC", e);
        }
        if (response == null) {
            throw new RpcFailure(Kind.TROUBLE, name + " answered " + method + " with nothing", null);
        }
        boolean unread = response.hasError() && response.getId() == 0; // the node could not tell what it was asked
        if (response.getId() != request.getId() && !unread) {
            throw new RpcFailure(
                    Kind.TROUBLE, name + " answered " + method + " with the answer to another request", null);
        }
        if (isRateLimit(response)) {
            throw new RpcFailure(
                    Kind.TOO_MANY_REQUESTS,
                    name + " refused " + method + ": " + response.getError().getCode() + " "
                            + discreet.apply(String.valueOf(response.getError().getMessage())),
                    null);
        }
        return answer(request, response);
    }

    @Override
    public <T> List<Answer<T>> sendBatch(List<? extends Request<?, ? extends Response<T>>> requests) throws RpcFailure {
        String method = requests.getFirst().getMethod();
        List<? extends Response<?>> responses;
        try {
            responses = wire.sendBatch(requests);
        } catch (IOException e) {
            RpcFailure failure = failure("a batch of " + requests.size() + " " + method, e);
            if (failure.kind() == Kind.USELESS || failure.kind() == Kind.TOO_LONG) {
                return List.of();
            }
            throw failure;
        } catch (RuntimeException notABatch) {
            return List.of();
        }
        Map<Long, Request<?, ? extends Response<T>>> asked = new HashMap<>();
        requests.forEach(request -> asked.put(request.getId(), request));
        List<Answer<T>> answers = new ArrayList<>();
        for (Response<?> response : responses) {
            Request<?, ? extends Response<T>> request = response == null ? null : asked.remove(response.getId());
            if (request != null && !isRateLimit(response)) {
                answers.add(answer(request, request.getResponseType().cast(response)));
            }
        }
        return answers;
    }

    private <T> Answer<T> answer(Request<?, ?> request, Response<T> response) {
        if (response.hasError() && response.getError().getMessage() != null) {
            response.getError().setMessage(discreet.apply(response.getError().getMessage()));
        }
        return new Answer<>(request, response, name, false);
    }

    private static boolean isRateLimit(Response<?> response) {
        if (!response.hasError()) {
            return false;
        }
        String said = String.valueOf(response.getError().getMessage()).toLowerCase(Locale.ROOT);
        return response.getError().getCode() == TOO_MANY_REQUESTS
                || RATE_LIMITS.stream().anyMatch(said::contains);
    }

    private RpcFailure failure(String what, IOException e) {
        if (e instanceof HttpRpc.BadAnswer bad) {
            return new RpcFailure(bad.kind(), name + " " + bad.getMessage(), bad.retryAfter(), e);
        }
        boolean unsent = e instanceof ConnectException
                || e instanceof UnknownHostException
                || e instanceof NoRouteToHostException;
        return new RpcFailure(
                unsent ? Kind.NOT_SENT : Kind.NO_ANSWER,
                name + " did not answer " + what + ": " + discreet.apply(Http.reason(e)),
                e);
    }
}
