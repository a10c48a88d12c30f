package io.lianbo.rewards.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.BasisPoints;
import io.lianbo.core.Hash32;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signature;
import io.lianbo.rewards.escrow.AuthenticityBond;
import io.lianbo.rewards.escrow.EscrowOrder;
import io.lianbo.rewards.escrow.FundTerms;
import io.lianbo.rewards.escrow.OrderState;
import io.lianbo.rewards.escrow.SaleEscrow;
import io.lianbo.rewards.escrow.SaleTerms;
import io.lianbo.rewards.escrow.Shipment;
import io.lianbo.rewards.split.Payment;
import io.lianbo.rewards.split.SplitTerms;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What docs/guide/promotions.md shows. */
@LocalChainTest
class PromotionsGuideTest {

    @Test
    void couponsBundlesAndRebates(LocalChain local) {
        try (PromotedSale sale = new PromotedSale(local)) {
            Chain chain = sale.chain;
            SaleEscrow escrow = sale.escrow;
            SaleTerms terms = sale.terms;
            Token token = sale.token;
            LocalSigner platform = sale.seller;
            LocalSigner issuerKey = sale.issuer;
            LocalSigner buyer = sale.buyer;
            LocalSigner anyone = sale.anyone;
            Instant shipBy = sale.shipBy;
            Instant lastDay = sale.ends;
            TokenAmount price = TokenAmount.parse("49.99", token);
            EscrowOrder order = sale.order(price);

            // @start region="fund"
            FundTerms fund = FundTerms.of(escrow, terms, token, platform.address(), lastDay);
            CouponPromotion promotion = CouponPromotion.deploy(chain, platform, fund, issuerKey.address());
            promotion.fund().fill(platform, TokenAmount.parse("500", token)); // anyone may, at any time
            // @end
            // @start region="issue"
            CouponIssuer issuer = new CouponIssuer(issuerKey, promotion.id());
            BigInteger atMost = TokenAmount.parse("5", token).units();
            SignedCoupon coupon = issuer.issue( // 20 % off, at most 5; costs no gas
                    Coupon.part(BigInteger.ZERO, buyer.address(), BasisPoints.of(2_000), atMost, lastDay));
            // @end
            // @start region="coupon"
            EscrowOrder cheaper = promotion.apply(coupon.coupon(), order); // the promotion bears 5 of 49.99
            promotion.approve(buyer, TokenAmount.parse("44.99", token));
            Verdict<EscrowOrder> verdict = promotion.verify(buyer.address(), coupon, cheaper);
            if (verdict.isVerified()) {
                promotion.buy(buyer, coupon, cheaper);
            }
            // @end
            assertThat(verdict.reasons()).isEmpty();
            assertThat(escrow.isFunded(cheaper)).isTrue();
            assertThat(promotion.fund().held())
                    .isEqualTo(TokenAmount.parse("495", token).units());

            Hash32 cake = PromotedSale.hash("cake");
            Hash32 pot = PromotedSale.hash("pot");
            // @start region="bundle"
            List<BundlePart> parts = List.of(
                    new BundlePart(cake, BigInteger.valueOf(49_990_000), BigInteger.ZERO),
                    new BundlePart(pot, BigInteger.valueOf(30_000_000), BigInteger.valueOf(10_000_000)));
            BundlePromotion bundle = BundlePromotion.deploy(chain, platform, fund, parts);
            bundle.fund().fill(platform, TokenAmount.parse("100", token));

            List<EscrowOrder> orders =
                    bundle.orders(parts, terms, buyer.address(), token, shipBy, BigInteger.valueOf(1001));
            bundle.approve(buyer, TokenAmount.parse("69.99", token));
            bundle.buy(buyer, orders); // all of them, or none
            // @end
            assertThat(orders).allMatch(escrow::isFunded);

            EscrowOrder received = sale.sold(price);
            // @start region="rebate"
            RebatePool pool =
                    RebatePool.deploy(chain, platform, fund, terms, BasisPoints.of(300), BigInteger.valueOf(2_000_000));
            pool.fund().fill(platform, TokenAmount.parse("100", token));

            if (pool.verify(received).isVerified()) { // paid out, and not claimed yet
                pool.claim(anyone, received); // to its buyer, whoever sends it
            }
            // @end
            assertThat(pool.isClaimed(received)).isTrue();
            assertThat(pool.fund().held()).isEqualTo(BigInteger.valueOf(100_000_000 - 1_499_700));

            local.increaseTime(Duration.ofDays(31));
            // @start region="rest"
            promotion.fund().takeRest(platform, platform.address()); // the last second is over
            // @end
            assertThat(promotion.fund().held()).isZero();
        }
    }

