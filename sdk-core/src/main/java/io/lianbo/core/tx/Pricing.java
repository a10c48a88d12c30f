package io.lianbo.core.tx;

import io.lianbo.core.Address;
import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.chain.Fees;
import io.lianbo.core.chain.SignedTransaction;
import io.lianbo.core.crypto.Signer;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a transaction costs, and its signing. */
final class Pricing {
    /** Nodes take a replacement from a tenth more on; an eighth leaves room for their rounding. */
    private static final BigInteger EIGHT = BigInteger.valueOf(8);

    private final Network network;
    private final Address account;

    Pricing(Network network, Address account) {
        this.network = network;
        this.account = account;
    }

    /** An intent whose gas and fees are known. */
    record Priced(TxRecord record, long gasLimit, Fees fees) {
        /** The most it can cost, value and gas, in wei. */
        BigInteger cost() {
            return record.intent().mostCost(fees, gasLimit);
        }
    }

    /**
     * Prices intents, many at once.
     *
     * @param refused gets those that would revert
     */
    List<Priced> price(List<TxRecord> records, List<TxRecord> refused) {
        Map<Fees.Tier, Fees> fees = new EnumMap<>(Fees.Tier.class);
        List<Priced> priced = new ArrayList<>(records.size());
        List<Estimate> estimates = estimates(records);
        for (int i = 0; i < records.size(); i++) {
            TxRecord record = records.get(i);
            Estimate estimate = estimates.get(i);
            if (estimate.refusal() != null) {
                refused.add(record.failed(estimate.refusal()));
            } else {
                Fees asked = fees.computeIfAbsent(record.intent().tier(), network::fees);
                priced.add(new Priced(record, estimate.gas(), asked));
            }
        }
        return priced;
    }

    /** How much gas an intent takes, or why it would revert. */
    private record Estimate(long gas, @Nullable Reason refusal) {}

    private List<Estimate> estimates(List<TxRecord> records) {
        if (records.stream().allMatch(record -> record.intent().gasLimit().isPresent())) {
            return records.stream().map(record -> estimate(record.intent())).toList();
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Estimate>> answers = records.stream()
                    .map(record -> threads.submit(() -> estimate(record.intent())))
                    .toList();
            List<Estimate> estimates = new ArrayList<>(records.size());
            for (Future<Estimate> answer : answers) {
                estimates.add(answer.get());
            }
            return estimates;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LianboException failure
                    ? failure
                    : new IllegalStateException("an estimate failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while estimating", e);
        }
    }

    private Estimate estimate(TxIntent intent) {
        if (intent.gasLimit().isPresent()) {
            return new Estimate(intent.gasLimit().getAsLong(), null);
        }
        try {
            return new Estimate(network.estimateGas(account, intent), null);
        } catch (ContractRevertException e) {
            return new Estimate(0, new Reason("WOULD_REVERT", String.valueOf(e.getMessage())));
        }
    }

    /** A replacement's fees: an eighth more than before, and at least what is asked now. */
    Fees raised(Fees before, Fees now) {
        BigInteger tip = moreByAnEighth(before.tip()).max(now.tip());
        return new Fees(tip, moreByAnEighth(before.max()).max(now.max()).max(tip));
    }

    private static BigInteger moreByAnEighth(BigInteger wei) {
        return wei.add(wei.add(EIGHT).subtract(BigInteger.ONE).divide(EIGHT));
    }

    TxRecord.Attempt sign(Signer signer, TxIntent intent, long nonce, Fees fees, long gasLimit, Instant now) {
        SignedTransaction signed = SignedTransaction.sign(
                signer, network.id(), nonce, fees, gasLimit, intent.to(), intent.value(), intent.data());
        return new TxRecord.Attempt(signed.hash(), signed.raw(), account, nonce, fees, gasLimit, now);
    }

    /** Signs with consecutive nonces, on all cores. */
    List<TxRecord> signAll(Signer signer, List<Priced> priced, long firstNonce, Instant now) {
        return IntStream.range(0, priced.size())
                .parallel()
                .mapToObj(i -> {
                    Priced one = priced.get(i);
                    return one.record()
                            .signed(sign(
                                    signer, one.record().intent(), firstNonce + i, one.fees(), one.gasLimit(), now));
                })
                .toList();
    }
}
