package io.lianbo.examples.nftdrop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.lianbo.core.json.StrictJson;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.MapAssert;

/** A terminal at which the program is called, in this process. */
class TestTerminal {
    private final List<String> passwords = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private boolean outIsTerminal;
    private boolean errIsTerminal;
    private int columns = 100;
    private Map<String, String> environment = Map.of();

    /** Somebody looks at standard output and errors. */
    TestTerminal atTerminal(int width, Map<String, String> variables) {
        outIsTerminal = true;
        errIsTerminal = true;
        columns = width;
        environment = variables;
        return this;
    }

    /** What is typed when a password is asked for. */
    TestTerminal typing(String... words) {
        passwords.addAll(List.of(words));
        return this;
    }

    /** Calls the program; what it wrote is asked for afterwards. */
    int call(String... args) {
        return call(new Interrupts(), args);
    }

    int call(Interrupts interrupts, String... args) {
        out.reset();
        err.reset();
        return DropProgram.run(terminal(), interrupts, args);
    }

    Terminal terminal() {
        return new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                outIsTerminal,
                errIsTerminal,
                columns,
                true,
                environment,
                this::ask);
    }

    private Optional<char[]> ask(String prompt) {
        if (passwords.isEmpty()) {
            return Optional.empty();
        }
        err.writeBytes((prompt + "\n").getBytes(StandardCharsets.UTF_8));
        return Optional.of(passwords.removeFirst().toCharArray());
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** What it wrote, as a program reads it. */
    MapAssert<Object, Object> json() {
        assertThat(out().lines()).hasSize(1);
        return assertThat(StrictJson.parse(out().strip())).asInstanceOf(MAP);
    }

    /** Calls it twice: for people, and for programs. */
    void assertProblem(int exitCode, String code, String sentence, String... args) {
        assertThat(call(args)).isEqualTo(exitCode);
        assertThat(err()).contains("error: ").contains(sentence);
        assertThat(out()).isEmpty();
        assertThat(err()).doesNotContain("Exception", "\tat ");
        String[] asked = Arrays.copyOf(args, args.length + 1);
        asked[args.length] = "--json";
        assertThat(call(asked)).isEqualTo(exitCode);
        assertThat(err()).isEmpty();
        json().containsEntry("ok", false)
                .containsEntry("exitCode", (long) exitCode)
                .extractingByKey("problems")
                .asInstanceOf(LIST)
                .first()
                .asInstanceOf(MAP)
                .containsEntry("code", code)
                .extractingByKey("detail")
                .asString()
                .contains(sentence);
    }
}
