package io.lianbo.provenance.passport;

/**
 * A credential that comes with a passport: a laboratory's report, a certificate of origin. Its issuer signed it, and nothing else vouches for it: not the passport, not the
 * log.
 *
 * @param format its media type, such as {@code application/dc+sd-jwt} or {@code application/vc+jwt}: 1 to 100 visible ASCII characters
 * @param credential the credential as its format writes it, 1 to {@value #LONGEST} printable ASCII characters
 */
public record PassportCredential(String format, String credential) {

    /** The longest credential. */
    public static final int LONGEST = 1 << 16;

    /**
     * Checks the lengths.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public PassportCredential {
        if (!format.matches("[!-~]{1,100}")) {
            throw new IllegalArgumentException("a credential's format must be 1 to 100 visible ASCII characters");
        }
        if (credential.isEmpty()
                || credential.length() > LONGEST
                || credential.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new IllegalArgumentException(
                    "a credential must be 1 to " + LONGEST + " printable ASCII characters: " + credential.length());
        }
    }
}
