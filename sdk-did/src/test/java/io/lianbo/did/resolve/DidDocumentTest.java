package io.lianbo.did.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.AccountId;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.AgreementKey;
import io.lianbo.did.Did;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.internal.Base58;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DidDocumentTest {
    private static final Did TEA = Did.parse("did:web:tea.example");
    private static final VerificationKey ED25519 = Did.parse("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK")
            .key()
            .orElseThrow();
    private static final VerificationKey P256 = Did.parse("did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169")
            .key()
            .orElseThrow();
    private static final AccountId ACCOUNT = AccountId.parse("eip155:1:0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb");

    @Test
    void isReadAsItIsWritten() {
        DidDocument document = DidDocument.builder(TEA)
                .controller(Did.parse("did:web:owner.example"))
                .alsoKnownAs("https://tea.example/")
                .key("key-1", P256, Relationship.ASSERTION_METHOD, Relationship.AUTHENTICATION)
                .key("key-2", ED25519, Relationship.ASSERTION_METHOD)
                .agreementKey("enc", AgreementKey.beside(ED25519))
                .account("wallet", ACCOUNT, Relationship.AUTHENTICATION)
                .service("shop", "LinkedDomains", "https://tea.example/")
                .service("inbox", "Messages", Map.of("uri", "https://tea.example/inbox", "accept", List.of("a")))
                .build();

        DidDocument read = DidDocument.parse(document.toString());
        assertThat(read).isEqualTo(document).hasSameHashCodeAs(document);
        assertThat(read.id()).isEqualTo(TEA);
        assertThat(read.controllers()).containsExactly(Did.parse("did:web:owner.example"));
        assertThat(read.alsoKnownAs()).containsExactly("https://tea.example/");
        assertThat(read.keysFor(Relationship.ASSERTION_METHOD)).containsExactly(P256, ED25519);
        assertThat(read.keysFor(Relationship.AUTHENTICATION)).containsExactly(P256);
        assertThat(read.keysFor(Relationship.CAPABILITY_DELEGATION)).isEmpty();
        assertThat(read.agreementKeys()).containsExactly(AgreementKey.beside(ED25519));
        assertThat(read.accountsFor(Relationship.AUTHENTICATION)).containsExactly(ACCOUNT);
        assertThat(read.services())
                .extracting(Service::id)
                .containsExactly("did:web:tea.example#shop", "did:web:tea.example#inbox");
        assertThat(read.services().getLast().endpoint())
                .isEqualTo(Map.of("uri", "https://tea.example/inbox", "accept", List.of("a")));
    }

    @Test
    void keepsWhatItDoesNotKnow() {
        String json =
                "{\"@context\":[\"https://www.w3.org/ns/did/v1\",{\"a\":\"b\"}],\"id\":\"did:web:tea.example\",\"x\":[1,null]}";

        assertThat(DidDocument.parse(json)).hasToString(json);
    }

    @Test
    void readsRelativeIdsAndEmbeddedMethodsAndTheOlderFormsOfAKey() {
        DidDocument document = DidDocument.parse("""
                {"id": "did:web:tea.example",
                 "verificationMethod": [
                  {"id": "#a", "type": "JsonWebKey", "controller": "did:web:tea.example", "publicKeyJwk": %s},
                  {"id": "#b", "type": "Ed25519VerificationKey2018", "controller": "did:web:tea.example",
                   "publicKeyBase58": "%s"}],
                 "assertionMethod": ["#a", "did:web:tea.example#b",
                  {"id": "#c", "type": "Multikey", "controller": "did:web:tea.example", "publicKeyMultibase": "%s"}]}
                """.formatted(
                        StrictJson.write(P256.jwk()),
                        Base58.encode(ED25519.bytes()),
                        P256.did().identifier()));

        assertThat(document.keysFor(Relationship.ASSERTION_METHOD)).containsExactly(P256, ED25519);
        assertThat(document.verificationMethods(Relationship.ASSERTION_METHOD))
                .extracting(VerificationMethod::id)
                .containsExactly("did:web:tea.example#a", "did:web:tea.example#b", "did:web:tea.example#c");
        assertThat(document.verificationMethod("#c"))
                .flatMap(VerificationMethod::key)
                .contains(P256);
    }

    @Test
    void aKeyThatIsDamagedRevokedExpiringOrOfAnUnknownKindGivesNone() {
        String multikey = P256.did().identifier();
        DidDocument document = DidDocument.parse("""
                {"id": "did:web:tea.example",
                 "verificationMethod": [
                  {"id": "#1", "type": "Multikey", "controller": "did:web:a", "publicKeyMultibase": "zzz"},
                  {"id": "#2", "type": "JsonWebKey", "controller": "did:web:a", "publicKeyJwk": {"kty": "RSA", "n": "AQ", "e": "AQAB"}},
                  {"id": "#3", "type": "Multikey", "controller": "did:web:a", "publicKeyMultibase": "%1$s", "revoked": "2020-01-01T00:00:00Z"},
                  {"id": "#4", "type": "Multikey", "controller": "did:web:a", "publicKeyMultibase": "%1$s", "expires": "2020-01-01T00:00:00Z"},
                  {"id": "#5", "type": "Ed25519VerificationKey2018", "controller": "did:web:a", "publicKeyBase58": "0OIl"},
                  {"id": "#6", "type": "EcdsaSecp256k1VerificationKey2019", "controller": "did:web:a", "publicKeyHex": "02ab"},
                  {"id": "#7", "type": "Other", "controller": "did:web:a", "publicKeyHex": "02ab"},
                  {"id": "#8", "type": "Other", "controller": "did:web:a", "blockchainAccountId": "eip155:1:0x1"},
                  {"id": "#9", "type": "Other", "controller": "did:web:a", "publicKeyJwk": "text"}],
                 "assertionMethod": ["#1", "#2", "#3", "#4", "#5", "#6", "#7", "#8", "#9", "#none", "did:web:b#1"],
                 "keyAgreement": ["#1", "#2", "#3", "#4", "#5", "#6", "#7", "#8", "#9"]}
                """.formatted(multikey));

        assertThat(document.verificationMethods(Relationship.ASSERTION_METHOD)).hasSize(9);
        assertThat(document.keysFor(Relationship.ASSERTION_METHOD)).isEmpty();
        assertThat(document.accountsFor(Relationship.ASSERTION_METHOD)).isEmpty();
        assertThat(document.agreementKeys()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"id\":7}",
                "{\"id\":\"tea\"}",
                "{\"id\":\"did:web:a\",\"id\":\"did:web:b\"}",
                "{\"id\":\"did:web:a\",\"verificationMethod\":{}}",
                "{\"id\":\"did:web:a\",\"verificationMethod\":null}",
                "{\"id\":\"did:web:a\",\"verificationMethod\":[\"#a\"]}",
                "{\"id\":\"did:web:a\",\"verificationMethod\":[{\"id\":\"#a\",\"type\":\"T\"}]}",
                "{\"id\":\"did:web:a\",\"assertionMethod\":\"#a\"}",
                "{\"id\":\"did:web:a\",\"assertionMethod\":[7]}",
                "{\"id\":\"did:web:a\",\"controller\":[7]}",
                "{\"id\":\"did:web:a\",\"service\":[{\"id\":\"#a\",\"type\":\"T\"}]}",
                "{\"id\":\"did:web:a\",\"service\":[{\"id\":\"#a\",\"serviceEndpoint\":\"x\"}]}",
                "{\"id\":\"did:web:a\",\"verificationMethod\":[{\"id\":\"#a\",\"type\":\"T\",\"controller\":\"did:web:a\"},"
                        + "{\"id\":\"did:web:a#a\",\"type\":\"T\",\"controller\":\"did:web:a\"}]}"
            })
    void refusesWhatIsNoDocument(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> DidDocument.parse(json));
    }

    @Test
    void refusesMoreMethodsThanAnyoneNeeds() {
        String methods = IntStream.rangeClosed(0, 1000)
                .mapToObj(i -> "{\"id\":\"#" + i + "\",\"type\":\"T\",\"controller\":\"did:web:a\"}")
                .collect(Collectors.joining(","));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> DidDocument.parse("{\"id\":\"did:web:a\",\"verificationMethod\":[" + methods + "]}"))
                .withMessageContaining("at most 1000");
    }
}
