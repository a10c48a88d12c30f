package io.lianbo.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.lianbo.core.Verdict.Reason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {

    private static final Reason EXPIRED = new Reason("EXPIRED", "valid until yesterday");

    // @start region="verdict"
    static String greet(Verdict<Address> login) {
        return switch (login) {
            case Verdict.Verified<Address> verified -> "welcome " + verified.result();
            case Verdict.Refused<Address> refused ->
                "sorry, " + refused.reasons().getFirst().detail();
        };
    }
    // @end

    @Test
    void isReadWithASwitch() {
        assertThat(greet(Verdict.ok(Address.ZERO))).isEqualTo("welcome " + Address.ZERO);
        assertThat(greet(Verdict.refused("EXPIRED", "valid until yesterday")))
                .isEqualTo("sorry, valid until yesterday");
    }

    @Test
    void verifiedCarriesAResultAndNoReason() {
        Verdict<String> verdict = Verdict.ok("key");
        assertThat(verdict.isVerified()).isTrue();
        assertThat(verdict.value()).contains("key");
        assertThat(verdict.reasons()).isEmpty();
        assertThat(verdict.map(String::length)).isEqualTo(Verdict.ok(3));
    }

    @Test
    void refusedCarriesReasonsAndNoResult() {
        Reason revoked = new Reason("REVOKED", "by its issuer");
        Verdict<String> verdict = Verdict.refused(EXPIRED, revoked);
        assertThat(verdict.isVerified()).isFalse();
        assertThat(verdict.value()).isEmpty();
        assertThat(verdict.reasons()).containsExactly(EXPIRED, revoked);
        assertThat(verdict.map(String::length).reasons()).containsExactly(EXPIRED, revoked);
        assertThat(EXPIRED).hasToString("EXPIRED: valid until yesterday");
    }

    @Test
    void aRefusalHasAReason() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Verdict.refused(List.of()))
                .withMessage("a refusal must have at least one reason");
        assertThatIllegalArgumentException().isThrownBy(Verdict::refused);
    }

    @Test
    void reasonsCannotBeChangedLater() {
        List<Reason> reasons = new ArrayList<>(List.of(EXPIRED));
        Verdict<String> verdict = Verdict.refused(reasons);
        reasons.clear();
        assertThat(verdict.reasons()).containsExactly(EXPIRED).isUnmodifiable();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "expired", "WRONG SIGNER", "_EXPIRED", "EXPIRED_", "A__B", "1ST"})
    void aCodeIsAStableWord(String code) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Reason(code, "detail"))
                .withMessage("reason code must be like WRONG_SIGNER: \"" + code + "\"");
    }

    @Test
    void refusesNull() {
        assertThatNullPointerException().isThrownBy(() -> Verdict.ok(null));
        assertThatNullPointerException().isThrownBy(() -> new Reason("EXPIRED", null));
    }
}
