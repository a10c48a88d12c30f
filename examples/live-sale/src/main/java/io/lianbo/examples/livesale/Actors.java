package io.lianbo.examples.livesale;

import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.LocalSigningKey;
import java.nio.charset.StandardCharsets;

/**
 * Whose keys sign in this sale.
 *
 * <p>Each key is the SHA-256 of a sentence that stands below, so that the signatures in the input files stay good from run to run.
 * Whoever reads this can compute all of them: they are for this demo, and for nothing that has value.
 */
final class Actors {
    private static final String SEED = "Lianbo live-sale demo key, worth nothing: ";

    private Actors() {}

    /** Sells the goods, and issues purchase credentials. */
    static LocalSigner merchant() {
        return wallet("merchant");
    }

    /** Shows the goods. */
    static LocalSigner host() {
        return wallet("host");
    }

    /** The host's service, which signs vouchers; a key of its own, for it lies on a server. */
    static LocalSigner voucherService() {
        return wallet("voucher service");
    }

    /** Runs the livestream, deploys the contracts and publishes the scores. */
    static LocalSigner platform() {
        return wallet("platform");
    }

    /** Carries what others signed to the chain, and pays the gas. */
    static LocalSigner relayer() {
        return wallet("relayer");
    }

    /** Checks passports, and attests those that verify. */
    static LocalSigner verifier() {
        return wallet("verifier");
    }

    /** Decides what a buyer and the merchant disagree on. */
    static LocalSigner arbiter() {
        return wallet("arbiter");
    }

    /** Stands for events: {@code garden}, {@code laboratory} and so on, as {@code sale.json} names them. */
    static LocalSigner issuer(String key) {
        return wallet("issuer " + key);
    }

    static LocalSigner viewer(String id) {
        return wallet("viewer " + id);
    }

    /** The key by which a viewer holds credentials, apart from her wallet. */
    static LocalSigningKey credentialKeyOf(String viewer) {
        return LocalSigningKey.fromPrivateKey(KeyAlgorithm.ES256, seed("credentials of " + viewer));
    }

    /** The key by which the merchant issues credentials. */
    static LocalSigningKey merchantCredentialKey() {
        return LocalSigningKey.fromPrivateKey(KeyAlgorithm.ES256, seed("credentials by the merchant"));
    }

    private static LocalSigner wallet(String label) {
        return LocalSigner.fromPrivateKey(seed(label));
    }

    private static byte[] seed(String label) {
        return Sha256.digest((SEED + label).getBytes(StandardCharsets.UTF_8));
    }
}
