package io.lianbo.rewards.scoring;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.json.CanonicalJson;
import io.lianbo.rewards.internal.Identifiers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One thing a viewer did: watched for a while, wrote a comment, bought something; or took back.
 *
 * {@snippet class="io.lianbo.rewards.scoring.InteractionTest" region="interactions"}
 *
 * @param id its identity; the same id with the same content is the same interaction delivered again
 * @param user who did it
 * @param type what it was, by the name the {@link ScoringRules} give it: a lower-case letter, then letters and digits, at most 64
 * @param quantity how much of it, 1 to {@link #MAX_QUANTITY}: seconds watched, 1 for a comment, the price in the smallest unit the rules count in (cents)
 * @param at when it happened, which decides its epoch
 * @param context what else is known of it
 */
public record Interaction(InteractionId id, UserId user, String type, long quantity, Instant at, Context context) {

    /** The largest quantity of a single interaction. */
    public static final long MAX_QUANTITY = 1_000_000_000_000L;

    /** The type of what takes back; no rule scores it. */
    public static final String REFUND = "refund";

    public Interaction {
        Identifiers.checkType(type);
        if (quantity < 1 || quantity > MAX_QUANTITY) {
            throw new IllegalArgumentException("quantity must be 1 to " + MAX_QUANTITY + ": " + quantity);
        }
        if (type.equals(REFUND) != (context.refunds() != null)) {
            throw new IllegalArgumentException("a refund, and nothing else, must name what it takes back: type " + type
                    + ", refunds " + context.refunds());
        }
    }

    /** An interaction of which nothing else is known. */
    public Interaction(InteractionId id, UserId user, String type, long quantity, Instant at) {
        this(id, user, type, quantity, at, Context.NONE);
    }

    /** Takes back so much of an earlier interaction of the same user, in the unit of its quantity. */
    public static Interaction refund(InteractionId id, Interaction original, long quantity, Instant at) {
        return new Interaction(id, original.user, REFUND, quantity, at, Context.NONE.refunding(original.id));
    }

    /** The same, of which only so much counts, 0 to 10,000 basis points. */
    public Interaction withQuality(int basisPoints) {
        return with(context.withQuality(basisPoints));
    }

    /** The same purchase, to which this user brought the buyer. */
    public Interaction referredBy(UserId referrer) {
        return with(context.referredBy(referrer));
    }

    /** The same with a trace by which accounts of one person and faked orders are told. */
    public Interaction with(Trace trace, String value) {
        return with(context.with(trace, value));
    }

    /** The canonical JSON (RFC 8785) of the line in which {@link io.lianbo.rewards.feed.InteractionReader} reads it. */
    public String canonical() {
        Map<String, Object> members = new LinkedHashMap<>(members(id));
        members.put("user", user.value());
        members.put("type", type);
        members.put("quantity", quantity);
        members.put("at", at.toString());
        if (context.quality() != Context.FULL_QUALITY) {
            members.put("quality", context.quality());
        }
        if (context.refunds() != null) {
            members.put("refunds", members(context.refunds()));
        }
        if (context.referrer() != null) {
            members.put("referrer", context.referrer().value());
        }
        context.traces().forEach((trace, value) -> members.put(trace.key(), value));
        return new String(CanonicalJson.bytes(members), StandardCharsets.UTF_8);
    }

    private static Map<String, Object> members(InteractionId id) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("producer", id.producer());
        members.put("session", id.session());
        members.put("sequence", id.sequence());
        return members;
    }

    /** Keccak-256 of the canonical form's UTF-8 bytes. */
    public Hash32 hash() {
        return Keccak256.hash(canonical().getBytes(StandardCharsets.UTF_8));
    }

    private Interaction with(Context other) {
        return new Interaction(id, user, type, quantity, at, other);
    }
}
