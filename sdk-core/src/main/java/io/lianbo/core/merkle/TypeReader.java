package io.lianbo.core.merkle;

import io.lianbo.core.internal.AtomicType;
import io.lianbo.core.internal.InvalidValueException;
import java.util.ArrayList;
import java.util.List;

/** Reads the name of a type of Solidity's ABI, such as {@code (address,uint256)[2]}; tuples may be written {@code tuple(...)}, as ethers.js does. */
final class TypeReader {

    private static final int MOST_CHARACTERS = 1000;
    private static final int MOST_DIGITS = 8;

    private final String text;
    private int at;

    TypeReader(String text) {
        this.text = text;
    }

    LeafType read() {
        if (text.length() > MOST_CHARACTERS) {
            throw problem("of at most " + MOST_CHARACTERS + " characters");
        }
        LeafType type = type();
        if (at < text.length()) {
            throw unknown();
        }
        return type;
    }

    private LeafType type() {
        int start = at;
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
        String word = text.substring(start, at);
        LeafType type;
        if (next('(')) {
            if (!word.isEmpty() && !word.equals("tuple")) {
                throw unknown();
            }
            type = tuple();
        } else {
            type = new LeafType.Atom(AtomicType.named(spelledOut(word)).orElseThrow(this::unknown));
        }
        return arrays(type);
    }

    private LeafType tuple() {
        List<LeafType> types = new ArrayList<>();
        do {
            skipSpaces();
            types.add(type());
            skipSpaces();
        } while (next(','));
        if (!next(')')) {
            throw unknown();
        }
        return new LeafType.Tuple(types);
    }

    private LeafType arrays(LeafType element) {
        LeafType type = element;
        while (next('[')) {
            int start = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            String length = text.substring(start, at);
            if (!next(']') || length.startsWith("0") || length.length() > MOST_DIGITS) {
                throw unknown();
            }
            type = length.isEmpty()
                    ? new LeafType.DynamicArray(type)
                    : new LeafType.FixedArray(type, Integer.parseInt(length));
        }
        return type;
    }

    /** The ABI's two aliases. */
    private static String spelledOut(String word) {
        return word.equals("uint") || word.equals("int") ? word + "256" : word;
    }

    private boolean next(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        if (there) {
            at++;
        }
        return there;
    }

    private void skipSpaces() {
        while (next(' ')) {}
    }

    private IllegalArgumentException unknown() {
        return problem("address, bool, string, bytes, bytes1 to bytes32, uint8 to uint256, int8 to int256,"
                + " arrays T[] and T[n], or tuples (T1,T2)");
    }

    private IllegalArgumentException problem(String allowed) {
        return new IllegalArgumentException(
                "a leaf's type must be " + allowed + ": " + InvalidValueException.show(text));
    }
}
