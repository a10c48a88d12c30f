package io.lianbo.provenance.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeohashTest {

    /** Published examples of geohash.org and Wikipedia. */
    @ParameterizedTest
    @CsvSource({"57.64911, 10.40744, u4pruydqqvj", "42.605, -5.603, ezs42", "-25.382708, -49.265506, 6gkzwgjzn820"})
    void namesCellsAsOthersDo(double latitude, double longitude, String name) {
        assertThat(Geohash.of(latitude, longitude, name.length())).isEqualTo(name);
    }

    @Test
    void knowsWhereACellIsAndHowLargeItIs() {
        Random random = new Random(5);
        for (int i = 0; i < 1_000; i++) {
            double latitude = random.nextDouble(-90, 90);
            double longitude = random.nextDouble(-180, 180);
            for (int length = 2; length <= 5; length++) {
                Geohash.Cell cell = Geohash.cell(Geohash.of(latitude, longitude, length));
                assertThat(latitude).isBetween(cell.south(), cell.north());
                assertThat(longitude).isBetween(cell.west(), cell.east());
                assertThat(Geohash.distanceKm(latitude, longitude, cell.latitude(), cell.longitude()))
                        .isLessThanOrEqualTo(cell.radiusKm() + 1e-6);
            }
        }
    }

    @Test
    void knowsHowFarPlacesAreApart() {
        assertThat(Geohash.distanceKm(48.8566, 2.3522, 31.2304, 121.4737)).isCloseTo(9_266, within(30.0));
        assertThat(Geohash.distanceKm(0, 179.9, 0, -179.9)).isCloseTo(22, within(1.0));
        assertThat(Geohash.distanceKm(90, 0, -90, 77)).isCloseTo(20_015, within(1.0));
        assertThat(Geohash.distanceKm("wtw3", "wtw3")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"90, 180", "-90, -180", "0, 0", "90, -180"})
    void namesTheEndsOfTheEarth(double latitude, double longitude) {
        Geohash.Cell cell = Geohash.cell(Geohash.of(latitude, longitude, 5));
        assertThat(latitude).isBetween(cell.south(), cell.north());
        assertThat(longitude).isBetween(cell.west(), cell.east());
    }
}
