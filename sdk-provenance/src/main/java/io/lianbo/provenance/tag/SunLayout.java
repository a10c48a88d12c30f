package io.lianbo.provenance.tag;

import io.lianbo.core.Verdict;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where in a tag's URL is what, as the tag was personalised: the query parameters into which it mirrors what it says.
 *
 * {@snippet class="io.lianbo.provenance.tag.SunVerifierTest" region="layout"}
 */
public final class SunLayout {
    static final int UID = 7;
    static final int COUNTER = 3;
    static final int MAC = 8;
    private static final int LONGEST_URL = 1024;

    private final SunMode mode;
    private final @Nullable String piccData;
    private final String uid;
    private final String counter;
    private final String mac;
    private final @Nullable String fileData;
    private final @Nullable String macFrom;

    /** Of the file data where all is in one parameter; -1 where it is not. */
    private final int bulk;

    private SunLayout(
            SunMode mode,
            @Nullable String piccData,
            String uid,
            String counter,
            String mac,
            @Nullable String fileData,
            @Nullable String macFrom,
            int bulk) {
        this.mode = mode;
        this.piccData = piccData;
        this.uid = uid;
        this.counter = counter;
        this.mac = mac;
        this.fileData = fileData;
        this.macFrom = macFrom;
        this.bulk = bulk;
    }

    /**
     * Returns the layout of tags that hide UID and counter and write all into one parameter: encrypted {@code PICCData}, encrypted file data, {@code SDMMAC}, which
     * covers the file data.
     *
     * @param parameter the one
     * @param fileDataBytes how many bytes of file data there are, 0 to 256 in whole blocks of 16
     */
    public static SunLayout bulk(SunMode mode, String parameter, int fileDataBytes) {
        if (fileDataBytes < 0 || fileDataBytes > 256 || fileDataBytes % Aes.BLOCK != 0) {
            throw new IllegalArgumentException(
                    "file data must have 0 to 256 bytes in whole blocks of 16: " + fileDataBytes);
        }
        return new SunLayout(mode, Objects.requireNonNull(parameter), "", "", "", null, null, fileDataBytes);
    }

    /**
     * Returns the layout of tags that hide UID and counter.
     *
     * @param piccData the parameter of the encrypted {@code PICCData}
     * @param mac the parameter of the {@code SDMMAC}
     */
    public static SunLayout encrypted(SunMode mode, String piccData, String mac) {
        return new SunLayout(
                mode, Objects.requireNonNull(piccData), "", "", Objects.requireNonNull(mac), null, null, -1);
    }

    /**
     * Returns the layout of tags that show UID and counter.
     *
     * @param uid the parameter of the UID
     * @param counter the parameter of {@code SDMReadCtr}
     * @param mac the parameter of the {@code SDMMAC}
     */
    public static SunLayout plain(SunMode mode, String uid, String counter, String mac) {
        return new SunLayout(
                mode,
                null,
                Objects.requireNonNull(uid),
                Objects.requireNonNull(counter),
                Objects.requireNonNull(mac),
                null,
                null,
                -1);
    }

    /** Returns the same with encrypted file data in this parameter. */
    public SunLayout withFileData(String parameter) {
        requireSeparate();
        return new SunLayout(mode, piccData, uid, counter, mac, Objects.requireNonNull(parameter), macFrom, bulk);
    }

    /** Returns the same where the MAC covers the URL from this parameter's value ({@code SDMMACInputOffset}) up to the MAC; otherwise it covers nothing of it. */
    public SunLayout withMacFrom(String parameter) {
        requireSeparate();
        return new SunLayout(mode, piccData, uid, counter, mac, fileData, Objects.requireNonNull(parameter), bulk);
    }

    private void requireSeparate() {
        if (bulk >= 0) {
            throw new IllegalStateException("all is in the one parameter " + piccData);
        }
    }

    SunMode mode() {
        return mode;
    }

