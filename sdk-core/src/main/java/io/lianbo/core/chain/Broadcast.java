package io.lianbo.core.chain;

import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.LianboException;
import io.lianbo.core.LianboException.Code;
import io.lianbo.core.crypto.Keccak256;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.web3j.protocol.core.Ethereum;

/**
 * Hands signed transactions to a node. That it has one already counts as done, so that the same bytes may be handed
 * over any number of times, to any number of nodes.
 */
final class Broadcast {
    private final Ethereum web3j;
    private final Rpc rpc;

    Broadcast(Ethereum web3j, Rpc rpc) {
        this.web3j = web3j;
        this.rpc = rpc;
    }

    /**
     * Hands over one.
     *
     * @throws LianboException with a retry unsafe when no clear answer came: a node may have it
     */
    void send(SignedTransaction signed) {
        Answer<String> answer;
        try {
            answer = rpc.send(web3j.ethSendRawTransaction(signed.raw()));
        } catch (RpcFailure e) {
            throw unclear(signed.hash(), e);
        }
        LianboException refusal = refusal(answer, signed.hash());
        if (refusal != null) {
            throw refusal;
        }
    }

    /** Hands over many, in their order; each has its own outcome. */
    List<BroadcastOutcome> sendAll(List<byte[]> signed) {
        var requests = signed.stream()
                .map(bytes -> web3j.ethSendRawTransaction(Hex.encode(bytes)))
                .toList();
        List<Batch.Reply<String>> replies = Batch.send(rpc, requests);
        List<BroadcastOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < replies.size(); i++) {
            Hash32 hash = Keccak256.hash(signed.get(i));
            Batch.Reply<String> reply = replies.get(i);
            outcomes.add(new BroadcastOutcome(
                    hash, reply.failure() != null ? unclear(hash, reply.failure()) : refusal(reply.orThrow(), hash)));
        }
        return outcomes;
    }

    private static LianboException unclear(Hash32 hash, RpcFailure failure) {
        if (!failure.mayHaveArrived()) {
            return failure;
        }
        return new LianboException(
                failure.code(),
                "transaction " + hash + " may or may not have been sent: " + failure.getMessage(),
                false,
                failure);
    }

    /** Why the node does not take it; null when it has it. */
    private @Nullable LianboException refusal(Answer<String> answer, Hash32 hash) {
        if (!answer.isError()) {
            return null;
        }
        String said = String.valueOf(answer.error().getMessage()).toLowerCase(Locale.ROOT);
        if (saysAnyOf(said, "already known", "already imported", "known transaction", "already exists")) {
            return null;
        }
        // Its number may be taken by itself: sent earlier, by us or by who crashed after sending, and mined since.
        boolean doubted = answer.doubted();
        try {
            if (rpc.send(web3j.ethGetTransactionByHash(hash.toString())).result() != null) {
                return null;
            }
        } catch (LianboException unknown) {
            doubted = true;
        }
        return answer.refusal(code(said), !doubted);
    }

    private static Code code(String said) {
        if (saysAnyOf(said, "insufficient funds", "insufficient balance")) {
            return Code.INSUFFICIENT_FUNDS;
        }
        if (saysAnyOf(said, "underpriced", "less than block base fee", "fee cap too low", "gas price too low")) {
            return Code.UNDERPRICED;
        }
        return said.contains("nonce") ? Code.NONCE_CONFLICT : Code.RPC_ERROR;
    }

    private static boolean saysAnyOf(String said, String... phrases) {
        return Stream.of(phrases).anyMatch(said::contains);
    }
}
