package io.lianbo.provenance.receipt;

import static io.lianbo.provenance.TeaCake.CAKE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.upokecenter.cbor.CBORObject;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.provenance.log.MerkleLog;
import io.lianbo.provenance.log.TreeHead;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedStatementTest {
    private static final String LOG = "tea.example/log";
    private static final byte[] REPORT = "{\"pesticides\": \"none found\"}".getBytes(StandardCharsets.UTF_8);

    private static SignedStatement statement(String algorithm) {
        return SignedStatement.sign("lab.example", CAKE.canonical(), "application/json", REPORT, Keys.of(algorithm));
    }

    private static InclusionReceipt register(MerkleLog log, SignedStatement statement, String name, CoseSigner signer) {
        long index = log.append(statement.leafHash());
        return InclusionReceipt.issue(
                name,
                statement.subject(),
                statement.leafHash(),
                log.inclusionProof(index, log.size()),
                log.head(),
                signer);
    }

    private static List<String> codes(Verdict<?> verdict) {
        return verdict.reasons().stream().map(Reason::code).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "EdDSA", "ES256K"})
    void carriesTheReceiptOfALog(String algorithm) {
        CoseSigner lab = Keys.of(algorithm);
        CoseSigner logKey = Keys.of("ES256");
        MerkleLog log = new MerkleLog();
        log.append(MerkleLog.leafHash(new byte[] {1}));
        // @start region="statement"
        // A laboratory says something about an item,
        SignedStatement statement =
                SignedStatement.sign("lab.example", CAKE.canonical(), "application/json", REPORT, lab);

        // a log registers it and gives it a receipt,
        Hash32 leafHash = statement.leafHash();
        long index = log.append(leafHash);
        InclusionReceipt receipt = InclusionReceipt.issue(
                "tea.example/log",
                statement.subject(),
                leafHash,
                log.inclusionProof(index, log.size()),
                log.head(),
                logKey);
        byte[] transparent = statement.with(receipt).bytes();

        // and whoever relies on both checks both.
        SignedStatement shown = SignedStatement.parse(transparent);
        boolean signed = shown.verify("lab.example", lab.key()).isVerified();
        Verdict<TreeHead> registered = new ReceiptVerifier("tea.example/log", logKey.key()).registration(shown);
        // @end
        assertThat(signed).isTrue();
        assertThat(registered.value()).contains(log.head());
        assertThat(shown.payload()).isEqualTo(REPORT);
        assertThat(shown.contentType()).contains("application/json");
        assertThat(shown.subject()).isEqualTo(CAKE.canonical());
        assertThat(shown.leafHash()).isEqualTo(leafHash);
        assertThat(leafHash).isEqualTo(MerkleLog.leafHash(statement.bytes()));
        assertThat(SignedStatement.parse(statement.bytes())).isEqualTo(statement);
    }

    @Test
    void takesTheReceiptsOfSeveralLogs() {
        SignedStatement statement = statement("EdDSA");
        CoseSigner first = Keys.of("first log");
        CoseSigner second = Keys.of("second log");
        MerkleLog ours = new MerkleLog();
        MerkleLog theirs = new MerkleLog();
        theirs.append(Sha256.hash());
        SignedStatement transparent = statement
                .with(register(theirs, statement, "other.example/log", second))
                .with(register(ours, statement, LOG, first));
        SignedStatement shown = SignedStatement.parse(transparent.bytes());
        assertThat(new ReceiptVerifier(LOG, first.key()).registration(shown).value())
                .contains(ours.head());
        assertThat(new ReceiptVerifier("other.example/log", second.key())
                        .registration(shown)
                        .value())
                .contains(theirs.head());
        assertThat(codes(new ReceiptVerifier("third.example/log", first.key()).registration(shown)))
                .containsExactly("WRONG_ISSUER");
        assertThat(codes(new ReceiptVerifier(LOG, first.key()).registration(statement)))
                .containsExactly("NOT_REGISTERED");
    }

    @Test
    void refusesWhatTheIssuerDidNotSign() {
        CoseSigner lab = Keys.of("EdDSA");
        SignedStatement good = statement("EdDSA");
        assertThat(codes(good.verify("farm.example", lab.key()))).containsExactly("WRONG_ISSUER");
        assertThat(codes(good.verify("lab.example", Keys.of("ES256").key()))).containsExactly("UNKNOWN_SIGNER");
        assertThat(codes(good.verify("lab.example", Keys.of("another").key()))).containsExactly("UNKNOWN_SIGNER");
        CBORObject altered = CBORObject.DecodeFromBytes(good.bytes());
        altered.Set(2, CBORObject.FromObject("{\"pesticides\": \"many\"}".getBytes(StandardCharsets.UTF_8)));
        SignedStatement forged = SignedStatement.parse(altered.EncodeToBytes());
        assertThat(codes(forged.verify("lab.example", lab.key()))).containsExactly("SIGNATURE_INVALID");
        assertThat(forged.leafHash()).isNotEqualTo(good.leafHash());
        // The receipt of another statement does not make this one registered.
        MerkleLog log = new MerkleLog();
        CoseSigner logKey = Keys.of("ES256");
        SignedStatement borrowed = forged.with(register(log, good, LOG, logKey));
        assertThat(codes(new ReceiptVerifier(LOG, logKey.key()).registration(borrowed)))
                .containsExactly("SIGNATURE_INVALID");
    }

    @Test
    void refusesWhatIsNoStatement() {
        SignedStatement good = statement("EdDSA");
        CBORObject detached = CBORObject.DecodeFromBytes(good.bytes());
        detached.Set(2, CBORObject.Null);
        CBORObject noReceipts = CBORObject.DecodeFromBytes(good.bytes());
        noReceipts.get(1).Add(394, CBORObject.NewArray());
        CBORObject rawReceipt = CBORObject.DecodeFromBytes(good.bytes());
        rawReceipt.get(1).Add(394, CBORObject.NewArray().Add(CBORObject.NewArray()));
        CBORObject noClaims = CBORObject.DecodeFromBytes(good.bytes());
        noClaims.Set(0, CBORObject.FromObject(new byte[] {(byte) 0xa1, 1, 0x27}));
        for (CBORObject bad : List.of(detached, noReceipts, rawReceipt, noClaims)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SignedStatement.parse(bad.EncodeToBytes()))
                    .withMessageStartingWith("a signed statement: ");
        }
        for (int length = 0; length < good.bytes().length; length++) {
            byte[] cut = Arrays.copyOf(good.bytes(), length);
            assertThatIllegalArgumentException().isThrownBy(() -> SignedStatement.parse(cut));
        }
        for (String blank : List.of("", " ")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SignedStatement.sign(
                            blank, CAKE.canonical(), "application/json", REPORT, Keys.of("EdDSA")));
        }
    }
}
