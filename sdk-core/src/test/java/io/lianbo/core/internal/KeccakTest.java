package io.lianbo.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeccakTest {

    /** Of nothing, as Ethereum's yellow paper has it for accounts without code; of ABI signatures, whose first four bytes are everywhere on the chain. */
    @ParameterizedTest
    @CsvSource({
        "'', c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
        "'transfer(address,uint256)', a9059cbb2ab09eb219583f4a59a5d0623ade346d962bcd4e46b11da047c9049b",
        "'Transfer(address,address,uint256)', ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef",
    })
    void hashesWhatTheWorldHashed(String text, String hash) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        assertThat(HexFormat.of().formatHex(ours(bytes))).isEqualTo(hash);
    }

    @Test
    void hashesEveryLengthAsBouncyCastleDoes() {
        Random random = new Random(20_261_201);
        for (int length = 0; length <= 700; length++) { // five blocks, and each place in one
            byte[] input = new byte[length];
            random.nextBytes(input);
            assertThat(ours(input)).as("%d bytes", length).isEqualTo(theirs(input));
        }
    }

    @Test
    void takesItsInputInAnyParts() {
        Random random = new Random(7);
        Keccak keccak = new Keccak(); // one for all: it is empty after each
        for (int i = 0; i < 5_000; i++) {
            byte[] input = new byte[random.nextInt(600)];
            random.nextBytes(input);
            for (int at = 0; at < input.length; ) {
                int length = Math.min(input.length - at, random.nextInt(1 + random.nextInt(300)));
                keccak.update(input, at, length);
                at += length;
            }
            byte[] target = new byte[50];
            int at = random.nextInt(18);
            keccak.finish(target, at);
            byte[] expected = new byte[50];
            System.arraycopy(theirs(input), 0, expected, at, 32);
            assertThat(target).isEqualTo(expected);
        }
    }

    @Test
    void agreesOnHashesOfHashes() {
        byte[] ours = new byte[64];
        byte[] theirs = new byte[64];
        Keccak keccak = new Keccak();
        KeccakDigest digest = new KeccakDigest(256);
        for (int i = 0; i < 20_000; i++) {
            keccak.update(ours, 0, ours.length);
            keccak.finish(ours, i % 33);
            digest.update(theirs, 0, theirs.length);
            digest.doFinal(theirs, i % 33);
        }
        assertThat(ours).isEqualTo(theirs);
    }

    private static byte[] ours(byte[] input) {
        Keccak keccak = new Keccak();
        keccak.update(input, 0, input.length);
        byte[] hash = new byte[32];
        keccak.finish(hash, 0);
        return hash;
    }

    private static byte[] theirs(byte[] input) {
        KeccakDigest digest = new KeccakDigest(256);
        digest.update(input, 0, input.length);
        byte[] hash = new byte[32];
        digest.doFinal(hash, 0);
        return hash;
    }
}
