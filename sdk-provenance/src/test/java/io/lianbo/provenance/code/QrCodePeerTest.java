package io.lianbo.provenance.code;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.json.StrictJson;
import io.lianbo.testsupport.NodePeer;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** What jsQR of npm reads in our pictures, as a camera would see them. */
class QrCodePeerTest {

    private static final List<String> TEXTS = List.of(
            "https://tea.example/01/09506000134352/21/CAKE-0001",
            "https://id.gs1.org/01/09506000134352/22/2A/10/SPRING-26/21/CAKE%2F0001?17=281231",
            "https://tea.example/01/09506000134352/21/CAKE-0001?picc=EF963FF7828658A599F3041510671E88&cmac=94EED9EE65337086",
            "https://tea.example/01/09506000134352/10/" + "A".repeat(20) + "?linkType=all&context=" + "b".repeat(80));

    private final List<Object> pictures = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();

    @Test
    void readsPngsScaledAndRotated() throws IOException {
        for (String text : TEXTS) {
            for (int pixels : new int[] {3, 8}) {
                BufferedImage picture =
                        ImageIO.read(new ByteArrayInputStream(QrCode.of(text).toPng(pixels)));
                for (int degrees : new int[] {0, 17, 45, 90, 133, 180, 270}) {
                    photograph(picture, text, 1, degrees);
                }
                photograph(picture, text, 1.7, 0);
                photograph(picture, text, 2.3, 31);
                photograph(picture, text, 0.75, pixels == 8 ? 200 : 0);
            }
        }
        assertThat(StrictJson.parse(NodePeer.ask("qr-peer.mjs", StrictJson.write(pictures))))
                .isEqualTo(expected);
    }

    @Test
    void readsSvgs() {
        for (String text : TEXTS) {
            photograph(drawn(QrCode.of(text).toSvg(), 5), text, 1, 0);
            photograph(drawn(QrCode.of(text).toSvg(), 6), text, 1.3, 12);
        }
        assertThat(StrictJson.parse(NodePeer.ask("qr-peer.mjs", StrictJson.write(pictures))))
                .isEqualTo(expected);
    }

    /** Scales and turns the picture on a grey table. */
    private void photograph(BufferedImage picture, String text, double scale, int degrees) {
        int size = (int) Math.ceil(picture.getWidth() * scale * 1.5);
        BufferedImage seen = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = seen.createGraphics();
        graphics.setColor(Color.LIGHT_GRAY);
        graphics.fillRect(0, 0, size, size);
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        AffineTransform turn = AffineTransform.getTranslateInstance(size / 2.0, size / 2.0);
        turn.rotate(Math.toRadians(degrees));
        turn.scale(scale, scale);
        turn.translate(-picture.getWidth() / 2.0, -picture.getHeight() / 2.0);
        graphics.drawRenderedImage(picture, turn);
        graphics.dispose();
        byte[] grey = new byte[size * size];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                grey[y * size + x] = (byte) seen.getRGB(x, y);
            }
        }
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("width", size);
        question.put("height", size);
        question.put("grey", Base64.getEncoder().encodeToString(grey));
        pictures.add(question);
        expected.add(text);
    }

    /** Draws the rectangles of the SVG's one path. */
    private static BufferedImage drawn(String svg, int scale) {
        Matcher box = Pattern.compile("viewBox=\"0 0 (\\d+) (\\d+)\"").matcher(svg);
        assertThat(box.find()).isTrue();
        int size = Integer.parseInt(box.group(1)) * scale;
        BufferedImage picture = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, size, size);
        graphics.setColor(Color.BLACK);
        Matcher run = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\3z").matcher(svg);
        while (run.find()) {
            graphics.fillRect(
                    Integer.parseInt(run.group(1)) * scale,
                    Integer.parseInt(run.group(2)) * scale,
                    Integer.parseInt(run.group(3)) * scale,
                    scale);
        }
        graphics.dispose();
        return picture;
    }
}
