package io.lianbo.nft.ipfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Hash32;
import io.lianbo.nft.ipfs.Cid.Codec;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CidTest {
    private static final String FOLDER = "bafybeibiemewfzzdyhq2l74wrd6qj2oz42usjlktgnlqv4yfawgouaqn4u";

    @Test
    void readsAndWritesBothVersions() {
        // @start region="cid"
        Cid cid = Cid.parse("QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn"); // the empty folder
        assertThat(cid.toV1()).hasToString("bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354");
        assertThat(cid.uri()).isEqualTo("ipfs://QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn");
        // @end
        assertThat(cid.version()).isEqualTo(CidVersion.V0);
        assertThat(cid.codec()).isEqualTo(Codec.DAG_PB);
        assertThat(cid).hasToString("QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn");
        assertThat(cid.toV1().toV1()).isEqualTo(cid.toV1()).isNotEqualTo(cid);
        assertThat(HexFormat.of().formatHex(cid.bytes()))
                .startsWith("122059948439065f29619ef41280cbb9")
                .hasSize(68);
        assertThat(HexFormat.of().formatHex(cid.toV1().bytes()))
                .startsWith("01701220")
                .hasSize(72);
    }

    @Test
    void everyCidSurvivesItsText() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            byte[] digest = new byte[32];
            random.nextBytes(digest);
            if (i % 5 == 0) {
                digest[0] = 0;
            }
            Hash32 hash = Hash32.of(digest);
            for (Cid cid : new Cid[] {
                new Cid(CidVersion.V0, Codec.DAG_PB, hash),
                new Cid(CidVersion.V1, Codec.DAG_PB, hash),
                new Cid(CidVersion.V1, Codec.RAW, hash)
            }) {
                assertThat(Cid.parse(cid.toString())).isEqualTo(cid);
                assertThat(cid.toString()).hasSize(cid.version() == CidVersion.V0 ? 46 : 59);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Qm",
                "b",
                "QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3N",
                "QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nnn",
                "QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3N0",
                "QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nl",
                "BAFYBEIBIEMEWFZZDYHQ2L74WRD6QJ2OZ42USJLKTGNLQV4YFAWGOUAQN4U",
                "bafybeibiemewfzzdyhq2l74wrd6qj2oz42usjlktgnlqv4yfawgouaqn4v",
                "bafybeibiemewfzzdyhq2l74wrd6qj2oz42usjlktgnlqv4yfawgouaqn4",
                "bafybeibiemewfzzdyhq2l74wrd6qj2oz42usjlktgnlqv4yfawgouaqn40",
                "zafybeibiemewfzzdyhq2l74wrd6qj2oz42usjlktgnlqv4yfawgouaqn4u",
                "bafyreibiemewfzzdyhq2l74wrd6qj2oz42usjlktgnlqv4yfawgouaqn4u",
                "bafybmibiemewfzzdyhq2l74wrd6qj2oz42usjlktgnlqv4yfawgouaqn4u",
                " bafybeibiemewfzzdyhq2l74wrd6qj2oz42usjlktgnlqv4yfawgouaqn4",
                "ipfs://bafybeibiemewfzzdyhq2l74wrd6qj2oz42usjlktgnlqv4yfawg"
            })
    void refusesWhatIsNoCidOfItsKinds(String text) {
        assertThat(Cid.parse(FOLDER)).hasToString(FOLDER);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cid.parse(text))
                .withMessageContaining(text.isEmpty() ? "\"\"" : text.substring(1));
    }

    @Test
    void refusesRawInVersion0() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Cid(CidVersion.V0, Codec.RAW, Hash32.ZERO))
                .withMessage("a CID of version 0 must be of dag-pb: RAW");
    }
}
