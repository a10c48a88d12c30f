package io.lianbo.testkit;

import java.io.IOException;

/**
 * Ends a process once the JVM that started this one is gone: {@code main} of a second JVM, whose standard input is a pipe from
 * the first, where there is no POSIX shell to do the same.
 */
final class Watchdog {

    private Watchdog() {}

    /** Waits for the end of standard input, then kills the process whose id is the one argument. */
    public static void main(String[] arguments) throws IOException {
        long pid = Long.parseLong(arguments[0]);
        while (System.in.read() >= 0) {
            // nothing is ever written; only the end of the pipe counts
        }
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
}
