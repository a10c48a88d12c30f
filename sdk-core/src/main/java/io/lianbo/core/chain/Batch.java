package io.lianbo.core.chain;

import io.lianbo.core.LianboException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;

/** Many requests of one kind in few round trips. What a batch leaves unanswered is asked for alone. */
final class Batch {
    /** Providers allow between 100 and 1000. */
    static final int SIZE = 100;

    private Batch() {}

    /** What became of one request: an answer, or why there is none. */
    record Reply<T>(@Nullable Answer<T> answer, @Nullable RpcFailure failure) {
        Answer<T> orThrow() {
            if (answer != null) {
                return answer;
            }
            throw failure != null ? failure : new IllegalStateException("neither an answer nor a failure");
        }
    }

    /** One reply a request, in their order. */
    static <T> List<Reply<T>> send(Rpc rpc, List<? extends Request<?, ? extends Response<T>>> requests) {
        Map<Request<?, ?>, Reply<T>> replies = new HashMap<>();
        for (int from = 0; from < requests.size(); from += SIZE) {
            var chunk = requests.subList(from, Math.min(requests.size(), from + SIZE));
            if (chunk.size() > 1) {
                try {
                    List<Answer<T>> answers = rpc.sendBatch(chunk);
                    answers.forEach(answer -> replies.put(answer.request(), new Reply<>(answer, null)));
                } catch (RpcFailure nobodyAnswered) {
                    chunk.forEach(request -> replies.put(request, new Reply<>(null, nobodyAnswered)));
                }
            }
            chunk.forEach(request -> replies.computeIfAbsent(request, alone -> alone(rpc, request)));
        }
        return requests.stream().map(request -> lookUp(replies, request)).toList();
    }

    private static <T> Reply<T> alone(Rpc rpc, Request<?, ? extends Response<T>> request) {
        try {
            return new Reply<>(rpc.send(request), null);
        } catch (LianboException e) {
            if (e instanceof RpcFailure failure) {
                return new Reply<>(null, failure);
            }
            throw e;
        }
    }

    private static <T> Reply<T> lookUp(Map<Request<?, ?>, Reply<T>> replies, Request<?, ?> request) {
        Reply<T> reply = replies.get(request);
        if (reply == null) {
            throw new IllegalStateException("every request has a reply");
        }
        return reply;
    }
}
