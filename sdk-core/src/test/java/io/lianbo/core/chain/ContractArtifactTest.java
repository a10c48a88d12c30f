package io.lianbo.core.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Hex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractArtifactTest {
    private static final String GOOD = """
            {"contractName": "Foo", "sourceName": "src/Foo.sol", "compiler": {"version": "0.8.37"}, "abi": [], "bytecode": "0x6001"}""";

    @Test
    void readsWhatTheCompilerWrote() {
        ContractArtifact artifact = ContractArtifact.parse(GOOD);
        assertThat(artifact.contractName()).isEqualTo("Foo");
        assertThat(artifact.sourceName()).isEqualTo("src/Foo.sol");
        assertThat(artifact.compilerVersion()).isEqualTo("0.8.37");
        assertThat(artifact.bytecode()).isEqualTo(Hex.decode("0x6001"));
        assertThat(artifact).hasToString("Foo (src/Foo.sol)");
    }

    @Test
    void loadsFromTheClassPath() {
        assertThat(Fixtures.TOKEN.contractName()).isEqualTo("TestToken");
        assertThat(Fixtures.TOKEN.bytecode()).isNotEmpty();
    }

    @Test
    void saysWhichResourceIsMissing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ContractArtifact.load(Chain.class, "/io/lianbo/None.json"))
                .withMessage("no contract artifact \"/io/lianbo/None.json\" beside io.lianbo.core.chain.Chain");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"contractName\": \"Foo\", | '' | \"contractName\" must be a string: missing",
                "\"sourceName\": \"src/Foo.sol\" | \"sourceName\": 1 | \"sourceName\" must be a string: a",
                "{\"version\": \"0.8.37\"} | null | \"compiler\" must be an object: missing",
                "{\"version\": \"0.8.37\"} | {} | compiler: \"version\" must be a string: missing",
                "\"abi\": [] | \"abi\": \"[]\" | \"abi\" must be an array: a String",
                "\"abi\": [] | \"abi\": [{\"type\":\"function\",\"inputs\":[{\"type\":\"uint7\"}]}] | the ABI of Foo is not valid",
                ", \"bytecode\": \"0x6001\" | '' | \"bytecode\" must be a 0x hex string: missing",
                "0x6001 | 6001 | \"bytecode\" must be a 0x hex string",
                "0x6001 | 0x600 | \"bytecode\" must be a 0x hex string",
                "0x6001 | 0x73__$fb58009a6b1ecea3b9d99bedd645df4ec3$__6001 | \"bytecode\" is not linked: library placeholder __$fb58009a6b1ecea3b9d99bedd645df4ec3$__",
                "{\"contractName\" | [\"contractName\" | is not a JSON object"
            })
    void saysWhatIsWrong(String part, String instead, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ContractArtifact.parse(GOOD.replace(part, instead)))
                .withMessageContaining(message);
    }

    @Test
    void handsOutCopiesOfTheBytecode() {
        ContractArtifact artifact = ContractArtifact.parse(GOOD);
        artifact.bytecode()[0] = 0;
        assertThat(artifact.bytecode()).isEqualTo(Hex.decode("0x6001"));
    }
}
