package io.lianbo.benchmarks.subject;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.nft.SignedVoucher;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3j.crypto.Sign.SignatureData;

/** Ours and the peer's do the same work: each gives the same answer, on many inputs. */
class SubjectsTest {

    private static final int TURNS = 300;

    @Test
    void hashesTheSameAsBouncyCastle() {
        Keccak ours = new Keccak();
        Keccak peer = new Keccak();
        for (int i = 0; i < TURNS; i++) {
            assertThat(ours.lianbo()).isEqualTo(peer.bouncyCastle());
        }
    }

    @Test
    void recoversTheSameKeysAsWeb3j() throws Exception {
        Recovery ours = new Recovery();
        Recovery peer = new Recovery();
        for (int i = 0; i < TURNS; i++) {
            byte[] key = ours.lianbo().uncompressed();
            assertThat(new BigInteger(1, Arrays.copyOfRange(key, 1, key.length)))
                    .isEqualTo(peer.web3j());
        }
    }

    @Test
    void recoversTheSameKeysAsTheBareCall() {
        NativeRecovery ours = new NativeRecovery();
        NativeRecovery bare = new NativeRecovery();
        for (int i = 0; i < TURNS; i++) {
            assertThat(ours.lianbo().uncompressed()).isEqualTo(bare.bareCall());
        }
    }

    @Test
    void verifiesTheEd25519SignaturesThatOthersVerify() throws Exception {
        Ed25519Checks checks = new Ed25519Checks();
        for (int i = 0; i < TURNS; i++) {
            assertThat(checks.lianbo().bytes()).hasSize(32);
            assertThat(checks.bouncyCastle()).isTrue();
            assertThat(checks.jdk()).isTrue();
        }
    }

    @Test
    void hashesTypedDataTheSameAsWeb3j() throws Exception {
        TypedDataHashes values = new TypedDataHashes();
        TypedDataHashes texts = new TypedDataHashes();
        TypedDataHashes peer = new TypedDataHashes();
        for (int i = 0; i < TURNS; i++) {
            byte[] expected = peer.web3j();
            assertThat(values.voucher().bytes()).isEqualTo(expected);
            assertThat(texts.json().bytes()).isEqualTo(expected);
        }
    }

    @Test
    void canonicalizesTheSameAsErdtman() throws IOException {
        Canonicalization ours = new Canonicalization();
        Canonicalization peer = new Canonicalization();
        for (int i = 0; i < TURNS; i++) {
            assertThat(ours.lianbo()).isEqualTo(peer.erdtman());
        }
    }

    @Test
    void verifiesTheVouchersThatWeb3jVerifies() throws Exception {
        VoucherVerification ours = new VoucherVerification();
        String host = Vouchers.host().address().toString().substring(2);
        for (int i = 0; i < TURNS; i++) {
            assertThat(ours.lianbo().collection()).isEqualTo(Vouchers.COLLECTION);
            assertThat(ours.web3j()).isEqualToIgnoringCase(host);
        }
    }

    @Test
    void signsTheSameVouchersAsWeb3j() {
        VoucherSigning signing = new VoucherSigning();
        List<SignatureData> expected = signing.web3j();

        assertThat(signing.lianbo())
                .extracting(SignedVoucher::signature)
                .extracting(signature -> signature.ofKey().orElseThrow().bytes())
                .map(bytes -> new SignatureData(bytes[64], Arrays.copyOf(bytes, 32), Arrays.copyOfRange(bytes, 32, 64)))
                .isEqualTo(expected);
    }

    @Test
    void verifiesInclusionProofsByTwentyHashes() throws Exception {
        InclusionProofs proofs = new InclusionProofs();
        for (int i = 0; i < TURNS; i++) {
            assertThat(proofs.lianbo().size()).isEqualTo(1 << 20);
            assertThat(proofs.sha256()).hasSize(65).startsWith(1);
        }
    }

    @Test
    void verifiesPassportsWarmAndCold() {
        Passports passports = new Passports();

        assertThat(passports.warm().events()).hasSize(TeaCakes.STEPS);
        assertThat(passports.cold()).isEqualTo(passports.warm());
        assertThat(passports.bouncyCastle()).isEqualTo(TeaCakes.STEPS);
    }

