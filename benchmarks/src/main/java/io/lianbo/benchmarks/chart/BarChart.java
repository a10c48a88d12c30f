package io.lianbo.benchmarks.chart;

import io.lianbo.benchmarks.chart.Canvas.Anchor;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * How many times as fast: a bar for each ratio, from the line at 1x, on a logarithmic axis. A bar to the right is faster, one to the
 * left is slower.
 *
 * @param title what is compared
 * @param subtitle how to read it
 * @param bars from top to bottom, at least one
 */
public record BarChart(String title, String subtitle, List<Bar> bars) implements Chart {

    private static final int WIDTH = 960;
    private static final int LEFT = 470;
    private static final int RIGHT = 880;
    private static final int TOP = 80;
    private static final int STEP = 26;
    private static final int THICKNESS = 16;

    /**
     * One ratio.
     *
     * @param label what was measured
     * @param beside what it is compared with
     * @param ratio above 0
     */
    public record Bar(String label, String beside, double ratio) {}

    /**
     * A chart of these bars.
     *
     * @throws IllegalArgumentException if there is no bar, or a ratio is not above 0 and finite
     */
    public BarChart {
        bars = List.copyOf(bars);
        axis(bars);
    }

    private static LogAxis axis(List<Bar> bars) {
        if (bars.isEmpty()) {
            throw new IllegalArgumentException("a bar chart must have bars");
        }
        return LogAxis.ofSteps(
                DoubleStream.concat(DoubleStream.of(1), bars.stream().mapToDouble(Bar::ratio)), LEFT, RIGHT);
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public int height() {
        return TOP + bars.size() * STEP + 2 * Drawing.MARGIN;
    }

    void draw(Canvas canvas) {
        LogAxis axis = axis(bars);
        double one = axis.at(1);
        int bottom = TOP + bars.size() * STEP;
        canvas.text(
                Drawing.MARGIN,
                Drawing.SUBTITLE_LINE,
                subtitle,
                Drawing.LABEL_SIZE,
                Drawing.QUIET,
                Anchor.START,
                false);
        for (double tick : axis.ticks()) {
            double x = axis.at(tick);
            canvas.line(x, TOP, x, bottom, Drawing.GRID, 1, false);
            canvas.text(
                    x,
                    bottom + Drawing.MARGIN,
                    Drawing.number(tick) + "x",
                    Drawing.LABEL_SIZE,
                    Drawing.QUIET,
                    Anchor.MIDDLE,
                    false);
        }
        for (int i = 0; i < bars.size(); i++) {
            draw(canvas, bars.get(i), axis.at(bars.get(i).ratio()), one, TOP + i * STEP);
        }
        canvas.line(one, TOP, one, bottom, Drawing.TEXT, 2, false);
    }

    private static void draw(Canvas canvas, Bar bar, double end, double one, int top) {
        boolean faster = bar.ratio() >= 1;
        double base = top + (STEP + Drawing.LABEL_SIZE) / 2.0 - 2;
        canvas.text(Drawing.MARGIN, base, bar.label(), Drawing.LABEL_SIZE, Drawing.TEXT, Anchor.START, true);
        canvas.text(LEFT - 12, base, bar.beside(), Drawing.LABEL_SIZE, Drawing.QUIET, Anchor.END, false);
        canvas.rectangle(
                Math.min(one, end),
                top + (STEP - THICKNESS) / 2.0,
                Math.abs(end - one),
                THICKNESS,
                faster ? Drawing.OURS : Drawing.PEER);
        canvas.text(
                Math.max(one, end) + 6,
                base,
                String.format(Locale.ROOT, bar.ratio() < 10 ? "%.2fx" : "%.1fx", bar.ratio()),
                Drawing.LABEL_SIZE,
                Drawing.TEXT,
                Anchor.START,
                true);
    }
}
