package io.lianbo.provenance.scan;

import java.time.Duration;

/**
 * From where on a scan is odd, and how little is kept of it.
 *
 * {@snippet class="io.lianbo.provenance.scan.ScanGuardTest" region="policy"}
 *
 * @param reload for how long a device may load a chip's message again, and scan a code without being counted again: 10 minutes
 * @param counterJump how many readings of a chip may have been seen by nobody here: 200
 * @param wrongCodes how many wrong scratch codes of an item are looked at in {@code wrongCodesIn}: 5
 * @param wrongCodesIn 1 hour
 * @param kmPerHour how fast an item travels: 900, as airliners do
 * @param devices how many devices scan an item in {@code devicesIn}: 20, at most 50
 * @param devicesIn 7 days
 * @param burst how often an item is scanned in {@code burstIn}: 15, at most 50
 * @param burstIn 10 minutes
 * @param geohashLength letters of the cells that are stored: 4, of some 39 by 20 km; 2 to 5
 * @param pseudonymPeriod after which a device gets another pseudonym: 7 days; 1 to 30
 * @param retention how long scans are kept: 60 days; 30 to 90
 */
public record ScanPolicy(
        Duration reload,
        int counterJump,
        int wrongCodes,
        Duration wrongCodesIn,
        int kmPerHour,
        int devices,
        Duration devicesIn,
        int burst,
        Duration burstIn,
        int geohashLength,
        Duration pseudonymPeriod,
        Duration retention) {
    private static final int MOST_COUNTED = 50;

    /**
     * A policy of these.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public ScanPolicy {
        require("reload", reload, Duration.ZERO, Duration.ofHours(1));
        require("counterJump", counterJump, 1, 0xff_ffff);
        require("wrongCodes", wrongCodes, 1, 100);
        require("wrongCodesIn", wrongCodesIn, Duration.ofMinutes(1), Duration.ofDays(30));
        require("kmPerHour", kmPerHour, 1, 100_000);
        require("devices", devices, 1, MOST_COUNTED);
        require("burst", burst, 1, MOST_COUNTED);
        require("geohashLength", geohashLength, 2, 5);
        require("pseudonymPeriod", pseudonymPeriod, Duration.ofDays(1), Duration.ofDays(30));
        require("retention", retention, Duration.ofDays(30), Duration.ofDays(90));
        require("devicesIn", devicesIn, Duration.ofMinutes(1), retention);
        require("burstIn", burstIn, Duration.ofSeconds(1), devicesIn);
    }

    /** The defaults. */
    public static ScanPolicy standard() {
        return new ScanPolicy(
                Duration.ofMinutes(10),
                200,
                5,
                Duration.ofHours(1),
                900,
                20,
                Duration.ofDays(7),
                15,
                Duration.ofMinutes(10),
                4,
                Duration.ofDays(7),
                Duration.ofDays(60));
    }

    /** The same with other limits of devices in seven days, and of scans in ten minutes. */
    public ScanPolicy withCrowd(int newDevices, int newBurst) {
        return new ScanPolicy(
                reload,
                counterJump,
                wrongCodes,
                wrongCodesIn,
                kmPerHour,
                newDevices,
                devicesIn,
                newBurst,
                burstIn,
                geohashLength,
                pseudonymPeriod,
                retention);
    }

    /** The same with other cells, and another time for which scans are kept. */
    public ScanPolicy withPrivacy(int newGeohashLength, Duration newRetention) {
        return new ScanPolicy(
                reload,
                counterJump,
                wrongCodes,
                wrongCodesIn,
                kmPerHour,
                devices,
                devicesIn,
                burst,
                burstIn,
                newGeohashLength,
                pseudonymPeriod,
                newRetention);
    }

    private static <T extends Comparable<T>> void require(String name, T value, T least, T most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ": " + value);
        }
    }
}