    @Test
    void hashesEventsTheSameAsOpenEpcis() throws Exception {
        EventHashes hashes = new EventHashes();

        assertThat(hashes.lianbo()).hasSize(TeaCakes.STEPS).isEqualTo(hashes.openEpcis());
    }

    @Test
    void readsTheChipsThatOneReadsByHand() throws Exception {
        SunChecks ours = new SunChecks();
        SunChecks peer = new SunChecks();
        for (int i = 0; i < TURNS; i++) {
            assertThat(ours.lianbo().uid()).isEqualTo(peer.byHand());
        }
        assertThat(peer.bareBlocks()).hasSize(16);
    }

    @Test
    void findsNothingOddAboutTapsOneAfterAnother() throws Exception {
        Scans scans = new Scans();
        for (int i = 0; i < TURNS; i++) {
            assertThat(scans.lianbo().reasons()).isEmpty();
            assertThat(scans.counterInPlainJdbc()).isTrue();
        }
        assertThat(scans.bareRows()).isEqualTo(64);
        scans.close();
    }

    @Test
    void verifiesThePresentationsThatNimbusVerifies() throws Exception {
        Presentations presentations = new Presentations();
        for (int i = 0; i < TURNS; i++) {
            assertThat(presentations.lianbo())
                    .isEqualTo(Map.of(
                            "kind",
                            "purchase",
                            "category",
                            "tea",
                            "year",
                            2026L,
                            "region",
                            "Yunnan",
                            "show",
                            "SHOW-1124"));
            assertThat(presentations.nimbus()).containsKeys("kind", "category", "year", "region", "show");
        }
    }

    @Test
    void logsInAgainAndAgain() throws Exception {
        Logins ours = new Logins();
        Logins peer = new Logins();
        for (int i = 0; i < TURNS; i++) {
            assertThat(ours.lianbo().account().chainId().value()).isEqualTo(1);
            assertThat(peer.web3j()).isPositive();
        }
    }

    @Test
    void buildsOneTreeOfTheClaims() {
        MerkleTrees trees = new MerkleTrees();

        assertThat(trees.lianbo()).isEqualTo(trees.lianbo());
    }

    @Test
    void buildsTheTreeThatThePeerBuilds() throws Exception {
        MillionLeaves leaves = new MillionLeaves(1_000);
        try {
            assertThat(leaves.openZeppelin()).isEqualTo(leaves.lianbo());
            assertThat(leaves.openZeppelin()).isEqualTo(leaves.lianbo());
        } finally {
            leaves.close();
        }
    }

    @Test
    void scoresEveryInteraction() {
        assertThat(new Scoring().lianbo().notCounted()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100, 1_000})
    void growsTreesProofsAndEveningsOfEverySize(int size) throws Exception {
        MerkleTreeGrowth trees = new MerkleTreeGrowth();
        trees.size = size;
        trees.claim();
        InclusionProofGrowth proofs = new InclusionProofGrowth();
        proofs.size = size;
        proofs.log();
        ScoringGrowth scoring = new ScoringGrowth();
        scoring.size = size;
        scoring.interact();

        assertThat(trees.lianbo()).isEqualTo(new MerkleTrees(size).lianbo());
        assertThat(trees.keccak()).isBetween((int) Byte.MIN_VALUE, (int) Byte.MAX_VALUE);
        assertThat(proofs.lianbo().size()).isEqualTo(size);
        assertThat(proofs.sha256()).hasSize(65);
        assertThat(scoring.lianbo().notCounted()).isEmpty();
        assertThat(scoring.hashMap()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100})
    void verifiesPassportsAndListsOfEverySize(int size) throws Exception {
        PassportGrowth passports = new PassportGrowth();
        passports.size = size;
        passports.record();
        VoucherLists lists = new VoucherLists();
        lists.size = size;
        lists.sign();

        assertThat(passports.lianbo().events()).hasSize(size);
        assertThat(passports.openEpcisAndLibsecp256k1()).isEqualTo(size);
        assertThat(lists.lianbo().list().recipients()).hasSize(size);
        assertThat(lists.web3j()).isEqualTo(size);
    }
}
