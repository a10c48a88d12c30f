package io.lianbo.did.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.AccountId;
import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.did.AgreementKey;
import io.lianbo.did.Did;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.internal.Base64Url;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DidResolverTest {
    private static final String ACCOUNT = "eip155:1:0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb";
    private static final String ED25519 = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";

    private final DidResolver resolver = DidResolver.of(DidMethod.key(), DidMethod.jwk(), DidMethod.pkh());

    @Test
    void givesTheKeysThatSpeakForADid() {
        // @start region="resolve"
        DidResolver resolver = DidResolver.of(DidMethod.key(), DidMethod.jwk(), DidMethod.pkh());
        Did issuer = Did.parse("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK");

        List<VerificationKey> keys = switch (resolver.resolve(issuer)) {
            case Resolution.Resolved found -> found.resolved().keysFor(Relationship.ASSERTION_METHOD);
            case Resolution.NotResolved failed -> throw new AssertionError(failed.detail());
        };
        // @end region="resolve"
        assertThat(keys).containsExactly(issuer.key().orElseThrow());
    }

    @ParameterizedTest
    @EnumSource
    void resolvesEveryKindOfKeyAsKeyAndAsJwk(KeyAlgorithm algorithm) {
        try (LocalSigningKey signing = LocalSigningKey.generate(algorithm, new SecureRandom())) {
            VerificationKey key = signing.verificationKey();
            for (Did did : List.of(key.did(), Did.ofJwk(key))) {
                DidDocument document = document(did);
                assertThat(document.id()).isEqualTo(did).isEqualTo(Did.parse(did.toString()));
                for (Relationship use : Relationship.values()) {
                    if (use != Relationship.KEY_AGREEMENT) {
                        assertThat(document.keysFor(use)).containsExactly(key);
                    }
                }
                assertThat(DidDocument.parse(document.toString())).isEqualTo(document);
            }
            assertThat(document(Did.ofJwk(key)).verificationMethods(Relationship.ASSERTION_METHOD))
                    .singleElement()
                    .extracting(VerificationMethod::id, VerificationMethod::type)
                    .containsExactly(Did.ofJwk(key) + "#0", "JsonWebKey2020");
        }
    }

    @Test
    void anEd25519KeyIsEncryptedToThroughTheX25519KeyBesideIt() {
        Did did = Did.parse(ED25519);
        AgreementKey beside = AgreementKey.beside(did.key().orElseThrow());

        assertThat(document(did).agreementKeys()).containsExactly(beside);
        assertThat(document(did).keysFor(Relationship.KEY_AGREEMENT)).isEmpty();
    }

    @Test
    void anX25519KeySignsNothing() {
        AgreementKey key = AgreementKey.beside(Did.parse(ED25519).key().orElseThrow());
        for (Did did : List.of(key.did(), Did.ofJwk(key))) {
            DidDocument document = document(did);
            assertThat(document.agreementKeys()).containsExactly(key);
            assertThat(document.verificationMethods()).hasSize(1);
            assertThat(document.verificationMethods(Relationship.ASSERTION_METHOD))
                    .isEmpty();
            assertThat(document.verificationMethods(Relationship.AUTHENTICATION))
                    .isEmpty();
        }
    }

    @Test
    void resolvesTheExamplesOfTheDidJwkSpecification() {
        String p256 =
                "did:jwk:eyJjcnYiOiJQLTI1NiIsImt0eSI6IkVDIiwieCI6ImFjYklRaXVNczNpOF91c3pFakoydHBUdFJNNEVVM3l6OTFQSDZD"
                        + "ZEgyVjAiLCJ5IjoiX0tjeUxqOXZXTXB0bm1LdG00NkdxRHo4d2Y3NEk1TEtncmwyR3pIM25TRSJ9";
        String x25519 =
                "did:jwk:eyJrdHkiOiJPS1AiLCJjcnYiOiJYMjU1MTkiLCJ1c2UiOiJlbmMiLCJ4IjoiM3A3YmZYdDl3YlRUVzJIQzdPUTFOei1EU"
                        + "ThoYmVHZE5yZngtRkctSUswOCJ9";

        assertThat(document(Did.parse(p256)).keysFor(Relationship.ASSERTION_METHOD))
                .singleElement()
                .extracting(key -> key.jwk().get("x"))
                .isEqualTo("acbIQiuMs3i8_uszEjJ2tpTtRM4EU3yz91PH6CdH2V0");
        assertThat(document(Did.parse(x25519)).agreementKeys())
                .singleElement()
                .extracting(key -> key.jwk().get("x"))
                .isEqualTo("3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08");
        assertThat(document(Did.parse(x25519)).verificationMethods(Relationship.ASSERTION_METHOD))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"kty\":\"oct\",\"k\":\"AAAA\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AAAA\",\"d\":\"AAAA\"}",
                "{\"kty\":\"OKP\",\"kty\":\"EC\"}",
                "no json"
            })
    void refusesWhatIsNoPublicJwk(String jwk) {
        String did = "did:jwk:" + Base64Url.encode(jwk.getBytes(StandardCharsets.UTF_8));

        assertThat(error(resolver.resolve(did, ResolutionOptions.latest()))).isEqualTo(ResolutionError.INVALID_DID);
    }

    @Test
    void anAccountSigns() {
        Did did = Did.parse("did:pkh:" + ACCOUNT);

        assertThat(document(did).accountsFor(Relationship.AUTHENTICATION)).containsExactly(AccountId.parse(ACCOUNT));
        assertThat(document(did).accountsFor(Relationship.ASSERTION_METHOD)).containsExactly(AccountId.parse(ACCOUNT));
        assertThat(document(did).keysFor(Relationship.AUTHENTICATION)).isEmpty();
        assertThat(document(did).verificationMethods())
                .singleElement()
                .extracting(VerificationMethod::id)
                .isEqualTo(did + "#blockchainAccountId");
    }

    @Test
    void saysWhyThereIsNoDocumentByTheStandardsCodes() {
        Map<String, String> codes = Map.of(
                "did:web:tea.example", "methodNotSupported",
                "no did", "invalidDid",
                "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doL", "invalidDid",
                "did:jwk:AA", "invalidDid",
                "did:pkh:bip122:000000000019d6689c085ae165831e93:128Lkh3S7CkDTBZ8W7BbpsN3YYizJMp8p6",
                        "featureNotSupported",
                // P-521
                "did:key:z2J9gaYxrKVpdoG9A4gRnmpnRCcxU6agDtFVVBVdn1JedouoZN7SzcyREXXzWgt3gGiwpoHq7K68X4m32D8HgzG8wv3sY5j7",
                        "unsupportedPublicKeyType");

        codes.forEach((did, code) -> assertThat(
                        error(resolver.resolve(did, ResolutionOptions.latest())).code())
                .as(did)
                .isEqualTo(code));
        assertThat(error(resolver.resolve(ED25519, ResolutionOptions.latest().accept("application/cbor")))
                        .code())
                .isEqualTo("representationNotSupported");
        assertThat(error(resolver.resolve(ED25519, ResolutionOptions.versionId("1")))
                        .code())
                .isEqualTo("featureNotSupported");
        assertThat(error(resolver.resolve(ED25519, ResolutionOptions.versionTime(Instant.EPOCH)))
                        .code())
                .isEqualTo("featureNotSupported");
    }

    @Test
    void writesTheResultAsTheStandardDoes() {
        assertThat(resolver.resolve(Did.parse(ED25519)).json())
                .containsEntry("didResolutionMetadata", Map.of("contentType", "application/did+json"))
                .containsEntry("didDocumentMetadata", Map.of())
                .containsEntry("didDocument", document(Did.parse(ED25519)).json());
        assertThat(resolver.resolve("no did", ResolutionOptions.latest()).json())
                .containsEntry("didDocument", null)
                .extracting("didResolutionMetadata")
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("error", "invalidDid");
    }

    @Test
    void aMethodThatCannotAskIsAnInternalError() {
        DidMethod broken = method("ethr", () -> {
            throw new LianboException(LianboException.Code.RPC_UNREACHABLE, "no answer", true);
        });

        assertThat(error(DidResolver.of(broken).resolve(Did.parse("did:ethr:0x1"))))
                .isEqualTo(ResolutionError.INTERNAL_ERROR);
    }

    @Test
    void knowsAMethodOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> DidResolver.of(DidMethod.key(), DidMethod.key()));
    }

    @Test
    void findsTheMethodThatADidUrlNames() {
        String id = ED25519.substring("did:key:".length());
        String url = ED25519 + "#" + id;

        assertThat(resolver.dereference(url, Relationship.ASSERTION_METHOD).value())
                .flatMap(VerificationMethod::key)
                .isEqualTo(Did.parse(ED25519).key());
        assertThat(resolver.dereference(url, Relationship.KEY_AGREEMENT).reasons())
                .extracting(Reason::code)
                .containsExactly("RELATIONSHIP_MISMATCH");
        assertThat(resolver.dereference(ED25519 + "#none", Relationship.ASSERTION_METHOD)
                        .reasons())
                .extracting(Reason::code)
                .containsExactly("METHOD_NOT_FOUND");
        assertThat(resolver.dereference("did:web:tea.example#a", Relationship.ASSERTION_METHOD)
                        .reasons())
                .extracting(Reason::code)
                .containsExactly("DID_UNRESOLVED");
        for (String malformed : List.of("", "#", ED25519, "#" + id, "did:web:a?versionId=1#a", "did:web:a/b#c")) {
            assertThat(resolver.dereference(malformed, Relationship.ASSERTION_METHOD)
                            .reasons())
                    .extracting(Reason::code)
                    .containsExactly("DID_URL_MALFORMED");
        }
    }

    static DidMethod method(String name, Supplier<Resolution> answer) {
        return new DidMethod() {
            @Override
            public String method() {
                return name;
            }

            @Override
            public Resolution resolve(Did did, ResolutionOptions options) {
                return answer.get();
            }
        };
    }

    static ResolutionError error(Resolution resolution) {
        return switch (resolution) {
            case Resolution.Resolved found -> throw new AssertionError("resolved to " + found.resolved());
            case Resolution.NotResolved failed -> failed.error();
        };
    }

    private DidDocument document(Did did) {
        return resolver.resolve(did).document().orElseThrow();
    }
}
