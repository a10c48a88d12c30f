package io.lianbo.did;

import io.lianbo.core.AccountId;
import io.lianbo.did.internal.Quote;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A decentralized identifier (W3C DID 1.0 section 3.1): a name that its owner proves with a key.
 *
 * <p>Two methods carry the proof in the name itself and are read here, without asking anybody: {@code did:pkh} is an
 * account of an EVM chain (CAIP-10, always printed with its EIP-55 checksum), {@code did:key} is a public key. Every
 * other method is kept as text.
 *
 * {@snippet class="io.lianbo.did.DidTest" region="account"}
 */
public final class Did {
    private static final int MAX_LENGTH = 2048;
    private static final Pattern SYNTAX =
            Pattern.compile("did:([a-z0-9]+):((?:[A-Za-z0-9._:-]|%[0-9A-Fa-f]{2})*(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2}))");
    private static final String EIP155 = "eip155:";
    private static final int MULTICODEC_MAX_BYTES = 9;

    private final String method;
    private final String identifier;
    private final @Nullable AccountId account;
    private final @Nullable VerificationKey key;

    private Did(String method, String identifier, @Nullable AccountId account, @Nullable VerificationKey key) {
        this.method = method;
        this.identifier = identifier;
        this.account = account;
        this.key = key;
    }

    /**
     * {@return the DID written in this text}
     *
     * @param text {@code did:method:identifier}, without path, query or fragment
     * @throws IllegalArgumentException where the text is no DID, or one of a known method that names no account or key
     */
    public static Did parse(String text) {
        Matcher parts = SYNTAX.matcher(text.length() <= MAX_LENGTH ? text : "");
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "a DID is did:method:identifier, at most " + MAX_LENGTH + " characters: " + Quote.of(text));
        }
        String method = parts.group(1);
        String identifier = parts.group(2);
        if (method.equals("pkh") && identifier.startsWith(EIP155)) {
            return ofAccount(AccountId.parse(identifier));
        }
        return new Did(method, identifier, null, method.equals("key") ? multikey(identifier) : null);
    }

    /**
     * {@return the {@code did:pkh} of an account}
     *
     * @param account chain and address
     */
    public static Did ofAccount(AccountId account) {
        return new Did("pkh", account.toString(), account, null);
    }

    /**
     * {@return the {@code did:key} of a key}
     *
     * @param key P-256 or Ed25519
     */
    public static Did ofKey(VerificationKey key) {
        byte[] code = unsignedVarint(key.algorithm().multicodec());
        byte[] raw = key.bytes();
        byte[] multicodec = new byte[code.length + raw.length];
        System.arraycopy(code, 0, multicodec, 0, code.length);
        System.arraycopy(raw, 0, multicodec, code.length, raw.length);
        return new Did("key", "z" + Base58.encode(multicodec), null, key);
    }

    private static @Nullable VerificationKey multikey(String identifier) {
        if (!identifier.startsWith("z") || identifier.length() > 512) {
            throw new IllegalArgumentException(
                    "did:key must be base58btc, which starts with z, of at most 512 characters: "
                            + Quote.of(identifier));
        }
        byte[] bytes = Base58.decode(identifier.substring(1));
        long code = 0;
        int length = 0;
        do {
            if (length == bytes.length || length == MULTICODEC_MAX_BYTES) {
                throw new IllegalArgumentException("did:key must start with a multicodec: " + Quote.of(identifier));
            }
            code |= (bytes[length] & 0x7fL) << (7 * length);
        } while (bytes[length++] < 0);
        byte[] raw = new byte[bytes.length - length];
        System.arraycopy(bytes, length, raw, 0, raw.length);
        for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
            if (algorithm.multicodec() == code) {
                VerificationKey key = VerificationKey.of(algorithm, raw);
                if (!key.did().identifier.equals(identifier)) {
                    throw new IllegalArgumentException(
                            "did:key must be the canonical spelling " + key + ": " + Quote.of(identifier));
                }
                return key;
            }
        }
        return null;
    }

    private static byte[] unsignedVarint(int value) {
        return value < 0x80
                ? new byte[] {(byte) value}
                : new byte[] {(byte) ((value & 0x7f) | 0x80), (byte) (value >>> 7)};
    }

    /** {@return the method's name, such as {@code pkh}, {@code key} or {@code web}} */
    public String method() {
        return method;
    }

    /** {@return what follows the method's name} */
    public String identifier() {
        return identifier;
    }

    /** {@return the account, where this is a {@code did:pkh} of an EVM chain} */
    public Optional<AccountId> account() {
        return Optional.ofNullable(account);
    }

    /** {@return the key, where this is a {@code did:key} of a kind that {@link KeyAlgorithm} lists} */
    public Optional<VerificationKey> key() {
        return Optional.ofNullable(key);
    }

    /** {@return this DID as the URI it is} */
    public URI toUri() {
        return URI.create(toString());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Did that && method.equals(that.method) && identifier.equals(that.identifier);
    }

    @Override
    public int hashCode() {
        return identifier.hashCode();
    }

    /** {@return {@code did:method:identifier}} */
    @Override
    public String toString() {
        return "did:" + method + ":" + identifier;
    }
}
