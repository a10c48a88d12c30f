package io.lianbo.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lianbo.core.json.StrictJson;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeystoreTest {

    private static final String KEY = "7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A file that opens at once. */
    private static final int QUICK = 2;

    /** The example for PBKDF2 in the definition of Web3 Secret Storage. */
    private static final String PBKDF2 = """
            {"crypto": {"cipher": "aes-128-ctr", "cipherparams": {"iv": "6087dab2f9fdbbfaddc31a909735c1e6"},
              "ciphertext": "5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46",
              "kdf": "pbkdf2", "kdfparams": {"c": 262144, "dklen": 32, "prf": "hmac-sha256",
                "salt": "ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd"},
              "mac": "517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"},
             "id": "3198bc9c-6672-5ab3-d995-4942343ae5b6", "version": 3}""";

    /**
     * Its example for scrypt, as it was until 2023, with an n that RFC 7914 forbids for r = 1. The example that took its place
     * contradicts itself: its mac is not of the key that its password and salt give.
     */
    private static final String SCRYPT = """
            {"crypto": {"cipher": "aes-128-ctr", "cipherparams": {"iv": "83dbcc02d8ccb40e466191a123791e0e"},
              "ciphertext": "d172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c",
              "kdf": "scrypt", "kdfparams": {"dklen": 32, "n": 262144, "p": 8, "r": 1,
                "salt": "ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19"},
              "mac": "2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097"},
             "id": "3198bc9c-6672-5ab3-d995-4942343ae5b6", "version": 3}""";

    /** A key of 31 bytes, from go-ethereum's tests. */
    private static final String SHORT_KEY = """
            {"crypto": {"cipher": "aes-128-ctr", "cipherparams": {"iv": "e0c41130a323adc1446fc82f724bca2f"},
              "ciphertext": "9517cd5bdbe69076f9bf5057248c6c050141e970efa36ce53692d5d59a3984",
              "kdf": "scrypt", "kdfparams": {"dklen": 32, "n": 2, "r": 8, "p": 1,
                "salt": "711f816911c92d649fb4c84b047915679933555030b3552c1212609b38208c63"},
              "mac": "d5e116151c6aa71470e67a7d42c9620c75c4d23229847dcc127794f0732b0db5"},
             "id": "fecfc4ce-e956-48fd-953b-30f8b52ed66c", "version": 3}""";

    @TempDir
    private Path folder;

    @Test
    void example() throws IOException {
        LocalSigner signer = LocalSigner.fromPrivateKey(KEY);
        Path file = folder.resolve("host.json");
        char[] password = "correct horse".toCharArray();
        // @start region="keystore"
        Keystore.save(signer, file, password, new SecureRandom());
        try (LocalSigner opened = Keystore.load(file, password)) {
            assertThat(opened.address()).isEqualTo(signer.address());
        }
        // @end
        assertThat(password).isEqualTo("correct horse".toCharArray());
        assertThat(Files.readString(file)).doesNotContain(KEY).contains("\"n\":262144");
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void opensTheExamplesOfTheDefinition() {
        for (String json : new String[] {PBKDF2, SCRYPT}) {
            assertThat(open(json, "testpassword")).isEqualTo(KEY);
        }
    }

    @Test
    void opensWhatEarlyWalletsWrote() {
        assertThat(open(SHORT_KEY, "foo"))
                .isEqualTo("00fa7b3db73dc7dfdf8c5fbdb796d741e4488628c41fc4febd9160a866ba0f35");
        assertThat(open(SHORT_KEY.replace("crypto", "Crypto"), "foo")).startsWith("00fa7b3d");
        assertThat(open(SHORT_KEY.replace("\"iv\": \"", "\"iv\": \"0x"), "foo")).startsWith("00fa7b3d");
    }

    @Test
    void opensWhatItWritesWithAnyPassword() {
        for (String password : new String[] {"", "testpassword", "密码🍵", " \u0000 "}) {
            LocalSigner signer = LocalSigner.generate(RANDOM);
            String json = Keystore.encrypt(signer, password.toCharArray(), RANDOM, QUICK);
            assertThat(open(json, password)).isEqualTo(HexFormat.of().formatHex(signer.exportPrivateKeyDangerously()));
            assertThatIllegalArgumentException().isThrownBy(() -> open(json, password + "x"));
        }
    }

    @Test
    void writesTheFieldsThatOtherWalletsRead() {
        LocalSigner signer = LocalSigner.fromPrivateKey(KEY);
        Map<String, Object> file = StrictJson.parseObject(Keystore.encrypt(signer, "pw".toCharArray(), RANDOM, QUICK));
        assertThat(file)
                .containsEntry("version", 3L)
                .containsEntry("address", "008aeeda4d805471df9b2a5b0f38a0c3bcba786b")
                .hasEntrySatisfying(
                        "id",
                        id -> assertThat((String) id)
                                .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"))
                .containsOnlyKeys("address", "crypto", "id", "version");
        assertThat(Keystore.encrypt(signer, "pw".toCharArray(), RANDOM, QUICK))
                .isNotEqualTo(Keystore.encrypt(signer, "pw".toCharArray(), RANDOM, QUICK));
    }

    @Test
    void refusesAWrongPasswordWithoutShowingAnything() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(SHORT_KEY, "Foo"))
                .withMessage(
                        "the password does not open this keystore, or the keystore was changed (its mac does not fit)")
                .withNoCause();
    }

    @Test
    void refusesAPasswordThatUtf8CannotWrite() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(SHORT_KEY, "\ud83c"))
                .withMessage("password must be text that UTF-8 can write: it holds half a surrogate pair");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\": 3 | \"version\": 1 | version must be an integer from 3 to 3: 1",
                "\"version\": 3 | \"other\": 3 | missing key version",
                "\"version\": 3 | \"version\": \"3\" | version must be an integer from 3 to 3: \"3\"",
                "\"crypto\" | \"cryptic\" | missing key crypto",
                "aes-128-ctr | aes-128-cbc | crypto.cipher: must be aes-128-ctr: aes-128-cbc",
                "aes-128-ctr | AES\\n128 | crypto.cipher: must be aes-128-ctr: another text",
                "e0c41130 | e0c411 | crypto.cipherparams.iv: must be 16 bytes in hex: 30 characters",
                "e0c41130 | e0c4113g | crypto.cipherparams.iv: must be 16 bytes in hex: 32 characters",
                "9517cd5b | 9517cd5b9517cd5b | crypto.ciphertext: must be 1 to 32 bytes in hex: 70 characters",
                "\"mac\": \"d5e1 | \"mac\": \"d5 | crypto.mac: must be 32 bytes in hex: 62 characters",
                "scrypt | argon2id | crypto.kdf: must be scrypt or pbkdf2: argon2id",
                "scrypt | pbkdf2 | missing key crypto.kdfparams.prf",
                "\"dklen\": 32 | \"dklen\": 16 | crypto.kdfparams.dklen must be an integer from 32 to 32: 16",
                "\"salt\": | \"salt\": null, \"pepper\": | crypto.kdfparams.salt must be a string: null",
                "\"n\": 2 | \"n\": 3 | crypto.kdfparams.n must be a power of two: 3",
                "\"n\": 2 | \"n\": 1 | crypto.kdfparams.n must be an integer from 2 to 4194304: 1",
                "\"n\": 2 | \"n\": -2 | crypto.kdfparams.n must be an integer from 2 to 4194304: -2",
                "\"n\": 2 | \"n\": 1073741824 | crypto.kdfparams.n must be an integer from 2 to 4194304: 1073741824",
                "\"r\": 8 | \"r\": 0 | crypto.kdfparams.r must be an integer from 1 to 32: 0",
                "\"r\": 8 | \"r\": 1000000 | crypto.kdfparams.r must be an integer from 1 to 32: 1000000",
                "\"p\": 1 | \"p\": 1000000 | crypto.kdfparams.p must be an integer from 1 to 32: 1000000"
            })
    void refusesAFileThatIsNoKeystore(String original, String changed, String message) {
        String json = SHORT_KEY.replace(original, changed);
        assertThat(json).isNotEqualTo(SHORT_KEY);
        assertThatIllegalArgumentException().isThrownBy(() -> open(json, "foo")).withMessage("keystore: " + message);
    }

    @Test
    void refusesAFileThatAsksForTooMuchMemoryOrWork() {
        String memory = SHORT_KEY.replace("\"n\": 2", "\"n\": 4194304");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(memory, "foo"))
                .withMessageEndingWith("n=4194304, r=8, p=1");
        String work = SHORT_KEY.replace("\"n\": 2", "\"n\": 524288").replace("\"p\": 1", "\"p\": 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(work, "foo"))
                .withMessageEndingWith("n=524288, r=8, p=4");
        String iterations = PBKDF2.replace("262144", "10000001");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(iterations, "testpassword"))
                .withMessage("keystore: crypto.kdfparams.c must be an integer from 1 to 10000000: 10000001");
    }

    @Test
    void refusesAnAddressOfAnotherKey() {
        LocalSigner signer = LocalSigner.fromPrivateKey(KEY);
        String json = Keystore.encrypt(signer, "pw".toCharArray(), RANDOM, QUICK);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(json.replace("008aeeda", "018aeeda"), "pw"))
                .withMessageStartingWith("keystore: address must be that of its key, " + signer.address() + ": 0x01");
    }

    @Test
    void refusesWhatIsNoJson() {
        assertThatIllegalArgumentException().isThrownBy(() -> open("", "foo"));
        assertThatIllegalArgumentException().isThrownBy(() -> open("[]", "foo"));
        assertThatIllegalArgumentException().isThrownBy(() -> open("{\"version\": 3, \"version\": 3}", "foo"));
    }

    @Test
    void neverOverwritesAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("taken.json"), "precious");
        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> Keystore.save(LocalSigner.fromPrivateKey(KEY), file, new char[0], RANDOM));
        assertThat(file).hasContent("precious");
    }

    @Test
    void namesTheFileThatItCannotOpen() throws IOException {
        Path missing = folder.resolve("missing.json");
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> Keystore.load(missing, new char[0]));
        Path wrong = Files.writeString(folder.resolve("wrong.json"), SHORT_KEY);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Keystore.load(wrong, "bar".toCharArray()))
                .withMessageStartingWith(wrong + ": the password does not open this keystore");
        Path huge = Files.writeString(folder.resolve("huge.json"), " ".repeat(70_000));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Keystore.load(huge, new char[0]))
                .withMessage(huge + ": a keystore must be at most 65536 bytes");
    }

    @Test
    void aClosedSignerIsNotSaved() {
        LocalSigner signer = LocalSigner.fromPrivateKey(KEY);
        signer.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> Keystore.save(signer, folder.resolve("closed.json"), new char[0], RANDOM));
        assertThat(folder).isEmptyDirectory();
    }

    private static String open(String json, String password) {
        try (LocalSigner signer = Keystore.decrypt(json, password.toCharArray())) {
            return HexFormat.of().formatHex(signer.exportPrivateKeyDangerously());
        }
    }
}
