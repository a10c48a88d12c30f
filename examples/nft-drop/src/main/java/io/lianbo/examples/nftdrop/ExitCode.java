package io.lianbo.examples.nftdrop;

/** What the program ends with. */
final class ExitCode {
    /** What was asked is done; of {@code status}: the drop is complete. */
    static final int DONE = 0;

    /** The drop is not complete, or the chain says no. */
    static final int INCOMPLETE = 1;

    /** The command line is wrong. */
    static final int USAGE = 2;

    /** A file is wrong: manifest, CSV, assets, keystore or password. */
    static final int BAD_INPUT = 3;

    /** The node, the disk or the balance failed; the same command goes on once it is mended. */
    static final int FAILED = 4;

    /** Interrupted, as by Ctrl-C. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
