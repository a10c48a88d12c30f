package io.lianbo.examples.nftdrop;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.tx.TxEvent;
import io.lianbo.core.tx.TxListener;
import io.lianbo.examples.nftdrop.Terminal.Style;
import io.lianbo.nft.drop.DropListener;
import io.lianbo.nft.drop.DropStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;

/**
 * Shows a drop getting on, where somebody looks at a terminal that is wide enough; and says what holds it up, wherever that goes. Any thread may call it.
 */
final class Progress implements DropListener, TxListener, AutoCloseable {
    private static final int REDRAW_MILLIS = 250;

    /** So that what does not fit, as the window was made narrower, is cut off instead of wrapped. */
    private static final String DO_NOT_WRAP = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";
    private static final String CLEAR = "\r\u001b[K";

    private final Terminal terminal;
    private final ChainId chain;
    private final Address payer;
    private final ProgressLine line;
    private final InstantSource clock;
    private final DropStatus before;
    private final boolean shown;
    private final Timer redraw = new Timer("progress", true);

    // guarded by this
    private final Set<String> told = new HashSet<>();
    private final Instant began;
    private Instant changed;
    private DropStatus now;
    private boolean closed;

    /**
     * Begins to show it.
     *
     * @param payer pays for the transactions
     * @param before how far the drop is before anything is done
     */
    Progress(Terminal terminal, ChainId chain, Address payer, InstantSource clock, DropStatus before) {
        this.terminal = terminal;
        this.chain = chain;
        this.payer = payer;
        this.clock = clock;
        this.before = before;
        this.now = before;
        this.began = clock.instant();
        this.changed = began;
        boolean colours = !terminal.styleErr(Style.BOLD, "").isEmpty();
        this.line = new ProgressLine(chain, terminal.unicode(), colours);
        boolean wide = terminal.columns() >= ProgressLine.LEAST_COLUMNS;
        this.shown = terminal.canRedraw() && wide;
        if (terminal.canRedraw() && !wide) {
            terminal.note("This terminal has " + terminal.columns() + " columns: make it " + ProgressLine.LEAST_COLUMNS
                    + " or wider to see the progress.");
        }
        if (shown) {
            redraw.schedule(
                    new TimerTask() {
                        @Override
                        public void run() {
                            draw();
                        }
                    },
                    REDRAW_MILLIS,
                    REDRAW_MILLIS);
        }
    }

    @Override
    public synchronized void progressed(DropStatus status) {
        if (status.minted() != now.minted()) {
            changed = clock.instant();
        }
        now = status;
        draw();
    }

    private synchronized void draw() {
        if (shown && !closed && now.rows() > 0) {
            Instant instant = clock.instant();
            String text = line.render(
                    terminal.columns(),
                    now,
                    before,
                    Duration.between(began, instant),
                    Duration.between(changed, instant));
            terminal.err().print(CLEAR + DO_NOT_WRAP + text + WRAP);
            terminal.err().flush();
        }
    }

    @Override
    public synchronized void on(TxEvent event) {
        if (event.kind() != TxEvent.Kind.HELD_UP || closed) {
            return;
        }
        Reason why = event.record().problem().orElse(new Reason("HELD_UP", event.detail()));
        if (!told.add(why.code())) {
            return;
        }
        String sentence = why.code().equals("INSUFFICIENT_FUNDS")
                ? "waiting for money: " + payer + " cannot pay for the next transaction; send it "
                        + Amounts.symbol(chain) + " and the drop goes on by itself within a minute"
                : "waiting: " + why.detail();
        if (shown) {
            terminal.err().print(CLEAR);
        }
        terminal.err().println(terminal.styleErr(Style.YELLOW, Terminal.visible(sentence)));
        draw();
    }

    /** Takes the line away. */
    @Override
    public synchronized void close() {
        redraw.cancel();
        if (shown && !closed) {
            terminal.err().print(CLEAR);
            terminal.err().flush();
        }
        closed = true;
    }
}
