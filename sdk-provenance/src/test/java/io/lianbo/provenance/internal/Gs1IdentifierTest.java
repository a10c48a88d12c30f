package io.lianbo.provenance.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Gs1IdentifierTest {

    @ParameterizedTest
    @CsvSource({
        "urn:epc:id:sgtin:4012345.012345.12, 01/04012345123456/21/12",
        "urn:epc:id:sgtin:0614141.812345.6789%2F%26%25%22!%3F(), 01/80614141123458/21/6789%2F%26%25%22%21%3F%28%29",
        "urn:epc:id:sgtin:415056789012.0.987654, 01/04150567890128/21/987654",
        "urn:epc:id:sscc:4012345.0000000333, 00/040123450000003338",
        "urn:epc:id:sgln:4012345.00011.987, 414/4012345000115/254/987",
        "urn:epc:id:sgln:4012345.00011.0, 414/4012345000115",
        "urn:epc:id:grai:4012345.66666.87, 8003/0401234566666387",
        "urn:epc:id:giai:4012345.AAbb, 8004/4012345AAbb",
        "urn:epc:id:gsrn:4012345.9876540000, 8018/401234598765400000",
        "urn:epc:id:gsrnp:4012345.0000098765, 8017/401234500000987658",
        "urn:epc:id:gdti:4012345.55555.98, 253/401234555555498",
        "urn:epc:id:cpi:4012345.ABC.123, 8010/4012345ABC/8011/123",
        "urn:epc:id:cpi:0614141.11111111111111-A%23%2F.1234, 8010/061414111111111111111-A%23%2F/8011/1234",
        "urn:epc:id:sgcn:4012345.99999.44, 255/401234599999044",
        "urn:epc:id:ginc:4012345.333, 401/4012345333",
        "urn:epc:id:gsin:4012345.999987654, 402/40123459999876541",
        "urn:epc:id:itip:4012345.012345.01.02.999, 8006/040123451234560102/21/999",
        "urn:epc:id:upui:4012345.012345.AB12, 01/04012345123456/235/AB12",
        "urn:epc:id:pgln:4012345.00000, 417/4012345000009",
        "urn:epc:id:pgln:999999999999., 417/9999999999994",
        "urn:epc:class:lgtin:4054739.099914.20160711, 01/04054739999148/10/20160711",
        "urn:epc:idpat:sgtin:4054739.099914.*, 01/04054739999148",
        "urn:epc:idpat:grai:4012345.66666.*, 8003/04012345666663",
        "urn:epc:idpat:gdti:4012345.55555.*, 253/4012345555554",
        "urn:epc:idpat:sgcn:4012345.99999.*, 255/4012345999990",
        "urn:epc:idpat:cpi:4012345.ABC.*, 8010/4012345ABC",
        "urn:epc:idpat:itip:4012345.012345.01.02.*, 8006/040123451234560102",
    })
    void writesUrnsAsLinks(String urn, String path) {
        assertThat(Gs1Identifier.canonical(urn)).contains("https://id.gs1.org/" + path);
    }

    @ParameterizedTest
    @CsvSource({
        "https://tea.example/a/b/01/09506000134352/10/L1/21/S1?17=271231#x, 01/09506000134352/21/S1",
        "http://tea.example/01/09506000134352/22/2A/10/L1, 01/09506000134352/10/L1",
        "https://tea.example/01/09506000134352/22/2A, 01/09506000134352",
        "https://tea.example/gtin/9506000134352/ser/S1/, 01/09506000134352/21/S1",
        "https://tea.example/01/40123455, 01/00000040123455",
        "https://tea.example/8006/095060001343520102/10/L/21/S, 8006/095060001343520102/21/S",
        "https://tea.example/414/9506000134352/254/A%2fB(1), 414/9506000134352/254/A%2FB%281%29",
        "https://tea.example/00/040123450000003338, 00/040123450000003338",
        "https://example.org/8004/401234599999, 8004/401234599999",
    })
    void writesLinksOfAnyDomainAsCanonicalOnes(String link, String path) {
        assertThat(Gs1Identifier.canonical(link)).contains("https://id.gs1.org/" + path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "urn:epc:id:sgtin:12345.1234567.1",
                "urn:epc:id:sgtin:4012345.01234.12",
                "urn:epc:id:sgtin:4012345.012345",
                "urn:epc:id:sgtin:4012345.012345.",
                "urn:epc:id:sgtin:4012345.012345.%",
                "urn:epc:id:sgtin:4012345.012345.%E8",
                "urn:epc:id:sgtin:4012345.012345.123456789012345678901",
                "urn:epc:id:sscc:4012345.",
                "urn:epc:id:sscc",
                "urn:epc:id:sgcn:4012345.99999.4a",
                "urn:epc:id:tea:4012345.1",
                "urn:epc:idpat:sgtin:4012345.*.*",
                "urn:epc:idpat:sscc:4012345.*",
                "urn:epc:id:itip:4012345.012345.1.02.999",
                "https://tea.example",
                "https://tea.example/",
                "https:///01/09506000134352",
                "https://tea.example/01/",
                "https://tea.example/01/09506000134",
                "https://tea.example/01/09506000134352/21",
                "https://tea.example/01/09506000134352/17/271231",
                "https://tea.example/01/09506000134352/21/%zz",
                "https://tea.example/blog/10/01",
                "geo:22.0,100.8",
                "ftp://tea.example/01/09506000134352",
            })
    void leavesAloneWhatNamesNoKey(String uri) {
        assertThat(Gs1Identifier.canonical(uri)).isEmpty();
    }

    @Test
    void saysTheSameAgainOfItsOwnAnswers() {
        String canonical = "https://id.gs1.org/01/80614141123458/21/6789%2F%26%25%22%21%3F%28%29";
        assertThat(Gs1Identifier.canonical(canonical)).contains(canonical);
    }
}
