package io.lianbo.nft.metadata;

import io.lianbo.nft.metadata.Attribute.Display;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code attributes} of a document: checked, read and written. */
final class Traits {
    /** What is above is milliseconds, which are 1973 as seconds at the earliest. */
    static final long LAST_SECOND = 99_999_999_999L;

    private static final String TRAIT_TYPE = "trait_type";
    private static final String VALUE = "value";
    private static final String DISPLAY_TYPE = "display_type";
    private static final String MAX_VALUE = "max_value";
    private static final String DATE = "date";

    private Traits() {}

    static void check(@Nullable Object attributes, Check check) {
        if (!(attributes instanceof List<?> list)) {
            check.wrongType("attributes", "an array", attributes);
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            String path = "attributes[" + i + "]";
            if (list.get(i) instanceof Map<?, ?> attribute) {
                checkOne(attribute, path, check);
            } else {
                check.wrongType(path, "an object", list.get(i));
            }
        }
    }

    private static void checkOne(Map<?, ?> attribute, String path, Check check) {
        check.spokenText(attribute, TRAIT_TYPE, path + "." + TRAIT_TYPE);
        check.text(attribute, DISPLAY_TYPE, path + "." + DISPLAY_TYPE);
        if (!check.required(attribute, VALUE, path + "." + VALUE)) {
            return;
        }
        Object value = attribute.get(VALUE);
        String place = path + "." + VALUE;
        if (attribute.get(DISPLAY_TYPE) instanceof String display) {
            check.required(attribute, TRAIT_TYPE, path + "." + TRAIT_TYPE);
            if (display.equals(DATE)) {
                checkDate(value, place, check);
            } else if (displayOf(display) == null) {
                check.report(
                        "UNKNOWN_DISPLAY_TYPE",
                        path + "." + DISPLAY_TYPE,
                        "must be number, boost_number, boost_percentage or date: " + Check.shown(display));
            } else {
                checkNumber(attribute, "a number, as display_type says", path, check);
            }
        } else if (attribute.containsKey(MAX_VALUE) || value instanceof Number) {
            checkNumber(attribute, "a number, as it has a max_value", path, check);
        } else {
            check.spokenText(attribute, VALUE, place);
        }
    }

    private static void checkDate(@Nullable Object value, String path, Check check) {
        BigDecimal seconds = check.number(path, "the seconds since 1970, as display_type is date", value);
        if (seconds == null) {
            return;
        }
        boolean whole = seconds.stripTrailingZeros().scale() <= 0;
        if (!whole || seconds.signum() < 0 || seconds.compareTo(BigDecimal.valueOf(LAST_SECOND)) > 0) {
            check.report(
                    "BAD_DATE",
                    path,
                    "must be whole seconds since 1970, and no milliseconds, as display_type is date: "
                            + Check.shown(value));
        }
    }

    private static void checkNumber(Map<?, ?> attribute, String wanted, String path, Check check) {
        BigDecimal value = check.number(path + "." + VALUE, wanted, attribute.get(VALUE));
        if (attribute.containsKey(MAX_VALUE)) {
            BigDecimal max = check.number(path + "." + MAX_VALUE, "a number", attribute.get(MAX_VALUE));
            if (value != null && max != null && value.compareTo(max) > 0) {
                check.report(
                        "OUT_OF_RANGE",
                        path + "." + VALUE,
                        "must be at most max_value, which is " + max + ": " + value);
            }
            if (value != null && !attribute.containsKey(TRAIT_TYPE)) {
                check.required(attribute, TRAIT_TYPE, path + "." + TRAIT_TYPE);
            }
        }
    }

    private static @Nullable Display displayOf(String name) {
        for (Display display : Display.values()) {
            if (display != Display.LEVEL && nameOf(display).equals(name)) {
                return display;
            }
        }
        return null;
    }

    private static String nameOf(Display display) {
        return display.name().toLowerCase(Locale.ROOT);
    }

    /** Reads an attribute that was checked. */
    static Attribute read(Map<?, ?> attribute) {
        Object value = attribute.get(VALUE);
        String trait = attribute.get(TRAIT_TYPE) instanceof String text ? text : "";
        String display = attribute.get(DISPLAY_TYPE) instanceof String text ? text : "";
        if (display.equals(DATE)) {
            return new Attribute.Date(
                    trait, Instant.ofEpochSecond(decimal(value).longValueExact()));
        }
        if (value instanceof Number && !trait.isEmpty()) {
            Display shown = displayOf(display);
            return new Attribute.Figure(
                    trait,
                    decimal(value),
                    shown == null ? Display.LEVEL : shown,
                    attribute.containsKey(MAX_VALUE) ? decimal(attribute.get(MAX_VALUE)) : null);
        }
        String text = String.valueOf(value);
        return trait.isEmpty() ? new Attribute.Label(text) : new Attribute.Text(trait, text);
    }

    private static BigDecimal decimal(@Nullable Object number) {
        return new BigDecimal(String.valueOf(number));
    }

    static Map<String, Object> write(Attribute attribute) {
        Map<String, Object> object = new LinkedHashMap<>();
        switch (attribute) {
            case Attribute.Text text -> {
                object.put(TRAIT_TYPE, text.traitType());
                object.put(VALUE, text.value());
            }
            case Attribute.Label label -> object.put(VALUE, label.value());
            case Attribute.Figure figure -> {
                if (figure.display() != Display.LEVEL) {
                    object.put(DISPLAY_TYPE, nameOf(figure.display()));
                }
                object.put(TRAIT_TYPE, figure.traitType());
                object.put(VALUE, figure.value());
                if (figure.maxValue() != null) {
                    object.put(MAX_VALUE, figure.maxValue());
                }
            }
            case Attribute.Date date -> {
                object.put(DISPLAY_TYPE, DATE);
                object.put(TRAIT_TYPE, date.traitType());
                object.put(VALUE, date.value().getEpochSecond());
            }
        }
        return object;
    }
}
