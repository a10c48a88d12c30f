package io.lianbo.core.chain;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.LianboException.Code;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Logs of any range of blocks, asked in ranges that the node answers: half as wide when it says that it is too much,
 * and wider again bit by bit.
 */
final class LogPages {
    /** How nodes and providers say that a range is too wide or has too many logs; their error codes mean everything. */
    private static final List<String> TOO_MUCH = List.of(
            "query returned more than",
            "too many results",
            "too many logs",
            "max results",
            "response size",
            "response too large",
            "response is too big",
            "limit exceeded",
            "block range",
            "blocks range",
            "range is too",
            "range too",
            "max range",
            "is limited to a",
            "limited to 0 -",
            "limit the query to",
            "ranges over",
            "query exceeds",
            "query timeout");

    private static final long GROWTH_PARTS = 4;

    private final Node node;
    private final long widest;

    /** @param widest how many blocks to ask for at once */
    LogPages(Node node, long widest) {
        this.node = node;
        this.widest = widest;
    }

    /** Visits the logs in the order of the chain; no more than one answer of the node is held. */
    void forEach(Set<Address> contracts, Set<Hash32> topics, long fromBlock, long toBlock, Consumer<Log> visitor) {
        long width = widest;
        long start = fromBlock;
        while (start <= toBlock) {
            long end = toBlock - start < width ? toBlock : start + width - 1;
            List<Log> logs;
            try {
                logs = node.logs(LogFilter.inRange(contracts, topics, start, end));
            } catch (LianboException e) {
                if (start == end || !isTooMuch(e)) {
                    throw e;
                }
                width = (end - start + 1) / 2;
                continue;
            }
            logs.forEach(visitor);
            start = end + 1;
            width = Math.min(widest, width + Math.max(1, width / GROWTH_PARTS));
        }
    }

    private static boolean isTooMuch(LianboException e) {
        if (e instanceof RpcFailure failure) {
            return failure.kind() == RpcFailure.Kind.TOO_LONG;
        }
        String said = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return e.code() == Code.RPC_ERROR && TOO_MUCH.stream().anyMatch(said::contains);
    }
}
