package io.lianbo.rewards.scoring;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.json.CanonicalJson;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an epoch's scoring came to; the same interactions under the same rules give the same {@link #canonical()} bytes, wherever and in whatever pieces they were scored.
 *
 * @param epoch the period scored
 * @param rulesHash {@link ScoringRules#hash()} of the rules that scored it
 * @param points by user; who earned nothing is not in it
 * @param notCounted how many different interactions did not count, by the reason codes of {@link ScoringEngine}
 */
public record EpochScores(
        Epoch epoch, Hash32 rulesHash, SortedMap<UserId, Long> points, SortedMap<String, Long> notCounted) {

    public EpochScores {
        points = Collections.unmodifiableSortedMap(new TreeMap<>(points));
        notCounted = Collections.unmodifiableSortedMap(new TreeMap<>(notCounted));
        points.forEach((user, count) -> {
            if (count < 1) {
                throw new IllegalArgumentException("points of " + user + " must be 1 or more: " + count);
            }
        });
    }

    /** The points of one user, 0 for one who earned nothing. */
    public long pointsOf(UserId user) {
        return points.getOrDefault(user, 0L);
    }

    /** The points of all users. */
    public BigInteger totalPoints() {
        return points.values().stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** The scores as canonical JSON (RFC 8785); counts are strings of digits, since JSON's numbers end at 2^53. */
    public String canonical() {
        Map<String, Object> byUser = new LinkedHashMap<>();
        points.forEach((user, count) -> byUser.put(user.value(), Long.toString(count)));
        Map<String, Object> byReason = new LinkedHashMap<>();
        notCounted.forEach((code, count) -> byReason.put(code, Long.toString(count)));
        Map<String, Object> document = Map.of(
                "epoch", Long.toString(epoch.number()),
                "start", epoch.start().toString(),
                "end", epoch.end().toString(),
                "rulesHash", rulesHash.toString(),
                "points", byUser,
                "notCounted", byReason);
        return new String(CanonicalJson.bytes(document), StandardCharsets.UTF_8);
    }

    /** Keccak-256 of the canonical form's UTF-8 bytes. */
    public Hash32 hash() {
        return Keccak256.hash(canonical().getBytes(StandardCharsets.UTF_8));
    }
}
