package io.lianbo.core.tx;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.Block;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.Fees;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.chain.SignedTransaction;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** A real chain. */
final class ChainNetwork implements Network {
    private final Chain chain;
    private final ContractArtifact[] explain;

    ChainNetwork(Chain chain, List<ContractArtifact> explain) {
        this.chain = chain;
        this.explain = explain.toArray(ContractArtifact[]::new);
    }

    @Override
    public ChainId id() {
        return chain.id();
    }

    @Override
    public long head() {
        return chain.blockNumber();
    }

    @Override
    public long finalBlock(Finality finality, long head) {
        return switch (finality) {
            case Finality.Included included -> head;
            case Finality.Confirmations confirmations -> head - confirmations.blocks();
            case Finality.Safe safe -> chain.safeBlockNumber();
            case Finality.Finalized isFinalized -> chain.finalizedBlockNumber();
        };
    }

    @Override
    public Optional<Hash32> blockHash(long number) {
        return chain.block(number).map(Block::hash);
    }

    @Override
    public long nonce(Address account) {
        return chain.nonce(account);
    }

    @Override
    public long nonceAt(Address account, long block) {
        return chain.nonce(account, block);
    }

    @Override
    public long pendingNonce(Address account) {
        return chain.pendingNonce(account);
    }

    @Override
    public BigInteger balance(Address account) {
        return chain.balance(account);
    }

    @Override
    public Fees fees(Fees.Tier tier) {
        return chain.fees(tier);
    }

    @Override
    public long estimateGas(Address sender, TxIntent intent) {
        return chain.estimateGas(sender, intent.label(), intent.to(), intent.value(), intent.data(), explain);
    }

    @Override
    public Optional<Reason> revertReason(Address sender, TxIntent intent, long block) {
        try {
            return chain.replay(block, sender, intent.to(), intent.value(), intent.data(), explain)
                    .map(error -> new Reason("REVERTED", error.toString()));
        } catch (LianboException noReason) { // that it reverted is certain; why, is a courtesy
            return Optional.empty();
        }
    }

    @Override
    public List<Optional<TxRecord.Inclusion>> inclusions(List<Hash32> transactions) {
        return chain.receipts(transactions).stream()
                .map(receipt -> receipt.map(ChainNetwork::inclusion))
                .toList();
    }

    private static TxRecord.Inclusion inclusion(Receipt receipt) {
        return new TxRecord.Inclusion(
                receipt.transactionHash(),
                receipt.blockNumber(),
                receipt.blockHash(),
                receipt.succeeded(),
                receipt.gasUsed(),
                receipt.fee());
    }

    @Override
    public List<Verdict<Hash32>> broadcast(List<TxRecord.Attempt> attempts) {
        return chain.broadcast(attempts.stream()
                .map(attempt -> new SignedTransaction(attempt.hash(), attempt.raw()))
                .toList());
    }
}
