package io.lianbo.nft.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.Verdict.Reason;
import org.junit.jupiter.api.Test;

class CollectionMetadataTest {
    private static final String FOLDER = "ipfs://bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354";

    @Test
    void buildsWhatContractUriLeadsTo() {
        Address host = Address.of("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
        // @start region="build"
        CollectionMetadata collection = CollectionMetadata.builder("Spring Tea")
                .symbol("TEA")
                .description("Tea cakes of one spring")
                .image("ipfs://bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354/collection.png")
                .externalLink("https://tea.example")
                .collaborator(host)
                .build();
        // @end
        assertThat(collection.toJson())
                .isEqualTo("{\"name\":\"Spring Tea\",\"symbol\":\"TEA\",\"description\":\"Tea cakes of one spring\","
                        + "\"image\":\"" + FOLDER + "/collection.png\",\"external_link\":\"https://tea.example\","
                        + "\"collaborators\":[\"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed\"]}");
        CollectionMetadata back =
                CollectionMetadata.parse(collection.toJson()).value().orElseThrow();
        assertThat(back).isEqualTo(collection).hasSameHashCodeAs(collection).hasToString(collection.toJson());
        assertThat(back.name()).isEqualTo("Spring Tea");
        assertThat(back.symbol()).contains("TEA");
        assertThat(back.description()).contains("Tea cakes of one spring");
        assertThat(back.image()).contains(FOLDER + "/collection.png");
        assertThat(back.externalLink()).contains("https://tea.example");
        assertThat(back.collaborators()).containsExactly(host);
        assertThat(back.bannerImage()).isEmpty();
        assertThat(back.featuredImage()).isEmpty();
    }

    @Test
    void unknownKeysSurviveFeesOfOlderMarketplacesAmongThem() {
        String json = "{\"seller_fee_basis_points\":500,\"name\":\"茶\",\"fee_recipient\":\"0x0\","
                + "\"banner_image\":\"" + FOLDER + "/b.png\",\"featured_image\":\"https://tea.example/f.png\"}";
        CollectionMetadata collection = CollectionMetadata.parse(json).value().orElseThrow();
        assertThat(collection.toJson()).isEqualTo(json);
        assertThat(collection.bannerImage()).contains(FOLDER + "/b.png");
        assertThat(collection.featuredImage()).contains("https://tea.example/f.png");
        assertThat(collection.collaborators()).isEmpty();
        assertThat(collection.values()).containsEntry("seller_fee_basis_points", 500L);
    }

    @Test
    void tellsAllThatIsWrongAtOnce() {
        assertThat(CollectionMetadata.parse("{\"symbol\": \"\", \"description\": 1, \"image\": \"collection.png\","
                                + "\"banner_image\": \"http://a/b\", \"featured_image\": 7, \"external_link\": \"tea\","
                                + "\"collaborators\": [\"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed\", 7]}")
                        .reasons())
                .extracting(Reason::toString)
                .containsExactly(
                        "MISSING: name: must be there",
                        "EMPTY: symbol: must not be blank",
                        "WRONG_TYPE: description: must be text: 1",
                        "NO_SCHEME: image: must begin with https:, ipfs:, ar: or data:: \"collection.png\"",
                        "INSECURE_URL: banner_image: must be https, or better ipfs, as browsers block http:"
                                + " \"http://a/b\"",
                        "WRONG_TYPE: featured_image: must be text: 7",
                        "NO_SCHEME: external_link: must begin with https:, ipfs:, ar: or data:: \"tea\"",
                        "BAD_ADDRESS: collaborators[0]: address has a wrong EIP-55 checksum (a digit or the case of a"
                                + " letter was changed; without a checksum it must be all lower case):"
                                + " \"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed\"",
                        "WRONG_TYPE: collaborators[1]: must be text: 7");
        assertThat(CollectionMetadata.parse("{\"name\": \"a\", \"collaborators\": {}}")
                        .reasons())
                .extracting(Reason::toString)
                .containsExactly("WRONG_TYPE: collaborators: must be an array: an object");
        assertThat(CollectionMetadata.parse("[]").reasons())
                .extracting(Reason::code)
                .containsExactly("NOT_JSON");
    }

    @Test
    void theBuilderRefuses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CollectionMetadata.builder("a")
                        .bannerImage("b.png")
                        .featuredImage("ipfs://x")
                        .build())
                .withMessageStartingWith("not a collection's metadata: banner_image: must begin with");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CollectionMetadata.builder("a").other("collaborators", 7))
                .withMessage("the key has a method of its own: collaborators");
        assertThat(CollectionMetadata.builder("a").other("x", 7).build().values())
                .containsEntry("x", 7L);
    }
}
