package io.lianbo.core.json;

/**
 * A place in a text.
 *
 * @param line from 1
 * @param column from 1
 */
record Place(int line, int column) {

    /** Returns {@code (line 3, column 1)}. */
    @Override
    public String toString() {
        return "(line " + line + ", column " + column + ")";
    }
}
