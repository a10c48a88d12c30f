package io.lianbo.provenance.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.json.StrictJson;
import io.lianbo.provenance.code.DigitalLinkUri;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinksetTest {

    private static final String CAKE = "https://id.gs1.org/01/09506000134352/21/CAKE-0001";

    @Test
    void saysWhereMoreIsToBeFound() {
        // @start region="linkset"
        DigitalLinkUri cake = DigitalLinkUri.parse("https://id.gs1.org/01/09506000134352/21/CAKE-0001");
        LinkTarget page = LinkTarget.of("https://tea.example/cake", "Raw tea, spring 2026")
                .withType("text/html")
                .withLanguage("en");
        LinkContext links = LinkContext.of(cake, "Raw Pu'er cake, 357 g")
                .withLink(Linkset.gs1("defaultLink"), page)
                .withLink(Linkset.gs1("pip"), page)
                .withLink(
                        Linkset.gs1("traceability"),
                        LinkTarget.of("https://tea.example/passport/CAKE-0001", "Its history, and all that proves it")
                                .withType("application/json"));
        String json = new Linkset(List.of(links)).toJson(); // application/linkset+json

        List<LinkTarget> histories = Linkset.parse(json).of(cake).orElseThrow().targets(Linkset.gs1("traceability"));
        // @end
        assertThat(histories).hasSize(1);
        assertThat(histories.getFirst().href()).hasToString("https://tea.example/passport/CAKE-0001");
        assertThat(json)
                .isEqualTo("{\"linkset\":[{\"anchor\":\"" + CAKE + "\",\"itemDescription\":\"Raw Pu'er cake, 357 g\","
                        + "\"https://gs1.org/voc/defaultLink\":[{\"href\":\"https://tea.example/cake\",\"title\":\"Raw tea, spring 2026\","
                        + "\"hreflang\":[\"en\"],\"type\":\"text/html\"}],"
                        + "\"https://gs1.org/voc/pip\":[{\"href\":\"https://tea.example/cake\",\"title\":\"Raw tea, spring 2026\","
                        + "\"hreflang\":[\"en\"],\"type\":\"text/html\"}],"
                        + "\"https://gs1.org/voc/traceability\":[{\"href\":\"https://tea.example/passport/CAKE-0001\","
                        + "\"title\":\"Its history, and all that proves it\",\"type\":\"application/json\"}]}]}");
        assertThat(Linkset.parse(json)).isEqualTo(new Linkset(List.of(links)));
        assertThat(Linkset.MEDIA_TYPE).isEqualTo("application/linkset+json");
    }

    @Test
    void readsWhatResolversSay() {
        String json = """
                {"linkset": [
                  {"anchor": "https://resolver.example/01/09506000134352",
                   "itemDescription": "普洱茶饼",
                   "unixtime": 1780000000,
                   "https://gs1.org/voc/defaultLink": [{"href": "https://tea.example/", "title": "Tea"}],
                   "https://gs1.org/voc/pip": [
                     {"href": "https://tea.example/en", "title": "Product", "hreflang": ["en", "en-GB"], "type": "text/html",
                      "context": ["GB", "IE"], "fwqs": true, "public": false, "title*": [{"value": "产品", "language": "zh"}]},
                     {"href": "https://tea.example/zh?x=%E8%8C%B6", "title": "产品", "hreflang": ["zh-CN"]}],
                   "describedby": [{"href": "http://tea.example/about", "title": "About"}],
                   "https://vocabulary.example/certificate": [{"href": "https://lab.example/77", "title": "Report"}]},
                  {"anchor": "https://resolver.example/00/952012345678912345", "itemDescription": ""}
                ]}""";
        Linkset linkset = Linkset.parse(json);
        assertThat(StrictJson.parse(linkset.toJson())).isEqualTo(StrictJson.parse(json));
        assertThat(Linkset.parse(linkset.toJson())).isEqualTo(linkset);

        LinkContext product = linkset.of(DigitalLinkUri.parse("https://id.gs1.org/01/9506000134352"))
                .orElseThrow();
        LinkTarget page = product.targets(Linkset.gs1("pip")).getFirst();
        assertThat(page.hreflang()).containsExactly("en", "en-GB");
        assertThat(page.context()).containsExactly("GB", "IE");
        assertThat(page.fwqs()).contains(true);
        assertThat(page.isPublic()).contains(false);
        assertThat(page.others()).containsOnlyKeys("title*");
        assertThat(product.others()).containsOnlyKeys("unixtime");
        assertThat(product.targets("describedby")).hasSize(1);
        assertThat(product.targets(Linkset.gs1("recallStatus"))).isEmpty();
        assertThat(linkset.of(DigitalLinkUri.parse("https://id.gs1.org/01/09506000134369")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | linkset must be a JSON object: an array",
                "{} | linkset: missing key linkset",
                "{'linkset': []} | linkset: a linkset must have a thing",
                "{'linkset': {}} | linkset must be an array: an object",
                "{'linkset': [1]} | linkset[0] must be an object: 1",
                "{'linkset': [], 'more': 1} | unknown key more",
                "{'linkset': [{'itemDescription': 'x'}]} | missing key linkset[0].anchor",
                "{'linkset': [{'anchor': 'ANCHOR'}]} | missing key linkset[0].itemDescription",
                "{'linkset': [{'anchor': 'https://a/01/09506000134353', 'itemDescription': 'x'}]} | linkset[0].anchor: (01) must end in its check digit 2",
                "{'linkset': [{'anchor': 'https://tea.example/', 'itemDescription': 'x'}]} | linkset[0].anchor: a digital link must hold a key",
                "{'linkset': [{'anchor': 'ANCHOR', 'itemDescription': 'x', 'https://gs1.org/voc/pip': []}]} | linkset[0]: https://gs1.org/voc/pip must have a target",
                "{'linkset': [{'anchor': 'ANCHOR', 'itemDescription': 'x', 'https://gs1.org/voc/pip': ['x']}]} | linkset[0].https://gs1.org/voc/pip[0] must be an object",
                "{'linkset': [{'anchor': 'ANCHOR', 'itemDescription': 'x', 'https://gs1.org/voc/pip': [{'title': 'x'}]}]} | missing key linkset[0].https://gs1.org/voc/pip[0].href",
                "{'linkset': [{'anchor': 'ANCHOR', 'itemDescription': 'x', 'https://gs1.org/voc/pip': [{'href': 'https://a/'}]}]} | missing key linkset[0].https://gs1.org/voc/pip[0].title",
                "{'linkset': [{'anchor': 'ANCHOR', 'itemDescription': 'x', 'pip': [{'href': 'javascript:alert(1)', 'title': 'x'}]}]} | linkset[0].pip[0]: href must begin with https://<host>/",
                "{'linkset': [{'anchor': 'ANCHOR', 'itemDescription': 'x', 'pip': [{'href': '/pip', 'title': 'x'}]}]} | linkset[0].pip[0]: href must begin with https://<host>/",
                "{'linkset': [{'anchor': 'ANCHOR', 'itemDescription': 'x', 'pip': [{'href': 'https://u@a/', 'title': 'x'}]}]} | linkset[0].pip[0]: href must begin with https://<host>/",
                "{'linkset': [{'anchor': 'ANCHOR', 'itemDescription': 'x', 'pip': [{'href': 'a b', 'title': 'x'}]}]} | linkset[0].pip[0].href: href must be a URI",
                "{'linkset': [{'anchor': 'ANCHOR', 'itemDescription': 'x', 'pip': [{'href': 'https://a/', 'title': ' '}]}]} | linkset[0].pip[0]: title must not be blank",
                "{'linkset': [{'anchor': 'ANCHOR', 'itemDescription': 'x', 'pip': [{'href': 'https://a/', 'title': 'x', 'hreflang': 'en'}]}]} | linkset[0].pip[0].hreflang must be an array",
                "{'linkset': [{'anchor': 'ANCHOR', 'itemDescription': 'x', 'pip': [{'href': 'https://a/', 'title': 'x', 'hreflang': ['english']}]}]} | hreflang must be a language such as en or en-GB: english",
                "{'linkset': [{'anchor': 'ANCHOR', 'itemDescription': 'x', 'pip': [{'href': 'https://a/', 'title': 'x', 'type': 'html'}]}]} | type must be a media type such as text/html: html",
                "{'linkset': [{'anchor': 'ANCHOR', 'itemDescription': 'x', 'pip': [{'href': 'https://a/', 'title': 'x', 'fwqs': 1}]}]} | fwqs must be true or false",
                "{'linkset': [{'anchor': 'ANCHOR', 'anchor': 'ANCHOR'}]} | the key \"anchor\" is there twice",
            })
    void saysWhatIsWrongWithADocument(String json, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Linkset.parse(json.replace('\'', '"').replace("ANCHOR", CAKE)))
                .withMessageContaining(message);
    }

    @Test
    void refusesEndlessDocuments() {
        String json = "{\"linkset\":[]}" + " ".repeat(Linkset.LONGEST);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Linkset.parse(json))
                .withMessageContaining("at most 1048576 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Pip page", "anchor", "gs1:pip", "ftp://x", "https://", "https://gs1.org/voc/pi p"})
    void refusesRelationsThatAreNone(String relation) {
        LinkContext context = LinkContext.of(DigitalLinkUri.parse(CAKE), "x");
        LinkTarget target = LinkTarget.of("https://a/", "x");
        assertThatIllegalArgumentException().isThrownBy(() -> context.withLink(relation, target));
    }

    @Test
    void refusesFurtherMembersThatAreKnown() {
        Map<String, Object> others = new LinkedHashMap<>();
        others.put("href", "https://b/");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LinkTarget(
                        URI.create("https://a/"),
                        "x",
                        List.of(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        others))
                .withMessage("further members must not hold href");
        assertThatIllegalArgumentException().isThrownBy(() -> Linkset.gs1("pip/../x"));
    }
}
