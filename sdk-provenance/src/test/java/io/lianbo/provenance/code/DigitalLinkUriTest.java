package io.lianbo.provenance.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.provenance.internal.Gs1Identifier;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigitalLinkUriTest {

    @Test
    void namesAnythingThatHasAGs1Key() {
        // @start region="uri"
        DigitalLinkUri pallet = DigitalLinkUri.parse(
                "https://tea.example/00/952012345678912345?02=09506000134352&37=25&linkType=gs1:pip");
        assertThat(pallet.key()).isEqualTo(new Element("00", "952012345678912345"));
        assertThat(pallet.attributes()).containsExactly(new Element("02", "09506000134352"), new Element("37", "25"));
        assertThat(pallet.canonical()).isEqualTo("https://id.gs1.org/00/952012345678912345?02=09506000134352&37=25");
        assertThat(pallet.parameters("linkType")).containsExactly("gs1:pip");
        // @end
        assertThat(pallet.domain()).isEqualTo("https://tea.example");
        assertThat(pallet.qualifiers()).isEmpty();
        assertThat(pallet.goods()).isEmpty();
        assertThat(pallet.elements()).hasToString("(00)952012345678912345(02)09506000134352(37)25");
        assertThat(pallet)
                .hasToString("https://tea.example/00/952012345678912345?02=09506000134352&37=25&linkType=gs1:pip");
        assertThat(DigitalLinkUri.of(pallet.elements())
                        .onDomain("https://tea.example")
                        .withParameter("linkType", "gs1:pip"))
                .hasToString("https://tea.example/00/952012345678912345?02=09506000134352&37=25&linkType=gs1%3Apip");
    }

    /** The examples of the standard, and those that GS1's own engine is tested with. */
    @ParameterizedTest
    @CsvSource({
        "https://id.gs1.org/01/09520123456788, (01)09520123456788",
        "https://brand.example.com/01/9520123456788, (01)09520123456788",
        "https://brand.example.com/some-extra/pathinfo/01/9520123456788, (01)09520123456788",
        "https://id.gs1.org/01/09520123456788/22/2A, (01)09520123456788(22)2A",
        "https://id.gs1.org/01/09520123456788/10/ABC123, (01)09520123456788(10)ABC123",
        "https://id.gs1.org/01/09520123456788/21/12345, (01)09520123456788(21)12345",
        "https://id.gs1.org/01/09520123456788/10/ABC1/21/12345?17=180426, (01)09520123456788(10)ABC1(21)12345(17)180426",
        "https://id.gs1.org/01/09520123456788?3103=000195, (01)09520123456788(3103)000195",
        "https://example.com/01/9520123456788?3103=000195&3922=0299&17=201225, (01)09520123456788(3103)000195(3922)0299(17)201225",
        "https://example.com/01/09520123456788?3103=000195&3922=0299&17=201225, (01)09520123456788(3103)000195(3922)0299(17)201225",
        "https://id.gs1.org/01/09520123456788?17=201225&3103=000195&3922=0299, (01)09520123456788(17)201225(3103)000195(3922)0299",
        "https://id.gs1.org/00/952012345678912345, (00)952012345678912345",
        "https://id.gs1.org/00/952012345678912345?02=09520123456788&37=25&10=ABC123, (00)952012345678912345(02)09520123456788(37)25(10)ABC123",
        "https://id.gs1.org/414/9520123456788, (414)9520123456788",
        "https://id.gs1.org/414/9520123456788/254/32a%2Fb, (414)9520123456788(254)32a/b",
        "https://example.com/8004/9520614141234567?01=9520123456788, (8004)9520614141234567(01)09520123456788",
        "https://id.gs1.org/01/09520123456788/235/XYZ?10=ABC123, (01)09520123456788(235)XYZ(10)ABC123",
        "HTTP://a/00/006141411234567890, (00)006141411234567890",
        "https://a/more/stem/00/006141411234567890, (00)006141411234567890",
        "https://a/00/faux/00/006141411234567890, (00)006141411234567890",
        "https://a:65535/01/12312312312333, (01)12312312312333",
        "https://a./01/12312312312333, (01)12312312312333",
        "https://192.0.2.1/01/12312312312333, (01)12312312312333",
        "https://xn--fsq.xn--0zwm56d/01/12312312312333, (01)12312312312333",
        "https://a/01/416000336108, (01)00416000336108",
        "https://a/01/02345673, (01)00000002345673",
        "https://a/01/12312312312333/22/TEST/10/ABC/21/XYZ, (01)12312312312333(22)TEST(10)ABC(21)XYZ",
        "https://a/253/1231231231232TEST5678901234567, (253)1231231231232TEST5678901234567",
        "https://a/8018/123456789012345675/8019/123, (8018)123456789012345675(8019)123",
        "https://a/stem/00/006141411234567890?, (00)006141411234567890",
        "https://a/stem/401/12345678?99=ABC, (401)12345678(99)ABC",
        "https://a/01/12312312312333?&&&99=ABC&&&&&&98=XYZ&&&, (01)12312312312333(99)ABC(98)XYZ",
        "https://a/01/12312312312333?99=ABC;98=XYZ, (01)12312312312333(99)ABC(98)XYZ",
        "https://a/01/12312312312333?singleton&99=ABC&unknown=666&98=XYZ, (01)12312312312333(99)ABC(98)XYZ",
        "https://a/01/12312312312333/22/ABC%2d123?99=ABC&98=XYZ%2f987, (01)12312312312333(22)ABC-123(99)ABC(98)XYZ/987",
        "https://a/01/12312312312333/22/ABC+123?99=ABC, (01)12312312312333(22)ABC+123(99)ABC",
        "https://a/01/12312312312333/22/test/10/abc/21/xyz#fragment, (01)12312312312333(22)test(10)abc(21)xyz",
        "https://a/415/9520123456788/8020/ABC, (415)9520123456788(8020)ABC",
        "https://a/417/9520123456788/7040/1ABC, (417)9520123456788(7040)1ABC",
        "https://a/8004/9520614141234567/7040/1ABC, (8004)9520614141234567(7040)1ABC",
        "https://a/8006/095201234567880102/22/A/10/B/21/C, (8006)095201234567880102(22)A(10)B(21)C",
        "https://a/8010/0200/8011/12, (8010)0200(8011)12",
        "https://a/8013/1987654Ad4X4bL5ttr2310c2K, (8013)1987654Ad4X4bL5ttr2310c2K",
        "https://a/8003/04012345111118988, (8003)04012345111118988",
        "https://a/255/9526064000028000001, (255)9526064000028000001",
        "https://a/402/95201234567891235, (402)95201234567891235",
    })
    void readsPublishedExamples(String uri, String elements) {
        DigitalLinkUri link = DigitalLinkUri.parse(uri);
        assertThat(link.elements()).hasToString(elements);
        assertThat(DigitalLinkUri.parse(link.toString())).isEqualTo(link).hasSameHashCodeAs(link);
        assertThat(DigitalLinkUri.of(ElementString.parse(elements)).canonical()).isEqualTo(link.canonical());
        assertThat(DigitalLinkUri.parse(link.canonical()).canonical()).isEqualTo(link.canonical());
    }

    @ParameterizedTest
    @CsvSource({
        "(01)12312312312326(21)abc123, https://id.gs1.org/01/12312312312326/21/abc123",
        "(21)XYZ(01)12312312312333(10)ABC123(99)XYZ, https://id.gs1.org/01/12312312312333/10/ABC123/21/XYZ?99=XYZ",
        "(01)12312312312333(10)ABC+123(99)XYZ+QWERTY, https://id.gs1.org/01/12312312312333/10/ABC%2B123?99=XYZ%2BQWERTY",
        "(8017)795260646688514634(99)000001(253)9526064000028000001, https://id.gs1.org/8017/795260646688514634?99=000001&253=9526064000028000001",
        "(253)9526064000028000001(99)000001(01)12312312312326(10)DEF, https://id.gs1.org/253/9526064000028000001?99=000001&01=12312312312326&10=DEF",
        "(01)12312312312326(99)a=b;c'd&e?f, https://id.gs1.org/01/12312312312326?99=a%3Db%3Bc%27d%26e%3Ff",
    })
    void makesLinksOfElements(String elements, String uri) {
        DigitalLinkUri link = DigitalLinkUri.of(ElementString.parse(elements));
        assertThat(link).hasToString(uri);
        assertThat(DigitalLinkUri.parse(uri)).isEqualTo(link);
    }

    @ParameterizedTest
    @CsvSource({
        "(99)ABC, must have a key of GS1",
        "(01)12312312312326(8200)http://example.com, (8200) must not stand in the query",
        "(01)12312312312326(22)ABC(10)DEF(235)TPX, (235) must not stand in the query",
        "(01)12312312312326(10)., (10) must not be dots alone",
        "(01)12312312312326(21).., (21) must not be dots alone",
    })
    void refusesElementsThatHaveNoPlaceInALink(String elements, String message) {
        ElementString given = ElementString.parse(elements);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DigitalLinkUri.of(given))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "https://a/01/09520123456789, '(01) must end in its check digit 8: 09520123456789, in https://a/01'",
        "https://a/00/006141411234567891, '(00) must end in its check digit 0'",
        "https://a/01/09520123456788/21/A/10/B, 'behind (01) there must stand in this order, each at most once, (22), (10), (21); or (235), unlike (21), (10)'",
        "https://a/01/09520123456788/10/A/10/A, unlike (10), (10)",
        "https://a/01/09520123456788/22/A/235/B, unlike (22), (235)",
        "https://a/01/09520123456788/254/A, unlike (254)",
        "https://a/414/9520123456788/254/A/7040/1ABC, unlike (254), (7040)",
        "https://a/00/006141411234567890/21/A, behind (00) there must stand nothing",
        "https://a/8017/795260646688514634/8011/1, 'each at most once, (8019), unlike (8011)'",
        "https://a/410/9520123456788, must hold a key of GS1",
        "https://a/01/09520123456788?10=ABC123, '(10) must stand in the path, behind (01)'",
        "https://a/01/09520123456788/21/A?10=ABC123, '(10) must stand in the path, behind (01)'",
        "https://a/01/09520123456788/10/A?10=A, (10) must stand once",
        "https://a/01/09520123456788?99=A&99=A, (99) must stand once",
        "https://a/01/09520123456788?01=09520123456788, (01) must stand once",
        "https://a/01/09520123456788?21=A, (21) must not stand in the query",
        "https://a/01/09520123456788?7040=1ABC, (7040) must not stand in the query",
        "https://a/01/09520123456788?99=, must give (99) a value",
        "https://a/01/09520123456788?17, must give (17) a value",
        "https://a/01/09520123456788?999=A, there is no application identifier (999)",
        "https://a/01/09520123456788?1=A, there is no application identifier (1)",
        "https://a/01/09520123456788?17=991332, '(17) must be a date, YYMMDD, whose day may be 00: 991332'",
        "https://a/01/09520123456788?99=A+B, 'must write + as %2B in the value of (99)'",
        "https://a/01/09520123456788?3922=0299, (3922) must stand beside 30 or 31nn",
        "https://a/01/09520123456788?37=5, (01) must not stand beside (37)",
        "https://a/415/9520123456788, (415) must stand beside 8020",
        "https://a/gtin/09520123456788, must hold a key of GS1",
        "https://a/01/09520123456788/lot/A, 'lot is no application identifier'",
        "https://a/01/09520123456788/414/9520123456788, 'must name one thing, and has another key before the last one, (01)'",
        "https://a/00/006141411234567890/x/01/09520123456788, 'has another key before the last one, (00)'",
        "https://a/AQnYUc1gmiCNV4JGLGQ, must hold a key of GS1",
    })
    void saysWhatIsWrongWithALink(String uri, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DigitalLinkUri.parse(uri))
                .withMessageContaining(message);
    }

    /** What browsers, proxies and readers of links disagree about. */
    @ParameterizedTest
    @CsvSource({
        "https://a/%30%31/09520123456788, must hold a key of GS1",
        "https://a/0%31/09520123456788/21/A, must hold a key of GS1",
        "https://a/01/09520123456788/%31%30/A, '%31%30 is no application identifier'",
        "https://a/01/09520123456788?%31%37=281231, must not encode the digits of a name in its query",
        "https://a/01/09520123456788?%EF%BC%91=1, there is no",
        "https://a/01/09520123456788/10/A%00, must percent-encode printable ASCII alone",
        "https://a/01/09520123456788/10/A%0d%0aX, must percent-encode printable ASCII alone",
        "https://a/01/09520123456788/10/A%C0%AF, must percent-encode printable ASCII alone",
        "https://a/01/09520123456788/10/A%E2%80%AE, must percent-encode printable ASCII alone",
        "https://a/01/09520123456788/10/A%7F, must percent-encode printable ASCII alone",
        "https://a/01/09520123456788/10/A%2, two hexadecimal digits behind the % that is its character 33",
        "https://a/01/09520123456788/10/A%G4, two hexadecimal digits behind the % that is its character 33",
        "https://a/01/09520123456788/10/A%４1, two hexadecimal digits",
        "https://a/01/０9520123456788, 'must not hold U+FF10, which is its character 14'",
        "https://a/01/0952012345678٨, must not hold U+0668",
        "https://a\\01\\09520123456788, must not hold U+005C",
        "'https://a/01/09520123456788/10/A B', must not hold U+0020",
        "https://a/01/09520123456788/10/../21/A, must not hold a segment of dots",
        "https://a/01/09520123456788/10/%2e%2E/21/A, must not hold a segment of dots",
        "https://a/x/../01/09520123456788, 'a segment of dots, as at its character 13'",
        "https://a/./01/09520123456788, 'a segment of dots, as at its character 11'",
        "https://a//01/09520123456788, 'an empty segment, as at its character 11'",
        "https://a/01//09520123456788, an empty segment",
        "https://a/01/09520123456788//, an empty segment",
        "https://a/%2e/01/09520123456788, a segment of dots",
        "https://a/x%2Fy/01/09520123456788, 'must have letters, digits and -._~ alone in its path before the key'",
        "https://a/x;y/01/09520123456788, 'must have letters, digits and -._~ alone in its path before the key'",
        "https://id.gs1.org@evil.example/01/09520123456788, must not name a user",
        "https://[2001:db8::1]/01/09520123456788, must name its host",
        "https://[fe80::1%25lo]/01/09520123456788, must name its host",
        "https://a:b/01/09520123456788, must start with https://<domain>/",
        "https://a:65536/01/09520123456788, must start with https://<domain>/",
        "https://$a/01/09520123456788, must start with https://<domain>/",
        "https://-a/01/09520123456788, must start with https://<domain>/",
        "https:/a/01/09520123456788, must start with https://<domain>/",
        "//a/01/09520123456788, must start with https://<domain>/",
        "javascript:alert(1)//a/01/09520123456788, must start with https://<domain>/",
    })
    void refusesTricks(String uri, String message) {
        if (uri.contains("%EF%BC%91")) { // full-width digits name no identifier: a parameter of someone else's
            assertThat(DigitalLinkUri.parse(uri).attributes()).isEmpty();
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DigitalLinkUri.parse(uri))
                    .withMessageContaining(message);
        }
    }

    @Test
    void decodesOnce() {
        DigitalLinkUri link = DigitalLinkUri.parse("https://a/01/09520123456788/10/A%252FB");
        assertThat(link.qualifiers()).containsExactly(new Element("10", "A%2FB"));
        assertThat(link.canonical()).isEqualTo("https://id.gs1.org/01/09520123456788/10/A%252FB");
        DigitalLinkUri slash = DigitalLinkUri.parse("https://a/01/09520123456788/10/A%2FB");
        assertThat(slash.canonical())
                .isEqualTo(DigitalLinkUri.parse("https://a/01/09520123456788/10/A%2fB")
                        .canonical())
                .isNotEqualTo(link.canonical());
    }

    @Test
    void findsTheGoods() {
        DigitalLinkUri cake = DigitalLinkUri.parse("https://tea.example/p/01/9506000134352/10/S/21/C?17=281231");
        assertThat(cake.goods())
                .contains(DigitalLink.ofItem("9506000134352", "C").withLot("S").onDomain("https://tea.example/p"));
        assertThat(DigitalLinkUri.parse("https://a/01/09520123456788/22/A").goods())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "17", "a b", "a=b", "a&b", "é"})
    void refusesParametersThatAreNone(String name) {
        DigitalLinkUri link = DigitalLinkUri.parse("https://a/01/09520123456788");
        assertThatIllegalArgumentException().isThrownBy(() -> link.withParameter(name, "x"));
    }

    @Test
    void keepsParametersOfOthers() {
        DigitalLinkUri link =
                DigitalLinkUri.parse("https://a/01/09520123456788?x&picc=EF96&x=%E8%8C%B6&17=281231&x=a+b");
        assertThat(link.parameters("x")).containsExactly("", "茶", "a b");
        assertThat(link.parameters("y")).isEmpty();
        assertThat(link).hasToString("https://a/01/09520123456788?17=281231&x&picc=EF96&x=%E8%8C%B6&x=a+b");
        assertThat(link.withParameter("note", "a=b;茶 +").parameters("note")).containsExactly("a=b;茶 +");
        assertThat(link).isNotEqualTo(link.onDomain("https://b"));
    }

    /** Whatever set 82 allows comes back, in the path and in the query. */
    @Test
    void readsWhatItPrints() {
        Random random = new Random(27);
        String set82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
        for (int i = 0; i < 500; i++) {
            String lot = "L" + text(set82, random);
            String note = text(set82, random);
            DigitalLinkUri link = DigitalLinkUri.of(new ElementString(
                    List.of(new Element("01", "09506000134352"), new Element("10", lot), new Element("91", note))));
            assertThat(DigitalLinkUri.parse(link.toString())).isEqualTo(link);
            assertThat(ElementString.parse(link.elements().toString())).isEqualTo(link.elements());
            assertThat(ElementString.parseScanned(link.elements().toScanned())).isEqualTo(link.elements());
        }
    }

    /** Events name goods by what another reader makes of a link; where this one takes a link, both name the same. */
    @ParameterizedTest
    @CsvSource({
        "https://tea.example/01/09506000134352/10/S/21/C, https://id.gs1.org/01/09506000134352/21/C",
        "https://tea.example/01/9506000134352/22/A/10/S, https://id.gs1.org/01/09506000134352/10/S",
        "https://tea.example/p/01/x/01/09506000134352/, https://id.gs1.org/01/09506000134352",
        "https://tea.example/01/09506000134352/10/01/21/01?x=/01/4, https://id.gs1.org/01/09506000134352/21/01",
        "https://tea.example/01/09506000134352/21/A%252FB#/01/4, https://id.gs1.org/01/09506000134352/21/A%252FB",
        "https://tea.example/414/9506000134352/254/a%2fb, https://id.gs1.org/414/9506000134352/254/a%2Fb",
        "https://tea.example/8003/04012345111118988, https://id.gs1.org/8003/04012345111118988",
    })
    void namesWhatEventsName(String uri, String name) {
        assertThat(Gs1Identifier.canonical(uri)).contains(name);
        DigitalLinkUri link = DigitalLinkUri.parse(uri);
        assertThat(Gs1Identifier.canonical(link.toString())).contains(name);
        assertThat(Gs1Identifier.canonical(link.canonical())).contains(name);
        link.goods().ifPresent(goods -> assertThat(goods.canonical()).isEqualTo(name));
    }

    /** Whatever comes, it is read and written back the same, or refused with a message of one line. */
    @Test
    void isNeverSurprised() {
        Random random = new Random(28);
        String[] seeds = {
            "https://tea.example/01/09506000134352/10/S%2FPRING/21/CAKE-0001?17=281231&3103=000195&linkType=all#top",
            "https://a/414/9520123456788/254/32a%2Fb",
            "https://a/8006/095201234567880102/22/A/10/B/21/C",
        };
        String alphabet = "0123456789/%?#&=;+.:@[]\\-_~AZaz\u0000\u00a0\u0661\uff10 ";
        int read = 0;
        for (int i = 0; i < 30_000; i++) {
            StringBuilder uri = new StringBuilder(seeds[i % seeds.length]);
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                int at = random.nextInt(uri.length());
                char c = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(3)) {
                    case 0 -> uri.setCharAt(at, c);
                    case 1 -> uri.insert(at, c);
                    default -> uri.deleteCharAt(at);
                }
            }
            DigitalLinkUri link;
            try {
                link = DigitalLinkUri.parse(uri.toString());
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageMatching("[ -~]{20,500}");
                continue;
            }
            read++;
            assertThat(DigitalLinkUri.parse(link.toString())).isEqualTo(link);
            assertThat(DigitalLinkUri.parse(link.canonical()).elements().elements())
                    .containsExactlyInAnyOrderElementsOf(link.elements().elements());
        }
        assertThat(read).isBetween(1_000, 29_000);
    }

    private static String text(String alphabet, Random random) {
        StringBuilder text = new StringBuilder();
        for (int length = 1 + random.nextInt(19); length > 0; length--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
