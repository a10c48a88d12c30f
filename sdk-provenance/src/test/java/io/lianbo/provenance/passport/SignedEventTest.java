package io.lianbo.provenance.passport;

import static io.lianbo.provenance.TeaCake.CAKE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.crypto.Signer;
import io.lianbo.provenance.TeaCake;
import io.lianbo.provenance.event.EpcisEvent;
import org.junit.jupiter.api.Test;

class SignedEventTest {

    private static final EpcisEvent EVENT = TeaCake.event(CAKE, "2026-04-10T09:15:00+08:00", "inspecting", "OBSERVE");

    @Test
    void isSignedByWhoeverStandsForIt() {
        EpcisEvent event = EVENT;
        Signer laboratory = TeaCake.LABORATORY;
        // @start region="sign"
        SignedEvent signed = SignedEvent.sign(event, laboratory);
        assertThat(signed.verify().isVerified()).isTrue();
        assertThat(SignedEvent.parse(signed.toJson())).isEqualTo(signed);
        // @end
        assertThat(signed.issuer()).isEqualTo(laboratory.address());
    }

    @Test
    void holdsHoweverTheEventIsWritten() {
        SignedEvent signed = SignedEvent.sign(EVENT, TeaCake.LABORATORY);
        EpcisEvent inOtherWords = EpcisEvent.parse(EVENT.toJson()
                .replace("\"inspecting\"", "\"https://ref.gs1.org/cbv/BizStep-inspecting\"")
                .replace("2026-04-10T09:15:00+08:00", "2026-04-10T01:15:00.000Z"));
        assertThat(new SignedEvent(inOtherWords, signed.issuer(), signed.signature())
                        .verify()
                        .isVerified())
                .isTrue();
    }

    @Test
    void doesNotHoldForAnotherEventOrAnotherIssuer() {
        SignedEvent signed = SignedEvent.sign(EVENT, TeaCake.LABORATORY);
        EpcisEvent better = EpcisEvent.parse(EVENT.toJson().replace("OBSERVE", "ADD"));
        assertThat(new SignedEvent(better, signed.issuer(), signed.signature())
                        .verify()
                        .reasons())
                .extracting(Reason::code)
                .containsExactly("SIGNATURE_INVALID");
        assertThat(new SignedEvent(EVENT, TeaCake.STRANGER.address(), signed.signature())
                        .verify()
                        .reasons())
                .extracting(Reason::code)
                .containsExactly("SIGNATURE_INVALID");
    }

    @Test
    void saysWhichFieldIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignedEvent.parse("{\"event\": 5}"))
                .withMessage("signed event: event must be an object: 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignedEvent.parse("{\"event\": " + EVENT.toJson() + "}"))
                .withMessage("signed event: missing key issuer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignedEvent.parse(
                        SignedEvent.sign(EVENT, TeaCake.BRAND).toJson().replace("\"issuer\"", "\"by\": 1, \"issuer\"")))
                .withMessageContaining("signed event: unknown key by");
    }
}
