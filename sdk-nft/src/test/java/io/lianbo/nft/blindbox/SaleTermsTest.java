package io.lianbo.nft.blindbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import java.math.BigInteger;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Terms that no contract would take are refused by name, and no two sales share an id. */
class SaleTermsTest {
    private static final Address SOMEBODY = Address.of("0x00000000000000000000000000000000000000aa");
    private static final Instant EVENING = Instant.parse("2026-11-11T20:00:00Z");
    private static final Instant NIGHT = EVENING.plusSeconds(3600);
    private static final AccountId CONTRACT = new AccountId(new ChainId(8453), SOMEBODY);

    @Test
    void refusesWhatNoContractWouldTake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> terms(0, EVENING, NIGHT, NIGHT.plusSeconds(1), BigInteger.ONE))
                .withMessage("supply must be 1 to 4294967295: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> terms(1, NIGHT, EVENING, NIGHT, BigInteger.ONE))
                .withMessageStartingWith("a sale must open, close and be revealed in this order");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> terms(1, EVENING, NIGHT, NIGHT, BigInteger.ONE))
                .withMessageStartingWith("a sale must open, close and be revealed in this order");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> terms(1, EVENING.plusMillis(1), NIGHT, NIGHT.plusSeconds(1), BigInteger.ONE))
                .withMessageContaining("opening must be a whole second");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> terms(1, EVENING, NIGHT, Instant.MAX, BigInteger.ONE))
                .withMessageContaining("reveal must be a whole second");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> terms(1, EVENING, NIGHT, NIGHT.plusSeconds(1), BigInteger.TWO.pow(96)))
                .withMessageStartingWith("price must be 0 to");
        SaleTerms good = terms(1, EVENING, NIGHT, NIGHT.plusSeconds(1), BigInteger.ONE);
        assertThatIllegalArgumentException().isThrownBy(() -> good.withMaxPerBuyer(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> good.withProvider(Address.ZERO))
                .withMessage("provider must not be the zero address");
        assertThat(good.drawsWithBlockHash()).isTrue();
        assertThat(good.withProvider(SOMEBODY).drawsWithBlockHash()).isFalse();
    }

    @Test
    void haveAnIdThatEveryFieldIsIn() {
        SaleTerms terms = terms(5, EVENING, NIGHT, NIGHT.plusSeconds(1), BigInteger.ONE);
        assertThat(new Hash32[] {
                    terms.saleId(CONTRACT),
                    terms.saleId(new AccountId(new ChainId(1), SOMEBODY)),
                    terms.withMaxPerBuyer(1).saleId(CONTRACT),
                    terms.withRevealBy(NIGHT.plusSeconds(2)).saleId(CONTRACT),
                    terms.withProvider(SOMEBODY).saleId(CONTRACT),
                    terms(6, EVENING, NIGHT, NIGHT.plusSeconds(1), BigInteger.ONE)
                            .saleId(CONTRACT),
                    terms(5, EVENING, NIGHT, NIGHT.plusSeconds(1), BigInteger.TWO)
                            .saleId(CONTRACT)
                })
                .doesNotHaveDuplicates();
    }

    private static SaleTerms terms(long supply, Instant opensAt, Instant closesAt, Instant revealBy, BigInteger price) {
        return new SaleTerms(
                SOMEBODY,
                Shop.hash("commitment"),
                Shop.hash("root"),
                supply,
                0,
                opensAt,
                closesAt,
                revealBy,
                Address.ZERO,
                price,
                BigInteger.TEN,
                SOMEBODY,
                Address.ZERO);
    }
}
