package io.lianbo.rewards.scoring;

import io.lianbo.core.Verdict.Reason;
import io.lianbo.rewards.internal.Identifiers;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A doubt about a user's interactions of one epoch: how much of their points counts while it stands. It withholds and deletes nothing: lifted after an appeal, the rest is
 * paid in the next epoch.
 *
 * @param user whose points
 * @param type the type of interaction that is doubted; null for all
 * @param reason the rule that found it, and a sentence with what it saw
 * @param weight how much of the points counts, 0 to 9,999 basis points; 0 holds them all
 */
public record Flag(UserId user, @Nullable String type, Reason reason, int weight) implements Comparable<Flag> {

    private static final Comparator<Flag> ORDER = Comparator.comparing(Flag::user)
            .thenComparing(flag -> flag.reason().code())
            .thenComparing(flag -> flag.type() == null ? "" : flag.type())
            .thenComparing(flag -> flag.reason().detail())
            .thenComparingInt(Flag::weight);

    public Flag {
        if (type != null) {
            Identifiers.checkType(type);
        }
        if (weight < 0 || weight >= Context.FULL_QUALITY) {
            throw new IllegalArgumentException(
                    "weight of a flag must be 0 to " + (Context.FULL_QUALITY - 1) + " basis points: " + weight);
        }
    }

    /** Withholds all points of a type, or with null all points. */
    public static Flag hold(UserId user, @Nullable String type, Reason reason) {
        return new Flag(user, type, reason, 0);
    }

    @Override
    public int compareTo(Flag other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        String what = type == null ? "all points" : type;
        String effect = weight == 0 ? "withheld" : "counted at " + weight + " of 10000";
        return what + " " + effect + ": " + reason.code() + ": " + reason.detail();
    }
}
