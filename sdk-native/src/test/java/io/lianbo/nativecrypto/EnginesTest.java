package io.lianbo.nativecrypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.CryptoEngines;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Secp256k1;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.crypto.spi.Secp256k1Engine;
import io.lianbo.core.crypto.spi.SignatureScheme;
import io.lianbo.core.crypto.spi.VerifyingKey;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every implementation answers as every other, at the edges and for whatever chance brings. */
class EnginesTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final BigInteger N =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    private static final ECDomainParameters P256 = new ECDomainParameters(CustomNamedCurves.getByName("secp256r1"));
    private static final BigInteger L =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    @Test
    void isFoundOnTheClassPath() {
        assertThat(CryptoEngines.describe())
                .isEqualTo(
                        "secp256k1: libsecp256k1 (fr.acinq.secp256k1); Ed25519: Amazon Corretto Crypto Provider; P-256:"
                                + " Amazon Corretto Crypto Provider");
        assertThat(Engines.secp256k1()).hasSize(2);
        assertThat(Engines.ed25519()).hasSize(2);
        assertThat(Engines.p256()).hasSize(2);
        LocalSigner signer = LocalSigner.fromPrivateKey("0x" + "0".repeat(63) + "7");
        Signature signature = signer.sign(Hash32.ZERO);
        assertThat(Secp256k1.verify(Hash32.ZERO, signature, signer.address()).isVerified())
                .isTrue();
    }

    private static byte[] number(BigInteger number) {
        return BigIntegers.asUnsignedByteArray(32, number);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static List<Secp256k1Engine> secp256k1() {
        return Engines.secp256k1().stream().map(named -> named.getPayload()).toList();
    }

    @ParameterizedTest
    @MethodSource("io.lianbo.nativecrypto.Engines#secp256k1")
    void readsPointsOfTheCurveAlone(Secp256k1Engine engine) {
        byte[] g = engine.publicKey(number(BigInteger.ONE));
        assertThat(HEX.formatHex(g))
                .isEqualTo("0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
                        + "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8");
        assertThat(engine.decompress(g)).hasValue(g);
        byte[] compressed = Arrays.copyOf(g, 33);
        compressed[0] = 2;
        assertThat(engine.decompress(compressed)).hasValue(g);
        compressed[0] = 3;
        byte[] other = engine.decompress(compressed).orElseThrow();
        assertThat(other).isEqualTo(engine.publicKey(number(N.subtract(BigInteger.ONE))));

        byte[] off = g.clone();
        off[64] ^= 1;
        assertThat(engine.decompress(off)).isEmpty();
        assertThat(engine.decompress(HEX.parseHex("02" + "0".repeat(63) + "5"))).isEmpty(); // no point has the x 5
        assertThat(engine.decompress(HEX.parseHex("02" + "f".repeat(64)))).isEmpty(); // above the field
        byte[] zero = new byte[65];
        zero[0] = 4;
        assertThat(engine.decompress(zero)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.lianbo.nativecrypto.Engines#secp256k1")
    void recoversNoKeyWhereThereIsNone(Secp256k1Engine engine) {
        assertThat(engine.recover(new byte[32], concat(number(BigInteger.valueOf(5)), number(BigInteger.ONE)), 0))
                .isEmpty();
        // s R = z G: the point at infinity
        byte[] point = engine.publicKey(number(BigInteger.valueOf(7)));
        byte[] infinity = concat(Arrays.copyOfRange(point, 1, 33), number(BigInteger.valueOf(1234)));
        assertThat(engine.recover(number(BigInteger.valueOf(7 * 1234)), infinity, point[64] & 1))
                .isEmpty();
        assertThat(engine.recover(number(BigInteger.valueOf(7 * 1234)), infinity, 1 - (point[64] & 1)))
                .isPresent();
    }

    @Test
    void allSignAlike() {
        Random random = new Random(7);
        List<BigInteger> keys = new ArrayList<>(List.of(BigInteger.ONE, BigInteger.TWO, N.subtract(BigInteger.ONE)));
        List<BigInteger> digests = new ArrayList<>(List.of(
                BigInteger.ZERO,
                BigInteger.ONE,
                N,
                N.add(BigInteger.ONE),
                N.subtract(BigInteger.ONE),
                BigInteger.TWO.pow(256).subtract(BigInteger.ONE)));
        for (int i = 0; i < 100; i++) {
            keys.add(new BigInteger(255, random).add(BigInteger.ONE));
            digests.add(new BigInteger(256, random));
        }
        for (int i = 0; i < 300; i++) {
            byte[] key = number(keys.get(i % keys.size()));
            byte[] digest = number(digests.get(i % digests.size()));
            List<String> signatures = secp256k1().stream()
                    .map(engine -> {
                        byte[] publicKey = engine.publicKey(key);
                        byte[] signature = engine.sign(digest, key, publicKey);
                        assertThat(engine.recover(digest, Arrays.copyOf(signature, 64), signature[64]))
                                .hasValue(publicKey);
                        return HEX.formatHex(publicKey) + HEX.formatHex(signature);
                    })
                    .distinct()
                    .toList();
            assertThat(signatures).hasSize(1);
        }
    }

    /** Numbers where implementations might differ. */
    private static BigInteger number(Random random, BigInteger order, BigInteger honest) {
        return switch (random.nextInt(10)) {
            case 0 -> BigInteger.ONE;
            case 1 -> order.subtract(BigInteger.ONE);
            case 2 -> new BigInteger(random.nextInt(1, 257), random).mod(order).max(BigInteger.ONE);
            case 3 -> honest.flipBit(random.nextInt(255)).mod(order).max(BigInteger.ONE);
            case 4 -> order.subtract(honest);
            default -> honest;
        };
    }

    @Test
    void allRecoverAndVerifyAlike() {
        Random random = new Random(8);
        Secp256k1Engine builtIn = secp256k1().getFirst();
        int verified = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] key = number(new BigInteger(255, random).add(BigInteger.ONE));
            byte[] publicKey = builtIn.publicKey(key);
            byte[] digest = new byte[32];
            random.nextBytes(digest);
            byte[] honest = builtIn.sign(digest, key, publicKey);
            BigInteger r = number(random, N, new BigInteger(1, honest, 0, 32));
            BigInteger s = number(random, N, new BigInteger(1, honest, 32, 32));
            byte[] any = concat(number(r), number(s));
            byte[] low = concat(number(r), number(s.min(N.subtract(s))));
            int parity = random.nextInt(8) == 0 ? 1 - honest[64] : honest[64];
            if (random.nextInt(8) == 0) {
                digest[random.nextInt(32)] ^= 1;
            }
            List<Optional<String>> recovered = secp256k1().stream()
                    .map(engine -> engine.recover(digest, any, parity).map(HEX::formatHex))
                    .distinct()
                    .toList();
            List<Boolean> verdicts = secp256k1().stream()
                    .map(engine -> engine.verify(digest, low, publicKey))
                    .distinct()
                    .toList();
            assertThat(recovered).as("recovered from %s", HEX.formatHex(any)).hasSize(1);
            assertThat(verdicts).as("verified %s", HEX.formatHex(low)).hasSize(1);
            verified += verdicts.getFirst() ? 1 : 0;
        }
        assertThat(verified).isBetween(500, 1_900);
    }

    private static int assertAlike(List<SignatureScheme> schemes, byte[] key, byte[] message, byte[] signature) {
        List<Boolean> verdicts = schemes.stream()
                .map(scheme -> scheme.key(key).verify(message, signature))
                .distinct()
                .toList();
        assertThat(verdicts)
                .as(
                        "key %s, message %s, signature %s",
                        HEX.formatHex(key), HEX.formatHex(message), HEX.formatHex(signature))
                .hasSize(1);
        return verdicts.getFirst() ? 1 : 0;
    }

    private static byte[] random(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void allVerifyP256Alike() {
        List<SignatureScheme> schemes =
                Engines.p256().stream().map(named -> named.getPayload()).toList();
        Random random = new Random(9);
        BigInteger order = P256.getN();
        int verified = 0;
        for (int i = 0; i < 600; i++) {
            ECPrivateKeyParameters key =
                    new ECPrivateKeyParameters(new BigInteger(255, random).add(BigInteger.ONE), P256);
            byte[] publicKey = P256.getG().multiply(key.getD()).getEncoded(false);
            byte[] message = random(random, random.nextInt(100));
            ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
            signer.init(true, key);
            BigInteger[] honest = signer.generateSignature(Sha256.digest(message));
            BigInteger r = number(random, order, honest[0]);
            BigInteger s = number(random, order, honest[1]);
            byte[] signature = concat(number(r), number(s));
            switch (random.nextInt(12)) {
                case 0 -> Arrays.fill(signature, 0, 32, (byte) 0);
                case 1 -> Arrays.fill(signature, 32, 64, (byte) 0);
                case 2 -> System.arraycopy(number(order), 0, signature, 32, 32);
                case 3 -> Arrays.fill(signature, (byte) 0xff);
                case 4 -> signature = Arrays.copyOf(signature, random.nextInt(80));
                default -> {}
            }
            verified += assertAlike(schemes, publicKey, message, signature);
        }
        assertThat(verified).isBetween(100, 550);
    }

    @Test
    void allVerifyEd25519Alike() {
        List<SignatureScheme> schemes =
                Engines.ed25519().stream().map(named -> named.getPayload()).toList();
        Random random = new Random(10);
        int verified = 0;
        for (int i = 0; i < 1_500; i++) {
            Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(random(random, 32));
            byte[] publicKey = key.generatePublicKey().getEncoded();
            byte[] message = random(random, random.nextInt(100));
            Ed25519Signer signer = new Ed25519Signer();
            signer.init(true, key);
            signer.update(message, 0, message.length);
            byte[] signature = signer.generateSignature();
            switch (random.nextInt(12)) {
                case 0 -> signature[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
                case 1 -> { // s + L, the twin that must not pass
                    byte[] s = reversed(Arrays.copyOfRange(signature, 32, 64));
                    byte[] twin = reversed(number(new BigInteger(1, s).add(L)));
                    System.arraycopy(twin, 0, signature, 32, 32);
                }
                case 2 -> signature = Arrays.copyOf(signature, random.nextInt(80));
                case 3 -> signature[31] ^= (byte) 0x80; // the sign of R
                case 4 -> Arrays.fill(signature, 0, 32, (byte) 0); // a point of small order
                case 5 -> { // R is the identity, and in a form that is not canonical
                    Arrays.fill(signature, 0, 32, (byte) 0xff);
                    signature[0] = (byte) 0xee;
                    signature[31] = 0x7f;
                }
                case 6 -> Arrays.fill(signature, 32, 64, (byte) 0);
                default -> {}
            }
            verified += assertAlike(schemes, publicKey, message, signature);
        }
        assertThat(verified).isBetween(300, 1_400);
    }

    /** RFC 8032 leaves it open whether these verify. What one machine accepts and another refuses would be a verdict on neither. */
    @ParameterizedTest
    @MethodSource("io.lianbo.nativecrypto.Engines#ed25519")
    void refusesAnRWithAPointOfSmallOrder(SignatureScheme scheme) {
        byte[] message = {1, 2, 3};
        for (int times = 0; times < 8; times++) {
            Edwards.Signed signed =
                    Edwards.sign(BigInteger.valueOf(1234), BigInteger.valueOf(5678 + times), times, message);
            assertThat(scheme.key(signed.key()).verify(message, signed.signature()))
                    .as("R with %s times a point of order 8", times)
                    .isEqualTo(times == 0);
        }
        Edwards.Signed identity = Edwards.sign(BigInteger.valueOf(1234), BigInteger.ZERO, 0, message);
        assertThat(scheme.key(identity.key()).verify(message, identity.signature()))
                .isTrue();
    }

    @Test
    void aKeyVerifiesAgainAndAgainOnManyThreads() throws InterruptedException {
        Random random = new Random(11);
        Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(random(random, 32));
        List<byte[]> signatures = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Ed25519Signer signer = new Ed25519Signer();
            signer.init(true, key);
            signer.update(new byte[] {(byte) i}, 0, 1);
            signatures.add(signer.generateSignature());
        }
        byte[] broken = new byte[64];
        Arrays.fill(broken, (byte) 0xff);
        for (Named<SignatureScheme> scheme : Engines.ed25519()) {
            VerifyingKey verifying =
                    scheme.getPayload().key(key.generatePublicKey().getEncoded());
            AtomicInteger right = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 50; i++) {
                        boolean own = verifying.verify(new byte[] {(byte) i}, signatures.get(i));
                        boolean other = verifying.verify(new byte[] {(byte) i}, signatures.get((i + 1) % 50));
                        boolean none = verifying.verify(new byte[] {(byte) i}, broken);
                        right.addAndGet(own && !other && !none ? 1 : 0);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(right).as(scheme.getName()).hasValue(200);
        }
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
