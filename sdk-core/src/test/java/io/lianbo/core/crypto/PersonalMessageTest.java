package io.lianbo.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3j.crypto.Sign;

class PersonalMessageTest {

    @ParameterizedTest // the digests that ethers and web3.js document
    @CsvSource({
        "'', 0x5f35dce98ba4fba25530a026ed80b2cecdaa31091ba4958b99b52ea1d068adad",
        "hello world, 0xd9eba16ed0ecae432b71fe008c98cc872bb4cc214d3220a36f365326cf807d68",
        "Some data, 0x1da44b586eb0729ff70a73c326926f6ed5a25f5b056e7f47fbc6e58d86871655"
    })
    void digestIsThatOfWallets(String text, String digest) {
        assertThat(PersonalMessage.digest(text)).isEqualTo(Hash32.of(digest));
        assertThat(PersonalMessage.digest(text.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Hash32.of(digest));
    }

    @Test
    void signsAsWeb3JsDocumentsIt() {
        try (LocalSigner signer =
                LocalSigner.fromPrivateKey("0x4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318")) {
            assertThat(signer.address()).isEqualTo(Address.of("0x2c7536E3605D9C16a7a3D7b1898e529396a65c23"));
            assertThat(signer.signMessage("Some data"))
                    .hasToString("0xb91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd"
                            + "6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a0291c")
                    .isEqualTo(signer.signMessage("Some data".getBytes(StandardCharsets.UTF_8)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "链播", "🍵 tea", "\u0000", "0x1234", "line\nline"})
    void countsBytesAndNotCharacters(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        assertThat(PersonalMessage.digest(text).bytes()).isEqualTo(Sign.getEthereumMessageHash(utf8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83c", "\udf75", "tea \ud83c and more"})
    void refusesHalfASurrogatePairRatherThanSignAQuestionMark(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PersonalMessage.digest(text))
                .withMessageContaining("half a surrogate pair");
    }
}
