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
import io.lianbo.core.chain.Contract;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@LocalChainTest
class SaleEscrowTest {

    private static final Token ETH = Token.nativeCoin("ETH");
    private static final TokenAmount PRICE = new TokenAmount(BigInteger.valueOf(259_000_007), ETH);
    private static final Hash32 PASSPORT = hash("passport");
    private static final Hash32 REASON = hash("broken");
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Address MERCHANT = Address.of("0x1111111111111111111111111111111111111111");
    private static final Address HOST = Address.of("0x2222222222222222222222222222222222222222");
    private static final Address PLATFORM = Address.of("0x3333333333333333333333333333333333333333");
    private static final Address VIEWERS = Address.of("0x4444444444444444444444444444444444444444");
    private static final SplitTerms SPLIT = SplitTerms.of(
            Share.of(MERCHANT, 6_000), Share.of(HOST, 2_500), Share.of(PLATFORM, 1_000), Share.of(VIEWERS, 500));

    private LocalChain local;
    private Chain chain;
    private LocalSigner buyer;
    private LocalSigner verifier;
    private LocalSigner anyone;
    private LocalSigner seller;
    private LocalSigner arbiter;
    private SplitRegistry registry;
    private SaleEscrow escrow;
    private Instant shipBy;
    private SaleTerms terms;
    private SaleTerms unconditional;

    @BeforeEach
    void deploy(LocalChain local) {
        this.local = local;
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        buyer = signer(0);
        verifier = signer(1);
        anyone = signer(2);
        seller = signer(3);
        arbiter = signer(4);
        registry = SplitRegistry.deploy(chain, anyone);
        registry.create(anyone, SPLIT);
        escrow = SaleEscrow.deploy(chain, anyone, registry);
        shipBy = chain.timestamp().plus(Duration.ofDays(3));
        terms = terms(SPLIT, false, verifier.address());
        unconditional = terms(SPLIT, true);
    }

    @AfterEach
    void close() {
        chain.close();
    }

    @Test
    void whatCanNoLongerBeShippedDoesNotLeaveTheHouse() {
        EscrowOrder order = order(terms, "tea-late");
        escrow.deposit(anyone, order);
        local.setTime(order.shipBy());
        assertThat(escrow.isFunded(order)).isTrue(); // its last second
        local.setTime(order.shipBy().plusSeconds(1));
        assertThat(escrow.isFunded(order)).isFalse();
        assertThat(escrow.recordOf(order).state()).isEqualTo(OrderState.FUNDED); // until somebody gives the money back
    }

    @Test
    void paysExactlyFourWhenTheBuyerConfirms() {
        EscrowOrder order = order(terms, "tea-1");
        assertThat(escrow.recordOf(order).state()).isEqualTo(OrderState.NONE);
        escrow.deposit(anyone, order); // anyone may pay for the buyer
        assertThat(escrow.isFunded(order)).isTrue();
        assertThat(escrow.isFunded(order(terms, "tea-2"))).isFalse();
        escrow.ship(seller, terms, List.of(Shipment.of(order, attested(order))));
        assertThat(escrow.isFunded(order)).isFalse();
        Receipt receipt = escrow.release(anyone, terms, SPLIT, order, delivered(order));

        List<Payment> payments = escrow.payments(SPLIT, receipt);
        assertThat(payments)
                .containsExactly(
                        new Payment(MERCHANT, BigInteger.valueOf(155_400_004)),
                        new Payment(HOST, BigInteger.valueOf(64_750_001)),
                        new Payment(PLATFORM, BigInteger.valueOf(25_900_001)),
                        new Payment(VIEWERS, BigInteger.valueOf(12_950_001)));
        payments.forEach(
                payment -> assertThat(chain.balance(payment.recipient())).isEqualTo(payment.amount()));
        assertThat(escrow.credits(receipt)).isEmpty();
        assertThat(SaleEscrow.at(chain, escrow.address()).recordOf(order).state())
                .isEqualTo(OrderState.RELEASED);
        assertThat(chain.balance(escrow.address())).isZero();
        assertRefused(
                () -> escrow.release(anyone, terms, SPLIT, order, delivered(order)),
                "WrongState",
                Map.of("orderId", order.id(), "state", BigInteger.valueOf(4)));
    }

