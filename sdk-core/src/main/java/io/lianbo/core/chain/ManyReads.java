package io.lianbo.core.chain;

import io.lianbo.core.Address;
import io.lianbo.core.Hex;
import io.lianbo.core.LianboException;
import io.lianbo.core.LianboException.Code;
import io.lianbo.core.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Many reads of one state of the chain in few round trips: through the contract Multicall3 where the chain has it, and
 * as JSON-RPC batches where not.
 */
final class ManyReads {
    /** Where Multicall3 is on nearly every chain. */
    static final Address MULTICALL = Address.of("0xcA11bde05977b3631167028862bE2a173976CA11");

    private static final int MOST_CALLS = 250;
    private static final int MOST_BYTES = 64 * 1024;

    private static final Abi MULTICALL_ABI = new Abi(
            "Multicall3",
            List.of(Map.of(
                    "type", "function",
                    "name", "aggregate3",
                    "stateMutability", "payable",
                    "inputs", List.of(array("calls", "target", "address", "allowFailure", "bool", "callData", "bytes")),
                    "outputs", List.of(array("returnData", "success", "bool", "returnData", "bytes")))));

    private static Map<String, Object> array(String name, String... namesAndTypes) {
        List<Map<String, String>> components = new ArrayList<>();
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            components.add(Map.of("name", namesAndTypes[i], "type", namesAndTypes[i + 1]));
        }
        return Map.of("name", name, "type", "tuple[]", "components", components);
    }

    private final Node node;

    /** The lowest block after which it was seen. */
    private volatile long multicallSince = Long.MAX_VALUE;

    ManyReads(Node node) {
        this.node = node;
    }

    List<Verdict<AbiValues>> read(List<ContractCall> calls) {
        return calls.isEmpty() ? List.of() : read(calls, node.blockNumber());
    }

    /** On the state after a block. */
    List<Verdict<AbiValues>> read(List<ContractCall> calls, long block) {
        for (ContractCall call : calls) {
            if (call.contract().node() != node) {
                throw new IllegalArgumentException("a call of another connection: " + call);
            }
        }
        if (calls.isEmpty()) {
            return List.of();
        }
        Run run = new Run(block, calls);
        List<Integer> together = new ArrayList<>();
        List<Integer> alone = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            (calls.get(i).isPlain() ? together : alone).add(i);
        }
        if (together.size() > 1 && hasMulticall(block)) {
            run.inChunks(together);
        } else {
            alone.addAll(together);
        }
        alone.addAll(run.unanswered);
        run.each(alone);
        return run.verdicts();
    }

    private boolean hasMulticall(long block) {
        if (block >= multicallSince) {
            return true;
        }
        boolean there = node.codeAt(block, MULTICALL).length > 0;
        if (there) {
            multicallSince = block;
        }
        return there;
    }

    /** Calls on the state after one block, and their answers. */
    private final class Run {
        private final long block;
        private final List<ContractCall> calls;
        private final List<Verdict<AbiValues>> answers;
        private final List<Integer> unanswered = new ArrayList<>();

        Run(long block, List<ContractCall> calls) {
            this.block = block;
            this.calls = calls;
            this.answers = new ArrayList<>(Collections.nCopies(calls.size(), Verdict.refused("UNASKED", "")));
        }

        List<Verdict<AbiValues>> verdicts() {
            return List.copyOf(answers);
        }

        void inChunks(List<Integer> indices) {
            int start = 0;
            int bytes = 0;
            for (int i = 0; i < indices.size(); i++) {
                int more = calls.get(indices.get(i)).request().data().length() / 2;
                if (i > start && (i - start == MOST_CALLS || bytes + more > MOST_BYTES)) {
                    chunk(indices.subList(start, i));
                    start = i;
                    bytes = 0;
                }
                bytes += more;
            }
            chunk(indices.subList(start, indices.size()));
        }

        /** One call of Multicall3. Where the whole fails, for want of gas or a too long answer, halves are tried. */
        private void chunk(List<Integer> indices) {
            if (indices.size() == 1) {
                unanswered.addAll(indices);
                return;
            }
            List<Object> results;
            try {
                results = aggregate(indices);
            } catch (CallReverted | LianboException e) {
                if (e instanceof LianboException failure && !isTooMuch(failure)) {
                    throw failure;
                }
                int half = indices.size() / 2;
                chunk(indices.subList(0, half));
                chunk(indices.subList(half, indices.size()));
                return;
            }
            for (int i = 0; i < results.size(); i++) {
                AbiValues result = (AbiValues) results.get(i);
                byte[] data = result.bytes("returnData");
                int index = indices.get(i);
                if (result.bool("success")) {
                    answers.set(index, calls.get(index).returned(data));
                } else if (data.length == 0) {
                    unanswered.add(index); // it may have lacked the gas that others used
                } else {
                    answers.set(index, calls.get(index).reverted(data));
                }
            }
        }

        private boolean isTooMuch(LianboException e) {
            return e.code() == Code.RPC_ERROR
                    || (e instanceof RpcFailure failure && failure.kind() == RpcFailure.Kind.TOO_LONG);
        }

        private List<Object> aggregate(List<Integer> indices) throws CallReverted {
            List<Object> inner = new ArrayList<>();
            for (int index : indices) {
                ContractCall call = calls.get(index);
                inner.add(List.of(
                        call.contract().address(),
                        true,
                        Hex.decode(call.request().data())));
            }
            var function = MULTICALL_ABI.function("aggregate3", 1);
            byte[] data = MULTICALL_ABI.encodeCall(function, Arrays.asList((Object) inner));
            TxRequest request = TxRequest.of("Multicall3.aggregate3", MULTICALL, data, MULTICALL_ABI);
            byte[] returned = node.callAt(block, null, request);
            List<Object> results;
            try {
                results = MULTICALL_ABI.decodeReturn(function, returned).list(0);
            } catch (IllegalArgumentException e) {
                throw new LianboException(
                        Code.RPC_BAD_RESPONSE, "what is at " + MULTICALL + " is not Multicall3", false, e);
            }
            if (results.size() != indices.size()) {
                throw new LianboException(
                        Code.RPC_BAD_RESPONSE, "what is at " + MULTICALL + " is not Multicall3", false);
            }
            return results;
        }

        void each(List<Integer> indices) {
            List<ContractCall> chosen = indices.stream().map(calls::get).toList();
            var replies = node.callAllAt(block, chosen);
            for (int i = 0; i < chosen.size(); i++) {
                ContractCall call = chosen.get(i);
                Verdict<AbiValues> answer;
                try {
                    answer = call.returned(Node.returned(replies.get(i).orThrow()));
                } catch (CallReverted e) {
                    answer = call.reverted(e.data());
                }
                answers.set(indices.get(i), answer);
            }
        }
    }
}
