package io.lianbo.core.chain;

import java.util.List;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;

/**
 * A way to a chain's nodes: carries requests there and answers back.
 *
 * <p>Everything that is sent this way may be sent twice: reads change nothing, and a signed transaction is the same
 * however often a node is given it.
 */
interface Rpc {
    /** How messages name what is behind it: scheme, host and port. */
    String name();

    /** The answer, whose JSON-RPC frame is right and which belongs to the request; it may be an error of the node. */
    <T> Answer<T> send(Request<?, ? extends Response<T>> request) throws RpcFailure;

    /**
     * The answers of requests of one kind, sent in one round trip.
     *
     * @return in any order, each with its request; one that is not there must be asked for alone, and that are all of
     *     them where the node does not take batches
     */
    <T> List<Answer<T>> sendBatch(List<? extends Request<?, ? extends Response<T>>> requests) throws RpcFailure;
}
