package io.lianbo.provenance.tag;

import java.util.Arrays;

/**
 * The two AES-128 keys that read what tags say: {@code SDMMetaReadKey}, by which a tag hides who it is, the same for all tags of a brand; and {@code
 * SDMFileReadKey}, by which it proves it, best another for each tag.
 *
 * <p>Whoever has them makes messages of any tag. No text shows them; {@link #close} overwrites them, and closed keys throw.
 */
public final class SunKeys implements AutoCloseable {
    private final byte[] metaRead;
    private final byte[] fileRead;
    private final byte[] systemIdentifier;
    private final boolean diversified;
    private boolean closed;

    private SunKeys(byte[] metaRead, byte[] fileRead, byte[] systemIdentifier, boolean diversified) {
        KeyDiversification.requireKey("SDMMetaReadKey", metaRead);
        KeyDiversification.requireKey("SDMFileReadKey", fileRead);
        this.metaRead = metaRead.clone();
        this.fileRead = fileRead.clone();
        this.systemIdentifier = systemIdentifier.clone();
        this.diversified = diversified;
    }

    /**
     * Returns keys that all tags share.
     *
     * @param metaRead 16 bytes, copied: overwrite them after the call
     * @param fileRead 16 bytes, copied
     */
    public static SunKeys shared(byte[] metaRead, byte[] fileRead) {
        return new SunKeys(metaRead, fileRead, new byte[0], false);
    }

    /**
     * Returns keys of which {@code SDMFileReadKey} is another for each tag, by {@link KeyDiversification#aes128} of the tag's UID and an identifier.
     *
     * @param metaRead 16 bytes, copied: overwrite them after the call
     * @param fileReadMaster 16 bytes, copied
     * @param systemIdentifier what comes after the UID, 0 to 24 bytes
     */
    public static SunKeys diversified(byte[] metaRead, byte[] fileReadMaster, byte[] systemIdentifier) {
        if (systemIdentifier.length > 24) {
            throw new IllegalArgumentException(
                    "a system identifier must have 0 to 24 bytes: " + systemIdentifier.length);
        }
        return new SunKeys(metaRead, fileReadMaster, systemIdentifier, true);
    }

    synchronized byte[] metaRead() {
        requireOpen();
        return metaRead.clone();
    }

    synchronized byte[] fileRead(byte[] uid) {
        requireOpen();
        if (!diversified) {
            return fileRead.clone();
        }
        byte[] input = Arrays.copyOf(uid, uid.length + systemIdentifier.length);
        System.arraycopy(systemIdentifier, 0, input, uid.length, systemIdentifier.length);
        return KeyDiversification.aes128(fileRead, input);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the tags' keys are closed");
        }
    }

    /** Overwrites the keys. */
    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(metaRead, (byte) 0);
        Arrays.fill(fileRead, (byte) 0);
    }

    /** Returns which kind of keys they are. */
    @Override
    public String toString() {
        return diversified ? "SunKeys(diversified)" : "SunKeys(shared)";
    }
}
