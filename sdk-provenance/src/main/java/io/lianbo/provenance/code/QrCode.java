package io.lianbo.provenance.code;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/**
 * A QR code (ISO/IEC 18004, error correction level M), drawn as SVG or PNG.
 *
 * {@snippet class="io.lianbo.provenance.code.QrCodeTest" region="qr"}
 */
public final class QrCode {

    /** The most pixels that one module may be wide in a PNG. */
    public static final int MOST_PIXELS_PER_MODULE = 64;

    private static final int QUIET_ZONE = 4;

    private final ByteMatrix modules;

    private QrCode(ByteMatrix modules) {
        this.modules = modules;
    }

    /** The code of a digital link. */
    public static QrCode of(DigitalLink link) {
        return of(link.toString());
    }

    /**
     * The code of any text.
     *
     * @throws IllegalArgumentException when the text is empty or too long for a QR code (about 2,300 bytes)
     */
    public static QrCode of(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("the text of a QR code must not be empty");
        }
        try {
            return new QrCode(Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix());
        } catch (WriterException e) {
            throw new IllegalArgumentException(
                    "the text of a QR code must have at most about 2300 bytes: " + text.length() + " characters", e);
        }
    }

    /**
     * The drawing: one SVG element that scales to its container, black on white, the quiet zone of four modules included. It holds
     * nothing of the text, so it is safe inside HTML.
     */
    public String toSvg() {
        int size = modules.getWidth() + 2 * QUIET_ZONE;
        StringBuilder svg = new StringBuilder(8192)
                .append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
                .append(size)
                .append(' ')
                .append(size)
                .append(
                        "\" shape-rendering=\"crispEdges\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path d=\"");
        for (int y = 0; y < modules.getHeight(); y++) {
            for (int x = 0; x < modules.getWidth(); x++) {
                int run = 0;
                while (x + run < modules.getWidth() && modules.get(x + run, y) == 1) {
                    run++;
                }
                if (run > 0) {
                    svg.append('M').append(x + QUIET_ZONE).append(' ').append(y + QUIET_ZONE);
                    svg.append('h').append(run).append("v1h-").append(run).append('z');
                    x += run;
                }
            }
        }
        return svg.append("\"/></svg>").toString();
    }

    /**
     * The picture: a PNG (ISO/IEC 15948) of one bit a pixel, black on white, the quiet zone of four modules included. For print, take as
     * many pixels as the printer has for a module: GS1 asks for modules of 0.396 to 0.990 mm on what is sold to consumers, so about 5 at 300 dpi.
     *
     * {@snippet class="io.lianbo.provenance.code.QrCodeTest" region="png"}
     *
     * @param pixelsPerModule how wide and high a module is, 1 to {@value #MOST_PIXELS_PER_MODULE}
     * @throws IllegalArgumentException when it is out of range
     */
    public byte[] toPng(int pixelsPerModule) {
        if (pixelsPerModule < 1 || pixelsPerModule > MOST_PIXELS_PER_MODULE) {
            throw new IllegalArgumentException(
                    "a module must be 1 to " + MOST_PIXELS_PER_MODULE + " pixels wide: " + pixelsPerModule);
        }
        int size = (modules.getWidth() + 2 * QUIET_ZONE) * pixelsPerModule;
        return Png.blackAndWhite(
                size, size, (x, y) -> isDark(x / pixelsPerModule - QUIET_ZONE, y / pixelsPerModule - QUIET_ZONE));
    }

    private boolean isDark(int x, int y) {
        return x >= 0 && y >= 0 && x < modules.getWidth() && y < modules.getHeight() && modules.get(x, y) == 1;
    }
}
