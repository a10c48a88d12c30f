package io.lianbo.core.crypto.spi;

/** A provider has no native build for this machine, or it does not load. */
public final class CryptoUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Says why.
     *
     * @param message what is missing
     * @param cause what the attempt to load it met
     */
    public CryptoUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
