package io.lianbo.did.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.json.StrictJson;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.ClaimPointer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** OpenID4VP 1.0 section 7: what a claims path pointer leads to. */
class ClaimSelectionTest {
    private final Parties parties = new Parties();
    private final Credential credential = parties.issuer.issue(parties.draft()
            .claims(StrictJson.parseObject("""
                    {"name": "Li Wei",
                     "address": {"street": "Longjing Rd", "city": "Hangzhou"},
                     "degrees": [{"type": "BSc", "by": "Zhejiang"}, {"type": "MSc", "by": "Zhejiang"}, {"by": "Anhui"}],
                     "nationalities": ["CN", "SG", "FR"],
                     "mixed": ["text", {"type": "x"}],
                     "matrix": [[1, 2], [3], []],
                     "nothing": null,
                     "digits": {"0": "a member whose name is a digit"}}"""))
            .disclosable(ClaimPath.all(
                    "name",
                    "degrees",
                    "degrees.0",
                    "degrees.1",
                    "degrees.0.type",
                    "nationalities.0",
                    "nationalities.1"))
            .build());

    @AfterEach
    void closeKeys() {
        parties.close();
    }

    private Map<ClaimPath, Object> selected(Object... pointer) {
        return credential.select(ClaimPointer.ofJson(Arrays.asList(pointer)));
    }

    @Test
    void followsNamesIndexesAndEveryElement() {
        assertThat(selected("name")).isEqualTo(Map.of(ClaimPath.of("name"), "Li Wei"));
        assertThat(selected("address"))
                .isEqualTo(Map.of(ClaimPath.of("address"), Map.of("street", "Longjing Rd", "city", "Hangzhou")));
        assertThat(selected("address", "city")).isEqualTo(Map.of(ClaimPath.of("address", "city"), "Hangzhou"));
        assertThat(selected("nationalities", 1)).isEqualTo(Map.of(ClaimPath.of("nationalities", "1"), "SG"));
        assertThat(selected("nationalities", null)).hasSize(3).containsValues("CN", "SG", "FR");
        assertThat(selected("matrix", null, null).values()).containsExactly(1L, 2L, 3L);
        assertThat(selected("matrix", null, 0).values()).containsExactly(1L, 3L);
        assertThat(selected("nothing")).hasSize(1).containsValue(null);
    }

    @Test
    void leavesOutElementsWithoutTheMember() {
        assertThat(selected("degrees", null, "type"))
                .isEqualTo(Map.of(ClaimPath.parse("degrees.0.type"), "BSc", ClaimPath.parse("degrees.1.type"), "MSc"));
    }

    @Test
    void leadsNowhereWhereNothingIs() {
        for (List<Object> pointer : List.of(
                List.<Object>of("Name"),
                List.<Object>of(""),
                List.<Object>of("address", "country"),
                List.<Object>of("nationalities", 3),
                List.<Object>of("nationalities", Long.MAX_VALUE),
                List.<Object>of("matrix", 2, 0))) {
            assertThat(selected(pointer.toArray())).as("%s", pointer).isEmpty();
        }
        assertThat(selected("matrix", 2, null)).isEmpty();
    }

    @Test
    void leadsNowhereWhereOneValueIsOfTheWrongKind() {
        assertThat(selected("mixed", null, "type")).isEmpty();
        assertThat(selected("mixed", 1, "type")).hasSize(1);
        assertThat(selected("nationalities", "0")).isEmpty();
        assertThat(selected("digits", 0)).isEmpty();
        assertThat(selected("digits", "0")).hasSize(1);
        assertThat(selected("address", null)).isEmpty();
        assertThat(selected("name", "x")).isEmpty();
        assertThat(selected("nothing", "x")).isEmpty();
        assertThat(selected(0)).isEmpty();
        assertThat(selected((Object) null)).isEmpty();
    }

    @Test
    void reachesWhatTheCredentialSaysAboutItselfButNotItsHashes() {
        assertThat(selected("iss").values()).containsExactly(Parties.MERCHANT.toString());
        assertThat(selected("cnf", "jwk", "kty").values()).containsExactly("OKP");
        assertThat(selected("_sd")).isEmpty();
        assertThat(selected("_sd_alg")).isEmpty();
        assertThat(credential.allClaims()).containsKeys("iss", "vct", "cnf", "iat", "name");
    }

    @Test
    void aVerifierCountsElementsAsTheIssuerDid() {
        PresentedCredential presented = parties.verify(
                        parties.holder.present(credential, parties.request, ClaimPath.all("nationalities.1")))
                .value()
                .orElseThrow();

        assertThat(presented.claims().get("nationalities")).isEqualTo(List.of("SG", "FR"));
        assertThat(presented.select(ClaimPointer.of("nationalities").element(0)))
                .isEmpty();
        assertThat(presented.select(ClaimPointer.of("nationalities").element(1)))
                .isEqualTo(Map.of(ClaimPath.of("nationalities", "1"), "SG"));
        assertThat(presented.select(ClaimPointer.of("nationalities").element(2)))
                .isEqualTo(Map.of(ClaimPath.of("nationalities", "2"), "FR"));
        assertThat(presented.disclosed()).containsExactly(ClaimPath.of("nationalities", "1"));
    }

    @Test
    void theReducedCredentialIsWhatAVerifierSees() {
        Credential reduced = credential.reducedTo(ClaimPath.all("degrees.0.type"));

        assertThat(reduced.disclosable()).isEqualTo(ClaimPath.all("degrees", "degrees.0", "degrees.0.type"));
        assertThat(reduced.claims().get("degrees"))
                .isEqualTo(List.of(Map.of("type", "BSc", "by", "Zhejiang"), Map.of("by", "Anhui")));
        assertThat(reduced.disclosableClaims().get(ClaimPath.parse("degrees.0.type")))
                .isEqualTo("BSc");
        assertThat(parties.verify(parties.holder.present(reduced, parties.request, reduced.disclosable()))
                        .value()
                        .orElseThrow()
                        .claims())
                .isEqualTo(reduced.claims());
        assertThat(credential.reducedTo(Set.of()).disclosable()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> credential.reducedTo(ClaimPath.all("colour")));
    }
}
