package io.lianbo.rewards.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lianbo.core.Address;
import io.lianbo.core.BasisPoints;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.rewards.TestTokens;
import io.lianbo.rewards.escrow.DeliveryConfirmed;
import io.lianbo.rewards.escrow.DisputeOpened;
import io.lianbo.rewards.escrow.EscrowOrder;
import io.lianbo.rewards.escrow.FundTerms;
import io.lianbo.rewards.escrow.OrderRecord;
import io.lianbo.rewards.escrow.OrderState;
import io.lianbo.rewards.escrow.SaleEscrow;
import io.lianbo.rewards.escrow.SaleTerms;
import io.lianbo.rewards.escrow.Shipment;
import io.lianbo.rewards.promotion.Coupon;
import io.lianbo.rewards.promotion.CouponIssuer;
import io.lianbo.rewards.promotion.CouponPromotion;
import io.lianbo.rewards.promotion.GroupBuy;
import io.lianbo.rewards.promotion.SignedCoupon;
import io.lianbo.rewards.show.ShowPlan.EscrowSale;
import io.lianbo.rewards.show.ShowPlan.Fate;
import io.lianbo.rewards.show.ShowPlan.SessionSale;
import io.lianbo.rewards.split.SaleOrder;
import io.lianbo.rewards.split.Session;
import io.lianbo.rewards.split.Settlement;
import io.lianbo.rewards.split.Share;
import io.lianbo.rewards.split.SplitRegistry;
import io.lianbo.rewards.split.SplitTerms;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A show with 500 orders: settled in batches of the session, or held in escrow; with coupons, a group buy, 20 refunds, 5 disputes and a recipient whom the token blocks. {@link
 * ShowPlan} says what happens, {@link ExpectedBooks} what everybody must have after it.
 */
@LocalChainTest
class ShowOf500OrdersTest {

    private static final ShowPlan PLAN = ShowPlan.random(20_261_201);
    private static final ContractArtifact TOKEN =
            ContractArtifact.load(LocalChain.class, "/io/lianbo/testkit/TestBlockingToken.json");
    private static final Hash32 REASON = hash("not as shown");

    private LocalChain local;
    private Chain chain;
    private long firstBlock;
    private final Map<String, LocalSigner> accounts = new LinkedHashMap<>();
    private Contract token;
    private Token currency;
    private SplitTerms split;
    private Settlement settlement;
    private Session session;
    private SaleEscrow escrow;
    private SaleTerms sale;
    private SaleTerms groupSale;
    private CouponPromotion coupons;
    private CouponIssuer couponIssuer;
    private GroupBuy group;
    private Instant shipBy;
    private Map<EscrowSale, EscrowOrder> escrowed;

    @BeforeEach
    void deploy(LocalChain local) {
        this.local = local;
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        firstBlock = chain.blockNumber();
        for (int i = 0; i < ShowPlan.BUYERS; i++) {
            open("buyer " + i);
        }
        PLAN.shares().keySet().forEach(this::open);
        List.of("arbiter", "coupon issuer").forEach(this::open);

        token = chain.deploy(platform(), TOKEN).contract();
        currency = Token.erc20(token.address(), "BLK", 6);
        split = new SplitTerms(PLAN.shares().entrySet().stream()
                .map(share -> Share.of(address(share.getKey()), share.getValue()))
                .toList());
        SplitRegistry registry = SplitRegistry.deploy(chain, platform());
        registry.create(platform(), split);
        settlement = Settlement.deploy(chain, platform(), registry);
        escrow = SaleEscrow.deploy(chain, platform(), registry);
        Instant now = chain.timestamp();
        session = new Session(platform().address(), currency, split.id(), now.plus(Duration.ofHours(6)), hash("show"));
        shipBy = now.plus(Duration.ofDays(2));
        sale = terms();
        FundTerms fund = FundTerms.of(escrow, sale, currency, platform().address(), shipBy);
        coupons = CouponPromotion.deploy(chain, platform(), fund, address("coupon issuer"));
        couponIssuer = new CouponIssuer(accounts.get("coupon issuer"), coupons.id());
        group = GroupBuy.deploy(
                chain,
                platform(),
                escrow,
                amount(ShowPlan.GROUP_PRICE),
                ShowPlan.GROUP_SIZE,
                now.plus(Duration.ofHours(6)),
                shipBy);
        groupSale = terms(group.address());
        for (int i = 0; i < ShowPlan.BUYERS; i++) {
            TestTokens.mint(chain, platform(), currency, address("buyer " + i), units(ShowPlan.PURSE));
            for (Address spender :
                    List.of(settlement.address(), escrow.address(), coupons.id().address())) {
                TestTokens.approve(chain, buyer(i), currency, spender, units(2 * ShowPlan.PURSE));
            }
        }
        TestTokens.mint(chain, platform(), currency, platform().address(), units(ShowPlan.PURSE));
        coupons.fund().fill(platform(), amount(ShowPlan.PURSE));
    }

