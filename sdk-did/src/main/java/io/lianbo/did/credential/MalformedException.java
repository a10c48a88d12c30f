package io.lianbo.did.credential;

/** A token that is not what it claims to be; checked, so that it always ends as a verdict or as a bad argument. */
final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedException(String message) {
        super(message);
    }

    MalformedException(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
