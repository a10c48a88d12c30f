package io.lianbo.nativecrypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.core.crypto.spi.Secp256k1Engine;
import io.lianbo.core.crypto.spi.SignatureScheme;
import io.lianbo.core.json.JsonObject;
import io.lianbo.testsupport.Vectors;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;

/** Every set of signatures that lies among the vectors, through every implementation that has its algorithm. */
class WycheproofTest {
    private static final BigInteger N =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

    /** What an implementation says of a signature, r and s in 64 bytes. */
    private interface Check {
        boolean verifies(byte[] publicKey, byte[] message, byte[] signature);
    }

    @Test
    void allAcceptTheValidAndRefuseTheInvalid() throws IOException {
        int checks = 0;
        List<String> wrong = new ArrayList<>();
        for (Path file : Vectors.files("wycheproof", ".json")) {
            JsonObject set = JsonObject.parse(file.getFileName().toString(), Files.readString(file));
            for (JsonObject group : set.objects("testGroups")) {
                for (Named<Check> check : checks(set.text("algorithm"), group)) {
                    for (JsonObject test : group.objects("tests")) {
                        checks++;
                        String expected = test.text("result");
                        assertThat(expected).isIn("valid", "invalid", "acceptable");
                        boolean verifies = verifies(check.getPayload(), group, test);
                        if (!expected.equals("acceptable") && verifies != expected.equals("valid")) {
                            wrong.add(check.getName() + ", " + file.getFileName() + " "
                                    + test.integer("tcId", 0, Integer.MAX_VALUE) + ": " + expected);
                        }
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(checks).isPositive();
    }

    private static List<Named<Check>> checks(String algorithm, JsonObject group) {
        Optional<JsonObject> key = key(group);
        String curve = key.flatMap(some -> some.optionalText("curve")).orElse("");
        boolean sha256 = group.optionalText("sha").orElse("").equals("SHA-256");
        List<Named<Check>> checks = new ArrayList<>();
        if (algorithm.equals("ECDSA") && curve.equals("secp256k1") && sha256) {
            Engines.secp256k1()
                    .forEach(engine -> checks.add(Named.of(
                            engine.getName(),
                            (point, message, signature) -> verifies(engine.getPayload(), point, message, signature))));
        } else if (algorithm.equals("ECDSA") && curve.equals("secp256r1") && sha256) {
            Engines.p256().forEach(scheme -> checks.add(Named.of(scheme.getName(), check(scheme.getPayload()))));
        } else if (algorithm.equals("EDDSA") && curve.equals("edwards25519")) {
            Engines.ed25519().forEach(scheme -> checks.add(Named.of(scheme.getName(), check(scheme.getPayload()))));
        }
        return checks;
    }

    private static Check check(SignatureScheme scheme) {
        return (key, message, signature) -> scheme.key(key).verify(message, signature);
    }

    private static boolean verifies(Secp256k1Engine engine, byte[] point, byte[] message, byte[] signature) {
        if (signature.length != 2 * Hash32.SIZE) {
            return false;
        }
        BigInteger r = new BigInteger(1, signature, 0, Hash32.SIZE);
        BigInteger s = new BigInteger(1, signature, Hash32.SIZE, Hash32.SIZE);
        if (r.signum() == 0 || s.signum() == 0 || r.compareTo(N) >= 0 || s.compareTo(N) >= 0) {
            return false; // what the engine's caller looks at
        }
        return engine.verify(
                Sha256.digest(message),
                rs(r, s.min(N.subtract(s))),
                engine.decompress(point).orElseThrow());
    }

    private static Optional<JsonObject> key(JsonObject group) {
        return group.keys().contains("publicKey")
                ? Optional.of(group.object("publicKey"))
                : group.keys().contains("key") && group.values().get("key") instanceof Map<?, ?>
                        ? Optional.of(group.object("key"))
                        : Optional.empty();
    }

    private static boolean verifies(Check check, JsonObject group, JsonObject test) {
        JsonObject key = key(group).orElseThrow();
        byte[] point = hex(key.text(key.keys().contains("pk") ? "pk" : "uncompressed"));
        byte[] message = hex(test.text("msg"));
        byte[] signature = hex(test.text("sig"));
        String type = group.text("type");
        return switch (type) {
            case "EddsaVerify", "EcdsaP1363Verify" -> check.verifies(point, message, signature);
            case "EcdsaVerify" ->
                fromDer(signature).map(rs -> check.verifies(point, message, rs)).orElse(false);
            case "EcdsaBitcoinVerify" ->
                fromDer(signature)
                        .filter(rs -> new BigInteger(1, rs, Hash32.SIZE, Hash32.SIZE).compareTo(N.shiftRight(1)) <= 0)
                        .map(rs -> check.verifies(point, message, rs))
                        .orElse(false);
            default -> throw new AssertionError("unknown type of group: " + type);
        };
    }

    /** r and s of strict DER, where they fit into 32 bytes each. */
    private static Optional<byte[]> fromDer(byte[] der) {
        if (der.length == 0) {
            return Optional.empty();
        }
        try {
            ASN1Sequence sequence = ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(der));
            if (sequence.size() != 2 || !Arrays.equals(sequence.getEncoded("DER"), der)) {
                return Optional.empty();
            }
            BigInteger r = ((ASN1Integer) sequence.getObjectAt(0)).getValue();
            BigInteger s = ((ASN1Integer) sequence.getObjectAt(1)).getValue();
            boolean fits = r.signum() >= 0 && s.signum() >= 0 && r.bitLength() <= 256 && s.bitLength() <= 256;
            return fits ? Optional.of(rs(r, s)) : Optional.empty();
        } catch (IOException | IllegalArgumentException | ClassCastException noSignature) {
            return Optional.empty();
        }
    }

    private static byte[] rs(BigInteger r, BigInteger s) {
        byte[] bytes = new byte[2 * Hash32.SIZE];
        BigIntegers.asUnsignedByteArray(r, bytes, 0, Hash32.SIZE);
        BigIntegers.asUnsignedByteArray(s, bytes, Hash32.SIZE, Hash32.SIZE);
        return bytes;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
