package io.lianbo.did;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.testsupport.Vectors;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every set of Wycheproof for a curve and hash that some {@link KeyAlgorithm} has, signatures in DER or as R || S. */
class WycheproofTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, KeyAlgorithm> ECDSA = Map.of(
            "secp256r1 SHA-256", KeyAlgorithm.ES256,
            "secp256k1 SHA-256", KeyAlgorithm.ES256K,
            "secp384r1 SHA-384", KeyAlgorithm.ES384);

    @Test
    void acceptsEveryValidAndRefusesEveryInvalidSignature() throws IOException {
        int groups = 0;
        int checks = 0;
        List<String> wrong = new ArrayList<>();
        for (Path file : Vectors.files("wycheproof", ".json")) {
            JsonNode set = JSON.readTree(Files.readString(file));
            for (JsonNode group : set.path("testGroups")) {
                Optional<KeyAlgorithm> algorithm = algorithm(set, group);
                if (algorithm.isEmpty()) {
                    continue;
                }
                groups++;
                for (JsonNode test : group.path("tests")) {
                    checks++;
                    String expected = test.path("result").asString();
                    assertThat(expected).isIn("valid", "invalid", "acceptable");
                    if (!expected.equals("acceptable")
                            && verifies(algorithm.get(), group, test) != expected.equals("valid")) {
                        wrong.add(file.getFileName() + " " + test.path("tcId") + " " + test.path("comment") + ": "
                                + expected);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(groups).isPositive();
        assertThat(checks).isGreaterThanOrEqualTo(groups);
    }

    private static JsonNode key(JsonNode group) {
        return group.has("publicKey") ? group.path("publicKey") : group.path("key");
    }

    private static Optional<KeyAlgorithm> algorithm(JsonNode set, JsonNode group) {
        String curve = key(group).path("curve").asString("");
        return switch (set.path("algorithm").asString("")) {
            case "ECDSA" ->
                Optional.ofNullable(ECDSA.get(curve + " " + group.path("sha").asString("")));
            case "EDDSA" -> curve.equals("edwards25519") ? Optional.of(KeyAlgorithm.EDDSA) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static boolean verifies(KeyAlgorithm algorithm, JsonNode group, JsonNode test) {
        String point = algorithm == KeyAlgorithm.EDDSA ? "pk" : "uncompressed";
        byte[] message = HEX.parseHex(test.path("msg").asString());
        byte[] signature = HEX.parseHex(test.path("sig").asString());
        VerificationKey key = VerificationKey.of(
                algorithm, HEX.parseHex(key(group).path(point).asString()));
        return switch (group.path("type").asString()) {
            case "EddsaVerify", "EcdsaP1363Verify" ->
                key.verify(message, signature).isVerified();
            case "EcdsaVerify" -> verifiesDer(key, group, message, signature, false);
            case "EcdsaBitcoinVerify" -> verifiesDer(key, group, message, signature, true);
            default -> throw new AssertionError("unknown type of group: " + group.path("type"));
        };
    }

    /** Tokens carry R || S and nothing else, so DER is read here. */
    private static boolean verifiesDer(
            VerificationKey key, JsonNode group, byte[] message, byte[] der, boolean lowSOnly) {
        BigInteger order =
                ECNamedCurveTable.getByName(key(group).path("curve").asString()).getN();
        try {
            BigInteger[] rs = StandardDSAEncoding.INSTANCE.decode(order, der);
            return (!lowSOnly || rs[1].compareTo(order.shiftRight(1)) <= 0)
                    && key.verify(message, PlainDSAEncoding.INSTANCE.encode(order, rs[0], rs[1]))
                            .isVerified();
        } catch (IOException | IllegalArgumentException | ClassCastException notTwoIntegers) {
            return false;
        }
    }
}