    /**
     * What stands in a URL, not checked yet.
     *
     * @param piccData encrypted UID and counter, or empty
     * @param uid of a tag that shows it, or empty
     * @param counter of a tag that shows it, the highest byte first, or empty
     * @param fileData encrypted, or empty
     * @param mac 8 bytes
     * @param macInput what of the URL the MAC covers
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Parts(byte[] piccData, byte[] uid, byte[] counter, byte[] fileData, byte[] mac, byte[] macInput) {}

    /** Takes a URL apart; it is what an attacker wrote. */
    Verdict<Parts> parse(String url) {
        if (url.length() > LONGEST_URL) {
            return malformed("a tag's URL has at most " + LONGEST_URL + " characters: " + url.length());
        }
        String query;
        try {
            query = new URI(url).getRawQuery();
        } catch (URISyntaxException e) {
            return malformed("it is no URL");
        }
        if (query == null) {
            return malformed("it has no query");
        }
        try {
            return bulk < 0 ? separate(query) : together(query);
        } catch (IllegalArgumentException e) {
            return malformed(String.valueOf(e.getMessage()));
        }
    }

    private int piccBytes() {
        return mode == SunMode.AES ? Aes.BLOCK : Aes.BLOCK + Aes.BLOCK / 2;
    }

    private Verdict<Parts> together(String query) {
        String name = Objects.requireNonNull(piccData);
        String digits = value(query, name);
        byte[] all = hex(name, digits, piccBytes() + bulk + MAC);
        int end = piccBytes() + bulk;
        return Verdict.ok(new Parts(
                Arrays.copyOf(all, piccBytes()),
                new byte[0],
                new byte[0],
                Arrays.copyOfRange(all, piccBytes(), end),
                Arrays.copyOfRange(all, end, all.length),
                digits.substring(2 * piccBytes(), 2 * end).getBytes(StandardCharsets.US_ASCII)));
    }

    private Verdict<Parts> separate(String query) {
        byte[] noBytes = {};
        String macHex = value(query, mac);
        byte[] picc = piccData == null ? noBytes : bytes(query, piccData, piccBytes());
        byte[] data = fileData == null ? noBytes : bytes(query, fileData, -1);
        if (data.length % Aes.BLOCK != 0) {
            return malformed(fileData + " must be whole blocks of 16 bytes: " + data.length);
        }
        return Verdict.ok(new Parts(
                picc,
                piccData == null ? bytes(query, uid, UID) : noBytes,
                piccData == null ? bytes(query, counter, COUNTER) : noBytes,
                data,
                hex(mac, macHex, MAC),
                macFrom == null ? noBytes : macInput(query)));
    }

    private static <T> Verdict<T> malformed(String why) {
        return Verdict.refused("MALFORMED", why);
    }

    private byte[] macInput(String query) {
        int from = start(query, Objects.requireNonNull(macFrom));
        int to = start(query, mac);
        if (from > to) {
            throw new IllegalArgumentException(macFrom + " must stand before " + mac);
        }
        return query.substring(from, to).getBytes(StandardCharsets.US_ASCII);
    }

    /** Where the one value of a parameter begins. */
    private static int start(String query, String name) {
        int found = -1;
        int from = 0;
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                if (found >= 0) {
                    throw new IllegalArgumentException(name + " must be there once");
                }
                found = from + name.length() + 1;
            }
            from += pair.length() + 1;
        }
        if (found < 0) {
            throw new IllegalArgumentException(name + " must be there");
        }
        return found;
    }

    private static String value(String query, String name) {
        int from = start(query, name);
        int to = query.indexOf('&', from);
        return to < 0 ? query.substring(from) : query.substring(from, to);
    }

    private static byte[] bytes(String query, String name, int length) {
        return hex(name, value(query, name), length);
    }

    private static byte[] hex(String name, String digits, int length) {
        Optional<byte[]> bytes = digits.length() % 2 == 0
                        && digits.chars().allMatch(HexFormat::isHexDigit)
                        && (length < 0 || digits.length() == 2 * length)
                ? Optional.of(HexFormat.of().parseHex(digits))
                : Optional.empty();
        return bytes.orElseThrow(() -> new IllegalArgumentException(name + " must be "
                + (length < 0 ? "bytes" : length + " bytes") + " in hex: " + digits.length() + " characters"));
    }
}
