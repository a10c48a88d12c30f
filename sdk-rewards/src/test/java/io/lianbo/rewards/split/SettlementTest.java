package io.lianbo.rewards.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.rewards.TestTokens;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@LocalChainTest
class SettlementTest {

    private static final Token ETH = Token.nativeCoin("ETH");
    private static final Address HOST = Address.of("0x2222222222222222222222222222222222222222");
    private static final Address VIEWERS = Address.of("0x4444444444444444444444444444444444444444");
    private static final BigInteger ALLOWANCE = BigInteger.valueOf(1_000_000_000);

    private LocalChain local;
    private Chain chain;
    private LocalSigner operator;
    private LocalSigner merchant;
    private List<LocalSigner> buyers;
    private Token token;
    private SplitTerms terms;
    private SplitRegistry registry;
    private Settlement settlement;
    private Session session;

    @BeforeEach
    void deploy(LocalChain local) {
        this.local = local;
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        operator = signer(0);
        merchant = signer(1);
        buyers = List.of(signer(2), signer(3), signer(4), signer(5));
        token = TestTokens.deploy(chain, operator);
        terms = SplitTerms.of(Share.of(merchant.address(), 6_000), Share.of(HOST, 3_333), Share.of(VIEWERS, 667));
        registry = SplitRegistry.deploy(chain, operator);
        registry.create(operator, terms);
        settlement = Settlement.deploy(chain, operator, registry);
        session = new Session(
                operator.address(), token, terms.id(), chain.timestamp().plus(Duration.ofDays(1)), hash("show"));
        for (LocalSigner buyer : buyers) {
            TestTokens.mint(chain, operator, token, buyer.address(), ALLOWANCE);
            TestTokens.approve(chain, buyer, token, settlement.address(), ALLOWANCE);
        }
    }

    @AfterEach
    void close() {
        chain.close();
    }

    /** Every balance is the one worked out from the orders alone. */
    @Test
    void settlesAShowOfSixtyOrdersWithBadOnesAmongThem() {
        List<SaleOrder.SignedOrder> orders = new ArrayList<>();
        Map<Address, BigInteger> paidBy = new HashMap<>();
        for (int i = 0; i < 60; i++) {
            LocalSigner buyer = buyers.get(i % buyers.size());
            SaleOrder order = order(i, buyer, 1_000_003L + 17L * i);
            SaleOrder.SignedOrder signed = order.sign(buyer, settlement.domain());
            if (i == 20) {
                signed = new SaleOrder.SignedOrder(order(i, buyer, 1), signed.signature());
            } else if (i == 33) {
                settlement.cancel(buyer, order);
                assertThat(settlement.isCancelled(order)).isTrue();
            } else {
                paidBy.merge(buyer.address(), order.amount(), BigInteger::add);
            }
            orders.add(signed);
        }

        Map<Address, BigInteger> due = new HashMap<>();
        List<Settlement.Skipped> skipped = new ArrayList<>();
        BigInteger total = BigInteger.ZERO;
        for (int from = 0; from < 60; from += 20) {
            Settlement.Batch batch = settlement.settle(operator, session, terms, orders.subList(from, from + 20));
            SplitCalculator.payments(terms, batch.total().units())
                    .forEach(payment -> due.merge(payment.recipient(), payment.amount(), BigInteger::add));
            skipped.addAll(batch.skipped());
            total = total.add(batch.total().units());
            assertThat(batch.credits()).isEmpty();
        }

        assertThat(skipped)
                .containsExactly(
                        new Settlement.Skipped(
                                BigInteger.valueOf(20), buyers.get(0).address(), Settlement.Reason.NOT_SIGNED),
                        new Settlement.Skipped(
                                BigInteger.valueOf(33), buyers.get(1).address(), Settlement.Reason.CANCELLED));
        assertThat(total).isEqualTo(paidBy.values().stream().reduce(BigInteger.ZERO, BigInteger::add));
        due.forEach((account, amount) -> assertThat(balance(account)).isEqualTo(amount));
        paidBy.forEach((buyer, amount) -> assertThat(balance(buyer)).isEqualTo(ALLOWANCE.subtract(amount)));
        assertThat(balance(settlement.address())).isZero();
        assertThat(settlement.isSettled(session.id(), BigInteger.valueOf(59))).isTrue();
        assertThat(settlement.isSettled(session.id(), BigInteger.valueOf(20))).isFalse();

        Settlement.Batch again = settlement.settle(operator, session, terms, orders.subList(0, 2));
        assertThat(again.total().units()).isZero();
        assertThat(again.skipped()).extracting(Settlement.Skipped::reason).containsOnly(Settlement.Reason.SETTLED);
    }

