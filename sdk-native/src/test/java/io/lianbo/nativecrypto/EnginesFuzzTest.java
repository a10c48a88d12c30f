package io.lianbo.nativecrypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * No bytes make two implementations differ: thousands of seeded ones in each build, and as many as a fuzzer finds worth trying
 * when {@code JAZZER_FUZZ=1} is set and one of the fuzz tests named.
 */
class EnginesFuzzTest {
    /** As much as any question reads. */
    private static final int LENGTH = 200;

    @FuzzTest(maxDuration = "10m")
    void decompress(byte[] input) {
        Differences.decompresses(input);
    }

    @FuzzTest(maxDuration = "10m")
    void recover(byte[] input) {
        Differences.recovers(input);
    }

    @FuzzTest(maxDuration = "10m")
    void verify(byte[] input) {
        Differences.verifies(input);
    }

    @FuzzTest(maxDuration = "10m")
    void verifyP256(byte[] input) {
        Differences.verifiesP256(input);
    }

    @FuzzTest(maxDuration = "10m")
    void verifyEd25519(byte[] input) {
        Differences.verifiesEd25519(input);
    }

    @Test
    void allDecompressThousandsOfXAlike() {
        assertThat(share(Differences::decompresses, 3_000)).isBetween(0.3, 0.7);
    }

    @Test
    void allRecoverThousandsOfKeysAlike() {
        assertThat(share(Differences::recovers, 2_000)).isBetween(0.5, 0.95);
    }

    @Test
    void allVerifyThousandsOfSignaturesAlike() {
        assertThat(share(Differences::verifies, 1_500)).isBetween(0.1, 0.6);
    }

    @Test
    void allVerifyThousandsOfP256SignaturesAlike() {
        assertThat(share(Differences::verifiesP256, 1_500)).isBetween(0.2, 0.8);
    }

    @Test
    void allVerifyEd25519SignaturesWithPointsOfSmallOrderAlike() {
        assertThat(share(Differences::verifiesEd25519, 150)).isBetween(0.1, 0.8);
    }

    /** How many of the answers are yes: as long as they are neither none nor all, the questions are worth asking. */
    private static double share(Predicate<byte[]> question, int inputs) {
        Random random = new Random(inputs);
        int yes = 0;
        for (int i = 0; i < inputs; i++) {
            byte[] input = new byte[LENGTH];
            random.nextBytes(input);
            yes += question.test(input) ? 1 : 0;
        }
        return (double) yes / inputs;
    }
}
