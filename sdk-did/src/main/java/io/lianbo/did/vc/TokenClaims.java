package io.lianbo.did.vc;

import io.lianbo.core.Verdict.Reason;
import io.lianbo.did.internal.ClockSkew;
import io.lianbo.did.internal.jose.Json;
import io.lianbo.did.internal.jose.MalformedException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a token says beside the document that it carries (VC-JOSE-COSE section 3.1.3, RFC 7519 section 4.1). */
final class TokenClaims {
    private final Map<String, @Nullable Object> payload;

    TokenClaims(Map<String, @Nullable Object> payload) {
        this.payload = payload;
    }

    @Nullable
    Instant time(String name) throws MalformedException {
        return Json.time(payload, name, "the claim " + name);
    }

    void checkTimes(Instant now, List<Reason> reasons) throws MalformedException {
        Instant end = time("exp");
        if (end != null && ClockSkew.hasPassed(end, now)) {
            reasons.add(new Reason("EXPIRED", "the token expired at " + end));
        }
        for (String name : new String[] {"nbf", "iat"}) {
            Instant start = time(name);
            if (start != null && ClockSkew.isToCome(start, now)) {
                reasons.add(new Reason("NOT_YET_VALID", "the token is valid from " + start));
            }
        }
    }

    /** Adds a reason where the token repeats a member of its document and says something else. */
    void checkRepeats(String claim, @Nullable Object member, List<Reason> reasons) {
        if (payload.containsKey(claim) && (member == null || !member.equals(payload.get(claim)))) {
            reasons.add(new Reason("CLAIM_MISMATCH", "the token's " + claim + " differs from what it carries"));
        }
    }
}