    @Test
    void paysAnOrderThatIsHandedOverWithoutBeingShipped() {
        EscrowOrder order = deposited(terms, "tea-1");
        Map<String, Object> fields = Map.of("orderId", order.id(), "place", BigInteger.ZERO);
        assertRefused(() -> escrow.release(anyone, terms, SPLIT, order, delivered(order)), "ConditionNotMet", fields);
        Shipment handedOver = Shipment.of(order, attested(order));
        escrow.release(anyone, terms, SPLIT, handedOver, delivered(order));
        assertThat(chain.balance(MERCHANT)).isEqualTo(BigInteger.valueOf(155_400_004));
    }

    @Test
    void shipsNothingWithoutItsCondition() {
        EscrowOrder order = deposited(terms, "tea-1");
        EscrowOrder other = deposited(terms, "tea-2");
        Map<String, Object> fields = Map.of("orderId", order.id(), "place", BigInteger.ZERO);
        List<Shipment> refused = List.of(
                Shipment.of(order),
                Shipment.of(order, attested(other)),
                Shipment.of(order, ConditionMet.of(order, PASSPORT).sign(seller, escrow.domain())),
                Shipment.of(
                        order, new Attestation(hash("another"), attested(order).signature())),
                Shipment.of(order, new ConditionMet(order.id(), hash("cup"), PASSPORT).sign(verifier, escrow.domain())),
                Shipment.of(
                        order,
                        ConditionMet.of(order, PASSPORT)
                                .sign(verifier, SaleEscrow.domain(new ChainId(1), escrow.address()))));
        for (Shipment shipment : refused) {
            assertRefused(
                    () -> escrow.ship(seller, terms, List.of(Shipment.of(other, attested(other)), shipment)),
                    "ConditionNotMet",
                    fields);
        }
        assertThat(escrow.isFunded(order)).isTrue();
        assertThat(escrow.isFunded(other)).isTrue();
    }

    @Test
    void confirmsAndDisputesForABuyerThatIsAContract() {
        Contract wallet = chain.deploy(
                        anyone,
                        ContractArtifact.load(LocalChain.class, "/io/lianbo/testkit/TestWallet.json"),
                        buyer.address())
                .contract();
        EscrowOrder order = EscrowOrder.of(unconditional, wallet.address(), PRICE, hash("tea"), shipBy, BigInteger.ONE);
        escrow.deposit(anyone, order);
        escrow.ship(seller, unconditional, List.of(Shipment.of(order)));
        escrow.dispute(anyone, unconditional, order, REASON, disputed(order));
        assertRefused(
                () -> escrow.release(
                        anyone,
                        unconditional,
                        SPLIT,
                        order,
                        DeliveryConfirmed.of(order)
                                .sign(seller, escrow.domain())
                                .bytes()),
                "NotSignedByBuyer",
                Map.of("orderId", order.id()));
        escrow.release(anyone, unconditional, SPLIT, order, delivered(order));
        assertThat(escrow.recordOf(order).state()).isEqualTo(OrderState.RELEASED);
    }

