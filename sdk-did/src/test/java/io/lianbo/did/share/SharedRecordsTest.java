package io.lianbo.did.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Verdict;
import io.lianbo.did.AgreementCurve;
import io.lianbo.did.LocalDecryptionKey;
import io.lianbo.did.share.RecordStore.Stored;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedRecordsTest {
    private static final byte[] ADDRESS = "7 Longjing Rd, Hangzhou".getBytes(StandardCharsets.UTF_8);
    private static final byte[] MOVED = "12 Beishan St, Hangzhou".getBytes(StandardCharsets.UTF_8);

    private final SecureRandom random = new SecureRandom();
    private final LocalDecryptionKey viewer = LocalDecryptionKey.generate(AgreementCurve.X25519, random);
    private final LocalDecryptionKey merchant = LocalDecryptionKey.generate(AgreementCurve.P256, random);
    private final LocalDecryptionKey courier = LocalDecryptionKey.generate(AgreementCurve.X25519, random);
    private final Recipient toMerchant = new Recipient("did:web:tea.example#read", merchant.agreementKey());
    private final Recipient toCourier = Recipient.of(courier.agreementKey());
    private final Opener merchants = Opener.of(toMerchant.id(), merchant);
    private final Opener couriers = Opener.of(courier);
    private final RecordStore store = RecordStore.inMemory();
    private final SharedRecords records = SharedRecords.of(store, viewer, random);

    @AfterEach
    void closeKeys() {
        viewer.close();
        merchant.close();
        courier.close();
    }

    @Test
    void theRevokedOpenNoLaterVersionAndKeepWhatTheyHad() {
        SharedRecord first = ok(records.share("address", ADDRESS, toMerchant, toCourier));
        SharedRecord second = ok(records.revoke("address", toCourier.id()));
        SharedRecord third = ok(records.update("address", MOVED));

        assertThat(first.version()).isEqualTo(1);
        assertThat(third.version()).isEqualTo(3);
        assertThat(third.recipientIds()).containsExactly(viewer.agreementKey().toString(), toMerchant.id());
        for (SharedRecord later : List.of(second, third)) {
            assertThat(codes(couriers.open(later.sealed()))).containsExactly("NOT_A_RECIPIENT");
            assertThat(Opener.of(toMerchant.id(), courier).open(later.sealed()).isVerified())
                    .isFalse();
            assertThat(later.sealed().text()).doesNotContain(toCourier.id());
        }
        assertThat(ok(couriers.open(first.sealed())).content()).isEqualTo(ADDRESS);
        assertThat(ok(merchants.open(second.sealed())).content()).isEqualTo(ADDRESS);
        assertThat(ok(merchants.open(third.sealed())).content()).isEqualTo(MOVED);
        assertThat(ok(records.find("address")).sealed()).isEqualTo(third.sealed());
    }

    @Test
    void theContentKeyThatTheRevokedKnowsOpensNoLaterVersion() {
        SharedRecord first = ok(records.share("address", ADDRESS, toCourier));
        byte[] known = first.sealed()
                .keyFor(toCourier.id())
                .orElseThrow()
                .unwrap(courier)
                .orElseThrow();
        assertThat(first.sealed().decrypt(known)).isPresent();
        assertThat(ok(records.revoke("address", toCourier.id())).sealed().decrypt(known))
                .isEmpty();
    }

    @Test
    void theGrantedOpenTheRecordFromThenOn() {
        SharedRecord first = ok(records.share("address", ADDRESS));
        SharedRecord second = ok(records.grant("address", toCourier));

        assertThat(codes(couriers.open(first.sealed()))).containsExactly("NOT_A_RECIPIENT");
        Opened opened = ok(couriers.open(second.sealed().text(), "address", 2));
        assertThat(opened.content()).isEqualTo(ADDRESS);
        assertThat(opened.recordId()).contains("address");
        assertThat(opened.version()).hasValue(2);
        assertThat(ok(records.grant("address", toCourier)).version()).isEqualTo(2);
    }

    @Test
    void aNewKeyTakesThePlaceOfTheOldOne() {
        ok(records.share("address", ADDRESS, toMerchant));
        try (LocalDecryptionKey fresh = LocalDecryptionKey.generate(AgreementCurve.X25519, random)) {
            SharedRecord second = ok(records.grant("address", new Recipient(toMerchant.id(), fresh.agreementKey())));
            assertThat(second.recipientIds()).hasSize(2);
            assertThat(merchants.open(second.sealed()).isVerified()).isFalse();
            assertThat(Opener.of(toMerchant.id(), fresh).open(second.sealed()).isVerified())
                    .isTrue();
        }
    }

    @Test
    void readersNoticeAnotherRecordAndAnOldVersion() {
        String first =
                ok(records.share("address", ADDRESS, toMerchant)).sealed().text();
        String other = ok(records.share("phone", ADDRESS, toMerchant)).sealed().text();
        ok(records.update("address", MOVED));

        assertThat(codes(merchants.open(other, "address", 1))).containsExactly("WRONG_RECORD");
        assertThat(codes(merchants.open(first, "address", 2))).containsExactly("RECORD_OUTDATED");
        assertThat(codes(merchants.open("{}", "address", 1))).containsExactly("RECORD_MALFORMED");
        assertThat(merchants.open(first, "address", 1).isVerified()).isTrue();
    }

    @Test
    void theOwnerBelievesNoVersionThatHeDidNotSeal() {
        SharedRecord first = ok(records.share("address", ADDRESS, toMerchant));
        SharedRecord other = ok(records.share("phone", ADDRESS, toMerchant));
        Sealer anyone = Sealer.of(random);
        Recipient toViewer = Recipient.of(viewer.agreementKey());
        String seal = first.sealed().label().orElseThrow().seal();
        for (String planted : List.of(
                anyone.seal(ADDRESS, toViewer, toCourier).text(),
                anyone.seal(ADDRESS, List.of(toViewer, toCourier), commitment -> new Label("address", 2, seal))
                        .text(),
                other.sealed().text())) {
            assertRefused(new Stored(2, planted), "RECORD_TAMPERED");
        }
        assertRefused(new Stored(2, first.sealed().text()), "RECORD_TAMPERED"); // the number of the row is no proof
        assertRefused(new Stored(2, anyone.seal(ADDRESS, toCourier).text()), "NOT_A_RECIPIENT");
        assertRefused(new Stored(2, "{}"), "RECORD_MALFORMED");
    }

    private void assertRefused(Stored planted, String code) {
        RecordStore tampered = new RecordStore() {
            @Override
            public Optional<Stored> find(String id) {
                return Optional.of(planted);
            }

            @Override
            public boolean replace(String id, Stored next) {
                throw new AssertionError("nothing may be made of a planted version");
            }
        };
        SharedRecords deceived = SharedRecords.of(tampered, viewer, random);
        assertThat(codes(deceived.find("address"))).containsExactly(code);
        assertThat(codes(deceived.update("address", MOVED))).containsExactly(code);
        assertThat(codes(deceived.grant("address", toCourier))).containsExactly(code);
        assertThat(codes(deceived.revoke("address", toCourier.id()))).containsExactly(code);
    }

    @Test
    void expectedNosAreVerdictsAndBadArgumentsAreNot() {
        ok(records.share("address", ADDRESS, toMerchant));
        assertThat(codes(records.share("address", MOVED))).containsExactly("RECORD_EXISTS");
        assertThat(codes(records.revoke("address", toCourier.id()))).containsExactly("NOT_A_RECIPIENT");
        assertThat(codes(records.update("phone", MOVED))).containsExactly("RECORD_UNKNOWN");
        assertThat(codes(records.find("phone"))).containsExactly("RECORD_UNKNOWN");

        String owner = viewer.agreementKey().toString();
        assertThatIllegalArgumentException().isThrownBy(() -> records.revoke("address", owner));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> records.grant("address", Recipient.of(viewer.agreementKey())));
        assertThatIllegalArgumentException().isThrownBy(() -> records.share("", ADDRESS));
        assertThatIllegalArgumentException().isThrownBy(() -> records.share("x".repeat(257), ADDRESS));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> records.update("address", new byte[Sealed.MAX_CONTENT + 1]));
        assertThat(ok(records.find("address")).version()).isEqualTo(1);
    }

    @Test
    void aFullRecordTakesNoMore() {
        Recipient[] most = new Recipient[Sealed.MAX_RECIPIENTS - 1];
        for (int i = 0; i < most.length; i++) {
            most[i] = new Recipient("did:web:a.example#" + i, courier.agreementKey());
        }
        ok(records.share("address", ADDRESS, most));
        assertThat(codes(records.grant("address", toMerchant))).containsExactly("TOO_MANY_RECIPIENTS");
        assertThat(ok(records.find("address")).recipientIds()).hasSize(Sealed.MAX_RECIPIENTS);
    }

    private static <T> T ok(Verdict<T> verdict) {
        assertThat(verdict.reasons()).isEmpty();
        return verdict.value().orElseThrow();
    }

    private static Set<String> codes(Verdict<?> verdict) {
        return Set.copyOf(verdict.reasons().stream().map(Verdict.Reason::code).toList());
    }
}
