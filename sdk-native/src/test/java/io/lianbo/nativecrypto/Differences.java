package io.lianbo.nativecrypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.crypto.Sha256;
import io.lianbo.core.crypto.spi.Secp256k1Engine;
import io.lianbo.core.crypto.spi.SignatureScheme;
import io.lianbo.core.crypto.spi.VerifyingKey;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Named;

/** What is asked of all implementations at once, whose answers must be the same. Each method makes one question of the bytes it gets. */
final class Differences {
    private static final HexFormat HEX = HexFormat.of();

    /** The order of secp256k1, and the modulus of its coordinates. */
    private static final BigInteger N =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

    private static final BigInteger P =
            BigInteger.TWO.pow(256).subtract(BigInteger.TWO.pow(32)).subtract(BigInteger.valueOf(977));

    /** By what the curve's endomorphism multiplies a point: scalars are split by it. */
    private static final BigInteger LAMBDA =
            new BigInteger("5363ad4cc05c30e0a5261c028812645a122e22ea20816678df02967c1b23bd72", 16);

    private static final ECDomainParameters P256 = new ECDomainParameters(CustomNamedCurves.getByName("secp256r1"));
    private static final BigInteger Q = P256.getN();

    private static final List<Secp256k1Engine> SECP256K1 = payloads(Engines.secp256k1());
    private static final List<SignatureScheme> SCHEMES_P256 = payloads(Engines.p256());
    private static final List<SignatureScheme> SCHEMES_ED25519 = payloads(Engines.ed25519());

    private Differences() {}

    private static <E> List<E> payloads(List<Named<E>> named) {
        return named.stream().map(Named::getPayload).toList();
    }

    /** Asks all the same question, and gives their one answer. */
    private static <E, A> A same(List<E> engines, Function<E, A> question, Object... asked) {
        A answer = question.apply(engines.getFirst());
        for (E engine : engines.subList(1, engines.size())) {
            assertThat(question.apply(engine))
                    .as(() -> "asked about " + shown(asked))
                    .isEqualTo(answer);
        }
        return answer;
    }

    private static List<String> shown(Object... asked) {
        return Arrays.stream(asked)
                .map(value -> value instanceof byte[] bytes ? HEX.formatHex(bytes) : value.toString())
                .toList();
    }

