package io.lianbo.rewards.feed;

import io.lianbo.core.json.CanonicalJson;
import io.lianbo.core.json.JsonException;
import io.lianbo.rewards.scoring.Interaction;
import io.lianbo.rewards.scoring.Trace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The columns of a table of interactions. A row is read as the JSON line that says the same, so that every source is held to the same rules. */
final class TextColumns {

    private static final List<String> REQUIRED =
            List.of("producer", "session", "sequence", "user", "type", "quantity", "at");
    private static final List<String> REFUNDS = List.of("refundsProducer", "refundsSession", "refundsSequence");
    private static final List<String> KNOWN = Stream.of(
                    REQUIRED.stream(),
                    Stream.of("quality", "referrer"),
                    REFUNDS.stream(),
                    Stream.of(Trace.values()).map(Trace::key))
            .flatMap(columns -> columns)
            .toList();
    private static final Set<String> NUMBERS = Set.of("sequence", "quantity", "quality", "refundsSequence");
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,17})");

    private final List<String> columns;

    private TextColumns(List<String> columns) {
        this.columns = columns;
    }

    /**
     * Reads a header; a column may be written {@code refundsProducer} or {@code refunds_producer}, in any case.
     *
     * @throws IllegalArgumentException that says which column is missing, unknown or there twice
     */
    static TextColumns of(List<String> header) {
        List<String> columns = new ArrayList<>();
        for (String name : header) {
            columns.add(KNOWN.stream()
                    .filter(known -> plain(known).equals(plain(name)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "unknown column " + name + ", known are " + String.join(", ", KNOWN))));
        }
        for (String column : REQUIRED) {
            if (!columns.contains(column)) {
                throw new IllegalArgumentException("missing column " + column);
            }
        }
        if (new HashSet<>(columns).size() < columns.size()) {
            throw new IllegalArgumentException("a column is there twice: " + String.join(", ", header));
        }
        return new TextColumns(columns);
    }

    private static String plain(String name) {
        return name.strip().replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** The place of a column, or -1. */
    int indexOf(String column) {
        return columns.indexOf(column);
    }

    int size() {
        return columns.size();
    }

    /**
     * Reads a row, whose empty values are as if they were not there.
     *
     * @throws JsonException that names the column and what is allowed
     */
    Interaction read(List<String> row) {
        Map<String, Object> line = new LinkedHashMap<>();
        Map<String, Object> refunds = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            String column = columns.get(i);
            String text = row.get(i).strip();
            if (!text.isEmpty()) {
                Object value = NUMBERS.contains(column) && NUMBER.matcher(text).matches() ? Long.valueOf(text) : text;
                if (REFUNDS.contains(column)) {
                    refunds.put(column.substring("refunds".length()).toLowerCase(Locale.ROOT), value);
                } else {
                    line.put(column, value);
                }
            }
        }
        if (!refunds.isEmpty()) {
            line.put("refunds", refunds);
        }
        return InteractionReader.parse(CanonicalJson.bytes(line));
    }
}
