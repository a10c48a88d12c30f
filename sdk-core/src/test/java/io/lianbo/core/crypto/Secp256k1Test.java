package io.lianbo.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SignatureException;
import java.util.Random;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Sign;

class Secp256k1Test {

    private static final LocalSigner ALICE = LocalSigner.fromPrivateKey("0x" + "a1".repeat(32));
    private static final Address BOB = Address.of("0x" + "b0".repeat(20));

    @Test
    void example() {
        Address viewer = ALICE.address();
        Signature signature = ALICE.signMessage("I watched to the end");
        // @start region="verify"
        Hash32 digest = PersonalMessage.digest("I watched to the end");
        Verdict<Address> verdict = Secp256k1.verify(digest, signature, viewer);
        assertThat(verdict.isVerified()).isTrue();
        // @end
        assertThat(verdict.value()).contains(viewer);
    }

    @ParameterizedTest // the community's vectors for RFC 6979 over secp256k1 with SHA-256
    @CsvSource({
        "0000000000000000000000000000000000000000000000000000000000000001,"
                + "Satoshi Nakamoto,"
                + "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8"
                + "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5",
        "0000000000000000000000000000000000000000000000000000000000000001,"
                + "'All those moments will be lost in time, like tears in rain. Time to die...',"
                + "8600dbd41e348fe5c9465ab92d23e3db8b98b873beecd930736488696438cb6b"
                + "547fe64427496db33bf66019dacbf0039c04199abb0122918601db38a72cfc21",
        "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140,"
                + "Satoshi Nakamoto,"
                + "fd567d121db66e382991534ada77a6bd3106f0a1098c231e47993447cd6af2d0"
                + "6b39cd0eb1bc8603e159ef5c20a5c8ad685a45b06ce9bebed3f153d10d93bed5",
        "f8b8af8ce3c7cca5e300d33939540c10d45ce001b8f252bfbc57ba0342904181,"
                + "Alan Turing,"
                + "7063ae83e7f62bbb171798131b4a0564b956930092b33b07b395615d9ec7e15c"
                + "58dfcc1e00a35e1572f366ffe34ba0fc47db1e7189759b9fb233c5b05ab388ea",
        "e91671c46231f833a6406ccbea0e3e392c76c167bac1cb013f6f1013980455c2,"
                + "'There is a computer disease that anybody who works with computers knows about. It''s a very serious"
                + " disease and it interferes completely with the work. The trouble with computers is that you ''play''"
                + " with them!',"
                + "b552edd27580141f3b2a5463048cb7cd3e047b97c9f98076c32dbdf85a68718b"
                + "279fa72dd19bfae05577e06c7c0c1900c371fcd5893f7e1d56a37d30174671f6"
    })
    void signsAsRfc6979Says(String privateKey, String message, String rAndS) {
        LocalSigner signer = LocalSigner.fromPrivateKey(privateKey);
        Hash32 digest = Sha256.hash(message.getBytes(StandardCharsets.UTF_8));
        Signature signature = signer.sign(digest);
        assertThat(signature.toString()).startsWith("0x" + rAndS);
        assertThat(Secp256k1.recover(digest, signature).value()).contains(signer.publicKey());
    }

    @Test
    void signsRecoversAndVerifiesAsWeb3jDoes() throws SignatureException {
        Random random = new Random(6979);
        for (int i = 0; i < 200; i++) {
            byte[] privateKey = randomBytes(random);
            LocalSigner signer = LocalSigner.fromPrivateKey(privateKey);
            Hash32 digest = Hash32.of(randomBytes(random));
            Signature signature = signer.sign(digest);

            Sign.SignatureData theirs =
                    Sign.signMessage(digest.bytes(), ECKeyPair.create(new BigInteger(1, privateKey)), false);
            assertThat(signature.r()).isEqualTo(new BigInteger(1, theirs.getR()));
            assertThat(signature.s()).isEqualTo(new BigInteger(1, theirs.getS()));
            assertThat(27 + signature.yParity()).isEqualTo(theirs.getV()[0]);

            // a changed signature still yields a key, and it must be the same as theirs
            Signature changed = Signature.of(signature.r(), BigInteger.valueOf(1 + i), i % 2);
            Sign.SignatureData changedTheirs = new Sign.SignatureData(
                    (byte) (27 + changed.yParity()),
                    BigIntegers.asUnsignedByteArray(32, changed.r()),
                    BigIntegers.asUnsignedByteArray(32, changed.s()));
            PublicKey key = Secp256k1.recover(digest, changed).value().orElseThrow();
            assertThat(new BigInteger(1, key.uncompressed(), 1, 64))
                    .isEqualTo(Sign.signedMessageHashToKey(digest.bytes(), changedTheirs));
        }
    }

