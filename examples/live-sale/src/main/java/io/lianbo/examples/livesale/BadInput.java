package io.lianbo.examples.livesale;

/** An input file is not what it must be; the message is one sentence that names the file and the field. */
final class BadInput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadInput(String message) {
        super(message);
    }
}
