package io.lianbo.nft.metadata;

import io.lianbo.nft.internal.Arguments;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One trait of a token, as marketplaces read it from {@code attributes}: text, a number, a moment, or a bare value.
 *
 * {@snippet class="io.lianbo.nft.metadata.TokenMetadataTest" region="build"}
 */
public sealed interface Attribute {

    /** How a number is shown. */
    enum Display {
        /** A level, as a bar up to the maximum; the default. */
        LEVEL,
        /** A plain figure ({@code number}). */
        NUMBER,
        /** What is added to something, with a plus sign ({@code boost_number}). */
        BOOST_NUMBER,
        /** The same in percent ({@code boost_percentage}). */
        BOOST_PERCENTAGE
    }

    /** Returns a trait of text, {@code Origin: Hangzhou}. */
    static Attribute text(String traitType, String value) {
        return new Text(traitType, value);
    }

    /** Returns a value without a trait, {@code Spring}. */
    static Attribute label(String value) {
        return new Label(value);
    }

    /** Returns a level, shown against the highest of the collection. */
    static Attribute level(String traitType, long value) {
        return new Figure(traitType, BigDecimal.valueOf(value), Display.LEVEL, null);
    }

    /**
     * Returns a level on a scale.
     *
     * @throws IllegalArgumentException if {@code value} is above {@code max}
     */
    static Attribute level(String traitType, long value, long max) {
        return new Figure(traitType, BigDecimal.valueOf(value), Display.LEVEL, BigDecimal.valueOf(max));
    }

    /** Returns a number, {@code Vintage: 2026}. */
    static Attribute number(String traitType, long value) {
        return new Figure(traitType, BigDecimal.valueOf(value), Display.NUMBER, null);
    }

    /** Returns a number with a fraction; all its digits are written. */
    static Attribute number(String traitType, BigDecimal value) {
        return new Figure(traitType, value, Display.NUMBER, null);
    }

    /** Returns a moment, shown as a date; fractions of a second are cut off. */
    static Attribute date(String traitType, Instant value) {
        return new Date(traitType, Instant.ofEpochSecond(value.getEpochSecond()));
    }

    /**
     * A trait of text.
     *
     * @param traitType its name, not blank
     * @param value not blank
     */
    record Text(String traitType, String value) implements Attribute {
        /** Checks that neither is blank. */
        public Text {
            Arguments.requireText("trait type", traitType);
            Arguments.requireText("value of " + traitType, value);
        }
    }

    /**
     * A value that is no trait of a kind.
     *
     * @param value not blank
     */
    record Label(String value) implements Attribute {
        /** Checks that it is not blank. */
        public Label {
            Arguments.requireText("value", value);
        }
    }

    /**
     * A trait that is a number.
     *
     * @param traitType its name, not blank
     * @param value the number
     * @param display how it is shown
     * @param maxValue the highest there can be, or null where nobody says
     */
    record Figure(
            String traitType,
            BigDecimal value,
            Display display,
            @Nullable BigDecimal maxValue) implements Attribute {
        /** Checks the name, and that the value is not above the maximum. */
        public Figure {
            Arguments.requireText("trait type", traitType);
            Objects.requireNonNull(value, "value");
            Objects.requireNonNull(display, "display");
            if (maxValue != null && value.compareTo(maxValue) > 0) {
                throw new IllegalArgumentException(
                        "value of " + traitType + " must be at most its maximum " + maxValue + ": " + value);
            }
        }
    }

    /**
     * A trait that is a moment.
     *
     * @param traitType its name, not blank
     * @param value whole seconds, from 1970 to the year 5138
     */
    record Date(String traitType, Instant value) implements Attribute {
        /** Checks the name and the range. */
        public Date {
            Arguments.requireText("trait type", traitType);
            long seconds = value.getEpochSecond();
            if (value.getNano() != 0 || seconds < 0 || seconds > Traits.LAST_SECOND) {
                throw new IllegalArgumentException(
                        "value of " + traitType + " must be whole seconds from 1970 to 5138: " + value);
            }
        }
    }
}