    @AfterEach
    void close() {
        chain.close();
    }

    @Test
    void leavesEverybodyWithWhatTheInputsSay() {
        assertThat(PLAN.orders()).isEqualTo(500);
        assertThat(PLAN.refunds()).isEqualTo(20);
        assertThat(PLAN.disputes()).isEqualTo(5);
        ExpectedBooks expected = ExpectedBooks.of(PLAN);

        payIntoEscrow();
        for (int batch = 0; batch < ShowPlan.BLOCKED_FROM_BATCH; batch++) {
            settle(PLAN.batches().get(batch));
        }
        completeGroup();
        ship();
        confirm();
        block(true);
        for (int batch = ShowPlan.BLOCKED_FROM_BATCH; batch < PLAN.batches().size(); batch++) {
            settle(PLAN.batches().get(batch));
        }
        giveBackBySeller();
        dispute();
        local.setTime(shipBy.plusSeconds(1));
        ordersOf(Fate.NEVER_SHIPPED).forEach((it, order) -> escrow.refund(platform(), order));
        local.setTime(shipBy.plus(Duration.ofDays(8)));
        releaseWhatIsAccepted();
        local.setTime(shipBy.plus(Duration.ofDays(15)));
        ordersOf(Fate.UNDECIDED).forEach((it, order) -> escrow.refund(platform(), order));

        assertThat(balances()).isEqualTo(expected.balances());
        assertThat(settlement.creditOf(address(ShowPlan.BLOCKED), currency).units())
                .isEqualTo(units(expected.blockedInSettlement()));
        assertThat(escrow.creditOf(address(ShowPlan.BLOCKED), currency).units())
                .isEqualTo(units(expected.blockedInEscrow()));
        assertThat(balanceOf(settlement.address())).isEqualTo(expected.blockedInSettlement());
        assertThat(balanceOf(escrow.address())).isEqualTo(expected.blockedInEscrow());
        assertThatTheEventsTellWhatBecameOfEachOrder();

        block(false);
        settlement.withdraw(accounts.get(ShowPlan.BLOCKED), currency);
        escrow.withdraw(accounts.get(ShowPlan.BLOCKED), currency);
        expected.balances()
                .merge(ShowPlan.BLOCKED, expected.blockedInSettlement() + expected.blockedInEscrow(), Long::sum);
        assertThat(balances()).isEqualTo(expected.balances());
        assertThat(balanceOf(settlement.address())).isZero();
        assertThat(balanceOf(escrow.address())).isZero();
    }

    /** Buyers sign, and the platform settles; among the orders are some that are not as signed, come twice, or are cancelled. */
    private void settle(List<SessionSale> sales) {
        List<SaleOrder.SignedOrder> signed = new ArrayList<>();
        for (SessionSale sale : sales) {
            signed.add(
                    order(sale.number(), sale.buyer(), sale.amount()).sign(buyer(sale.buyer()), settlement.domain()));
        }
        int unused = 1_000 + sales.getFirst().number();
        SaleOrder cancelled = order(unused, 0, 1_000);
        settlement.cancel(buyer(0), cancelled);
        SaleOrder tooDear = order(unused + 2, 0, 2 * ShowPlan.PURSE);
        List<SaleOrder.SignedOrder> all = new ArrayList<>(signed);
        all.add(40, cancelled.sign(buyer(0), settlement.domain()));
        all.add(
                60,
                new SaleOrder.SignedOrder(
                        order(unused + 1, 0, 1_000), signed.getFirst().signature()));
        all.add(80, tooDear.sign(buyer(0), settlement.domain()));
        all.add(signed.getFirst());

        Settlement.Batch batch = settlement.settle(platform(), session, split, all);
        assertThat(batch.skipped())
                .extracting(Settlement.Skipped::reason)
                .containsExactly(
                        Settlement.Reason.CANCELLED,
                        Settlement.Reason.NOT_SIGNED,
                        Settlement.Reason.NOT_PAID,
                        Settlement.Reason.SETTLED);
    }

