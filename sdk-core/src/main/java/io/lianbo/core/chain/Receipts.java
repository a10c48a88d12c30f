package io.lianbo.core.chain;

import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.Ethereum;
import org.web3j.protocol.core.methods.response.TransactionReceipt;

/**
 * What became of transactions. Many that are asked for together mostly lie in few blocks; then all receipts of a block, in one request, take
 * the place of one request each. A node that does not give them is asked for each.
 */
final class Receipts {
    /** So many of ours in a block are worth reading those of others too. */
    private static final int WORTH_A_BLOCK = 32;

    private static final int MOST_DISAPPOINTMENTS = 2;

    private final Ethereum web3j;
    private final Rpc rpc;
    private volatile boolean givesBlocks = true;
    private @Nullable OfBlock last;

    /** A block's receipts, which its hash fixes for good. */
    private record OfBlock(Hash32 block, Map<Hash32, Receipt> receipts) {}

    Receipts(Ethereum web3j, Rpc rpc) {
        this.web3j = web3j;
        this.rpc = rpc;
    }

    /** The receipt; empty as long as the transaction is in no block. */
    Optional<Receipt> of(Hash32 transaction) {
        return receipt(rpc.send(web3j.ethGetTransactionReceipt(transaction.toString())));
    }

    /** The receipts of many transactions, in their order. */
    List<Optional<Receipt>> of(List<Hash32> transactions) {
        Map<Hash32, Receipt> found = new HashMap<>();
        SequencedSet<Hash32> rest = new LinkedHashSet<>(transactions);
        int disappointments = 0;
        while (givesBlocks && disappointments < MOST_DISAPPOINTMENTS && rest.size() >= WORTH_A_BLOCK) {
            Optional<Receipt> one = of(rest.removeFirst());
            one.ifPresent(receipt -> found.put(receipt.transactionHash(), receipt));
            Map<Hash32, Receipt> block = one.map(this::ofTheBlockOf).orElse(Map.of());
            int before = rest.size();
            rest.removeIf(transaction -> {
                Receipt receipt = block.get(transaction);
                if (receipt != null) {
                    found.put(transaction, receipt);
                }
                return receipt != null;
            });
            if (before - rest.size() < WORTH_A_BLOCK) {
                disappointments++;
            }
        }
        askForEach(List.copyOf(rest), found);
        return transactions.stream()
                .map(transaction -> Optional.ofNullable(found.get(transaction)))
                .toList();
    }

    private void askForEach(List<Hash32> transactions, Map<Hash32, Receipt> found) {
        var requests = transactions.stream()
                .map(transaction -> web3j.ethGetTransactionReceipt(transaction.toString()))
                .toList();
        List<Batch.Reply<TransactionReceipt>> replies = Batch.send(rpc, requests);
        for (int i = 0; i < replies.size(); i++) {
            Hash32 transaction = transactions.get(i);
            receipt(replies.get(i).orThrow()).ifPresent(receipt -> found.put(transaction, receipt));
        }
    }

    /** Those of a receipt's block, read once for all who ask at the same time; none where the node does not give them. */
    private synchronized Map<Hash32, Receipt> ofTheBlockOf(Receipt one) {
        if (last == null || !last.block().equals(one.blockHash())) {
            Map<Hash32, Receipt> receipts = new HashMap<>();
            try {
                rpc
                        .send(web3j.ethGetBlockReceipts(
                                DefaultBlockParameter.valueOf(BigInteger.valueOf(one.blockNumber()))))
                        .read(list -> list.stream().map(Web3jValues::receipt).toList())
                        .stream()
                        // By its number, another block may answer after a reorganisation.
                        .filter(receipt -> receipt.blockHash().equals(one.blockHash()))
                        .forEach(receipt -> receipts.put(receipt.transactionHash(), receipt));
            } catch (RpcFailure nobodyAnswered) {
                return Map.of();
            } catch (LianboException notGiven) {
                givesBlocks = false;
                return Map.of();
            }
            last = new OfBlock(one.blockHash(), receipts);
        }
        return last.receipts();
    }

    private static Optional<Receipt> receipt(Answer<TransactionReceipt> answer) {
        TransactionReceipt receipt = answer.result();
        return receipt == null || receipt.getBlockHash() == null
                ? Optional.empty()
                : Optional.of(answer.understood(receipt, Web3jValues::receipt));
    }
}
