package io.lianbo.core.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lianbo.core.crypto.Sha256;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3j.crypto.MnemonicUtils;

class MnemonicTest {

    private static final String ABOUT = "abandon ".repeat(11) + "about";

    @ParameterizedTest // BIP-39's own, by Trezor
    @CsvSource({
        "00000000000000000000000000000000,"
                + "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about,"
                + "c55257c360c07c72029aebc1b53c05ed0362ada38ead3e3e9efa3708e53495531f09a6987599d18264c1e1c92f2cf141630c7a3c4ab7c81b2f001698e7463b04",
        "7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f,"
                + "legal winner thank year wave sausage worth useful legal winner thank yellow,"
                + "2e8905819b8723fe2c1d161860e5ee1830318dbf49a83bd451cfb8440c28bd6fa457fe1296106559a3c80937a1c1069be3a3a5bd381ee6260e8d9739fce1f607",
        "80808080808080808080808080808080,"
                + "letter advice cage absurd amount doctor acoustic avoid letter advice cage above,"
                + "d71de856f81a8acc65e6fc851a38d4d7ec216fd0796d0a6827a3ad6ed5511a30fa280f12eb2e47ed2ac03b5c462a0358d18d69fe4f985ec81778c1b370b652a8",
        "ffffffffffffffffffffffffffffffff,"
                + "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong,"
                + "ac27495480225222079d7be181583751e86f571027b0497b5b5d11218e0a8a13332572917f0f8e5a589620c6f15b11c61dee327651a14c34e18231052e48c069",
        "000000000000000000000000000000000000000000000000,"
                + "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon"
                + " abandon abandon abandon abandon abandon agent,"
                + "035895f2f481b1b0f01fcf8c289c794660b289981a78f8106447707fdd9666ca06da5a9a565181599b79f53b844d8a71dd9f439c52a3d7b3e8a79c906ac845fa",
        "8080808080808080808080808080808080808080808080808080808080808080,"
                + "letter advice cage absurd amount doctor acoustic avoid letter advice cage absurd amount doctor acoustic"
                + " avoid letter advice cage absurd amount doctor acoustic bless,"
                + "c0c519bd0e91a2ed54357d9d1ebef6f5af218a153624cf4f2da911a0ed8f7a09e2ef61af0aca007096df430022f7a2b6fb91661a9589097069720d015e4e982f",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff,"
                + "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo vote,"
                + "dd48c104698c30cfe2b6142103248622fb7bb0ff692eebb00089b32d22484e1613912f0a5b694407be899ffd31ed3992c456cdf60f5d4564b8ba3f05a69890ad",
        "9e885d952ad362caeb4efe34a8e91bd2,"
                + "ozone drill grab fiber curtain grace pudding thank cruise elder eight picnic,"
                + "274ddc525802f7c828d8ef7ddbcdc5304e87ac3535913611fbbfa986d0c9e5476c91689f9c8a54fd55bd38606aa6a8595ad213d4c9c9f9aca3fb217069a41028",
        "6610b25967cdcca9d59875f5cb50b0ea75433311869e930b,"
                + "gravity machine north sort system female filter attitude volume fold club stay feature office ecology"
                + " stable narrow fog,"
                + "628c3827a8823298ee685db84f55caa34b5cc195a778e52d45f59bcf75aba68e4d7590e101dc414bc1bbd5737666fbbef35d1f1903953b66624f910feef245ac",
        "68a79eaca2324873eacc50cb9c6eca8cc68ea5d936f98787c60c7ebc74e6ce7c,"
                + "hamster diagram private dutch cause delay private meat slide toddler razor book happy fancy gospel"
                + " tennis maple dilemma loan word shrug inflict delay length,"
                + "64c87cde7e12ecf6704ab95bb1408bef047c22db4cc7491c4271d170a1b213d20b385bc1588d9c7b38f1b39d415665b8a9030c9ec653d75e65f847d8fc1fc440",
    })
    void passesTheVectorsOfTheStandard(String entropy, String words, String seed) {
        try (Mnemonic parsed = Mnemonic.parse(words);
                Mnemonic made = Mnemonic.ofEntropy(HexFormat.of().parseHex(entropy))) {
            assertThat(made.exportWordsDangerously()).containsExactly(words.split(" "));
            assertThat(parsed.exportWordsDangerously()).isEqualTo(made.exportWordsDangerously());
            assertThat(parsed.seed("TREZOR".toCharArray())).asHexString().isEqualToIgnoringCase(seed);
        }
    }

