package io.lianbo.nft.ipfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.json.JsonObject;
import io.lianbo.core.json.StrictJson;
import io.lianbo.testsupport.NodePeer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ipfs-unixfs-importer} of npm cuts files and folders into is what we cut them into, block by block; {@code @ipld/car} reads our archives. */
class UnixFsPeerTest {
    private static final int CHUNK = 262_144;
    private static final int LINKS = 174;

    @TempDir
    Path temporary;

    private final List<Map<String, Object>> questions = new ArrayList<>();
    private final List<IpfsContent> ours = new ArrayList<>();

    private void ask(IpfsContent content, boolean folder, List<Map<String, Object>> files) throws IOException {
        Path car = temporary.resolve(questions.size() + ".car");
        try (OutputStream out = Files.newOutputStream(car)) {
            content.writeCar(out);
        }
        assertThat(car).hasSize(content.carSize());
        questions.add(Map.of(
                "version",
                content.version() == CidVersion.V0 ? 0 : 1,
                "folder",
                folder,
                "files",
                files,
                "car",
                car.toString()));
        ours.add(content);
    }

    private void compare(Map<String, Object> settings) {
        Map<String, Object> request = new LinkedHashMap<>(settings);
        request.put("contents", questions);
        List<JsonObject> answers =
                JsonObject.parseList("peer's answer", NodePeer.ask("ipfs-peer.mjs", StrictJson.write(request)));
        assertThat(answers).hasSameSizeAs(ours);
        for (int i = 0; i < ours.size(); i++) {
            IpfsContent content = ours.get(i);
            JsonObject theirs = answers.get(i);
            assertThat(content.cid()).as(questions.get(i).toString()).hasToString(theirs.text("root"));
            assertThat(theirs.object("car").texts("roots"))
                    .containsExactly(content.cid().toString());
            assertThat(theirs.object("car").object("blocks").values())
                    .isEqualTo(theirs.object("blocks").values());
            for (String path : content.paths()) {
                assertThat(content.cidOf(path).orElseThrow())
                        .hasToString(theirs.object("cids").text(path));
            }
        }
    }

    private static Map<String, Object> generated(String path, long size, int seed) {
        return Map.of("path", path, "size", size, "seed", seed);
    }

    @Test
    void filesOfEverySize() throws IOException {
        for (CidVersion version : CidVersion.values()) {
            int seed = 1;
            for (long size : new long[] {
                0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3_000_000, (long) LINKS * CHUNK, (long) LINKS * CHUNK + 1
            }) {
                int own = seed++;
                IpfsContent file = IpfsContent.file("generated", () -> new Generated(size, own), version);
                assertThat(file.size()).isEqualTo(size);
                ask(file, false, List.of(generated("file", size, own)));
            }
        }
        compare(Map.of());
    }

    @Test
    void foldersOfAnyNames() throws IOException {
        Map<String, Long> sizes = new LinkedHashMap<>();
        sizes.put("a.png", 300_000L);
        sizes.put("with spaces (1).png", 10L);
        sizes.put("龙井/明前.png", 70_000L);
        sizes.put("龙井/深/更深/é.txt", 1L); // one code point
        sizes.put("龙井/深/更深/e\u0301.txt", 1L); // two
        sizes.put("\uFF5E.txt", 2L); // above the surrogates as a char, below 😀 in UTF-8
        sizes.put("😀.txt", 3L);
        sizes.put("B", 0L);
        sizes.put("b/c", 5L);
        sizes.put("~", 5L);
        sizes.put("%2F+&=", 6L);
        for (CidVersion version : CidVersion.values()) {
            IpfsContent.Builder builder = IpfsContent.folder(version);
            List<Map<String, Object>> files = new ArrayList<>();
            sizes.forEach((path, size) -> {
                builder.add(path, () -> new Generated(size, path.length()));
                files.add(generated(path, size, path.length()));
            });
            ask(builder.build(), true, files);
        }
        compare(Map.of());
    }

    @Test
    void anyFolderWhereverShardingBegins() throws IOException {
        Random random = new Random(11);
        int threshold = 2_000;
        for (int round = 0; round < 16; round++) {
            IpfsContent.Builder builder = IpfsContent.folder(round % 2 == 0 ? CidVersion.V0 : CidVersion.V1)
                    .shardedAbove(threshold);
            List<Map<String, Object>> files = new ArrayList<>();
            add(builder, files, "read me", "hello");
            String below = round % 3 == 0 ? "" : "drop/";
            for (int i = random.nextInt(90); i >= 0; i--) {
                String name = Integer.toString(random.nextInt(1 << random.nextInt(1, 31)), 36);
                add(builder, files, below + i + "-" + name.repeat(random.nextInt(1, 4)), name);
            }
            ask(builder.build(), true, files);
        }
        compare(Map.of("threshold", threshold));
    }

    /** Folders whose names and CIDs take as many bytes as are allowed in one block, and one more. */
    @Test
    void shardsAboveTheThresholdAndNotAtIt() throws IOException {
        int threshold = 4_400;
        for (int spare : new int[] {0, 1}) {
            List<Map<String, Object>> files = new ArrayList<>();
            IpfsContent folder = filled(threshold, spare, files);
            assertThat(isSharded(folder)).isEqualTo(spare == 1);
            ask(folder, true, files);
            assertThat(isSharded(filled(CHUNK, spare, new ArrayList<>()))).isEqualTo(spare == 1);
        }
        compare(Map.of("threshold", threshold));
    }

    private static IpfsContent filled(int threshold, int spare, List<Map<String, Object>> files) throws IOException {
        int entry = 36 + 8;
        int whole = threshold / entry;
        IpfsContent.Builder builder = IpfsContent.folder();
        if (threshold != CHUNK) { // which is the threshold that nobody has to set
            builder.shardedAbove(threshold);
        }
        for (int i = 1; i < whole; i++) {
            add(builder, files, String.format("%08d", i), "x");
        }
        add(builder, files, "z".repeat(threshold - (whole - 1) * entry - 36 + spare), "x");
        return builder.build();
    }

    private static boolean isSharded(IpfsContent folder) throws IOException {
        int[] nodes = {0};
        folder.blocks((cid, bytes, length) -> nodes[0] += cid.codec() == Cid.Codec.DAG_PB ? 1 : 0);
        return nodes[0] > 1;
    }

    private static void add(IpfsContent.Builder builder, List<Map<String, Object>> files, String path, String text) {
        builder.add(path, () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        files.add(Map.of("path", path, "text", text));
    }
}
