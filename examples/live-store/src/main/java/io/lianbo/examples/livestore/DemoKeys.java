package io.lianbo.examples.livestore;

import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The demo's keys: each the SHA-256 of a sentence that stands below. Whoever reads this can compute them, so they are for the demo and for nothing that has value.
 */
final class DemoKeys {
    private static final String SEED = "Lianbo live-store demo key, worth nothing: ";

    private DemoKeys() {}

    /** One who has a part in the show: {@code merchant}, {@code host}, {@code platform}, {@code viewers}. */
    static LocalSigner party(String name) {
        return signer(name);
    }

    /** One who stands for events of goods. */
    static LocalSigner issuer(String name) {
        return signer("issuer " + name);
    }

    /** One who watches and buys. */
    static LocalSigner viewer(String name) {
        return signer("viewer " + name);
    }

    /** A key of 16 bytes that chips were personalised with. */
    static byte[] chips(String name) {
        return Arrays.copyOf(secret("chips " + name), 16);
    }

    private static LocalSigner signer(String label) {
        return LocalSigner.fromPrivateKey(secret(label));
    }

    private static byte[] secret(String label) {
        return Sha256.digest((SEED + label).getBytes(StandardCharsets.UTF_8));
    }
}
