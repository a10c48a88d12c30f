package io.lianbo.examples.livesale;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;
import io.lianbo.testkit.LocalChain;
import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where the acts take place: the chain, its time, and the book of gas. */
final class Stage implements AutoCloseable {
    private static final BigInteger GAS_MONEY = BigInteger.TEN.pow(18);

    private final LocalChain local;
    private final Chain chain;
    private final List<GasUse> gas = new ArrayList<>();

    /** What one transaction cost. */
    record GasUse(String what, long gas) {}

    Stage(LocalChain local) {
        this.local = local;
        this.chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
    }

    Chain chain() {
        return chain;
    }

    /** Everybody here reads the time off the chain; this one stands still. */
    InstantSource clock() {
        return InstantSource.fixed(chain.timestamp());
    }

    /** Lets the chain's time pass; a moment that is over already is now. */
    Instant goTo(Instant moment) {
        Instant now = chain.timestamp();
        if (!moment.isAfter(now)) {
            return now;
        }
        local.setTime(moment);
        return moment;
    }

    /** Gives an account the chain's own coin, to pay gas with. */
    void fund(Signer... accounts) {
        for (Signer account : accounts) {
            local.setBalance(account.address().toString(), GAS_MONEY);
        }
    }

    /** Notes what a transaction cost. */
    long spent(String what, Receipt receipt) {
        gas.add(new GasUse(what, receipt.gasUsed()));
        return receipt.gasUsed();
    }

    /** Notes what the deployment cost that was mined last: this chain mines each transaction by itself. */
    long spentOnDeployment(String contract, Address address) {
        if (local.rpc("eth_getBlockByNumber", "latest", false) instanceof Map<?, ?> block
                && block.get("transactions") instanceof List<?> hashes
                && hashes.getLast() instanceof String hash) {
            Receipt receipt = chain.receipt(Hash32.of(hash)).orElseThrow();
            if (receipt.contractAddress().filter(address::equals).isPresent()) {
                return spent("deploy " + contract, receipt);
            }
        }
        throw new IllegalStateException("the last block holds no deployment of " + contract);
    }

    List<GasUse> gas() {
        return List.copyOf(gas);
    }

    @Override
    public void close() {
        chain.close();
    }
}
