package io.lianbo.provenance.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigitalLinkTest {

    @Test
    void namesAnItem() {
        // @start region="link"
        DigitalLink cake = DigitalLink.parse("https://tea.example/01/09506000134352/10/SPRING-26/21/CAKE-0001");
        assertThat(cake.serial()).contains("CAKE-0001");
        assertThat(cake.canonical()).isEqualTo("https://id.gs1.org/01/09506000134352/21/CAKE-0001");
        assertThat(DigitalLink.ofItem("9506000134352", "CAKE-0001").itemKey()).isEqualTo(cake.itemKey());
        // @end
        assertThat(cake)
                .hasToString("https://tea.example/01/09506000134352/10/SPRING-26/21/CAKE-0001")
                .isEqualTo(DigitalLink.ofItem("9506000134352", "CAKE-0001")
                        .withLot("SPRING-26")
                        .onDomain("https://tea.example"))
                .isNotEqualTo(cake.withSerial("CAKE-0002"));
        assertThat(cake.domain()).isEqualTo("https://tea.example");
        assertThat(cake.gtin()).isEqualTo("09506000134352");
        assertThat(cake.lot()).contains("SPRING-26");
        assertThat(cake.identifiers())
                .containsExactly(
                        "https://id.gs1.org/01/09506000134352/21/CAKE-0001",
                        "https://id.gs1.org/01/09506000134352/10/SPRING-26",
                        "https://id.gs1.org/01/09506000134352");
        assertThat(cake.itemKey())
                .isEqualTo(Sha256.hash(cake.canonical().getBytes(StandardCharsets.US_ASCII)))
                .isNotEqualTo(Hash32.ZERO);
    }

    @ParameterizedTest
    @CsvSource({
        "https://tea.example/p/q/01/09506000134352/21/S?linkType=all#top, https://tea.example/p/q/01/09506000134352/21/S",
        "http://localhost:8080/01/9506000134352/, http://localhost:8080/01/09506000134352",
        "https://tea.example/01/40123455/10/A%2fB, https://tea.example/01/00000040123455/10/A%2FB",
        "HTTPS://Tea.Example:8443/Shop/01/09506000134352, https://tea.example:8443/Shop/01/09506000134352",
        "https://xn--fsq.xn--0zwm56d/01/09506000134352/10/01/21/01, https://xn--fsq.xn--0zwm56d/01/09506000134352/10/01/21/01",
        "https://tea.example/01/09506000134352/21/A(1), https://tea.example/01/09506000134352/21/A%281%29",
    })
    void readsLinksAsTheyAreFound(String found, String printed) {
        assertThat(DigitalLink.parse(found)).hasToString(printed);
    }

    @Test
    void readsWhatItPrints() {
        Random random = new Random(26);
        String set82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
        for (int i = 0; i < 500; i++) {
            StringBuilder serial = new StringBuilder();
            for (int length = 1 + random.nextInt(20); length > 0; length--) {
                serial.append(set82.charAt(random.nextInt(set82.length())));
            }
            if (serial.toString().matches("\\.{1,2}")) {
                continue; // which no path can hold
            }
            DigitalLink link = DigitalLink.ofItem("09506000134352", serial.toString());
            assertThat(DigitalLink.parse(link.toString())).isEqualTo(link);
            assertThat(DigitalLink.parse(link.canonical()).itemKey()).isEqualTo(link.itemKey());
            for (DigitalLink other : List.of(link, link.withLot("L/1").onDomain("https://tea.example/p"))) {
                assertThat(other.canonicalLink()).isEqualTo(DigitalLink.parse(other.canonical()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://tea.example/01/09506000134353, GTIN must end in its check digit 2: 09506000134353",
        "https://tea.example/01/0950600013435, GTIN must end in its check digit 9: 0950600013435",
        "https://tea.example/01/950600, 'GTIN must be 8, 12, 13 or 14 digits: 950600'",
        "https://tea.example/01/0950600013435X, 'GTIN must be 8, 12, 13 or 14 digits'",
        "https://tea.example/, must hold a key of GS1",
        "https://tea.example, must hold a key of GS1",
        "https://tea.example/01, pairs of application identifier and value after /01/",
        "https://tea.example/01/09506000134352/21, pairs of application identifier and value after /01/",
        "https://tea.example/01/09506000134352/89/S, 89 is no application identifier",
        "https://tea.example/414/9506000134352, 'a GTIN, as in /01/09506000134352, and not (414)'",
        "https://tea.example/01/09506000134352/21/S/10/L, 'a lot (10) once, before the serial (21)'",
        "https://tea.example/01/09506000134352/10/L/10/L, 'a lot (10) once, before the serial (21)'",
        "https://tea.example/01/09506000134352/21/S/21/S, a serial (21) once",
        "https://tea.example/01/09506000134352/17/271231, not (17)",
        "https://tea.example/01/09506000134352/21/, pairs of application identifier and value",
        "https://tea.example/01/09506000134352/21/%E8%8C%B6, must percent-encode printable ASCII alone",
        "https://tea.example/01/09506000134352/21/%20, serial must be 1 to 20",
        "https://tea.example/01/09506000134352/21/123456789012345678901, serial must be 1 to 20",
        "https://tea.example/01/09506000134352/21/%, two hexadecimal digits behind the % that is its character 42",
        "https://user@tea.example/01/09506000134352, must not name a user",
        "ftp://tea.example/01/09506000134352, must start with https://<domain>/",
        "/01/09506000134352, must start with https://<domain>/",
        "mailto:a@tea.example, must start with https://<domain>/",
        "'', must start with https://<domain>/",
        "https:///01/09506000134352, must start with https://<domain>/",
        "https://tea.example//01/09506000134352, an empty segment",
        "https://[::1]/01/09506000134352, not give an IPv6 address",
        "https://tea.example/01/09506000134352/21/%2E%2e, a segment of dots",
    })
    void saysWhereALinkIsWrong(String link, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DigitalLink.parse(link))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "", "123456789012345678901", "tea cake", "茶", "#", "\u0000", "١"})
    void refusesSerialNumbersThatNoLinkCanHold(String serial) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DigitalLink.ofItem("09506000134352", serial))
                .withMessageStartingWith("serial must be 1 to 20");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://",
                "https:///p",
                "ftp://tea.example",
                "https://tea.example/",
                "https://tea.example/p/",
                "https://tea.example//p",
                "https://tea.example/..",
                "https://tea.example/p/./q",
                "https://tea.example/%70",
                "https://tea.example?q",
                "https://tea.example#f",
                "https://user@tea.example",
                "https://tea.example:65536",
                "https://tea.example:",
                "https://.tea.example",
                "https://tea..example",
                "https://tea_example",
                "https://[::1]",
                "https://茶.example",
                "https://tea.example\\p",
                "https://tea.example/01/09506000134352",
                "https://tea.example/p/00/006141411234567890/q",
            })
    void refusesDomainsThatAreNone(String domain) {
        DigitalLink cake = DigitalLink.ofItem("09506000134352", "S");
        assertThatIllegalArgumentException().isThrownBy(() -> cake.onDomain(domain));
    }
}
