package io.lianbo.benchmarks.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ChartTest {

    private static final BarChart BARS = new BarChart(
            "Ours & theirs",
            "how <to> read it",
            List.of(
                    new BarChart.Bar("same", "peer", 1),
                    new BarChart.Bar("faster", "peer", 10),
                    new BarChart.Bar("slower", "peer", 0.5)));
    private static final LineChart LINES = new LineChart(
            "Growth",
            "leaves",
            "time for one",
            LineChart.Scale.SECONDS,
            List.of(
                    new LineChart.Series(
                            "Lianbo",
                            LineChart.Kind.OURS,
                            List.of(
                                    new LineChart.Point(1, 1e-6),
                                    new LineChart.Point(100, 1e-4),
                                    new LineChart.Point(10_000, 1e-2))),
                    new LineChart.Series("peer", LineChart.Kind.PEER, List.of(new LineChart.Point(100, 1e-3)))));

    @Test
    void writesWellFormedSvgThatNamesItself() throws Exception {
        Document bars = parsed(BARS);
        Document lines = parsed(LINES);

        assertThat(bars.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(texts(bars, "title")).containsExactly("Ours & theirs");
        assertThat(texts(bars, "text"))
                .contains("Ours & theirs", "how <to> read it", "faster", "10.0x", "0.50x", "1x", "10x");
        assertThat(texts(lines, "text"))
                .contains("Growth", "leaves", "time for one", "Lianbo", "peer", "100", "10k", "1 µs", "1 ms");
    }

    @Test
    void startsEachBarAtTheLineOfOne() throws Exception {
        List<Element> bars = elements(parsed(BARS), "rect").subList(1, 4);
        double one = number(bars.get(1), "x");

        assertThat(number(bars.get(0), "x")).isEqualTo(one);
        assertThat(number(bars.get(0), "width")).isZero();
        // an axis from 0.5 to 10: twice as slow is as far to the left as twice as fast would be to the right
        assertThat(number(bars.get(2), "x") + number(bars.get(2), "width")).isEqualTo(one, within(0.02));
        assertThat(number(bars.get(1), "width") / number(bars.get(2), "width"))
                .isEqualTo(Math.log(10) / Math.log(2), within(0.01));
        assertThat(bars.get(1).getAttribute("fill")).isNotEqualTo(bars.get(2).getAttribute("fill"));
    }

    @Test
    void placesPointsByTheLogarithmsOfTheirValues() throws Exception {
        List<Element> dots = elements(parsed(LINES), "circle");

        assertThat(dots).hasSize(4);
        double right = number(dots.get(1), "cx") - number(dots.get(0), "cx");
        double up = number(dots.get(0), "cy") - number(dots.get(1), "cy");
        assertThat(right).isPositive();
        assertThat(up).isPositive();
        assertThat(number(dots.get(2), "cx") - number(dots.get(1), "cx")).isEqualTo(right, within(0.02));
        assertThat(number(dots.get(1), "cy") - number(dots.get(2), "cy")).isEqualTo(up, within(0.02));
        assertThat(number(dots.get(3), "cx")).isEqualTo(number(dots.get(1), "cx"));
        assertThat(number(dots.get(1), "cy") - number(dots.get(3), "cy")).isEqualTo(up / 2, within(0.02));
    }

    @Test
    void keepsEverythingInsideThePicture() throws Exception {
        for (Chart chart : List.of(BARS, LINES)) {
            for (Element text : elements(parsed(chart), "text")) {
                assertThat(number(text, "x")).isBetween(0.0, (double) chart.width());
                assertThat(number(text, "y")).isBetween(0.0, (double) chart.height());
            }
        }
    }

    @Test
    void writesAPngOfTwiceTheSizeThatShowsTheSame(@TempDir Path folder) throws Exception {
        BARS.write(folder, "bars");

        assertThat(Files.readString(folder.resolve("bars.svg"))).isEqualTo(BARS.svg());
        BufferedImage image = ImageIO.read(folder.resolve("bars.png").toFile());
        assertThat(image.getWidth()).isEqualTo(2 * BARS.width());
        assertThat(image.getHeight()).isEqualTo(2 * BARS.height());
        assertThat(image.getRGB(0, 0)).isEqualTo(0xffffffff);
        Element faster = elements(parsed(BARS), "rect").get(2);
        int x = (int) (2 * (number(faster, "x") + number(faster, "width") / 2));
        int y = (int) (2 * (number(faster, "y") + number(faster, "height") / 2));
        assertThat(image.getRGB(x, y)).isEqualTo(0xff000000 | Integer.decode(faster.getAttribute("fill")));
        assertThat(IntStream.range(0, image.getWidth()).map(column -> image.getRGB(column, 50)))
                .anyMatch(pixel -> pixel != 0xffffffff);
    }

    @Test
    void choosesTicksAroundTheValues() {
        assertThat(LogAxis.ofDecades(DoubleStream.of(3, 250), 0, 1).ticks())
                .usingComparatorForType((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : Double.compare(a, b), Double.class)
                .containsExactly(1.0, 10.0, 100.0, 1_000.0);
        assertThat(LogAxis.ofSteps(DoubleStream.of(1, 2), 0, 1).ticks()).containsExactly(1.0, 2.0);
        assertThat(LogAxis.ofDecades(DoubleStream.of(1), 0, 1).ticks()).containsExactly(1.0, 10.0);
        assertThat(LogAxis.ofDecades(DoubleStream.of(0.001, 1_000_000), 0, 9).at(1))
                .isEqualTo(3, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesWhatALogarithmicAxisCannotShow(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BarChart("t", "s", List.of(new BarChart.Bar("l", "p", value))))
                .withMessage("values on a logarithmic axis must be above 0 and finite: " + value);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LineChart(
                        "t",
                        "x",
                        "y",
                        LineChart.Scale.NUMBERS,
                        List.of(new LineChart.Series(
                                "s", LineChart.Kind.OURS, List.of(new LineChart.Point(1, value))))))
                .withMessage("values on a logarithmic axis must be above 0 and finite: " + value);
    }

    @Test
    void refusesAChartOfNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BarChart("t", "s", List.of()))
                .withMessage("a bar chart must have bars");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LineChart("t", "x", "y", LineChart.Scale.SECONDS, List.of()))
                .withMessage("an axis must have values");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LineChart.Series("empty", LineChart.Kind.PEER, List.of()))
                .withMessage("a series must have points: empty");
    }

    @Test
    void writesNumbersAndTimesShort() {
        assertThat(DoubleStream.of(0.5, 1, 999, 1_000, 1_500_000).mapToObj(Drawing::number))
                .containsExactly("0.5", "1", "999", "1k", "1.5M");
        assertThat(DoubleStream.of(1e-9, 2.5e-7, 1e-6, 1e-3, 0.1, 1, 100).mapToObj(Drawing::seconds))
                .containsExactly("1 ns", "250 ns", "1 µs", "1 ms", "100 ms", "1 s", "100 s");
    }

    private static Document parsed(Chart chart) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(chart.svg())));
    }

    private static List<Element> elements(Document document, String name) {
        NodeList nodes = document.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    private static List<String> texts(Document document, String name) {
        return elements(document, name).stream().map(Element::getTextContent).toList();
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }
}
