package io.lianbo.core.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.LianboException;
import io.lianbo.core.LianboException.Code;
import io.lianbo.core.chain.FaultyProxy.Fault;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signer;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@LocalChainTest
class BroadcastTest {
    private static final BigInteger GWEI = BigInteger.TEN.pow(9);
    private static final Fees FEES = new Fees(GWEI, GWEI.multiply(BigInteger.valueOf(20)));
    private static final Fees TOO_LOW = new Fees(BigInteger.ONE, BigInteger.ONE);

    private final LocalChain local;
    private final LocalSigner merchant;
    private final Address viewer;
    private FaultyProxy proxy;
    private HttpRpc http;
    private Node node;

    BroadcastTest(LocalChain local) {
        this.local = local;
        merchant = Fixtures.signer(local, 0);
        viewer = Fixtures.signer(local, 1).address();
    }

    @BeforeEach
    void connect() throws IOException {
        proxy = new FaultyProxy(local.rpcUrl());
        http = new HttpRpc(proxy.url(), Chain.Options.defaults().withRequestTimeout(Duration.ofSeconds(5)));
        node = new Node(http.endpoint());
    }

    @AfterEach
    void close() {
        http.close();
        proxy.close();
    }

    private byte[] transfer(Signer from, long nonce, Fees fees) {
        Eip1559Transaction transaction =
                new Eip1559Transaction(new ChainId(31337), nonce, fees, 21_000, viewer, BigInteger.ONE, "0x");
        return transaction.signedWith(from.signHashOf(transaction.preimage()));
    }

    @Test
    void givesEachTransactionItsOwnOutcome() {
        try (LocalSigner poor = LocalSigner.generate(new SecureRandom())) {
            byte[] mined = transfer(merchant, 0, FEES);
            assertThat(node.broadcastAll(List.of(mined))).allMatch(BroadcastOutcome::isAccepted);
            local.mine(1);
            List<BroadcastOutcome> outcomes = node.broadcastAll(List.of(
                    mined,
                    transfer(merchant, 1, FEES),
                    transfer(merchant, 0, new Fees(GWEI, GWEI.multiply(BigInteger.TWO))),
                    transfer(poor, 0, FEES),
                    transfer(merchant, 2, TOO_LOW)));
            assertThat(outcomes)
                    .extracting(outcome -> outcome.refusal().map(LianboException::code))
                    .extracting(code -> code.map(Code::name).orElse("accepted"))
                    .containsExactly("accepted", "accepted", "NONCE_CONFLICT", "INSUFFICIENT_FUNDS", "UNDERPRICED");
            assertThat(outcomes)
                    .allMatch(outcome ->
                            outcome.refusal().map(LianboException::isRetrySafe).orElse(true));
        }
    }

    @Test
    void asksForAHigherFeeToReplaceATransaction() {
        local.setAutomine(false);
        List<BroadcastOutcome> outcomes = node.broadcastAll(
                List.of(transfer(merchant, 0, FEES), transfer(merchant, 0, new Fees(GWEI, GWEI.shiftLeft(3)))));
        assertThat(outcomes.getFirst().isAccepted()).isTrue();
        assertThat(outcomes.getLast().refusal().map(LianboException::code)).contains(Code.UNDERPRICED);
    }

    @ParameterizedTest
    @EnumSource(names = {"NO_BATCH", "MIXED_UP", "HALF", "WRONG_ID", "DUPLICATE"})
    void countsWhatTheNodeHasAsSentHoweverTheBatchWasAnswered(Fault fault) {
        proxy.next(fault);
        List<BroadcastOutcome> outcomes =
                node.broadcastAll(List.of(transfer(merchant, 0, FEES), transfer(merchant, 1, FEES)));
        assertThat(outcomes).allMatch(BroadcastOutcome::isAccepted);
    }

    @Test
    void saysOfAllThatTheyMayHaveBeenSentWhenNoAnswerCame() {
        proxy.next(Fault.LOSE);
        assertThat(node.broadcastAll(List.of(transfer(merchant, 0, FEES), transfer(merchant, 1, FEES))))
                .allSatisfy(outcome -> assertThat(outcome.refusal())
                        .hasValueSatisfying(e -> assertThat(e.isRetrySafe()).isFalse())
                        .hasValueSatisfying(e -> assertThat(e)
                                .hasMessageStartingWith("transaction " + outcome.transaction() + " may or may not")));
    }
}
