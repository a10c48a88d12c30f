// The other reader of QR codes: reads pictures as JSON from standard input, one byte of grey a pixel in Base64, and writes as JSON the text
// that jsQR finds in each, or null. Java runs it (QrCodePeerTest in sdk-provenance).
import { readFileSync } from 'node:fs';
import jsqr from 'jsqr';

const read = ({ width, height, grey }) => {
    const pixels = new Uint8ClampedArray(4 * width * height).fill(255);
    Buffer.from(grey, 'base64').forEach((level, i) => pixels.fill(level, 4 * i, 4 * i + 3));
    return (jsqr.default ?? jsqr)(pixels, width, height)?.data ?? null;
};
process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(read)));
