package io.lianbo.nft.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.nft.Samples;
import io.lianbo.nft.Voucher;
import io.lianbo.nft.VoucherIssuer;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RelayLimitsTest {
    private static final Token ETH = Token.nativeCoin("ETH");
    private static final VoucherIssuer ISSUER = new VoucherIssuer(Samples.HOST, Samples.COLLECTION);

    private static Relayed waiting(Voucher voucher) {
        return Relayed.waiting(ISSUER.issue(voucher));
    }

    private static TokenAmount wei(long wei) {
        return new TokenAmount(BigInteger.valueOf(wei), ETH);
    }

    private static List<Integer> ids(List<Relayed> relayed) {
        return relayed.stream()
                .map(one -> one.voucher().voucher().tokenId().intValueExact())
                .toList();
    }

    @Test
    void fillsATransactionAsFarAsItMayGo() {
        List<Relayed> gifts =
                IntStream.range(0, 9).mapToObj(i -> waiting(Samples.gift(i))).toList();
        assertThat(ids(RelayLimits.gifts(4, 99, 99).fitting(gifts, BigInteger.ZERO)))
                .containsExactly(0, 1, 2, 3);
        assertThat(RelayLimits.gifts(4, 99, 99).fitting(List.of(), BigInteger.ZERO))
                .isEmpty();
    }

    @Test
    void paysNoMoreInATransactionThanAllowed() {
        RelayLimits limits = RelayLimits.gifts(50, 99, 99).paying(wei(10), wei(100), wei(20));
        List<Relayed> waiting = List.of(
                waiting(Samples.gift(1).withPrice(wei(6))),
                waiting(Samples.gift(2).withPrice(wei(5))), // too much with the first
                waiting(Samples.gift(3)),
                waiting(Samples.gift(4).withPrice(wei(4))));
        assertThat(ids(limits.fitting(waiting, BigInteger.TEN))).containsExactly(1, 3, 4);
        assertThat(ids(limits.fitting(waiting, BigInteger.valueOf(5)))).containsExactly(2, 3); // the payer has no more
        assertThat(limits.budgets(Samples.gift(1).withPrice(wei(6)), Samples.VIEWER))
                .extracting(RelayLog.Budget::limit)
                .containsExactly(
                        BigInteger.valueOf(99),
                        BigInteger.valueOf(99),
                        BigInteger.valueOf(100),
                        BigInteger.valueOf(20));
    }

    @Test
    void takesATokenOnceIntoATransaction() {
        List<Relayed> waiting = List.of(
                waiting(Samples.gift(1)),
                waiting(Samples.gift(1).withRecipient(Samples.STRANGER.address())),
                waiting(Samples.gift(2)));
        assertThat(ids(RelayLimits.gifts(50, 99, 99).fitting(waiting, BigInteger.ZERO)))
                .containsExactly(1, 2);
    }

    @Test
    void refusesLimitsThatMakeNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RelayLimits.gifts(101, 1, 1))
                .withMessage("vouchers a transaction must be 1 to 100: 101");
        assertThatIllegalArgumentException().isThrownBy(() -> RelayLimits.gifts(0, 1, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RelayLimits.gifts(1, 0, 1))
                .withMessageContaining("0 a day");
        assertThatIllegalArgumentException().isThrownBy(() -> RelayLimits.gifts(1, 1, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RelayLimits.gifts(1, 1, 1).paying(wei(0), wei(1), wei(1)))
                .withMessageContaining("above 0");
        TokenAmount dollars = new TokenAmount(BigInteger.ONE, Token.erc20(Samples.VIEWER, "USD", 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RelayLimits.gifts(1, 1, 1).paying(wei(1), dollars, wei(1)))
                .withMessageContaining("of one token");
        assertThat(RelayLimits.gifts(1, 1, 1).paying(dollars, dollars, dollars).prices())
                .containsOnlyKeys(Samples.VIEWER)
                .doesNotContainKey(Address.ZERO);
    }
}
