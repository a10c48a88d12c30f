package io.lianbo.provenance.untp;

import io.lianbo.provenance.internal.FurtherMembers;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What something is made of, and where that comes from.
 *
 * @param name what it is called
 * @param originCountry where it comes from
 * @param materialType what it is
 * @param massFraction which part of the mass it is, 0 to 1
 * @param mass its mass
 * @param recycledMassFraction which part of it was recycled, 0 to 1
 * @param hazardous whether it is hazardous
 * @param symbol its symbol
 * @param materialSafetyInformation how it is handled safely
 * @param others further members, which the standard allows here, as {@link io.lianbo.core.json.StrictJson} reads them
 */
public record Material(
        String name,
        Country originCountry,
        Classification materialType,
        BigDecimal massFraction,
        Optional<Measure> mass,
        Optional<BigDecimal> recycledMassFraction,
        Optional<Boolean> hazardous,
        Optional<Image> symbol,
        Optional<DocumentLink> materialSafetyInformation,
        Map<String, @Nullable Object> others) {

    /**
     * Checks what is given.
     *
     * @throws IllegalArgumentException when a fraction is not from 0 to 1, or hazardous material comes without safety information
     */
    public Material {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(originCountry, "originCountry");
        Objects.requireNonNull(materialType, "materialType");
        Objects.requireNonNull(massFraction, "massFraction");
        Objects.requireNonNull(mass, "mass");
        Objects.requireNonNull(recycledMassFraction, "recycledMassFraction");
        Objects.requireNonNull(hazardous, "hazardous");
        Objects.requireNonNull(symbol, "symbol");
        Objects.requireNonNull(materialSafetyInformation, "materialSafetyInformation");
        others = FurtherMembers.copy(
                others,
                List.of(
                        "type",
                        "name",
                        "originCountry",
                        "materialType",
                        "massFraction",
                        "mass",
                        "recycledMassFraction",
                        "hazardous",
                        "symbol",
                        "materialSafetyInformation"));
        requireFraction("massFraction", massFraction);
        recycledMassFraction.ifPresent(fraction -> requireFraction("recycledMassFraction", fraction));
        if (hazardous.orElse(false) && materialSafetyInformation.isEmpty()) {
            throw new IllegalArgumentException("hazardous material must come with materialSafetyInformation");
        }
    }

    static Material read(Members in) {
        in.type("Material");
        return in.made(() -> new Material(
                in.text("name"),
                in.object("originCountry", Country::read),
                in.object("materialType", Classification::read),
                in.number("massFraction"),
                in.optionalObject("mass", Measure::read),
                in.optionalNumber("recycledMassFraction"),
                in.optionalBool("hazardous"),
                in.optionalObject("symbol", Image::read),
                in.optionalObject("materialSafetyInformation", DocumentLink::read),
                in.others()));
    }

    Map<String, @Nullable Object> toMap() {
        return new Written()
                .put("name", name)
                .put("originCountry", originCountry.toMap())
                .put("materialType", materialType.toMap())
                .put("massFraction", massFraction)
                .put("mass", mass.map(Measure::toMap))
                .put("recycledMassFraction", recycledMassFraction)
                .put("hazardous", hazardous)
                .put("symbol", symbol.map(Image::toMap))
                .put("materialSafetyInformation", materialSafetyInformation.map(DocumentLink::toMap))
                .putAll(others)
                .map();
    }

    /** A material of which only what must be said is said. */
    public static Material of(String name, Country origin, Classification type, String massFraction) {
        return new Material(
                name,
                origin,
                type,
                new BigDecimal(massFraction),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    private static void requireFraction(String name, BigDecimal fraction) {
        if (fraction.signum() < 0 || fraction.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException(name + " must be from 0 to 1: " + fraction);
        }
    }
}