    @Test
    void paysABatchAndSaysWhatWasNotDue() {
        List<EscrowOrder> orders = IntStream.range(0, 6)
                .mapToObj(i -> deposited(unconditional, "tea-" + i))
                .toList();
        escrow.ship(
                seller,
                unconditional,
                orders.subList(0, 5).stream().map(Shipment::of).toList());
        escrow.dispute(anyone, unconditional, orders.get(1), REASON, disputed(orders.get(1)));
        escrow.release(anyone, unconditional, SPLIT, orders.get(2), delivered(orders.get(2)));
        escrow.refundBySeller(seller, unconditional, orders.get(3), new TokenAmount(BigInteger.valueOf(8), ETH));
        BigInteger before = chain.balance(HOST);

        SaleEscrow.Batch early = escrow.releaseBatch(anyone, unconditional, SPLIT, orders);
        assertThat(early.total().units()).isZero();
        assertThat(early.passedOver()).isEqualTo(orders);
        local.increaseTime(WEEK.plusSeconds(1));
        SaleEscrow.Batch batch = escrow.releaseBatch(anyone, unconditional, SPLIT, orders);

        assertThat(batch.released()).containsExactly(orders.get(0), orders.get(3), orders.get(4));
        assertThat(batch.passedOver()).containsExactly(orders.get(1), orders.get(2), orders.get(5));
        BigInteger total = PRICE.units().multiply(BigInteger.valueOf(3)).subtract(BigInteger.valueOf(8));
        assertThat(batch.total()).isEqualTo(new TokenAmount(total, ETH));
        assertThat(batch.credits()).isEmpty();
        assertThat(escrow.payments(SPLIT, batch.receipt())).isEqualTo(SplitCalculator.payments(SPLIT, total));
        assertThat(chain.balance(HOST).subtract(before))
                .isEqualTo(SplitCalculator.payments(SPLIT, total).get(1).amount());
    }

