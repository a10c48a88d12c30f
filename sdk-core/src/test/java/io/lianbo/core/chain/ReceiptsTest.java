package io.lianbo.core.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.chain.FaultyProxy.Fault;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import io.lianbo.testkit.Snapshot;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@LocalChainTest
class ReceiptsTest {
    private static final BigInteger GWEI = BigInteger.TEN.pow(9);
    private static final Fees FEES = new Fees(GWEI, GWEI.multiply(BigInteger.valueOf(20)));
    private static final Hash32 UNKNOWN = Hash32.of("0x" + "ab".repeat(32));

    private final LocalChain local;
    private final LocalSigner merchant;
    private final Address viewer;
    private final TestPace pace = new TestPace();
    private FaultyProxy proxy;
    private Chain chain;

    ReceiptsTest(LocalChain local) {
        this.local = local;
        merchant = Fixtures.signer(local, 0);
        viewer = Fixtures.signer(local, 1).address();
    }

    @BeforeEach
    void connect() throws IOException {
        proxy = new FaultyProxy(local.rpcUrl());
        chain = Chain.connect(
                List.of(proxy.url()),
                new ChainId(31337),
                Chain.Options.defaults().withRequestTimeout(Duration.ofSeconds(5)),
                pace,
                new Random(1),
                pace::close);
        local.setAutomine(false);
    }

    @AfterEach
    void close() {
        chain.close();
        proxy.close();
    }

    /** Mines transfers in one block. */
    private List<Hash32> block(int count) {
        long first = chain.nonce(merchant.address());
        List<SignedTransaction> transfers = LongStream.range(first, first + count)
                .mapToObj(nonce -> SignedTransaction.sign(
                        merchant, chain.id(), nonce, FEES, 21_000, Optional.of(viewer), BigInteger.ONE, "0x"))
                .toList();
        assertThat(chain.broadcast(transfers)).allMatch(verdict -> verdict.isVerified());
        local.mine(1);
        return transfers.stream().map(SignedTransaction::hash).toList();
    }

    private List<String> askedFor(List<Hash32> transactions) {
        int before = proxy.methods().size();
        List<Optional<Receipt>> receipts = chain.receipts(transactions);
        List<String> asked = proxy.methods().subList(before, proxy.methods().size());
        assertThat(receipts).hasSameSizeAs(transactions);
        for (int i = 0; i < transactions.size(); i++) {
            Hash32 transaction = transactions.get(i);
            assertThat(receipts.get(i).map(Receipt::transactionHash))
                    .isEqualTo(transaction.equals(UNKNOWN) ? Optional.empty() : Optional.of(transaction));
        }
        assertThat(receipts.getLast())
                .isEqualTo(chain.receipts(List.of(transactions.getLast())).getFirst());
        return asked;
    }

    @Test
    void readsABlockOfOursAtOnce() {
        List<Hash32> mixed = new ArrayList<>(block(150));
        mixed.addAll(block(40));
        mixed.addAll(block(3));
        mixed.add(70, UNKNOWN);
        assertThat(askedFor(mixed))
                .containsExactly(
                        "eth_getTransactionReceipt",
                        "eth_getBlockReceipts",
                        "eth_getTransactionReceipt", // of the unknown one
                        "eth_getTransactionReceipt",
                        "eth_getBlockReceipts",
                        "[eth_getTransactionReceipt x 3]");
    }

    @Test
    void asksForEachWhereFewLieInEachBlock() {
        List<Hash32> scattered = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            scattered.addAll(block(2));
        }
        assertThat(askedFor(scattered))
                .containsExactly(
                        "eth_getTransactionReceipt",
                        "eth_getBlockReceipts",
                        "eth_getTransactionReceipt",
                        "eth_getBlockReceipts",
                        "[eth_getTransactionReceipt x 36]");
        assertThat(askedFor(Collections.nCopies(40, UNKNOWN))).containsExactly("eth_getTransactionReceipt");
    }

    @ParameterizedTest
    @EnumSource(names = {"UNKNOWN_METHOD", "HALF", "HTML", "LOSE", "UNAVAILABLE"})
    void asksForEachWhereTheNodeGivesNoBlocks(Fault fault) {
        List<Hash32> transfers = block(60);
        proxy.only("eth_getBlockReceipts").always(fault);
        assertThat(askedFor(transfers)).last().asString().matches("\\[eth_getTransactionReceipt x 5[89]]");
    }

    @Test
    void asksNoMoreForBlocksOfANodeThatDoesNotKnowThem() {
        List<Hash32> transfers = block(60);
        proxy.only("eth_getBlockReceipts").always(Fault.UNKNOWN_METHOD);
        askedFor(transfers);
        assertThat(askedFor(transfers)).containsExactly("[eth_getTransactionReceipt x 60]");
    }

    @Test
    void believesNoBlockThatTookAnothersPlace() {
        Snapshot before = local.snapshot();
        List<Hash32> first = block(40);
        askedFor(first);
        local.revert(before);
        local.setBalance(viewer.toString(), BigInteger.TEN);
        local.mine(1);
        local.mine(1);
        assertThat(chain.receipts(first)).allMatch(Optional::isEmpty);
        List<Hash32> again = block(40);
        assertThat(chain.receipts(again).stream()
                        .map(receipt -> receipt.orElseThrow().blockNumber()))
                .containsOnly(local.blockNumber());
    }
}
