package io.lianbo.provenance.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QrCodeTest {

    private static final int SCALE = 4;

    @Test
    void isReadBackFromItsDrawing() throws ReaderException {
        DigitalLink cake = DigitalLink.ofItem("09506000134352", "CAKE-0001").onDomain("https://tea.example");
        // @start region="qr"
        String svg = QrCode.of(cake).toSvg();
        // @end
        assertThat(read(svg)).isEqualTo("https://tea.example/01/09506000134352/21/CAKE-0001");
    }

    @Test
    void isReadBackFromItsPicture() throws IOException, ReaderException {
        DigitalLink cake = DigitalLink.ofItem("09506000134352", "CAKE-0001").onDomain("https://tea.example");
        // @start region="png"
        byte[] png = QrCode.of(cake).toPng(5); // pixels per module
        // @end
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
        int size = picture.getWidth();
        assertThat(size).isEqualTo(picture.getHeight()).isEqualTo((33 + 8) * 5);
        assertThat(picture.getColorModel().getPixelSize()).isEqualTo(1);
        int[] pixels = picture.getRGB(0, 0, size, size, null, 0, size);
        assertThat(decode(size, pixels)).isEqualTo("https://tea.example/01/09506000134352/21/CAKE-0001");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 13, QrCode.MOST_PIXELS_PER_MODULE})
    void drawsTheSameModulesAtAnyScale(int pixels) throws IOException {
        BufferedImage one =
                ImageIO.read(new ByteArrayInputStream(QrCode.of("tea").toPng(1)));
        BufferedImage many =
                ImageIO.read(new ByteArrayInputStream(QrCode.of("tea").toPng(pixels)));
        assertThat(many.getWidth()).isEqualTo(one.getWidth() * pixels);
        for (int y = 0; y < many.getHeight(); y++) {
            for (int x = 0; x < many.getWidth(); x++) {
                assertThat(many.getRGB(x, y)).isEqualTo(one.getRGB(x / pixels, y / pixels));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, QrCode.MOST_PIXELS_PER_MODULE + 1, Integer.MAX_VALUE})
    void refusesScalesThatGiveNoPicture(int pixels) {
        QrCode code = QrCode.of("tea");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> code.toPng(pixels))
                .withMessage("a module must be 1 to 64 pixels wide: " + pixels);
    }

    @Test
    void holdsNothingOfTheText() throws ReaderException {
        String svg = QrCode.of("<script>alert('tea')</script>").toSvg();
        assertThat(svg).doesNotContain("script").startsWith("<svg ").endsWith("</svg>");
        assertThat(read(svg)).isEqualTo("<script>alert('tea')</script>");
    }

    @Test
    void refusesTooLittleAndTooMuch() {
        assertThatIllegalArgumentException().isThrownBy(() -> QrCode.of("")).withMessageContaining("empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QrCode.of("x".repeat(3000)))
                .withMessageContaining("3000 characters");
    }

    /** Paints the SVG's path, module by module, and reads the picture. */
    private static String read(String svg) throws ReaderException {
        Matcher box = Pattern.compile("viewBox=\"0 0 (\\d+) ").matcher(svg);
        assertThat(box.find()).isTrue();
        int size = Integer.parseInt(box.group(1)) * SCALE;
        int[] pixels = new int[size * size];
        Arrays.fill(pixels, 0xffffff);
        Matcher run = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\3z").matcher(svg);
        while (run.find()) {
            int left = Integer.parseInt(run.group(1)) * SCALE;
            int top = Integer.parseInt(run.group(2)) * SCALE;
            for (int y = top; y < top + SCALE; y++) {
                Arrays.fill(pixels, y * size + left, y * size + left + Integer.parseInt(run.group(3)) * SCALE, 0);
            }
        }
        return decode(size, pixels);
    }

    private static String decode(int size, int[] pixels) throws ReaderException {
        BinaryBitmap picture = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(size, size, pixels)));
        return new QRCodeReader().decode(picture).getText();
    }
}
