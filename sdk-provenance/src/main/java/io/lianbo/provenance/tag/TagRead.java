package io.lianbo.provenance.tag;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a tag said, and proved. */
public final class TagRead {
    /** A tag counts to this and then says no more. */
    public static final int LAST_COUNTER = 0xff_ffff;

    private final byte[] uid;
    private final int counter;
    private final byte @Nullable [] fileData;

    TagRead(byte[] uid, int counter, byte @Nullable [] fileData) {
        this.uid = uid;
        this.counter = counter;
        this.fileData = fileData;
    }

    /** Returns which tag it is: the 7 bytes of its UID in upper-case hex, such as {@code 04DE5F1EACC040}. */
    public String uid() {
        return HexFormat.of().withUpperCase().formatHex(uid);
    }

    /**
     * Returns how often the tag had been read, this time included: 1 to {@value #LAST_COUNTER}. A message proves that its tag was there once, not that it is there
     * now; who has seen this count of this tag, or a higher one, has a copy of an old message before him.
     */
    public int counter() {
        return counter;
    }

    /** Returns what else the tag said under encryption; empty if it does not. */
    public Optional<byte[]> fileData() {
        return Optional.ofNullable(fileData).map(byte[]::clone);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TagRead that
                && counter == that.counter
                && Arrays.equals(uid, that.uid)
                && Arrays.equals(fileData, that.fileData);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(uid) * 31 + counter;
    }

    /** Returns {@code tag 04DE5F1EACC040, read 61 times}. */
    @Override
    public String toString() {
        return "tag " + uid() + ", read " + counter + " times";
    }
}
