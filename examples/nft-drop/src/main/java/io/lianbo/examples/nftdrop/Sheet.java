package io.lianbo.examples.nftdrop;

import io.lianbo.examples.nftdrop.Terminal.Style;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names and values, one below the other and aligned. */
final class Sheet {
    private final Map<String, String> entries = new LinkedHashMap<>();

    Sheet with(String name, String value) {
        entries.put(name, value);
        return this;
    }

    void to(Outcome outcome, Terminal terminal) {
        int width = entries.keySet().stream().mapToInt(String::length).max().orElse(0);
        entries.forEach((name, value) -> outcome.line(
                "  " + terminal.styleOut(Style.DIM, name) + " ".repeat(width - name.length() + 3) + value));
    }
}
