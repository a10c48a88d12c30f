package io.lianbo.provenance.tag;

import io.lianbo.testkit.SimulatedTag;

/** Chips with keys of zeros, and what checks them. */
public final class Chip {
    public static final SunLayout LAYOUT = SunLayout.encrypted(SunMode.AES, SimulatedTag.PICC_DATA, SimulatedTag.MAC);
    private static final byte[] ZERO = new byte[Aes.BLOCK];

    private Chip() {}

    /**
     * A chip.
     *
     * @param uid 7 bytes in hex
     * @param counter how often it was read
     */
    public static SimulatedTag of(String uid, int counter) {
        return new SimulatedTag(uid, ZERO, ZERO).withCounter(counter);
    }

    /** What checks such chips. */
    public static SunVerifier verifier() {
        return new SunVerifier(LAYOUT, SunKeys.shared(ZERO, ZERO));
    }
}
