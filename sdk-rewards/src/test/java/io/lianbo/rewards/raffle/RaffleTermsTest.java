package io.lianbo.rewards.raffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Odds are exact, prizes are what they say, and nobody is entered twice. */
class RaffleTermsTest {
    private static final Instant OPENS = Instant.parse("2026-12-01T20:00:00Z");
    private static final Address ORGANISER = Address.of("0x5fbdb2315678afecb367f032d93f642f64180aa3");
    private static final Hash32 COMMITMENT = Raffles.hash("commitment");

    private static RaffleTerms terms(long maxEntries, List<Prize> prizes) {
        return new RaffleTerms(
                ORGANISER,
                COMMITMENT,
                maxEntries,
                OPENS,
                OPENS.plusSeconds(60),
                OPENS.plusSeconds(120),
                Address.ZERO,
                BigInteger.ONE,
                prizes);
    }

    private static RaffleTerms terms() {
        return terms(1_000, Raffles.prizes());
    }

    @Test
    void oddsAreExactFractionsOfPrizesAndEntries() {
        assertThat(terms().oddsAtLeast(0)).hasToString("1/1000");
        assertThat(terms().oddsAtLeast(2)).isEqualTo(new Odds(5, 1_000));
        assertThat(terms().oddsOf(1, 500)).isEqualTo(new Odds(2, 500));
        assertThat(terms().oddsOf(2, 4)).isEqualTo(new Odds(1, 4));
        assertThat(terms().oddsOf(2, 2)).isEqualTo(new Odds(0, 2));
        assertThat(terms().oddsOfOneUpTo(2, 3)).isEqualTo(new Odds(3, 3));
        assertThat(new Odds(1, 2)).isEqualByComparingTo(new Odds(2, 4)).isLessThan(new Odds(2, 3));
    }

    @Test
    void withFewerEntriesThanWereSaidNobodysOddsAreWorse() {
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            long most = 1L + random.nextInt(40);
            List<Prize> prizes = IntStream.range(0, 1 + random.nextInt(4))
                    .mapToObj(kind -> Prize.money(1L + random.nextInt(6), 1, BigInteger.ONE))
                    .toList();
            RaffleTerms terms = terms(most, prizes);
            long entries = 1L + random.nextLong(most);
            long winning = 0;
            for (int kind = 0; kind < prizes.size(); kind++) {
                assertThat(terms.oddsOfOneUpTo(kind, entries)).isGreaterThanOrEqualTo(terms.oddsAtLeast(kind));
                winning += terms.oddsOf(kind, entries).winning();
                assertThat(winning).isEqualTo(terms.oddsOfOneUpTo(kind, entries).winning());
            }
            assertThat(winning).isEqualTo(Math.min(entries, terms.places()));
        }
    }

    /** How often each entry wins each kind, over many draws, is what the odds say: chi-squared of 19 degrees of freedom stays below 43.8. */
    @Test
    void drawsAreAsLikelyAsTheOddsSay() {
        int draws = 4_000;
        Entrants entrants = Entrants.of(Raffles.viewers(20));
        long[] firsts = new long[20];
        long[] any = new long[20];
        for (int i = 0; i < draws; i++) {
            List<Win> wins = RaffleDraw.wins(Raffles.hash("draw " + i), terms(), entrants);
            Set<Long> entries = new HashSet<>();
            for (Win win : wins) {
                assertThat(entries.add(win.entry())).isTrue();
                any[(int) win.entry()]++;
            }
            firsts[(int) wins.getFirst().entry()]++;
        }
        assertThat(terms().oddsOf(0, 20)).isEqualByComparingTo(new Odds(1, 20));
        assertThat(chiSquaredTimesExpected(firsts, draws / 20)).isLessThan(438L * draws / 20 / 10);
        assertThat(chiSquaredTimesExpected(any, draws / 4)).isLessThan(438L * draws / 4 / 10);
    }

    private static long chiSquaredTimesExpected(long[] counts, long expected) {
        return Arrays.stream(counts)
                .map(count -> (count - expected) * (count - expected))
                .sum();
    }

    @Test
    void thePlacesGoToThePrizesInTheirOrder() {
        assertThat(terms().places()).isEqualTo(5);
        assertThat(terms().prizeAt(0)).isEqualTo(Raffles.prizes().get(0));
        assertThat(terms().prizeAt(2)).isEqualTo(Raffles.prizes().get(1));
        assertThat(terms().prizeAt(4).isGoods()).isTrue();
        assertThat(terms().deposit())
                .isEqualTo(Raffles.FIRST.add(Raffles.SECOND.shiftLeft(1)).add(BigInteger.ONE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> terms().prizeAt(5))
                .withMessage("place must be 0 to 4: 5");
        assertThatIllegalArgumentException().isThrownBy(() -> terms().prizeAt(-1));
    }

    @Test
    void nobodyIsEnteredTwice() {
        List<Address> viewers = Raffles.viewers(10);
        Entrants entrants = Raffles.inBatches(Entrants.of(viewers), 4);
        for (Address viewer : viewers) {
            assertThat(entrants.at(entrants.entryOf(viewer).orElseThrow())).isEqualTo(viewer);
        }
        assertThat(entrants.entryOf(ORGANISER)).isEmpty();
        assertThat(entrants.batchOf(3)).isZero();
        assertThat(entrants.batchOf(4)).isOne();
        assertThat(entrants.batchOf(9)).isEqualTo(2);
        viewers.add(viewers.get(4));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Entrants.of(viewers))
                .withMessageContaining("each there once");
        assertThatIllegalArgumentException().isThrownBy(() -> Entrants.of(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> Entrants.of(List.of(Address.ZERO)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Entrants.ofBatches(List.of(List.of(ORGANISER), List.of())));
        assertThatIllegalArgumentException().isThrownBy(() -> entrants.at(10));
    }

    @Test
    void saysWhatIsWrongWithAnArgument() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Prize.money(1, 0, BigInteger.ONE))
                .withMessage("the value of a prize must be 1 or more: 0");
        assertThatIllegalArgumentException().isThrownBy(() -> Prize.money(0, 1, BigInteger.ONE));
        assertThatIllegalArgumentException().isThrownBy(() -> Prize.money(1, 1, BigInteger.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> Prize.goods(1, 1, Hash32.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Prize(1, 1, BigInteger.ONE, Raffles.TEA_SET))
                .withMessageContaining("either money or goods");
        assertThatIllegalArgumentException().isThrownBy(() -> terms(0, Raffles.prizes()));
        assertThatIllegalArgumentException().isThrownBy(() -> terms(1, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> terms().withRevealBy(OPENS));
        assertThatIllegalArgumentException().isThrownBy(() -> terms().oddsOf(0, 1_001));
        assertThatIllegalArgumentException().isThrownBy(() -> terms().oddsOf(3, 10));
        assertThatIllegalArgumentException().isThrownBy(() -> new Odds(2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new PrizeCap("yuan", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new PrizeCap("CNY", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> RaffleSecret.of(new byte[31]));
        assertThat(RaffleSecret.of(COMMITMENT.bytes()).toString()).doesNotContain(COMMITMENT.toString());
    }
}