    @Test
    void refusesAnotherSignerAnotherDigestAndAnotherParity() {
        Hash32 digest = PersonalMessage.digest("tea");
        Signature signature = ALICE.sign(digest);
        assertThat(codes(Secp256k1.verify(digest, signature, BOB))).isEqualTo("[WRONG_SIGNER]");
        assertThat(Secp256k1.verify(digest, signature, BOB).reasons().getFirst().detail())
                .contains(ALICE.address().toString(), BOB.toString());
        assertThat(codes(Secp256k1.verify(PersonalMessage.digest("Tea"), signature, ALICE.address())))
                .isEqualTo("[WRONG_SIGNER]");
        Signature otherParity = Signature.of(signature.r(), signature.s(), 1 - signature.yParity());
        assertThat(codes(Secp256k1.verify(digest, otherParity, ALICE.address())))
                .isEqualTo("[WRONG_SIGNER]");
    }

    @Test
    void refusesWhatYieldsNoKey() {
        // no point has the x 5
        Signature noPoint = Signature.of(BigInteger.valueOf(5), BigInteger.ONE, 0);
        assertThat(codes(Secp256k1.recover(Hash32.ZERO, noPoint))).isEqualTo("[NO_SUCH_KEY]");
        assertThat(codes(Secp256k1.verify(Hash32.ZERO, noPoint, BOB))).isEqualTo("[NO_SUCH_KEY]");

        // s R = z G: the key would be the point at infinity
        BigInteger k = BigInteger.valueOf(7);
        byte[] point =
                Secp256k1.publicKeyOf(BigIntegers.asUnsignedByteArray(32, k)).uncompressed();
        BigInteger s = BigInteger.valueOf(1234);
        Hash32 digest = Hash32.of(BigIntegers.asUnsignedByteArray(32, s.multiply(k)));
        Signature infinity = Signature.of(new BigInteger(1, point, 1, 32), s, point[64] & 1);
        assertThat(codes(Secp256k1.recover(digest, infinity))).isEqualTo("[NO_SUCH_KEY]");
    }

    @Test
    void signsDigestsAtTheEdgesOfTheRange() {
        BigInteger[] numbers = {
            BigInteger.ZERO,
            BigInteger.ONE,
            Secp256k1.N,
            Secp256k1.N.add(BigInteger.ONE),
            BigInteger.TWO.pow(256).subtract(BigInteger.ONE)
        };
        for (BigInteger number : numbers) {
            Hash32 digest = Hash32.of(BigIntegers.asUnsignedByteArray(32, number));
            assertThat(Secp256k1.verify(digest, ALICE.sign(digest), ALICE.address())
                            .isVerified())
                    .isTrue();
        }
    }

    @Test
    void plainEcdsaTakesBothFormsAndAHighS() throws Exception {
        Hash32 digest = Sha256.hash(new byte[] {1});
        Signature signature = ALICE.sign(digest);
        BigInteger highS = Secp256k1.N.subtract(signature.s());
        PublicKey key = ALICE.publicKey();
        for (BigInteger s : new BigInteger[] {signature.s(), highS}) {
            byte[] der = StandardDSAEncoding.INSTANCE.encode(Secp256k1.N, signature.r(), s);
            byte[] p1363 = new byte[64];
            BigIntegers.asUnsignedByteArray(signature.r(), p1363, 0, 32);
            BigIntegers.asUnsignedByteArray(s, p1363, 32, 32);
            assertThat(Secp256k1.verifyDer(digest, der, key).value()).contains(key);
            assertThat(Secp256k1.verifyP1363(digest, p1363, key).value()).contains(key);
            assertThat(codes(Secp256k1.verifyDer(Hash32.ZERO, der, key))).isEqualTo("[WRONG_SIGNER]");
            assertThat(codes(Secp256k1.verifyP1363(Hash32.ZERO, p1363, key))).isEqualTo("[WRONG_SIGNER]");
        }
        assertThat(codes(Secp256k1.verifyDer(digest, signature.bytes(), key))).isEqualTo("[MALFORMED_SIGNATURE]");
        assertThat(codes(Secp256k1.verifyP1363(digest, signature.bytes(), key))).isEqualTo("[MALFORMED_SIGNATURE]");
        assertThat(codes(Secp256k1.verifyP1363(digest, new byte[64], key))).isEqualTo("[MALFORMED_SIGNATURE]");
    }

    private static String codes(Verdict<?> verdict) {
        return verdict.reasons().stream().map(Verdict.Reason::code).toList().toString();
    }

    private static byte[] randomBytes(Random random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        bytes[0] &= 0x7f;
        return bytes;
    }
}
