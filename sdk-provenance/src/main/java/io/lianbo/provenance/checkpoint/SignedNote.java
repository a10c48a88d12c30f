package io.lianbo.provenance.checkpoint;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * A text and signatures under it, as C2SP signed-note defines them. The text means nothing before a signature of a known key is
 * {@linkplain CheckpointVerifier verified}.
 *
 * @param text lines that each end in a newline, without control characters
 * @param signatures at least one and at most 100, those of unknown keys included
 */
public record SignedNote(String text, List<Signature> signatures) {

    private static final int MOST_SIGNATURES = 100;
    private static final int MOST_CHARACTERS = 1_000_000;
    private static final String DASH = "\u2014 ";

    public SignedNote {
        requireText(text);
        signatures = List.copyOf(signatures);
        if (signatures.isEmpty() || signatures.size() > MOST_SIGNATURES) {
            throw new IllegalArgumentException(
                    "a note must have 1 to " + MOST_SIGNATURES + " signatures: " + signatures.size());
        }
    }

    /**
     * One signature line.
     *
     * @param keyName whose it is, without spaces and plus signs
     * @param keyId what tells the keys of one name apart
     * @param bytes the signature alone; not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by value below
    public record Signature(String keyName, int keyId, byte[] bytes) {

        public Signature {
            requireName(keyName);
            if (bytes.length == 0) {
                throw new IllegalArgumentException("the signature of " + keyName + " must not be empty");
            }
            bytes = bytes.clone();
        }

        @Override
        public byte[] bytes() {
            return bytes.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Signature that
                    && keyId == that.keyId
                    && keyName.equals(that.keyName)
                    && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Objects.hash(keyName, keyId, Arrays.hashCode(bytes));
        }

        /** The line, without its newline. */
        @Override
        public String toString() {
            byte[] all = ByteBuffer.allocate(Integer.BYTES + bytes.length)
                    .putInt(keyId)
                    .put(bytes)
                    .array();
            return DASH + keyName + ' ' + Base64.getEncoder().encodeToString(all);
        }

        private static Signature parse(String line) {
            int space = line.lastIndexOf(' ');
            if (!line.startsWith(DASH) || space < DASH.length()) {
                throw new IllegalArgumentException("a signature line must be a dash, a name and base64: " + line);
            }
            byte[] all = decode("signature", line.substring(space + 1));
            if (all.length <= Integer.BYTES) {
                throw new IllegalArgumentException("a signature must be longer than its key id: " + line);
            }
            return new Signature(
                    line.substring(DASH.length(), space),
                    ByteBuffer.wrap(all).getInt(),
                    Arrays.copyOfRange(all, Integer.BYTES, all.length));
        }
    }

    /** Signs a text with one key or several. */
    public static SignedNote sign(String text, NoteSigner... signers) {
        requireText(text);
        return new SignedNote(
                text, Arrays.stream(signers).map(signer -> signer.sign(text)).toList());
    }

    /**
     * Reads what {@link #toString} writes: the text up to the last empty line, then the signatures.
     *
     * @throws IllegalArgumentException when it is no signed note
     */
    public static SignedNote parse(String note) {
        if (note.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "a note must have at most " + MOST_CHARACTERS + " characters: " + note.length());
        }
        int end = note.lastIndexOf("\n\n");
        if (end < 0 || !note.endsWith("\n") || end + 2 == note.length()) {
            throw new IllegalArgumentException("a note must be a text, an empty line and signature lines");
        }
        List<Signature> signatures = new ArrayList<>();
        for (String line : note.substring(end + 2, note.length() - 1).split("\n", -1)) {
            signatures.add(Signature.parse(line));
        }
        return new SignedNote(note.substring(0, end + 1), signatures);
    }

    /** The same text with more signatures, such as those of witnesses. */
    public SignedNote and(List<Signature> more) {
        List<Signature> all = new ArrayList<>(signatures);
        all.addAll(more);
        return new SignedNote(text, all);
    }

    /** The note as it is published. */
    @Override
    public String toString() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> note.append(signature).append('\n'));
        return note.toString();
    }

    static String requireName(String name) {
        if (name.isEmpty()
                || name.codePoints()
                        .anyMatch(c -> c == '+' || c < ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c))
                || !isUnicode(name)) {
            throw new IllegalArgumentException("a key name must be without spaces and plus signs: \"" + name + '"');
        }
        return name;
    }

    /** Strict: no other text stands for the same bytes. */
    static byte[] decode(String what, String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a " + what + " must be base64: " + base64, e);
        }
        if (!Base64.getEncoder().encodeToString(bytes).equals(base64)) {
            throw new IllegalArgumentException("a " + what + " must be base64 in its one form: " + base64);
        }
        return bytes;
    }

    private static void requireText(String text) {
        if (!text.endsWith("\n") || text.chars().anyMatch(c -> c < ' ' && c != '\n') || !isUnicode(text)) {
            throw new IllegalArgumentException(
                    "a note's text must end in a newline and be Unicode without control characters");
        }
    }

    private static boolean isUnicode(String text) {
        try {
            StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
