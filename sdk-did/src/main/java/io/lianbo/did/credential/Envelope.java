package io.lianbo.did.credential;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.internal.jose.Json;
import io.lianbo.did.internal.jose.MalformedException;
import io.lianbo.did.status.StatusReference;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What every credential says about itself (SD-JWT VC section 3.2.2): the registered claims beside those about its subject.
 *
 * @param issuer who vouches for it
 * @param type its {@code vct}
 * @param holderKey the key that may present it
 * @param issuedAt when it was issued, or null
 * @param notBefore when it starts to be valid, or null
 * @param expiresAt when it ends, or null
 * @param hasStatus whether its issuer may revoke it
 * @param status where to ask whether it was revoked, or null where there is no status or one of a kind we cannot ask
 */
record Envelope(
        String issuer,
        String type,
        VerificationKey holderKey,
        @Nullable Instant issuedAt,
        @Nullable Instant notBefore,
        @Nullable Instant expiresAt,
        boolean hasStatus,
        @Nullable StatusReference status) {
    static final Set<String> MUST_BE_VISIBLE =
            Set.of("iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "status", Packer.ALGORITHM);

    private static final Set<String> NAMES =
            Set.of("iss", "iat", "nbf", "exp", "cnf", "vct", "vct#integrity", "status", Packer.ALGORITHM);
    private static final String ON_CHAIN = "evm_registry";
    private static final String LIST = "status_list";

    /** Whether a claim about the subject may not have this name. */
    static boolean isReserved(String name) {
        return NAMES.contains(name) || name.equals(Packer.DIGESTS) || name.equals(Packer.ELEMENT);
    }

    static Envelope parse(Map<String, @Nullable Object> claims) throws MalformedException {
        Map<String, @Nullable Object> confirmation = Json.object(claims.get("cnf"), "the claim cnf");
        if (confirmation.containsKey("jwe") || confirmation.containsKey("jku")) {
            throw new MalformedException("the claim cnf must hold one key (RFC 7800 section 3.1)");
        }
        VerificationKey holderKey;
        try {
            holderKey = VerificationKey.fromJwk(Json.object(confirmation.get("jwk"), "the claim cnf.jwk"));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("the claim cnf.jwk", e);
        }
        return new Envelope(
                text(claims, "iss"),
                text(claims, "vct"),
                holderKey,
                time(claims, "iat"),
                time(claims, "nbf"),
                time(claims, "exp"),
                claims.containsKey("status"),
                status(claims));
    }

    Map<String, @Nullable Object> toClaims() {
        Map<String, @Nullable Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        claims.put("vct", type);
        putTime(claims, "iat", issuedAt);
        putTime(claims, "nbf", notBefore);
        putTime(claims, "exp", expiresAt);
        claims.put("cnf", Map.of("jwk", holderKey.jwk()));
        if (status != null) {
            claims.put("status", toClaim(status));
        }
        return claims;
    }

    static Map<String, @Nullable Object> without(Map<String, @Nullable Object> claims) {
        Map<String, @Nullable Object> rest = new LinkedHashMap<>(claims);
        rest.keySet().removeAll(NAMES);
        return Collections.unmodifiableMap(rest);
    }

    private static Map<String, Object> toClaim(StatusReference status) {
        Map<String, Object> members = new LinkedHashMap<>();
        return switch (status) {
            case StatusReference.OnChain onChain -> {
                members.put("registry", onChain.registry().toString());
                members.put("issuer", onChain.issuer().toString());
                members.put("index", onChain.index());
                yield Map.of(ON_CHAIN, members);
            }
            case StatusReference.TokenListEntry entry -> {
                members.put("idx", entry.index());
                members.put("uri", entry.uri().toString());
                yield Map.of(LIST, members);
            }
            case StatusReference.BitstringEntry entry ->
                throw new IllegalArgumentException(
                        "an SD-JWT VC keeps its status in a registry or a Token Status List: " + entry);
        };
    }

    private static void putTime(Map<String, @Nullable Object> claims, String name, @Nullable Instant time) {
        if (time != null) {
            claims.put(name, time.getEpochSecond());
        }
    }

    private static String text(Map<String, @Nullable Object> claims, String name) throws MalformedException {
        if (claims.get(name) instanceof String text) {
            return text;
        }
        throw new MalformedException("the claim " + name + " must be text");
    }

    static @Nullable Instant time(Map<String, @Nullable Object> claims, String name) throws MalformedException {
        return Json.time(claims, name, "the claim " + name);
    }

    private static @Nullable StatusReference status(Map<String, @Nullable Object> claims) throws MalformedException {
        if (!claims.containsKey("status")) {
            return null;
        }
        Map<String, @Nullable Object> status = Json.object(claims.get("status"), "the claim status");
        if (status.containsKey(ON_CHAIN) && status.containsKey(LIST)) {
            throw new MalformedException("the claim status must name one place, not both " + ON_CHAIN + " and " + LIST);
        }
        try {
            if (status.containsKey(ON_CHAIN)) {
                Map<String, @Nullable Object> onChain = Json.object(status.get(ON_CHAIN), ON_CHAIN);
                return new StatusReference.OnChain(
                        AccountId.parse(text(onChain, "registry")),
                        Address.of(text(onChain, "issuer")),
                        wholeNumber(onChain, "index"));
            }
            if (status.containsKey(LIST)) {
                Map<String, @Nullable Object> entry = Json.object(status.get(LIST), LIST);
                return new StatusReference.TokenListEntry(URI.create(text(entry, "uri")), wholeNumber(entry, "idx"));
            }
            return null;
        } catch (IllegalArgumentException | MalformedException e) {
            throw new MalformedException("the claim status", e);
        }
    }

    private static long wholeNumber(Map<String, @Nullable Object> claims, String name) throws MalformedException {
        if (claims.get(name) instanceof Long number) {
            return number;
        }
        throw new MalformedException("the claim " + name + " must be a whole number");
    }
}
