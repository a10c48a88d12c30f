package io.lianbo.core.tx;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/**
 * Counts what happens to intents in Micrometer, for who has it on the class path ({@code io.micrometer:micrometer-core}); the one place where
 * one of its types is part of the API.
 *
 * {@snippet class="io.lianbo.core.tx.TxMetricsTest" region="metrics"}
 */
public final class TxMetrics {
    private static final double WEI_A_GWEI = 1e9;

    private TxMetrics() {}

    /**
     * A listener that counts.
     *
     * <ul>
     *   <li>{@code lianbo.tx.events}, a counter by {@code kind}: {@code sent}, {@code replaced}, {@code held_up} and so on
     *   <li>{@code lianbo.tx.settled}, a counter by {@code state}: {@code succeeded}, {@code reverted}, {@code failed}
     *   <li>{@code lianbo.tx.fee}, a summary of the fees paid, in gwei
     * </ul>
     */
    public static TxListener to(MeterRegistry registry) {
        return event -> {
            registry.counter("lianbo.tx.events", "kind", lowerCase(event.kind()))
                    .increment();
            if (event.kind() == TxEvent.Kind.SETTLED) {
                TxRecord record = event.record();
                registry.counter("lianbo.tx.settled", "state", lowerCase(record.state()))
                        .increment();
                record.inclusion()
                        .ifPresent(in -> registry.summary("lianbo.tx.fee")
                                .record(in.fee().doubleValue() / WEI_A_GWEI));
            }
        };
    }

    private static String lowerCase(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
