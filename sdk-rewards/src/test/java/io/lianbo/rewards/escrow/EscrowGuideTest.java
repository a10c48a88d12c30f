package io.lianbo.rewards.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signature;
import io.lianbo.rewards.TestTokens;
import io.lianbo.rewards.split.Payment;
import io.lianbo.rewards.split.Share;
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
import org.junit.jupiter.api.Test;

/** What docs/guide/escrow.md shows. */
@LocalChainTest
class EscrowGuideTest {

    @Test
    void everyStepOfTheGuideWorks(LocalChain local) {
        try (Chain chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()))) {
            LocalSigner seller = signer(local, 0);
            LocalSigner host = signer(local, 1);
            LocalSigner arbiter = signer(local, 2);
            LocalSigner buyer = signer(local, 3);
            LocalSigner anyone = signer(local, 4);
            LocalSigner verifier = signer(local, 5);
            LocalSigner sponsor = signer(local, 6);
            SplitTerms split = SplitTerms.of(Share.of(seller.address(), 7_500), Share.of(host.address(), 2_500));
            SplitRegistry registry = SplitRegistry.deploy(chain, seller);
            registry.create(seller, split);
            Token token = TestTokens.deploy(chain, seller);
            TestTokens.mint(chain, seller, token, buyer.address(), BigInteger.valueOf(1_000_000_000));
            Hash32 itemKey = hash("tea cake 0001");
            Hash32 passportHash = hash("its passport");
            Instant inThreeDays = chain.timestamp().plus(Duration.ofDays(3));

            // @start region="terms"
            SaleTerms terms = new SaleTerms(
                    seller.address(),
                    arbiter.address(),
                    split.id(),
                    Duration.ofDays(7), // to accept or dispute, from shipping
                    Duration.ofDays(14), // to decide a dispute
                    false, // what is settled may be forgotten
                    List.of(verifier.address())); // who must attest something before an order ships
            SaleEscrow escrow = SaleEscrow.deploy(chain, seller, registry); // once a chain, nobody owns it
            // @end
            long firstBlock = chain.blockNumber();
            // @start region="deposit"
            TokenAmount price = TokenAmount.parse("49.990001", token);
            EscrowOrder order =
                    EscrowOrder.of(terms, buyer.address(), price, itemKey, inThreeDays, BigInteger.valueOf(1001));
            escrow.approve(buyer, price);
            escrow.deposit(buyer, order);
            boolean mayLeaveTheHouse = escrow.isFunded(order);
            // @end
            assertThat(mayLeaveTheHouse).isTrue();

            // @start region="ship"
            Attestation verified = ConditionMet.of(order, passportHash).sign(verifier, escrow.domain());
            escrow.ship(seller, terms, List.of(Shipment.of(order, verified)));
            // @end
            assertThat(escrow.recordOf(order).until())
                    .contains(chain.timestamp().plus(Duration.ofDays(7)));

            // @start region="confirm"
            Signature delivered = DeliveryConfirmed.of(order).sign(buyer, escrow.domain()); // costs no gas
            Receipt receipt = escrow.release(anyone, terms, split, order, delivered.bytes());
            List<Payment> payments = escrow.payments(split, receipt);
            List<Payment> credits = escrow.credits(receipt); // who could not be paid
            // @end
            assertThat(payments)
                    .containsExactly(
                            new Payment(seller.address(), BigInteger.valueOf(37_492_500)),
                            new Payment(host.address(), BigInteger.valueOf(12_497_501)));
            assertThat(credits).isEmpty();

            EscrowOrder accepted = deposit(escrow, buyer, terms, price, itemKey, inThreeDays, 1002);
            EscrowOrder disputed = deposit(escrow, buyer, terms, price, itemKey, inThreeDays, 1003);
            EscrowOrder undecided = deposit(escrow, buyer, terms, price, itemKey, inThreeDays, 1004);
            EscrowOrder neverShipped = deposit(escrow, buyer, terms, price, itemKey, inThreeDays, 1005);
            List<EscrowOrder> orders = List.of(accepted, disputed, undecided);
            escrow.ship(
                    seller,
                    terms,
                    orders.stream()
                            .map(shipped -> Shipment.of(
                                    shipped,
                                    ConditionMet.of(shipped, passportHash).sign(verifier, escrow.domain())))
                            .toList());
            // @start region="part"
            escrow.refundBySeller(seller, terms, accepted, TokenAmount.parse("5", token));
            // @end
            assertThat(escrow.recordOf(accepted).refunded()).isEqualTo(BigInteger.valueOf(5_000_000));

            Hash32 reason = hash("the cake is broken");
            // @start region="dispute"
            Signature complaint = DisputeOpened.of(disputed, reason).sign(buyer, escrow.domain());
            escrow.dispute(anyone, terms, disputed, reason, complaint.bytes());
            // @end
            escrow.dispute(
                    anyone,
                    terms,
                    undecided,
                    reason,
                    DisputeOpened.of(undecided, reason)
                            .sign(buyer, escrow.domain())
                            .bytes());
            // @start region="resolve"
            TokenAmount back = TokenAmount.parse("20", token); // the rest goes to the split
            escrow.resolve(arbiter, terms, split, disputed, back);
            // @end
            assertThat(escrow.recordOf(disputed).state()).isEqualTo(OrderState.RELEASED);

            local.increaseTime(Duration.ofDays(8));
            // @start region="batch"
            SaleEscrow.Batch batch = escrow.releaseBatch(anyone, terms, split, orders);
            List<EscrowOrder> notDue = batch.passedOver(); // disputed, settled before, or still to be accepted
            // @end
            assertThat(batch.released()).containsExactly(accepted);
            assertThat(notDue).containsExactly(disputed, undecided);
            assertThat(batch.total()).isEqualTo(TokenAmount.parse("44.990001", token));

            // @start region="refund"
            escrow.refund(anyone, neverShipped); // shipBy is over
            // @end
            local.increaseTime(Duration.ofDays(8));
            escrow.refund(anyone, undecided); // the arbiter's time is over

            // @start region="forgotten"
            OrderState now = escrow.recordOf(accepted).state(); // NONE, since shipBy is over and it is settled

            Map<EscrowOrder, OrderRecord> records =
                    escrow.recordsOf(orders, firstBlock, chain.blockNumber()); // by the events
            // @end
            assertThat(now).isEqualTo(OrderState.NONE);
            assertThat(records).containsOnlyKeys(orders);
            assertThat(records.get(accepted).state()).isEqualTo(OrderState.RELEASED);
            assertThat(records.get(accepted).refunded()).isEqualTo(BigInteger.valueOf(5_000_000));
            assertThat(TestTokens.balance(chain, token, escrow.address())).isZero();

            // @start region="sponsor"
            EscrowOrder cheaper = EscrowOrder.of(
                            terms, buyer.address(), price, itemKey, inThreeDays, BigInteger.valueOf(1006))
                    .sponsoredBy(sponsor.address(), BigInteger.valueOf(10_000_000));
            List<Payment> refund = cheaper.refundParts(BigInteger.ZERO, price.units()); // what a refund of all pays
            // @end
            assertThat(refund)
                    .containsExactly(
                            new Payment(sponsor.address(), BigInteger.valueOf(10_000_000)),
                            new Payment(buyer.address(), BigInteger.valueOf(39_990_001)));
        }
    }

    private static EscrowOrder deposit(
            SaleEscrow escrow,
            LocalSigner buyer,
            SaleTerms terms,
            TokenAmount price,
            Hash32 itemKey,
            Instant shipBy,
            long number) {
        EscrowOrder order = EscrowOrder.of(terms, buyer.address(), price, itemKey, shipBy, BigInteger.valueOf(number));
        escrow.approve(buyer, price);
        escrow.deposit(buyer, order);
        return order;
    }

    private static LocalSigner signer(LocalChain local, int index) {
        return LocalSigner.fromPrivateKey(local.accounts().get(index).privateKey());
    }

    private static Hash32 hash(String text) {
        return Keccak256.hash(text.getBytes(StandardCharsets.UTF_8));
    }
}
