package io.lianbo.core.wallet;

import io.lianbo.core.crypto.LocalSigner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Any number of accounts from one secret (<a href="https://github.com/bitcoin/bips/blob/master/bip-0032.mediawiki">BIP-32</a>), the same
 * as MetaMask, Ledger and anvil make from the same words: {@link #account account(i)} is the one at {@code m/44'/60'/0'/0/i} (BIP-44).
 *
 * {@snippet class="io.lianbo.core.wallet.HdWalletTest" region="accounts"}
 *
 * <p>Neither the secret nor a key is shown: {@link #toString()} has nothing to say of them. {@link #close()} overwrites the secret, as far as the
 * JVM allows; a closed wallet throws {@link IllegalStateException}, and the signers it made go on until they are closed themselves. Safe
 * for use by many threads.
 */
public final class HdWallet implements AutoCloseable {

    private static final String ETHEREUM = "m/44'/60'/0'/0/";
    private static final Pattern PATH = Pattern.compile("m(/[0-9]{1,10}'?){0,255}");

    // guarded by this
    private final ExtendedKey master;
    private boolean closed;

    private HdWallet(ExtendedKey master) {
        this.master = master;
    }

    /**
     * Returns the wallet of these words, without a passphrase.
     *
     * @throws IllegalStateException if {@code mnemonic} is closed
     */
    public static HdWallet of(Mnemonic mnemonic) {
        return of(mnemonic, new char[0]);
    }

    /**
     * Returns the wallet of these words and this passphrase. Every passphrase gives a wallet, so a mistyped one is not found out but gives other
     * accounts.
     *
     * @param passphrase stays the caller's to overwrite
     * @throws IllegalArgumentException if {@code passphrase} holds half a surrogate pair
     * @throws IllegalStateException if {@code mnemonic} is closed
     */
    public static HdWallet of(Mnemonic mnemonic, char[] passphrase) {
        byte[] seed = mnemonic.seed(passphrase);
        try {
            return ofSeed(seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /**
     * Returns the wallet of a seed, which is copied: overwrite {@code seed} after the call.
     *
     * @param seed 16 to 64 bytes
     * @throws IllegalArgumentException if it has another length
     */
    public static HdWallet ofSeed(byte[] seed) {
        if (seed.length < 16 || seed.length > 64) {
            throw new IllegalArgumentException("seed must be 16 to 64 bytes: " + seed.length + " bytes");
        }
        return new HdWallet(ExtendedKey.master(seed));
    }

    /**
     * Returns the signer of the account at {@code m/44'/60'/0'/0/index}; close it after use.
     *
     * @param index from 0
     * @throws IllegalArgumentException if {@code index} is negative
     * @throws IllegalStateException if this is closed
     */
    public LocalSigner account(int index) {
        if (index < 0) {
            throw new IllegalArgumentException("account must be 0 to 2^31-1: " + index);
        }
        return derive(ETHEREUM + index);
    }

    /**
     * Returns the signer at a path; close it after use.
     *
     * @param path {@code m}, then steps from 0 to 2^31-1, a hardened one with an apostrophe: {@code m/44'/60'/0'/0/0}
     * @throws IllegalArgumentException if it is no such path
     * @throws IllegalStateException if this is closed
     */
    public LocalSigner derive(String path) {
        try (ExtendedKey key = descend(path)) {
            return key.signer();
        }
    }

    ExtendedKey descend(String path) {
        List<Integer> steps = steps(path);
        ExtendedKey key = master();
        for (int step : steps) {
            try (ExtendedKey parent = key) {
                key = parent.child(step);
            }
        }
        return key;
    }

    private synchronized ExtendedKey master() {
        if (closed) {
            throw new IllegalStateException("the wallet is closed");
        }
        return master.copy();
    }

    private static List<Integer> steps(String path) {
        if (!PATH.matcher(path).matches()) {
            throw notAPath(path);
        }
        List<Integer> steps = new ArrayList<>();
        for (String step : path.substring(1).split("/", -1)) {
            if (step.isEmpty()) {
                continue; // before the first slash
            }
            boolean hardened = step.endsWith("'");
            long number = Long.parseLong(hardened ? step.substring(0, step.length() - 1) : step);
            if (number > Integer.MAX_VALUE) {
                throw notAPath(path);
            }
            steps.add(hardened ? (ExtendedKey.HARDENED | (int) number) : (int) number);
        }
        return steps;
    }

    private static IllegalArgumentException notAPath(String path) {
        String shown = path.length() <= 80 ? "\"" + path + "\"" : path.length() + " characters";
        return new IllegalArgumentException(
                "path must be m and steps from 0 to 2147483647, such as m/44'/60'/0'/0/0: " + shown);
    }

    /** Overwrites the secret. */
    @Override
    public synchronized void close() {
        closed = true;
        master.close();
    }

    /** Returns {@code HdWallet}, and nothing of its keys. */
    @Override
    public String toString() {
        return "HdWallet";
    }
}
