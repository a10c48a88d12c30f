package io.lianbo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.testsupport.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing is left running when a JVM with a chain ends, in whatever way and under either guard. */
class EndOfTheJvmTest {

    @ParameterizedTest
    @CsvSource({"KILLED, SHELL", "KILLED, JVM", "TERMINATED, SHELL", "TERMINATED, JVM", "EXITS, SHELL", "EXITS, JVM"})
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void takesTheChainWithIt(End end, AnvilProcess.Guard guard) throws IOException {
        Process child =
                ChildJvm.start(Child.class, guard.name(), AnvilBinary.find().toString());
        List<ProcessHandle> started;
        try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
            long anvil = Long.parseLong(output.readLine());
            started = child.descendants().toList();
            assertThat(started).hasSize(2); // anvil and its guard
            assertThat(started).extracting(ProcessHandle::pid).contains(anvil);
            assertThat(started).allMatch(ProcessHandle::isAlive);

            switch (end) {
                case KILLED -> child.destroyForcibly(); // SIGKILL: no shutdown hook runs
                case TERMINATED -> child.destroy();
                case EXITS -> child.getOutputStream().close();
            }
        }

        Awaitility.await().until(() -> !child.isAlive() && started.stream().noneMatch(ProcessHandle::isAlive));
    }

    enum End {
        KILLED,
        TERMINATED,
        EXITS
    }

    /** Starts a chain, prints the process id of its anvil, and ends with its own input without closing the chain. */
    static final class Child {

        private Child() {}

        public static void main(String[] arguments) throws IOException {
            LocalChain chain = LocalChain.start(
                    LocalChain.Options.defaults(), Path.of(arguments[1]), AnvilProcess.Guard.valueOf(arguments[0]));
            System.out.println(chain.anvilPid());
            while (System.in.read() >= 0) {
                // until the parent ends the input
            }
        }
    }
}
