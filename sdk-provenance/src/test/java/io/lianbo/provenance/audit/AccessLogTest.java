package io.lianbo.provenance.audit;

import static io.lianbo.provenance.TeaCake.CAKE;
import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Hash32;
import io.lianbo.provenance.checkpoint.Checkpoint;
import io.lianbo.provenance.checkpoint.CheckpointVerifier.History;
import io.lianbo.provenance.checkpoint.SignedNote;
import io.lianbo.testsupport.ChildJvm;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That what was handed out stays in the log, whatever happens to the process. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class AccessLogTest {
    @TempDir
    private Path folder;

    @Test
    void holdsEveryAnswerThatGotOutOfAProcessThatWasKilled() throws Exception {
        Path file = folder.resolve("access.db");
        Hash32 grant;
        try (JdbcAccessLogStore store = JdbcAccessLogStore.sqlite(file)) {
            AccessLog log = AccessLog.open(store, Tea.LOG_KEY, InstantSource.fixed(Tea.NOW));
            grant = log.grant(Tea.grant(AuditScope.of(CAKE))).entry().leafHash();
        }
        Random random = new Random(20261130);
        List<LoggedEntry> handedOut = new ArrayList<>();
        for (int kill = 0; kill < 4; kill++) {
            // Two at once, which share the file; each asks what no other asks.
            List<Process> processes = new ArrayList<>();
            for (int process = 0; process < 2; process++) {
                processes.add(ChildJvm.start(
                        KilledPlatform.class,
                        file.toString(),
                        grant.toString(),
                        Integer.toString((2 * kill + process) * 1_000_000)));
            }
            int most = random.nextInt(1, 15);
            List<BufferedReader> readers = new ArrayList<>();
            for (Process process : processes) {
                BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                readers.add(lines);
                assertThat(lines.readLine()).isEqualTo("working");
                for (int n = 0; n < most; n++) {
                    handedOut.add(LoggedEntry.parse(Objects.requireNonNull(lines.readLine())));
                }
            }
            processes.forEach(process -> process.toHandle().destroyForcibly()); // SIGKILL
            for (BufferedReader lines : readers) {
                // What it wrote before may be read; of the last line perhaps a part.
                lines.lines()
                        .filter(line -> line.endsWith("\\n\"}"))
                        .map(LoggedEntry::parse)
                        .forEach(handedOut::add);
            }
            for (Process process : processes) {
                process.waitFor();
            }
        }
        try (JdbcAccessLogStore store = JdbcAccessLogStore.sqlite(file)) {
            AccessLog log = AccessLog.open(store, Tea.LOG_KEY, InstantSource.fixed(Tea.NOW));
            SignedNote now = log.checkpoint();
            List<AuditEntry> entries = log.entries(0, 1_000_000);
            assertThat(new AccessLogVerifier(Tea.LOG)
                            .verify(entries.stream(), now)
                            .reasons())
                    .isEmpty();
            assertThat(handedOut).hasSizeGreaterThan(8);
            for (LoggedEntry each : handedOut) {
                assertThat(each.verify(Tea.LOG).isVerified()).isTrue();
                assertThat(entries.get((int) each.proof().leafIndex())).isEqualTo(each.entry());
                Checkpoint then = Tea.LOG.open(each.checkpoint()).value().orElseThrow();
                assertThat(Tea.LOG.extend(each.checkpoint(), now, log.consistencyProof(then.size(), log.size())))
                        .isInstanceOf(History.Consistent.class);
            }
        }
    }
}
