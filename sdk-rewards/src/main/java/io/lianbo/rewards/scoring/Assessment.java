package io.lianbo.rewards.scoring;

import io.lianbo.rewards.internal.Identifiers;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was found out about the users of one epoch before it is scored.
 *
 * @param flags what is doubted
 * @param clusters the identity behind an account, by any name, for accounts that share one; who is not in it is alone
 */
public record Assessment(SortedSet<Flag> flags, SortedMap<UserId, String> clusters) {

    /** Nothing is doubted, and everybody is alone. */
    public static final Assessment NONE = new Assessment(new TreeSet<>(), new TreeMap<>());

    public Assessment {
        flags = Collections.unmodifiableSortedSet(new TreeSet<>(flags));
        clusters = Collections.unmodifiableSortedMap(new TreeMap<>(clusters));
        clusters.values().forEach(cluster -> Identifiers.check("cluster", cluster));
    }

    /** Nothing is doubted; these accounts share identities. */
    public static Assessment ofClusters(Map<UserId, String> clusters) {
        return new Assessment(new TreeSet<>(), new TreeMap<>(clusters));
    }

    /** The same without this flag, such as after an appeal. */
    public Assessment without(Flag flag) {
        SortedSet<Flag> rest = new TreeSet<>(flags);
        rest.remove(flag);
        return new Assessment(rest, clusters);
    }
}
