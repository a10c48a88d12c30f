package io.lianbo.did.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.json.StrictJson;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.Did;
import io.lianbo.did.internal.Base64Url;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentGrantTest {
    private static final Did VIEWER = Did.parse("did:pkh:eip155:1:0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2");
    private static final Did MERCHANT = Did.parse("did:web:tea.example");
    private static final Instant END = Instant.parse("2026-12-24T20:00:00Z");
    private static final String PURCHASE = "https://lianbo.example/credentials/purchase";

    private static ConsentGrant.Builder grant() {
        return ConsentGrant.builder()
                .holder(VIEWER)
                .grantee(MERCHANT)
                .purpose("a discount for regulars")
                .credentialType(PURCHASE)
                .claims("year", "category")
                .expiresAt(END);
    }

    @Test
    void comesBackFromItsReCap() {
        ConsentGrant grant = grant().claims("address.city").build();

        assertThat(ConsentGrant.fromRecap(grant.recap(), VIEWER, MERCHANT, END)).isEqualTo(grant);
        assertThat(ConsentGrant.isRecap(grant.recap())).isTrue();
        assertThat(ConsentGrant.isRecap(URI.create("https://tea.example"))).isFalse();
    }

    @Test
    void itsReCapIsCanonicalJson() {
        byte[] json = Base64Url.decode(grant().build().recap().toString().substring("urn:recap:".length()));

        assertThat(new String(json, StandardCharsets.UTF_8))
                .isEqualTo("{\"att\":{\"" + PURCHASE
                        + "\":{\"read-claim/category\":[{\"purpose\":\"a discount for regulars\"}],"
                        + "\"read-claim/year\":[{\"purpose\":\"a discount for regulars\"}]}}}");
    }

    @Test
    void coversWhatIsGrantedAndWhatLiesBelow() {
        ConsentGrant grant = grant().claims("address").build();

        assertThat(grant.covers(ClaimPath.parse("category"))).isTrue();
        assertThat(grant.covers(ClaimPath.parse("address.city"))).isTrue();
        assertThat(grant.covers(ClaimPath.parse("price"))).isFalse();
    }

    @Test
    void refusesWhatAWalletCouldNotShow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> grant().purpose("").build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> grant().purpose("a\nb").build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> grant().purpose("\u6298\u6263").build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> grant().purpose("a".repeat(201)).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> grant().credentialType("purchase").build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> grant().credentialType("urn:a b").build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> grant().claims("first name").build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> grant().claims("a\\.b").build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConsentGrant.builder().holder(VIEWER).build())
                .withMessageContaining("grantee");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new ConsentGrant(VIEWER, MERCHANT, "p", PURCHASE, Set.of(), ConsentGrant.UNLIMITED, END))
                .withMessageContaining("claim");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"att\":{}}",
                "{\"att\":7}",
                "{\"prf\":[\"cid\"]}",
                "{\"att\":{\"u:r\":{}}}",
                "{\"att\":{\"u:r\":{\"read-claim/a\":[]}}}",
                "{\"att\":{\"u:r\":{\"read-claim/a\":{}}}}",
                "{\"att\":{\"u:r\":{\"read-claim/a\":[null]}}}",
                "{\"att\":{\"u:r\":{\"read-claim/a\":[{}]}}}",
                "{\"att\":{\"u:r\":{\"read-claim/a\":[{\"purpose\":null}]}}}",
                "{\"att\":{\"u:r\":{\"read-claim/a\":[{\"purpose\":\"p\"},{\"purpose\":\"q\"}]}}}",
                "{\"att\":{\"u:r\":{\"read-claim/a\":[{\"purpose\":\"p\"}],\"read-claim/b\":[{\"purpose\":\"q\"}]}}}",
                "{\"att\":{\"u:r\":{\"crud/a\":[{\"purpose\":\"p\"}],\"read-claim/b\":[{\"purpose\":\"p\"}]}}}",
                "{\"att\":{\"u:r\":{\"crud/a\":[{\"purpose\":\"p\"}]}}}",
                "{\"att\":{\"u:r\":{\"read-claim\":[{\"purpose\":\"p\"}]}}}",
                "{\"att\":{\"u:r\":{\"read-claim/a b\":[{\"purpose\":\"p\"}]}}}",
                "{\"att\":{\"u:r\":{\"read-claim/a\":[{\"purpose\":\"p\"}]},\"u:s\":{}}}",
                "{\"att\":{\"u:r\":{\"read-claim/a\":[{\"purpose\":\"p\"}]}},\"prf\":[\"cid\"]}",
                "{\"att\":{\"u:r\":{\"read-claim/a\":[{\"uses\":3}]}}}",
                "{\"att\":{\"u:r\":{\"read-claim/a\":[{\"purpose\":\"p\",\"uses\":0}]}}}",
                "{\"att\":{\"u:r\":{\"read-claim/a\":[{\"purpose\":\"p\",\"uses\":-1}]}}}",
                "{\"att\":{\"u:r\":{\"read-claim/a\":[{\"purpose\":\"p\",\"uses\":1.5}]}}}",
                "{\"att\":{\"u:r\":{\"read-claim/a\":[{\"purpose\":\"p\",\"uses\":1000001}]}}}",
                "{\"att\":{\"u:r\":{\"read-claim/a\":[{\"purpose\":\"p\",\"uses\":2147483647}]}}}",
                "{\"att\":{\"u:r\":{\"read-claim/a\":[{\"purpose\":\"p\",\"uses\":4294967297}]}}}",
                "{\"att\":{\"u:r\":{\"read-claim/a\":[{\"purpose\":\"p\",\"uses\":\"3\"}]}}}",
                "{\"att\":{\"u:r\":{\"read-claim/a\":[{\"purpose\":\"p\",\"uses\":null}]}}}",
                "{\"att\":{\"u:r\":{\"read-claim/a\":[{\"purpose\":\"p\",\"uses\":3}],\"read-claim/b\":[{\"purpose\":\"p\"}]}}}",
                "{\"att\":{\"u:r\":{\"read-claim/a\":[{\"more\":1,\"purpose\":\"p\"}]}}}",
                "{ \"att\":{\"u:r\":{\"read-claim/a\":[{\"purpose\":\"p\"}]}}}",
                "{\"att\":{\"u:r\":{\"read-claim/a\":[{\"purpose\":\"p\"}]},\"u:r\":{}}}"
            })
    void refusesAReCapThatIsNoGrant(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> ofJson(json));
    }

    @Test
    void readsTheSmallestReCapThatIsAGrant() {
        assertThat(ofJson("{\"att\":{\"u:r\":{\"read-claim/a\":[{\"purpose\":\"p\"}]}}}")
                        .claims())
                .containsExactly(ClaimPath.of("a"));
    }

    @Test
    void aMaximumOfUsesIsInTheReCapAndInWords() {
        ConsentGrant thrice = grant().maxUses(3).build();

        assertThat(new String(
                        Base64Url.decode(thrice.recap().toString().substring("urn:recap:".length())),
                        StandardCharsets.UTF_8))
                .contains("\"read-claim/year\":[{\"purpose\":\"a discount for regulars\",\"uses\":3}]");
        assertThat(thrice.statement()).startsWith("Purpose: a discount for regulars. Uses: at most 3. I further ");
        assertThat(ConsentGrant.fromRecap(thrice.recap(), VIEWER, MERCHANT, END))
                .isEqualTo(thrice);
        assertThat(thrice.isCounted()).isTrue();
        assertThat(grant().build().isCounted()).isFalse();
        assertThat(grant().build().statement()).startsWith("Purpose: a discount for regulars. I further ");
    }

    @Test
    void refusesAMaximumThatIsNoneAndAPurposeThatReadsAsOne() {
        for (int uses : new int[] {0, -1, ConsentGrant.MOST_USES + 1, Integer.MIN_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> grant().maxUses(uses).build())
                    .withMessageContaining("1 to 1000000");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> grant().purpose("a discount. Uses: at most 3").build())
                .withMessageContaining("number of uses");
    }

    @Test
    void isKnownByWhatIsGrantedByWhomToWhomAndUntilWhen() {
        ConsentGrant grant = grant().build();

        assertThat(ConsentGrant.builder()
                        .holder(VIEWER)
                        .grantee(MERCHANT)
                        .purpose("a discount for regulars")
                        .credentialType(PURCHASE)
                        .claims("category", "year")
                        .expiresAt(END)
                        .build()
                        .id())
                .as("the order in which claims are named")
                .isEqualTo(grant.id());
        assertThat(List.of(
                        grant.id(),
                        grant().maxUses(3).build().id(),
                        grant().purpose("advertising").build().id(),
                        grant().claims("price").build().id(),
                        grant().credentialType("urn:review").build().id(),
                        grant().holder(MERCHANT).build().id(),
                        grant().grantee(VIEWER).build().id(),
                        grant().expiresAt(END.plusNanos(1)).build().id()))
                .doesNotHaveDuplicates();
    }

    @Test
    void writesTheSentenceOfTheStandardsExamples() {
        // ERC-5573: "(1) 'crud': 'delete', 'update' for 'https://example.com/pictures/'."
        Recap recap = new Recap("https://example.com/pictures/", "crud", List.of("update", "delete"), Map.of());

        assertThat(recap.sentence())
                .isEqualTo(
                        "I further authorize the stated URI to perform the following actions on my behalf: (1) 'crud':"
                                + " 'delete', 'update' for 'https://example.com/pictures/'.");
        assertThat(StrictJson.parse(Base64Url.decode(recap.uri().toString().substring("urn:recap:".length()))))
                .isEqualTo(StrictJson.parse(
                        "{\"att\":{\"https://example.com/pictures/\":{\"crud/delete\":[{}],\"crud/update\":[{}]}}}"));
    }

    private static ConsentGrant ofJson(String json) {
        URI recap = URI.create("urn:recap:" + Base64Url.encode(json.getBytes(StandardCharsets.UTF_8)));
        return ConsentGrant.fromRecap(recap, VIEWER, MERCHANT, END);
    }
}
