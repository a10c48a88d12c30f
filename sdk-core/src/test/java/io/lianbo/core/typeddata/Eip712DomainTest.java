package io.lianbo.core.typeddata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.json.StrictJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class Eip712DomainTest {

    private static final Address CONTRACT = Address.of("0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC");
    private static final Hash32 SALT = Hash32.of("0x" + "5a".repeat(32));

    @Test
    void givesTheSeparatorOfTheStandardsExample() {
        assertThat(Eip712Domain.of("Ether Mail", "1", new ChainId(1), CONTRACT).separator())
                .hasToString("0xf2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f");
    }

    @Test
    void leavesOutWhatIsAbsent() {
        for (int fields = 0; fields < 32; fields++) {
            String name = (fields & 1) == 0 ? null : "Lianbo";
            String version = (fields & 2) == 0 ? null : "1";
            ChainId chainId = (fields & 4) == 0 ? null : new ChainId(137);
            Address contract = (fields & 8) == 0 ? null : CONTRACT;
            Hash32 salt = (fields & 16) == 0 ? null : SALT;
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("salt", salt == null ? null : salt.toString());
            json.put("name", name);
            json.put("version", version);
            json.put("chainId", chainId == null ? null : chainId.value());
            json.put("verifyingContract", contract == null ? null : contract.toString());

            Eip712Domain domain = Eip712Domain.ofAny(name, version, chainId, contract, salt);

            assertThat(domain.separator()).isEqualTo(separatorOf(json));
            json.values().removeIf(value -> value == null);
            assertThat(domain.separator()).isEqualTo(separatorOf(json));
        }
    }

    private static Hash32 separatorOf(Map<String, Object> domain) {
        return TypedData.parse(StrictJson.write(Map.of(
                        "types",
                        Map.of("Empty", List.of()),
                        "primaryType",
                        "Empty",
                        "domain",
                        domain,
                        "message",
                        Map.of())))
                .domainSeparator();
    }

    @Test
    void tellsWhatItConsistsOf() {
        Eip712Domain domain = Eip712Domain.ofAny("Lianbo", null, new ChainId(1), null, SALT);

        assertThat(domain.name()).contains("Lianbo");
        assertThat(domain.version()).isEmpty();
        assertThat(domain.chainId()).contains(new ChainId(1));
        assertThat(domain.verifyingContract()).isEmpty();
        assertThat(domain.salt()).contains(SALT);
        assertThat(domain).hasToString("Eip712Domain[name=Lianbo, chainId=eip155:1, salt=" + SALT + "]");
    }

    @Test
    void isEqualToADomainOfTheSameFields() {
        assertThat(Eip712Domain.ofAny("a", null, null, null, null))
                .isEqualTo(Eip712Domain.ofAny("a", null, null, null, null))
                .hasSameHashCodeAs(Eip712Domain.ofAny("a", null, null, null, null))
                .isNotEqualTo(Eip712Domain.ofAny(null, "a", null, null, null));
    }

    @Test
    void refusesWhatHasNoEncoding() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Eip712Domain.ofAny("\uDC00", null, null, null, null))
                .withMessage("EIP712Domain.name: text must not hold a surrogate without its partner: \"\\udc00\"");
        assertThatNullPointerException()
                .isThrownBy(() -> Eip712Domain.of("a", "1", null, CONTRACT))
                .withMessage("chainId");
    }
}
