package io.lianbo.did.share;

import io.lianbo.core.json.JsonObject;
import io.lianbo.did.AgreementKey;
import io.lianbo.did.DecryptionKey;
import io.lianbo.did.LocalDecryptionKey;
import io.lianbo.did.internal.Base64Url;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The content key for one recipient: agreed on with a key of one use, and wrapped ({@code ECDH-ES+A256KW}, RFC 7518 section 4.6). */
final class WrappedKey {
    static final String ALGORITHM = "ECDH-ES+A256KW";

    private static final int LONGEST_PARTY = 2048;

    private final String recipientId;
    private final @Nullable AgreementKey recipientKey;
    private final AgreementKey ephemeral;
    private final byte[] partyU;
    private final byte[] partyV;
    private final byte[] wrapped;

    private WrappedKey(JsonObject header, byte[] wrapped) {
        recipientId = header.text("kid");
        if (recipientId.isEmpty() || recipientId.length() > Recipient.LONGEST_ID) {
            throw header.malformed("kid must be 1 to " + Recipient.LONGEST_ID + " characters: " + recipientId.length());
        }
        ephemeral = AgreementKey.fromJwk(header.object("epk").values());
        AgreementKey named = Recipient.keyNamed(recipientId).orElse(null);
        recipientKey = header.keys().contains("jwk")
                ? AgreementKey.fromJwk(header.object("jwk").values())
                : named;
        if (named != null && !named.equals(recipientKey)) {
            throw header.malformed("jwk must be the key that kid names");
        }
        if (recipientKey != null && recipientKey.curve() != ephemeral.curve()) {
            throw header.malformed("epk must lie on the curve of the recipient's key");
        }
        partyU = party(header, "apu");
        partyV = party(header, "apv");
        this.wrapped = wrapped;
    }

    /** The JSON that a record holds for the recipient. */
    static Map<String, Object> wrap(byte[] contentKey, Recipient recipient, SecureRandom random) {
        byte[] partyV = recipient.id().getBytes(StandardCharsets.US_ASCII);
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", ALGORITHM);
        header.put("kid", recipient.id());
        byte[] wrapped;
        try (LocalDecryptionKey ephemeral =
                LocalDecryptionKey.generate(recipient.key().curve(), random)) {
            header.put("epk", ephemeral.agreementKey().jwk());
            byte[] wrappingKey = wrappingKey(ephemeral, recipient.key(), new byte[0], partyV);
            wrapped = Aes.wrap(wrappingKey, contentKey);
            Arrays.fill(wrappingKey, (byte) 0);
        }
        header.put("apv", Base64Url.encode(partyV));
        if (Recipient.keyNamed(recipient.id()).isEmpty()) {
            header.put("jwk", recipient.key().jwk());
        }
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("header", header);
        entry.put("encrypted_key", Base64Url.encode(wrapped));
        return entry;
    }

    /** Reads what a record holds for one recipient. */
    static WrappedKey read(JsonObject entry, boolean algorithmIsShared) {
        entry.only("header", "encrypted_key");
        JsonObject header = entry.object("header");
        Sealed.refuseExtensions(header);
        if (algorithmIsShared) {
            header.only("kid", "epk", "apu", "apv", "jwk");
        } else {
            header.only("alg", "kid", "epk", "apu", "apv", "jwk");
            Sealed.requireAlgorithm(header, "alg", ALGORITHM);
        }
        return new WrappedKey(header, Sealed.bytes(entry, "encrypted_key", Aes.WRAPPED_LENGTH));
    }

    private static byte[] party(JsonObject header, String name) {
        byte[] info = header.keys().contains(name) ? Sealed.bytes(header, name) : new byte[0];
        if (info.length > LONGEST_PARTY) {
            throw header.malformed(name + " must be at most " + LONGEST_PARTY + " bytes: " + info.length);
        }
        return info;
    }

    String recipientId() {
        return recipientId;
    }

    /** The recipient, where the record tells his key. */
    Optional<Recipient> recipient() {
        return Optional.ofNullable(recipientKey).map(key -> new Recipient(recipientId, key));
    }

    /** The content key; empty where it was wrapped for another key, or changed. */
    Optional<byte[]> unwrap(DecryptionKey key) {
        if (key.agreementKey().curve() != ephemeral.curve()) {
            return Optional.empty();
        }
        byte[] wrappingKey = wrappingKey(key, ephemeral, partyU, partyV);
        try {
            return Aes.unwrap(wrappingKey, wrapped).filter(unwrapped -> unwrapped.length == Aes.KEY_LENGTH);
        } finally {
            Arrays.fill(wrappingKey, (byte) 0);
        }
    }

    private static byte[] wrappingKey(DecryptionKey own, AgreementKey other, byte[] partyU, byte[] partyV) {
        byte[] secret = own.agree(other);
        try {
            return ConcatKdf.derive(secret, ALGORITHM, partyU, partyV);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
