package io.lianbo.rewards.scoring;

import io.lianbo.rewards.internal.Identifiers;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an interaction beyond who did how much of what.
 *
 * @param quality how much of the quantity counts, 0 to {@value #FULL_QUALITY} basis points; full unless the platform judged it, such as a review
 * @param refunds the interaction that this one takes back, wholly or in part; null for one that takes nothing back
 * @param referrer who brought the user to this purchase; null for nobody
 * @param traces by kind, 1 to 128 visible characters each
 */
public record Context(
        int quality,
        @Nullable InteractionId refunds,
        @Nullable UserId referrer,
        Map<Trace, String> traces) {

    /** The quality at which all of the quantity counts. */
    public static final int FULL_QUALITY = 10_000;

    /** Nothing beyond. */
    public static final Context NONE = new Context(FULL_QUALITY, null, null, Map.of());

    public Context {
        if (quality < 0 || quality > FULL_QUALITY) {
            throw new IllegalArgumentException("quality must be 0 to " + FULL_QUALITY + " basis points: " + quality);
        }
        traces.forEach((trace, value) -> Identifiers.check(trace.key(), value));
        traces = traces.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(traces));
    }

    Context withQuality(int basisPoints) {
        return new Context(basisPoints, refunds, referrer, traces);
    }

    Context refunding(InteractionId original) {
        return new Context(quality, original, referrer, traces);
    }

    Context referredBy(UserId user) {
        return new Context(quality, refunds, user, traces);
    }

    Context with(Trace trace, String value) {
        Map<Trace, String> more = new EnumMap<>(Trace.class);
        more.putAll(traces);
        more.put(trace, value);
        return new Context(quality, refunds, referrer, more);
    }
}
