package io.lianbo.rewards.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.TokenAmount;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SplitCalculatorTest {

    private static final Address MERCHANT = Address.of("0x0000000000000000000000000000000000000001");
    private static final Address HOST = Address.of("0x0000000000000000000000000000000000000002");
    private static final Address PLATFORM = Address.of("0x0000000000000000000000000000000000000003");
    private static final Address VIEWERS = Address.of("0x0000000000000000000000000000000000000004");
    private static final SplitTerms TERMS = SplitTerms.of(
            Share.of(MERCHANT, 6_000), Share.of(HOST, 2_500), Share.of(PLATFORM, 1_000), Share.of(VIEWERS, 500));

    @Test
    void splitsAPaymentAmongFour() {
        // @start region="split"
        List<Payment> payments = SplitCalculator.payments(TERMS, BigInteger.valueOf(259_000_007));
        // @end region="split"

        assertThat(payments)
                .containsExactly(
                        new Payment(MERCHANT, BigInteger.valueOf(155_400_004)),
                        new Payment(HOST, BigInteger.valueOf(64_750_001)),
                        new Payment(PLATFORM, BigInteger.valueOf(25_900_001)),
                        new Payment(VIEWERS, BigInteger.valueOf(12_950_001)));
    }

    @Test
    void givesOneUnitToOneOfThem() {
        assertThat(SplitCalculator.payments(TERMS, BigInteger.ONE))
                .extracting(Payment::amount)
                .containsExactly(BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ONE);
        assertThat(SplitCalculator.payments(TERMS, BigInteger.ZERO))
                .extracting(Payment::amount)
                .containsOnly(BigInteger.ZERO);
    }

    @Test
    void addsUpToTheAmountAndIsNeverOffByAWholeUnit() {
        Random random = new Random(60_251_005);
        for (int i = 0; i < 10_000; i++) {
            SplitTerms terms = RandomSplits.terms(random, 50);
            BigInteger amount = i == 0 ? TokenAmount.MAX_UNITS : RandomSplits.amount(random, 256);

            List<Payment> payments = SplitCalculator.payments(terms, amount);

            assertThat(payments.stream().map(Payment::amount).reduce(BigInteger.ZERO, BigInteger::add))
                    .isEqualTo(amount);
            for (int k = 0; k < payments.size(); k++) {
                Share share = terms.shares().get(k);
                assertThat(payments.get(k).recipient()).isEqualTo(share.recipient());
                BigInteger exactTimes10000 =
                        amount.multiply(BigInteger.valueOf(share.part().value()));
                BigInteger off = payments.get(k)
                        .amount()
                        .multiply(BigInteger.valueOf(10_000))
                        .subtract(exactTimes10000);
                assertThat(off.abs()).isLessThan(BigInteger.valueOf(10_000));
            }
        }
    }

    @Test
    void refusesAnAmountThatNoContractHolds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SplitCalculator.payments(TERMS, BigInteger.ONE.negate()))
                .withMessage("amount to split must be 0 to 2^256-1: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SplitCalculator.payments(TERMS, TokenAmount.MAX_UNITS.add(BigInteger.ONE)))
                .withMessageStartingWith("amount to split must be 0 to 2^256-1: 1157");
    }
}
