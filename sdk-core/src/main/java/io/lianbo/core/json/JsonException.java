package io.lianbo.core.json;

import java.util.Objects;

/** A JSON document that is not what it must be. The message is for who wrote the document, the code for programs. */
public final class JsonException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** In which way a document is wrong. Names are stable; new ones may be added. */
    public enum Code {
        /** It is no JSON, or JSON that {@link StrictJson} refuses; or no YAML that {@link StrictYaml} accepts. */
        NOT_JSON,
        /** Something that must be an object is something else. */
        NOT_AN_OBJECT,
        /** A key is not there. */
        MISSING_KEY,
        /** A key is there that means nothing. */
        UNKNOWN_KEY,
        /** A value is of another kind than it must be, or out of its range. */
        BAD_VALUE
    }

    private final Code code;

    JsonException(Code code, String message) {
        super(message);
        this.code = Objects.requireNonNull(code, "code");
    }

    /** Returns in which way the document is wrong. */
    public Code code() {
        return code;
    }
}
