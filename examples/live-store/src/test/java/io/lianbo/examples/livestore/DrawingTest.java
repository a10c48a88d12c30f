package io.lianbo.examples.livestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Charts and maps are drawn to scale, and inside their frame. */
class DrawingTest {

    @Test
    void partsOfAWholeLeaveNoGap() {
        List<Chart.Bar> bars = Chart.stacked(List.of(6_000, 2_500, 1_000, 500));
        assertThat(bars)
                .containsExactly(
                        new Chart.Bar(0, 192), new Chart.Bar(192, 80), new Chart.Bar(272, 32), new Chart.Bar(304, 16));
        assertThat(Chart.stacked(List.of(1, 1, 1)).stream()
                        .mapToInt(Chart.Bar::width)
                        .sum())
                .isEqualTo(320);
        assertThat(Chart.bars(List.of(128L, 64L, 0L)))
                .extracting(Chart.Bar::width)
                .containsExactly(320, 160, 0);
        assertThat(Chart.bars(List.of())).isEmpty();
    }

    @Test
    void placesLieInTheFrameAndApart() {
        Route route = Route.through(List.of(
                place("a", "21.60", "100.42"),
                place("b", "21.96", "100.45"),
                place("c", "30.27", "120.16"),
                place("b", "21.96", "100.45")));
        assertThat(route.stops()).hasSize(3).allSatisfy(stop -> {
            assertThat(stop.x()).isBetween(10, route.width() - 10);
            assertThat(stop.y()).isBetween(10, route.height() - 10);
        });
        assertThat(Math.abs(route.stops().get(0).y() - route.stops().get(1).y()))
                .isGreaterThanOrEqualTo(20);
        assertThat(route.line().split(" ")).hasSize(4);
        assertThat(Route.through(List.of()).stops()).isEmpty();
    }

    @Test
    void amountsLoseZerosAndNothingElse() {
        Token token = Token.nativeCoin("ETH");
        assertThat(Money.shown(TokenAmount.parse("259", token))).isEqualTo("259.00 ETH");
        assertThat(Money.shown(TokenAmount.parse("0.100000000000000001", token)))
                .isEqualTo("0.100000000000000001 ETH");
    }

    private static Show.Place place(String name, String latitude, String longitude) {
        return new Show.Place(new Words(name, name), new BigDecimal(latitude), new BigDecimal(longitude));
    }
}
