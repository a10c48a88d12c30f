package io.lianbo.did;

import io.lianbo.core.AccountId;
import io.lianbo.did.internal.Quote;
import io.lianbo.did.internal.jose.Json;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
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
    private static final Pattern WEB_HOST = Pattern.compile("[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*(?::[0-9]{1,5})?");
    private static final Pattern WEB_PART = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");
    private static final String EIP155 = "eip155:";

    private final String method;
    private final String identifier;
    private final @Nullable AccountId account;
    private final @Nullable VerificationKey key;
    private final @Nullable AgreementKey agreementKey;

    private Did(
            String method,
            String identifier,
            @Nullable AccountId account,
            @Nullable VerificationKey key,
            @Nullable AgreementKey agreementKey) {
        this.method = method;
        this.identifier = identifier;
        this.account = account;
        this.key = key;
        this.agreementKey = agreementKey;
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
        return method.equals("key") ? multikey(identifier) : new Did(method, identifier, null, null, null);
    }

    /**
     * {@return the {@code did:pkh} of an account}
     *
     * @param account chain and address
     */
    public static Did ofAccount(AccountId account) {
        return new Did("pkh", account.toString(), account, null, null);
    }

    /**
     * {@return the {@code did:key} of a key}
     *
     * @param key which signs
     */
    public static Did ofKey(VerificationKey key) {
        String multibase = new Multicodec(key.algorithm().multicodec(), key.bytes()).text();
        return new Did("key", multibase, null, key, null);
    }

    /**
     * {@return the {@code did:key} of a key that agrees on secrets and signs nothing}
     *
     * @param key an X25519 or a P-256 key; the DID of a P-256 key gives it as {@link #key()}
     */
    public static Did ofKey(AgreementKey key) {
        return switch (key.curve()) {
            case X25519 -> new Did("key", new Multicodec(AgreementKey.MULTICODEC, key.bytes()).text(), null, null, key);
            case P256 -> ofKey(VerificationKey.of(KeyAlgorithm.ES256, key.bytes()));
        };
    }

    /**
     * {@return the {@code did:jwk} of a key}
     *
     * @param key which signs
     */
    public static Did ofJwk(VerificationKey key) {
        return ofJwk(key.jwk());
    }

    /**
     * {@return the {@code did:jwk} of a key that agrees on secrets and signs nothing}
     *
     * @param key an X25519 or a P-256 key
     */
    public static Did ofJwk(AgreementKey key) {
        Map<String, Object> jwk = new LinkedHashMap<>(key.jwk());
        jwk.put("use", "enc");
        return ofJwk(jwk);
    }

    private static Did ofJwk(Map<String, Object> jwk) {
        return new Did("jwk", Json.encode(jwk), null, null, null);
    }

    /**
     * {@return the {@code did:web} whose document lies at this host}: below {@code /.well-known}, or under the path, as {@code did.json}
     *
     * @param host a name, and where it is not 443 a port: {@code tea.example:8443}
     * @param path its parts, such as {@code shops}, {@code 7}: letters, digits, dot, underscore and hyphen
     * @throws IllegalArgumentException where a part has other characters
     */
    public static Did ofWeb(String host, String... path) {
        if (!WEB_HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("did:web needs a host name, perhaps with a port: " + Quote.of(host));
        }
        StringBuilder identifier = new StringBuilder(host.replace(":", "%3A"));
        for (String part : path) {
            if (!WEB_PART.matcher(part).matches()) {
                throw new IllegalArgumentException(
                        "a part of a path must be letters, digits, dot, underscore and hyphen: " + Quote.of(part));
            }
            identifier.append(':').append(part);
        }
        return parse("did:web:" + identifier);
    }

    private static Did multikey(String identifier) {
        Multicodec multicodec = Multicodec.parse(identifier);
        if (multicodec.code() == AgreementKey.MULTICODEC) {
            return new Did("key", identifier, null, null, AgreementKey.of(multicodec.bytes()));
        }
        for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
            if (algorithm.multicodec() == multicodec.code()) {
                VerificationKey key = VerificationKey.of(algorithm, multicodec.bytes());
                if (!key.did().identifier.equals(identifier)) {
                    throw new IllegalArgumentException(
                            "did:key must be the canonical spelling " + key + ": " + Quote.of(identifier));
                }
                return new Did("key", identifier, null, key, null);
            }
        }
        return new Did("key", identifier, null, null, null);
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

    /** {@return the key that others encrypt to, where this is a {@code did:key} of X25519} */
    public Optional<AgreementKey> agreementKey() {
        return Optional.ofNullable(agreementKey);
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
