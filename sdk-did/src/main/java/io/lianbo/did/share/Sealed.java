package io.lianbo.did.share;

import io.lianbo.core.Verdict;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.core.json.CanonicalJson;
import io.lianbo.core.json.JsonObject;
import io.lianbo.did.internal.Base64Url;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An encrypted record: JWE in its general JSON form (RFC 7516 section 7.2.1), {@code A256GCM} with one content key, which is wrapped for each
 * recipient by {@code ECDH-ES+A256KW} on P-256 or X25519 (RFC 7518 sections 4.6 and 5.3, RFC 8037).
 *
 * <p>Read strictly: no other algorithm, no {@code zip}, {@code crit}, {@code aad} or shared unprotected header, no unknown member, at most
 * {@value #MAX_RECIPIENTS} recipients, each once, every key a usable point, every text canonical base64url.
 *
 * <p>What one of these shows to everybody: who its recipients are, how long the content is, and whether it is a new version of another.
 * It says nothing of who sealed it: anyone can encrypt to a public key.
 */
public final class Sealed {
    /** How many recipients a record may have. */
    public static final int MAX_RECIPIENTS = 128;

    /** How many bytes the content may have. */
    public static final int MAX_CONTENT = 4 * 1024 * 1024;

    /** How many characters of JSON a record may have. */
    public static final int MAX_LENGTH = 8 * 1024 * 1024;

    static final String MALFORMED = "RECORD_MALFORMED";
    static final String TAMPERED = "RECORD_TAMPERED";
    static final String REFUSED = "ALGORITHM_REFUSED";
    static final String ENCRYPTION = "A256GCM";
    static final String COMMITMENT = "rcpts#S256";

    private final String text;
    private final String protectedHeader;
    private final String commitment;
    private final boolean bound;
    private final @Nullable Label label;
    private final Map<String, WrappedKey> keys;
    private final byte[] iv;
    private final byte[] sealed;

    private Sealed(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("at most " + MAX_LENGTH + " characters are allowed: " + text.length());
        }
        this.text = text;
        JsonObject json = JsonObject.parse("record", text);
        json.only("protected", "recipients", "iv", "ciphertext", "tag");
        protectedHeader = json.text("protected");
        JsonObject header = JsonObject.parse("protected header", bytes(json, "protected"));
        refuseExtensions(header);
        requireAlgorithm(header, "enc", ENCRYPTION);
        boolean algorithmIsShared = header.keys().contains("alg");
        if (algorithmIsShared) {
            requireAlgorithm(header, "alg", WrappedKey.ALGORITHM);
        }
        header.only("alg", "enc", "typ", "cty", COMMITMENT, Label.ID, Label.VERSION, Label.SEAL);
        label = Label.read(header).orElse(null);
        keys = keys(json, algorithmIsShared);
        commitment = commitment(json.values().get("recipients"));
        bound = header.keys().contains(COMMITMENT);
        if (bound && !header.text(COMMITMENT).equals(commitment)) {
            throw new CommitmentException();
        }
        iv = bytes(json, "iv", Aes.IV_LENGTH);
        byte[] ciphertext = bytes(json, "ciphertext");
        if (ciphertext.length > MAX_CONTENT) {
            throw json.malformed("ciphertext must be at most " + MAX_CONTENT + " bytes: " + ciphertext.length);
        }
        sealed = Arrays.concatenate(ciphertext, bytes(json, "tag", Aes.TAG_LENGTH));
    }

    private static Map<String, WrappedKey> keys(JsonObject json, boolean algorithmIsShared) {
        if (!(json.values().get("recipients") instanceof List<?> list)
                || list.isEmpty()
                || list.size() > MAX_RECIPIENTS) {
            throw json.malformed("recipients must be an array of 1 to " + MAX_RECIPIENTS);
        }
        Map<String, WrappedKey> keys = new LinkedHashMap<>();
        for (JsonObject entry : json.objects("recipients")) {
            WrappedKey key = WrappedKey.read(entry, algorithmIsShared);
            if (keys.put(key.recipientId(), key) != null) {
                throw json.malformed("recipients must each have another kid");
            }
        }
        return keys;
    }

    /**
     * {@return the record in this text, or why it is none}; it is not opened, so nothing in it is proved yet
     *
     * <p>Codes: {@code RECORD_MALFORMED}; {@code ALGORITHM_REFUSED} where another algorithm, compression or an extension is asked for;
     * {@code RECORD_TAMPERED} where the recipients are not those whom the header commits to.
     *
     * @param text JSON of at most {@value #MAX_LENGTH} characters
     */
    public static Verdict<Sealed> parse(String text) {
        try {
            return Verdict.ok(new Sealed(text));
        } catch (CommitmentException e) {
            return Verdict.refused(TAMPERED, "the recipients are not those to whom the record was sealed");
        } catch (AlgorithmRefusedException e) {
            return Verdict.refused(REFUSED, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return Verdict.refused(MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    /** {@return the record as JSON text, as it was given} */
    public String text() {
        return text;
    }

    /** {@return the names of the recipients, in the record's order} */
    public List<String> recipientIds() {
        return List.copyOf(keys.keySet());
    }

    /** Whether the header commits to the recipients. */
    boolean isBound() {
        return bound;
    }

    /** The hash of the recipients as they are. */
    String recipientsCommitment() {
        return commitment;
    }

    Optional<Label> label() {
        return Optional.ofNullable(label);
    }

    /** The content key's wrapping for this recipient. */
    Optional<WrappedKey> keyFor(String recipientId) {
        return Optional.ofNullable(keys.get(recipientId));
    }

    /** The recipients whose keys the record tells. */
    List<Recipient> recipients() {
        return keys.values().stream()
                .map(WrappedKey::recipient)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The content; empty where any of the record was changed, or this is not its key. */
    Optional<byte[]> decrypt(byte[] contentKey) {
        return Aes.decrypt(contentKey, iv, protectedHeader.getBytes(StandardCharsets.US_ASCII), sealed);
    }

    /** What stands for a list of recipients: the hash of all that the record says of them, wrapped keys included. */
    static String commitment(@Nullable Object recipients) {
        return Base64Url.encode(Sha256.digest(CanonicalJson.bytes(recipients)));
    }

    static void refuseExtensions(JsonObject header) {
        for (String extension : List.of("crit", "zip")) {
            if (header.keys().contains(extension)) {
                throw new AlgorithmRefusedException("a header must not ask for " + extension);
            }
        }
    }

    static void requireAlgorithm(JsonObject header, String name, String only) {
        if (!header.text(name).equals(only)) {
            throw new AlgorithmRefusedException(name + " must be " + only);
        }
    }

    static byte[] bytes(JsonObject json, String name) {
        return json.text(name, Base64Url::decode);
    }

    static byte[] bytes(JsonObject json, String name, int length) {
        byte[] bytes = bytes(json, name);
        if (bytes.length != length) {
            throw json.malformed(name + " must be " + length + " bytes: " + bytes.length);
        }
        return bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Sealed that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** {@return how many can open it; never the content} */
    @Override
    public String toString() {
        return "Sealed[" + keys.size() + " recipients]";
    }

    private static final class CommitmentException extends IllegalArgumentException {
        private static final long serialVersionUID = 1;
    }
}
