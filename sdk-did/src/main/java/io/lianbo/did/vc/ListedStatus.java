package io.lianbo.did.vc;

import io.lianbo.core.Verdict;
import io.lianbo.did.Did;
import io.lianbo.did.status.StatusCheck;
import io.lianbo.did.status.StatusReference;

/** Reads an entry of a credential as the place in a Bitstring Status List that it is. */
final class ListedStatus implements VcStatusCheck {
    private final StatusCheck lists;

    ListedStatus(StatusCheck lists) {
        this.lists = lists;
    }

    @Override
    public Verdict<CredentialEntry> check(CredentialEntry entry, VerifiableCredential credential) {
        StatusReference place;
        Did issuer;
        try {
            place = StatusReference.BitstringEntry.of(entry.members());
            issuer = Did.parse(credential.issuer().toString());
        } catch (IllegalArgumentException e) {
            return Verdict.refused("STATUS_UNAVAILABLE", String.valueOf(e.getMessage()));
        }
        return lists.check(place, issuer).map(stands -> entry);
    }
}
