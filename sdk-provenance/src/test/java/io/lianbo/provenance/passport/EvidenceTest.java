package io.lianbo.provenance.passport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.PersonalMessage;
import io.lianbo.core.crypto.Secp256k1;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.json.JsonObject;
import io.lianbo.provenance.TeaCake;
import io.lianbo.provenance.checkpoint.Checkpoint;
import io.lianbo.provenance.checkpoint.CheckpointVerifier;
import io.lianbo.provenance.checkpoint.NoteSigner;
import io.lianbo.provenance.checkpoint.SignedNote;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.log.AnchoredRoot;
import io.lianbo.provenance.log.AnchoredRoots;
import io.lianbo.provenance.log.TreeHead;
import io.lianbo.provenance.store.EventBatch;
import io.lianbo.provenance.store.EventLedger;
import io.lianbo.provenance.store.EventLedgerTest;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What comes with a passport is checked by whom it is signed by, and proves nothing else. */
class EvidenceTest {
    private static final LocalSigner BRAND = LocalSigner.fromPrivateKey("0x" + "0".repeat(63) + "9");
    private static final LocalSigner LAB = LocalSigner.fromPrivateKey("0x" + "0".repeat(63) + "8");
    private static final NoteSigner LOG = NoteSigner.account("tea.example/log", BRAND);
    private static final DigitalLink CAKE = TeaCake.cake("CAKE-0001");

    private final EventBatch batch = recorded();
    private final AnchoredRoot anchor = EventLedgerTest.anchored(batch.head(), BRAND);
    private final Passport passport = batch.passport(CAKE, anchor);
    private final PassportVerifier verifier = new PassportVerifier(AnchoredRoots.of(anchor), TeaCake.issuers());
    private final PassportVerifier strict = verifier.withCheckpoints(
            Map.of(BRAND.address(), new CheckpointVerifier("tea.example/log", LOG.verifier())));

    private static EventBatch recorded() {
        EventLedger ledger = new EventLedger(new Random(6));
        TeaCake.history(CAKE).forEach(event -> ledger.record(CAKE, event));
        return ledger.closeBatch();
    }

    private static SignedNote checkpoint(TreeHead head) {
        return Checkpoint.of("tea.example/log", head).sign(LOG);
    }

    private static List<String> codes(Verdict<VerifiedPassport> verdict) {
        return verdict.reasons().stream().map(Reason::code).toList();
    }

    /** A report that a laboratory signed as wallets do. */
    private static PassportCredential report(String item, String result) {
        String report = "{\"item\":\"" + item + "\",\"result\":\"" + result + "\"}";
        return new PassportCredential(
                "application/x-signed-report",
                report.replace("}", ",\"signature\":\"" + LAB.signMessage(report) + "\"}"));
    }

    private static Verdict<?> check(PassportCredential credential, DigitalLink item, Address lab) {
        JsonObject report = JsonObject.parse("report", credential.credential()).only("item", "result", "signature");
        String signed = "{\"item\":\"" + report.text("item") + "\",\"result\":\"" + report.text("result") + "\"}";
        if (!report.text("item").equals(item.canonical())) {
            return Verdict.refused("WRONG_ITEM", "it is about " + report.text("item"));
        }
        return Secp256k1.verify(PersonalMessage.digest(signed), report.text("signature", Signature::parse), lab);
    }

    @Test
    void travelsWithThePassportInBothForms() {
        Passport whole = passport.withCheckpoint(checkpoint(anchor.head()))
                .withCredential(report(CAKE.canonical(), "no pesticides"))
                .withCredential(report(CAKE.canonical(), "spring 2026"));
        assertThat(Passport.parse(whole.toJson())).isEqualTo(whole);
        assertThat(Passport.parseCbor(whole.toCbor())).isEqualTo(whole);
        assertThat(whole.hash()).isEqualTo(passport.hash());
        assertThat(whole).isNotEqualTo(passport);
        assertThat(passport.toJson()).doesNotContain("checkpoint", "credentials");
        assertThat(verifier.verify(whole).value().orElseThrow().credentials()).isEmpty(); // nobody looked at them
    }

