package io.lianbo.examples.nftdrop;

import io.lianbo.testsupport.ChildJvm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Programs that run beside this one. */
final class Programs {
    private Programs() {}

    /** What starts a program of this class path, which hears Ctrl-C also where this process was started with signals ignored. */
    static List<String> command(Class<?> main, String... args) {
        return hearing(ChildJvm.command(main, args));
    }

    static List<String> hearing(List<String> command) {
        List<String> hearing = new ArrayList<>();
        if (knowsDefaultSignals()) {
            hearing.addAll(List.of("env", "--default-signal=INT"));
        }
        hearing.addAll(command);
        return hearing;
    }

    /** The {@code env} of GNU does. */
    private static boolean knowsDefaultSignals() {
        try {
            return new ProcessBuilder("env", "--default-signal=INT", "true")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The same with files that may have so many blocks of 512 bytes. */
    static List<String> limited(int blocks, List<String> command) {
        List<String> limited = new ArrayList<>(List.of("sh", "-c", "ulimit -f " + blocks + "; exec \"$@\"", "sh"));
        limited.addAll(command);
        return limited;
    }

    /** What Ctrl-C does. */
    static void interrupt(Process process) throws IOException, InterruptedException {
        int sent = new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (sent != 0) {
            throw new IOException("no signal was sent");
        }
    }
}
