package io.lianbo.core.json;

import io.lianbo.core.internal.InvalidValueException;
import io.lianbo.core.internal.UnicodeText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes JDK values as JSON: plain, or in the canonical form of RFC 8785. */
final class JsonWriter {
    private final StringBuilder out = new StringBuilder();
    private final boolean canonical;

    private JsonWriter(boolean canonical) {
        this.canonical = canonical;
    }

    static String plain(@Nullable Object value) {
        return new JsonWriter(false).write(value);
    }

    static String canonical(@Nullable Object value) {
        return new JsonWriter(true).write(value);
    }

    static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> map -> "an object";
            case List<?> list -> "an array";
            case String text -> "a string";
            case Boolean truth -> "a boolean";
            case Number number -> "a number";
            default -> "a " + value.getClass().getName();
        };
    }

    private String write(@Nullable Object value) {
        try {
            value(value, 0);
        } catch (InvalidValueException e) {
            throw e.in("$");
        }
        return out.toString();
    }

    private void value(@Nullable Object value, int depth) {
        switch (value) {
            case null -> out.append("null");
            case String text -> string(text);
            case Boolean truth -> out.append(truth.booleanValue());
            case Map<?, ?> map -> object(map, deeper(depth));
            case List<?> list -> array(list, deeper(depth));
            case Number number -> number(number);
            default ->
                throw new InvalidValueException("JSON has no form for " + kind(value)
                        + "; allowed are Map, List, String, Boolean, the exact numbers, Double and null");
        }
    }

    private static int deeper(int depth) {
        if (depth == StrictJson.MAX_DEPTH) {
            throw new InvalidValueException(
                    "more than " + StrictJson.MAX_DEPTH + " levels of objects and arrays are not allowed");
        }
        return depth + 1;
    }

    private void object(Map<?, ?> map, int depth) {
        List<String> names = new ArrayList<>(map.size());
        for (Object key : map.keySet()) {
            if (!(key instanceof String name)) {
                throw new InvalidValueException("a key must be a String, and this is " + kind(key));
            }
            names.add(name);
        }
        if (canonical) {
            names.sort(null); // String orders by UTF-16 code units, which is what RFC 8785 section 3.2.3 asks for
        }
        char before = '{';
        for (String name : names) {
            out.append(before);
            string(name);
            out.append(':');
            try {
                value(map.get(name), depth);
            } catch (InvalidValueException e) {
                throw e.inField(name);
            }
            before = ',';
        }
        out.append(names.isEmpty() ? "{}" : "}");
    }

    private void array(List<?> list, int depth) {
        out.append('[');
        int index = 0;
        for (Object element : list) {
            if (index > 0) {
                out.append(',');
            }
            try {
                value(element, depth);
            } catch (InvalidValueException e) {
                throw e.inElement(index);
            }
            index++;
        }
        out.append(']');
    }

    private void number(Number number) {
        switch (number) {
            case Double real -> out.append(EcmaScriptNumber.format(finite(real, number)));
            case Integer i -> integer(i);
            case Long l -> integer(l);
            case Short s -> integer(s);
            case Byte b -> integer(b);
            case BigInteger exact -> exact(exact);
            case BigDecimal exact -> exact(exact);
            default ->
                throw new InvalidValueException(
                        "JSON has no form for a " + number.getClass().getName()
                                + "; allowed are Long, Integer, BigInteger, BigDecimal and Double");
        }
    }

    private void integer(long value) {
        if (canonical) {
            out.append(EcmaScriptNumber.format((double) value));
        } else {
            out.append(value);
        }
    }

    private void exact(Number exact) {
        if (canonical) {
            out.append(EcmaScriptNumber.format(finite(exact.doubleValue(), exact)));
        } else {
            out.append(exact);
        }
    }

    private static double finite(double real, Number given) {
        if (!Double.isFinite(real)) {
            throw new InvalidValueException("a number must lie in the range of an IEEE 754 double (about 1.8e308): "
                    + InvalidValueException.show(given));
        }
        return real;
    }

    private void string(String text) {
        if (!UnicodeText.isWellFormed(text)) {
            throw new InvalidValueException(
                    "a surrogate without its partner is not allowed in text: " + InvalidValueException.show(text));
        }
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < ' ') {
                        out.append("\\u00").append(c >> 4).append(Character.forDigit(c & 0xf, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
