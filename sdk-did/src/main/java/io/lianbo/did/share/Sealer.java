package io.lianbo.did.share;

import io.lianbo.core.json.StrictJson;
import io.lianbo.did.internal.Base64Url;
import io.lianbo.did.internal.jose.Json;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts records so that the recipients can open them and nobody else.
 *
 * {@snippet class="io.lianbo.did.share.ShareGuideTest" region="encrypt"}
 *
 * <p>Each record has a content key of its own, and each recipient an ephemeral key of his own. {@code apv} is the recipient's name, so that a wrapped
 * key opens under no other; there is no {@code apu}, as a sealer proves nothing of himself. The protected header commits to the whole list of
 * recipients ({@code rcpts#S256}, the SHA-256 of its canonical JSON), so whoever opens a record notices if one was removed, added or changed on the
 * way. He does not notice what another recipient did: who holds the content key can seal another content, to other recipients, as if it were
 * the same record.
 */
public final class Sealer {
    private final SecureRandom random;

    private Sealer(SecureRandom random) {
        this.random = random;
    }

    /**
     * {@return a sealer}
     *
     * @param random where its keys come from
     */
    public static Sealer of(SecureRandom random) {
        return new Sealer(random);
    }

    /**
     * {@return the content, encrypted}
     *
     * @param content at most {@value Sealed#MAX_CONTENT} bytes; its length shows, so pad it where the length tells something
     * @param recipients who can open it, 1 to {@value Sealed#MAX_RECIPIENTS}, each once
     * @throws IllegalArgumentException where the content is too long, or the recipients are too many, none, or one of them twice
     */
    public Sealed seal(byte[] content, Recipient... recipients) {
        return seal(content, List.of(recipients));
    }

    /**
     * {@return the content, encrypted}
     *
     * @param content as {@link #seal(byte[], Recipient...)} takes it
     * @param recipients as above
     * @throws IllegalArgumentException as above
     */
    public Sealed seal(byte[] content, List<Recipient> recipients) {
        return seal(content, recipients, commitment -> null);
    }

    /** Seals a record that has a label, which may depend on the recipients. */
    Sealed seal(byte[] content, List<Recipient> recipients, Function<String, @Nullable Label> labelling) {
        if (content.length > Sealed.MAX_CONTENT) {
            throw new IllegalArgumentException(
                    "content must be at most " + Sealed.MAX_CONTENT + " bytes: " + content.length);
        }
        requireDistinct(recipients);
        byte[] contentKey = random(Aes.KEY_LENGTH);
        try {
            List<Object> wrapped = new ArrayList<>();
            for (Recipient recipient : recipients) {
                wrapped.add(WrappedKey.wrap(contentKey, recipient, random));
            }
            String commitment = Sealed.commitment(wrapped);
            Map<String, Object> header = new LinkedHashMap<>();
            header.put("enc", Sealed.ENCRYPTION);
            header.put(Sealed.COMMITMENT, commitment);
            Label label = labelling.apply(commitment);
            if (label != null) {
                label.write(header);
            }
            return encrypt(contentKey, Json.encode(header), wrapped, content);
        } finally {
            Arrays.fill(contentKey, (byte) 0);
        }
    }

    private Sealed encrypt(byte[] contentKey, String header, List<Object> wrapped, byte[] content) {
        byte[] iv = random(Aes.IV_LENGTH);
        byte[] sealed = Aes.encrypt(contentKey, iv, header.getBytes(StandardCharsets.US_ASCII), content);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("protected", header);
        json.put("recipients", wrapped);
        json.put("iv", Base64Url.encode(iv));
        json.put("ciphertext", Base64Url.encode(Arrays.copyOf(sealed, content.length)));
        json.put("tag", Base64Url.encode(Arrays.copyOfRange(sealed, content.length, sealed.length)));
        return Sealed.parse(StrictJson.write(json))
                .value()
                .orElseThrow(() -> new IllegalStateException("a record was sealed that cannot be read"));
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void requireDistinct(List<Recipient> recipients) {
        if (recipients.isEmpty() || recipients.size() > Sealed.MAX_RECIPIENTS) {
            throw new IllegalArgumentException(
                    "a record must have 1 to " + Sealed.MAX_RECIPIENTS + " recipients: " + recipients.size());
        }
        Set<String> ids = new HashSet<>();
        for (Recipient recipient : recipients) {
            if (!ids.add(recipient.id())) {
                throw new IllegalArgumentException("a recipient must be named once: " + recipient.id());
            }
        }
    }
}
