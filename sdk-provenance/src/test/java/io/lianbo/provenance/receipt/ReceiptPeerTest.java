package io.lianbo.provenance.receipt;

import static io.lianbo.provenance.TeaCake.CAKE;
import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Hash32;
import io.lianbo.core.json.JsonObject;
import io.lianbo.core.json.StrictJson;
import io.lianbo.provenance.log.MerkleLog;
import io.lianbo.provenance.log.TreeHead;
import io.lianbo.testsupport.NodePeer;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Receipts and statements, ours and those of another implementation of RFC 9942, read by the other side. */
class ReceiptPeerTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final String LOG = "tea.example/log";
    private static final CoseSigner SIGNER = Keys.of("ES256");
    private static final List<Hash32> LEAVES = IntStream.range(0, 11)
            .mapToObj(n -> MerkleLog.leafHash(("entry " + n).getBytes(StandardCharsets.UTF_8)))
            .toList();

    private static MerkleLog log(int size) {
        MerkleLog log = new MerkleLog();
        LEAVES.subList(0, size).forEach(log::append);
        return log;
    }

    private static Map<String, Object> jwk(boolean secret) {
        ECPublicKey key = (ECPublicKey) Keys.P256.getPublic();
        Map<String, Object> jwk = new LinkedHashMap<>();
        jwk.put("kty", "EC");
        jwk.put("crv", "P-256");
        jwk.put("alg", "ES256");
        jwk.put("x", base64(key.getW().getAffineX()));
        jwk.put("y", base64(key.getW().getAffineY()));
        if (secret) {
            jwk.put("d", base64(((ECPrivateKey) Keys.P256.getPrivate()).getS()));
        }
        return jwk;
    }

    private static String base64(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
    }

    private static String hex(Hash32 hash) {
        return HEX.formatHex(hash.bytes());
    }

    private static JsonObject ask(String work, Map<String, Object> request) {
        Map<String, Object> all = new LinkedHashMap<>(request);
        all.put("do", work);
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put(hex(SIGNER.key().id()), jwk(false));
        all.put("keys", keys);
        return JsonObject.parse("answer", NodePeer.ask("receipt-peer.mjs", StrictJson.write(all)));
    }

    private static byte[] inclusion(int index, MerkleLog log, TreeHead head) {
        return InclusionReceipt.issue(LOG, LOG, LEAVES.get(index), log.inclusionProof(index, head.size()), head, SIGNER)
                .bytes();
    }

    @Test
    void oursAreVerifiedByTheOther() {
        MerkleLog log = log(11);
        for (int size : new int[] {1, 2, 7, 11}) {
            TreeHead head = log.head(size);
            int index = size / 2;
            Map<String, Object> request = new LinkedHashMap<>();
            request.put("leaf", hex(LEAVES.get(index)));
            request.put("receipt", HEX.formatHex(inclusion(index, log, head)));
            assertThat(ask("inclusion", request).text("result")).isEqualTo(hex(head.root()));
            request.put("leaf", hex(LEAVES.get((index + 1) % 11)));
            assertThat(ask("inclusion", request).keys()).containsExactly("error");
        }
        byte[] growth = ConsistencyReceipt.issue(LOG, log.consistencyProof(6, 11), log.head(6), log.head(), SIGNER)
                .bytes();
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("oldRoot", hex(log.head(6).root()));
        request.put("newRoot", hex(log.head().root()));
        request.put("receipt", HEX.formatHex(growth));
        assertThat(ask("consistency", request).bool("result")).isTrue();
    }

    @Test
    void ourStatementIsTransparentToTheOther() {
        byte[] payload = "none found".getBytes(StandardCharsets.UTF_8);
        SignedStatement statement =
                SignedStatement.sign("lab.example", CAKE.canonical(), "text/plain", payload, SIGNER);
        MerkleLog log = log(5);
        long index = log.append(statement.leafHash());
        SignedStatement transparent = statement.with(InclusionReceipt.issue(
                LOG, CAKE.canonical(), statement.leafHash(), log.inclusionProof(index, 6), log.head(), SIGNER));
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("statement", HEX.formatHex(transparent.bytes()));
        request.put("payload", HEX.formatHex(payload));
        JsonObject result = ask("statement", request).object("result");
        assertThat(result.text("payload")).isEqualTo(HEX.formatHex(payload));
        assertThat(result.texts("roots")).containsExactly(hex(log.head().root()));
    }

    @Test
    void theOthersAreVerifiedByUs() {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("privateKey", jwk(true));
        request.put("keyId", hex(SIGNER.key().id()));
        request.put("leaves", LEAVES.stream().map(ReceiptPeerTest::hex).toList());
        request.put("entry", 4);
        request.put("olderSize", 6);
        JsonObject result = ask("issue", request).object("result");
        ReceiptVerifier verifier = new ReceiptVerifier(LOG, SIGNER.key());
        byte[] inclusion = HEX.parseHex(result.text("inclusion"));
        byte[] consistency = HEX.parseHex(result.text("consistency"));
        MerkleLog log = log(11);
        assertThat(verifier.inclusion(inclusion, LEAVES.get(4)).value()).contains(log.head());
        assertThat(verifier.inclusion(inclusion, LEAVES.get(5)).isVerified()).isFalse();
        assertThat(verifier.consistency(consistency, log.head(6)).value()).contains(log.head());
        assertThat(verifier.consistency(consistency, new TreeHead(LEAVES.get(1), 6))
                        .isVerified())
                .isFalse();
        assertThat(Arrays.equals(inclusion, consistency)).isFalse();
    }
}
