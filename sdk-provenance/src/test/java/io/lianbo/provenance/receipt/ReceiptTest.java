package io.lianbo.provenance.receipt;

import static io.lianbo.provenance.TeaCake.CAKE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.upokecenter.cbor.CBOREncodeOptions;
import com.upokecenter.cbor.CBORObject;
import com.upokecenter.cbor.CBORType;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.provenance.TeaCake;
import io.lianbo.provenance.log.ConsistencyProof;
import io.lianbo.provenance.log.InclusionProof;
import io.lianbo.provenance.log.MerkleLog;
import io.lianbo.provenance.log.TreeHead;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receipts, beside what another library for CBOR and the platform's signatures make of them. */
class ReceiptTest {
    private static final String LOG = "tea.example/log";
    private static final CoseSigner SIGNER = Keys.of("ES256");
    private static final ReceiptVerifier VERIFIER = new ReceiptVerifier(LOG, SIGNER.key());
    private static final CBOREncodeOptions STRICT = new CBOREncodeOptions("allowduplicatekeys=false");

    private static Hash32 leaf(int number) {
        return MerkleLog.leafHash(("entry " + number).getBytes(StandardCharsets.UTF_8));
    }

    private static MerkleLog logOf(int size) {
        MerkleLog log = new MerkleLog();
        for (int i = 0; i < size; i++) {
            log.append(leaf(i));
        }
        return log;
    }

    private static InclusionReceipt receipt(int index, int size, CoseSigner signer) {
        MerkleLog log = logOf(size);
        return InclusionReceipt.issue(
                LOG, CAKE.canonical(), leaf(index), log.inclusionProof(index, size), log.head(), signer);
    }

    private static List<String> codes(Verdict<TreeHead> verdict) {
        return verdict.reasons().stream().map(Reason::code).toList();
    }

