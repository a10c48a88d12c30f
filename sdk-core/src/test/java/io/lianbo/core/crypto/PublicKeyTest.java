package io.lianbo.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.Hex;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3j.crypto.Keys;
import org.web3j.crypto.Sign;

class PublicKeyTest {

    /** The generator, which is the key of the private key 1. */
    private static final String G_COMPRESSED = "0x0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";

    private static final String G_UNCOMPRESSED = "0x0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
            + "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8";

    @Test
    void readsBothEncodings() {
        PublicKey key = PublicKey.parse(Hex.decode(G_COMPRESSED));
        assertThat(key).isEqualTo(PublicKey.parse(Hex.decode(G_UNCOMPRESSED))).hasToString(G_COMPRESSED);
        assertThat(Hex.encode(key.uncompressed())).isEqualTo(G_UNCOMPRESSED);
        assertThat(key.address()).isEqualTo(Address.of("0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x",
                "0x00",
                "0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
                "0x0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
                "0x0579be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
                // the hybrid encoding
                "0x0679be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
                        + "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"
            })
    void refusesAnyOtherShape(String bad) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublicKey.parse(Hex.decode(bad)))
                .withMessageStartingWith(
                        "public key must be 33 bytes that start with 2 or 3, or 65 bytes that start with 4: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // no y belongs to x = 5
                "0x020000000000000000000000000000000000000000000000000000000000000005",
                // x is not less than the field's prime
                "0x02ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                // y of the generator, changed by one
                "0x0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
                        + "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b9"
            })
    void refusesWhatIsNotOnTheCurve(String bad) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublicKey.parse(Hex.decode(bad)))
                .withMessage("public key must be a point of secp256k1: " + bad);
    }

    private static byte[] bytes(BigInteger privateKey) {
        return BigIntegers.asUnsignedByteArray(32, privateKey);
    }

    @Test
    void readsWhatItWritesAndAgreesWithWeb3j() {
        Random random = new Random(33);
        for (int i = 0; i < 100; i++) {
            BigInteger privateKey = new BigInteger(255, random).add(BigInteger.ONE);
            PublicKey key = Secp256k1.publicKeyOf(bytes(privateKey));
            assertThat(PublicKey.parse(key.compressed())).isEqualTo(key).hasSameHashCodeAs(key);
            assertThat(PublicKey.parse(key.uncompressed())).isEqualTo(key);
            BigInteger theirs = Sign.publicKeyFromPrivate(privateKey);
            assertThat(new BigInteger(1, Arrays.copyOfRange(key.uncompressed(), 1, 65)))
                    .isEqualTo(theirs);
            assertThat(key.address()).isEqualTo(Address.of("0x" + Keys.getAddress(theirs)));
            assertThat(key).isNotEqualTo(Secp256k1.publicKeyOf(bytes(privateKey.add(BigInteger.ONE))));
        }
    }
}
