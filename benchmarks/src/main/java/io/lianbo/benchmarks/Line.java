package io.lianbo.benchmarks;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row with its measurements. */
record Line(
        Row row,
        Measurement ours,
        @Nullable Measurement peer,
        @Nullable Measurement limit) {

    private static final MathContext DIGITS = new MathContext(5);

    /**
     * Finds the measurements of a row.
     *
     * @throws IllegalArgumentException if one is missing
     */
    static Line of(Row row, Map<String, Measurement> measurements) {
        String peer = row.peer();
        String limit = row.limit();
        return new Line(
                row,
                find(row, row.ours(), measurements),
                peer == null ? null : find(row, peer, measurements),
                limit == null ? null : find(row, limit, measurements));
    }

    private static Measurement find(Row row, String method, Map<String, Measurement> measurements) {
        String name = Measurement.name(row.benchmark(method), row.size());
        Measurement found = measurements.get(name);
        if (found == null) {
            throw new IllegalArgumentException("row " + row.name() + " has no measurement of " + name);
        }
        return found.times(row.work());
    }

    /** Our rate over the peer's; null without a peer. */
    @Nullable
    Double ratio() {
        return over(peer);
    }

    /** Our rate over the limit's; null without a limit. */
    @Nullable
    Double share() {
        return over(limit);
    }

    private @Nullable Double over(@Nullable Measurement other) {
        return other == null ? null : ours.rate() / other.rate();
    }

    /** The members of the row's object in {@code results.json}; five digits of a number are more than it is good for. */
    Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("name", row.name());
        map.put("unit", row.unit());
        map.put("ours", rounded(ours.rate()));
        map.put("peer", peer == null ? null : rounded(peer.rate()));
        map.put("peerName", row.peerName());
        map.put("ratio", rounded(ratio()));
        map.put("limit", limit == null ? null : rounded(limit.rate()));
        map.put("share", rounded(share()));
        return map;
    }

    private static @Nullable Double rounded(@Nullable Double number) {
        return number == null ? null : new BigDecimal(number).round(DIGITS).doubleValue();
    }
}