    private static byte[] bytes(BigInteger number) {
        return BigIntegers.asUnsignedByteArray(32, number);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static BigInteger scalar(Choices choices) {
        return choices.scalar(N, N, P, LAMBDA);
    }

    /** The point of an x that is small, near p, near n, or any. Most points that are no points are found here too. */
    static boolean decompresses(byte[] input) {
        Choices choices = new Choices(input);
        byte[] encoded = concat(new byte[] {(byte) (2 + choices.below(2))}, bytes(choices.number(N, P)));
        Optional<String> point =
                same(SECP256K1, engine -> engine.decompress(encoded).map(HEX::formatHex), (Object) encoded);
        if (point.isEmpty()) {
            return false;
        }
        BigInteger x = new BigInteger(1, encoded, 1, 32);
        BigInteger y = new BigInteger(point.get().substring(66), 16);
        BigInteger otherX = switch (choices.below(4)) {
            case 0 -> x.add(P); // the same number, but written otherwise
            case 1 -> x.add(BigInteger.ONE);
            default -> x;
        };
        BigInteger otherY = switch (choices.below(4)) {
            case 0 -> P.subtract(y);
            case 1 -> y.add(P);
            case 2 -> y.flipBit(choices.octet());
            default -> y;
        };
        if (otherX.bitLength() <= 256 && otherY.bitLength() <= 256) {
            byte[] whole = concat(concat(new byte[] {4}, bytes(otherX)), bytes(otherY));
            same(SECP256K1, engine -> engine.decompress(whole).map(HEX::formatHex), (Object) whole);
        }
        return true;
    }

    /**
     * Recovers from (r, s) and a digest z, that is -z/r of G and s/r of R. Where R is k times G, z decides whether the two are opposite,
     * equal, or one the image of the other by the endomorphism.
     */
    static boolean recovers(byte[] input) {
        Choices choices = new Choices(input);
        BigInteger s = scalar(choices);
        BigInteger r = scalar(choices);
        int parity = choices.below(2);
        BigInteger z = choices.number(N, P);
        if (choices.below(4) != 0) {
            BigInteger k = scalar(choices);
            byte[] point = same(SECP256K1, engine -> List.of(HEX.formatHex(engine.publicKey(bytes(k)))), k).stream()
                    .map(HEX::parseHex)
                    .findFirst()
                    .orElseThrow();
            r = new BigInteger(1, point, 1, 32).mod(N).max(BigInteger.ONE);
            parity = (point[64] & 1) ^ (choices.below(8) == 0 ? 1 : 0);
            z = special(choices, s.multiply(k), z);
        }
        byte[] signature = concat(bytes(r), bytes(s));
        byte[] digest = bytes(z);
        int yParity = parity;
        Optional<String> key = same(
                SECP256K1,
                engine -> engine.recover(digest, signature, yParity).map(HEX::formatHex),
                digest,
                signature,
                yParity);
        key.map(HEX::parseHex).ifPresent(recovered -> {
            byte[] low = concat(bytes(new BigInteger(1, signature, 0, 32)), bytes(s.min(N.subtract(s))));
            boolean verified = same(SECP256K1, engine -> engine.verify(digest, low, recovered), digest, low, recovered);
            assertThat(verified)
                    .as("what a key was recovered from is its signature")
                    .isTrue();
        });
        return key.isPresent();
    }

    /** Numbers for which two points that are added are opposite, equal, related by lambda, or none of it. */
    private static BigInteger special(Choices choices, BigInteger product, BigInteger other) {
        return switch (choices.below(6)) {
            case 0 -> product.mod(N);
            case 1 -> product.negate().mod(N);
            case 2 -> product.multiply(LAMBDA).mod(N);
            case 3 -> product.multiply(LAMBDA).negate().mod(N);
            case 4 -> product.add(BigInteger.valueOf(choices.octet() - 128L)).mod(N);
            default -> other;
        };
    }

    /** Verifies z/s of G and r/s of the key: honest signatures, honest ones that were changed, and numbers that lead to infinity. */
    static boolean verifies(byte[] input) {
        Choices choices = new Choices(input);
        BigInteger d = scalar(choices);
        byte[] key = HEX.parseHex(same(SECP256K1, engine -> HEX.formatHex(engine.publicKey(bytes(d))), d));
        byte[] digest = bytes(choices.number(N, P));
        byte[] signed =
                HEX.parseHex(same(SECP256K1, engine -> HEX.formatHex(engine.sign(digest, bytes(d), key)), digest, d));
        BigInteger r = new BigInteger(1, signed, 0, 32);
        BigInteger s = new BigInteger(1, signed, 32, 32);
        switch (choices.below(6)) {
            case 0 -> r = scalar(choices);
            case 1 -> s = scalar(choices);
            case 2 -> s = near(s, choices);
            case 3 -> r = near(r, choices);
            default -> {}
        }
        byte[] signature = concat(bytes(r), bytes(s.min(N.subtract(s))));
        byte[] about =
                choices.below(2) == 0 ? digest : bytes(special(choices, r.multiply(d), new BigInteger(1, digest)));
        boolean valid = same(SECP256K1, engine -> engine.verify(about, signature, key), about, signature, key);
        for (int parity = 0; parity < 2; parity++) {
            int yParity = parity;
            same(
                    SECP256K1,
                    engine -> engine.recover(about, signature, yParity).map(HEX::formatHex),
                    about,
                    signature,
                    yParity);
        }
        return valid;
    }

    private static BigInteger near(BigInteger number, Choices choices) {
        return number.flipBit(choices.octet()).mod(N).max(BigInteger.ONE);
    }

    /** P-256: keys for which e of G and r of the key are equal or opposite beside honest ones; then numbers that are out of range. */
    static boolean verifiesP256(byte[] input) {
        Choices choices = new Choices(input);
        byte[] message = choices.octets(choices.below(8));
        BigInteger e = new BigInteger(1, Sha256.digest(message));
        BigInteger k = choices.scalar(Q, Q);
        BigInteger r = P256.getG()
                .multiply(k)
                .normalize()
                .getAffineXCoord()
                .toBigInteger()
                .mod(Q)
                .max(BigInteger.ONE);
        BigInteger ratio = e.multiply(r.modInverse(Q)).mod(Q).max(BigInteger.ONE);
        BigInteger d = switch (choices.below(4)) {
            case 0 -> ratio;
            case 1 -> Q.subtract(ratio);
            default -> choices.scalar(Q, Q);
        };
        BigInteger s = k.modInverse(Q).multiply(e.add(r.multiply(d))).mod(Q);
        switch (choices.below(8)) {
            case 0 -> s = Q.subtract(s);
            case 1 -> s = choices.number(Q);
            case 2 -> r = choices.number(Q);
            case 3 -> r = r.add(Q).mod(BigInteger.TWO.pow(256));
            case 4 -> s = s.flipBit(choices.octet());
            default -> {}
        }
        byte[] key = P256.getG().multiply(d).getEncoded(false);
        byte[] whole = concat(bytes(r), bytes(s));
        byte[] signature = choices.below(16) == 0 ? Arrays.copyOf(whole, choices.below(80)) : whole;
        return same(SCHEMES_P256, scheme -> scheme.key(key).verify(message, signature), key, message, signature);
    }

    /** Ed25519: R and S as they are signed, often with a point of small order added to R, then changed in their bytes. */
    static boolean verifiesEd25519(byte[] input) {
        Choices choices = new Choices(input);
        byte[] message = choices.octets(choices.below(8));
        Edwards.Signed signed = Edwards.sign(
                new BigInteger(1, choices.octets(32)),
                choices.number(Edwards.L),
                choices.below(8) * choices.below(2),
                message);
        byte[] signature = signed.signature();
        switch (choices.below(8)) {
            case 0 -> signature[choices.below(64)] ^= (byte) (1 << choices.below(8));
            case 1 -> signature = Edwards.withS(signature, s -> s.add(Edwards.L));
            case 2 -> signature = Edwards.withS(signature, s -> choices.number(Edwards.L));
            case 3 -> signature = concat(choices.octets(32), Arrays.copyOfRange(signature, 32, 64));
            case 4 -> signature = Arrays.copyOf(signature, choices.below(80));
            default -> {}
        }
        byte[] about = signature;
        return same(
                SCHEMES_ED25519,
                scheme -> {
                    VerifyingKey key = scheme.key(signed.key());
                    return key.verify(message, about);
                },
                signed.key(),
                message,
                about);
    }
}
