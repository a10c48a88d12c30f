package io.lianbo.benchmarks.chart;

/** What a chart is drawn on; lengths are in pixels from the upper left corner, colours as {@code #rrggbb}. */
interface Canvas {

    /** Which end of a text its place means. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    void rectangle(double x, double y, double width, double height, String colour);

    void line(double x1, double y1, double x2, double y2, String colour, double width, boolean dashed);

    void dot(double x, double y, double radius, String colour);

    /** Writes on the base line {@code y}. */
    void text(double x, double y, String text, int size, String colour, Anchor anchor, boolean bold);
}
