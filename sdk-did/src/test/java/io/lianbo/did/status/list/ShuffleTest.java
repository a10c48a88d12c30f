package io.lianbo.did.status.list;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Sha256;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShuffleTest {
    private static final Hash32 SEED = Sha256.hash(new byte[] {1});

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 8, 100, 1000, 1024, 4096, 32_768})
    void givesEachNumberOnceAndKnowsItsPlace(int size) {
        Shuffle shuffle = new Shuffle(SEED, size);
        BitSet seen = new BitSet(size);
        for (int place = 0; place < size; place++) {
            int number = shuffle.at(place);
            assertThat(number).isBetween(0, size - 1);
            assertThat(seen.get(number)).isFalse();
            seen.set(number);
            assertThat(shuffle.placeOf(number)).isEqualTo(place);
        }
        assertThat(seen.cardinality()).isEqualTo(size);
    }

    @Test
    void itsOrderFollowsFromTheSeedAlone() {
        Shuffle shuffle = new Shuffle(SEED, 1 << 20);
        Shuffle same = new Shuffle(SEED, 1 << 20);
        Shuffle other = new Shuffle(Sha256.hash(new byte[] {2}), 1 << 20);
        int equal = 0;
        int ascending = 0;
        for (int place = 0; place < 1000; place++) {
            assertThat(same.at(place)).isEqualTo(shuffle.at(place));
            equal += other.at(place) == shuffle.at(place) ? 1 : 0;
            ascending += shuffle.at(place + 1) > shuffle.at(place) ? 1 : 0;
        }
        assertThat(equal).isLessThan(5);
        assertThat(ascending).isBetween(400, 600);
    }
}
