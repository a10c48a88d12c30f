package io.lianbo.rewards.escrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Secp256k1;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.typeddata.Eip712Domain;
import io.lianbo.rewards.split.Payment;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EscrowOrderTest {

    private static final Address SELLER = Address.of("0x0000000000000000000000000000000000000001");
    private static final Address ARBITER = Address.of("0x0000000000000000000000000000000000000002");
    private static final Address BUYER = Address.of("0x0000000000000000000000000000000000000003");
    private static final Address SPONSOR = Address.of("0x0000000000000000000000000000000000000004");
    private static final Token ETH = Token.nativeCoin("ETH");
    private static final TokenAmount PRICE = TokenAmount.parse("0.259", ETH);
    private static final Instant SHIP_BY = Instant.parse("2026-12-01T00:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);

    @Test
    void refusesTermsThatNoOrderCouldShipUnder() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> terms(Address.ZERO, ARBITER, WEEK, WEEK, List.of()))
                .withMessage("seller must not be the zero address");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> terms(SELLER, ARBITER, Duration.ofDays(366).plusSeconds(1), WEEK, List.of()))
                .withMessage("acceptance must be 0 to 366 days in whole seconds: PT8784H1S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> terms(SELLER, ARBITER, WEEK, Duration.ofSeconds(-1), List.of()))
                .withMessage("arbitration must be 0 to 366 days in whole seconds: PT-1S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> terms(SELLER, ARBITER, WEEK, Duration.ofMillis(1), List.of()))
                .withMessage("arbitration must be 0 to 366 days in whole seconds: PT0.001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> terms(SELLER, ARBITER, WEEK, WEEK, Collections.nCopies(5, BUYER)))
                .withMessage("a sale must have 4 conditions at most: 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> terms(SELLER, ARBITER, WEEK, WEEK, List.of(Address.ZERO)))
                .withMessage("a condition must not be the zero address, which attests nothing");
    }

    @Test
    void refusesAnOrderThatTheContractCannotHold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> order(Address.ZERO, PRICE, SHIP_BY, BigInteger.ZERO))
                .withMessage("buyer must not be the zero address");
        TokenAmount nothing = new TokenAmount(BigInteger.ZERO, ETH);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> order(BUYER, nothing, SHIP_BY, BigInteger.ZERO))
                .withMessage("price must be 1 to 2^208-1 units: 0.000000000000000000 ETH");
        TokenAmount tooMuch = new TokenAmount(BigInteger.TWO.pow(208), ETH);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> order(BUYER, tooMuch, SHIP_BY, BigInteger.ZERO))
                .withMessageStartingWith("price must be 1 to 2^208-1 units:");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> order(BUYER, PRICE, SHIP_BY.plusMillis(1), BigInteger.ZERO))
                .withMessage("shipBy must be a whole second from 1970 on: 2026-12-01T00:00:00.001Z");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> order(BUYER, PRICE, Instant.ofEpochSecond(-1), BigInteger.ZERO))
                .withMessage("shipBy must be a whole second from 1970 on: 1969-12-31T23:59:59Z");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> order(BUYER, PRICE, SHIP_BY, BigInteger.ONE.negate()))
                .withMessage("salt must be 0 to 2^256-1: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> order(BUYER, PRICE, SHIP_BY, BigInteger.TWO.pow(256)))
                .withMessageStartingWith("salt must be 0 to 2^256-1:");
    }

    @Test
    void refusesASponsorWhoBearsNothingAndADiscountThatNobodyBears() {
        EscrowOrder order = order(BUYER, PRICE, SHIP_BY, BigInteger.ZERO);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> order.sponsoredBy(SPONSOR, BigInteger.ZERO))
                .withMessage(
                        "a sponsor bears a discount, and a discount needs a sponsor: " + SPONSOR + " bears 0 units");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> order.sponsoredBy(Address.ZERO, BigInteger.ONE))
                .withMessageEndingWith(Address.ZERO + " bears 1 units");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> order.sponsoredBy(SPONSOR, PRICE.units().add(BigInteger.ONE)))
                .withMessage("discount must be 0 to the price of 259000000000000000 units: 259000000000000001");
        assertThat(order.sponsoredBy(SPONSOR, PRICE.units()).sponsor()).isEqualTo(SPONSOR);
    }

    @Test
    void refusesToRefundMoreThanThePrice() {
        EscrowOrder order = order(BUYER, PRICE, SHIP_BY, BigInteger.ZERO);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> order.refundParts(BigInteger.ONE, PRICE.units()))
                .withMessage("refunds must be 0 units or more, and together the price of 259000000000000000 at most:"
                        + " 1 and 259000000000000000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> order.refundParts(BigInteger.ONE, BigInteger.ONE.negate()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> order.refundParts(BigInteger.ONE.negate(), BigInteger.ONE));
    }

    /** However a price is given back, in parts or at once, the sponsor ends with its discount and the buyer with what she paid. */
    @Test
    void givesBuyerAndSponsorTheirOwnInAsManyPartsAsOneLikes() {
        Random random = new Random(20_261_201);
        for (int i = 0; i < 500; i++) {
            BigInteger price = new BigInteger(1 + random.nextInt(208), random).max(BigInteger.ONE);
            BigInteger discount = new BigInteger(price.bitLength(), random).mod(price.add(BigInteger.ONE));
            EscrowOrder order = order(BUYER, new TokenAmount(price, ETH), SHIP_BY, BigInteger.ZERO);
            EscrowOrder sponsored = discount.signum() == 0 ? order : order.sponsoredBy(SPONSOR, discount);

            BigInteger before = BigInteger.ZERO;
            BigInteger buyers = BigInteger.ZERO;
            BigInteger sponsors = BigInteger.ZERO;
            while (before.compareTo(price) < 0) {
                BigInteger left = price.subtract(before);
                BigInteger amount = left.bitLength() < 3 || random.nextInt(4) == 0
                        ? left
                        : new BigInteger(left.bitLength(), random).mod(left.add(BigInteger.ONE));
                List<Payment> parts = sponsored.refundParts(before, amount);
                assertThat(sum(parts, BUYER).add(sum(parts, SPONSOR))).isEqualTo(amount);
                assertThat(parts).noneMatch(part -> part.amount().signum() == 0);
                buyers = buyers.add(sum(parts, BUYER));
                sponsors = sponsors.add(sum(parts, SPONSOR));
                before = before.add(amount);
            }
            assertThat(sponsors).isEqualTo(discount);
            assertThat(buyers).isEqualTo(price.subtract(discount));
        }
    }

    @Test
    void refusesAStateItDoesNotKnow() {
        assertThat(OrderState.of(BigInteger.TWO)).isEqualTo(OrderState.SHIPPED);
        assertThatIllegalStateException().isThrownBy(() -> OrderState.of(BigInteger.valueOf(6)));
        assertThatIllegalStateException().isThrownBy(() -> OrderState.of(BigInteger.valueOf(-1)));
    }

    @Test
    void bindsWhatIsSignedToTheOrderAndTheEscrow() {
        EscrowOrder order = order(BUYER, PRICE, SHIP_BY, BigInteger.ZERO);
        Eip712Domain here = SaleEscrow.domain(new ChainId(1), ARBITER);
        Eip712Domain elsewhere = SaleEscrow.domain(new ChainId(2), ARBITER);

        assertThat(ConditionMet.TYPE.encodeType())
                .isEqualTo("ConditionMet(bytes32 orderId,bytes32 itemKey,bytes32 evidence)");
        assertThat(DeliveryConfirmed.TYPE.encodeType()).isEqualTo("DeliveryConfirmed(bytes32 orderId)");
        assertThat(DisputeOpened.TYPE.encodeType()).isEqualTo("DisputeOpened(bytes32 orderId,bytes32 reason)");
        try (LocalSigner signer = LocalSigner.generate(new SecureRandom())) {
            ConditionMet met = ConditionMet.of(order, hash("passport"));
            Attestation attestation = met.sign(signer, here);
            Signature signature = Signature.parse(attestation.signature());

            assertThat(attestation.evidence()).isEqualTo(hash("passport"));
            assertThat(Secp256k1.verify(ConditionMet.TYPE.digest(here, met), signature, signer.address())
                            .isVerified())
                    .isTrue();
            assertThat(Secp256k1.verify(ConditionMet.TYPE.digest(elsewhere, met), signature, signer.address())
                            .isVerified())
                    .isFalse();
        }
    }

    @Test
    void keepsItsOwnCopyOfASignature() {
        byte[] signature = {1, 2, 3};
        Attestation attestation = new Attestation(hash("passport"), signature);
        signature[0] = 9;
        attestation.signature()[1] = 9;
        assertThat(attestation.signature()).containsExactly(1, 2, 3);
    }

    private static BigInteger sum(List<Payment> payments, Address recipient) {
        return payments.stream()
                .filter(payment -> payment.recipient().equals(recipient))
                .map(Payment::amount)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static SaleTerms terms(
            Address seller, Address arbiter, Duration acceptance, Duration arbitration, List<Address> conditions) {
        return new SaleTerms(seller, arbiter, hash("split"), acceptance, arbitration, false, conditions);
    }

    private static EscrowOrder order(Address buyer, TokenAmount price, Instant shipBy, BigInteger salt) {
        return EscrowOrder.of(terms(SELLER, ARBITER, WEEK, WEEK, List.of()), buyer, price, hash("item"), shipBy, salt);
    }

    private static Hash32 hash(String text) {
        return Keccak256.hash(text.getBytes(StandardCharsets.UTF_8));
    }
}