    @Test
    void paysAnErc20TokenThatThePayerApproved() {
        Token tusd = TestTokens.deploy(chain, anyone);
        TokenAmount price = TokenAmount.parse("259.000007", tusd);
        TestTokens.mint(chain, anyone, tusd, buyer.address(), price.units());
        EscrowOrder order = order(unconditional, price, "tea-1");
        assertThatExceptionOfType(ContractRevertException.class).isThrownBy(() -> escrow.deposit(buyer, order));

        escrow.approve(buyer, price);
        escrow.deposit(buyer, order);
        Receipt receipt = escrow.release(anyone, unconditional, SPLIT, order, delivered(order));

        assertThat(escrow.payments(SPLIT, receipt)).isEqualTo(SplitCalculator.payments(SPLIT, price.units()));
        assertThat(TestTokens.balance(chain, tusd, HOST)).isEqualTo(BigInteger.valueOf(64_750_001));
        assertThat(TestTokens.balance(chain, tusd, escrow.address())).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> escrow.approve(buyer, PRICE))
                .withMessageStartingWith("only an ERC-20 token is approved, the chain's own coin is not:");
    }

    @Test
    void refundsTheBuyerAndTheSponsorToTheUnit() {
        EscrowOrder order = order(unconditional, "tea-1").sponsoredBy(VIEWERS, BigInteger.valueOf(100_000_000));
        escrow.deposit(anyone, order);
        BigInteger before = chain.balance(buyer.address());
        BigInteger refunded = BigInteger.ZERO;
        BigInteger sponsors = BigInteger.ZERO;
        for (long part : new long[] {1, 1, 7, 1_000_003}) {
            BigInteger amount = BigInteger.valueOf(part);
            escrow.refundBySeller(seller, unconditional, order, new TokenAmount(amount, ETH));
            for (Payment payment : order.refundParts(refunded, amount)) {
                sponsors = payment.recipient().equals(VIEWERS) ? sponsors.add(payment.amount()) : sponsors;
            }
            refunded = refunded.add(amount);
            assertThat(chain.balance(VIEWERS)).isEqualTo(sponsors);
            assertThat(chain.balance(buyer.address()).subtract(before)).isEqualTo(refunded.subtract(sponsors));
            assertThat(escrow.recordOf(order).refunded()).isEqualTo(refunded);
        }
        local.setTime(shipBy.plusSeconds(1));
        escrow.refund(anyone, order);
        assertThat(chain.balance(VIEWERS)).isEqualTo(BigInteger.valueOf(100_000_000));
        assertThat(chain.balance(buyer.address()).subtract(before)).isEqualTo(BigInteger.valueOf(159_000_007));
        assertThat(chain.balance(escrow.address())).isZero();
    }

    @Test
    void creditsARecipientWhoCannotBePaidAndPaysTheOthers() {
        SplitTerms split = SplitTerms.of(Share.of(registry.address(), 6_000), Share.of(HOST, 4_000));
        registry.create(anyone, split);
        SaleTerms sale = terms(split, false);
        EscrowOrder order = deposited(sale, "tea-1");
        Receipt receipt = escrow.release(anyone, sale, split, order, delivered(order));

        List<Payment> due = SplitCalculator.payments(split, PRICE.units());
        assertThat(escrow.credits(receipt)).containsExactly(due.get(0));
        assertThat(escrow.payments(split, receipt)).containsExactly(due.get(1));
        assertThat(escrow.creditOf(registry.address(), ETH))
                .isEqualTo(new TokenAmount(due.get(0).amount(), ETH));
        assertThat(chain.balance(escrow.address())).isEqualTo(due.get(0).amount());
    }

    @Test
    void tellsWhatADecisionPaidApartFromARefundThatBecameACredit() {
        EscrowOrder order = deposited(unconditional, "tea-1");
        escrow.ship(seller, unconditional, List.of(Shipment.of(order)));
        escrow.dispute(anyone, unconditional, order, REASON, disputed(order));
        local.rpc("anvil_setCode", buyer.address().toString(), "0x5f5ffd"); // refuses whatever it is sent
        TokenAmount back = new TokenAmount(BigInteger.valueOf(59_000_007), ETH);
        Receipt receipt = escrow.resolve(arbiter, unconditional, SPLIT, order, back);

        assertThat(escrow.credits(receipt)).containsExactly(new Payment(buyer.address(), back.units()));
        assertThat(escrow.payments(SPLIT, receipt))
                .isEqualTo(SplitCalculator.payments(SPLIT, BigInteger.valueOf(200_000_000)));
        assertThat(escrow.recordOf(order).refunded()).isEqualTo(back.units());
        assertThat(chain.balance(escrow.address())).isEqualTo(back.units());
    }

    @Test
    void letsACreditedAccountFetchItsMoneyOnce() {
        LocalSigner wallet = signer(5);
        SplitTerms split = SplitTerms.of(Share.of(wallet.address(), 10_000));
        registry.create(anyone, split);
        SaleTerms sale = terms(split, false);
        EscrowOrder order = deposited(sale, "tea-1");
        local.rpc("anvil_setCode", wallet.address().toString(), "0x5f5ffd"); // refuses whatever it is sent
        escrow.release(anyone, sale, split, order, delivered(order));
        assertThat(escrow.creditOf(wallet.address(), ETH)).isEqualTo(PRICE);

        local.rpc("anvil_setCode", wallet.address().toString(), "0x");
        escrow.withdraw(wallet, ETH);

        assertThat(escrow.creditOf(wallet.address(), ETH).units()).isZero();
        assertThat(chain.balance(escrow.address())).isZero();
        assertRefused(() -> escrow.withdraw(wallet, ETH), "NothingToWithdraw", Map.of());
    }

    @Test
    void sendsNothingThatDoesNotBelongTogether() {
        EscrowOrder order = deposited(terms, "tea-1");
        SplitTerms otherSplit = SplitTerms.of(Share.of(MERCHANT, 10_000));
        TokenAmount dollars = new TokenAmount(BigInteger.ONE, Token.erc20(MERCHANT, "TUSD", 6));
        EscrowOrder inDollars = order(terms, dollars, "tea-2");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> escrow.ship(seller, unconditional, List.of(Shipment.of(order))))
                .withMessage("order " + order.id() + " must be of the terms " + unconditional.id() + ": " + terms.id());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> escrow.ship(seller, terms, List.of()))
                .withMessage("at least 1 order must be given");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> escrow.release(anyone, terms, otherSplit, order, delivered(order)))
                .withMessage("split must be the sale's, " + SPLIT.id() + ": " + otherSplit.id());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> escrow.releaseBatch(anyone, terms, SPLIT, List.of(order, inDollars)))
                .withMessageStartingWith("orders of a batch must be in one currency, ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> escrow.resolve(arbiter, terms, SPLIT, order, dollars))
                .withMessageStartingWith("amount must be in the order's currency, ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> escrow.refundBySeller(seller, terms, order, new TokenAmount(BigInteger.ZERO, ETH)))
                .withMessageStartingWith("a refund must be 1 unit or more: 0");
    }

    @Test
    void saysByNameWhatTheContractRefuses() {
        EscrowOrder order = deposited(unconditional, "tea-1");
        TokenAmount tooMuch = new TokenAmount(PRICE.units().add(BigInteger.ONE), ETH);
        assertRefused(() -> escrow.deposit(buyer, order), "OrderExists", Map.of("orderId", order.id()));
        assertRefused(
                () -> escrow.ship(anyone, unconditional, List.of(Shipment.of(order))),
                "NotSeller",
                Map.of("seller", seller.address()));
        assertRefused(
                () -> escrow.refund(anyone, order),
                "TooEarly",
                Map.of("deadline", BigInteger.valueOf(shipBy.getEpochSecond())));
        assertRefused(
                () -> escrow.refundBySeller(seller, unconditional, order, tooMuch),
                "AmountTooLarge",
                Map.of("left", PRICE.units(), "given", tooMuch.units()));
        escrow.ship(seller, unconditional, List.of(Shipment.of(order)));
        escrow.dispute(anyone, unconditional, order, REASON, disputed(order));
        assertRefused(
                () -> escrow.resolve(anyone, unconditional, SPLIT, order, PRICE),
                "NotArbiter",
                Map.of("arbiter", arbiter.address()));
        SplitTerms unknown = SplitTerms.of(Share.of(MERCHANT, 10_000));
        SaleTerms nowhere = terms(unknown, false);
        EscrowOrder stuck = deposited(nowhere, "tea-2");
        assertRefused(
                () -> escrow.ship(seller, nowhere, List.of(Shipment.of(stuck))),
                "UnknownSplit",
                Map.of("splitId", unknown.id()));
    }

    /** Java and Solidity must name the same thing, whatever is in it. */
    @Test
    void namesTermsAndOrdersAsTheContractDoes() {
        Random random = new Random(20_261_201);
        Contract contract = chain.contract(
                escrow.address(), ContractArtifact.load(SaleEscrow.class, "/io/lianbo/rewards/SaleEscrow.json"));
        for (int i = 0; i < 60; i++) {
            SaleTerms any = new SaleTerms(
                    address(random),
                    address(random),
                    hash(random),
                    Duration.ofSeconds(random.nextLong(SaleTerms.MAX_WAIT.toSeconds() + 1)),
                    Duration.ofSeconds(random.nextLong(SaleTerms.MAX_WAIT.toSeconds() + 1)),
                    random.nextBoolean(),
                    Stream.generate(() -> address(random))
                            .limit(random.nextInt(SaleTerms.MAX_CONDITIONS + 1))
                            .toList());
            assertThat(any.id())
                    .as("%s", any)
                    .isEqualTo(contract.read("termsIdOf", any.abiValue()).hash(0));

            Token currency = random.nextBoolean() ? ETH : Token.erc20(address(random), "T", 6);
            EscrowOrder order = EscrowOrder.of(
                    any,
                    address(random),
                    new TokenAmount(RandomSplits.amount(random, 208), currency),
                    hash(random),
                    Instant.ofEpochSecond(random.nextLong(1L << 40)),
                    RandomSplits.amount(random, 256));
            if (random.nextBoolean()) {
                order = order.sponsoredBy(
                        address(random),
                        RandomSplits.amount(random, 208).min(order.price().units()));
            }
            assertThat(order.id())
                    .as("%s", order)
                    .isEqualTo(contract.read("orderIdOf", order.abiValue()).hash(0));
        }
    }

    /** Java and Solidity must agree to the unit, from 1 up to all that the contract holds. */
    @Test
    void paysWhatTheCalculatorSaysForAnySplitAndAmount() {
        Random random = new Random(20_261_124);
        BigInteger most = BigInteger.TWO.pow(208).subtract(BigInteger.ONE);
        assertPaysWhatTheCalculatorSays(BigInteger.ONE, RandomSplits.terms(random, 50));
        assertPaysWhatTheCalculatorSays(most, RandomSplits.terms(random, 50));
        for (int i = 0; i < 12; i++) {
            assertPaysWhatTheCalculatorSays(RandomSplits.amount(random, 208), RandomSplits.terms(random, 8));
        }
    }

    /** Whatever is done to orders in whatever sequence, the events say of each what the contract says while it knows it. */
    @Test
    void tellsByTheEventsWhatTheContractKnewOrKnows() {
        Random random = new Random(7);
        long from = chain.blockNumber();
        SaleTerms forgetful = terms(SPLIT, false);
        List<EscrowOrder> orders = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            EscrowOrder order = order(i % 2 == 0 ? unconditional : forgetful, "tea-" + i);
            orders.add(i % 3 == 0 ? order.sponsoredBy(VIEWERS, BigInteger.valueOf(100_000_000)) : order);
            escrow.deposit(anyone, orders.get(i));
        }
        Set<OrderState> seen = EnumSet.noneOf(OrderState.class);
        int forgotten = 0;
        for (int round = 0; round < 8; round++) {
            for (int i = 0; i < 16; i++) {
                try {
                    act(random, orders, forgetful);
                } catch (ContractRevertException e) {
                    assertThat(e.error().name()).isIn("WrongState", "TooEarly", "TooLate", "AmountTooLarge");
                }
            }
            Map<EscrowOrder, OrderRecord> records = escrow.recordsOf(orders, from, chain.blockNumber());
            assertThat(records.keySet()).containsExactlyElementsOf(orders);
            for (EscrowOrder order : orders) {
                OrderRecord told = records.get(order);
                OrderRecord known = escrow.recordOf(order);
                seen.add(told.state());
                if (known.state() == OrderState.NONE) {
                    // of an order that is kept only a refund for want of shipping is forgotten
                    boolean kept = order.termsId().equals(unconditional.id());
                    assertThat(told.state())
                            .isIn(kept ? OrderState.REFUNDED : OrderState.RELEASED, OrderState.REFUNDED);
                    assertThat(!kept || told.until().isEmpty()).isTrue();
                    forgotten++;
                } else {
                    assertThat(told).as("%s", order.id()).isEqualTo(known);
                }
            }
            local.increaseTime(Duration.ofDays(2));
        }
        assertThat(seen).isEqualTo(EnumSet.complementOf(EnumSet.of(OrderState.NONE)));
        assertThat(forgotten).isPositive();
        EscrowOrder unknown = order(unconditional, "never paid");
        assertThat(escrow.recordsOf(List.of(unknown), from, chain.blockNumber()))
                .containsEntry(unknown, OrderRecord.NONE);
    }

    private void act(Random random, List<EscrowOrder> orders, SaleTerms forgetful) {
        EscrowOrder order = orders.get(random.nextInt(orders.size()));
        SaleTerms sale = order.termsId().equals(forgetful.id()) ? forgetful : unconditional;
        TokenAmount part = new TokenAmount(BigInteger.valueOf(1 + random.nextInt(90_000_000)), ETH);
        BigInteger left = PRICE.units().subtract(escrow.recordOf(order).refunded());
        TokenAmount all = new TokenAmount(left.max(BigInteger.ONE), ETH);
        switch (random.nextInt(9)) {
            case 0, 1 -> escrow.ship(seller, sale, List.of(Shipment.of(order)));
            case 2 -> escrow.dispute(anyone, sale, order, REASON, disputed(order));
            case 3 -> escrow.resolve(arbiter, sale, SPLIT, order, random.nextBoolean() ? part : all);
            case 4 -> escrow.release(anyone, sale, SPLIT, order, delivered(order));
            case 5 -> escrow.refundBySeller(seller, sale, order, random.nextInt(3) > 0 ? part : all);
            case 6 -> escrow.refund(anyone, order);
            default -> {
                List<EscrowOrder> some = new ArrayList<>(orders.stream()
                        .filter(one -> one.termsId().equals(sale.id()))
                        .toList());
                Collections.shuffle(some, random);
                escrow.releaseBatch(anyone, sale, SPLIT, some.subList(0, 5));
            }
        }
    }

    private void assertPaysWhatTheCalculatorSays(BigInteger amount, SplitTerms split) {
        Token token = TestTokens.deploy(chain, anyone); // of its own: all of them together would overflow its supply
        TokenAmount price = new TokenAmount(amount, token);
        TestTokens.mint(chain, anyone, token, buyer.address(), amount);
        registry.create(anyone, split);
        SaleTerms sale = terms(split, false);
        EscrowOrder order = order(sale, price, "order in " + token);
        escrow.approve(buyer, price);
        escrow.deposit(buyer, order);
        Receipt receipt = escrow.release(anyone, sale, split, order, delivered(order));

        assertThat(escrow.payments(split, receipt))
                .as("%s among %s", amount, split)
                .isEqualTo(SplitCalculator.payments(split, amount).stream()
                        .filter(payment -> payment.amount().signum() > 0)
                        .toList());
        split.shares()
                .forEach(share -> assertThat(TestTokens.balance(chain, token, share.recipient()))
                        .isEqualTo(sumOf(SplitCalculator.payments(split, amount), share.recipient())));
        assertThat(escrow.credits(receipt)).isEmpty();
        assertThat(TestTokens.balance(chain, token, escrow.address())).isZero();
    }

    private static BigInteger sumOf(List<Payment> payments, Address recipient) {
        return payments.stream()
                .filter(payment -> payment.recipient().equals(recipient))
                .map(Payment::amount)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private SaleTerms terms(SplitTerms split, boolean kept, Address... conditions) {
        return new SaleTerms(seller.address(), arbiter.address(), split.id(), WEEK, WEEK, kept, List.of(conditions));
    }

    private EscrowOrder order(SaleTerms sale, String name) {
        return order(sale, PRICE, name);
    }

    /** Orders of one test ship by the same time, so that equal arguments make equal orders. */
    private EscrowOrder order(SaleTerms sale, TokenAmount price, String name) {
        return EscrowOrder.of(
                sale,
                buyer.address(),
                price,
                hash("tea cake"),
                shipBy,
                new BigInteger(1, hash(name).bytes()));
    }

    private EscrowOrder deposited(SaleTerms sale, String name) {
        EscrowOrder order = order(sale, name);
        escrow.deposit(anyone, order);
        return order;
    }

    private Attestation attested(EscrowOrder order) {
        return ConditionMet.of(order, PASSPORT).sign(verifier, escrow.domain());
    }

    private byte[] delivered(EscrowOrder order) {
        return DeliveryConfirmed.of(order).sign(buyer, escrow.domain()).bytes();
    }

    private byte[] disputed(EscrowOrder order) {
        return DisputeOpened.of(order, REASON).sign(buyer, escrow.domain()).bytes();
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

    private static Address address(Random random) {
        byte[] bytes = new byte[Address.SIZE];
        random.nextBytes(bytes);
        return Address.of(bytes);
    }

    private static Hash32 hash(Random random) {
        byte[] bytes = new byte[Hash32.SIZE];
        random.nextBytes(bytes);
        return Hash32.of(bytes);
    }

    private static Hash32 hash(String text) {
        return Keccak256.hash(text.getBytes(StandardCharsets.UTF_8));
    }
}
