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
 * @param points what each user is to be paid for, 1 or more: what was earned in the epoch, corrected by the adjustments, less older debt
 * @param adjustments what corrections of earlier epochs came to in this one, up or down, never 0
 * @param debts what remains to be taken off in later epochs, 1 or more: points that were paid and then taken back
 * @param withheld what flags keep back of the epoch's points, 1 or more
 * @param notCounted how many different interactions did not count, by the reason codes of {@link ScoringEngine}; each is counted in the epoch in which it arrived
 */
public record EpochScores(
        Epoch epoch,
        Hash32 rulesHash,
        SortedMap<UserId, Long> points,
        SortedMap<UserId, Long> adjustments,
        SortedMap<UserId, Long> debts,
        SortedMap<UserId, Long> withheld,
        SortedMap<String, Long> notCounted) {

    /** The version of the algorithm; whoever computes an epoch again needs the same one. */
    public static final int ENGINE_VERSION = 1;

    private static final String ENGINE = "lianbo.scoring/" + ENGINE_VERSION;

    public EpochScores {
        points = Collections.unmodifiableSortedMap(new TreeMap<>(points));
        adjustments = Collections.unmodifiableSortedMap(new TreeMap<>(adjustments));
        debts = Collections.unmodifiableSortedMap(new TreeMap<>(debts));
        withheld = Collections.unmodifiableSortedMap(new TreeMap<>(withheld));
        notCounted = Collections.unmodifiableSortedMap(new TreeMap<>(notCounted));
        checkPositive("points", points);
        checkPositive("debt", debts);
        checkPositive("withheld points", withheld);
    }

    /** Scores that correct nothing, owe nothing and withhold nothing. */
    public EpochScores(
            Epoch epoch, Hash32 rulesHash, SortedMap<UserId, Long> points, SortedMap<String, Long> notCounted) {
        this(epoch, rulesHash, points, new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), notCounted);
    }

    private static void checkPositive(String what, SortedMap<UserId, Long> counts) {
        counts.forEach((user, count) -> {
            if (count < 1) {
                throw new IllegalArgumentException(what + " of " + user + " must be 1 or more: " + count);
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
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("engine", ENGINE);
        document.put("epoch", Long.toString(epoch.number()));
        document.put("start", epoch.start().toString());
        document.put("end", epoch.end().toString());
        document.put("rulesHash", rulesHash.toString());
        document.put("points", text(points));
        document.put("adjustments", text(adjustments));
        document.put("debts", text(debts));
        document.put("withheld", text(withheld));
        document.put("notCounted", text(notCounted));
        return new String(CanonicalJson.bytes(document), StandardCharsets.UTF_8);
    }

    private static Map<String, Object> text(SortedMap<?, Long> counts) {
        Map<String, Object> text = new LinkedHashMap<>();
        counts.forEach((key, count) -> text.put(key.toString(), Long.toString(count)));
        return text;
    }

    /** Keccak-256 of the canonical form's UTF-8 bytes. */
    public Hash32 hash() {
        return Keccak256.hash(canonical().getBytes(StandardCharsets.UTF_8));
    }
}
