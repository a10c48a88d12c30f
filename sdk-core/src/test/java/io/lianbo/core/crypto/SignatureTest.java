package io.lianbo.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {

    private static final BigInteger R =
            new BigInteger("68a020a209d3d56c46f38cc50a33f704f4a9a10a59377f8dd762ac66910e9b90", 16);
    private static final BigInteger S =
            new BigInteger("7e865ad05c4035ab5792787d4a0297a43617ae897930a6fe4d822b8faea52064", 16);

    @ParameterizedTest // the test cases of EIP-2098
    @CsvSource({
        "Hello World,"
                + " 0x68a020a209d3d56c46f38cc50a33f704f4a9a10a59377f8dd762ac66910e9b90"
                + "7e865ad05c4035ab5792787d4a0297a43617ae897930a6fe4d822b8faea520641b,"
                + " 0x68a020a209d3d56c46f38cc50a33f704f4a9a10a59377f8dd762ac66910e9b90"
                + "7e865ad05c4035ab5792787d4a0297a43617ae897930a6fe4d822b8faea52064",
        "It's a small(er) world,"
                + " 0x9328da16089fcba9bececa81663203989f2df5fe1faa6291a45381c81bd17f76"
                + "139c6d6b623b42da56557e5e734a43dc83345ddfadec52cbe24d0cc64f5507931c,"
                + " 0x9328da16089fcba9bececa81663203989f2df5fe1faa6291a45381c81bd17f76"
                + "939c6d6b623b42da56557e5e734a43dc83345ddfadec52cbe24d0cc64f550793"
    })
    void compactFormIsThatOfEip2098(String message, String full, String compact) {
        LocalSigner signer =
                LocalSigner.fromPrivateKey("0x1234567890123456789012345678901234567890123456789012345678901234");
        Signature signature = signer.signMessage(message);
        assertThat(signature).hasToString(full).isEqualTo(Signature.parse(full));
        assertThat(Hex.encode(signature.compact())).isEqualTo(compact);
        assertThat(Signature.parse(compact)).isEqualTo(signature).hasSameHashCodeAs(signature);
        assertThat(Secp256k1.verify(PersonalMessage.digest(message), signature, signer.address())
                        .isVerified())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "27, 0", "1, 1", "28, 1"})
    void readsBothWritingsOfTheParity(int v, int yParity) {
        byte[] bytes = Signature.of(R, S, 0).bytes();
        bytes[64] = (byte) v;
        Signature signature = Signature.parse(bytes);
        assertThat(signature.yParity()).isEqualTo(yParity);
        assertThat(signature.bytes()[64]).isEqualTo((byte) (27 + yParity));
    }

    @ParameterizedTest
    @CsvSource({
        "2, 'signature v must be 27, 28, 0 or 1: 2'",
        "26, 'signature v must be 27, 28, 0 or 1: 26'",
        "29, 'signature v must be 27, 28, 0 or 1: 29'",
        "37, 'signature v must be 27, 28, 0 or 1 (35 and more is a transaction''s v, EIP-155): 37'",
        "255, 'signature v must be 27, 28, 0 or 1 (35 and more is a transaction''s v, EIP-155): 255'"
    })
    void refusesAnyOtherV(int v, String message) {
        byte[] bytes = Signature.of(R, S, 0).bytes();
        bytes[64] = (byte) v;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Signature.parse(bytes))
                .withMessage(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 32, 63, 66, 130})
    void refusesAnyOtherLength(int length) {
        byte[] bytes = Arrays.copyOf(Signature.of(R, S, 0).bytes(), length);
        String message = "signature must be 65 bytes (r, s, v) or 64 bytes (EIP-2098): " + length + " bytes";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Signature.parse(bytes))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Signature.parse(Hex.encode(bytes)))
                .withMessage(message);
    }

    @Test
    void refusesAHighS() {
        BigInteger high = Secp256k1.N.subtract(S);
        byte[] bytes = Signature.of(R, S, 0).bytes();
        System.arraycopy(high.toByteArray(), high.toByteArray().length - 32, bytes, 32, 32);
        bytes[64] = 28;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Signature.parse(bytes))
                .withMessageStartingWith("signature s must be low, 1 to n/2 (EIP-2)")
                .withMessageEndingWith("0x" + high.toString(16));
        assertThat(Signature.of(R, Secp256k1.HALF_N, 1).s()).isEqualTo(Secp256k1.HALF_N);
        assertThatIllegalArgumentException().isThrownBy(() -> Signature.of(R, Secp256k1.HALF_N.add(BigInteger.ONE), 1));
    }

    @Test
    void refusesNumbersOutOfRange() {
        BigInteger minusOne = BigInteger.ONE.negate();
        for (BigInteger bad :
                new BigInteger[] {BigInteger.ZERO, minusOne, Secp256k1.N, BigInteger.ONE.shiftLeft(256)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Signature.of(bad, S, 0))
                    .withMessageStartingWith("signature r must be 1 to n-1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Signature.of(R, bad, 0))
                    .withMessageStartingWith("signature s must be 1 to n/2");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Signature.of(R, S, 2))
                .withMessage("signature yParity must be 0 or 1: 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Signature.parse(new byte[65]))
                .withMessageEndingWith("0x0");
    }

    @Test
    void readsWhatItWrites() {
        Random random = new Random(2098);
        for (int i = 0; i < 500; i++) {
            Signature signature = Signature.of(
                    new BigInteger(1 + random.nextInt(255), random).add(BigInteger.ONE),
                    new BigInteger(1 + random.nextInt(253), random).add(BigInteger.ONE),
                    random.nextInt(2));
            assertThat(Signature.parse(signature.bytes())).isEqualTo(signature);
            assertThat(Signature.parse(signature.compact())).isEqualTo(signature);
            assertThat(Signature.parse(signature.toString()))
                    .isEqualTo(signature)
                    .hasSameHashCodeAs(signature);
            assertThat(Signature.of(signature.r(), signature.s(), 1 - signature.yParity()))
                    .isNotEqualTo(signature);
        }
    }

    @Test
    void refusesWhatIsNoDerOfThisSigner() {
        Hash32 digest = Keccak256.hash(new byte[0]);
        assertThat(Signature.fromDer(new byte[] {1, 2, 3}, digest, Address.ZERO).reasons())
                .extracting(reason -> reason.code())
                .containsExactly("MALFORMED_SIGNATURE");
        byte[] der = Hex.decode("0x3006020101020101");
        assertThat(Signature.fromDer(der, digest, Address.ZERO).reasons())
                .extracting(reason -> reason.code())
                .containsExactly("WRONG_SIGNER");
    }
}
