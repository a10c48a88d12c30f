package io.lianbo.did.resolve;

import io.lianbo.core.AccountId;
import io.lianbo.core.Hex;
import io.lianbo.core.json.JsonObject;
import io.lianbo.did.AgreementKey;
import io.lianbo.did.Did;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.internal.Base58;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A key or an account that a document names (W3C DID 1.0 section 5.2).
 *
 * <p>Keys are read from {@code publicKeyJwk}, {@code publicKeyMultibase}, and the older {@code publicKeyBase58} and {@code publicKeyHex}. One that is
 * damaged or of a kind not known here is no error of the document: it gives no key. Neither does one that says that it {@code expires} or was {@code
 * revoked}.
 */
public final class VerificationMethod {
    private static final int LONGEST_KEY = 512;
    private static final String BASE58 = "publicKeyBase58";
    private static final String HEX = "publicKeyHex";

    private final String id;
    private final String type;
    private final Did controller;
    private final Map<String, @Nullable Object> json;

    private VerificationMethod(String id, String type, Did controller, Map<String, @Nullable Object> json) {
        this.id = id;
        this.type = type;
        this.controller = controller;
        this.json = json;
    }

    static VerificationMethod read(JsonObject json, Did did) {
        return new VerificationMethod(
                DidDocument.absolute(json.text("id"), did),
                json.text("type"),
                json.text("controller", Did::parse),
                json.values());
    }

    /** {@return the method's DID URL, absolute} */
    public String id() {
        return id;
    }

    /** {@return the kind, such as {@code Multikey} or {@code JsonWebKey}} */
    public String type() {
        return type;
    }

    /** {@return who may change the method} */
    public Did controller() {
        return controller;
    }

    /** {@return the members as the document holds them} */
    public Map<String, @Nullable Object> json() {
        return json;
    }

    /** {@return the {@code publicKeyJwk}, where there is one} */
    @SuppressWarnings("unchecked") // StrictJson's objects have text as keys
    public Optional<Map<String, @Nullable Object>> publicKeyJwk() {
        return json.get("publicKeyJwk") instanceof Map<?, ?> jwk
                ? Optional.of((Map<String, @Nullable Object>) jwk)
                : Optional.empty();
    }

    /** {@return the {@code publicKeyMultibase}, where there is one} */
    public Optional<String> publicKeyMultibase() {
        return text("publicKeyMultibase");
    }

    /** {@return the {@code blockchainAccountId} as text, where there is one} */
    public Optional<String> blockchainAccountId() {
        return text("blockchainAccountId");
    }

    /** {@return the account of an EVM chain that signs, where that is what the method is} */
    public Optional<AccountId> account() {
        return isUsable() ? blockchainAccountId().flatMap(id -> lenient(id, AccountId::parse)) : Optional.empty();
    }

    /** {@return the key that signs, where there is one that we can verify with} */
    public Optional<VerificationKey> key() {
        if (!isUsable()) {
            return Optional.empty();
        }
        return publicKeyJwk()
                .flatMap(jwk -> lenient(jwk, VerificationKey::fromJwk))
                .or(() -> multikey().flatMap(Did::key))
                .or(() -> plainBytes().flatMap(bytes -> lenient(bytes, this::plainKey)));
    }

    /** {@return the key to encrypt to, where there is one that we can use} */
    public Optional<AgreementKey> agreementKey() {
        if (!isUsable()) {
            return Optional.empty();
        }
        return publicKeyJwk()
                .flatMap(jwk -> lenient(jwk, AgreementKey::fromJwk))
                .or(() -> multikey().flatMap(VerificationMethod::agreementKey))
                .or(() -> type.startsWith("X25519")
                        ? plainBytes().flatMap(bytes -> lenient(bytes, AgreementKey::of))
                        : Optional.empty());
    }

    private boolean isUsable() {
        return !json.containsKey("revoked") && !json.containsKey("expires");
    }

    private Optional<Did> multikey() {
        return publicKeyMultibase().flatMap(text -> lenient("did:key:" + text, Did::parse));
    }

    private static Optional<AgreementKey> agreementKey(Did multikey) {
        return multikey.agreementKey().or(() -> multikey.key().flatMap(key -> lenient(key, AgreementKey::of)));
    }

    private Optional<byte[]> plainBytes() {
        return text(BASE58)
                .filter(text -> text.length() <= LONGEST_KEY)
                .flatMap(text -> lenient(text, Base58::decode))
                .or(() -> text(HEX)
                        .filter(text -> text.length() <= LONGEST_KEY)
                        .flatMap(text -> lenient("0x" + text, Hex::decode)));
    }

    private VerificationKey plainKey(byte[] bytes) {
        if (type.startsWith("Ed25519")) {
            return VerificationKey.of(KeyAlgorithm.EDDSA, bytes);
        }
        if (type.startsWith("EcdsaSecp256k1")) {
            return VerificationKey.of(KeyAlgorithm.ES256K, bytes);
        }
        throw new IllegalArgumentException("bytes of an unknown kind of key: " + type);
    }

    private Optional<String> text(String name) {
        return json.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** A key that cannot be read is no key. */
    private static <T, R> Optional<R> lenient(T given, Function<T, R> reader) {
        try {
            return Optional.of(reader.apply(given));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** {@return the DID URL and the kind} */
    @Override
    public String toString() {
        return id + " (" + type + ")";
    }
}
