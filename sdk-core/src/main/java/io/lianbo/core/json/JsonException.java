package io.lianbo.core.json;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

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

    /** From 1, or 0 where the place is not known. */
    private final int line;

    private final int column;

    JsonException(Code code, String message) {
        this(code, message, Optional.empty());
    }

    JsonException(Code code, String message, Optional<Place> place) {
        super(message);
        this.code = Objects.requireNonNull(code, "code");
        this.line = place.map(Place::line).orElse(0);
        this.column = place.map(Place::column).orElse(0);
    }

    /** Returns in which way the document is wrong. */
    public Code code() {
        return code;
    }

    /** Returns the line of what is wrong, from 1; empty where it is not known: of JSON, and of a key that is missing. */
    public OptionalInt line() {
        return line == 0 ? OptionalInt.empty() : OptionalInt.of(line);
    }

    /** Returns the column of what is wrong, from 1; empty where {@link #line()} is. */
    public OptionalInt column() {
        return column == 0 ? OptionalInt.empty() : OptionalInt.of(column);
    }
}
