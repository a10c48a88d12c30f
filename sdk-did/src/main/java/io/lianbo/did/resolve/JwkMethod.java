package io.lianbo.did.resolve;

import io.lianbo.core.json.StrictJson;
import io.lianbo.did.Did;
import io.lianbo.did.internal.Base64Url;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code did:jwk}: the identifier is the base64url of a JSON Web Key, which the document repeats as {@code #0}. */
final class JwkMethod extends Unversioned {
    @Override
    public String method() {
        return "jwk";
    }

    @Override
    Resolution resolve(Did did) {
        Map<String, @Nullable Object> jwk;
        try {
            jwk = StrictJson.parseObject(Base64Url.decode(did.identifier()));
        } catch (IllegalArgumentException e) {
            return Resolution.failed(
                    ResolutionError.INVALID_DID, "did:jwk must be the base64url of a JWK: " + e.getMessage());
        }
        if (jwk.containsKey("d") || !(jwk.get("kty") instanceof String) || "oct".equals(jwk.get("kty"))) {
            return Resolution.failed(
                    ResolutionError.INVALID_DID, "did:jwk must be a public key, with a kty and without its secret");
        }
        DidDocument document = DidDocument.builder(did)
                .jsonWebKey("0", jwk, uses(jwk.get("use")).toArray(Relationship[]::new))
                .build();
        return Resolution.of(document, DocumentMetadata.none());
    }

    private static List<Relationship> uses(@Nullable Object use) {
        List<Relationship> uses = new ArrayList<>();
        if (!"enc".equals(use)) {
            uses.add(Relationship.ASSERTION_METHOD);
            uses.add(Relationship.AUTHENTICATION);
            uses.add(Relationship.CAPABILITY_INVOCATION);
            uses.add(Relationship.CAPABILITY_DELEGATION);
        }
        if (!"sig".equals(use)) {
            uses.add(Relationship.KEY_AGREEMENT);
        }
        return uses;
    }
}
