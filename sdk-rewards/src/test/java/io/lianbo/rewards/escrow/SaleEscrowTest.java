package io.lianbo.rewards.escrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.rewards.TestTokens;
import io.lianbo.rewards.split.Payment;
import io.lianbo.rewards.split.RandomSplits;
import io.lianbo.rewards.split.Share;
import io.lianbo.rewards.split.SplitCalculator;
import io.lianbo.rewards.split.SplitRegistry;
import io.lianbo.rewards.split.SplitTerms;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@LocalChainTest
class SaleEscrowTest {

    private static final Token ETH = Token.nativeCoin("ETH");
    private static final TokenAmount PRICE = new TokenAmount(BigInteger.valueOf(259_000_007), ETH);
    private static final Hash32 PASSPORT = hash("passport");
    private static final Address MERCHANT = Address.of("0x1111111111111111111111111111111111111111");
    private static final Address HOST = Address.of("0x2222222222222222222222222222222222222222");
    private static final Address PLATFORM = Address.of("0x3333333333333333333333333333333333333333");
    private static final Address VIEWERS = Address.of("0x4444444444444444444444444444444444444444");
    private static final SplitTerms TERMS = SplitTerms.of(
            Share.of(MERCHANT, 6_000), Share.of(HOST, 2_500), Share.of(PLATFORM, 1_000), Share.of(VIEWERS, 500));

    private LocalChain local;
    private Chain chain;
    private LocalSigner buyer;
    private LocalSigner verifier;
    private LocalSigner relayer;
    private SplitRegistry registry;
    private SaleEscrow escrow;
    private Instant due;

    @BeforeEach
    void deploy(LocalChain local) {
        this.local = local;
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        buyer = signer(0);
        verifier = signer(1);
        relayer = signer(2);
        registry = SplitRegistry.deploy(chain, relayer);
        registry.create(relayer, TERMS);
        escrow = SaleEscrow.deploy(chain, relayer, registry);
        due = chain.timestamp().plus(Duration.ofDays(7));
    }

    @AfterEach
    void close() {
        chain.close();
    }

    @Test
    void paysExactlyFourWhenBothAttest() {
        Order order = order("tea-1", PRICE, TERMS);
        assertThat(escrow.stateOf(order.orderId())).isEqualTo(OrderState.NONE);
        // @start region="sale"
        escrow.deposit(buyer, order);

        ReleaseProof proof = new ReleaseProof(
                PASSPORT,
                PassportVerified.of(order, PASSPORT).sign(verifier, escrow.domain()),
                DeliveryConfirmed.of(order).sign(buyer, escrow.domain()));
        Receipt receipt = escrow.release(relayer, order, TERMS, proof);
        List<Payment> payments = escrow.payments(receipt);
        // @end region="sale"

        assertThat(payments)
                .containsExactly(
                        new Payment(MERCHANT, BigInteger.valueOf(155_400_004)),
                        new Payment(HOST, BigInteger.valueOf(64_750_001)),
                        new Payment(PLATFORM, BigInteger.valueOf(25_900_001)),
                        new Payment(VIEWERS, BigInteger.valueOf(12_950_001)));
        payments.forEach(
                payment -> assertThat(chain.balance(payment.recipient())).isEqualTo(payment.amount()));
        assertThat(escrow.credits(receipt)).isEmpty();
        assertThat(escrow.stateOf(order.orderId())).isEqualTo(OrderState.RELEASED);
        assertThat(chain.balance(escrow.address())).isZero();
    }

    @Test
    void holdsThePriceUntilThen() {
        Order order = order("tea-1", PRICE, TERMS);
        assertThat(escrow.isFunded(order)).isFalse();

        escrow.deposit(relayer, order); // anyone may pay for the buyer

        assertThat(escrow.stateOf(order.orderId())).isEqualTo(OrderState.FUNDED);
        assertThat(escrow.isFunded(order)).isTrue();
        assertThat(escrow.isFunded(order("tea-1", new TokenAmount(BigInteger.ONE, ETH), TERMS)))
                .isFalse();
        assertThat(chain.balance(escrow.address())).isEqualTo(PRICE.units());
        assertThat(SaleEscrow.at(chain, escrow.address()).isFunded(order)).isTrue();
        assertRefused(() -> escrow.deposit(buyer, order), "OrderExists", Map.of("orderId", order.orderId()));
    }

