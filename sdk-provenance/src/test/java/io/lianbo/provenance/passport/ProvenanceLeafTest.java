package io.lianbo.provenance.passport;

import static io.lianbo.provenance.TeaCake.CAKE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.provenance.TeaCake;
import io.lianbo.provenance.log.MerkleLog;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProvenanceLeafTest {

    private static final Hash32 SALT = Hash32.of("0x" + "5a".repeat(32));
    private static final SignedEvent SHIPPED = TeaCake.history(CAKE).getLast();
    private static final Hash32 PARENT = Hash32.of("0x" + "01".repeat(32));
    private static final ProvenanceLeaf LEAF = ProvenanceLeaf.of(CAKE, SHIPPED, SALT, List.of(PARENT));

    @Test
    void commitsToTheEventAndShowsNothingOfIt() {
        assertThat(LEAF.itemKey()).isEqualTo(CAKE.itemKey());
        assertThat(LEAF.step())
                .isEqualTo(Sha256.hash("https://ref.gs1.org/cbv/BizStep-shipping".getBytes(StandardCharsets.UTF_8)));
        assertThat(LEAF.commitment())
                .isEqualTo(Sha256.hash(
                        SALT.bytes(), SHIPPED.event().hash().digest().bytes()));
        assertThat(LEAF.time()).isEqualTo(Instant.parse("2026-04-20T10:00:00Z"));
        assertThat(LEAF.issuer()).isEqualTo(TeaCake.BRAND.address());
        assertThat(ProvenanceLeaf.of(CAKE, SHIPPED, Hash32.ZERO, List.of(PARENT))
                        .hash())
                .isNotEqualTo(LEAF.hash());
    }

    @Test
    void isReadBackFromItsBytes() {
        assertThat(LEAF.encoded()).hasSize(1 + 3 * 32 + 20 + 8 + 2 + 32);
        assertThat(ProvenanceLeaf.decode(LEAF.encoded())).isEqualTo(LEAF);
        assertThat(LEAF.hash()).isEqualTo(MerkleLog.leafHash(LEAF.encoded()));
    }

    @Test
    void refusesBytesThatAreCutOrTooMany() {
        byte[] encoded = LEAF.encoded();
        for (int length = 0; length < encoded.length; length++) {
            byte[] cut = Arrays.copyOf(encoded, length);
            assertThatIllegalArgumentException().isThrownBy(() -> ProvenanceLeaf.decode(cut));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProvenanceLeaf.decode(Arrays.copyOf(encoded, encoded.length + 1)))
                .withMessageContaining("1 bytes more");
        encoded[0] = 2;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProvenanceLeaf.decode(encoded))
                .withMessage("leaf version must be 1: 2");
    }

    @Test
    void refusesTimesThatItCannotHold() {
        for (Instant time : List.of(LEAF.time().plusNanos(1), Instant.MIN, Instant.MAX)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ProvenanceLeaf(
                            LEAF.itemKey(), LEAF.step(), LEAF.commitment(), List.of(), time, LEAF.issuer()))
                    .withMessageContaining("whole milliseconds");
        }
    }
}
