package io.lianbo.benchmarks.chart;

import java.util.Locale;

/** Draws SVG 1.1 with the reader's own fonts. */
final class SvgCanvas implements Canvas {

    private final StringBuilder svg = new StringBuilder();

    SvgCanvas(int width, int height, String title) {
        svg.append("""
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" role="img" \
                font-family="Helvetica, Arial, sans-serif">
                <title>%3$s</title>
                """.formatted(width, height, escaped(title)));
    }

    @Override
    public void rectangle(double x, double y, double width, double height, String colour) {
        add(String.format(
                Locale.ROOT,
                "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"%s\"/>",
                x,
                y,
                width,
                height,
                colour));
    }

    @Override
    public void line(double x1, double y1, double x2, double y2, String colour, double width, boolean dashed) {
        add(String.format(
                Locale.ROOT,
                "<line x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" y2=\"%.2f\" stroke=\"%s\" stroke-width=\"%.1f\"%s/>",
                x1,
                y1,
                x2,
                y2,
                colour,
                width,
                dashed ? " stroke-dasharray=\"6 4\"" : ""));
    }

    @Override
    public void dot(double x, double y, double radius, String colour) {
        add(String.format(
                Locale.ROOT, "<circle cx=\"%.2f\" cy=\"%.2f\" r=\"%.1f\" fill=\"%s\"/>", x, y, radius, colour));
    }

    @Override
    public void text(double x, double y, String text, int size, String colour, Anchor anchor, boolean bold) {
        add(String.format(
                Locale.ROOT,
                "<text x=\"%.2f\" y=\"%.2f\" font-size=\"%d\" fill=\"%s\" text-anchor=\"%s\"%s>%s</text>",
                x,
                y,
                size,
                colour,
                anchor.name().toLowerCase(Locale.ROOT),
                bold ? " font-weight=\"bold\"" : "",
                escaped(text)));
    }

    private void add(String element) {
        svg.append(element).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** The whole document. */
    String document() {
        return svg + "</svg>\n";
    }
}