    @Test
    void hasTheListOfTheStandard() {
        // the SHA-256 of english.txt as the standard publishes it
        String list = String.join("\n", MnemonicUtils.getWords()) + "\n";
        assertThat(Sha256.hash(list.getBytes(StandardCharsets.US_ASCII)))
                .hasToString("0x2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda");
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 15, 18, 21, 24})
    void agreesWithWeb3jOnEveryLength(int size) {
        Random random = new Random(39);
        for (int run = 0; run < 40; run++) {
            byte[] entropy = new byte[size / 3 * 4];
            random.nextBytes(entropy);
            String theirs = MnemonicUtils.generateMnemonic(entropy);
            try (Mnemonic ours = Mnemonic.ofEntropy(entropy);
                    Mnemonic parsed = Mnemonic.parse(theirs)) {
                assertThat(ours.exportWordsDangerously()).containsExactly(theirs.split(" "));
                assertThat(parsed.exportWordsDangerously()).isEqualTo(ours.exportWordsDangerously());
                assertThat(parsed.size()).isEqualTo(size);
            }
        }
        try (Mnemonic mnemonic = Mnemonic.ofEntropy(new byte[size / 3 * 4])) {
            String theirs = String.join(" ", mnemonic.exportWordsDangerously());
            assertThat(mnemonic.seed(new char[0])).isEqualTo(MnemonicUtils.generateSeed(theirs, ""));
        }
    }

    @Test
    void isGeneratedAndWrittenDownOnce() {
        SecureRandom random = new SecureRandom();
        // @start region="generate"
        try (Mnemonic mnemonic = Mnemonic.generate(24, random)) {
            List<String> paper = mnemonic.exportWordsDangerously(); // shown once, to be written down
            // @end
            assertThat(paper).hasSize(24);
            try (Mnemonic again = Mnemonic.generate(24, random);
                    Mnemonic read = Mnemonic.parse(String.join(" ", paper))) {
                assertThat(again.exportWordsDangerously()).isNotEqualTo(paper);
                assertThat(read.seed(new char[0])).isEqualTo(mnemonic.seed(new char[0]));
            }
        }
    }

    @Test
    void readsWordsWhateverSpaceIsBetweenThem() {
        char[] typed = ("  " + ABOUT.replace(" ", " \n\t") + "\r\n").toCharArray();
        try (Mnemonic mnemonic = Mnemonic.parse(CharBuffer.wrap(typed));
                Mnemonic plain = Mnemonic.parse(ABOUT)) {
            assertThat(mnemonic.exportWordsDangerously()).isEqualTo(plain.exportWordsDangerously());
        }
    }

    @Test
    void takesAPassphraseInEitherUnicodeForm() {
        try (Mnemonic mnemonic = Mnemonic.parse(ABOUT)) {
            byte[] composed = mnemonic.seed("caf\u00e9".toCharArray());
            assertThat(mnemonic.seed("cafe\u0301".toCharArray())).isEqualTo(composed);
            assertThat(mnemonic.seed("cafe".toCharArray())).isNotEqualTo(composed);
            assertThat(mnemonic.seed("\ud83c\udf75".toCharArray())).hasSize(64);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> mnemonic.seed("tea \ud83c".toCharArray()))
                    .withMessage("passphrase must be text that UTF-8 can write: it holds half a surrogate pair");
        }
    }

    @Test
    void leavesThePassphraseToTheCaller() {
        char[] passphrase = "TREZOR".toCharArray();
        try (Mnemonic mnemonic = Mnemonic.parse(ABOUT)) {
            mnemonic.seed(passphrase);
        }
        assertThat(passphrase).containsExactly('T', 'R', 'E', 'Z', 'O', 'R');
    }

    @Test
    void saysWhichWordIsWrongAndNeverShowsIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mnemonic.parse("abandon abandno " + "abandon ".repeat(8) + "aband about"))
                .withMessage("mnemonic must be of BIP-39's English words: word 2 of 12 is not");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mnemonic.parse(ABOUT.replace("about", "About")))
                .withMessage("mnemonic must be of BIP-39's English words: word 12 of 12 is not");
    }

    @Test
    void saysThatTheChecksumIsWrongAndNotWhatItShouldBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mnemonic.parse("abandon ".repeat(12)))
                .withMessage(
                        "mnemonic must end with its checksum, and does not: a word is another or in another place");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 11, 13, 25, 27, 1000})
    void refusesAnotherNumberOfWords(int size) {
        String words = String.join(" ", Collections.nCopies(size, "zoo"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mnemonic.parse(words))
                .withMessage("mnemonic must have 12, 15, 18, 21 or 24 words: " + size);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mnemonic.generate(size, new SecureRandom()))
                .withMessage("mnemonic must have 12, 15, 18, 21 or 24 words: " + size);
    }

    @Test
    void showsNoWord() {
        Mnemonic mnemonic = Mnemonic.parse(ABOUT);
        assertThat(mnemonic).hasToString("Mnemonic(12 words)");
        mnemonic.close();
        assertThat(mnemonic).hasToString("Mnemonic(12 words)");
        assertThatIllegalStateException()
                .isThrownBy(mnemonic::exportWordsDangerously)
                .withMessage("the mnemonic is closed");
        assertThatIllegalStateException().isThrownBy(() -> HdWallet.of(mnemonic));
    }
}
