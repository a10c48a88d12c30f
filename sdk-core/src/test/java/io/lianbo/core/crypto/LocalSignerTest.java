package io.lianbo.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalSignerTest {

    private static final String KEY = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";
    private static final Address ADDRESS = Address.of("0x2c7536E3605D9C16a7a3D7b1898e529396a65c23");

    @Test
    void example() {
        // @start region="local-signer"
        try (LocalSigner host = LocalSigner.generate(new SecureRandom())) {
            Signature signature = host.signMessage("the show starts");
            assertThat(Secp256k1.verify(PersonalMessage.digest("the show starts"), signature, host.address())
                            .isVerified())
                    .isTrue();
        }
        // @end
    }

    @Test
    void readsAKeyInHexAndInBytes() {
        byte[] bytes = HexFormat.of().parseHex(KEY);
        LocalSigner fromBytes = LocalSigner.fromPrivateKey(bytes);
        bytes[0] ^= 1;
        for (LocalSigner signer :
                new LocalSigner[] {LocalSigner.fromPrivateKey(KEY), LocalSigner.fromPrivateKey("0x" + KEY), fromBytes
                }) {
            assertThat(signer.address())
                    .isEqualTo(ADDRESS)
                    .isEqualTo(signer.publicKey().address());
            assertThat(signer.exportPrivateKeyDangerously())
                    .isEqualTo(HexFormat.of().parseHex(KEY));
        }
    }

    @Test
    void generatesADifferentKeyEachTime() {
        SecureRandom random = new SecureRandom();
        assertThat(LocalSigner.generate(random).address())
                .isNotEqualTo(LocalSigner.generate(random).address());
    }

    @Test
    void drawsAgainWhereTheSourceGivesNoKey() {
        SecureRandom zerosThenOnes = new SecureRandom() {
            private byte next;

            @Override
            public void nextBytes(byte[] bytes) {
                java.util.Arrays.fill(bytes, next++);
            }
        };
        assertThat(LocalSigner.generate(zerosThenOnes).exportPrivateKeyDangerously())
                .containsOnly(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0 hex digits",
        "0x, 0 hex digits",
        "0x4c08, 4 hex digits",
        "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f36231, 63 hex digits",
        "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f36231800, 66 hex digits",
        "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f36231g, not all characters are hex digits",
        "0000000000000000000000000000000000000000000000000000000000000000, the number given is out of range",
        "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141, the number given is out of range",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff, the number given is out of range"
    })
    void refusesWhatIsNoPrivateKeyWithoutShowingIt(String bad, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocalSigner.fromPrivateKey(bad))
                .withMessage(
                        "private key must be 32 bytes (64 hex digits), from 1 to n-1, n being the order of secp256k1: "
                                + problem)
                .withNoCause();
    }

    @Test
    void refusesBytesOfAnotherSize() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocalSigner.fromPrivateKey(new byte[31]))
                .withMessageEndingWith(": 31 bytes");
    }

    @Test
    void aClosedSignerNeitherSignsNorExports() {
        LocalSigner signer = LocalSigner.fromPrivateKey(KEY);
        signer.close();
        signer.close();
        String message = "the key of " + ADDRESS + " is closed";
        assertThatIllegalStateException()
                .isThrownBy(() -> signer.sign(Hash32.ZERO))
                .withMessage(message);
        assertThatIllegalStateException()
                .isThrownBy(() -> signer.signMessage("tea"))
                .withMessage(message);
        assertThatIllegalStateException()
                .isThrownBy(signer::exportPrivateKeyDangerously)
                .withMessage(message);
        assertThat(signer.address()).isEqualTo(ADDRESS);
    }

    @Test
    void closingOverwritesTheKey() throws ReflectiveOperationException {
        LocalSigner signer = LocalSigner.fromPrivateKey(KEY);
        var field = LocalSigner.class.getDeclaredField("key");
        field.setAccessible(true);
        byte[] held = (byte[]) field.get(signer);
        assertThat(held).isEqualTo(HexFormat.of().parseHex(KEY));
        signer.close();
        assertThat(held).containsOnly(0);
    }

    @Test
    void theKeyLeavesByNoOtherWay() {
        LocalSigner signer = LocalSigner.fromPrivateKey(KEY);
        assertThat(signer).hasToString("LocalSigner(" + ADDRESS + ")").isNotEqualTo(LocalSigner.fromPrivateKey(KEY));
        signer.exportPrivateKeyDangerously()[0] ^= 1;
        assertThat(signer.exportPrivateKeyDangerously())
                .isEqualTo(HexFormat.of().parseHex(KEY));
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> serialize(signer)))
                .isInstanceOf(NotSerializableException.class);
    }

    @Test
    void manyThreadsSignAtOnce() throws Exception {
        LocalSigner signer = LocalSigner.fromPrivateKey(KEY);
        Signature expected = signer.sign(Hash32.ZERO);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var signatures = threads.invokeAll(IntStream.range(0, 64)
                    .<Callable<Signature>>mapToObj(i -> () -> signer.sign(Hash32.ZERO))
                    .toList());
            for (var signature : signatures) {
                assertThat(signature.get()).isEqualTo(expected);
            }
        }
    }

    private static void serialize(Object object) throws IOException {
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            out.writeObject(object);
        }
    }
}
