package io.lianbo.rewards.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an engine writes and another reads; {@link ScoringCorrectionsTest} restores one on each of its random days. */
class SnapshotTest {

    private static final Instant START = Instant.parse("2026-12-01T00:00:00Z");
    private static final Epoch DAY = new Epoch(1, START, START.plusSeconds(86_400));

    @Test
    void goesOnWhereItWas(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("epoch-1.snapshot");
        ScoringEngine engine = engine(3_000);
        // @start region="snapshot"
        try (OutputStream out = Files.newOutputStream(file)) {
            engine.write(out);
        }
        ScoringEngine restored;
        try (InputStream in = Files.newInputStream(file)) {
            restored = ScoringEngine.read(in);
        }
        // @end region="snapshot"
        assertThat(restored.finalizeEpoch()).isEqualTo(engine.finalizeEpoch());
        assertThat(restored.inputRoot()).isEqualTo(engine.inputRoot());
        assertThat(restored.rules()).isEqualTo(engine.rules());

        restored.add(like(0, 1));
        restored.add(like(5_000, 7));
        engine.add(like(5_000, 7));
        assertThat(restored.finalizeEpoch()).isEqualTo(engine.finalizeEpoch());
    }

    @Test
    void refusesEveryDamagedOne() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        engine(3).write(out);
        byte[] whole = out.toByteArray();
        for (int i = 0; i < whole.length; i++) {
            byte[] flipped = whole.clone();
            flipped[i] ^= 1;
            assertThatIllegalArgumentException()
                    .as("byte %d", i)
                    .isThrownBy(() -> ScoringEngine.read(new ByteArrayInputStream(flipped)));
            byte[] cut = Arrays.copyOf(whole, i);
            assertThatIllegalArgumentException()
                    .as("length %d", i)
                    .isThrownBy(() -> ScoringEngine.read(new ByteArrayInputStream(cut)));
        }
    }

    @Test
    void writesNoPart() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> engine(1).fork().write(OutputStream.nullOutputStream()));
    }

    private static ScoringEngine engine(int likes) {
        ScoringEngine engine = new ScoringEngine(
                ScoringRules.of("r", 1, InteractionRule.of("like", 1).atMost(100)), DAY);
        for (int i = 0; i < likes; i++) {
            engine.add(like(i, 1));
        }
        return engine;
    }

    private static Interaction like(int sequence, long quantity) {
        return new Interaction(
                        new InteractionId("edge-7", "show-42", sequence),
                        UserId.of("viewer-" + sequence % 10),
                        "like",
                        quantity,
                        START.plusSeconds(sequence))
                .with(Trace.DEVICE, "d-" + sequence % 5);
    }
}
