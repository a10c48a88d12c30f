package io.lianbo.provenance.tag;

import io.lianbo.core.Verdict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks the URL that an NTAG 424 DNA tag hands to a phone (Secure Unique NFC, also called Secure Dynamic Messaging; NXP AN12196), without the tag.
 *
 * {@snippet class="io.lianbo.provenance.tag.SunVerifierTest" region="verify"}
 *
 * <p>A good message says that the tag was read, once, somewhere. A copied URL is as good until its {@linkplain TagRead#counter counter} is compared with those
 * that were seen. May be used by many threads.
 */
public final class SunVerifier {
    /** Of {@code PICCDataTag}: UID and counter are there, and the UID has 7 bytes. */
    private static final int TAG = 0xc7;

    private static final byte[] ENCRYPTION_LABEL = {(byte) 0xc3, 0x3c, 0, 1, 0, (byte) 0x80};
    private static final byte[] MAC_LABEL = {0x3c, (byte) 0xc3, 0, 1, 0, (byte) 0x80};
    private static final byte[] LRP_LABEL = {0, 1, 0, (byte) 0x80};
    private static final byte[] LRP_END = {0x1e, (byte) 0xe1};

    private final SunLayout layout;
    private final SunKeys keys;

    /**
     * A verifier.
     *
     * @param layout of the tags' URLs
     * @param keys of the tags, which stay the caller's to close
     */
    public SunVerifier(SunLayout layout, SunKeys keys) {
        this.layout = Objects.requireNonNull(layout, "layout");
        this.keys = Objects.requireNonNull(keys, "keys");
    }

    /**
     * Checks what a phone read.
     *
     * @param url the whole URL
     * @return what the tag said; or {@code MALFORMED} if the URL is none of such a tag, {@code UNKNOWN_TAG} if what it says decrypts to no tag's UID and counter
     *     (another brand's, or an invention), {@code MAC_INVALID} if the tag did not say so
     * @throws IllegalStateException if the keys are closed
     */
    public Verdict<TagRead> verify(String url) {
        Verdict<SunLayout.Parts> parsed = layout.parse(url);
        if (!(parsed instanceof Verdict.Verified<SunLayout.Parts> parts)) {
            return Verdict.refused(parsed.reasons());
        }
        return verify(parts.result());
    }

    private Verdict<TagRead> verify(SunLayout.Parts parts) {
        byte[] uid = parts.uid();
        byte[] counter = reversed(parts.counter());
        if (parts.piccData().length > 0) {
            byte[] picc = decryptedPicc(parts.piccData());
            if ((picc[0] & 0xff) != TAG) {
                return Verdict.refused("UNKNOWN_TAG", "it decrypts to no tag's UID and counter");
            }
            uid = Arrays.copyOfRange(picc, 1, 1 + SunLayout.UID);
            counter = Arrays.copyOfRange(picc, 1 + SunLayout.UID, 1 + SunLayout.UID + SunLayout.COUNTER);
        }
        byte[] fileRead = keys.fileRead(uid);
        Session session = layout.mode() == SunMode.AES
                ? new AesSession(fileRead, uid, counter)
                : new LrpSession(fileRead, uid, counter);
        byte[] mac = session.mac(parts.macInput());
        byte[] half = new byte[SunLayout.MAC];
        for (int i = 0; i < SunLayout.MAC; i++) {
            half[i] = mac[2 * i + 1];
        }
        if (!MessageDigest.isEqual(half, parts.mac())) {
            return Verdict.refused("MAC_INVALID", "no tag said this, or it was changed");
        }
        byte @Nullable [] fileData = parts.fileData().length == 0 ? null : session.decrypted(counter, parts.fileData());
        int count = ByteBuffer.wrap(Arrays.copyOf(counter, Integer.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        return Verdict.ok(new TagRead(uid, count, fileData));
    }

    private byte[] decryptedPicc(byte[] piccData) {
        byte[] key = keys.metaRead();
        if (layout.mode() == SunMode.AES) {
            return Aes.decryptChain(key, new byte[Aes.BLOCK], piccData);
        }
        byte[] random = Arrays.copyOf(piccData, Aes.BLOCK / 2);
        return new Lrp(key, 0).decrypt(random, Arrays.copyOfRange(piccData, random.length, piccData.length));
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    /** The keys of one reading. */
    sealed interface Session {
        byte[] mac(byte[] message);

        byte[] decrypted(byte[] counter, byte[] data);
    }

    /** {@code KSesSDMFileReadMAC} and {@code KSesSDMFileReadENC}, each derived where it is asked for. */
    static final class AesSession implements Session {
        private final byte[] fileRead;
        private final byte[] uid;
        private final byte[] readCounter;

        AesSession(byte[] fileRead, byte[] uid, byte[] readCounter) {
            this.fileRead = fileRead;
            this.uid = uid;
            this.readCounter = readCounter;
        }

        byte[] macKey() {
            return derived(MAC_LABEL);
        }

        byte[] encryptionKey() {
            return derived(ENCRYPTION_LABEL);
        }

        private byte[] derived(byte[] label) {
            byte[] vector = ByteBuffer.allocate(Aes.BLOCK)
                    .put(label)
                    .put(uid)
                    .put(readCounter)
                    .array();
            return Aes.cmac(fileRead, vector);
        }

        @Override
        public byte[] mac(byte[] message) {
            return Aes.cmac(macKey(), message);
        }

        @Override
        public byte[] decrypted(byte[] counter, byte[] data) {
            byte[] key = encryptionKey();
            byte[] iv = Aes.encrypt(key, Arrays.copyOf(counter, Aes.BLOCK));
            return Aes.decryptChain(key, iv, data);
        }
    }

    private static final class LrpSession implements Session {
        private final byte[] master;

        LrpSession(byte[] fileRead, byte[] uid, byte[] counter) {
            byte[] vector = ByteBuffer.allocate(Aes.BLOCK)
                    .put(LRP_LABEL)
                    .put(uid)
                    .put(counter)
                    .put(LRP_END)
                    .array();
            this.master = new Lrp(fileRead, 0).cmac(vector);
        }

        @Override
        public byte[] mac(byte[] message) {
            return new Lrp(master, 0).cmac(message);
        }

        @Override
        public byte[] decrypted(byte[] counter, byte[] data) {
            return new Lrp(master, 1).decrypt(Arrays.copyOf(counter, 2 * SunLayout.COUNTER), data);
        }
    }
}
