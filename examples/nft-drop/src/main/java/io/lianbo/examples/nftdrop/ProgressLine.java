package io.lianbo.examples.nftdrop;

import io.lianbo.core.ChainId;
import io.lianbo.nft.drop.DropStatus;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How far a drop is, on one line of a terminal: what is least needed goes first where it is narrow. */
final class ProgressLine {
    /** Below this many columns there is no line. */
    static final int LEAST_COLUMNS = 40;

    private static final int LEAST_BAR = 10;
    private static final int MOST_BAR = 40;

    /** What the line tells, in its order. */
    private enum Part {
        COUNT,
        PERCENT,
        RATE,
        TIME,
        GAS,
        COIN;

        /** What goes first where it is narrow. */
        static final List<Part> LEAST_NEEDED = List.of(RATE, GAS, COIN, TIME, PERCENT);
    }

    private final ChainId chain;
    private final boolean unicode;
    private final boolean colours;

    ProgressLine(ChainId chain, boolean unicode, boolean colours) {
        this.chain = chain;
        this.unicode = unicode;
        this.colours = colours;
    }

    /**
     * Returns the line.
     *
     * @param columns how wide it may be
     * @param now how far the drop is
     * @param before how far it was when this began
     * @param elapsed since this began
     * @param sinceChange since the last row was minted
     */
    String render(int columns, DropStatus now, DropStatus before, Duration elapsed, Duration sinceChange) {
        long minted = now.minted() - before.minted();
        Duration working = elapsed.minus(sinceChange);
        String rows = Amounts.grouped(now.rows());
        Map<Part, String> parts = new EnumMap<>(Part.class);
        parts.put(Part.COUNT, padded(Amounts.grouped(now.minted()), rows.length()) + "/" + rows);
        parts.put(Part.PERCENT, padded((now.rows() == 0 ? 0 : now.minted() * 100 / now.rows()) + "%", 4));
        parts.put(Part.RATE, minted == 0 ? "- rows/s" : Amounts.rate(minted, working));
        parts.put(
                Part.TIME,
                minted == 0
                        ? Amounts.clock(elapsed)
                        : Amounts.clock(left(now, minted, working, sinceChange)) + " left");
        parts.put(Part.GAS, Amounts.brief(now.gasUsed()) + " gas");
        parts.put(Part.COIN, Amounts.coin(now.fee(), chain));
        for (Part least : Part.LEAST_NEEDED) {
            if (width(parts) + LEAST_BAR > columns - 1) {
                parts.remove(least);
            }
        }
        int bar = Math.min(MOST_BAR, columns - 1 - width(parts));
        return bar(bar, now) + "  " + String.join("  ", parts.values());
    }

    private static String padded(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private static Duration left(DropStatus now, long minted, Duration working, Duration sinceChange) {
        Duration left = working.multipliedBy(now.rows() - now.minted())
                .dividedBy(minted)
                .minus(sinceChange);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static int width(Map<Part, String> parts) {
        return parts.values().stream().mapToInt(part -> part.length() + 2).sum();
    }

    /** What is minted, what is on its way, and what is not yet sent. */
    private String bar(int width, DropStatus now) {
        int minted = share(width, now.minted(), now.rows());
        int sent = share(width, now.minted() + now.sent(), now.rows()) - minted;
        String rest = (unicode ? "╌" : ".").repeat(width - minted - sent);
        if (!colours) {
            return (unicode ? "━" : "#").repeat(minted) + (unicode ? "─" : "=").repeat(sent) + rest;
        }
        String line = unicode ? "━" : "#";
        return "\u001b[32m" + line.repeat(minted) + "\u001b[33m" + (unicode ? "─" : "=").repeat(sent) + "\u001b[0;2m"
                + rest + "\u001b[0m";
    }

    private static int share(int width, long part, long whole) {
        return whole == 0 ? 0 : (int) (width * part / whole);
    }
}
