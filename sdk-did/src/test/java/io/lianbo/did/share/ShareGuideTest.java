package io.lianbo.did.share;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Verdict;
import io.lianbo.did.AgreementCurve;
import io.lianbo.did.LocalDecryptionKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

/** The regions that the Javadoc shows. */
class ShareGuideTest {
    private static final byte[] ADDRESS = "7 Longjing Rd, Hangzhou".getBytes(StandardCharsets.UTF_8);

    private final SecureRandom random = new SecureRandom();

    @Test
    void encryptsToSeveralWhoEachOpenIt() {
        try (LocalDecryptionKey merchantKey = LocalDecryptionKey.generate(AgreementCurve.P256, random);
                LocalDecryptionKey courierKey = LocalDecryptionKey.generate(AgreementCurve.X25519, random)) {
            // @start region="encrypt"
            Sealed sealed = Sealer.of(random)
                    .seal(ADDRESS, Recipient.of(merchantKey.agreementKey()), Recipient.of(courierKey.agreementKey()));
            String json = sealed.text(); // to be stored or sent: it shows who can open it, and not what it says
            // @end region="encrypt"

            // @start region="open"
            String read = switch (Opener.of(courierKey).open(json)) {
                case Verdict.Verified<Opened> opened ->
                    new String(opened.result().content(), StandardCharsets.UTF_8);
                case Verdict.Refused<Opened> refused -> "refused: " + refused.reasons();
            };
            // @end region="open"
            assertThat(read).isEqualTo("7 Longjing Rd, Hangzhou");
            assertThat(Opener.of(merchantKey).open(json).value().orElseThrow().content())
                    .isEqualTo(ADDRESS);
        }
    }

    @Test
    void reKeysWhenAGrantIsRevoked() {
        try (LocalDecryptionKey viewerKey = LocalDecryptionKey.generate(AgreementCurve.X25519, random);
                LocalDecryptionKey merchantKey = LocalDecryptionKey.generate(AgreementCurve.X25519, random);
                LocalDecryptionKey courierKey = LocalDecryptionKey.generate(AgreementCurve.P256, random)) {
            Recipient merchant = Recipient.of(merchantKey.agreementKey());
            Recipient courier = Recipient.of(courierKey.agreementKey());
            // @start region="re-key"
            SharedRecords records = SharedRecords.of(RecordStore.inMemory(), viewerKey, random);
            SharedRecord first =
                    records.share("address", ADDRESS, merchant, courier).value().orElseThrow();
            SharedRecord second =
                    records.revoke("address", courier.id()).value().orElseThrow(); // under a new content key

            Opener couriers = Opener.of(courierKey);
            assertThat(couriers.open(second.sealed()).isVerified()).isFalse();
            assertThat(couriers.open(first.sealed()).isVerified()).isTrue(); // what he had he keeps
            // @end region="re-key"
            assertThat(Opener.of(merchantKey)
                            .open(second.sealed().text(), "address", 2)
                            .isVerified())
                    .isTrue();
        }
    }
}