    private void payIntoEscrow() {
        escrowed = new LinkedHashMap<>();
        for (EscrowSale it : PLAN.escrowed()) {
            EscrowOrder order = EscrowOrder.of(
                    it.ofGroup() ? groupSale : sale,
                    address("buyer " + it.buyer()),
                    amount(it.price()),
                    hash("item " + it.number()),
                    shipBy,
                    BigInteger.valueOf(it.number()));
            if (ExpectedBooks.discount(it) > 0) {
                order = payWithCoupon(it, order);
            } else {
                escrow.deposit(buyer(it.buyer()), order);
            }
            assertThat(escrow.isFunded(order)).isTrue();
            escrowed.put(it, order);
        }
    }

    /** She pays what her coupon leaves; the promotion, as the order's sponsor, pays the rest of it. */
    private EscrowOrder payWithCoupon(EscrowSale it, EscrowOrder plain) {
        SignedCoupon coupon = couponIssuer.issue(Coupon.part(
                units(it.number()),
                plain.buyer(),
                BasisPoints.of(it.coupon().basisPoints()),
                units(it.coupon().most()),
                shipBy));
        EscrowOrder order = coupons.apply(coupon.coupon(), plain);
        coupons.buy(buyer(it.buyer()), coupon, order);
        return order;
    }

    /** Nothing of the group ships before it is complete. */
    private void completeGroup() {
        List<EscrowOrder> orders = ordersOfTheGroup();
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(() -> shipTheGroup())
                .satisfies(e -> assertThat(e.error().name()).isEqualTo("ConditionNotMet"));
        assertThat(group.verify(orders.subList(1, orders.size())).reasons())
                .extracting(Verdict.Reason::code)
                .containsExactly("GROUP_TOO_SMALL");
        group.complete(platform(), orders);
    }

    private List<EscrowOrder> ordersOfTheGroup() {
        return escrowed.values().stream()
                .filter(order -> order.termsId().equals(groupSale.id()))
                .toList();
    }

    private void ship() {
        List<Shipment> shipments = escrowed.entrySet().stream()
                .filter(it -> it.getKey().fate() != Fate.NEVER_SHIPPED)
                .filter(it -> !it.getKey().ofGroup())
                .map(it -> Shipment.of(it.getValue()))
                .toList();
        escrow.ship(merchant(), sale, shipments);
        shipTheGroup();
    }

    private void shipTheGroup() {
        escrow.ship(
                merchant(),
                groupSale,
                ordersOfTheGroup().stream()
                        .map(order -> Shipment.of(order, group.attestation(order)))
                        .toList());
    }

    private void confirm() {
        ordersOf(Fate.CONFIRMED)
                .forEach((it, order) -> escrow.release(
                        platform(),
                        sale,
                        split,
                        order,
                        DeliveryConfirmed.of(order)
                                .sign(buyer(it.buyer()), escrow.domain())
                                .bytes()));
    }

    private void giveBackBySeller() {
        ordersOf(Fate.GIVEN_BACK)
                .forEach((it, order) ->
                        it.bySeller().forEach(back -> escrow.refundBySeller(merchant(), sale, order, amount(back))));
    }

    private void dispute() {
        Map<EscrowSale, EscrowOrder> disputed = new LinkedHashMap<>(ordersOf(Fate.DISPUTED));
        disputed.putAll(ordersOf(Fate.UNDECIDED));
        disputed.forEach((it, order) -> {
            byte[] signature = DisputeOpened.of(order, REASON)
                    .sign(buyer(it.buyer()), escrow.domain())
                    .bytes();
            escrow.dispute(platform(), sale, order, REASON, signature);
            it.bySeller().forEach(back -> escrow.refundBySeller(merchant(), sale, order, amount(back)));
            if (it.fate() == Fate.DISPUTED) {
                escrow.resolve(accounts.get("arbiter"), sale, split, order, amount(it.byArbiter()));
            }
        });
    }

