package io.lianbo.did.internal.jose;

/** A token that is not what it claims to be; checked, so that it always ends as a verdict or as a bad argument. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * An exception that says what is wrong.
     *
     * @param message the wrong part, and what it must be
     */
    public MalformedException(String message) {
        super(message);
    }

    /**
     * An exception about a part that could not be read.
     *
     * @param part which
     * @param cause says what is wrong with it
     */
    public MalformedException(String part, Throwable cause) {
        super(part + ": " + cause.getMessage(), cause);
    }
}
