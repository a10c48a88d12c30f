package io.lianbo.nft.ipfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpfsContentTest {
    @TempDir
    Path temporary;

    private Path folder = Path.of("");

    @BeforeEach
    void aFolder() throws IOException {
        folder = temporary.resolve("folder");
        write("0.png", "zero");
        write("below/1.png", "one");
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] car(IpfsContent content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        content.writeCar(out);
        return out.toByteArray();
    }

    @Test
    void knowsTheCidOfAFolderBeforeAnyUpload() throws IOException {
        Path archive = temporary.resolve("folder.car");
        // @start region="folder"
        IpfsContent content = IpfsContent.of(folder);
        String baseUri = content.uri() + "/"; // ipfs://bafy.../
        try (OutputStream out = Files.newOutputStream(archive)) {
            content.writeCar(out); // for any node or pinning service
        }
        // @end
        assertThat(baseUri).matches("ipfs://bafybei[a-z2-7]{52}/");
        assertThat(archive).hasSize(content.carSize());
        assertThat(content.isFolder()).isTrue();
        assertThat(content.size()).isEqualTo(7);
        assertThat(content.paths()).containsExactly("0.png", "below/1.png");
        assertThat(content.cidOf("0.png"))
                .contains(IpfsContent.of(folder.resolve("0.png")).cid());
        assertThat(content.cidOf("below"))
                .contains(IpfsContent.of(folder.resolve("below")).cid());
        assertThat(content.cidOf("below/1.png")).isPresent();
        assertThat(content.cidOf("1.png")).isEmpty();
        assertThat(content.cidOf("0.png/1.png")).isEmpty();
        assertThat(content.cidOf("")).isEmpty();
        assertThat(content).hasToString("IpfsContent(" + content.cid() + ", 7 bytes)");
    }

    /** CIDs that Kubo is known by. */
    @ParameterizedTest
    @CsvSource({
        "'', V0, QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH",
        "'', V1, bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku",
        "'hello world\n', V0, QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o"
    })
    void filesAreNamedAsKuboNamesThem(String text, CidVersion version, String cid) throws IOException {
        IpfsContent content = IpfsContent.of(utf8(text), version);
        assertThat(content.cid()).hasToString(cid);
        assertThat(content.isFolder()).isFalse();
        assertThat(content.paths()).isEmpty();
        assertThat(content.cidOf("anything")).isEmpty();
    }

    @Test
    void theEmptyFolderIsNamedAsKuboNamesIt() throws IOException {
        assertThat(IpfsContent.folder(CidVersion.V0).build().cid())
                .hasToString("QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn");
        assertThat(IpfsContent.folder().build().cid())
                .hasToString("bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354");
    }

    /** The folder of 2000 files that Kubo's own test of sharding adds, and the CIDs it expects. */
    @Test
    void shardsAsKubosOwnTestExpects() throws IOException {
        assertThat(twoThousand(CidVersion.V0, Integer.MAX_VALUE))
                .hasToString("QmavrTrQG4VhoJmantURAYuw3bowq3E2WcvP36NRQDAC1N");
        assertThat(twoThousand(CidVersion.V0, 1)).hasToString("QmSCJD1KYLhVVHqBK3YyXuoEqHt7vggyJhzoFYbT8v1XYL");
        assertThat(twoThousand(CidVersion.V1, 1))
                .hasToString("bafybeibiemewfzzdyhq2l74wrd6qj2oz42usjlktgnlqv4yfawgouaqn4u");
    }

    private static Cid twoThousand(CidVersion version, int shardedAbove) throws IOException {
        IpfsContent.Builder builder = IpfsContent.folder(version).shardedAbove(shardedAbove);
        for (int i = 1; i <= 2000; i++) {
            builder.add("file" + i, utf8(i + "\n"));
        }
        return builder.build().cid();
    }

    @Test
    void aBuilderMakesWhatLiesOnTheDisk() throws IOException {
        for (CidVersion version : CidVersion.values()) {
            IpfsContent built = IpfsContent.folder(version)
                    .add("below/1.png", folder.resolve("below/1.png"))
                    .add("0.png", utf8("zero"))
                    .build();
            IpfsContent read = IpfsContent.of(folder, version);
            assertThat(built.cid()).isEqualTo(read.cid());
            assertThat(built.version()).isEqualTo(version);
            assertThat(car(built)).isEqualTo(car(read));
        }
    }

    @Test
    void emptyFoldersCountAndHiddenFilesDoNot() throws IOException {
        Cid before = IpfsContent.of(folder).cid();
        write(".DS_Store", "x");
        write(".git/config", "x");
        assertThat(IpfsContent.of(folder).cid()).isEqualTo(before);
        Files.createDirectory(folder.resolve("empty"));
        assertThat(IpfsContent.of(folder).cid()).isNotEqualTo(before);
    }

    @Test
    void bytesThatWereHandedOverAreCopied() throws IOException {
        byte[] bytes = utf8("zero");
        IpfsContent file = IpfsContent.of(bytes);
        IpfsContent.Builder builder = IpfsContent.folder().add("0", bytes);
        bytes[0] = 'Z';
        assertThat(new String(car(file), StandardCharsets.ISO_8859_1)).contains("zero");
        assertThat(builder.build().cidOf("0")).contains(file.cid());
    }

    @Test
    void aFileThatChangedIsNotWrittenUnderItsOldCid() throws IOException {
        IpfsContent content = IpfsContent.of(folder);
        write("0.png", "ZERO");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> car(content))
                .withMessage(folder.resolve("0.png") + " changed after its CID was computed");
        write("0.png", "zero and more");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> car(content));
        Files.delete(folder.resolve("0.png"));
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> car(content));
    }

    @Test
    void symbolicLinksAreRefused() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.png"), folder.resolve("0.png"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpfsContent.of(folder))
                .withMessage("content must be files and folders, no symbolic links and nothing else: " + link);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpfsContent.folder().add("a", folder));
    }

    @Test
    void aFileThatIsNotThereIsAnError() {
        Path nowhere = folder.resolve("nowhere");
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> IpfsContent.of(nowhere));
        IpfsContent.Builder builder = IpfsContent.folder().add("a", nowhere);
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(builder::build);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/a", "a/", "a//b", ".", "..", "a/../b", "./a", "a\0b", "\ud800"})
    void pathsAreMadeOfNames(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpfsContent.folder().add(path, new byte[0]))
                .withMessageStartingWith("a path must be names with / between them, none of them empty, . or ..: \"");
    }

    @Test
    void aPathIsAddedOnce() {
        IpfsContent.Builder builder = IpfsContent.folder().add("a/b", new byte[0]);
        for (String path : new String[] {"a/b", "a", "a/b/c"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.add(path, new byte[0]))
                    .withMessage("each path must be added once, and a file is no folder: \"" + path + "\"");
        }
    }

    @Test
    void aFileStreamsInBoundedMemory() throws IOException {
        long[] open = {0};
        IpfsContent file = IpfsContent.file(
                "zeros",
                () -> {
                    open[0]++;
                    return new Generated(20_000_000, 1);
                },
                CidVersion.V1);
        long[] largest = {0};
        file.blocks((cid, bytes, length) -> largest[0] = Math.max(largest[0], bytes.length));
        assertThat(largest[0]).isEqualTo(FileCutter.CHUNK);
        assertThat(open[0]).isEqualTo(2);
    }

    @Test
    void sourcesAreClosed() throws IOException {
        int[] closed = {0};
        IpfsContent.file(
                "one",
                () -> new ByteArrayInputStream(new byte[1]) {
                    @Override
                    public void close() {
                        closed[0]++;
                    }
                },
                CidVersion.V0);
        assertThat(closed[0]).isEqualTo(1);
    }

    @Test
    void whatFailsToBeWrittenFails() throws IOException {
        IpfsContent content = IpfsContent.of(folder);
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("no space left");
            }
        };
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> content.writeCar(full))
                .withMessage("no space left");
    }

    static IpfsContent tea() {
        try {
            return IpfsContent.folder()
                    .add("0.png", utf8("zero"))
                    .add("album 1/茶.png", utf8("tea"))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
