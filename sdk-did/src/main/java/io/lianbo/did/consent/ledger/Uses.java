package io.lianbo.did.consent.ledger;

import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.SigningKey;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.credential.PresentedCredential;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks grants up and makes uses of them; a ledger that fails gives no consent. */
record Uses(
        ConsentLedger ledger, InstantSource clock, @Nullable SigningKey key) {
    private static final String SUBJECT = "sub";

    /** One credential that was shown under a grant. */
    record Shown(PresentedCredential credential, String presentation, ConsentGrant grant) {}

    Uses signing(SigningKey with) {
        return new Uses(ledger, clock, with);
    }

    Verdict<ConsentGrant> find(Hash32 id) {
        return orUnavailable(() -> ledger.find(id)
                .map(known -> Verdict.ok(known.grant()))
                .orElseGet(() -> Verdict.refused(Refusals.unknown(id))));
    }

    Verdict<List<RecordedReceipt>> spend(List<Shown> all) {
        return orUnavailable(() -> {
            Instant now = clock.instant();
            List<RecordedReceipt> receipts = new ArrayList<>();
            for (Shown shown : all) {
                ConsentReceipt receipt = receipt(shown, now);
                receipts.add(
                        new RecordedReceipt(receipt, Optional.ofNullable(key).map(receipt::sign)));
            }
            return ledger.spend(receipts);
        });
    }

    private static <T> Verdict<T> orUnavailable(Supplier<Verdict<T>> work) {
        try {
            return work.get();
        } catch (LianboException e) {
            return Verdict.refused(Refusals.unavailable(e));
        }
    }

    /** The grant without its maximum, which the ledger keeps when all else holds. */
    static ConsentGrant uncounted(ConsentGrant grant) {
        return new ConsentGrant(
                grant.holder(),
                grant.grantee(),
                grant.purpose(),
                grant.credentialType(),
                grant.claims(),
                ConsentGrant.UNLIMITED,
                grant.expiresAt());
    }

    private static ConsentReceipt receipt(Shown shown, Instant now) {
        ConsentGrant grant = shown.grant();
        Set<ClaimPath> claims = new HashSet<>();
        shown.credential().claims().forEach((name, claim) -> {
            if (!name.equals(SUBJECT)) {
                collect(claim, ClaimPath.of(name), grant, claims);
            }
        });
        String signed = shown.presentation().substring(0, shown.presentation().lastIndexOf('.'));
        return new ConsentReceipt(
                grant.id(),
                grant.holder(),
                grant.grantee(),
                grant.purpose(),
                grant.credentialType(),
                shown.credential().issuer(),
                claims,
                now,
                Sha256.hash(signed.getBytes(StandardCharsets.UTF_8)));
    }

    /** What is left of an object or array when all within it was hidden needed no consent, and was not read. */
    private static void collect(@Nullable Object claim, ClaimPath path, ConsentGrant grant, Set<ClaimPath> claims) {
        if (claim instanceof Map<?, ?> members && !members.isEmpty()) {
            members.forEach((name, member) -> collect(member, path.child((String) name), grant, claims));
        } else if (grant.covers(path)) {
            claims.add(path);
        }
    }
}