    @Test
    void creditsWhoeverCannotBePaidAndPaysTheOthers() {
        TokenAmount amount = new TokenAmount(BigInteger.valueOf(10_007), ETH);
        BigInteger merchantsPart =
                SplitCalculator.payments(terms, amount.units()).getFirst().amount();
        local.rpc("anvil_setCode", merchant.address().toString(), "0x5f5ffd"); // refuses whatever it is sent
        Receipt receipt = settlement.pay(buyers.getFirst(), amount, terms, hash("order"));

        assertThat(settlement.credits(receipt)).containsExactly(new Payment(merchant.address(), merchantsPart));
        assertThat(settlement.creditOf(merchant.address(), ETH).units()).isEqualTo(merchantsPart);
        assertThat(chain.balance(HOST))
                .isEqualTo(
                        SplitCalculator.payments(terms, amount.units()).get(1).amount());

        local.rpc("anvil_setCode", merchant.address().toString(), "0x");
        settlement.withdraw(merchant, ETH);
        assertThat(settlement.creditOf(merchant.address(), ETH).units()).isZero();
        assertThat(chain.balance(settlement.address())).isZero();
    }

    @Test
    void letsNobodyElseSettleAndNobodyAfterTheEnd() {
        SaleOrder.SignedOrder signed = order(0, buyers.getFirst(), 100).sign(buyers.getFirst(), settlement.domain());
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(() -> settlement.settle(merchant, session, terms, List.of(signed)))
                .satisfies(e -> assertThat(e.error().name()).isEqualTo("NotOperator"));
        local.setTime(session.closesAt().plusSeconds(1));
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(() -> settlement.settle(operator, session, terms, List.of(signed)))
                .satisfies(e -> assertThat(e.error().name()).isEqualTo("SessionClosed"));
    }

    @Test
    void refusesWhatNoContractTakes() {
        SaleOrder order = order(0, buyers.getFirst(), 100);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> order.sign(merchant, settlement.domain()))
                .withMessageContaining("must sign");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> order(-1, buyers.getFirst(), 100))
                .withMessage("index of an order must be 0 to 2^256-1: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Session(operator.address(), ETH, terms.id(), session.closesAt(), session.salt()))
                .withMessageContaining("ERC-20");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Session(
                        operator.address(),
                        token,
                        terms.id(),
                        session.closesAt().plusMillis(1),
                        session.salt()))
                .withMessageStartingWith("closesAt must be a whole second");
        Session other = new Session(operator.address(), token, terms.id(), session.closesAt(), hash("other"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settlement.settle(
                        operator, other, terms, List.of(order.sign(buyers.getFirst(), settlement.domain()))))
                .withMessageStartingWith("order 0 must be of session");
    }

    private SaleOrder order(long index, LocalSigner buyer, long amount) {
        return new SaleOrder(
                session.id(),
                BigInteger.valueOf(index),
                buyer.address(),
                BigInteger.valueOf(amount),
                hash("item " + index));
    }

    private BigInteger balance(Address account) {
        return TestTokens.balance(chain, token, account);
    }

    private LocalSigner signer(int index) {
        return LocalSigner.fromPrivateKey(local.accounts().get(index).privateKey());
    }

    private static Hash32 hash(String text) {
        return Keccak256.hash(text.getBytes(StandardCharsets.UTF_8));
    }
}
