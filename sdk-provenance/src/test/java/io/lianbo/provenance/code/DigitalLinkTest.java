package io.lianbo.provenance.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
            DigitalLink link = DigitalLink.ofItem("09506000134352", serial.toString());
            assertThat(DigitalLink.parse(link.toString())).isEqualTo(link);
            assertThat(DigitalLink.parse(link.canonical()).itemKey()).isEqualTo(link.itemKey());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://tea.example/01/09506000134353, GTIN must end in its check digit 2: 09506000134353",
        "https://tea.example/01/0950600013435, GTIN must end in its check digit 9: 0950600013435",
        "https://tea.example/01/950600, 'GTIN must be 8, 12, 13 or 14 digits: 950600'",
        "https://tea.example/01/0950600013435X, 'GTIN must be 8, 12, 13 or 14 digits'",
        "https://tea.example/, must hold a GTIN",
        "https://tea.example/01, pairs of key and value",
        "https://tea.example/01/09506000134352/21, pairs of key and value",
        "https://tea.example/01/09506000134352/21/S/10/L, 'a lot (10) must stand once, before the serial (21)'",
        "https://tea.example/01/09506000134352/10/L/10/L, 'a lot (10) must stand once, before the serial (21)'",
        "https://tea.example/01/09506000134352/21/S/21/S, a serial (21) must stand once",
        "https://tea.example/01/09506000134352/17/271231, not (17)",
        "https://tea.example/01/09506000134352/21/, pairs of key and value",
        "https://tea.example/01/09506000134352/21/%E8%8C%B6, must be percent-encoded printable ASCII",
        "https://tea.example/01/09506000134352/21/%20, serial must be 1 to 20",
        "https://tea.example/01/09506000134352/21/123456789012345678901, serial must be 1 to 20",
        "https://tea.example/01/09506000134352/21/%, a digital link must be a URI",
        "https://user@tea.example/01/09506000134352, must start with https://<domain>/",
        "ftp://tea.example/01/09506000134352, must start with https://<domain>/",
        "/01/09506000134352, must start with https://<domain>/",
        "mailto:a@tea.example, must start with https://<domain>/",
        "'', must start with https://<domain>/",
        "https://tea.example//01/09506000134352, domain must be",
        "https://[::1]/01/09506000134352, domain must be",
    })
    void saysWhereALinkIsWrong(String link, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DigitalLink.parse(link))
                .withMessageContaining(message);
    }
}
