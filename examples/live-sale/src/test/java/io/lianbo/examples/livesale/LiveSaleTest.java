package io.lianbo.examples.livesale;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as its user meets it. */
class LiveSaleTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path temporary;

    @Test
    void sellsAndWritesAPageThatLoadsNothingAndRunsNothing() throws IOException {
        InputFolder files = new InputFolder(temporary)
                .breakSignature("goods/cake-0002.json", 1)
                .replace("goods/set-0007.json", "geo:25.04,102.71", "urn:<img src=x onerror=alert(1)>")
                .replace("goods/set-0007.json", "Clay tasting cups, set of three", "<script>alert('tea')</script>&")
                .replace("sale.json", "Xiao Yu", "\\\"><b>Yu</b>")
                .replace("viewers.json", "\"Lan\"", "\"<i>Lan</i>\"");
        Path report = temporary.resolve("new/folder/index.html");

        assertThat(run("--sell", "--input", files.path().toString(), "--report", report.toString()))
                .isZero();

        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("2 orders refunded: LS-1002 SIGNATURE_INVALID; LS-1003 SIGNATURE_INVALID")
                .contains("Report: " + report.toAbsolutePath())
                .doesNotContain("\u001b");
        String html = Files.readString(report);
        assertThat(html)
                .contains("&lt;script&gt;alert(&#39;tea&#39;)&lt;/script&gt;&amp;", "&lt;i&gt;Lan&lt;/i&gt;", "<svg ")
                .contains("\u2717 SIGNATURE_INVALID: event 1: ")
                .doesNotContain("<script", "<img", "<b>", "<i>", "url(", "@import")
                .doesNotContainPattern("<[^>]*\\s(src|href|on\\w+)=");
    }

    @Test
    void refusesBadInputBeforeAnyChainIsThere() {
        InputFolder files = new InputFolder(temporary).replace("sale.json", "6000", "7000");

        assertThat(run("--input", files.path().toString())).isEqualTo(2);

        assertThat(out.size()).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("Bad input: sale.json: split must add up to 10000 basis points: 11000\n");
    }

    @Test
    void explainsItsArguments() {
        assertThat(run("--help")).isEqualTo(2);
        assertThat(run("--input")).isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("[--sell | --sign] [--input DIR] [--report FILE], not \"--help\"")
                .contains("--input must be followed by a path");
    }

    @Test
    void failsWhereTheReportCannotBeWritten() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "");

        assertThat(run("--report", file.resolve("index.html").toString())).isEqualTo(1);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("The sale failed: the report cannot be written to ");
    }

    @Test
    void signsAgainWhatWasEditedAndNothingElse() {
        InputFolder files = new InputFolder(temporary)
                .replace("goods/set-0007.json", "geo:25.04,102.71", "geo:24.88,102.83")
                .edit(
                        "goods/set-0007.json",
                        text -> text.replaceFirst(
                                "\"issuer\": \"0x[0-9a-fA-F]*\",\\s*\"signature\": \"[^\"]*\"",
                                "\"issuer\": \"factory\""));
        String untouched = files.text("goods/cake-0001.json");

        assertThat(run("--sign", "--input", files.path().toString())).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("goods/set-0007.json: event 0 signed by "
                        + Actors.issuer("factory").address() + "\ngoods/set-0007.json: event 1 signed by "
                        + Actors.issuer("laboratory").address() + "\n2 events signed.\n");
        assertThat(files.text("goods/cake-0001.json")).isEqualTo(untouched);
        assertThat(files.read().goods().getLast().history().value().orElseThrow())
                .allSatisfy(event -> assertThat(event.verify().isVerified()).isTrue());
        out.reset();
        assertThat(run("--sign", "--input", files.path().toString())).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("Every event is signed; nothing was changed.\n");
    }

    @Test
    void signsForNobodyItDoesNotKnow() {
        InputFolder files = new InputFolder(temporary)
                .breakSignature("goods/set-0007.json", 0)
                .edit(
                        "goods/set-0007.json",
                        text -> text.replaceFirst("\"0x[0-9a-fA-F]{40}\"", "\"0x" + "1".repeat(40) + "\""));

        assertThat(run("--sign", "--input", files.path().toString())).isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("Bad input: goods/set-0007.json: events[0].issuer: must be one of garden, factory,");
    }

    @Test
    void signsNoEventThatIsNone() {
        InputFolder files =
                new InputFolder(temporary).replace("goods/set-0007.json", "2026-06-11T10:40:00+08:00", "soon");

        assertThat(run("--sign", "--input", files.path().toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("Bad input: goods/set-0007.json: events[1].event: ");
    }

    @Test
    void printsNothingThatMovesATerminalsCursor() {
        new Narrator(new PrintStream(out, true, StandardCharsets.UTF_8)).say("a\u001b[2Jb\u202ec\r");

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("   a?[2Jb?c?\n");
    }

    private int run(String... args) {
        return LiveSale.run(
                List.of(args),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
