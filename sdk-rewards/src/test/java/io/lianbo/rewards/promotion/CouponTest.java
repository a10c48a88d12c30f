package io.lianbo.rewards.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.BasisPoints;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CouponTest {

    private static final Address BUYER = Address.of("0x1111111111111111111111111111111111111111");
    private static final Instant DAY = Instant.ofEpochSecond(1_800_000_000);
    private static final BigInteger TOO_LARGE = BigInteger.TWO.pow(256);

    @Test
    void isTheContractsStruct() {
        assertThat(Coupon.TYPE.encodeType())
                .isEqualTo(
                        "Coupon(uint256 serial,address buyer,uint256 discount,uint16 bps,uint256 minAmount,uint64 validUntil)");
    }

    @Test
    void takesAFixedDiscountOffAndNeverMoreThanThePrice() {
        Coupon coupon = Coupon.fixed(BigInteger.ONE, BUYER, BigInteger.valueOf(300), DAY);
        assertThat(coupon.discountOn(BigInteger.valueOf(1000))).isEqualTo(BigInteger.valueOf(300));
        assertThat(coupon.discountOn(BigInteger.valueOf(250))).isEqualTo(BigInteger.valueOf(250));
        assertThat(coupon.from(BigInteger.TEN).minPrice()).isEqualTo(BigInteger.TEN);
        assertThat(coupon.forAnybody().buyer()).isEmpty();
    }

    @Test
    void takesAPartOffRoundedDownUpToTheMost() {
        Coupon coupon = Coupon.part(BigInteger.ONE, BUYER, BasisPoints.of(1500), BigInteger.valueOf(200), DAY);
        assertThat(coupon.discountOn(BigInteger.valueOf(999))).isEqualTo(BigInteger.valueOf(149));
        assertThat(coupon.discountOn(BigInteger.valueOf(1_000_000))).isEqualTo(BigInteger.valueOf(200));
        assertThat(coupon.discountOn(BigInteger.ONE)).isZero();
    }

    @Test
    void refusesWhatTheContractCouldNotRead() {
        Optional<Address> buyer = Optional.of(BUYER);
        BasisPoints none = BasisPoints.of(0);
        refuses("serial", TOO_LARGE, buyer, BigInteger.ONE, none, BigInteger.ZERO, DAY);
        refuses("serial", BigInteger.ONE.negate(), buyer, BigInteger.ONE, none, BigInteger.ZERO, DAY);
        refuses("buyer", BigInteger.ONE, Optional.of(Address.ZERO), BigInteger.ONE, none, BigInteger.ZERO, DAY);
        refuses("discount", BigInteger.ONE, buyer, BigInteger.ZERO, none, BigInteger.ZERO, DAY);
        refuses("discount", BigInteger.ONE, buyer, TOO_LARGE, none, BigInteger.ZERO, DAY);
        refuses("minPrice", BigInteger.ONE, buyer, BigInteger.ONE, none, TOO_LARGE, DAY);
        refuses("validUntil", BigInteger.ONE, buyer, BigInteger.ONE, none, BigInteger.ZERO, DAY.plusNanos(1));
        refuses("validUntil", BigInteger.ONE, buyer, BigInteger.ONE, none, BigInteger.ZERO, Instant.ofEpochSecond(-1));
    }

    private static void refuses(
            String what,
            BigInteger serial,
            Optional<Address> buyer,
            BigInteger discount,
            BasisPoints part,
            BigInteger minPrice,
            Instant validUntil) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Coupon(serial, buyer, discount, part, minPrice, validUntil))
                .withMessageContaining(what);
    }
}
