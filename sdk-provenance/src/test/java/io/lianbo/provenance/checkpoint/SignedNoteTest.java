package io.lianbo.provenance.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.provenance.TeaCake;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key and the note of golang.org/x/mod/sumdb/note, which other tools for logs are tested with as well. */
class SignedNoteTest {

    private static final String VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private static final String SEED = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    private static final String TEXT = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.
            """;
    private static final String LINE =
            "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    private static final String NOTE = TEXT + "\n" + LINE;

    private static NoteSigner peter() {
        byte[] typeAndSeed = Base64.getDecoder().decode(SEED);
        return NoteSigner.ed25519("PeterNeumann", Arrays.copyOfRange(typeAndSeed, 1, typeAndSeed.length));
    }

    @Test
    void signsByteForByteAsOtherToolsDo() {
        assertThat(SignedNote.sign(TEXT, peter())).hasToString(NOTE);
        assertThat(peter().verifier()).hasToString(VKEY);
        assertThat(NoteVerifier.parse(VKEY).keyId()).isEqualTo(0xc74f20a3);
        assertThat(peter()).hasToString("NoteSigner(" + VKEY + ")");
    }

    @Test
    void readsWhatItWrites() {
        SignedNote note = SignedNote.parse(NOTE);
        assertThat(note.text()).isEqualTo(TEXT);
        assertThat(note).hasToString(NOTE).isEqualTo(SignedNote.sign(TEXT, peter()));
        assertThat(NoteVerifier.parse(VKEY)
                        .verifies(note.text(), note.signatures().getFirst()))
                .isTrue();
        assertThat(NoteVerifier.parse(VKEY)
                        .verifies("other\n", note.signatures().getFirst()))
                .isFalse();
    }

    @Test
    void keepsTheEmptyLinesOfATextAndTheSignaturesOfOthers() {
        String text = "One\n\nTwo\n\n\n";
        SignedNote note = SignedNote.sign(text, peter())
                .and(List.of(new SignedNote.Signature("witness.example/w1", 7, new byte[] {1, 2, 3})));
        assertThat(SignedNote.parse(note.toString())).isEqualTo(note);
        assertThat(SignedNote.parse(note.toString()).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "\n\n",
                "text\n",
                "text\n\n",
                "text\n\n\u2014 a\n",
                "text\n\n\u2014 a AAAAAQ\n",
                "text\n\n\u2014 a AAAAAQI=",
                "text\n\n\u2014 a AAAA\n",
                "text\n\n\u2014 a AAAAAQJ=\n",
                "text\n\n\u2014 a AAAAAQI\n",
                "text\n\n- a AAAAAQI=\n",
                "text\n\n\u2014  AAAAAQI=\n",
                "text\n\n\u2014 a+b AAAAAQI=\n",
                "text\n\n\u2014 a b AAAAAQI=\n",
                "text\n\n\u2014 a\u00a0b AAAAAQI=\n",
                "text\n\n\u2014 a AAAAAQI=\nmore\n",
                "te\txt\n\n\u2014 a AAAAAQI=\n",
                "te\rxt\n\n\u2014 a AAAAAQI=\n",
                "te\ud800xt\n\n\u2014 a AAAAAQI=\n",
            })
    void refusesWhatIsNoNote(String note) {
        assertThatIllegalArgumentException().isThrownBy(() -> SignedNote.parse(note));
    }

    @Test
    void refusesTooManySignatures() {
        String line = "\u2014 a AAAAAQI=\n";
        assertThat(SignedNote.parse("text\n\n" + line.repeat(100)).signatures()).hasSize(100);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignedNote.parse("text\n\n" + line.repeat(101)))
                .withMessage("a note must have 1 to 100 signatures: 101");
        assertThatIllegalArgumentException().isThrownBy(() -> SignedNote.parse("a".repeat(1_000_001)));
        assertThatIllegalArgumentException().isThrownBy(() -> SignedNote.sign("no newline", peter()));
    }

    /** Every part of a verifier key counts. */
    @Test
    void readsNoVerifierKeyButAWholeOne() {
        for (int from = 0; from <= VKEY.length(); from++) {
            for (int to = from; to <= VKEY.length(); to++) {
                if (to - from < VKEY.length()) {
                    String part = VKEY.substring(from, to);
                    assertThatIllegalArgumentException().isThrownBy(() -> NoteVerifier.parse(part));
                }
            }
        }
        for (int i = 0; i < VKEY.length(); i++) {
            StringBuilder changed = new StringBuilder(VKEY);
            changed.setCharAt(i, (char) (changed.charAt(i) + 1));
            assertThatIllegalArgumentException().isThrownBy(() -> NoteVerifier.parse(changed.toString()));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> NoteVerifier.ed25519("zero", new byte[32]));
    }

    @Test
    void signsWithTheAccountThatAnchors() {
        NoteSigner brand = NoteSigner.account("tea.example/log", TeaCake.BRAND);
        SignedNote note = SignedNote.parse(SignedNote.sign(TEXT, brand).toString());
        assertThat(brand.verifier().verifies(TEXT, note.signatures().getFirst()))
                .isTrue();
        NoteVerifier other = NoteVerifier.account("tea.example/log", TeaCake.STRANGER.address());
        assertThat(other.verifies(TEXT, note.signatures().getFirst())).isFalse();
        assertThat(other.keyId()).isNotEqualTo(brand.verifier().keyId());
        for (int length : new int[] {1, 64, 66}) {
            assertThat(brand.verifier()
                            .verifies(TEXT, new SignedNote.Signature("tea.example/log", 1, new byte[length])))
                    .isFalse();
        }
        LocalSigner closed = LocalSigner.fromPrivateKey("0x" + "%064x".formatted(9));
        assertThat(NoteSigner.account("x", closed).toString()).doesNotContain("%064x".formatted(9));
    }

    @Test
    void signsWithAKeyOfP256() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair key = generator.generateKeyPair();
        NoteSigner signer = NoteSigner.p256("tea.example/log", key);
        SignedNote note = SignedNote.parse(SignedNote.sign(TEXT, signer).toString());
        assertThat(signer.verifier().verifies(TEXT, note.signatures().getFirst()))
                .isTrue();
        assertThat(signer.verifier().verifies("other\n", note.signatures().getFirst()))
                .isFalse();
        assertThat(signer.verifier().verifies(TEXT, new SignedNote.Signature("tea.example/log", 1, new byte[] {1, 2})))
                .isFalse();
        generator.initialize(new ECGenParameterSpec("secp384r1"));
        KeyPair larger = generator.generateKeyPair();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NoteSigner.p256("tea.example/log", larger))
                .withMessage("the key must be of P-256");
    }

    /** The key of Rekor, a log of the public; its id is published with it. */
    @Test
    void namesAKeyOfP256ByItsSpkiForm() throws GeneralSecurityException {
        byte[] spki = Base64.getDecoder()
                .decode(
                        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE2G2Y+2tabdTV5BcGiBIx0a9fAFwrkBbmLSGtks4L3qX6yYY0zufBnhC8Ur/iy55GhWP/9A/bY2LhC30M9+RYtw==");
        var key = (java.security.interfaces.ECPublicKey) java.security.KeyFactory.getInstance("EC")
                .generatePublic(new java.security.spec.X509EncodedKeySpec(spki));
        assertThat(NoteVerifier.p256("rekor.sigstore.dev", key).keyId()).isEqualTo(0xc0d23d6a);
    }
}
