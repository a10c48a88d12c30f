package io.lianbo.benchmarks.chart;

import java.math.BigDecimal;
import java.math.MathContext;

/** What all charts share. */
final class Drawing {

    static final String TEXT = "#1f2933";
    static final String QUIET = "#616e7c";
    static final String GRID = "#e4e7eb";
    static final String OURS = "#1769aa";
    static final String PEER = "#d9730d";
    static final String LIMIT = "#616e7c";
    static final int TITLE_SIZE = 17;
    static final int LABEL_SIZE = 12;
    static final int TITLE_LINE = 30;
    static final int SUBTITLE_LINE = 50;
    static final int MARGIN = 20;

    private static final String GROUND = "#ffffff";

    private Drawing() {}

    static void draw(Chart chart, Canvas canvas) {
        canvas.rectangle(0, 0, chart.width(), chart.height(), GROUND);
        canvas.text(MARGIN, TITLE_LINE, chart.title(), TITLE_SIZE, TEXT, Canvas.Anchor.START, true);
        switch (chart) {
            case BarChart bars -> bars.draw(canvas);
            case LineChart lines -> lines.draw(canvas);
        }
    }

    /** A number in two digits or three, with k, M or G for thousands. */
    static String number(double value) {
        String[] units = {"", "k", "M", "G", "T"};
        int unit = 0;
        double scaled = value;
        while (scaled >= 999.5 && unit < units.length - 1) {
            scaled /= 1_000;
            unit++;
        }
        return digits(scaled) + units[unit];
    }

    /** A time in ns, µs, ms or s. */
    static String seconds(double value) {
        String[] units = {" s", " ms", " µs", " ns"};
        int unit = 0;
        double scaled = value;
        while (scaled < 0.9995 && unit < units.length - 1) {
            scaled *= 1_000;
            unit++;
        }
        return digits(scaled) + units[unit];
    }

    private static String digits(double value) {
        return new BigDecimal(value)
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }
}
