package io.lianbo.did.resolve;

/** Why a DID was not resolved, by the codes of the DID specifications. Names are stable; new ones may be added. */
public enum ResolutionError {
    /** It is no DID, or none of its method. */
    INVALID_DID("invalidDid"),
    /** There is no such DID. */
    NOT_FOUND("notFound"),
    /** Documents are given as JSON alone. */
    REPRESENTATION_NOT_SUPPORTED("representationNotSupported"),
    /** Nobody here knows the method. */
    METHOD_NOT_SUPPORTED("methodNotSupported"),
    /** The method cannot do what an option asks for, such as an older version. */
    FEATURE_NOT_SUPPORTED("featureNotSupported"),
    /** The DID is a key of a kind that is not known here. */
    UNSUPPORTED_PUBLIC_KEY_TYPE("unsupportedPublicKeyType"),
    /** What was found is no document of this DID. */
    INVALID_DID_DOCUMENT("invalidDidDocument"),
    /** Whoever keeps the document could not be asked; another try may help. */
    INTERNAL_ERROR("internalError");

    private final String code;

    ResolutionError(String code) {
        this.code = code;
    }

    /** {@return the code in resolution metadata, such as {@code notFound}} */
    public String code() {
        return code;
    }
}
