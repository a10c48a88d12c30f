package io.lianbo.did.consent.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.core.json.CanonicalJson;
import io.lianbo.core.merkle.StandardMerkleTree;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.Did;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.SigningKey;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.consent.ledger.ConsentRecord.Revocation;
import io.lianbo.did.credential.Credential;
import io.lianbo.did.credential.CredentialDraft;
import io.lianbo.did.credential.CredentialIssuer;
import io.lianbo.did.credential.Holder;
import io.lianbo.did.credential.PresentationRequest;
import io.lianbo.did.login.Login;
import io.lianbo.did.login.LoginMessage;
import io.lianbo.did.status.StatusReference;
import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsentedVerifierTest {
    private final Show show = new Show();
    private final ConsentLedger ledger = ConsentLedger.inMemory();
    private final ConsentedVerifier verifier =
            ConsentedVerifier.of(show.credentials().build(), ledger, show.clock);

    @AfterEach
    void closeKeys() {
        show.close();
    }

    @Test
    void aConsentIsGivenUsedReceiptedAndRevoked() {
        // @start region="grant"
        ConsentGrant grant = ConsentGrant.builder()
                .holder(show.viewer)
                .grantee(Did.parse("did:web:shop.example"))
                .purpose("a discount for regulars")
                .credentialType("https://lianbo.example/credentials/purchase")
                .claims("category", "year")
                .maxUses(3)
                .expiresAt(show.now.plus(Duration.ofDays(30)))
                .build();
        LoginMessage message = LoginMessage.builder()
                .domain("shop.example")
                .account(show.account)
                .nonce(show.nonces.issue())
                .issuedAt(show.now)
                .consent(grant)
                .build();
        // @end region="grant"
        String signature = show.wallet.signMessage(message.toString()).toString();

        // @start region="record"
        Login login = show.logins.verify(message.toString(), signature).value().orElseThrow();
        ConsentRecord recorded = ledger.record(login, show.clock.instant());
        Hash32 id = recorded.grant().id(); // with the user's account, or in her session
        // @end region="record"
        assertThat(recorded.grant()).isEqualTo(grant);
        assertThat(recorded.proof()).isEqualTo(new ConsentProof(message.toString(), signature));
        assertThat(recorded.recordedAt()).isEqualTo(show.now);
        assertThat(recorded.usesLeft()).isEqualTo(3);

        PresentationRequest request = show.request();
        String presentation = show.present(request, "sub", "category");
        // @start region="use"
        ConsentedVerifier consented = ConsentedVerifier.of(show.credentials().build(), ledger, show.clock)
                .signingReceipts(show.shopKey);
        String category = switch (consented.verify(presentation, request, id)) {
            case Verdict.Verified<ConsentedReading> read ->
                String.valueOf(read.result().credential().claims().get("category"));
            case Verdict.Refused<ConsentedReading> refused -> "nothing, because " + refused.reasons();
        };
        // @end region="use"
        assertThat(category).isEqualTo("tea");

        // @start region="receipts"
        List<RecordedReceipt> page = ledger.receipts(show.viewer, ReceiptPlace.START, 100);
        ConsentReceipt receipt = page.getLast().receipt(); // "did:web:shop.example read [category] at ..."
        String shown = receipt.reader() + " read " + receipt.claims() + " at " + receipt.readAt();
        List<RecordedReceipt> next = ledger.receipts(show.viewer, receipt.place(), 100);
        // @end region="receipts"
        assertThat(shown).isEqualTo("did:web:shop.example read [category] at 2026-11-24T20:00:00.123Z");
        assertThat(next).isEmpty();
        assertThat(ConsentReceipt.verify(
                                page.getLast().token().orElseThrow(), Show.SHOP, Set.of(show.shopKey.verificationKey()))
                        .value())
                .contains(receipt);

        // @start region="revoke"
        ledger.revoke(id, login.did(), show.clock.instant());
        // @end region="revoke"
        PresentationRequest again = show.request();
        refused(consented.verify(show.present(again, "sub", "category"), again, id), "CONSENT_REVOKED");
    }

    @Test
    void aReceiptSaysWhatWasReadAndNoValues() {
        ConsentGrant grant = show.grant().build();
        show.record(ledger, grant);
        PresentationRequest request = show.request();
        String presentation = show.present(request, "sub", "year", "address.city");

        ConsentReceipt receipt = verifier.verify(presentation, request, grant.id())
                .value()
                .orElseThrow()
                .receipt()
                .receipt();

        assertThat(receipt)
                .isEqualTo(new ConsentReceipt(
                        grant.id(),
                        show.viewer,
                        Show.SHOP,
                        Show.PURPOSE,
                        Show.PURCHASE,
                        Show.TEA,
                        ClaimPath.all("address.city", "year"),
                        show.now,
                        Sha256.hash(presentation
                                .substring(0, presentation.lastIndexOf('.'))
                                .getBytes(StandardCharsets.UTF_8))));
        assertThat(receipt.json()).doesNotContain("Hangzhou", ":2026,");
        assertThat(ConsentReceipt.parse(receipt.json())).isEqualTo(receipt);
        assertThat(CanonicalJson.canonicalize(receipt.json())).isEqualTo(receipt.json());
        assertThat(receipt.hash()).isEqualTo(Sha256.hash(receipt.json().getBytes(StandardCharsets.UTF_8)));
        assertThat(ledger.receipts(grant.id(), ReceiptPlace.START, 1))
                .extracting(RecordedReceipt::receipt)
                .containsExactly(receipt);
    }

    @Test
    void aReceiptDoesNotNameWhatIsLeftWhereAllWasHidden() {
        ConsentGrant grant = show.grant().build();
        show.record(ledger, grant);
        Credential partlyOpen = CredentialIssuer.of(Show.TEA, show.teaKey, show.clock, show.random)
                .issue(CredentialDraft.builder(Show.PURCHASE)
                        .holderKey(show.viewerKey.verificationKey())
                        .subject(show.viewer)
                        .disclosableClaim("year", 2026)
                        .claim("tags", List.of("green"))
                        .claim("delivery", Map.of("city", "Hangzhou"))
                        .disclosable(ClaimPath.all("tags.0", "delivery.city"))
                        .build());
        PresentationRequest request = show.request();
        String presentation =
                Holder.of(show.viewerKey, show.clock).present(partlyOpen, request, ClaimPath.all("sub", "year"));

        ConsentedReading reading =
                verifier.verify(presentation, request, grant.id()).value().orElseThrow();
        assertThat(reading.credential().claims())
                .containsEntry("tags", List.of())
                .containsEntry("delivery", Map.of());
        assertThat(reading.receipt().receipt().claims()).isEqualTo(ClaimPath.all("year"));
        assertThat(reading.receipt().receipt().within(grant).reasons()).isEmpty();
    }

    @Test
    void whatIsRefusedCostsNoUseAndLeavesNoReceipt() {
        ConsentGrant grant = show.grant().maxUses(1).build();
        show.record(ledger, grant);
        PresentationRequest request = show.request();
        PresentationRequest otherPurpose = show.request("advertising");

        refused(verifier.verify(show.present(request, "sub", "price"), request, grant.id()), "CLAIM_NOT_GRANTED");
        refused(
                verifier.verify(show.present(otherPurpose, "sub", "year"), otherPurpose, grant.id()),
                "CONSENT_PURPOSE_MISMATCH");
        refused(verifier.verify(show.present(show.request(), "sub", "year"), request, grant.id()), "NONCE_MISMATCH");
        refused(verifier.verify(show.present(request, "year"), request, grant.id()), "CONSENT_HOLDER_MISMATCH");
        refused(verifier.verify("~.~", request, grant.id()), "PRESENTATION_MALFORMED");
        refused(verifier.verify("", request, grant.id()), "PRESENTATION_MALFORMED");
        assertThat(ledger.find(grant.id()).orElseThrow().used()).isZero();
        assertThat(ledger.receipts(show.viewer, ReceiptPlace.START, 10)).isEmpty();

        assertThat(verifier.verify(show.present(request, "sub", "year"), request, grant.id())
                        .isVerified())
                .isTrue();
        refused(verifier.verify(show.present(request, "sub", "year"), request, grant.id()), "CONSENT_USED_UP");
    }

    @Test
    void ofManyPresentationsAtOnceAsManySucceedAsWereGranted() throws Exception {
        ConsentGrant grant = show.grant().maxUses(5).build();
        show.record(ledger, grant);
        CountDownLatch ready = new CountDownLatch(64);
        List<Future<Verdict<ConsentedReading>>> work = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(64)) {
            for (int i = 0; i < 64; i++) {
                PresentationRequest request = show.request();
                String presentation = show.present(request, "sub", "year");
                work.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return verifier.verify(presentation, request, grant.id());
                }));
            }
        }
        int read = 0;
        for (Future<Verdict<ConsentedReading>> done : work) {
            if (done.get().isVerified()) {
                read++;
            } else {
                refused(done.get(), "CONSENT_USED_UP");
            }
        }
        assertThat(read).isEqualTo(5);
        assertThat(ledger.receipts(grant.id(), ReceiptPlace.START, 100)).hasSize(5);
    }

    @Test
    void onePresentationIsOneUseHoweverOftenItIsSent() {
        ConsentGrant grant = show.grant().maxUses(2).build();
        show.record(ledger, grant);
        PresentationRequest request = show.request();
        String presentation = show.present(request, "sub", "year");

        assertThat(verifier.verify(presentation, request, grant.id()).isVerified())
                .isTrue();
        refused(verifier.verify(presentation, request, grant.id()), "PRESENTATION_REPEATED");
        assertThat(ledger.find(grant.id()).orElseThrow().usesLeft()).isEqualTo(1);
    }

    @Test
    void aRevocationBetweenPresentationAndCheckWins() {
        ConsentGrant grant = show.grant().build();
        show.record(ledger, grant);
        PresentationRequest request = show.request();
        String presentation = show.present(request, "sub", "year");
        ledger.revoke(grant.id(), show.viewer, show.now.plusSeconds(1));

        refused(verifier.verify(presentation, request, grant.id()), "CONSENT_REVOKED");
    }

    @Test
    void aRevocationInTheMiddleOfTheCheckWins() {
        ConsentGrant grant = show.grant().build();
        show.record(ledger, grant);
        StatusReference listed = new StatusReference.TokenListEntry(URI.create("https://tea.example/status/1"), 7);
        var revocable = CredentialIssuer.of(Show.TEA, show.teaKey, show.clock, show.random)
                .issue(CredentialDraft.builder(Show.PURCHASE)
                        .holderKey(show.viewerKey.verificationKey())
                        .subject(show.viewer)
                        .disclosableClaim("year", 2026)
                        .status(listed)
                        .build());
        PresentationRequest request = show.request();
        String presentation =
                Holder.of(show.viewerKey, show.clock).present(revocable, request, ClaimPath.all("sub", "year"));
        ConsentedVerifier slow = ConsentedVerifier.of(
                show.credentials()
                        .status((reference, issuer) -> {
                            ledger.revoke(grant.id(), show.viewer, show.now); // while the issuer is asked
                            return Verdict.ok(reference);
                        })
                        .build(),
                ledger,
                show.clock);

        refused(slow.verify(presentation, request, grant.id()), "CONSENT_REVOKED");
        assertThat(ledger.find(grant.id()).orElseThrow().revocation()).contains(new Revocation(show.viewer, show.now));
        assertThat(ledger.receipts(show.viewer, ReceiptPlace.START, 10)).isEmpty();
    }

    @Test
    void signingTheSameGrantAgainBringsNeitherUsesNorARevokedOneBack() {
        ConsentGrant once = show.grant().maxUses(1).build();
        show.record(ledger, once);
        PresentationRequest request = show.request();
        verifier.verify(show.present(request, "sub", "year"), request, once.id());
        assertThat(show.record(ledger, once).usesLeft()).isZero();

        ledger.revoke(once.id(), show.viewer, show.now);
        assertThat(show.record(ledger, once).revocation()).isPresent();
        assertThat(show.record(ledger, show.grant().maxUses(2).build()).usesLeft())
                .isEqualTo(2);
    }

    @Test
    void aGrantServesItsOwnHolderGranteeTypeAndTimeAlone() {
        PresentationRequest request = show.request();
        String presentation = show.present(request, "sub", "year");
        ConsentProof proof = new ConsentProof("of another", "0x00");
        ConsentGrant ofAnother =
                show.grant().holder(Did.parse("did:web:someone.example")).build();
        ConsentGrant toAnother =
                show.grant().grantee(Did.parse("did:web:other.example")).build();
        ConsentGrant ofAnotherType = show.grant().credentialType("urn:review").build();
        ConsentGrant ended = show.grant().expiresAt(show.now).build();
        for (ConsentGrant grant : List.of(ofAnother, toAnother, ofAnotherType, ended)) {
            ledger.record(grant, proof, show.now);
        }

        refused(verifier.verify(presentation, request, ofAnother.id()), "CONSENT_HOLDER_MISMATCH");
        refused(verifier.verify(presentation, request, toAnother.id()), "CONSENT_FOR_ANOTHER");
        refused(verifier.verify(presentation, request, ofAnotherType.id()), "CONSENT_TYPE_MISMATCH");
        refused(verifier.verify(presentation, request, ended.id()), "CONSENT_EXPIRED");
        refused(verifier.verify(presentation, request, show.grant().build().id()), "CONSENT_UNKNOWN");
    }

    @Test
    void aMessageWhoseReCapGrantsMoreUsesThanItSaysGivesNoConsent() {
        String shown = LoginMessage.builder()
                .domain("shop.example")
                .account(show.account)
                .nonce(show.nonces.issue())
                .issuedAt(show.now)
                .consent(show.grant().maxUses(3).build())
                .build()
                .toString();
        for (ConsentGrant more :
                List.of(show.grant().maxUses(300).build(), show.grant().build())) {
            String swapped = shown.replaceFirst("urn:recap:.*", more.recap().toString());
            assertThat(show.logins
                            .verify(swapped, show.wallet.signMessage(swapped).toString())
                            .reasons())
                    .extracting(Reason::code)
                    .containsExactly("CONSENT_INVALID");
            assertThat(show.logins
                            .verify(swapped, show.wallet.signMessage(shown).toString())
                            .reasons())
                    .extracting(Reason::code)
                    .contains("SIGNATURE_INVALID");
        }
    }

    @Test
    void aLoginWithoutAConsentIsNothingToRecord() {
        String text = LoginMessage.builder()
                .domain("shop.example")
                .account(show.account)
                .uri(Show.SHOP.toUri())
                .nonce(show.nonces.issue())
                .issuedAt(show.now)
                .build()
                .toString();
        String signature = show.wallet.signMessage(text).toString();
        Login login = show.logins.verify(text, signature).value().orElseThrow();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ledger.record(login, show.now))
                .withMessageContaining("consent");
    }

    @Test
    void aLedgerThatFailsRefusesAndLeavesNothingHalfDone(@TempDir Path folder) throws SQLException {
        DataSource database = Databases.open(Store.SQLITE, folder);
        ConsentLedger kept = JdbcConsentLedger.in(database);
        ConsentedVerifier ofKept = ConsentedVerifier.of(show.credentials().build(), kept, show.clock);
        ConsentGrant grant = show.grant().maxUses(1).build();
        show.record(kept, grant);
        PresentationRequest request = show.request();
        String presentation = show.present(request, "sub", "year");

        Databases.execute(database, "ALTER TABLE lianbo_consent_receipt RENAME TO away");
        refused(ofKept.verify(presentation, request, grant.id()), "CONSENT_UNAVAILABLE");
        Databases.execute(database, "ALTER TABLE away RENAME TO lianbo_consent_receipt");
        assertThat(ofKept.verify(presentation, request, grant.id()).isVerified())
                .isTrue();

        Databases.execute(database, "DROP TABLE lianbo_consent");
        refused(ofKept.verify(presentation, request, grant.id()), "CONSENT_UNAVAILABLE");
    }

    @Test
    void aKeyForReceiptsThatFailsRefuses() {
        SigningKey broken = new SigningKey() {
            @Override
            public VerificationKey verificationKey() {
                return show.shopKey.verificationKey();
            }

            @Override
            public byte[] sign(byte[] message) {
                throw new LianboException(LianboException.Code.SIGNER_FAILED, "the key service is away", true);
            }
        };
        ConsentGrant grant = show.grant().build();
        show.record(ledger, grant);
        PresentationRequest request = show.request();

        refused(
                verifier.signingReceipts(broken).verify(show.present(request, "sub", "year"), request, grant.id()),
                "CONSENT_UNAVAILABLE");
        assertThat(ledger.find(grant.id()).orElseThrow().used()).isZero();
        assertThat(ledger.receipts(show.viewer, ReceiptPlace.START, 10)).isEmpty();
    }

    // --- receipts as proofs ---

    @Test
    void aSignedReceiptProvesItselfAndNothingElse() {
        ConsentReceipt receipt = new ConsentReceipt(
                Hash32.ZERO,
                show.viewer,
                Show.SHOP,
                Show.PURPOSE,
                Show.PURCHASE,
                Show.TEA,
                ClaimPath.all("year"),
                show.now,
                Hash32.ZERO);
        Set<VerificationKey> keys = Set.of(show.shopKey.verificationKey());
        String token = receipt.sign(show.shopKey);
        LocalSigningKey another = LocalSigningKey.generate(KeyAlgorithm.EDDSA, show.random);

        assertThat(ConsentReceipt.verify(token, Show.SHOP, keys).value()).contains(receipt);
        unproven(ConsentReceipt.verify(token, Show.TEA, keys), "READER_MISMATCH");
        unproven(ConsentReceipt.verify(receipt.sign(another), Show.SHOP, keys), "RECEIPT_SIGNATURE_INVALID");
        unproven(ConsentReceipt.verify(receipt.sign(show.teaKey), Show.SHOP, keys), "ALGORITHM_REFUSED");
        unproven(ConsentReceipt.verify(token, Show.SHOP, Set.of()), "ALGORITHM_REFUSED");
        for (String broken : List.of("", "a.b.c", token + ".", token.substring(1), "x".repeat(2_000_000))) {
            unproven(ConsentReceipt.verify(broken, Show.SHOP, keys), "RECEIPT_MALFORMED");
        }
        another.close();
    }

    @Test
    void receiptsAreLeavesOfATree() {
        ConsentGrant grant = show.grant().maxUses(5).build();
        show.record(ledger, grant);
        for (int i = 0; i < 5; i++) {
            PresentationRequest request = show.request();
            verifier.verify(show.present(request, "sub", "year"), request, grant.id());
        }
        // @start region="leaves"
        List<List<Hash32>> leaves = ledger.receipts(show.viewer, ReceiptPlace.START, 100).stream()
                .map(each -> List.of(each.receipt().hash()))
                .toList();
        StandardMerkleTree tree = StandardMerkleTree.of(leaves, List.of("bytes32"));
        // @end region="leaves"
        for (int i = 0; i < 5; i++) {
            assertThat(StandardMerkleTree.verify(tree.root(), List.of("bytes32"), leaves.get(i), tree.proof(i))
                            .isVerified())
                    .isTrue();
        }
        assertThat(leaves).doesNotHaveDuplicates();
    }

    @Test
    void whatIsNoReceiptIsNotReadAsOne() {
        String json = new ConsentReceipt(
                        Hash32.ZERO,
                        show.viewer,
                        Show.SHOP,
                        Show.PURPOSE,
                        Show.PURCHASE,
                        Show.TEA,
                        Set.of(),
                        show.now,
                        Hash32.ZERO)
                .json();
        assertThat(ConsentReceipt.parse(json).claims()).isEmpty();
        Map<String, String> changes = Map.of(
                "\"claims\":[]", "\"claims\":[1]",
                "\"purpose\"", "\"reason\"",
                "\"readAt\":\"2026", "\"readAt\":\"the 24th of 2026",
                "\"readAt\":\"2026-", "\"readAt\":\"1926-",
                "\"grant\":\"0x", "\"grant\":\"");
        changes.forEach((from, to) -> assertThatIllegalArgumentException()
                .as(to)
                .isThrownBy(() -> ConsentReceipt.parse(json.replace(from, to))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConsentReceipt(
                        Hash32.ZERO,
                        show.viewer,
                        Show.SHOP,
                        Show.PURPOSE,
                        Show.PURCHASE,
                        Show.TEA,
                        Set.of(),
                        Instant.EPOCH.minusMillis(1),
                        Hash32.ZERO))
                .withMessageContaining("1970");
    }

    private static void unproven(Verdict<ConsentReceipt> verdict, String... codes) {
        assertThat(verdict.reasons()).extracting(Reason::code).containsExactly(codes);
    }

    private static void refused(Verdict<ConsentedReading> verdict, String... codes) {
        assertThat(verdict.reasons()).extracting(Reason::code).containsExactly(codes);
    }
}
