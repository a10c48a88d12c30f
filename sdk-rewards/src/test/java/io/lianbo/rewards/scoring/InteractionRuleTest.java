package io.lianbo.rewards.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InteractionRuleTest {

    @Test
    void roundsDownOnceWhateverThePieces() {
        InteractionRule minutes = InteractionRule.of("watchSeconds", 2).per(60);

        assertThat(minutes.pointsFor(0)).isZero();
        assertThat(minutes.pointsFor(29)).isZero();
        assertThat(minutes.pointsFor(30)).isEqualTo(1);
        assertThat(minutes.pointsFor(119)).isEqualTo(3);
        assertThat(minutes.pointsFor(120)).isEqualTo(4);
    }

    @Test
    void neverGivesMoreThanItsCap() {
        InteractionRule capped = InteractionRule.of("like", 1).atMost(20);

        assertThat(capped.pointsFor(19)).isEqualTo(19);
        assertThat(capped.pointsFor(20)).isEqualTo(20);
        assertThat(capped.pointsFor(1_000_000)).isEqualTo(20);
        assertThat(capped.beforeCap(1_000_000)).isEqualTo(1_000_000);
    }

    @Test
    void halvesTheWorthOfWhatComesLater() {
        InteractionRule comments = InteractionRule.of("comment", 8).halvingEvery(2);

        assertThat(comments.pointsFor(2)).isEqualTo(16); // 8 + 8
        assertThat(comments.pointsFor(3)).isEqualTo(20); // + 4
        assertThat(comments.pointsFor(4)).isEqualTo(24); // + 4
        assertThat(comments.pointsFor(5)).isEqualTo(26); // + 2
        assertThat(comments.pointsFor(Long.MAX_VALUE)).isEqualTo(31); // 32 is never reached
    }

    /** The closed form against the definition, unit by unit over the common denominator 2^64. */
    @Test
    void equalsTheSumOfTheWorthOfEachUnit() {
        Random random = new Random(20_261_124);
        for (int i = 0; i < 500; i++) {
            InteractionRule rule = InteractionRule.of("like", 1 + random.nextInt(1_000))
                    .per(1 + random.nextInt(90))
                    .halvingEvery(1 + random.nextInt(40));
            int quantity = random.nextInt(3_000);

            BigInteger worth = BigInteger.ZERO;
            for (int unit = 0; unit < quantity; unit++) {
                long halvings = unit / rule.halveEvery();
                if (halvings < 64) {
                    worth = worth.add(BigInteger.TWO.pow(64 - (int) halvings));
                }
            }
            BigInteger expected = worth.multiply(BigInteger.valueOf(rule.points()))
                    .divide(BigInteger.valueOf(rule.per()).shiftLeft(64));

            assertThat(rule.pointsFor(quantity)).as("%s of %d", rule, quantity).isEqualTo(expected.longValueExact());
        }
    }

    @Test
    void staysInRangeAtItsLimits() {
        InteractionRule most =
                InteractionRule.of("purchase", InteractionRule.MAX_WEIGHT).halvingEvery(Interaction.MAX_QUANTITY);

        assertThat(most.pointsFor(Long.MAX_VALUE)).isEqualTo(InteractionRule.MAX_POINTS);
        assertThat(InteractionRule.of("purchase", InteractionRule.MAX_WEIGHT).pointsFor(Long.MAX_VALUE))
                .isEqualTo(InteractionRule.MAX_POINTS);
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InteractionRule.of("like", 0))
                .withMessage("like.points must be 1 to 1000000000: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InteractionRule.of("like", 1).per(-1))
                .withMessage("like.per must be 1 to 1000000000000: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InteractionRule.of("like", 1).atMost(0))
                .withMessage("like.maxPoints must be 1 to 1000000000000000: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InteractionRule.of("like", 1).halvingEvery(0))
                .withMessage("like.halveEvery must be 1 to 1000000000000: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InteractionRule.of("Like!", 1))
                .withMessage(
                        "interaction type must be a lower-case letter, then letters and digits, at most 64: \"Like!\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InteractionRule.of("like", 1).pointsFor(-1))
                .withMessage("quantity must be 0 or more: -1");
    }
}
