package io.lianbo.did.login;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** What the nonces of every store have in common. */
final class Nonces {
    /** How many may be open at once; past it the oldest are forgotten. */
    static final int MOST = 1_000_000;

    private static final int BYTES = 16;
    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{32}");

    private Nonces() {}

    static String next(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Returns whether a text can be one of {@link #next}. */
    static boolean isOurs(String nonce) {
        return SHAPE.matcher(nonce).matches();
    }

    static Duration lifetime(Duration lifetime) {
        if (lifetime.isNegative() || lifetime.isZero()) {
            throw new IllegalArgumentException("a nonce's lifetime must be positive: " + lifetime);
        }
        return lifetime;
    }
}
