package io.lianbo.provenance.scan;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;

/** Names for devices that say nothing of them, and others after some days. */
final class Pseudonyms {
    private static final int BYTES = 16;

    private final ScanKeys keys;
    private final Duration period;

    Pseudonyms(ScanKeys keys, Duration period) {
        this.keys = keys;
        this.period = period;
    }

    /**
     * The names of one device.
     *
     * @param now by which it goes at present
     * @param all by which it may be known still: that and the one before
     */
    record Names(String now, Set<String> all) {}

    Names of(String device, Instant time) {
        long number = Math.floorDiv(time.toEpochMilli(), period.toMillis());
        String now = name(device, number);
        return new Names(now, Set.of(now, name(device, number - 1)));
    }

    private String name(String device, long number) {
        byte[] mac = keys.mac(ScanKeys.Use.DEVICE, device, Long.toString(number));
        return HexFormat.of().formatHex(Arrays.copyOf(mac, BYTES));
    }
}