    @Test
    void aGroupBuy(LocalChain local) {
        try (PromotedSale sale = new PromotedSale(local)) {
            Chain chain = sale.chain;
            SaleEscrow escrow = sale.escrow;
            SplitTerms split = sale.split;
            LocalSigner seller = sale.seller;
            LocalSigner arbiter = sale.issuer;
            LocalSigner anyone = sale.anyone;
            Instant tonight = chain.timestamp().plus(Duration.ofHours(6));
            Instant inAWeek = tonight.plus(Duration.ofDays(7));
            TokenAmount groupPrice = TokenAmount.parse("39.99", sale.token);

            // @start region="group"
            // two buyers by tonight, of orders that can be shipped for a week at the least
            GroupBuy group = GroupBuy.deploy(chain, seller, escrow, groupPrice, 2, tonight, inAWeek);
            SaleTerms terms = new SaleTerms(
                    seller.address(),
                    arbiter.address(),
                    split.id(),
                    Duration.ofDays(7),
                    Duration.ofDays(7),
                    false,
                    List.of(group.address())); // nothing ships without the group
            // @end
            List<EscrowOrder> orders =
                    List.of(join(sale, sale.buyer, terms, groupPrice), join(sale, sale.other, terms, groupPrice));
            EscrowOrder order = orders.getFirst();
            // @start region="complete"
            if (group.verify(orders).isVerified()) {
                group.complete(anyone, orders); // one order of each buyer, by tonight
            }
            escrow.ship(seller, terms, List.of(Shipment.of(order, group.attestation(order))));
            // @end
            assertThat(group.isComplete(terms)).isTrue();
            assertThat(escrow.recordOf(order).state()).isEqualTo(OrderState.SHIPPED);
        }
    }

    @Test
    void aBond(LocalChain local) {
        try (PromotedSale sale = new PromotedSale(local)) {
            Chain chain = sale.chain;
            SaleTerms terms = sale.terms;
            Token token = sale.token;
            LocalSigner seller = sale.seller;
            LocalSigner judge = sale.judge;
            LocalSigner anyone = sale.anyone;
            FundTerms fund = sale.fund(token);
            EscrowOrder order = sale.sold(TokenAmount.parse("100", token));
            Hash32 report = PromotedSale.hash("laboratory report");

            // @start region="bond"
            AuthenticityBond bond =
                    AuthenticityBond.deploy(chain, seller, fund, terms, judge.address(), 30_000); // three times
            bond.fund().fill(seller, TokenAmount.parse("250", token));

            Signature found = AuthenticityBond.Counterfeit.of(order, report).sign(judge, bond.domain());
            Verdict<Payment> due = bond.verify(order, report, found.bytes());
            bond.claim(anyone, order, report, found.bytes()); // to the order's buyer, whoever sends it
            BigInteger owed = bond.owedTo(order.buyer()); // the bond lacked 50
            // @end
            assertThat(due.value()).contains(new Payment(sale.buyer.address(), BigInteger.valueOf(300_000_000)));
            assertThat(owed).isEqualTo(BigInteger.valueOf(50_000_000));
            // @start region="owed"
            bond.fund().fill(seller, TokenAmount.parse("60", token));
            bond.payOwed(anyone, order.buyer());
            // @end
            assertThat(bond.totalOwed()).isZero();
            assertThat(bond.fund().held()).isEqualTo(BigInteger.valueOf(10_000_000));
            assertThat(sale.balance(sale.buyer)).isEqualTo(BigInteger.valueOf(1_200_000_000));
        }
    }

    private static EscrowOrder join(PromotedSale sale, LocalSigner buyer, SaleTerms terms, TokenAmount price) {
        EscrowOrder order =
                EscrowOrder.of(terms, buyer.address(), price, PromotedSale.ITEM, sale.shipBy, BigInteger.valueOf(1));
        sale.escrow.approve(buyer, price);
        sale.escrow.deposit(buyer, order);
        return order;
    }
}
