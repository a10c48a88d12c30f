package io.lianbo.did.status.list;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.did.internal.Base64Url;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusListTest {
    /** draft-ietf-oauth-status-list appendix C.1 and C.2, each of 2^20 statuses. */
    private static final String ONE_BIT =
            "eNrt3AENwCAMAEGogklACtKQPg9LugC9k_ACvreiogEAAKkeCQAAAAAAAAAAAAAAAAAAAIBylgQAAAAAAAAAAAAAAA"
                    + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAXG9IAAAAAAAAAPwsJAAAAAAAAAAAAAAAvhsSAAAAAAAAAAAA7KpL"
                    + "AAAAAAAAAAAAAAAAAAAAAJsLCQAAAAAAAAAAADjelAAAAAAAAAAAKjDMAQAAAACAZC8L2AEb";

    private static final String TWO_BITS =
            "eNrt2zENACEQAEEuoaBABP5VIO01fCjIHTMStt9ovGVIAAAAAABAbiEBAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                    + "AAAAAAAEB5WwIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                    + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAID0ugQAAAAAAAAAAAAAAAAAQG12SgAAAAAAAAAAAAAAAAAAAAAAAAAAAOCSIQ"
                    + "EAAAAAAAAAAAAAAAAAAAAAAAD8ExIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAwJEuAQAAAAAAAAAAAAAA"
                    + "AAAAAAAAAMB9SwIAAAAAAAAAAAAAAAAAAACoYUoAAAAAAAAAAAAAAEBqH81gAQw";

    private static final Map<Integer, Integer> TWO_BIT_STATUSES = Map.ofEntries(
            Map.entry(0, 1),
            Map.entry(1993, 2),
            Map.entry(25460, 1),
            Map.entry(159495, 3),
            Map.entry(495669, 1),
            Map.entry(554353, 1),
            Map.entry(645645, 2),
            Map.entry(723232, 1),
            Map.entry(854545, 1),
            Map.entry(934534, 2),
            Map.entry(1000345, 3));

    /** Bitstring Status List 1.0, the list of its examples: 131,072 bits, none set. */
    private static final String BITSTRING = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA";

    @Test
    void packsStatusesIntoText() {
        // @start region="list"
        StatusList list = StatusList.of(2, 1 << 20, Map.of(7, 1, 42, 2)); // all others are 0
        String lst = list.toToken();
        assertThat(StatusList.parseToken(2, lst).get(42)).isEqualTo(2);
        // @end region="list"
        assertThat(list.size()).isEqualTo(1 << 20);
        assertThat(list.bits()).isEqualTo(2);
        assertThat(list).hasToString("StatusList[1048576 of 2 bits]");
        assertThat(lst).hasSizeLessThan(500);
    }

    @Test
    void readsAndWritesTheExamplesOfTokenStatusList() {
        // section 4.1
        int[] one = {1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1};
        int[] two = {1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3};
        assertStatuses(StatusList.parseToken(1, "eNrbuRgAAhcBXQ"), one);
        assertStatuses(StatusList.parseToken(2, "eNo76fITAAPfAgc"), two);
        assertThat(Compression.ZLIB.inflate(Base64Url.decode(list(1, one).toToken()), 9))
                .isEqualTo(new byte[] {(byte) 0xb9, (byte) 0xa3});
        assertThat(Compression.ZLIB.inflate(Base64Url.decode(list(2, two).toToken()), 9))
                .isEqualTo(new byte[] {(byte) 0xc9, 0x44, (byte) 0xf9});
    }

    @Test
    void readsTheVectorsOfTokenStatusList() {
        Map<Integer, Integer> oneBit = new HashMap<>();
        TWO_BIT_STATUSES.keySet().forEach(index -> oneBit.put(index, 1));

        assertThat(StatusList.parseToken(1, ONE_BIT)).isEqualTo(StatusList.of(1, 1 << 20, oneBit));
        assertThat(StatusList.parseToken(2, TWO_BITS)).isEqualTo(StatusList.of(2, 1 << 20, TWO_BIT_STATUSES));
    }

    @Test
    void readsTheExampleOfBitstringStatusListAndBeginsLeftmostAsItSays() throws IOException {
        assertThat(StatusList.parseBitstring(1, BITSTRING)).isEqualTo(StatusList.of(1, 131_072, Map.of()));
        assertThat(ungzip(StatusList.of(1, 16, Map.of(0, 1, 9, 1)).toBitstring()))
                .isEqualTo(new byte[] {(byte) 0x80, 0x40});
        assertThat(ungzip(StatusList.of(4, 4, Map.of(0, 0xa, 3, 0x5)).toBitstring()))
                .isEqualTo(new byte[] {(byte) 0xa0, 0x05});
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void readsBackWhateverItWrote(int bits) {
        Random random = new Random(20261125L + bits);
        for (int round = 0; round < 50; round++) {
            int size = 8 * (1 + random.nextInt(2000));
            Map<Integer, Integer> statuses = new HashMap<>();
            for (int index = 0; index < size; index++) {
                if (random.nextInt(10) < round % 11) {
                    statuses.put(index, random.nextInt(1 << bits));
                }
            }
            StatusList list = StatusList.of(bits, size, statuses);

            assertThat(list.size()).isEqualTo(size);
            for (int index = 0; index < size; index++) {
                assertThat(list.get(index)).isEqualTo(statuses.getOrDefault(index, 0));
            }
            assertThat(StatusList.parseToken(bits, list.toToken()))
                    .isEqualTo(list)
                    .hasSameHashCodeAs(list);
            assertThat(StatusList.parseBitstring(bits, list.toBitstring())).isEqualTo(list);
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StatusList.of(3, 8, Map.of()))
                .withMessage("a status must have 1, 2, 4 or 8 bits: 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StatusList.of(1, (1 << 24) + 8, Map.of()))
                .withMessageContaining("1 to 16777216");
        assertThatIllegalArgumentException().isThrownBy(() -> StatusList.of(1, 9, Map.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> StatusList.of(1, 0, Map.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StatusList.of(1, 8, Map.of(8, 1)))
                .withMessage("index must be 0 to 7: 8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StatusList.of(2, 8, Map.of(0, 4)))
                .withMessage("status must be 0 to 3: 4");
        for (long index : new long[] {-1, 8, 1L << 32, Long.MAX_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> StatusList.of(1, 8, Map.of()).get(index))
                    .withMessageContaining("0 to 7");
        }
    }

    // --- hostile texts ---

    @Test
    void inflatesNoMoreThanTheLimitOfABomb() throws IOException {
        assertThat(StatusList.parseToken(1, zlib(new byte[StatusList.MAX_BYTES]))
                        .size())
                .isEqualTo(1 << 24);
        assertThat(StatusList.parseBitstring(1, gzip(new byte[StatusList.MAX_BYTES]))
                        .size())
                .isEqualTo(1 << 24);
        for (int size : new int[] {StatusList.MAX_BYTES + 1, 256 * 1024 * 1024}) { // the latter a thousandfold
            String zlib = zlib(new byte[size]);
            String gzip = gzip(new byte[size]);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> StatusList.parseToken(1, zlib))
                    .withMessageContaining("more than 2097152 bytes");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> StatusList.parseBitstring(1, gzip))
                    .withMessageContaining("more than 2097152 bytes");
        }
    }

    @Test
    void refusesCompressedDataCutShortAnywhere() throws IOException {
        String token = zlib(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        assertThat(StatusList.parseToken(1, token).size()).isEqualTo(64);
        byte[] zlib = Base64Url.decode(token);
        byte[] gzip = Base64Url.decode(gzip(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}).substring(1));
        for (int length = 0; length < zlib.length; length++) {
            tokenRefused(Base64Url.encode(Arrays.copyOf(zlib, length)));
        }
        for (int length = 0; length < gzip.length; length++) {
            bitstringRefused("u" + Base64Url.encode(Arrays.copyOf(gzip, length)));
        }
    }

    @Test
    void refusesWhateverFollowsTheCompressedData() throws IOException {
        byte[] zlib = Base64Url.decode(zlib(new byte[] {1, 2, 3}));
        byte[] gzip = Base64Url.decode(gzip(new byte[] {1, 2, 3}).substring(1));
        for (byte[] rest : Arrays.asList(new byte[1], zlib, gzip)) {
            tokenRefused(Base64Url.encode(joined(zlib, rest)));
            bitstringRefused("u" + Base64Url.encode(joined(gzip, rest)));
        }
    }

    @Test
    void refusesDamagedCompressedData() throws IOException {
        byte[] bytes = "the same, and the same, and the same".getBytes(US_ASCII);
        byte[] zlib = Base64Url.decode(zlib(bytes));
        byte[] gzip = Base64Url.decode(gzip(bytes).substring(1));
        for (int at = 0; at < zlib.length; at++) {
            byte[] damaged = zlib.clone();
            damaged[at] ^= 1;
            tokenRefused(Base64Url.encode(damaged));
        }
        for (int at = 0; at < gzip.length; at++) {
            if (at < 4 || at >= 10) { // between lie time, strength and origin, which mean nothing here
                byte[] damaged = gzip.clone();
                damaged[at] ^= (byte) (at == 3 ? 0x80 : 1);
                bitstringRefused("u" + Base64Url.encode(damaged));
            }
        }
    }

    @Test
    void refusesTextThatIsNotStrictBase64UrlOrIsEmpty() throws IOException {
        String token = zlib(new byte[] {1, 2, 3});
        String bitstring = gzip(new byte[] {1, 2, 3});
        for (String text : Arrays.asList("", "=", token + "=", token + "\n", " " + token, "+/+/", "\u00e9", "AAAA")) {
            tokenRefused(text);
        }
        for (String text : Arrays.asList("", "u", "U" + bitstring, bitstring.substring(1), bitstring + "=", "uAAAA")) {
            bitstringRefused(text);
        }
        tokenRefused(zlib(new byte[0]));
        bitstringRefused(gzip(new byte[0]));
        refused(lst -> StatusList.parseToken(3, lst), token);
        refused(list -> StatusList.parseBitstring(16, list), bitstring);
    }

    @Test
    void readsAGzipHeaderWithEveryOptionalPart() {
        byte[] gzip = Base64Url.decode(
                StatusList.of(8, 3, Map.of(1, 200)).toBitstring().substring(1));
        byte[] header = Arrays.copyOf(gzip, 10);
        header[3] = 2 + 4 + 8 + 16;
        byte[] optional = {2, 0, 'x', 'y', 'n', 'a', 'm', 'e', 0, 'h', 'i', 0, 1, 2};
        byte[] rest = Arrays.copyOfRange(gzip, 10, gzip.length);

        String text = "u" + Base64Url.encode(joined(header, optional, rest));

        assertThat(StatusList.parseBitstring(8, text).get(1)).isEqualTo(200);
        for (int length = 10; length < 10 + optional.length; length++) {
            bitstringRefused("u" + Base64Url.encode(Arrays.copyOf(joined(header, optional), length)));
        }
    }

    private static StatusList list(int bits, int... statuses) {
        Map<Integer, Integer> byIndex = new HashMap<>();
        for (int index = 0; index < statuses.length; index++) {
            byIndex.put(index, statuses[index]);
        }
        return StatusList.of(bits, statuses.length, byIndex);
    }

    private static void assertStatuses(StatusList list, int... statuses) {
        assertThat(list).isEqualTo(list(list.bits(), statuses));
        for (int index = 0; index < statuses.length; index++) {
            assertThat(list.get(index)).isEqualTo(statuses[index]);
        }
    }

    private static void tokenRefused(String lst) {
        refused(text -> StatusList.parseToken(1, text), lst);
    }

    private static void bitstringRefused(String encodedList) {
        refused(text -> StatusList.parseBitstring(1, text), encodedList);
    }

    private static void refused(Function<String, StatusList> parser, String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> parser.apply(text));
    }

    private static String zlib(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream zlib = new DeflaterOutputStream(out, new Deflater(Deflater.BEST_COMPRESSION))) {
            zlib.write(bytes);
        }
        return Base64Url.encode(out.toByteArray());
    }

    private static String gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return "u" + Base64Url.encode(out.toByteArray());
    }

    private static byte[] ungzip(String bitstring) throws IOException {
        try (GZIPInputStream gzip =
                new GZIPInputStream(new ByteArrayInputStream(Base64Url.decode(bitstring.substring(1))))) {
            return gzip.readAllBytes();
        }
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
