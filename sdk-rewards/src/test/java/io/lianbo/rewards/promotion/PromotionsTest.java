package io.lianbo.rewards.promotion;

import static io.lianbo.rewards.promotion.PromotedSale.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.BasisPoints;
import io.lianbo.core.Hash32;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractCall;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.rewards.escrow.AuthenticityBond;
import io.lianbo.rewards.escrow.EscrowOrder;
import io.lianbo.rewards.escrow.FundTerms;
import io.lianbo.rewards.escrow.OrderState;
import io.lianbo.rewards.escrow.SaleTerms;
import io.lianbo.rewards.escrow.Shipment;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The clients say beforehand what the contracts say, and both reckon alike. */
@LocalChainTest
class PromotionsTest {

    private static final Token ETH = Token.nativeCoin("ETH");

    /** The escrow's {@code NothingToWithdraw()}, by its selector. */
    private static final String ESCROW_HAS_NOTHING =
            PromotedSale.hash("NothingToWithdraw()").toString().substring(0, 10);

    private static PromotedSale sale;
    private static Chain chain;

    @BeforeAll
    static void open(LocalChain local) {
        sale = new PromotedSale(local);
        chain = sale.chain;
    }

    @AfterAll
    static void close() {
        sale.close();
    }

    // Coupons.

