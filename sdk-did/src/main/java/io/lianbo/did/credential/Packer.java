package io.lianbo.did.credential;

import io.lianbo.core.crypto.Sha256;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.internal.Base64Url;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts chosen claims behind salted hashes, the innermost first (RFC 9901 section 4.2). */
final class Packer {
    static final String DIGESTS = "_sd";
    static final String ALGORITHM = "_sd_alg";
    static final String ELEMENT = "...";
    static final String SHA_256 = "sha-256";

    private static final int SALT_BYTES = 16;
    private static final int DIGEST_BYTES = 32;

    private final Set<ClaimPath> chosen;
    private final int decoys;
    private final SecureRandom random;
    private final List<Disclosure> disclosures = new ArrayList<>();

    /**
     * Prepares to pack once.
     *
     * @param chosen the claims to hide
     * @param decoys how many digests with nothing behind them each object gets that hides a claim, and the outermost always
     * @param random salts and decoys
     */
    Packer(Set<ClaimPath> chosen, int decoys, SecureRandom random) {
        this.chosen = chosen;
        this.decoys = decoys;
        this.random = random;
    }

    Map<String, @Nullable Object> pack(Map<String, @Nullable Object> claims) {
        Map<String, @Nullable Object> packed = object(claims, null);
        packed.put(ALGORITHM, SHA_256);
        return packed;
    }

    List<Disclosure> disclosures() {
        return List.copyOf(disclosures);
    }

    private Map<String, @Nullable Object> object(Map<String, @Nullable Object> claims, @Nullable ClaimPath at) {
        Map<String, @Nullable Object> packed = new LinkedHashMap<>();
        List<String> digests = new ArrayList<>();
        claims.forEach((name, claim) -> {
            ClaimPath path = Unpacker.below(at, name);
            Object value = value(claim, path);
            if (chosen.contains(path)) {
                digests.add(hide(Disclosure.ofMember(salt(), name, value)));
            } else {
                packed.put(name, value);
            }
        });
        if (at == null || !digests.isEmpty()) {
            for (int i = 0; i < decoys; i++) {
                digests.add(decoy());
            }
        }
        if (!digests.isEmpty()) {
            // Sorted, so that their order does not tell which claim is behind which.
            Collections.sort(digests);
            packed.put(DIGESTS, digests);
        }
        return packed;
    }

    private List<@Nullable Object> array(List<@Nullable Object> claims, ClaimPath at) {
        List<@Nullable Object> packed = new ArrayList<>();
        for (int i = 0; i < claims.size(); i++) {
            ClaimPath path = at.child(Integer.toString(i));
            Object value = value(claims.get(i), path);
            packed.add(chosen.contains(path) ? Map.of(ELEMENT, hide(Disclosure.ofElement(salt(), value))) : value);
        }
        return packed;
    }

    @SuppressWarnings("unchecked") // a draft's claims were read by StrictJson
    private @Nullable Object value(@Nullable Object claim, ClaimPath path) {
        if (claim instanceof Map<?, ?> map) {
            return object((Map<String, @Nullable Object>) map, path);
        }
        return claim instanceof List<?> list ? array((List<@Nullable Object>) list, path) : claim;
    }

    private String decoy() {
        byte[] nothing = new byte[DIGEST_BYTES];
        random.nextBytes(nothing);
        return Base64Url.encode(Sha256.digest(nothing));
    }

    private String hide(Disclosure disclosure) {
        disclosures.add(disclosure);
        return disclosure.digest();
    }

    private String salt() {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return Base64Url.encode(salt);
    }
}
