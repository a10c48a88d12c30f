package io.lianbo.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.testsupport.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every ECDSA set of Wycheproof over secp256k1, whatever its hash and the form of its signatures. */
class EcdsaWycheproofTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void acceptsEveryValidAndRefusesEveryInvalidSignature() throws IOException, NoSuchAlgorithmException {
        int groups = 0;
        int checks = 0;
        List<String> wrong = new ArrayList<>();
        for (Path file : Vectors.files("wycheproof", ".json")) {
            JsonNode set = JSON.readTree(Files.readString(file));
            if (!set.path("algorithm").asString("").equals("ECDSA")) {
                continue;
            }
            for (JsonNode group : set.path("testGroups")) {
                JsonNode key = group.has("publicKey") ? group.path("publicKey") : group.path("key");
                if (!key.path("curve").asString("").equals("secp256k1")) {
                    continue;
                }
                groups++;
                PublicKey publicKey =
                        PublicKey.parse(HEX.parseHex(key.path("uncompressed").asString()));
                for (JsonNode test : group.path("tests")) {
                    checks++;
                    boolean verified = verifies(group, test, publicKey);
                    String expected = test.path("result").asString();
                    assertThat(expected).isIn("valid", "invalid", "acceptable");
                    if (!expected.equals("acceptable") && verified != expected.equals("valid")) {
                        wrong.add(file.getFileName() + " " + test.path("tcId") + " " + test.path("comment") + ": "
                                + expected);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(checks).isGreaterThanOrEqualTo(groups);
    }

    private static boolean verifies(JsonNode group, JsonNode test, PublicKey key) throws NoSuchAlgorithmException {
        byte[] message = HEX.parseHex(test.path("msg").asString());
        byte[] signature = HEX.parseHex(test.path("sig").asString());
        Hash32 digest = leftmost256Bits(hash(group.path("sha").asString(), message));
        Verdict<PublicKey> verdict = switch (group.path("type").asString()) {
            case "EcdsaVerify", "EcdsaBitcoinVerify" -> Secp256k1.verifyDer(digest, signature, key);
            case "EcdsaP1363Verify" -> Secp256k1.verifyP1363(digest, signature, key);
            default -> throw new AssertionError("unknown type of group: " + group.path("type"));
        };
        boolean highSIsRefused = group.path("type").asString().equals("EcdsaBitcoinVerify");
        return verdict.isVerified()
                && (!highSIsRefused
                        || EcdsaSignature.fromDer(signature).orElseThrow().isLowS());
    }

    private static byte[] hash(String name, byte[] message) throws NoSuchAlgorithmException {
        if (name.startsWith("SHAKE")) {
            int strength = Integer.parseInt(name.substring("SHAKE".length()));
            SHAKEDigest shake = new SHAKEDigest(strength);
            shake.update(message, 0, message.length);
            byte[] hash = new byte[strength / 4];
            shake.doFinal(hash, 0, hash.length);
            return hash;
        }
        return MessageDigest.getInstance(name).digest(message);
    }

    private static Hash32 leftmost256Bits(byte[] hash) {
        byte[] digest = new byte[Hash32.SIZE];
        if (hash.length >= digest.length) {
            System.arraycopy(hash, 0, digest, 0, digest.length);
        } else {
            System.arraycopy(hash, 0, digest, digest.length - hash.length, hash.length);
        }
        return Hash32.of(digest);
    }
}