    @Test
    void provesThatALogHoldsAnEntryAndOnlyGrew() {
        MerkleLog log = logOf(5);
        Hash32 leafHash = leaf(3);
        CoseSigner signer = Keys.of("ES256");
        // @start region="issue"
        // The log, with an ECDSA key of P-256 (CoseSigner.ed25519 and es256k take others).
        InclusionProof proof = log.inclusionProof(3, log.size());
        byte[] receipt = InclusionReceipt.issue(
                        "tea.example/log", CAKE.canonical(), leafHash, proof, log.head(), signer)
                .bytes();
        // @end
        CoseKey publicKey = signer.key();
        // @start region="verify"
        // Whoever has the entry and knows the log's key.
        ReceiptVerifier verifier = new ReceiptVerifier("tea.example/log", publicKey);
        String answer = switch (verifier.inclusion(receipt, leafHash)) {
            case Verdict.Verified<TreeHead> held ->
                "held by a log of " + held.result().size();
            case Verdict.Refused<TreeHead> refused -> "not proven: " + refused.reasons();
        };
        // @end
        assertThat(answer).isEqualTo("held by a log of 5");
        TreeHead seen = log.head();
        for (int i = 5; i < 12; i++) {
            log.append(leaf(i));
        }
        // @start region="consistency"
        ConsistencyProof growth = log.consistencyProof(seen.size(), log.size());
        byte[] grown = ConsistencyReceipt.issue("tea.example/log", growth, seen, log.head(), signer)
                .bytes();
        Verdict<TreeHead> newer = verifier.consistency(grown, seen);
        // @end
        assertThat(newer.value()).contains(log.head());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "EdDSA", "ES256K"})
    void provesEveryEntryOfEveryLogAndEveryGrowth(String algorithm) {
        CoseSigner signer = Keys.of(algorithm);
        ReceiptVerifier verifier = new ReceiptVerifier(LOG, signer.key());
        for (int size = 1; size <= 11; size++) {
            MerkleLog log = logOf(size);
            for (int index = 0; index < size; index++) {
                byte[] receipt = receipt(index, size, signer).bytes();
                assertThat(verifier.inclusion(receipt, leaf(index)).value()).contains(log.head());
                assertThat(verifier.inclusion(receipt, leaf(index + 1)).isVerified())
                        .isFalse();
                assertThat(InclusionReceipt.parse(receipt).bytes()).isEqualTo(receipt);
            }
            for (int older = 1; older < size; older++) {
                byte[] receipt = ConsistencyReceipt.issue(
                                LOG, log.consistencyProof(older, size), log.head(older), log.head(), signer)
                        .bytes();
                assertThat(verifier.consistency(receipt, log.head(older)).value())
                        .contains(log.head());
                TreeHead other = new TreeHead(leaf(99), older);
                assertThat(verifier.consistency(receipt, other).isVerified()).isFalse();
                assertThat(codes(verifier.consistency(receipt, log.head(size)))).containsExactly("PROOF_INVALID");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "EdDSA"})
    void isReadByAnotherLibraryAndVerifiedByThePlatform(String algorithm) throws Exception {
        CoseSigner signer = Keys.of(algorithm);
        byte[] encoded = receipt(3, 7, signer).bytes();
        CBORObject message = CBORObject.DecodeFromBytes(encoded, STRICT);
        assertThat(message.EncodeToBytes()).isEqualTo(encoded);
        assertThat(message.HasOneTag(18)).isTrue();
        assertThat(message.size()).isEqualTo(4);
        CBORObject header = CBORObject.DecodeFromBytes(message.get(0).GetByteString(), STRICT);
        assertThat(header.get(CBORObject.FromObject(1)).AsInt32Value()).isEqualTo(algorithm.equals("ES256") ? -7 : -8);
        assertThat(header.get(CBORObject.FromObject(395)).AsInt32Value()).isEqualTo(1);
        assertThat(header.get(CBORObject.FromObject(4)).GetByteString())
                .isEqualTo(signer.key().id().bytes());
        CBORObject claims = header.get(CBORObject.FromObject(15));
        assertThat(claims.get(CBORObject.FromObject(1)).AsString()).isEqualTo(LOG);
        assertThat(claims.get(CBORObject.FromObject(2)).AsString()).isEqualTo(CAKE.canonical());
        CBORObject proofs = message.get(1).get(CBORObject.FromObject(396)).get(CBORObject.FromObject(-1));
        assertThat(proofs.size()).isEqualTo(1);
        CBORObject proof = CBORObject.DecodeFromBytes(proofs.get(0).GetByteString(), STRICT);
        assertThat(proof.get(0).AsInt32Value()).isEqualTo(7);
        assertThat(proof.get(1).AsInt32Value()).isEqualTo(3);
        assertThat(message.get(2).isNull()).isTrue();

        // The root by hand: leaf 3 is a right child of a right child of a left one.
        List<CBORObject> path = List.copyOf(proof.get(2).getValues());
        byte[] root = leaf(3).bytes();
        root = Sha256.digest(new byte[] {1}, path.get(0).GetByteString(), root);
        root = Sha256.digest(new byte[] {1}, path.get(1).GetByteString(), root);
        root = Sha256.digest(new byte[] {1}, root, path.get(2).GetByteString());
        CBORObject signed = CBORObject.NewArray()
                .Add("Signature1")
                .Add(message.get(0))
                .Add(new byte[0])
                .Add(root);
        if (algorithm.equals("ES256")) {
            Signature platform = Signature.getInstance("SHA256withECDSAinP1363Format");
            platform.initVerify(Keys.P256.getPublic());
            platform.update(signed.EncodeToBytes());
            assertThat(platform.verify(message.get(3).GetByteString())).isTrue();
        } else {
            Signature platform = Signature.getInstance("Ed25519"); // which signs one message in one way
            platform.initSign(KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, Keys.seed(algorithm))));
            platform.update(signed.EncodeToBytes());
            assertThat(message.get(3).GetByteString()).isEqualTo(platform.sign());
        }
    }

    /** A receipt written by the other library, and signed by the platform; what is to be wrong or odd is changed on the way. */
    private static final class Foreign {
        final CBORObject header = CBORObject.NewOrderedMap();
        final CBORObject unprotected = CBORObject.NewOrderedMap();
        final CBORObject proof = CBORObject.NewArray();
        final CBORObject proofs = CBORObject.NewArray();
        final byte[] root;
        CBORObject payload = CBORObject.Null;
        int tag = 18;

        Foreign() {
            MerkleLog log = logOf(7);
            root = log.head().root().bytes();
            header.Add(4, "a name".getBytes(StandardCharsets.UTF_8));
            header.Add(395, 1);
            header.Add(1, -7);
            proof.Add(7).Add(3).Add(CBORObject.NewArray());
            log.inclusionProof(3, 7).path().forEach(hash -> proof.get(2).Add(hash.bytes()));
        }

        byte[] encoded() {
            try {
                byte[] protectedBytes = header.EncodeToBytes();
                Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
                signature.initSign(Keys.P256.getPrivate());
                signature.update(CBORObject.NewArray()
                        .Add("Signature1")
                        .Add(protectedBytes)
                        .Add(new byte[0])
                        .Add(root)
                        .EncodeToBytes());
                if (proofs.size() == 0) {
                    proofs.Add(proof.EncodeToBytes());
                }
                if (!unprotected.ContainsKey(CBORObject.FromObject(396))) {
                    unprotected.Add(396, CBORObject.NewMap().Add(-1, proofs));
                }
                CBORObject message = CBORObject.NewArray()
                        .Add(protectedBytes)
                        .Add(unprotected)
                        .Add(payload)
                        .Add(signature.sign());
                return CBORObject.FromObjectAndTag(message, tag).EncodeToBytes();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static byte[] foreign(Consumer<Foreign> change) {
        Foreign receipt = new Foreign();
        change.accept(receipt);
        return receipt.encoded();
    }

    @Test
    void readsReceiptsOfOthers() {
        for (byte[] good : List.of(
                foreign(receipt -> {}),
                foreign(receipt -> receipt.payload = CBORObject.FromObject(receipt.root)), // attached
                foreign(receipt -> receipt.header.Set(1, CBORObject.FromObject(-9))), // ESP256 of RFC 9864
                foreign(receipt -> receipt.header.Add("x", CBORObject.FromObjectAndTag(CBORObject.FromObject(1), 1))),
                foreign(receipt -> receipt.unprotected.Add(33, new byte[] {1, 2, 3})),
                foreign(receipt -> receipt.header.Add(2, CBORObject.NewArray().Add(395))),
                foreign(receipt -> receipt.proofs.Add(CBORObject.NewArray()
                                .Add(7)
                                .Add(2)
                                .Add(CBORObject.NewArray())
                                .EncodeToBytes())
                        .Add(receipt.proof.EncodeToBytes())))) {
            assertThat(VERIFIER.inclusion(good, leaf(3)).value()).contains(logOf(7).head());
            assertThat(InclusionReceipt.parse(good).bytes()).isEqualTo(good);
            assertThat(InclusionReceipt.parse(good).issuer()).isEmpty();
        }
    }

    /** A receipt signs the root; a size that the same path fits is not refuted by it. */
    @Test
    void takesFromOthersTheRootAndNotTheSize() {
        byte[] smaller = foreign(receipt -> receipt.proof.Set(0, CBORObject.FromObject(6)));
        TreeHead head = VERIFIER.inclusion(smaller, leaf(3)).value().orElseThrow();
        assertThat(head.root()).isEqualTo(logOf(7).head().root());
        CBORObject ours = CBORObject.DecodeFromBytes(receipt(3, 7, SIGNER).bytes());
        CBORObject proofs = ours.get(1).get(CBORObject.FromObject(396)).get(CBORObject.FromObject(-1));
        CBORObject proof = CBORObject.DecodeFromBytes(proofs.get(0).GetByteString());
        proof.Set(0, CBORObject.FromObject(6));
        proofs.Set(0, CBORObject.FromObject(proof.EncodeToBytes()));
        assertThat(codes(VERIFIER.inclusion(ours.EncodeToBytes(), leaf(3)))).containsExactly("PROOF_INVALID");
    }

    @Test
    void refusesWhatIsWrongWithAReason() {
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Case(String code, byte[] receipt) {
            @Override
            public String toString() {
                return code + " " + CBORObject.DecodeFromBytes(receipt);
            }
        }
        CBORObject text = CBORObject.FromObject("one");
        List<Case> cases = List.of(
                new Case("UNSUPPORTED", foreign(receipt -> receipt.header.Set(395, CBORObject.FromObject(2)))),
                new Case("UNSUPPORTED", foreign(receipt -> receipt.header.Set(395, text))),
                new Case("UNSUPPORTED", foreign(receipt -> receipt.header.Remove(CBORObject.FromObject(395)))),
                new Case("UNSUPPORTED", foreign(receipt -> {
                    receipt.header.Remove(CBORObject.FromObject(395));
                    receipt.unprotected.Add(395, 1); // which nobody signed
                })),
                new Case("UNSUPPORTED", foreign(receipt -> receipt.header.Remove(CBORObject.FromObject(1)))),
                new Case("UNSUPPORTED", foreign(receipt -> receipt.header.Set(1, CBORObject.FromObject("ES256")))),
                new Case("UNSUPPORTED", foreign(receipt -> receipt.header.Add(2, CBORObject.NewArray()))),
                new Case(
                        "UNSUPPORTED",
                        foreign(receipt ->
                                receipt.header.Add(2, CBORObject.NewArray().Add(99)))),
                new Case(
                        "UNSUPPORTED",
                        foreign(receipt ->
                                receipt.header.Add(2, CBORObject.NewArray().Add(3)))),
                new Case("UNKNOWN_SIGNER", foreign(receipt -> receipt.header.Set(1, CBORObject.FromObject(-8)))),
                new Case(
                        "WRONG_ISSUER",
                        foreign(receipt ->
                                receipt.header.Add(15, CBORObject.NewMap().Add(1, "other.example")))),
                new Case("PROOF_INVALID", foreign(receipt -> {
                    receipt.header.Add(-96_942, 7);
                    receipt.proof.Set(0, CBORObject.FromObject(6)); // as long a path, and the same root
                })),
                new Case("PROOF_INVALID", foreign(receipt -> receipt.header.Add(-96_942, "seven"))),
                new Case("PROOF_INVALID", foreign(receipt -> receipt.proof.Set(0, CBORObject.FromObject(0)))),
                new Case("PROOF_INVALID", foreign(receipt -> receipt.proof.Set(0, CBORObject.FromObject(9)))),
                new Case("PROOF_INVALID", foreign(receipt -> receipt.proof.Set(1, CBORObject.FromObject(7)))),
                new Case("UNKNOWN_SIGNER", foreign(receipt -> receipt.proof.Set(1, CBORObject.FromObject(2)))),
                new Case("PROOF_INVALID", foreign(receipt -> receipt.proof.Set(0, CBORObject.FromObject(4)))),
                new Case("PROOF_INVALID", foreign(receipt -> {
                    for (int i = 0; i < 64; i++) {
                        receipt.proof.get(2).Add(receipt.root);
                    }
                })),
                new Case("PROOF_INVALID", foreign(receipt -> receipt.payload = CBORObject.FromObject(new byte[32]))),
                new Case("MALFORMED", foreign(receipt -> receipt.tag = 98)),
                new Case("MALFORMED", foreign(receipt -> receipt.unprotected.Add(1, -7))),
                new Case("MALFORMED", foreign(receipt -> receipt.payload = text)),
                new Case("MALFORMED", foreign(receipt -> receipt.unprotected.Add(396, text))),
                new Case(
                        "MALFORMED",
                        foreign(receipt ->
                                receipt.unprotected.Add(396, CBORObject.NewMap().Add(-2, receipt.proofs)))),
                new Case("MALFORMED", foreign(receipt -> receipt.proofs.Add(receipt.proof))),
                new Case("MALFORMED", foreign(receipt -> receipt.proofs.Add(new byte[] {1}))),
                new Case("MALFORMED", foreign(receipt -> receipt.proof.Add(1))),
                new Case("MALFORMED", foreign(receipt -> receipt.proof.Set(0, text))),
                new Case("MALFORMED", foreign(receipt -> receipt.proof.Set(0, CBORObject.FromObject(-7)))),
                new Case("MALFORMED", foreign(receipt -> receipt.proof.get(2).Add(new byte[31]))),
                new Case("MALFORMED", foreign(receipt -> receipt.proof.get(2).Add(text))),
                new Case("MALFORMED", foreign(receipt -> receipt.header.Add("half", 0.5))));
        for (Case each : cases) {
            assertThat(codes(VERIFIER.inclusion(each.receipt(), leaf(3))))
                    .as(each.toString())
                    .containsExactly(each.code());
        }
        CoseKey other = Keys.of("EdDSA").key();
        assertThat(codes(new ReceiptVerifier(LOG, other)
                        .inclusion(receipt(3, 7, SIGNER).bytes(), leaf(3))))
                .containsExactly("UNKNOWN_SIGNER");
        CoseKey otherOfItsKind = CoseSigner.es256(Keys.p256()).key();
        assertThat(codes(new ReceiptVerifier(LOG, otherOfItsKind)
                        .inclusion(receipt(3, 7, SIGNER).bytes(), leaf(3))))
                .containsExactly("UNKNOWN_SIGNER");
        assertThat(codes(VERIFIER.inclusion(receipt(3, 7, SIGNER).bytes(), leaf(4))))
                .containsExactly("SIGNATURE_INVALID");
        assertThat(codes(new ReceiptVerifier("other.example/log", SIGNER.key())
                        .inclusion(receipt(3, 7, SIGNER).bytes(), leaf(3))))
                .containsExactly("WRONG_ISSUER");
        assertThat(codes(VERIFIER.consistency(receipt(3, 7, SIGNER).bytes(), logOf(3).head())))
                .containsExactly("MALFORMED");
    }

    @Test
    void refusesEveryCutAndEveryChangedByte() {
        byte[] good = receipt(3, 7, SIGNER).bytes();
        for (int length = 0; length < good.length; length++) {
            assertThat(codes(VERIFIER.inclusion(Arrays.copyOf(good, length), leaf(3))))
                    .containsExactly("MALFORMED");
        }
        for (int place = 0; place < good.length; place++) {
            for (int bit : new int[] {1, 0x20, 0x80}) {
                byte[] changed = good.clone();
                changed[place] ^= (byte) bit;
                assertThat(VERIFIER.inclusion(changed, leaf(3)).isVerified())
                        .as("byte " + place)
                        .isFalse();
            }
        }
        Random random = new Random(9942);
        for (int n = 0; n < 2_000; n++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            assertThat(VERIFIER.inclusion(noise, leaf(3)).isVerified()).isFalse();
        }
    }

    @Test
    void isNotTrickedByItsEncoding() {
        HexFormat hex = HexFormat.of();
        String good = hex.formatHex(foreign(receipt -> {}));
        String vds = "19018b01";
        assertThat(good).startsWith("d284").contains(vds);
        for (String bad : List.of(
                good + "00", // something behind it
                good + good,
                "d2" + good,
                "d29f" + good.substring(4) + "ff", // an array of indefinite length
                good.replaceFirst("a119018c", "bf19018c") + "ff",
                good.replaceFirst("a119018c", "a219018c80" + "19018c"), // a label twice
                good.replaceFirst("d284", "d20484"),
                good.replaceFirst("d284", "d29804"), // a number in more bytes than it needs
                good.substring(2))) { // without its tag
            assertThat(codes(VERIFIER.inclusion(hex.parseHex(bad), leaf(3))))
                    .as(bad)
                    .containsExactly("MALFORMED");
        }
        byte[] twice = foreign(receipt -> {});
        // The label vds twice in the protected header, which the other library does not write.
        byte[] header = hex.parseHex("a419018b0119018b02" + "0126" + "0441aa");
        CBORObject message = CBORObject.DecodeFromBytes(twice);
        message.Set(0, CBORObject.FromObject(header));
        assertThat(codes(VERIFIER.inclusion(message.EncodeToBytes(), leaf(3)))).containsExactly("MALFORMED");
    }

    @Test
    void isNotOverwhelmed() {
        byte[] deep = new byte[60_000];
        Arrays.fill(deep, (byte) 0x81);
        byte[] tags = new byte[60_000];
        Arrays.fill(tags, (byte) 0xd2);
        byte[] large = new byte[1_000_000];
        byte[] promised = HexFormat.of().parseHex("d2845a7fffffff00");
        byte[] many = HexFormat.of().parseHex("d28440bb7fffffffffffffff");
        for (byte[] bad : List.of(deep, tags, large, promised, many)) {
            assertThat(codes(VERIFIER.inclusion(bad, leaf(3)))).containsExactly("MALFORMED");
            assertThat(codes(VERIFIER.consistency(bad, logOf(3).head()))).containsExactly("MALFORMED");
            assertThatIllegalArgumentException().isThrownBy(() -> InclusionReceipt.parse(bad));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InclusionReceipt.parse(large))
                .withMessage("a receipt must have at most 65536 bytes: 1000000");
        // A receipt padded to its limit is read, and one nested deeply in a header is not.
        assertThat(VERIFIER.inclusion(foreign(receipt -> receipt.unprotected.Add(33, new byte[60_000])), leaf(3))
                        .isVerified())
                .isTrue();
        CBORObject nested = CBORObject.FromObject(1);
        for (int i = 0; i < 20; i++) {
            nested = CBORObject.NewArray().Add(nested);
        }
        CBORObject header = nested;
        assertThat(codes(VERIFIER.inclusion(foreign(receipt -> receipt.unprotected.Add(99, header)), leaf(3))))
                .containsExactly("MALFORMED");
    }

    @Test
    void issuesNoReceiptThatDoesNotHold() {
        MerkleLog log = logOf(7);
        InclusionProof proof = log.inclusionProof(3, 7);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InclusionReceipt.issue(LOG, LOG, leaf(4), proof, log.head(), SIGNER));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InclusionReceipt.issue(" ", LOG, leaf(3), proof, log.head(), SIGNER))
                .withMessage("the issuer must not be blank");
        ConsistencyProof growth = log.consistencyProof(3, 7);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConsistencyReceipt.issue(LOG, growth, log.head(4), log.head(), SIGNER));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ConsistencyReceipt.issue(LOG, new ConsistencyProof(List.of()), log.head(), log.head(), SIGNER));
        assertThatIllegalArgumentException().isThrownBy(() -> new ReceiptVerifier(LOG));
    }

    /** The thumbprint that RFC 9679 section 6 prints. */
    @Test
    void callsAKeyByItsThumbprint() {
        CoseKey key = CoseKey.es256(Keys.p256(
                "Ze2loSV3wrroKUN_4zhwGhCqo3Xhu1td4QjeQ5wIVR0", "HlLtdXARY_f55A3fnzQbPcm6hgr34Mp8p-nuzQCE0Zw"));
        assertThat(key.id()).isEqualTo(Hash32.of("0x496bd8afadf307e5b08c64b0421bf9dc01528a344a43bda88fadd1669da253ec"));
        assertThat(key).hasToString("ES256 " + key.id());
        assertThat(Keys.of("EdDSA"))
                .asString()
                .startsWith("CoseSigner(EdDSA 0x")
                .doesNotContain("Work");
    }

    @Test
    void refusesKeysOfOtherKinds() throws GeneralSecurityException {
        var p384 = KeyPairGenerator.getInstance("EC");
        p384.initialize(new ECGenParameterSpec("secp384r1"));
        var pair = p384.generateKeyPair();
        assertThatIllegalArgumentException().isThrownBy(() -> CoseSigner.es256(pair));
        var rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        assertThatIllegalArgumentException().isThrownBy(() -> CoseSigner.es256(rsa));
        assertThatIllegalArgumentException().isThrownBy(() -> CoseKey.ed25519(new byte[32]));
        assertThatIllegalArgumentException().isThrownBy(() -> CoseSigner.ed25519(new byte[31]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CoseSigner.es256k(TeaCake.BRAND, Keys.ACCOUNT.publicKey()));
    }

    /** COSE WG example sign-fail-02 as it was before it was broken, and broken. */
    @Test
    void verifiesTheExamplesOfTheWorkingGroup() {
        CoseKey key = CoseKey.es256(Keys.p256(
                "usWxHK2PmfnHKwXPS54m0kTcGJ90UiglWiGahtagnv8", "IBOL-C3BttVivg-lSreASjpkttcsz-1rb7btKLv8EX4"));
        String signature = "5840eae868ecc176883766c5dc5ba5b8dca25dab3c2e56a551ce5705b793914348e1"
                + "9f43d6c6ba654472da301b645b293c9ba939295b97c4bdb847782bff384c5794";
        String start = "d28443a10126a10442313154546869732069732074686520636f6e74656e74";
        Sign1 good = Sign1.parse("an example", HexFormat.of().parseHex(start + "2e" + signature), 200);
        Sign1 bad = Sign1.parse("an example", HexFormat.of().parseHex(start + "2f" + signature), 200);
        assertThat(good.verify(good.payload().orElseThrow(), List.of(key)).isVerified())
                .isTrue();
        assertThat(bad.verify(bad.payload().orElseThrow(), List.of(key)).isVerified())
                .isFalse();
        assertThat(CBORObject.DecodeFromBytes(good.encoded()).getType()).isEqualTo(CBORType.Array);
    }
}
