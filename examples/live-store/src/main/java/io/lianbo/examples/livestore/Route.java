package io.lianbo.examples.livestore;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * The way of an item over the land, drawn without a map of somebody else's: a degree of longitude is as wide as it is at 25° north, and places that would cover each other are drawn apart.
 *
 * @param stops each place once, where it lies in the picture
 * @param line the way from stop to stop, as the points of a polyline
 */
public record Route(int width, int height, List<Stop> stops, String line) {
    private static final int WIDTH = 320;
    private static final int MOST_HEIGHT = 220;
    private static final int LEAST_HEIGHT = 110;
    private static final int MARGIN = 36;
    private static final int APART = 22;
    private static final BigDecimal LONGITUDE_SCALE = new BigDecimal("0.906");

    /** A place in the picture. */
    public record Stop(int number, Words name, int x, int y, boolean right) {}

    static Route through(List<Show.Place> places) {
        if (places.isEmpty()) {
            return new Route(WIDTH, LEAST_HEIGHT, List.of(), "");
        }
        BigDecimal west = least(places.stream().map(Route::east).toList());
        BigDecimal south = least(places.stream().map(Show.Place::latitude).toList());
        BigDecimal wide =
                places.stream().map(Route::east).map(x -> x.subtract(west)).reduce(BigDecimal.ONE, BigDecimal::max);
        BigDecimal high =
                places.stream().map(place -> place.latitude().subtract(south)).reduce(BigDecimal.ZERO, BigDecimal::max);
        BigDecimal unit = BigDecimal.valueOf(WIDTH - 2L * MARGIN)
                .divide(wide, 4, RoundingMode.HALF_UP)
                .min(BigDecimal.valueOf(MOST_HEIGHT - 2L * MARGIN)
                        .divide(high.max(BigDecimal.ONE), 4, RoundingMode.HALF_UP));
        int height = Math.max(LEAST_HEIGHT, high.multiply(unit).intValue() + 2 * MARGIN);
        List<Stop> stops = new ArrayList<>();
        StringJoiner line = new StringJoiner(" ");
        for (Show.Place place : places) {
            Stop stop = stops.stream()
                    .filter(one -> one.name().equals(place.name()))
                    .findFirst()
                    .orElseGet(() -> {
                        int x = MARGIN
                                + east(place).subtract(west).multiply(unit).intValue();
                        int y = height
                                - MARGIN
                                - place.latitude()
                                        .subtract(south)
                                        .multiply(unit)
                                        .intValue();
                        Stop next = new Stop(stops.size() + 1, place.name(), x, apart(x, y, stops), x > WIDTH / 2);
                        stops.add(next);
                        return next;
                    });
            line.add(stop.x() + "," + stop.y());
        }
        return new Route(WIDTH, height, List.copyOf(stops), line.toString());
    }

    /** A height at which a stop covers none of those before it; further up, as most ways lead north. */
    private static int apart(int x, int y, List<Stop> before) {
        int free = y;
        for (Stop stop : before) {
            if (Math.abs(stop.x() - x) < APART && Math.abs(stop.y() - free) < APART) {
                free = stop.y() - APART;
            }
        }
        return free;
    }

    private static BigDecimal east(Show.Place place) {
        return place.longitude().multiply(LONGITUDE_SCALE);
    }

    private static BigDecimal least(List<BigDecimal> numbers) {
        return numbers.stream().reduce(BigDecimal::min).orElseThrow();
    }
}
