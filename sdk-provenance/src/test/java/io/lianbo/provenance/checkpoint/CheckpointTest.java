package io.lianbo.provenance.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.provenance.TeaCake;
import io.lianbo.provenance.checkpoint.CheckpointVerifier.History;
import io.lianbo.provenance.log.ConsistencyProof;
import io.lianbo.provenance.log.MerkleLog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {

    private static final String ORIGIN = "tea.example/log";
    private static final NoteSigner LOG_KEY =
            NoteSigner.ed25519(ORIGIN, Sha256.digest("log key".getBytes(StandardCharsets.UTF_8)));
    private static final NoteSigner OTHER_KEY =
            NoteSigner.ed25519("witness.example/w1", Sha256.digest("other key".getBytes(StandardCharsets.UTF_8)));
    private static final CheckpointVerifier VERIFIER = new CheckpointVerifier(ORIGIN, LOG_KEY.verifier());
    private static final ConsistencyProof NO_PROOF = new ConsistencyProof(List.of());

    @Test
    void isSignedAndVerified() {
        MerkleLog log = logOf(5, 0);
        byte[] key = Sha256.digest("log key".getBytes(StandardCharsets.UTF_8));
        // @start region="sign"
        NoteSigner signer = NoteSigner.ed25519("tea.example/log", key);
        String note = Checkpoint.of("tea.example/log", log.head()).sign(signer).toString();
        // @end
        // @start region="verify"
        CheckpointVerifier verifier = new CheckpointVerifier("tea.example/log", signer.verifier());
        String answer = switch (verifier.open(note)) {
            case Verdict.Verified<Checkpoint> good -> good.result().size() + " leaves";
            case Verdict.Refused<Checkpoint> bad -> "refused: " + bad.reasons();
        };
        // @end
        assertThat(answer).isEqualTo("5 leaves");
        assertThat(verifier.open(note).value().orElseThrow().head()).contains(log.head());
    }

    /** The example that C2SP tlog-checkpoint prints. */
    @Test
    void isTheFormThatOtherLogsUse() {
        String note = """
                example.com/behind-the-sofa
                20852163
                CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

                \u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
                """;
        Checkpoint checkpoint = Checkpoint.parse(SignedNote.parse(note).text());
        assertThat(checkpoint.origin()).isEqualTo("example.com/behind-the-sofa");
        assertThat(checkpoint.size()).isEqualTo(20852163);
        assertThat(checkpoint.extensions()).isEmpty();
        assertThat(SignedNote.parse(note)).hasToString(note);
        assertThat(checkpoint.text() + "\n"
                        + SignedNote.parse(note).signatures().getFirst() + "\n")
                .isEqualTo(note);
    }

    @Test
    void keepsExtensionsAndAnEmptyLog() {
        Checkpoint empty = new Checkpoint(ORIGIN, 0, Sha256.hash(), List.of("one", "two"));
        assertThat(Checkpoint.parse(empty.text())).isEqualTo(empty);
        assertThat(empty.head()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Checkpoint(ORIGIN, 0, Hash32.ZERO, List.of()))
                .withMessageStartingWith("the root of an empty log must be");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "o\n1\n",
                "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
                "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "o\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "o\n+1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "o\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "o\n9223372036854775808\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxqw==\n",
                "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n",
                "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n",
            })
    void refusesWhatIsNoCheckpoint(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Checkpoint.parse(text));
        if (text.endsWith("\n")) {
            assertThat(codes(VERIFIER.open(SignedNote.sign(text, LOG_KEY).toString())))
                    .containsExactly("MALFORMED");
        }
    }

    @Test
    void passesOverSignaturesOfOthersAndNeedsOneThatIsKnown() {
        Checkpoint checkpoint = Checkpoint.of(ORIGIN, logOf(3, 0).head());
        SignedNote cosigned = checkpoint.sign(OTHER_KEY, LOG_KEY);
        assertThat(VERIFIER.open(cosigned.toString()).isVerified()).isTrue();
        assertThat(codes(VERIFIER.open(checkpoint.sign(OTHER_KEY)))).containsExactly("UNKNOWN_SIGNER");
        SignedNote.Signature signature = checkpoint.sign(LOG_KEY).signatures().getFirst();
        SignedNote borrowed =
                new SignedNote(Checkpoint.of(ORIGIN, logOf(4, 0).head()).text(), List.of(signature));
        assertThat(codes(VERIFIER.open(borrowed))).containsExactly("SIGNATURE_INVALID");
        SignedNote renamed =
                new SignedNote(checkpoint.text(), List.of(new SignedNote.Signature(ORIGIN, 1, signature.bytes())));
        assertThat(codes(VERIFIER.open(renamed))).containsExactly("UNKNOWN_SIGNER");
        assertThat(codes(VERIFIER.open(
                        Checkpoint.of("other.example/log", logOf(3, 0).head()).sign(LOG_KEY))))
                .containsExactly("WRONG_ORIGIN");
        CheckpointVerifier byAccount = new CheckpointVerifier(
                ORIGIN, NoteVerifier.account(ORIGIN, TeaCake.BRAND.address()), LOG_KEY.verifier());
        assertThat(byAccount
                        .open(checkpoint.sign(NoteSigner.account(ORIGIN, TeaCake.BRAND)))
                        .isVerified())
                .isTrue();
    }

    @Test
    void noticesAnyChangedCharacter() {
        String note = Checkpoint.of(ORIGIN, logOf(3, 0).head()).sign(LOG_KEY).toString();
        Random random = new Random(3);
        for (int i = 0; i < note.length(); i++) {
            StringBuilder changed = new StringBuilder(note);
            changed.setCharAt(i, (char) (' ' + random.nextInt(95)));
            if (!changed.toString().equals(note)) {
                assertThat(VERIFIER.open(changed.toString()).isVerified())
                        .as("changed at %d", i)
                        .isFalse();
            }
        }
    }

    @Test
    void seesALogGrow() {
        MerkleLog log = logOf(9, 0);
        for (int older = 1; older <= 9; older++) {
            for (int newer = older; newer <= 9; newer++) {
                assertThat(VERIFIER.extend(signed(log, older), signed(log, newer), log.consistencyProof(older, newer)))
                        .isEqualTo(new History.Consistent(Checkpoint.of(ORIGIN, log.head(newer))));
            }
        }
        SignedNote empty = new Checkpoint(ORIGIN, 0, Sha256.hash(), List.of()).sign(LOG_KEY);
        assertThat(VERIFIER.extend(empty, signed(log, 4), NO_PROOF)).isInstanceOf(History.Consistent.class);
        assertThat(VERIFIER.extend(empty, empty, NO_PROOF)).isInstanceOf(History.Consistent.class);
        assertInconsistent("TREE_SHRANK", signed(log, 4), empty, NO_PROOF);
    }

    @Test
    void convictsALogOfTwoRootsForOneSizeByItsOwnSignatures() {
        SignedNote one = signed(logOf(5, 0), 5);
        SignedNote other = signed(logOf(5, 1), 5);
        assertInconsistent("EQUIVOCATION", one, other, NO_PROOF);
        assertInconsistent("EQUIVOCATION", other, one, logOf(5, 0).consistencyProof(5, 5));
    }

    @Test
    void noticesATreeThatShrankAndOneThatForked() {
        MerkleLog log = logOf(9, 0);
        MerkleLog fork = logOf(9, 1);
        assertInconsistent("TREE_SHRANK", signed(log, 8), signed(log, 7), log.consistencyProof(7, 8));
        assertInconsistent("PROOF_INVALID", signed(log, 5), signed(fork, 9), log.consistencyProof(5, 9));
        assertInconsistent("PROOF_INVALID", signed(log, 5), signed(fork, 9), fork.consistencyProof(5, 9));
        assertInconsistent("PROOF_INVALID", signed(log, 5), signed(log, 9), NO_PROOF);
    }

    @Test
    void accusesNobodyOfWhatHeDidNotSign() {
        SignedNote signed = signed(logOf(5, 0), 5);
        SignedNote strange = Checkpoint.of(ORIGIN, logOf(5, 1).head()).sign(OTHER_KEY);
        for (History history :
                List.of(VERIFIER.extend(signed, strange, NO_PROOF), VERIFIER.extend(strange, signed, NO_PROOF))) {
            assertThat(history)
                    .isInstanceOfSatisfying(
                            History.Refused.class,
                            refused -> assertThat(refused.reasons())
                                    .extracting(Reason::code)
                                    .containsExactly("UNKNOWN_SIGNER"));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new CheckpointVerifier(ORIGIN));
    }

    private static void assertInconsistent(String code, SignedNote older, SignedNote newer, ConsistencyProof proof) {
        assertThat(VERIFIER.extend(older, newer, proof)).isInstanceOfSatisfying(History.Inconsistent.class, verdict -> {
            assertThat(verdict.reason().code()).isEqualTo(code);
            assertThat(verdict.older()).isEqualTo(older);
            assertThat(verdict.newer()).isEqualTo(newer);
        });
    }

    private static SignedNote signed(MerkleLog log, long size) {
        return Checkpoint.of(ORIGIN, log.head(size)).sign(LOG_KEY);
    }

    private static List<String> codes(Verdict<Checkpoint> verdict) {
        return verdict.reasons().stream().map(Reason::code).toList();
    }

    private static MerkleLog logOf(int leaves, int seed) {
        MerkleLog log = new MerkleLog();
        for (int i = 0; i < leaves; i++) {
            log.append(MerkleLog.leafHash(new byte[] {(byte) i, (byte) seed}));
        }
        return log;
    }
}