    @Test
    void aCouponTakesOffInJavaWhatItTakesOffOnChain() {
        CouponPromotion promotion = promotion(sale.token, 1);
        Contract contract = chain.contract(
                promotion.id().address(),
                ContractArtifact.load(CouponPromotion.class, "/io/lianbo/rewards/CouponPromotion.json"));
        Random random = new Random(20261201);
        List<BigInteger> expected = new ArrayList<>();
        List<ContractCall> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            BigInteger discount = new BigInteger(1 + random.nextInt(256), random).max(BigInteger.ONE);
            BigInteger price = new BigInteger(1 + random.nextInt(208), random);
            Coupon coupon = new Coupon(
                    BigInteger.valueOf(i),
                    Optional.empty(),
                    discount,
                    BasisPoints.of(random.nextBoolean() ? 0 : random.nextInt(10_001)),
                    BigInteger.ZERO,
                    sale.ends);
            expected.add(coupon.discountOn(price));
            calls.add(contract.call("discountOf", coupon.abiValue(), price));
        }
        List<BigInteger> answers = chain.readAll(calls).stream()
                .map(answer -> answer.value().orElseThrow().uint(0))
                .toList();
        assertThat(answers).isEqualTo(expected);
    }

    @Test
    void aCouponIsUsedOnceInTheChainsOwnCoinToo() {
        CouponPromotion promotion = promotion(ETH, 10_000);
        TokenAmount price = new TokenAmount(BigInteger.valueOf(1000), ETH);
        SignedCoupon coupon = issuer(promotion).issue(coupon(7));
        EscrowOrder order = promotion.apply(coupon.coupon(), sale.order(price));
        assertThat(promotion.isUsed(BigInteger.valueOf(7))).isFalse();
        promotion.buy(sale.buyer, coupon, order);
        assertThat(promotion.isUsed(BigInteger.valueOf(7))).isTrue();
        assertThat(chain.balance(sale.escrow.address())).isEqualTo(price.units());
        assertThat(promotion.fund().held()).isEqualTo(BigInteger.valueOf(9700));

        EscrowOrder again = promotion.apply(coupon.coupon(), sale.order(price));
        assertRefused(promotion.verify(sale.buyer.address(), coupon, again), "COUPON_ALREADY_USED");
        // The refund comes back in its parts, and the coupon does not.
        sale.escrow.refundBySeller(sale.seller, sale.terms, order, price);
        assertThat(promotion.fund().held()).isEqualTo(BigInteger.valueOf(10_000));
        assertRefused(promotion.verify(sale.buyer.address(), coupon, order), "COUPON_ALREADY_USED");
        assertThat(CouponPromotion.at(chain, promotion.id().address()).isUsed(BigInteger.valueOf(7)))
                .isTrue();
    }

    @Test
    void aCouponIsRefusedWithTheContractsReason() {
        CouponPromotion promotion = promotion(sale.token, 299);
        SignedCoupon coupon = issuer(promotion).issue(coupon(0));
        EscrowOrder plain = sale.order(sale.tokens(1000));
        EscrowOrder order = promotion.apply(coupon.coupon(), plain);
        Address buyer = sale.buyer.address();

        assertRefused(promotion.verify(buyer, coupon, order), "NOT_PAID");
        promotion.approve(sale.buyer, sale.tokens(700));
        assertRefused(promotion.verify(buyer, coupon, order), "FUND_TOO_SMALL");
        promotion.fund().fill(sale.seller, sale.tokens(1));
        assertThat(promotion.verify(buyer, coupon, order).value()).contains(order);

        assertRefused(promotion.verify(sale.other.address(), coupon, order), "NOT_COUPON_BUYER");
        assertRefused(promotion.verify(buyer, coupon, plain), "OTHER_DISCOUNT");
        assertRefused(
                promotion.verify(buyer, new CouponIssuer(sale.judge, promotion.id()).issue(coupon(0)), order),
                "NOT_SIGNED_BY_ISSUER");
        SignedCoupon forMore = issuer(promotion).issue(coupon(0).from(BigInteger.valueOf(1001)));
        assertRefused(promotion.verify(buyer, forMore, order), "ORDER_TOO_SMALL");
        EscrowOrder inCoin = promotion.apply(coupon.coupon(), sale.order(new TokenAmount(BigInteger.TEN, ETH)));
        assertRefused(promotion.verify(buyer, coupon, inCoin), "OTHER_SALE");
        // Only the escrow knows what is wrong with it.
        EscrowOrder late = promotion.apply(
                coupon.coupon(),
                EscrowOrder.of(
                        sale.terms,
                        buyer,
                        sale.tokens(1000),
                        PromotedSale.ITEM,
                        chain.timestamp().minusSeconds(1),
                        BigInteger.ONE));
        assertRefused(promotion.verify(buyer, coupon, late), "TOO_LATE");

        sale.local.increaseTime(Duration.ofDays(2));
        assertRefused(promotion.verify(buyer, coupon, order), "COUPON_EXPIRED");
        sale.local.increaseTime(Duration.ofDays(30));
        assertRefused(promotion.verify(buyer, coupon, order), "OVER");
        assertThat(promotion.isUsed(BigInteger.ZERO)).isFalse();
    }

    @Test
    void whoLacksTheCoinIsToldSo() {
        CouponPromotion promotion = promotion(ETH, 1000);
        LocalSigner poor = LocalSigner.fromPrivateKey("0x" + "11".repeat(32));
        SignedCoupon coupon = issuer(promotion)
                .issue(Coupon.fixed(BigInteger.ZERO, poor.address(), BigInteger.valueOf(300), sale.ends));
        EscrowOrder order = promotion.apply(
                coupon.coupon(),
                EscrowOrder.of(
                        sale.terms,
                        poor.address(),
                        new TokenAmount(BigInteger.valueOf(1000), ETH),
                        PromotedSale.ITEM,
                        sale.shipBy,
                        BigInteger.ONE));
        assertRefused(promotion.verify(poor.address(), coupon, order), "NOT_PAID");
    }

    @Test
    void whatIsNoPromotionWouldRevert() {
        CouponPromotion none = CouponPromotion.at(chain, sale.registry.address());
        SignedCoupon coupon = issuer(none).issue(coupon(0));
        EscrowOrder order = none.apply(coupon.coupon(), sale.order(sale.tokens(1000)));
        assertRefused(none.verify(sale.buyer.address(), coupon, order), "WOULD_REVERT");
    }

    @Test
    void aCouponOfAnotherPromotionIsNotSent() {
        CouponPromotion promotion = promotion(sale.token, 1000);
        SignedCoupon foreign = issuer(promotion(sale.token, 1000)).issue(coupon(0));
        EscrowOrder order = promotion.apply(foreign.coupon(), sale.order(sale.tokens(1000)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> promotion.buy(sale.buyer, foreign, order))
                .withMessageContaining(promotion.id().toString());
    }

    @Test
    void aCouponThatTakesNothingOffLeavesTheOrderAsItIs() {
        CouponPromotion promotion = promotion(sale.token, 1000);
        Coupon part = Coupon.part(BigInteger.ZERO, sale.buyer.address(), BasisPoints.of(1), BigInteger.TEN, sale.ends);
        EscrowOrder order = sale.order(sale.tokens(9999));
        assertThat(promotion.apply(part, order)).isEqualTo(order);
    }

    // Funds.

    @Test
    void aFundIsFilledInItsCurrencyAndItsRestIsTheOwners() {
        CouponPromotion promotion = promotion(sale.token, 1000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> promotion.fund().fill(sale.seller, new TokenAmount(BigInteger.ONE, ETH)))
                .withMessageContaining("currency");
        assertThat(promotion.fund().endsAt()).isEqualTo(sale.ends);
        assertReverts(() -> promotion.fund().takeRest(sale.seller, sale.seller.address()), "NotOver");
        sale.local.increaseTime(Duration.ofDays(31));
        assertReverts(() -> promotion.fund().takeRest(sale.other, sale.other.address()), "NotOwner");
        BigInteger before = sale.balance(sale.other);
        promotion.fund().takeRest(sale.seller, sale.other.address());
        assertThat(sale.balance(sale.other).subtract(before)).isEqualTo(BigInteger.valueOf(1000));
        assertReverts(() -> promotion.collect(sale.anyone), ESCROW_HAS_NOTHING);
    }

    @Test
    void aFundForNobodyOrAnUnevenSecondIsRefused() {
        Address escrow = sale.escrow.address();
        Hash32 termsId = sale.terms.id();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FundTerms(escrow, termsId, ETH, Address.ZERO, sale.ends));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FundTerms(Address.ZERO, termsId, ETH, escrow, sale.ends));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FundTerms(escrow, termsId, ETH, escrow, sale.ends.plusNanos(1)));
    }

    // Bundles.

    @Test
    void aBundleIsBoughtWholeOrNotAtAll() {
        List<BundlePart> parts = List.of(part("cake", 1000, 300), part("cup", 100, 0), part("cup", 100, 50));
        BundlePromotion bundle = BundlePromotion.deploy(chain, sale.seller, sale.fund(ETH), parts);
        Address buyer = sale.buyer.address();
        List<EscrowOrder> orders = bundle.orders(parts, sale.terms, buyer, ETH, sale.shipBy, BigInteger.ONE);
        assertRefused(bundle.verify(buyer, orders), "FUND_TOO_SMALL");
        PromotedSale.fill(sale.seller, bundle.fund(), new TokenAmount(BigInteger.valueOf(350), ETH));
        assertRefused(bundle.verify(buyer, orders.subList(0, 2)), "OTHER_BUNDLE");
        assertRefused(bundle.verify(buyer, orders.reversed()), "OTHER_BUNDLE");
        assertThat(bundle.verify(buyer, orders).value()).contains(orders);
        bundle.buy(sale.buyer, orders);
        assertThat(orders).allMatch(sale.escrow::isFunded);
        assertThat(bundle.fund().held()).isZero();
        assertThat(BundlePromotion.at(chain, bundle.id().address()).bundleId()).isEqualTo(bundle.bundleId());
        assertReverts(() -> bundle.collect(sale.anyone), ESCROW_HAS_NOTHING);
    }

    @Test
    void aBundleThatIsNoneIsRefused() {
        FundTerms fund = sale.fund(sale.token);
        for (List<BundlePart> parts : List.of(
                List.of(part("cake", 10, 1)),
                List.of(part("cake", 10, 0), part("cup", 10, 0)),
                Collections.nCopies(17, part("cup", 10, 1)))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> BundlePromotion.deploy(chain, sale.seller, fund, parts));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> part("cake", 10, 11));
        assertThatIllegalArgumentException().isThrownBy(() -> part("cake", 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> part("cake", 10, -1));
    }

    // Groups.

    @Test
    void aGroupIsTheOrdersOfEnoughBuyersInTime() {
        TokenAmount price = sale.tokens(80);
        GroupBuy group = GroupBuy.deploy(
                chain, sale.seller, sale.escrow, price, 3, chain.timestamp().plus(Duration.ofHours(1)), sale.shipBy);
        SaleTerms terms = sale.terms(group.address());
        List<EscrowOrder> orders = new ArrayList<>();
        for (LocalSigner buyer : List.of(sale.seller, sale.buyer)) {
            orders.add(join(buyer, terms, price));
        }
        assertRefused(group.verify(orders), "GROUP_TOO_SMALL");
        assertThat(group.isComplete(terms)).isFalse();
        EscrowOrder first = orders.getFirst();
        assertReverts(
                () -> sale.escrow.ship(sale.seller, terms, List.of(Shipment.of(first, group.attestation(first)))),
                "ConditionNotMet");
        // The same buyer twice.
        List<EscrowOrder> twice = new ArrayList<>(orders);
        twice.add(join(sale.buyer, terms, price));
        assertRefused(group.verify(twice), "NOT_IN_GROUP");

        orders.add(join(sale.other, terms, price));
        assertThat(group.verify(orders).value().orElseThrow()).containsExactlyInAnyOrderElementsOf(orders);
        group.complete(sale.anyone, orders);
        assertThat(GroupBuy.at(chain, group.address()).isComplete(terms)).isTrue();
        sale.escrow.ship(
                sale.seller,
                terms,
                orders.stream()
                        .map(order -> Shipment.of(order, group.attestation(order)))
                        .toList());
        assertThat(sale.escrow.recordOf(first).state()).isEqualTo(OrderState.SHIPPED);
        sale.local.increaseTime(Duration.ofHours(2));
        assertRefused(group.verify(orders), "OVER");
    }

    @Test
    void aGroupThatIsNoneIsRefused() {
        TokenAmount price = sale.tokens(80);
        for (int threshold : new int[] {1, 1001}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            GroupBuy.deploy(chain, sale.seller, sale.escrow, price, threshold, sale.ends, sale.shipBy))
                    .withMessageContaining(String.valueOf(threshold));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GroupBuy.deploy(
                        chain, sale.seller, sale.escrow, price, 2, sale.ends.plusNanos(1), sale.shipBy));
    }

    @Test
    void aGroupThatLeavesNoTimeToShipIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        GroupBuy.deploy(chain, sale.seller, sale.escrow, sale.tokens(80), 2, sale.ends, sale.ends))
                .withMessageContaining("shipBy");
    }

    // Rebates.

    @Test
    void aRebateIsPaidOnceOnWhatIsPaidOut() {
        RebatePool pool = pool(49);
        EscrowOrder open = sale.order(sale.tokens(1000));
        assertRefused(pool.verify(open), "NOT_RELEASED");
        EscrowOrder order = sale.sold(sale.tokens(1000));
        assertThat(pool.rebateOf(order, BigInteger.ZERO)).isEqualTo(BigInteger.valueOf(50));
        assertThat(pool.rebateOf(order, BigInteger.valueOf(500))).isEqualTo(BigInteger.valueOf(25));
        assertRefused(pool.verify(order), "FUND_TOO_SMALL");
        pool.fund().fill(sale.seller, sale.tokens(1));
        assertThat(pool.verify(order).value()).contains(order);
        BigInteger before = sale.balance(sale.buyer);
        pool.claim(sale.anyone, order);
        assertThat(sale.balance(sale.buyer).subtract(before)).isEqualTo(BigInteger.valueOf(50));
        assertThat(RebatePool.at(chain, pool.address()).isClaimed(order)).isTrue();
        assertRefused(pool.verify(order), "ALREADY_CLAIMED");
        assertRefused(pool.verify(sale.sold(sale.tokens(19))), "NO_REBATE");
    }

    @Test
    void aRebateToABuyerWhomTheTokenDoesNotPayIsTold() {
        RebatePool pool = pool(1000);
        EscrowOrder order = sale.sold(sale.tokens(1000));
        // Answers a balance, and nothing else.
        sale.local.rpc(
                "anvil_setCode",
                sale.token.contract().orElseThrow().toString(),
                "0x36602414600a575f5ffd5b61ffff5f5260205ff3");
        assertRefused(pool.verify(order), "NOT_PAYABLE");
    }

    @Test
    void aPoolForTermsThatForgetIsRefused() {
        SaleTerms forgets = new SaleTerms(
                sale.terms.seller(),
                sale.terms.arbiter(),
                sale.terms.splitId(),
                sale.terms.acceptance(),
                sale.terms.arbitration(),
                false,
                List.of());
        FundTerms fund = FundTerms.of(sale.escrow, forgets, sale.token, sale.seller.address(), sale.ends);
        BasisPoints part = BasisPoints.of(500);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RebatePool.deploy(chain, sale.seller, fund, forgets, part, BigInteger.TEN));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RebatePool.deploy(chain, sale.seller, fund, sale.terms, part, BigInteger.TEN));
        FundTerms kept = sale.fund(sale.token);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        RebatePool.deploy(chain, sale.seller, kept, sale.terms, BasisPoints.of(0), BigInteger.TEN));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RebatePool.deploy(chain, sale.seller, kept, sale.terms, part, BigInteger.ZERO));
        Address judge = sale.judge.address();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuthenticityBond.deploy(chain, sale.seller, fund, forgets, judge, 30_000));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuthenticityBond.deploy(chain, sale.seller, kept, sale.terms, judge, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuthenticityBond.deploy(chain, sale.seller, kept, sale.terms, judge, 1L << 32));
    }

    // Bonds.

    @Test
    void aBondPaysOnTheJudgesWordOnce() {
        AuthenticityBond bond = AuthenticityBond.deploy(
                chain, sale.seller, sale.fund(sale.token), sale.terms, sale.judge.address(), 30_000);
        PromotedSale.fill(sale.seller, bond.fund(), sale.tokens(10_000));
        Hash32 report = PromotedSale.hash("report");
        EscrowOrder open = sale.order(sale.tokens(1000));
        assertRefused(bond.verify(open, report, found(bond, open, report, sale.judge)), "NEVER_SHIPPED");
        EscrowOrder order = sale.sold(sale.tokens(1000));
        byte[] found = found(bond, order, report, sale.judge);
        assertRefused(bond.verify(order, report, found(bond, order, report, sale.seller)), "NOT_SIGNED_BY_JUDGE");
        assertRefused(bond.verify(order, PromotedSale.hash("another"), found), "NOT_SIGNED_BY_JUDGE");
        assertThat(bond.isProven(order)).isFalse();
        BigInteger before = sale.balance(sale.buyer);
        bond.claim(sale.judge, order, report, found);
        assertThat(sale.balance(sale.buyer).subtract(before)).isEqualTo(BigInteger.valueOf(3000));
        assertThat(AuthenticityBond.at(chain, bond.address()).isProven(order)).isTrue();
        assertRefused(bond.verify(order, report, found), "ALREADY_PROVEN");
        assertThat(bond.totalOwed()).isZero();
        assertReverts(() -> bond.payOwed(sale.anyone, sale.buyer.address()), "NothingToPay");
    }

    // Helpers.

    private CouponPromotion promotion(Token currency, long units) {
        CouponPromotion promotion =
                CouponPromotion.deploy(chain, sale.seller, sale.fund(currency), sale.issuer.address());
        PromotedSale.fill(sale.seller, promotion.fund(), new TokenAmount(BigInteger.valueOf(units), currency));
        return promotion;
    }

    private RebatePool pool(long units) {
        RebatePool pool = RebatePool.deploy(
                chain, sale.seller, sale.fund(sale.token), sale.terms, BasisPoints.of(500), BigInteger.valueOf(1000));
        PromotedSale.fill(sale.seller, pool.fund(), sale.tokens(units));
        return pool;
    }

    private CouponIssuer issuer(CouponPromotion promotion) {
        return new CouponIssuer(sale.issuer, promotion.id());
    }

    private Coupon coupon(long serial) {
        return Coupon.fixed(
                BigInteger.valueOf(serial),
                sale.buyer.address(),
                BigInteger.valueOf(300),
                chain.timestamp().plus(Duration.ofDays(1)));
    }

    private EscrowOrder join(LocalSigner buyer, SaleTerms terms, TokenAmount price) {
        EscrowOrder order = EscrowOrder.of(
                terms, buyer.address(), price, PromotedSale.ITEM, sale.shipBy, BigInteger.valueOf(chain.blockNumber()));
        sale.escrow.approve(buyer, price);
        sale.escrow.deposit(buyer, order);
        return order;
    }

    private static byte[] found(AuthenticityBond bond, EscrowOrder order, Hash32 report, LocalSigner signer) {
        return AuthenticityBond.Counterfeit.of(order, report)
                .sign(signer, bond.domain())
                .bytes();
    }

    private static BundlePart part(String item, long price, long discount) {
        return new BundlePart(PromotedSale.hash(item), BigInteger.valueOf(price), BigInteger.valueOf(discount));
    }

    private static void assertReverts(Runnable call, String error) {
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(call::run)
                .satisfies(refused -> assertThat(refused.error().name()).isEqualTo(error));
    }
}
