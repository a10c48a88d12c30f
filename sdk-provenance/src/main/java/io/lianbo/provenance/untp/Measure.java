package io.lianbo.provenance.untp;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A measured value with its unit.
 *
 * @param value the value
 * @param upperTolerance how much above it the true value may lie, in the same unit
 * @param lowerTolerance how much below it
 * @param unit the unit, a code of UNECE Recommendation 20 such as {@code KGM}
 */
public record Measure(
        BigDecimal value, Optional<BigDecimal> upperTolerance, Optional<BigDecimal> lowerTolerance, String unit) {

    /**
     * Checks what is given.
     *
     * @throws IllegalArgumentException when the unit is none
     */
    public Measure {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(upperTolerance, "upperTolerance");
        Objects.requireNonNull(lowerTolerance, "lowerTolerance");
        Objects.requireNonNull(unit, "unit");
        if (!unit.matches("[A-Z0-9]{1,3}")) {
            throw new IllegalArgumentException("unit must be a code of UNECE Recommendation 20, such as KGM: " + unit);
        }
    }

    static Measure read(Members in) {
        in.type("Measure");
        return in.closed(() -> new Measure(
                in.number("value"),
                in.optionalNumber("upperTolerance"),
                in.optionalNumber("lowerTolerance"),
                in.text("unit")));
    }

    Map<String, @Nullable Object> toMap() {
        return new Written()
                .put("value", value)
                .put("upperTolerance", upperTolerance)
                .put("lowerTolerance", lowerTolerance)
                .put("unit", unit)
                .map();
    }

    /** A value without tolerances. */
    public static Measure of(String value, String unit) {
        return new Measure(new BigDecimal(value), Optional.empty(), Optional.empty(), unit);
    }
}
