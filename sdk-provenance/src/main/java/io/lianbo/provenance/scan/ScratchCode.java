package io.lianbo.provenance.scan;

import java.util.random.RandomGenerator;

/**
 * The code inside an item's package, which its buyer lays open and claims the item with: twelve letters and digits that nobody mistakes for each other, 60 bits.
 *
 * {@snippet class="io.lianbo.provenance.scan.ScanGuardTest" region="scratch"}
 *
 * <p>It is kept nowhere but as an HMAC, of the item and the code together: print it and let go of it. No text shows it.
 */
public final class ScratchCode {
    private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 12;
    private static final int GROUP = 4;

    private final String letters;

    private ScratchCode(String letters) {
        this.letters = letters;
    }

    /**
     * A new one.
     *
     * @param random a {@link java.security.SecureRandom}, as others would be foretold
     */
    public static ScratchCode random(RandomGenerator random) {
        StringBuilder letters = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            letters.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return new ScratchCode(letters.toString());
    }

    /** What to print: {@code 7K3M-9QXT-2VBN}. Whoever has it claims the item. */
    public String printed() {
        StringBuilder printed = new StringBuilder(letters);
        for (int at = LENGTH - GROUP; at > 0; at -= GROUP) {
            printed.insert(at, '-');
        }
        return printed.toString();
    }

    String letters() {
        return letters;
    }

    /** What somebody meant who typed this: without case, hyphens and blanks, O for 0, and I and L for 1 (Crockford's base 32). */
    static String meant(String typed) {
        StringBuilder meant = new StringBuilder(LENGTH);
        for (int i = 0; i < typed.length() && meant.length() <= LENGTH; i++) {
            char c = Character.toUpperCase(typed.charAt(i));
            if (c != '-' && !Character.isWhitespace(c)) {
                meant.append(c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c);
            }
        }
        return meant.toString();
    }

    /** Returns nothing of it. */
    @Override
    public String toString() {
        return "ScratchCode";
    }
}
