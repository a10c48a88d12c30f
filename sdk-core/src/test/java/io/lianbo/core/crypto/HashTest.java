package io.lianbo.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lianbo.core.Hash32;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.web3j.crypto.Hash;

class HashTest {

    @ParameterizedTest
    @CsvSource({
        "'', 0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
        "abc, 0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45",
        "'Transfer(address,address,uint256)', 0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
    })
    void keccak256IsThatOfEthereum(String text, String hash) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(Keccak256.hash(bytes)).isEqualTo(Hash32.of(hash));
        assertThat(Keccak256.digest(bytes)).isEqualTo(Hash32.of(hash).bytes());
    }

    @ParameterizedTest // FIPS 180-4, examples
    @CsvSource({
        "'', 0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "abc, 0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq,"
                + " 0x248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    })
    void sha256IsThatOfTheStandard(String text, String hash) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(Sha256.hash(bytes)).isEqualTo(Hash32.of(hash));
        assertThat(Sha256.digest(bytes)).isEqualTo(Hash32.of(hash).bytes());
    }

    @Test
    void partsAreHashedAsOne() {
        Random random = new Random(256);
        for (int size = 0; size < 300; size++) {
            byte[] whole = new byte[size];
            random.nextBytes(whole);
            int cut = random.nextInt(size + 1);
            byte[] head = Arrays.copyOf(whole, cut);
            byte[] tail = Arrays.copyOfRange(whole, cut, size);
            assertThat(Keccak256.hash(head, tail)).isEqualTo(Keccak256.hash(whole));
            assertThat(Sha256.hash(head, tail)).isEqualTo(Sha256.hash(whole));
            assertThat(Keccak256.digest(whole)).isEqualTo(Hash.sha3(whole));
            assertThat(Sha256.digest(whole)).isEqualTo(Hash.sha256(whole));
        }
        assertThat(Keccak256.hash()).isEqualTo(Keccak256.hash(new byte[0]));
    }

    @Test
    void aPieceIsHashedInPlace() {
        Random random = new Random(32);
        byte[] array = new byte[400];
        random.nextBytes(array);
        for (int size = 0; size < 300; size++) {
            int offset = random.nextInt(100);
            byte[] expected = Keccak256.digest(Arrays.copyOfRange(array, offset, offset + size));
            int at = random.nextInt(array.length - 31);
            Keccak256.digest(array, offset, size, array, at);
            assertThat(Arrays.copyOfRange(array, at, at + 32)).isEqualTo(expected);
        }
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> Keccak256.digest(array, 390, 11, array, 0));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> Keccak256.digest(array, 0, 5, array, 369));
        assertThat(Keccak256.hash()).isEqualTo(Keccak256.hash(new byte[0]));
    }
}
