package io.lianbo.did.presentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.did.ClaimPath;
import io.lianbo.did.ClaimPointer;
import io.lianbo.did.credential.Credential;
import io.lianbo.did.credential.Holder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Of random credentials and random queries: what is planned satisfies the verifier, and nothing can be left out of it.
 *
 * <p>A verifier cannot see that a claim within a wanted one stayed hidden, or one of the elements that a null stands for; whether these are all there is
 * held against the plain claims.
 */
class MinimalDisclosureTest {
    private final Show show = new Show();

    @AfterEach
    void closeKeys() {
        show.close();
    }

    @Test
    void thePlanIsSufficientAndMinimal() {
        Random random = new Random(20261125);
        int answered = 0;
        int leftOut = 0;
        for (int round = 0; round < 400; round++) {
            Map<String, Object> claims = randomClaims(random);
            Set<ClaimPath> paths = new LinkedHashSet<>();
            claims.forEach((name, claim) -> collect(claim, ClaimPath.of(name), paths));
            Set<ClaimPath> disclosable = new LinkedHashSet<>(paths);
            disclosable.removeIf(path -> random.nextInt(3) == 0);
            Credential credential = show.issuer.issue(show.draft(Show.PURCHASE)
                    .claims(claims)
                    .disclosable(disclosable)
                    .build());
            CredentialQuery asked = randomQuery(claims, random);
            DcqlRequest request = Show.request(DcqlQuery.of(asked));
            Wallet wallet = show.wallet(credential);

            Optional<DisclosurePlan> plan =
                    wallet.plan(request.query(), Show.CLUB).plan();

            Optional<Set<ClaimPath>> expected = expected(claims, disclosable, asked);
            assertThat(plan.isPresent()).as("round %d", round).isEqualTo(expected.isPresent());
            if (plan.isEmpty()) {
                continue;
            }
            answered++;
            Set<ClaimPath> disclosed = plan.get().presentations().getFirst().disclosed();
            assertThat(disclosed).as("round %d", round).isEqualTo(expected.get());
            PresentationVerifier strict = show.verifier().refusingMoreThanAsked();
            assertThat(strict.verify(wallet.present(plan.get(), Show.NONCE), request)
                            .reasons())
                    .as("round %d", round)
                    .isEmpty();
            leftOut += cannotBeLeftOut(credential, disclosed, claims, asked, request, round);
        }
        // That the random cases reach what they are for.
        assertThat(answered).isBetween(100, 399);
        assertThat(leftOut).isGreaterThan(100);
    }

