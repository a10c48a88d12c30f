package io.lianbo.did.consent.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.Did;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.credential.PresentationRequest;
import io.lianbo.did.login.LoginMessage;
import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was consented to, and what was read under it, can be proved later to somebody who has neither ledger nor nonces. */
class ConsentProofTest {
    private final Show show = new Show();

    @AfterEach
    void closeKeys() {
        show.close();
    }

    private LoginMessage message(ConsentGrant grant) {
        return LoginMessage.builder()
                .domain("shop.example")
                .account(show.account)
                .nonce(show.nonces.issue())
                .issuedAt(show.now)
                .consent(grant)
                .build();
    }

    private ConsentProof signed(LocalSigner by, String text) {
        return new ConsentProof(text, by.signMessage(text).toString());
    }

    @Test
    void anAuditorHoldsWhatWasReadAgainstWhatWasSigned(@TempDir Path folder) throws SQLException {
        ConsentLedger ledger = JdbcConsentLedger.in(Databases.open(Store.SQLITE, folder));
        ConsentGrant grant = show.grant().maxUses(2).build();
        Hash32 id = show.record(ledger, grant).grant().id();
        PresentationRequest request = show.request();
        ConsentedVerifier.of(show.credentials().build(), ledger, show.clock)
                .signingReceipts(show.shopKey)
                .verify(show.present(request, "sub", "year", "address.city"), request, id);
        show.now = show.now.plus(Duration.ofDays(3650)); // the nonce is forgotten, and the grant has ended

        // @start region="audit"
        ConsentProof proof = ledger.find(id).orElseThrow().proof(); // two texts, which the reader hands to the auditor
        String token =
                ledger.receipts(id, ReceiptPlace.START, 1).getFirst().token().orElseThrow();

        ConsentGrant granted = proof.verify().value().orElseThrow(); // verify(chain) where the holder may be a contract
        Verdict<ConsentReceipt> read =
                ConsentReceipt.verify(token, granted.grantee(), Set.of(show.shopKey.verificationKey()));
        List<Reason> objections = read.value().orElseThrow().within(granted).reasons();
        // @end region="audit"
        assertThat(granted).isEqualTo(grant);
        assertThat(objections).isEmpty();
    }

    @Test
    void aProofProvesWhatItsWordsSayAndNothingElse() {
        ConsentGrant grant = show.grant().maxUses(3).build();
        String text = message(grant).toString();
        ConsentProof proof = signed(show.wallet, text);
        assertThat(proof.verify().value()).contains(grant);

        String moreUses = show.grant().maxUses(300).build().recap().toString();
        for (UnaryOperator<String> change : List.<UnaryOperator<String>>of(
                all -> all.replace("at most 3", "at most 300"),
                all -> all.replaceFirst("urn:recap:.*", moreUses),
                all -> all.replaceFirst("\nExpiration Time: [^\n]*", ""),
                all -> all + "\n- https://shop.example/terms",
                all -> all.replace(Show.SHOP.toString(), "https://shop.example"))) {
            String changed = change.apply(text);
            assertThat(changed).isNotEqualTo(text);
            refused(signed(show.wallet, changed).verify(), "CONSENT_INVALID");
        }
        String toAnother = text.replace(Show.SHOP.toString(), "did:web:other.example");
        refused(new ConsentProof(toAnother, proof.signature()).verify(), "SIGNATURE_INVALID");
        String longer = text.replace("2026-12-24", "2027-12-24");
        assertThat(longer).isNotEqualTo(text);
        refused(new ConsentProof(longer, proof.signature()).verify(), "SIGNATURE_INVALID");
    }

    @Test
    void whatIsNoProofIsRefusedAndNeverAnException() {
        String text = message(show.grant().build()).toString();
        try (LocalSigner stranger = LocalSigner.generate(show.random)) {
            refused(signed(stranger, text).verify(), "SIGNATURE_INVALID");
        }
        String mute = LoginMessage.builder()
                .domain("shop.example")
                .account(show.account)
                .uri(Show.SHOP.toUri())
                .nonce(show.nonces.issue())
                .issuedAt(show.now)
                .build()
                .toString();
        refused(signed(show.wallet, mute).verify(), "CONSENT_MISSING");
        refused(signed(show.wallet, text + "\n").verify(), "MESSAGE_MALFORMED");
        refused(new ConsentProof("shop.example wants you to sign in", "0x1b").verify(), "MESSAGE_MALFORMED");
        refused(new ConsentProof("\ud800" + text, "0x1b").verify(), "MESSAGE_MALFORMED");
        for (String signature : List.of("0x", "0x1b", "zz", "\u0000", "0x" + "ab".repeat(40_000))) {
            refused(new ConsentProof(text, signature).verify(), "SIGNATURE_MALFORMED");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new ConsentProof(text, " "));
    }

    @Test
    void aReceiptThatSaysOtherThanTheGrantIsNotWithinIt() {
        ConsentGrant grant = show.grant().build();
        Did other = Did.parse("did:web:other.example");
        Instant last = grant.expiresAt().minusMillis(1);
        assertThat(receipt(grant.id(), show.viewer, Show.SHOP, Show.PURPOSE, Show.PURCHASE, "address.city", last)
                        .within(grant)
                        .isVerified())
                .isTrue();
        within(
                receipt(show.grant().maxUses(2).build().id(), other, other, "x", "urn:x", "price", last),
                grant,
                "CONSENT_MISMATCH");
        within(
                receipt(grant.id(), other, Show.SHOP, Show.PURPOSE, Show.PURCHASE, "year", last),
                grant,
                "CONSENT_HOLDER_MISMATCH");
        within(
                receipt(grant.id(), show.viewer, other, Show.PURPOSE, Show.PURCHASE, "year", last),
                grant,
                "CONSENT_FOR_ANOTHER");
        within(
                receipt(grant.id(), show.viewer, Show.SHOP, "advertising", Show.PURCHASE, "year", last),
                grant,
                "CONSENT_PURPOSE_MISMATCH");
        within(
                receipt(grant.id(), show.viewer, Show.SHOP, Show.PURPOSE, "urn:review", "year", last),
                grant,
                "CONSENT_TYPE_MISMATCH");
        within(
                receipt(grant.id(), show.viewer, Show.SHOP, Show.PURPOSE, Show.PURCHASE, "price", last.plusMillis(2)),
                grant,
                "CONSENT_EXPIRED",
                "CLAIM_NOT_GRANTED");
    }

    private static ConsentReceipt receipt(
            Hash32 grant, Did holder, Did reader, String purpose, String type, String claim, Instant at) {
        return new ConsentReceipt(
                grant, holder, reader, purpose, type, Show.TEA, ClaimPath.all(claim), at, Hash32.ZERO);
    }

    private static void within(ConsentReceipt receipt, ConsentGrant grant, String... codes) {
        assertThat(receipt.within(grant).reasons()).extracting(Reason::code).containsExactly(codes);
    }

    private static void refused(Verdict<ConsentGrant> verdict, String... codes) {
        assertThat(verdict.reasons()).extracting(Reason::code).containsExactly(codes);
    }
}
