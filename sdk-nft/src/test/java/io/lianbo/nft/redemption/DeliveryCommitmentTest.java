package io.lianbo.nft.redemption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.crypto.Keccak256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A commitment binds to salt and ciphertext, and tells neither. */
class DeliveryCommitmentTest {

    private static final byte[] CIPHERTEXT = "encrypted".getBytes(StandardCharsets.UTF_8);
    private static final Hash32 SALT = Hash32.of("0x" + "ab".repeat(32));

    @Test
    void isTheHashOfSaltAndCiphertext() {
        byte[] both = new byte[32 + CIPHERTEXT.length];
        System.arraycopy(SALT.bytes(), 0, both, 0, 32);
        System.arraycopy(CIPHERTEXT, 0, both, 32, CIPHERTEXT.length);

        assertThat(DeliveryCommitment.of(SALT, CIPHERTEXT).hash()).isEqualTo(Keccak256.hash(both));
    }

    @Test
    void isAnotherEachTimeForTheSameAddress() {
        SecureRandom random = new SecureRandom();
        Set<Hash32> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            seen.add(DeliveryCommitment.to(CIPHERTEXT, random).hash());
        }
        assertThat(seen).hasSize(100);
    }

    @Test
    void verifiesWhatWasCommittedToAndNothingElse() {
        DeliveryCommitment committed = DeliveryCommitment.of(SALT, CIPHERTEXT);
        DeliveryCommitment otherSalt = DeliveryCommitment.of(Hash32.ZERO, CIPHERTEXT);
        DeliveryCommitment otherText = DeliveryCommitment.of(SALT, "Encrypted".getBytes(StandardCharsets.UTF_8));

        assertThat(DeliveryCommitment.of(SALT, CIPHERTEXT).verify(committed.hash()))
                .isEqualTo(Verdict.ok(committed));
        for (DeliveryCommitment wrong : Set.of(otherSalt, otherText)) {
            assertThat(wrong).isNotEqualTo(committed);
            assertThat(wrong.verify(committed.hash()).reasons())
                    .singleElement()
                    .satisfies(reason -> assertThat(reason.code()).isEqualTo("COMMITMENT_MISMATCH"));
        }
    }

    @Test
    void cannotBeChangedThroughItsBytes() {
        byte[] bytes = CIPHERTEXT.clone();
        DeliveryCommitment commitment = DeliveryCommitment.of(SALT, bytes);
        Hash32 before = commitment.hash();
        bytes[0]++;
        commitment.ciphertext()[1]++;

        assertThat(commitment.hash()).isEqualTo(before);
        assertThat(commitment.ciphertext()).isEqualTo(CIPHERTEXT);
        assertThat(commitment.salt()).isEqualTo(SALT);
        assertThat(commitment)
                .hasToString("DeliveryCommitment " + before)
                .hasSameHashCodeAs(DeliveryCommitment.of(SALT, CIPHERTEXT));
    }

    @Test
    void refusesNothingAtAll() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeliveryCommitment.of(SALT, new byte[0]))
                .withMessage("the ciphertext must not be empty");
    }
}
