package io.lianbo.rewards.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTermsTest {

    private static final Address MERCHANT = account(1);
    private static final Address HOST = account(2);
    private static final Address PLATFORM = account(3);
    private static final Address VIEWERS = account(4);

    @Test
    void areKnownByTheHashOfTheirShares() {
        // @start region="terms"
        SplitTerms terms = SplitTerms.of(
                Share.of(MERCHANT, 6_000), Share.of(HOST, 2_500), Share.of(PLATFORM, 1_000), Share.of(VIEWERS, 500));
        Hash32 splitId = terms.id();
        // @end region="terms"

        // computed outside, from abi.encode written down word by word
        assertThat(splitId).isEqualTo(Hash32.of("0xfdf4163434c6f7152c1c95590152a9619ec6288ec70b59d1721e435cc032e647"));
        assertThat(SplitTerms.of(
                                Share.of(HOST, 2_500),
                                Share.of(MERCHANT, 6_000),
                                Share.of(PLATFORM, 1_000),
                                Share.of(VIEWERS, 500))
                        .id())
                .isNotEqualTo(splitId);
    }

    @Test
    void takeOneToFiftyShares() {
        assertThat(SplitTerms.of(Share.of(MERCHANT, 10_000)).shares()).hasSize(1);
        assertThat(SplitTerms.of(equalShares(50)).shares()).hasSize(50);
        assertThatIllegalArgumentException()
                .isThrownBy(SplitTerms::of)
                .withMessage("split must have 1 to 50 shares: 0");
        Share[] tooMany = Arrays.copyOf(equalShares(50), 51);
        tooMany[50] = Share.of(account(51), 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SplitTerms.of(tooMany))
                .withMessage("split must have 1 to 50 shares: 51");
    }

    @Test
    void refuseSharesThatDoNotAddUp() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SplitTerms.of(Share.of(MERCHANT, 6_000), Share.of(HOST, 3_999)))
                .withMessage("shares must add up to 10000 basis points: 9999");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SplitTerms.of(Share.of(MERCHANT, 10_000), Share.of(HOST, 1)))
                .withMessage("shares must add up to 10000 basis points: 10001");
    }

    @Test
    void refuseARecipientWhoIsNamedTwiceOrIsNobody() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SplitTerms.of(Share.of(MERCHANT, 5_000), Share.of(MERCHANT, 5_000)))
                .withMessage("split must name each recipient once: " + MERCHANT);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Share.of(Address.ZERO, 5_000))
                .withMessage("recipient of a share must not be the zero address");
    }

    @Test
    void refuseAShareOfNothingOrOfMoreThanAll() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Share.of(MERCHANT, 0))
                .withMessage("share of " + MERCHANT + " must be 1 to 10000 basis points: 0");
        assertThatIllegalArgumentException().isThrownBy(() -> Share.of(MERCHANT, 10_001));
        assertThatIllegalArgumentException().isThrownBy(() -> Share.of(MERCHANT, -1));
    }

    @Test
    void refuseANegativePayment() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Payment(MERCHANT, BigInteger.ONE.negate()))
                .withMessage("payment to " + MERCHANT + " must be 0 or more: -1");
    }

    private static Share[] equalShares(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> Share.of(account(i), 10_000 / count))
                .toArray(Share[]::new);
    }

    private static Address account(int number) {
        return Address.of("0x%040x".formatted(number));
    }
}
