package io.lianbo.provenance.untp;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A country.
 *
 * @param countryCode its two letters in ISO 3166-1
 * @param countryName its name
 */
public record Country(String countryCode, Optional<String> countryName) {

    /**
     * Checks what is given.
     *
     * @throws IllegalArgumentException when the code is not two capital letters
     */
    public Country {
        Objects.requireNonNull(countryCode, "countryCode");
        Objects.requireNonNull(countryName, "countryName");
        if (!countryCode.matches("[A-Z]{2}")) {
            throw new IllegalArgumentException("countryCode must be two letters of ISO 3166-1: " + countryCode);
        }
    }

    static Country read(Members in) {
        in.type("Country");
        return in.closed(() -> new Country(in.text("countryCode"), in.optionalText("countryName")));
    }

    Map<String, @Nullable Object> toMap() {
        return new Written()
                .put("countryCode", countryCode)
                .put("countryName", countryName)
                .map();
    }

    /** The country of this code, with its English name. */
    public static Country of(String code) {
        String name = Locale.of("", code).getDisplayCountry(Locale.ENGLISH);
        return new Country(code, name.equals(code) ? Optional.empty() : Optional.of(name));
    }
}
