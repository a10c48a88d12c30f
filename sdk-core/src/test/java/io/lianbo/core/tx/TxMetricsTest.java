package io.lianbo.core.tx;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict.Reason;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TxMetricsTest {
    @Test
    void countsWhatHappensAndWhatItCost() {
        MeterRegistry registry = new SimpleMeterRegistry();
        // @start region="metrics"
        TxListener metrics = TxMetrics.to(registry);
        // @end region="metrics"
        TxRecord queued = TxRecord.queued(TxJournalConformance.intent(1));
        TxRecord signed = queued.signed(TxJournalConformance.attempt(TxJournalConformance.LANE, 0, 1));
        TxRecord done = signed.included(new TxRecord.Inclusion(
                        signed.lastAttempt().hash(),
                        7,
                        Hash32.of("0x" + "ab".repeat(32)),
                        true,
                        21_000,
                        BigInteger.valueOf(42_000_000_000L)))
                .settled(Optional.empty());
        metrics.on(new TxEvent(TxEvent.Kind.SENT, signed, "with nonce 0"));
        metrics.on(new TxEvent(TxEvent.Kind.HELD_UP, signed, "waits"));
        metrics.on(new TxEvent(TxEvent.Kind.SETTLED, done, "final"));
        metrics.on(new TxEvent(TxEvent.Kind.SETTLED, queued.failed(new Reason("WOULD_REVERT", "no")), "refused"));

        assertThat(registry.get("lianbo.tx.events")
                        .tag("kind", "sent")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("lianbo.tx.events")
                        .tag("kind", "held_up")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("lianbo.tx.settled")
                        .tag("state", "succeeded")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("lianbo.tx.settled")
                        .tag("state", "failed")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("lianbo.tx.fee").summary().totalAmount()).isEqualTo(42);
    }
}
