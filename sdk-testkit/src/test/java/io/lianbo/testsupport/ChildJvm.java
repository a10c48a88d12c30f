package io.lianbo.testsupport;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM with this one's class path, to be killed, or to compete with; one that starts quickly. Its errors go where this one's go. */
public final class ChildJvm {
    private ChildJvm() {}

    /** Starts a program. */
    public static Process start(Class<?> main, String... args) throws IOException {
        return start(List.of(), main, args);
    }

    /** Starts a program in a heap of so many megabytes. */
    public static Process startIn(int megabytes, Class<?> main, String... args) throws IOException {
        return start(List.of("-Xmx" + megabytes + "m"), main, args);
    }

    /** Starts a program in a JVM with these options. */
    public static Process start(List<String> options, Class<?> main, String... args) throws IOException {
        return new ProcessBuilder(command(options, main, args))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** What starts a program, to be started in some other way. */
    public static List<String> command(Class<?> main, String... args) {
        return command(List.of(), main, args);
    }

    private static List<String> command(List<String> options, Class<?> main, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        return command;
    }
}