    @Test
    void paysAnErc20TokenThatThePayerApproved() {
        Token tusd = TestTokens.deploy(chain, relayer);
        TokenAmount price = TokenAmount.parse("259.000007", tusd);
        TestTokens.mint(chain, relayer, tusd, buyer.address(), price.units());
        Order order = order("tea-1", price, TERMS);
        assertThatExceptionOfType(ContractRevertException.class).isThrownBy(() -> escrow.deposit(buyer, order));

        escrow.approve(buyer, price);
        escrow.deposit(buyer, order);
        Receipt receipt = escrow.release(relayer, order, TERMS, proof(order));

        assertThat(escrow.payments(receipt)).isEqualTo(SplitCalculator.payments(TERMS, price.units()));
        assertThat(TestTokens.balance(chain, tusd, HOST)).isEqualTo(BigInteger.valueOf(64_750_001));
        assertThat(TestTokens.balance(chain, tusd, escrow.address())).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> escrow.approve(buyer, PRICE))
                .withMessageStartingWith("only an ERC-20 token is approved, the chain's own coin is not:");
    }

    @Test
    void refusesASplitThatNobodyRegistered() {
        SplitTerms unknown = SplitTerms.of(Share.of(MERCHANT, 10_000));
        assertRefused(
                () -> escrow.deposit(buyer, order("tea-1", PRICE, unknown)),
                "UnknownSplit",
                Map.of("splitId", unknown.id()));
    }

    @Test
    void refusesToReleaseWithoutTheVerifier() {
        Order order = funded("tea-1");
        ReleaseProof proof = proof(order);
        Map<String, Object> fields = Map.of("orderId", order.orderId());

        ReleaseProof signedByAnother = new ReleaseProof(
                PASSPORT,
                PassportVerified.of(order, PASSPORT).sign(relayer, escrow.domain()),
                proof.deliveryConfirmed());
        assertRefused(() -> escrow.release(relayer, order, TERMS, signedByAnother), "PassportNotVerified", fields);

        ReleaseProof otherPassport =
                new ReleaseProof(hash("forged"), proof.passportVerified(), proof.deliveryConfirmed());
        assertRefused(() -> escrow.release(relayer, order, TERMS, otherPassport), "PassportNotVerified", fields);

        ReleaseProof otherItem = new ReleaseProof(
                PASSPORT,
                new PassportVerified(order.orderId(), hash("another cake"), PASSPORT).sign(verifier, escrow.domain()),
                proof.deliveryConfirmed());
        assertRefused(() -> escrow.release(relayer, order, TERMS, otherItem), "PassportNotVerified", fields);

        ReleaseProof otherChain = new ReleaseProof(
                PASSPORT,
                PassportVerified.of(order, PASSPORT)
                        .sign(verifier, SaleEscrow.domain(new ChainId(1), escrow.address())),
                proof.deliveryConfirmed());
        assertRefused(() -> escrow.release(relayer, order, TERMS, otherChain), "PassportNotVerified", fields);

        assertThat(escrow.isFunded(order)).isTrue();
    }

    @Test
    void refusesToReleaseWithoutTheBuyer() {
        Order order = funded("tea-1");
        Order other = order("tea-2", PRICE, TERMS);
        Map<String, Object> fields = Map.of("orderId", order.orderId());

        ReleaseProof signedByAnother = new ReleaseProof(
                PASSPORT,
                proof(order).passportVerified(),
                DeliveryConfirmed.of(order).sign(relayer, escrow.domain()));
        assertRefused(() -> escrow.release(relayer, order, TERMS, signedByAnother), "DeliveryNotConfirmed", fields);

        ReleaseProof ofAnotherOrder = new ReleaseProof(
                PASSPORT, proof(order).passportVerified(), proof(other).deliveryConfirmed());
        assertRefused(() -> escrow.release(relayer, order, TERMS, ofAnotherOrder), "DeliveryNotConfirmed", fields);

        assertThat(escrow.isFunded(order)).isTrue();
    }

    @Test
    void refusesSignaturesThatAreNotThere() {
        Order order = funded("tea-1");
        ReleaseProof proof = proof(order);
        var contract = chain.contract(
                escrow.address(), ContractArtifact.load(SaleEscrow.class, "/io/lianbo/rewards/SaleEscrow.json"));
        List<List<Object>> shares = TERMS.shares().stream()
                .map(share -> List.<Object>of(share.recipient(), share.part().value()))
                .toList();

        assertRefused(
                () -> contract.send(
                        relayer,
                        "release",
                        order.abiValue(),
                        shares,
                        PASSPORT,
                        new byte[0],
                        proof.deliveryConfirmed().bytes()),
                "PassportNotVerified",
                Map.of("orderId", order.orderId()));
        assertRefused(
                () -> contract.send(
                        relayer,
                        "release",
                        order.abiValue(),
                        shares,
                        PASSPORT,
                        proof.passportVerified().bytes(),
                        new byte[0]),
                "DeliveryNotConfirmed",
                Map.of("orderId", order.orderId()));
    }

    @Test
    void refusesOtherTermsThanThoseThatWerePaidIn() {
        Order order = funded("tea-1");
        SplitTerms redirected = SplitTerms.of(Share.of(MERCHANT, 6_000), Share.of(relayer.address(), 4_000));
        registry.create(relayer, redirected);

        assertRefused(
                () -> escrow.release(relayer, order, redirected, proof(order)),
                "SplitMismatch",
                Map.of("splitId", order.splitId()));
        Order changed = order("tea-1", PRICE, redirected);
        assertRefused(
                () -> escrow.release(relayer, changed, redirected, proof(changed)),
                "OrderMismatch",
                Map.of("orderId", order.orderId()));
    }

    @Test
    void releasesOnce() {
        Order order = funded("tea-1");
        escrow.release(relayer, order, TERMS, proof(order));

        Map<String, Object> fields = Map.of("orderId", order.orderId(), "state", BigInteger.TWO);
        assertRefused(() -> escrow.release(relayer, order, TERMS, proof(order)), "NotFunded", fields);
        local.increaseTime(Duration.ofDays(30));
        assertRefused(() -> escrow.refund(relayer, order), "NotFunded", fields);
        assertRefused(() -> escrow.deposit(buyer, order), "OrderExists", Map.of("orderId", order.orderId()));
    }

    @Test
    void givesTheMoneyBackWhenItsTimeIsOverAndNotBefore() {
        Order order = funded("tea-1");
        assertRefused(
                () -> escrow.refund(relayer, order),
                "RefundNotDue",
                Map.of("refundAfter", BigInteger.valueOf(order.refundAfter().getEpochSecond())));

        local.increaseTime(Duration.ofDays(8));
        BigInteger before = chain.balance(buyer.address());
        Receipt receipt = escrow.refund(relayer, order);

        assertThat(escrow.payments(receipt)).containsExactly(new Payment(buyer.address(), PRICE.units()));
        assertThat(chain.balance(buyer.address())).isEqualTo(before.add(PRICE.units()));
        assertThat(escrow.stateOf(order.orderId())).isEqualTo(OrderState.REFUNDED);
        assertRefused(
                () -> escrow.release(relayer, order, TERMS, proof(order)),
                "NotFunded",
                Map.of("orderId", order.orderId(), "state", BigInteger.valueOf(3)));
    }

    @Test
    void creditsARecipientWhoCannotBePaidAndPaysTheOthers() {
        SplitTerms terms = SplitTerms.of(Share.of(registry.address(), 6_000), Share.of(HOST, 4_000));
        registry.create(relayer, terms);
        Order order = order("tea-1", PRICE, terms);
        escrow.deposit(buyer, order);
        Receipt receipt = escrow.release(relayer, order, terms, proof(order));

        List<Payment> due = SplitCalculator.payments(terms, PRICE.units());
        assertThat(escrow.credits(receipt)).containsExactly(due.get(0));
        assertThat(escrow.payments(receipt)).containsExactly(due.get(1));
        assertThat(escrow.creditOf(registry.address(), ETH))
                .isEqualTo(new TokenAmount(due.get(0).amount(), ETH));
        assertThat(chain.balance(escrow.address())).isEqualTo(due.get(0).amount());
    }

    @Test
    void letsACreditedAccountFetchItsMoneyOnce() {
        LocalSigner wallet = signer(3);
        SplitTerms terms = SplitTerms.of(Share.of(wallet.address(), 10_000));
        registry.create(relayer, terms);
        Order order = order("tea-1", PRICE, terms);
        escrow.deposit(buyer, order);
        local.rpc("anvil_setCode", wallet.address().toString(), "0x5f5ffd"); // refuses whatever it is sent
        escrow.release(relayer, order, terms, proof(order));
        assertThat(escrow.creditOf(wallet.address(), ETH)).isEqualTo(PRICE);

        local.rpc("anvil_setCode", wallet.address().toString(), "0x");
        escrow.withdraw(wallet, ETH);

        assertThat(escrow.creditOf(wallet.address(), ETH).units()).isZero();
        assertThat(chain.balance(escrow.address())).isZero();
        assertRefused(() -> escrow.withdraw(wallet, ETH), "NothingToWithdraw", Map.of());
    }

    /** Java and Solidity must agree to the unit, from 1 up to all that a token can have. */
    @Test
    void paysWhatTheCalculatorSaysForAnySplitAndAmount() {
        Random random = new Random(20_261_124);
        assertPaysWhatTheCalculatorSays(BigInteger.ONE, RandomSplits.terms(random, 50));
        assertPaysWhatTheCalculatorSays(TokenAmount.MAX_UNITS, RandomSplits.terms(random, 50));
        for (int i = 0; i < 22; i++) {
            assertPaysWhatTheCalculatorSays(RandomSplits.amount(random, 256), RandomSplits.terms(random, 8));
        }
    }

    private void assertPaysWhatTheCalculatorSays(BigInteger amount, SplitTerms terms) {
        Token token = TestTokens.deploy(chain, relayer); // of its own: all of them together would overflow its supply
        TokenAmount price = new TokenAmount(amount, token);
        TestTokens.mint(chain, relayer, token, buyer.address(), amount);
        registry.create(relayer, terms);
        Order order = order("order in " + token, price, terms);
        escrow.approve(buyer, price);
        escrow.deposit(buyer, order);
        Receipt receipt = escrow.release(relayer, order, terms, proof(order));

        assertThat(escrow.payments(receipt))
                .as("%s among %s", amount, terms)
                .isEqualTo(SplitCalculator.payments(terms, amount).stream()
                        .filter(payment -> payment.amount().signum() > 0)
                        .toList());
        assertThat(escrow.credits(receipt)).isEmpty();
        assertThat(TestTokens.balance(chain, token, escrow.address())).isZero();
    }

    /** Orders of one test are due at the same time, so that equal arguments make equal orders. */
    private Order order(String id, TokenAmount price, SplitTerms terms) {
        return new Order(hash(id), buyer.address(), verifier.address(), price, terms.id(), hash("tea cake 0001"), due);
    }

    private Order funded(String id) {
        Order order = order(id, PRICE, TERMS);
        escrow.deposit(buyer, order);
        return order;
    }

    private ReleaseProof proof(Order order) {
        return new ReleaseProof(
                PASSPORT,
                PassportVerified.of(order, PASSPORT).sign(verifier, escrow.domain()),
                DeliveryConfirmed.of(order).sign(buyer, escrow.domain()));
    }

    private LocalSigner signer(int index) {
        return LocalSigner.fromPrivateKey(local.accounts().get(index).privateKey());
    }

    private static void assertRefused(ThrowingCallable call, String error, Map<String, Object> fields) {
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(call)
                .satisfies(e -> {
                    assertThat(e.error().name()).isEqualTo(error);
                    assertThat(e.error().fields()).isEqualTo(fields);
                });
    }

    private static Hash32 hash(String text) {
        return Keccak256.hash(text.getBytes(StandardCharsets.UTF_8));
    }
}
