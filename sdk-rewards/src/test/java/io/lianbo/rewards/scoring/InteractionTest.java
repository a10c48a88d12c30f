package io.lianbo.rewards.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InteractionTest {

    private static final String WALLET = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    private static final Instant NOON = Instant.parse("2026-11-11T12:00:00Z");

    @Test
    void aUserMayBeKnownByAnIdOfThePlatform() {
        assertThat(UserId.of("viewer-17").address()).isEmpty();
        assertThat(UserId.of("茶友42").value()).isEqualTo("茶友42");
        assertThat(UserId.of("Viewer-17")).isNotEqualTo(UserId.of("viewer-17"));
    }

    @Test
    void everySpellingOfAnAddressIsTheSameUser() {
        UserId user = UserId.of(Address.of(WALLET));

        assertThat(user.address()).contains(Address.of(WALLET));
        assertThat(UserId.of(WALLET)).isEqualTo(user);
        assertThat(UserId.of(WALLET.toLowerCase(Locale.ROOT))).isEqualTo(user);
        assertThat(UserId.of("0x" + WALLET.substring(2).toUpperCase(Locale.ROOT)))
                .isEqualTo(user);
    }

    @Test
    void refusesAnAddressWithAWrongChecksum() {
        assertThatIllegalArgumentException().isThrownBy(() -> UserId.of(WALLET.replace("aAeb", "aaEb")));
    }

    @Test
    void refusesIdsThatAreEmptyLongOrInvisible() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UserId.of(""))
                .withMessage("user id must be 1 to 128 characters: 0 given");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UserId.of("x".repeat(10_240)))
                .withMessage("user id must be 1 to 128 characters: 10240 given");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UserId.of("a\u200bb"))
                .withMessage("user id must have no blank, control or unassigned character: U+200B at 1");
        assertThatIllegalArgumentException().isThrownBy(() -> UserId.of("a\ud800"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InteractionId("", "s", 0))
                .withMessage("producer must be 1 to 128 characters: 0 given");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InteractionId("p", "a b", 0))
                .withMessage("session must have no blank, control or unassigned character: U+0020 at 1");
    }

    @Test
    void saysWhatWasDoneAndWhatIsKnownOfIt() {
        UserId mei = UserId.of("mei");
        Instant noon = NOON;
        // @start region="interactions"
        Interaction purchase = new Interaction(new InteractionId("shop", "show-42", 7), mei, "purchase", 25_900, noon)
                .referredBy(UserId.of("bo"))
                .with(Trace.DEVICE, "d-71");
        Interaction review =
                new Interaction(new InteractionId("shop", "show-42", 8), mei, "review", 1, noon).withQuality(6_000);
        Interaction refund = Interaction.refund(new InteractionId("shop", "show-42", 9), purchase, 10_000, noon);
        // @end region="interactions"
        assertThat(purchase.context())
                .isEqualTo(new Context(10_000, null, UserId.of("bo"), Map.of(Trace.DEVICE, "d-71")));
        assertThat(review.context().quality()).isEqualTo(6_000);
        assertThat(refund.context().refunds()).isEqualTo(purchase.id());
        assertThat(refund.user()).isEqualTo(mei);
        assertThat(refund.type()).isEqualTo(Interaction.REFUND);
    }

    @Test
    void refusesAContextThatDoesNotFit() {
        Interaction like = new Interaction(new InteractionId("p", "s", 1), UserId.of("mei"), "like", 1, NOON);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> like.withQuality(10_001))
                .withMessage("quality must be 0 to 10000 basis points: 10001");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> like.with(Trace.DEVICE, "a b"))
                .withMessage("device must have no blank, control or unassigned character: U+0020 at 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Interaction(like.id(), like.user(), "refund", 1, NOON))
                .withMessage("a refund, and nothing else, must name what it takes back: type refund, refunds null");
    }

    @Test
    void refusesNumbersOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InteractionId("p", "s", -1))
                .withMessage("sequence must be 0 to 9007199254740991: -1");
        InteractionId id = new InteractionId("p", "s", 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Interaction(id, UserId.of("u"), "like", 0, NOON))
                .withMessage("quantity must be 1 to 1000000000000: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Interaction(id, UserId.of("u"), "like", Interaction.MAX_QUANTITY + 1, NOON));
        assertThatIllegalArgumentException().isThrownBy(() -> new Interaction(id, UserId.of("u"), "", 1, NOON));
    }

    @Test
    void anEpochHasItsStartAndNotItsEnd() {
        Epoch epoch = new Epoch(1, NOON, NOON.plusSeconds(60));

        assertThat(epoch.contains(NOON)).isTrue();
        assertThat(epoch.contains(NOON.plusSeconds(60))).isFalse();
        assertThat(epoch.contains(NOON.minusNanos(1))).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Epoch(0, NOON, NOON.plusSeconds(1)))
                .withMessage("epoch number must be 1 or more: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Epoch(1, NOON, NOON))
                .withMessageStartingWith("epoch must start before it ends:");
    }
}