    @Test
    void noOtherOptionsNeedFewerCredentials() {
        Random random = new Random(20261126);
        int answered = 0;
        for (int round = 0; round < 200; round++) {
            List<CredentialQuery> queries = new ArrayList<>();
            List<Credential> held = new ArrayList<>();
            Set<String> answerable = new HashSet<>();
            for (int i = 0; i < 5; i++) {
                String id = "q" + i;
                queries.add(CredentialQuery.builder(id).types(Show.PURCHASE + i).build());
                if (random.nextInt(4) != 0) {
                    answerable.add(id);
                    held.add(show.issuer.issue(show.draft(Show.PURCHASE + i).build()));
                }
            }
            List<CredentialSet> sets = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                sets.add(new CredentialSet(
                        List.of(randomOption(random), randomOption(random)), i == 0 || random.nextInt(3) != 0));
            }
            DcqlRequest request = Show.request(new DcqlQuery(queries, sets));
            Wallet wallet = show.wallet(held.toArray(Credential[]::new));

            Optional<DisclosurePlan> plan =
                    wallet.plan(request.query(), Show.CLUB).plan();

            int fewest = fewest(sets, answerable);
            assertThat(plan.map(found -> found.presentations().size()).orElse(-1))
                    .as("round %d", round)
                    .isEqualTo(fewest);
            if (plan.isPresent()) {
                answered++;
                Map<String, List<String>> answer = wallet.present(plan.get(), Show.NONCE);
                assertThat(show.verifier().verify(answer, request).reasons())
                        .as("round %d", round)
                        .isEmpty();
                for (String gone : answer.keySet()) {
                    Map<String, List<String>> rest = new LinkedHashMap<>(answer);
                    rest.remove(gone);
                    assertThat(show.verifier().verify(rest, request).isAccepted())
                            .as("round %d without %s", round, gone)
                            .isFalse();
                }
            }
        }
        assertThat(answered).isBetween(50, 199);
    }

    private static List<String> randomOption(Random random) {
        List<String> option = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            option.add("q" + random.nextInt(5));
        }
        return option;
    }

    /** The size of the smallest of all sets of credentials that satisfy every required set; -1 where there is none. */
    private static int fewest(List<CredentialSet> sets, Set<String> answerable) {
        int fewest = -1;
        for (int bits = 0; bits < 32; bits++) {
            Set<String> ids = new HashSet<>();
            for (int i = 0; i < 5; i++) {
                if ((bits & 1 << i) != 0) {
                    ids.add("q" + i);
                }
            }
            boolean enough = answerable.containsAll(ids)
                    && sets.stream()
                            .filter(CredentialSet::required)
                            .allMatch(set -> set.options().stream().anyMatch(ids::containsAll));
            if (enough && (fewest < 0 || ids.size() < fewest)) {
                fewest = ids.size();
            }
        }
        return fewest;
    }

    /** Takes each disclosed claim away, where the verifier can notice, and counts how often she did. */
    private int cannotBeLeftOut(
            Credential credential,
            Set<ClaimPath> disclosed,
            Map<String, Object> claims,
            CredentialQuery asked,
            DcqlRequest request,
            int round) {
        Set<ClaimPath> noticed = new HashSet<>();
        for (ClaimQuery claim : chosen(claims, asked)) {
            List<ClaimPath> places = new ArrayList<>(reference(claims, claim));
            if (places.size() == 1) {
                for (int i = 1; i <= places.getFirst().segments().size(); i++) {
                    noticed.add(new ClaimPath(places.getFirst().segments().subList(0, i)));
                }
            }
        }
        int count = 0;
        for (ClaimPath gone : disclosed) {
            if (noticed.contains(gone)) {
                Set<ClaimPath> rest = new LinkedHashSet<>(disclosed);
                rest.removeIf(path -> path.isWithin(gone));
                String less =
                        Holder.of(show.viewerKey, show.clock).present(credential, request.forType(Show.PURCHASE), rest);
                // An earlier or later claim set may still be satisfied; without claim sets, none is.
                if (asked.claimSets().isEmpty()) {
                    assertThat(show.verifier()
                                    .verify(Map.of(asked.id(), List.of(less)), request)
                                    .isAccepted())
                            .as("round %d without %s", round, gone)
                            .isFalse();
                    count++;
                }
            }
        }
        return count;
    }

    /** What must be disclosed, worked out from the plain claims; empty where the query cannot be answered. */
    private static Optional<Set<ClaimPath>> expected(
            Map<String, Object> claims, Set<ClaimPath> disclosable, CredentialQuery asked) {
        List<ClaimQuery> chosen = chosen(claims, asked);
        if (chosen.isEmpty() && !asked.claims().isEmpty()) {
            return Optional.empty();
        }
        Set<ClaimPath> expected = new HashSet<>();
        for (ClaimQuery claim : chosen) {
            for (ClaimPath place : reference(claims, claim)) {
                for (ClaimPath path : disclosable) {
                    if (path.isWithin(place) || place.isWithin(path)) {
                        expected.add(path);
                    }
                }
            }
        }
        return Optional.of(expected);
    }

    /** The claims of the first combination that is there as a whole. */
    private static List<ClaimQuery> chosen(Map<String, Object> claims, CredentialQuery asked) {
        List<List<String>> sets = asked.claimSets();
        if (sets.isEmpty()) {
            boolean all = asked.claims().stream()
                    .noneMatch(claim -> reference(claims, claim).isEmpty());
            return all ? asked.claims() : List.of();
        }
        for (List<String> set : sets) {
            List<ClaimQuery> members = asked.claims().stream()
                    .filter(claim -> set.contains(claim.id()))
                    .toList();
            if (members.stream().noneMatch(claim -> reference(claims, claim).isEmpty())) {
                return members;
            }
        }
        return List.of();
    }

    /** Section 7 once more, one path at a time. */
    private static Set<ClaimPath> reference(Map<String, Object> claims, ClaimQuery claim) {
        Map<List<String>, Object> at = new LinkedHashMap<>();
        at.put(List.of(), claims);
        for (Object step : claim.path().toJson()) {
            Map<List<String>, Object> next = new LinkedHashMap<>();
            for (Map.Entry<List<String>, Object> entry : at.entrySet()) {
                if (step instanceof String name) {
                    if (!(entry.getValue() instanceof Map<?, ?> map)) {
                        return Set.of();
                    }
                    if (map.containsKey(name)) {
                        next.put(longer(entry.getKey(), name), map.get(name));
                    }
                } else {
                    if (!(entry.getValue() instanceof List<?> list)) {
                        return Set.of();
                    }
                    for (int i = 0; i < list.size(); i++) {
                        if (step == null || step.equals((long) i)) {
                            next.put(longer(entry.getKey(), Integer.toString(i)), list.get(i));
                        }
                    }
                }
            }
            at = next;
        }
        Set<ClaimPath> places = new LinkedHashSet<>();
        at.forEach((path, value) -> {
            if (claim.values().isEmpty() || claim.values().contains(value)) {
                places.add(new ClaimPath(path));
            }
        });
        return places;
    }

    private static List<String> longer(List<String> path, String segment) {
        List<String> longer = new ArrayList<>(path);
        longer.add(segment);
        return longer;
    }

    private static CredentialQuery randomQuery(Map<String, Object> claims, Random random) {
        CredentialQuery.Builder query = CredentialQuery.builder("p").types(Show.PURCHASE);
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            Object[] wanted = random.nextInt(4) == 0 ? new Object[] {(long) random.nextInt(3), "no"} : new Object[0];
            query.claim("c" + i, randomPointer(claims, random), wanted);
        }
        if (count > 1 && random.nextBoolean()) {
            query.claimSet("c0", "c1").claimSet("c" + (count - 1));
        }
        return query.build();
    }

    /** Mostly a way that leads somewhere, sometimes with nulls or a wrong turn. */
    private static ClaimPointer randomPointer(Map<String, Object> claims, Random random) {
        String first = "c" + random.nextInt(random.nextInt(8) == 0 ? 6 : 4);
        ClaimPointer pointer = ClaimPointer.of(first);
        Object at = claims.get(first);
        while (random.nextInt(4) != 0) {
            if (at instanceof Map<?, ?> map && !map.isEmpty()) {
                String name = "m" + random.nextInt(map.size());
                pointer = pointer.name(name);
                at = map.get(name);
            } else if (at instanceof List<?> list && !list.isEmpty()) {
                int index = random.nextInt(list.size());
                pointer = random.nextBoolean() ? pointer.everyElement() : pointer.element(index);
                at = list.get(index);
            } else {
                return pointer;
            }
        }
        return pointer;
    }

    private static Map<String, Object> randomClaims(Random random) {
        Map<String, Object> claims = new LinkedHashMap<>();
        for (int i = 0; i < 4; i++) {
            claims.put("c" + i, randomClaim(random, 3));
        }
        return claims;
    }

    private static Object randomClaim(Random random, int depth) {
        int kind = depth == 0 ? 0 : random.nextInt(3);
        int size = 1 + random.nextInt(3);
        if (kind == 1) {
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                list.add(randomClaim(random, depth - 1));
            }
            return list;
        }
        if (kind == 2) {
            Map<String, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < size; i++) {
                map.put("m" + i, randomClaim(random, depth - 1));
            }
            return map;
        }
        return (long) random.nextInt(3);
    }

    private static void collect(Object claim, ClaimPath at, Set<ClaimPath> paths) {
        paths.add(at);
        if (claim instanceof Map<?, ?> map) {
            map.forEach((name, value) -> collect(value, at.child((String) name), paths));
        } else if (claim instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                collect(list.get(i), at.child(Integer.toString(i)), paths);
            }
        }
    }
}
