package io.lianbo.did.share;

/** A record that is well-formed, and made by algorithms or extensions that are not used here; always ends as a verdict. */
final class AlgorithmRefusedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    AlgorithmRefusedException(String message) {
        super(message);
    }
}
