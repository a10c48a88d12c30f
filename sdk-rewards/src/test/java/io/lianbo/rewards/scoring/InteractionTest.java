package io.lianbo.rewards.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import java.time.Instant;
import java.util.Locale;
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
