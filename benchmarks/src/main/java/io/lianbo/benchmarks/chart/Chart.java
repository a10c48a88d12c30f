package io.lianbo.benchmarks.chart;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A picture of measurements, on white ground, that names what is drawn and in which units. */
public sealed interface Chart permits BarChart, LineChart {

    /** What is drawn, in words. */
    String title();

    /** Pixels from left to right. */
    int width();

    /** Pixels from top to bottom. */
    int height();

    /** The chart as an SVG document. */
    default String svg() {
        SvgCanvas canvas = new SvgCanvas(width(), height(), title());
        Drawing.draw(this, canvas);
        return canvas.document();
    }

    /** The chart as an image of twice its size. */
    default BufferedImage image() {
        ImageCanvas canvas = new ImageCanvas(width(), height());
        Drawing.draw(this, canvas);
        return canvas.image();
    }

    /** Writes {@code NAME.svg} and {@code NAME.png} into the folder. */
    default void write(Path folder, String name) throws IOException {
        Files.writeString(folder.resolve(name + ".svg"), svg());
        Path png = folder.resolve(name + ".png");
        if (!ImageIO.write(image(), "png", png.toFile())) {
            throw new IOException("this Java platform writes no PNG: " + png);
        }
    }
}
