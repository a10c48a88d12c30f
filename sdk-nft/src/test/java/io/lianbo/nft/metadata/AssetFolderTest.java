package io.lianbo.nft.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.nft.ipfs.Cid;
import io.lianbo.nft.ipfs.CidVersion;
import io.lianbo.nft.ipfs.IpfsContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssetFolderTest {
    @TempDir
    Path temporary;

    private Path assets = Path.of("");

    @BeforeEach
    void twoTeaCakes() throws IOException {
        assets = Files.createDirectory(temporary.resolve("assets"));
        write("0.json", "{\"name\": \"Cake 0\", \"image\": \"0.png\", \"batch\": 7}");
        write("0.png", "zero");
        write(
                "1.json",
                "{\"name\": \"Cake 1\", \"image\": \"1.gif\", \"animation_url\": \"1.mp4\","
                        + "\"properties\": {\"files\": [{\"uri\": \"1.gif\", \"type\": \"image/gif\"}, {\"uri\": \"leaf 叶.png\"},"
                        + " {\"uri\": \"https://tea.example/1\"}, 7], \"category\": \"video\"}}");
        write("1.gif", "one");
        write("1.mp4", "film");
        write("leaf 叶.png", "leaf");
        write("collection.json", "{\"name\": \"Spring Tea\", \"image\": \"collection.png\", \"x\": null}");
        write("collection.png", "all");
        write(".DS_Store", "x");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(assets.resolve(name), text);
    }

    private List<String> reasons() throws IOException {
        return AssetFolder.read(assets).reasons().stream().map(Reason::toString).toList();
    }

    private static String stored(IpfsContent folder, String path) throws IOException {
        ByteArrayOutputStream car = new ByteArrayOutputStream();
        folder.writeCar(car);
        String archive = car.toString(StandardCharsets.UTF_8);
        int start = archive.indexOf("{\"name\":\"" + path + "\"");
        int end = archive.indexOf("\u0001U\u0012 ", start); // the CID of the next raw block
        int next = end < 0 ? archive.length() : end;
        return archive.substring(start, archive.lastIndexOf('}', next) + 1);
    }

    @Test
    void computesBothFoldersAndTheBaseUri() throws IOException {
        Path folder = assets;
        // @start region="assets"
        Verdict<AssetFolder> verdict = AssetFolder.read(folder);
        verdict.reasons().forEach(System.out::println); // 7.json: image: must name ...
        PreparedAssets assets = verdict.value().orElseThrow().prepare();
        // @end
        assertThat(assets.baseUri()).isEqualTo("ipfs://" + assets.metadata().cid() + "/");
        assertThat(assets.contractUri()).isEqualTo(assets.baseUri() + "collection.json");

        String media = assets.media().uri();
        assertThat(assets.media().paths()).containsExactly("0.png", "1.gif", "1.mp4", "collection.png", "leaf 叶.png");
        assertThat(assets.metadata().paths()).containsExactly("0", "1", "collection.json");
        assertThat(stored(assets.metadata(), "Cake 0"))
                .isEqualTo("{\"name\":\"Cake 0\",\"image\":\"" + media + "/0.png\",\"batch\":7}");
        assertThat(stored(assets.metadata(), "Cake 1"))
                .isEqualTo("{\"name\":\"Cake 1\",\"image\":\"" + media + "/1.gif\",\"animation_url\":\"" + media
                        + "/1.mp4\",\"properties\":{\"files\":[{\"uri\":\"" + media
                        + "/1.gif\",\"type\":\"image/gif\"},{\"uri\":\"" + media
                        + "/leaf%20%E5%8F%B6.png\"},{\"uri\":\"https://tea.example/1\"},7],\"category\":\"video\"}}");
        assertThat(stored(assets.metadata(), "Spring Tea"))
                .isEqualTo("{\"name\":\"Spring Tea\",\"image\":\"" + media + "/collection.png\",\"x\":null}");
        assertThat(TokenMetadata.parse(stored(assets.metadata(), "Cake 0")).isVerified())
                .isTrue();
    }

    @Test
    void theSameFolderGivesTheSameCidsAndAnotherByteOthers() throws IOException {
        PreparedAssets first = prepare();
        assertThat(prepare().metadata().cid()).isEqualTo(first.metadata().cid());
        assertThat(Files.readString(assets.resolve("0.json"))).contains("\"0.png\"");

        write("0.json", "{\n  \"name\": \"Cake 0\",\n  \"image\": \"0.png\",\n  \"batch\": 7\n}\n");
        assertThat(prepare().metadata().cid()).isEqualTo(first.metadata().cid());

        write("leaf 叶.png", "LEAF");
        PreparedAssets other = prepare();
        assertThat(other.media().cid()).isNotEqualTo(first.media().cid());
        assertThat(other.metadata().cid()).isNotEqualTo(first.metadata().cid());

        PreparedAssets old = AssetFolder.read(assets).value().orElseThrow().prepare(CidVersion.V0);
        assertThat(Stream.of(old.media(), old.metadata()).map(IpfsContent::cid).map(Cid::version))
                .containsOnly(CidVersion.V0);
    }

    private PreparedAssets prepare() throws IOException {
        return AssetFolder.read(assets).value().orElseThrow().prepare();
    }

    @Test
    void showsWhatItHolds() throws IOException {
        AssetFolder folder = AssetFolder.read(assets).value().orElseThrow();
        assertThat(folder.numbers()).containsExactly(0L, 1L);
        assertThat(folder.token(0).orElseThrow().image()).contains("0.png");
        assertThat(folder.token(2)).isEmpty();
        assertThat(folder.collection().name()).isEqualTo("Spring Tea");
        assertThat(folder).hasToString("AssetFolder(" + assets + ", 2 tokens)");
    }

    @Test
    void numbersMayBeginAnywhere() throws IOException {
        Files.delete(assets.resolve("0.json"));
        Files.delete(assets.resolve("0.png"));
        assertThat(reasons()).isEmpty();
        assertThat(AssetFolder.read(assets).value().orElseThrow().numbers()).containsExactly(1L);
    }

    @Test
    void reportsEveryProblemWithTheNameOfItsFile() throws IOException {
        write(
                "0.json",
                "{\"name\": \"\", \"image\": \"0.PNG\", \"attributes\": [{\"trait_type\": \"\", \"value\": 1}]}");
        write("1.gif", "");
        write("2.json", "{\"name\": \"Cake 2\", \"image\": \"1.gif\"}");
        write("3.json", "{\"name\": \"Cake 3\", \"image\": \"ipfs://bafy\"}");
        write("4.json", "{\"name\": \"Cake 4\", \"name\": \"Cake\"}");
        write("07.json", "{}");
        write("notes.json", "{}");
        write("8.JSON", "{}");
        write("9.png", "nine");
        write("readme.txt", "x");
        write("collection.json", "{\"image\": \"http://tea.example/a.png\", \"banner_image\": \"banner.png\"}");
        Files.createDirectory(assets.resolve("folder"));
        Files.createSymbolicLink(assets.resolve("link.png"), assets.resolve("0.png"));
        assertThat(reasons())
                .containsExactly(
                        "BAD_NAME: 07.json: must be a number without zeros in front and .json, or collection.json",
                        "BAD_NAME: 8.JSON: must be a number without zeros in front and .json, or collection.json",
                        "NO_FILE: folder: must be a file, and no folder or symbolic link",
                        "NO_FILE: link.png: must be a file, and no folder or symbolic link",
                        "BAD_NAME: notes.json: must be a number without zeros in front and .json, or collection.json",
                        "EMPTY: 0.json: name: must not be blank",
                        "EMPTY: 0.json: attributes[0].trait_type: must not be blank",
                        "MISSING_FILE: 0.json: image: must name a file of the folder, to the letter: \"0.PNG\"",
                        "WRONG_FILE: 2.json: image: must name the file beside it, 2. and an ending: \"1.gif\"",
                        "BAD_URL: 3.json: image: must be ipfs:// and at once a CID: \"ipfs://bafy\"",
                        "WRONG_FILE: 3.json: image: must name the file beside it, 3. and an ending: \"ipfs://bafy\"",
                        "NOT_JSON: 4.json: $: the key \"name\" is there twice; each key is allowed once (line 1, column 20)",
                        "MISSING: collection.json: name: must be there",
                        "INSECURE_URL: collection.json: image: must be https, or better ipfs, as browsers block http:"
                                + " \"http://tea.example/a.png\"",
                        "MISSING_FILE: collection.json: banner_image: must name a file of the folder, to the letter:"
                                + " \"banner.png\"",
                        "MISSING_FILE: 9.json: must be there, as 9.png is",
                        "MISSING_FILE: 5.json to 8.json: must be there, as 9 follows",
                        "UNUSED_FILE: 0.png: must be named in a document, or taken away",
                        "EMPTY_FILE: 1.gif: must not be empty",
                        "UNUSED_FILE: 9.png: must be named in a document, or taken away",
                        "UNUSED_FILE: collection.png: must be named in a document, or taken away",
                        "UNUSED_FILE: readme.txt: must be named in a document, or taken away");
    }

    @Test
    void missesFilesThatDocumentsName() throws IOException {
        Files.delete(assets.resolve("1.mp4"));
        Files.delete(assets.resolve("leaf 叶.png"));
        Files.delete(assets.resolve("collection.json"));
        Files.delete(assets.resolve("collection.png"));
        assertThat(reasons())
                .containsExactly(
                        "MISSING_FILE: 1.json: animation_url: must name a file of the folder, to the letter: \"1.mp4\"",
                        "MISSING_FILE: 1.json: properties.files[1].uri: must name a file of the folder, to the letter:"
                                + " \"leaf 叶.png\"",
                        "MISSING_FILE: collection.json: must be there");
    }

    @Test
    void anEmptyFolderIsNoDrop() throws IOException {
        assets = Files.createDirectory(temporary.resolve("empty"));
        assertThat(reasons())
                .containsExactly(
                        "MISSING_FILE: collection.json: must be there",
                        "MISSING_FILE: 0.json: must be there, or another number");
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> AssetFolder.read(temporary.resolve("nowhere")));
    }

    @Test
    void documentsHaveABound() throws IOException {
        write("0.json", " ".repeat(Check.MAX_BYTES) + "{}");
        assertThat(reasons()).contains("TOO_LARGE: 0.json: must be at most 1048576 bytes");
    }

    @Test
    void aFileThatVanishesMeanwhileIsAnError() throws IOException {
        AssetFolder folder = AssetFolder.read(assets).value().orElseThrow();
        Files.delete(assets.resolve("leaf 叶.png"));
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(folder::prepare);
    }

    @Test
    void aDropOfAThousandIsPrepared() throws IOException {
        assets = Files.createDirectory(temporary.resolve("large"));
        write("collection.json", "{\"name\": \"Many\"}");
        for (int i = 0; i < 1_000; i++) {
            write(i + ".json", "{\"name\": \"Cake " + i + "\", \"image\": \"" + i + ".png\"}");
            write(i + ".png", "tea " + i);
        }
        PreparedAssets many = prepare();
        assertThat(many.metadata().paths()).hasSize(1_001);
        assertThat(many.metadata().cidOf("999")).isPresent();
        assertThat(many.media().cidOf("999.png")).isPresent();
    }
}