    /** All orders are shown, as a platform would that keeps no states: what is not due is passed over. */
    private void releaseWhatIsAccepted() {
        for (SaleTerms terms : List.of(sale, groupSale)) {
            List<EscrowOrder> orders = escrowed.values().stream()
                    .filter(order -> order.termsId().equals(terms.id()))
                    .toList();
            SaleEscrow.Batch batch = escrow.releaseBatch(platform(), terms, split, orders);
            assertThat(batch.released())
                    .containsExactlyElementsOf(escrowed.entrySet().stream()
                            .filter(it -> it.getValue().termsId().equals(terms.id()))
                            .filter(it -> it.getKey().fate() == Fate.ACCEPTED
                                    || it.getKey().fate() == Fate.GIVEN_BACK)
                            .filter(it -> ExpectedBooks.back(it.getKey())
                                    < it.getKey().price())
                            .map(Map.Entry::getValue)
                            .toList());
            assertThat(batch.credits()).hasSize(1);
        }
    }

    private void assertThatTheEventsTellWhatBecameOfEachOrder() {
        Map<EscrowOrder, OrderRecord> records =
                escrow.recordsOf(List.copyOf(escrowed.values()), firstBlock, chain.blockNumber());
        escrowed.forEach((it, order) -> {
            OrderRecord record = records.get(order);
            long back = ExpectedBooks.back(it);
            assertThat(record.refunded()).as("%s", it).isEqualTo(units(back));
            assertThat(record.state())
                    .as("%s", it)
                    .isEqualTo(back == it.price() ? OrderState.REFUNDED : OrderState.RELEASED);
        });
    }

    private Map<EscrowSale, EscrowOrder> ordersOf(Fate fate) {
        Map<EscrowSale, EscrowOrder> orders = new LinkedHashMap<>();
        escrowed.forEach((it, order) -> {
            if (it.fate() == fate) {
                orders.put(it, order);
            }
        });
        assertThat(orders).isNotEmpty();
        return orders;
    }

    private Map<String, Long> balances() {
        List<String> names = new ArrayList<>(PLAN.shares().keySet());
        IntStream.range(0, ShowPlan.BUYERS).forEach(i -> names.add("buyer " + i));
        Map<String, Long> balances = new TreeMap<>();
        names.forEach(name -> balances.put(name, balanceOf(address(name))));
        balances.put(ShowPlan.SPONSOR, balanceOf(coupons.id().address()));
        return balances;
    }

    private SaleTerms terms(Address... conditions) {
        return new SaleTerms(
                merchant().address(),
                address("arbiter"),
                split.id(),
                Duration.ofDays(7),
                Duration.ofDays(14),
                false,
                List.of(conditions));
    }

    private SaleOrder order(int number, int buyer, long amount) {
        return new SaleOrder(
                session.id(), units(number), address("buyer " + buyer), units(amount), hash("item " + number));
    }

    private void block(boolean blocked) {
        token.send(platform(), "setBlocked", address(ShowPlan.BLOCKED), blocked);
    }

    /** An account with a key of its own, and the chain's coin for gas. */
    private void open(String name) {
        LocalSigner account = LocalSigner.fromPrivateKey(hash("key of " + name).bytes());
        accounts.put(name, account);
        local.setBalance(account.address().toString(), BigInteger.TEN.pow(19));
    }

    private LocalSigner merchant() {
        return accounts.get("merchant");
    }

    private LocalSigner platform() {
        return accounts.get("platform");
    }

    private LocalSigner buyer(int number) {
        return accounts.get("buyer " + number);
    }

    private Address address(String name) {
        return accounts.get(name).address();
    }

    private long balanceOf(Address account) {
        return TestTokens.balance(chain, currency, account).longValueExact();
    }

    private TokenAmount amount(long units) {
        return new TokenAmount(units(units), currency);
    }

    private static BigInteger units(long value) {
        return BigInteger.valueOf(value);
    }

    private static Hash32 hash(String text) {
        return Keccak256.hash(text.getBytes(StandardCharsets.UTF_8));
    }
}
