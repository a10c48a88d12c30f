package io.lianbo.nft.ipfs;

import java.math.BigInteger;
import java.util.Arrays;

/** The two alphabets that CIDs are written in: base58btc, and base32 of RFC 4648 in lower case without padding. */
final class Multibase {
    private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
    private static final BigInteger FIFTY_EIGHT = BigInteger.valueOf(58);
    private static final int SHOWN = 80;

    private Multibase() {}

    /** For bytes that do not begin with zero, as no multihash does. */
    static String base58(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (BigInteger rest = new BigInteger(1, bytes); rest.signum() > 0; ) {
            BigInteger[] parts = rest.divideAndRemainder(FIFTY_EIGHT);
            text.append(BASE58.charAt(parts[1].intValue()));
            rest = parts[0];
        }
        return text.reverse().toString();
    }

    static byte[] base58(String text) {
        BigInteger value = BigInteger.ZERO;
        for (int i = 0; i < text.length(); i++) {
            value = value.multiply(FIFTY_EIGHT).add(BigInteger.valueOf(digit(BASE58, "base58", text, i)));
        }
        byte[] bytes = value.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    static String base32(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int held = 0;
        int bits = 0;
        for (byte b : bytes) {
            held = (held << Byte.SIZE) | (b & 0xff);
            bits += Byte.SIZE;
            for (; bits >= 5; bits -= 5) {
                text.append(BASE32.charAt((held >> (bits - 5)) & 31));
            }
        }
        if (bits > 0) {
            text.append(BASE32.charAt((held << (5 - bits)) & 31));
        }
        return text.toString();
    }

    static byte[] base32(String text) {
        byte[] bytes = new byte[text.length() * 5 / Byte.SIZE];
        int held = 0;
        int bits = 0;
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            held = (held << 5) | digit(BASE32, "base32", text, i);
            bits += 5;
            if (bits >= Byte.SIZE) {
                bits -= Byte.SIZE;
                bytes[length++] = (byte) (held >> bits);
            }
        }
        if ((held & ((1 << bits) - 1)) != 0) { // else two texts would stand for one CID
            throw new IllegalArgumentException("base32 must end in zero bits: " + shown(text));
        }
        return bytes;
    }

    private static int digit(String alphabet, String name, String text, int index) {
        int digit = alphabet.indexOf(text.charAt(index));
        if (digit < 0) {
            throw new IllegalArgumentException(
                    "CID must be of the characters of " + name + ", index " + index + " is not: " + shown(text));
        }
        return digit;
    }

    /** A refused text, on one line and cut where it is long. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder("\"");
        text.chars()
                .limit(SHOWN)
                .forEach(c ->
                        shown.append(c >= ' ' && c < 0x7f ? String.valueOf((char) c) : String.format("\\u%04x", c)));
        return shown.append(text.length() > SHOWN ? "...\"" : "\"").toString();
    }
}
