package io.lianbo.did.resolve;

import io.lianbo.did.AgreementKey;
import io.lianbo.did.Did;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.VerificationKey;
import java.util.Optional;

/** {@code did:key}: the document is made of the DID. An Ed25519 key brings the X25519 key beside it, other curves agree on secrets themselves. */
final class KeyMethod extends Unversioned {
    @Override
    public String method() {
        return "key";
    }

    @Override
    Resolution resolve(Did did) {
        DidDocumentBuilder document = DidDocument.builder(did);
        Optional<VerificationKey> key = did.key();
        Optional<AgreementKey> agreementKey = did.agreementKey();
        if (key.isPresent()) {
            signing(document, did, key.get());
        } else if (agreementKey.isPresent()) {
            document.agreementKey(did.identifier(), agreementKey.get());
        } else {
            return Resolution.failed(
                    ResolutionError.UNSUPPORTED_PUBLIC_KEY_TYPE, "a key of a kind not known here: " + did);
        }
        return Resolution.of(document.build(), DocumentMetadata.none());
    }

    private static void signing(DidDocumentBuilder document, Did did, VerificationKey key) {
        document.key(
                did.identifier(),
                key,
                Relationship.AUTHENTICATION,
                Relationship.ASSERTION_METHOD,
                Relationship.CAPABILITY_INVOCATION,
                Relationship.CAPABILITY_DELEGATION);
        if (key.algorithm() == KeyAlgorithm.EDDSA) {
            AgreementKey beside = AgreementKey.beside(key);
            document.agreementKey(beside.did().identifier(), beside);
        } else {
            document.use(did.identifier(), Relationship.KEY_AGREEMENT);
        }
    }
}
