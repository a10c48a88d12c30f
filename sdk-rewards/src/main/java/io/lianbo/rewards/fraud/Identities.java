package io.lianbo.rewards.fraud;

import io.lianbo.rewards.scoring.Interaction;
import io.lianbo.rewards.scoring.Trace;
import io.lianbo.rewards.scoring.UserId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which accounts are one identity: those that share a payer, a device or an address, and those that share one with these. */
final class Identities {

    private static final List<Trace> TELLING = List.of(Trace.PAYER, Trace.DEVICE, Trace.ADDRESS);

    private final Map<UserId, UserId> parents = new HashMap<>();

    Identities(List<Interaction> interactions, int sharedBy) {
        for (Trace trace : TELLING) {
            Map<String, SortedSet<UserId>> users = new HashMap<>();
            for (Interaction interaction : interactions) {
                String value = interaction.context().traces().get(trace);
                if (value != null) {
                    SortedSet<UserId> sharing = users.computeIfAbsent(value, key -> new TreeSet<>());
                    // one more than may share it says all there is to say
                    if (sharing.size() <= sharedBy) {
                        sharing.add(interaction.user());
                    }
                }
            }
            users.values().stream()
                    .filter(sharing -> sharing.size() > 1 && sharing.size() <= sharedBy)
                    .forEach(sharing -> sharing.forEach(user -> join(sharing.first(), user)));
        }
    }

    private void join(UserId one, UserId other) {
        UserId first = rootOf(one);
        UserId second = rootOf(other);
        boolean ordered = first.compareTo(second) <= 0;
        parents.put(first, ordered ? first : second);
        parents.put(second, ordered ? first : second);
    }

    /** The least account of an identity stands for it, so that its name does not depend on any order. */
    private UserId rootOf(UserId user) {
        UserId root = user;
        for (UserId next = parents.get(root); next != null && !next.equals(root); next = parents.get(root)) {
            root = next;
        }
        for (UserId on = user; !on.equals(root); ) {
            UserId next = parents.put(on, root);
            on = next == null ? root : next;
        }
        return root;
    }

    boolean isSame(UserId one, UserId other) {
        return rootOf(one).equals(rootOf(other));
    }

    /** The name of each account's identity, for those that share one. */
    SortedMap<UserId, String> clusters() {
        SortedMap<UserId, String> clusters = new TreeMap<>();
        for (UserId user : List.copyOf(parents.keySet())) {
            clusters.put(user, rootOf(user).value());
        }
        return clusters;
    }
}
