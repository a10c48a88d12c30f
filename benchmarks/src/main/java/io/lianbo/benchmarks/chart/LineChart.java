package io.lianbo.benchmarks.chart;

import io.lianbo.benchmarks.chart.Canvas.Anchor;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * How something grows: a line for each series, on two logarithmic axes.
 *
 * @param title what grows
 * @param across what the horizontal axis counts
 * @param up what the vertical axis shows, and in which unit
 * @param scale how values of the vertical axis are written
 * @param series at least one, each of one point or more
 */
public record LineChart(String title, String across, String up, Scale scale, List<Series> series) implements Chart {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 460;
    private static final int LEFT = 90;
    private static final int RIGHT = WIDTH - 40;
    private static final int TOP = 90;
    private static final int BOTTOM = HEIGHT - 60;
    private static final int LEGEND_LINE = 72;
    private static final int SWATCH = 24;
    private static final int LETTER = 7;

    /** How a value is written. */
    public enum Scale {
        /** Seconds and their parts. */
        SECONDS,
        /** Plain numbers. */
        NUMBERS
    }

    /** Whose values they are. */
    public enum Kind {
        /** Lianbo's. */
        OURS(Drawing.OURS, false),
        /** A peer's. */
        PEER(Drawing.PEER, false),
        /** What no implementation can pass. */
        LIMIT(Drawing.LIMIT, true);

        private final String colour;
        private final boolean dashed;

        Kind(String colour, boolean dashed) {
            this.colour = colour;
            this.dashed = dashed;
        }
    }

    /** A value at a size; both above 0. */
    public record Point(double size, double value) {}

    /** One line and its name. */
    public record Series(String name, Kind kind, List<Point> points) {

        /**
         * A line through these points.
         *
         * @throws IllegalArgumentException if there is none
         */
        public Series {
            points = List.copyOf(points);
            if (points.isEmpty()) {
                throw new IllegalArgumentException("a series must have points: " + name);
            }
        }
    }

    /**
     * A chart of these series.
     *
     * @throws IllegalArgumentException if there is no series, or a value is not above 0 and finite
     */
    public LineChart {
        series = List.copyOf(series);
        LogAxis.ofDecades(values(series, Point::size), LEFT, RIGHT);
        LogAxis.ofDecades(values(series, Point::value), BOTTOM, TOP);
    }

    private static DoubleStream values(List<Series> series, ToDoubleFunction<Point> value) {
        return series.stream().flatMap(one -> one.points().stream()).mapToDouble(value);
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public int height() {
        return HEIGHT;
    }

    void draw(Canvas canvas) {
        DoubleStream sizes = values(series, Point::size);
        // threads are few: decades would leave most of the axis empty
        LogAxis x =
                scale == Scale.NUMBERS ? LogAxis.ofSteps(sizes, LEFT, RIGHT) : LogAxis.ofDecades(sizes, LEFT, RIGHT);
        LogAxis y = LogAxis.ofDecades(values(series, Point::value), BOTTOM, TOP);
        drawGrid(canvas, x, y);
        double legend = LEFT;
        for (Series one : series) {
            drawSeries(canvas, one, x, y);
            canvas.line(
                    legend,
                    LEGEND_LINE - 4,
                    legend + SWATCH,
                    LEGEND_LINE - 4,
                    one.kind().colour,
                    2.5,
                    one.kind().dashed);
            canvas.text(
                    legend + SWATCH + 6,
                    LEGEND_LINE,
                    one.name(),
                    Drawing.LABEL_SIZE,
                    Drawing.TEXT,
                    Anchor.START,
                    false);
            legend += 2 * SWATCH + 6 + one.name().length() * LETTER;
        }
    }

    private void drawGrid(Canvas canvas, LogAxis x, LogAxis y) {
        canvas.text(Drawing.MARGIN, Drawing.SUBTITLE_LINE, up, Drawing.LABEL_SIZE, Drawing.QUIET, Anchor.START, false);
        for (double tick : x.ticks()) {
            canvas.line(x.at(tick), TOP, x.at(tick), BOTTOM, Drawing.GRID, 1, false);
            label(canvas, x.at(tick), BOTTOM + 18, Drawing.number(tick), Anchor.MIDDLE);
        }
        for (double tick : y.ticks()) {
            canvas.line(LEFT, y.at(tick), RIGHT, y.at(tick), Drawing.GRID, 1, false);
            label(
                    canvas,
                    LEFT - 8,
                    y.at(tick) + 4,
                    scale == Scale.SECONDS ? Drawing.seconds(tick) : Drawing.number(tick),
                    Anchor.END);
        }
        label(canvas, (LEFT + RIGHT) / 2.0, BOTTOM + 40, across, Anchor.MIDDLE);
    }

    private static void label(Canvas canvas, double x, double y, String text, Anchor anchor) {
        canvas.text(x, y, text, Drawing.LABEL_SIZE, Drawing.QUIET, anchor, false);
    }

    private static void drawSeries(Canvas canvas, Series one, LogAxis x, LogAxis y) {
        List<Point> points = one.points();
        for (int i = 0; i < points.size(); i++) {
            double toX = x.at(points.get(i).size());
            double toY = y.at(points.get(i).value());
            if (i > 0) {
                Point before = points.get(i - 1);
                canvas.line(
                        x.at(before.size()), y.at(before.value()), toX, toY, one.kind().colour, 2.5, one.kind().dashed);
            }
            canvas.dot(toX, toY, 4, one.kind().colour);
        }
    }
}