    @Test
    void believesTheLogsOwnCheckpointAlone() {
        assertThat(strict.verify(passport).isVerified()).isTrue(); // it may be left out
        assertThat(strict.verify(passport.withCheckpoint(checkpoint(anchor.head())))
                        .isVerified())
                .isTrue();
        TreeHead other = new TreeHead(anchor.head().root(), anchor.head().size() + 1);
        assertThat(codes(strict.verify(passport.withCheckpoint(checkpoint(other)))))
                .containsExactly("CHECKPOINT_INVALID");
        SignedNote stranger =
                Checkpoint.of("tea.example/log", anchor.head()).sign(NoteSigner.account("tea.example/log", LAB));
        assertThat(codes(strict.verify(passport.withCheckpoint(stranger)))).containsExactly("CHECKPOINT_INVALID");
        assertThat(strict.verify(passport.withCheckpoint(stranger))
                        .reasons()
                        .getFirst()
                        .detail())
                .startsWith("UNKNOWN_SIGNER");
        SignedNote elsewhere = Checkpoint.of("other.example/log", anchor.head()).sign(LOG);
        assertThat(codes(strict.verify(passport.withCheckpoint(elsewhere)))).containsExactly("CHECKPOINT_INVALID");
        assertThat(verifier.verify(passport.withCheckpoint(stranger)).isVerified())
                .isTrue(); // knows no log's key
    }

    @Test
    void asksAboutEveryCredential() {
        PassportCredential report = report(CAKE.canonical(), "no pesticides");
        Passport passport = this.passport.withCredential(report);
        // @start region="credentials"
        Address lab = LAB.address();
        PassportVerifier asking = verifier.withCredentials((credential, item) -> check(credential, item, lab));
        Verdict<VerifiedPassport> verdict = asking.verify(passport);
        // @end region="credentials"
        assertThat(verdict.value().orElseThrow().credentials()).containsExactly(report);
        assertThat(asking.verify(this.passport).value().orElseThrow().credentials())
                .isEmpty();

        Passport two = passport.withCredential(report(TeaCake.cake("CAKE-0002").canonical(), "no pesticides"));
        assertThat(asking.verify(two).reasons())
                .extracting(Reason::toString)
                .containsExactly("CREDENTIAL_INVALID: credential 1: WRONG_ITEM: it is about "
                        + TeaCake.cake("CAKE-0002").canonical());
        PassportCredential forged = new PassportCredential(
                report.format(), report.credential().replace("no pesticides", "some pesticides"));
        assertThat(codes(asking.verify(this.passport.withCredential(forged)))).containsExactly("CREDENTIAL_INVALID");
    }

    @Test
    void isBoundedAndReadStrictly() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PassportCredential("a b", "x"))
                .withMessage("a credential's format must be 1 to 100 visible ASCII characters");
        assertThatIllegalArgumentException().isThrownBy(() -> new PassportCredential("a", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new PassportCredential("a", "\n"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PassportCredential("a", "x".repeat(PassportCredential.LONGEST + 1)));
        Passport full = passport;
        for (int i = 0; i < Evidence.MOST_CREDENTIALS; i++) {
            full = full.withCredential(new PassportCredential("a", "x"));
        }
        Passport last = full;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> last.withCredential(new PassportCredential("a", "x")))
                .withMessage("a passport must have at most 32 credentials: 33");
        String json = passport.withCredential(new PassportCredential("a", "x")).toJson();
        assertThat(json).endsWith(",\"credentials\":[{\"format\":\"a\",\"credential\":\"x\"}]}");
        for (String bad : List.of(
                json.replace("[{\"format\":\"a\",\"credential\":\"x\"}]", "[]"),
                json.replace("\"format\":\"a\"", "\"format\":\"\""),
                json.replace("\"format\":\"a\"", "\"form\":\"a\""),
                json.replace("\"credentials\":[", "\"checkpoint\":\"x\",\"credentials\":["))) {
            assertThat(bad).isNotEqualTo(json);
            assertThatIllegalArgumentException().isThrownBy(() -> Passport.parse(bad));
        }
    }
}
