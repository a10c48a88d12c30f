package io.lianbo.examples.livesale;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Tells the sale in plain, aligned text: no colours, so a log file reads like a terminal. */
final class Narrator {
    private static final int WIDTH = 90;
    private static final int NOTE = 15;

    private final PrintStream out;

    Narrator(PrintStream out) {
        this.out = out;
    }

    void act(String number, String title, String module) {
        blank();
        line(number + "  " + title + "  (" + module + ")");
        line("-".repeat(WIDTH + NOTE));
    }

    void say(String text) {
        line("   " + text);
    }

    /** A line with a note at its right end: what it cost, or how long it took. */
    void say(String text, String note) {
        say(String.format("%-" + (WIDTH - 3) + "s%" + NOTE + "s", text, note));
    }

    void gas(String text, long gas) {
        say(text, Text.grouped(gas) + " gas");
    }

    /**
     * Rows in columns.
     *
     * @param alignment for each column {@code l} or {@code r}
     */
    void table(String alignment, List<List<String>> rows) {
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < alignment.length(); column++) {
            int at = column;
            widths.add(rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0));
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < alignment.length(); column++) {
                String cell = row.get(column);
                String padding = " ".repeat(widths.get(column) - cell.length());
                line.append(alignment.charAt(column) == 'r' ? padding + cell : cell + padding)
                        .append("  ");
            }
            say(line.toString());
        }
    }

    void blank() {
        line("");
    }

    /** What files say is printed without what could move a terminal's cursor. */
    void line(String text) {
        out.print(Text.visible(text).stripTrailing() + "\n");
        out.flush();
    }
}
