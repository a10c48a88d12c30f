package io.lianbo.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Hash32Test {

    @Test
    void readsEitherCaseAndWritesLowerCase() {
        String hex = "0x" + "ab01".repeat(16);
        assertThat(Hash32.of(hex)).hasToString(hex);
        assertThat(Hash32.of("0x" + hex.substring(2).toUpperCase(Locale.ROOT))).hasToString(hex);
        assertThat(Hash32.ZERO).hasToString("0x" + "0".repeat(64));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0x", "0x00", "ab01ab01ab01ab01ab01ab01ab01ab01ab01ab01ab01ab01ab01ab01ab01ab01"})
    void refusesAnythingButSixtyFourDigits(String bad) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Hash32.of(bad))
                .withMessageStartingWith("hash must be 0x and 64 hex digits: ");
    }

    @Test
    void neverRepeatsInputThatMayBeAKey() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Hash32.of("0x" + "cd".repeat(31)))
                .withMessage("hash must be 0x and 64 hex digits: \"0xcdcdcdcd...\" (64 characters), 62 digits");
    }

    @Test
    void copiesBytesInAndOut() {
        byte[] bytes = new byte[32];
        Hash32 hash = Hash32.of(bytes);
        bytes[31] = 1;
        hash.bytes()[31] = 1;
        assertThat(hash).isEqualTo(Hash32.ZERO);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Hash32.of(new byte[33]))
                .withMessage("hash must be 32 bytes: 33 bytes");
    }

    @Test
    void isEqualByItsBytesAloneAndOrderedAsANumber() {
        Random random = new Random(32);
        for (int i = 0; i < 2000; i++) {
            byte[] left = new byte[32];
            random.nextBytes(left);
            byte[] right = left.clone();
            Hash32 hash = Hash32.of(left);
            assertThat(hash).isEqualTo(Hash32.of(right)).hasSameHashCodeAs(Hash32.of(right));
            assertThat(hash.bytes()).isEqualTo(left);
            assertThat(Hash32.of(hash.toString())).isEqualTo(hash).isEqualByComparingTo(hash);
            right[random.nextInt(32)] ^= (byte) (1 << random.nextInt(8));
            assertThat(hash).isNotEqualTo(Hash32.of(right));
            assertThat(Integer.signum(hash.compareTo(Hash32.of(right))))
                    .isEqualTo(new BigInteger(1, left).compareTo(new BigInteger(1, right)));
        }
    }

    @Test
    void isReadAndWrittenWithinAnArray() {
        byte[] bytes = new byte[41];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (200 + i);
        }
        Hash32 hash = Hash32.of(bytes, 5);
        assertThat(hash).isEqualTo(Hash32.of(Arrays.copyOfRange(bytes, 5, 37)));
        byte[] target = new byte[41];
        hash.copyTo(target, 5);
        assertThat(target).startsWith(0, 0, 0, 0, 0).endsWith(0, 0, 0, 0);
        assertThat(Arrays.copyOfRange(target, 5, 37)).isEqualTo(hash.bytes());
        for (int offset : new int[] {-1, 10, Integer.MAX_VALUE}) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> Hash32.of(bytes, offset));
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> hash.copyTo(target, offset));
        }
    }
}
