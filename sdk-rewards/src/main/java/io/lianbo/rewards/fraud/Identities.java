package io.lianbo.rewards.fraud;

import io.lianbo.core.crypto.Keccak256;
import io.lianbo.rewards.scoring.Context;
import io.lianbo.rewards.scoring.Interaction;
import io.lianbo.rewards.scoring.Trace;
import io.lianbo.rewards.scoring.UserId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which accounts share an identity: a union-find over the traces that few accounts have, and over pairs of traces that nearly the same accounts have. All is decided in an
 * order of its own, so that the order of the interactions does not matter.
 */
final class Identities {

    private static final List<Trace> JOINING = List.of(Trace.PAYER, Trace.DEVICE, Trace.ADDRESS);
    private static final List<Trace> PAIRED = List.of(Trace.PAYER, Trace.DEVICE, Trace.ADDRESS, Trace.FUNDING_SOURCE);
    private static final int NAME_DIGITS = 32;

    private final FraudRules.Clusters limits;
    private final List<UserId> users;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<Mark, Set<Integer>> accounts = new HashMap<>();
    private final int[] parent;
    private final int[] size;

    Identities(List<Interaction> interactions, FraudRules.Clusters limits) {
        this.limits = limits;
        users = interactions.stream().map(Interaction::user).distinct().sorted().toList();
        parent = new int[users.size()];
        size = new int[users.size()];
        for (int i = 0; i < users.size(); i++) {
            numbers.put(users.get(i).value(), i);
            parent[i] = i;
            size[i] = 1;
        }
        for (Interaction interaction : interactions) {
            marks(interaction)
                    .forEach(mark -> accounts.computeIfAbsent(mark, one -> new HashSet<>())
                            .add(number(interaction.user())));
        }
        joinPairs(interactions);
        joinSingles();
    }

    /** One number for all accounts of an identity. */
    int of(UserId user) {
        return root(number(user));
    }

    /** How many accounts the user's identity has. */
    int sizeOf(UserId user) {
        return size[of(user)];
    }

    /** Whether both have done something and share an identity, or are the same. */
    boolean areOne(UserId user, String otherId) {
        Integer other = numbers.get(normal(otherId));
        return other != null && root(other) == of(user);
    }

    /** The accounts that a source funded, by source; those that are known to belong to many are left out. */
    Map<String, List<UserId>> funded() {
        Map<String, List<UserId>> funded = new HashMap<>();
        accounts.forEach((mark, having) -> {
            if (mark.trace == Trace.FUNDING_SOURCE) {
                funded.put(
                        mark.value,
                        having.stream().map(number -> users.get(number)).toList());
            }
        });
        return funded;
    }

    /** The clusters, by account, under a name that stays while the first account by id is in it. */
    SortedMap<UserId, String> names() {
        Map<Integer, String> byRoot = new HashMap<>();
        SortedMap<UserId, String> names = new TreeMap<>();
        for (int i = 0; i < parent.length; i++) {
            int root = root(i);
            if (size[root] > 1) {
                UserId user = users.get(i); // ascending, so the first of a root names it
                names.put(user, byRoot.computeIfAbsent(root, one -> name(user)));
            }
        }
        return names;
    }

    private static String name(UserId first) {
        String hash =
                Keccak256.hash(first.value().getBytes(StandardCharsets.UTF_8)).toString();
        return "cluster-" + hash.substring(2, 2 + NAME_DIGITS);
    }

    /** An id in the spelling of {@link UserId}, which writes addresses in lower case; as a trace it may have any. */
    static String normal(String id) {
        return id.startsWith("0x") || id.startsWith("0X") ? id.toLowerCase(Locale.ROOT) : id;
    }

    private List<Mark> marks(Interaction interaction) {
        List<Mark> marks = new ArrayList<>();
        for (Trace trace : PAIRED) {
            String value = interaction.context().traces().get(trace);
            if (value != null && !limits.open().contains(value)) {
                marks.add(new Mark(trace, value));
            }
        }
        return marks;
    }

    private void joinPairs(List<Interaction> interactions) {
        Map<Pair, Set<Integer>> pairs = new HashMap<>();
        for (Interaction interaction : interactions) {
            List<Mark> many = marks(interaction).stream()
                    .filter(mark -> having(mark).size() > limits.maxAccounts())
                    .toList();
            for (int i = 0; i < many.size(); i++) {
                for (int j = i + 1; j < many.size(); j++) {
                    pairs.computeIfAbsent(new Pair(many.get(i), many.get(j)), pair -> new HashSet<>())
                            .add(number(interaction.user()));
                }
            }
        }
        pairs.forEach((pair, both) -> {
            long either = Math.max(having(pair.one).size(), having(pair.other).size());
            if ((long) both.size() * Context.FULL_QUALITY >= either * limits.overlap()) {
                join(both);
            }
        });
    }

    private void joinSingles() {
        accounts.entrySet().stream()
                .filter(entry -> JOINING.contains(entry.getKey().trace))
                .filter(entry -> entry.getValue().size() > 1 && entry.getValue().size() <= limits.maxAccounts())
                .sorted(Comparator.<Map.Entry<Mark, Set<Integer>>>comparingInt(
                                entry -> entry.getValue().size())
                        .thenComparing(Map.Entry::getKey))
                .forEach(entry -> {
                    long joined = entry.getValue().stream()
                            .map(this::root)
                            .distinct()
                            .mapToLong(root -> size[root])
                            .sum();
                    if (joined <= limits.maxCluster()) {
                        join(entry.getValue());
                    }
                });
    }

    private Set<Integer> having(Mark mark) {
        return accounts.getOrDefault(mark, Set.of());
    }

    private int number(UserId user) {
        return numbers.getOrDefault(user.value(), -1);
    }

    private void join(Set<Integer> members) {
        int first = members.iterator().next();
        members.forEach(member -> join(first, member));
    }

    private void join(int one, int other) {
        int a = root(one);
        int b = root(other);
        if (a != b) {
            int large = size[a] >= size[b] ? a : b;
            int small = large == a ? b : a;
            parent[small] = large;
            size[large] += size[small];
        }
    }

    private int root(int number) {
        int root = number;
        while (parent[root] != root) {
            parent[root] = parent[parent[root]];
            root = parent[root];
        }
        return root;
    }

    /** A trace with its value; ordered, so that values made to share a hash code cost a map no more than a logarithm. */
    private record Mark(Trace trace, String value) implements Comparable<Mark> {
        @Override
        public int compareTo(Mark other) {
            int byTrace = trace.compareTo(other.trace);
            return byTrace != 0 ? byTrace : value.compareTo(other.value);
        }
    }

    private record Pair(Mark one, Mark other) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair that) {
            int byOne = one.compareTo(that.one);
            return byOne != 0 ? byOne : other.compareTo(that.other);
        }
    }
}
