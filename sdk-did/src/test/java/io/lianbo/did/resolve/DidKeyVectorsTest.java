package io.lianbo.did.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.json.StrictJson;
import io.lianbo.did.internal.Base58;
import io.lianbo.testsupport.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The vectors of the did:key specification: its suites have older names, its keys, ids and relationships are ours. */
class DidKeyVectorsTest {
    private final DidResolver resolver = DidResolver.of(DidMethod.key());

    @Test
    void resolvesToTheIdsTheKeysAndTheRelationshipsOfTheVectors() throws IOException {
        for (Path file : Vectors.files("did-key", ".json")) {
            Map<String, Object> entries = StrictJson.parseObject(Files.readAllBytes(file));
            entries.forEach((did, entry) -> {
                if (did.equals("didDocument")) { // one of the sets holds its documents in one object
                    ((Map<?, ?>) entry).forEach((inner, document) -> compare((String) inner, document));
                } else {
                    compare(did, ((Map<?, ?>) entry).get("didDocument"));
                }
            });
        }
    }

    private void compare(String did, Object theirs) {
        switch (resolver.resolve(did, ResolutionOptions.latest())) {
            case Resolution.Resolved ours -> assertSame(ours.resolved(), (Map<?, ?>) theirs, did);
            case Resolution.NotResolved failed ->
                // A set of another kind of key: known to be one, and used nowhere yet.
                assertThat(failed.error()).as(failed.detail()).isEqualTo(ResolutionError.UNSUPPORTED_PUBLIC_KEY_TYPE);
        }
    }

    private static void assertSame(DidDocument ours, Map<?, ?> theirs, String did) {
        assertThat(theirs.get("id")).isEqualTo(did);
        List<Map<?, ?>> methods = new ArrayList<>();
        for (String property : List.of("verificationMethod", "publicKey")) {
            for (Object entry : listed(theirs, property)) {
                methods.add((Map<?, ?>) entry);
            }
        }
        for (Relationship relationship : Relationship.values()) {
            List<String> ids = new ArrayList<>();
            for (Object entry : listed(theirs, relationship.property())) {
                if (entry instanceof Map<?, ?> embedded) {
                    methods.add(embedded);
                    ids.add(absolute(embedded.get("id"), did));
                } else {
                    ids.add(absolute(entry, did));
                }
            }
            assertThat(ours.verificationMethods(relationship))
                    .as(did + " " + relationship)
                    .extracting(VerificationMethod::id)
                    .containsExactlyElementsOf(ids);
        }
        assertThat(methods).isNotEmpty();
        for (Map<?, ?> method : methods) {
            VerificationMethod found =
                    ours.verificationMethod(absolute(method.get("id"), did)).orElseThrow();
            if (method.get("publicKeyBase58") instanceof String base58) {
                assertThat(bytes(found)).isEqualTo(Base58.decode(base58));
            }
            if (method.get("publicKeyJwk") instanceof Map<?, ?> jwk) {
                assertThat(jwk(found)).isEqualTo(jwk);
            }
        }
        assertThat(ours.verificationMethods()).hasSize((int) methods.stream()
                .map(method -> absolute(method.get("id"), did))
                .distinct()
                .count());
    }

    private static byte[] bytes(VerificationMethod method) {
        return method.key()
                .map(key -> key.bytes())
                .or(() -> method.agreementKey().map(key -> key.bytes()))
                .orElseThrow();
    }

    private static Map<String, Object> jwk(VerificationMethod method) {
        return method.key()
                .map(key -> key.jwk())
                .or(() -> method.agreementKey().map(key -> key.jwk()))
                .orElseThrow();
    }

    private static List<?> listed(Map<?, ?> document, String property) {
        return document.get(property) instanceof List<?> list ? list : List.of();
    }

    private static String absolute(Object id, String did) {
        String text = String.valueOf(id);
        return text.startsWith("#") ? did + text : text;
    }
}
