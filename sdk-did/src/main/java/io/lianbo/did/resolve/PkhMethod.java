package io.lianbo.did.resolve;

import io.lianbo.core.AccountId;
import io.lianbo.did.Did;
import java.util.Optional;

/** {@code did:pkh} of EVM chains: the account signs, and there is no key to know. */
final class PkhMethod extends Unversioned {
    @Override
    public String method() {
        return "pkh";
    }

    @Override
    Resolution resolve(Did did) {
        Optional<AccountId> account = did.account();
        if (account.isEmpty()) {
            return Resolution.failed(
                    ResolutionError.FEATURE_NOT_SUPPORTED, "did:pkh is known for eip155 accounts alone: " + did);
        }
        DidDocument document = DidDocument.builder(did)
                .account(
                        "blockchainAccountId",
                        account.get(),
                        Relationship.AUTHENTICATION,
                        Relationship.ASSERTION_METHOD)
                .build();
        return Resolution.of(document, DocumentMetadata.none());
    }
}
