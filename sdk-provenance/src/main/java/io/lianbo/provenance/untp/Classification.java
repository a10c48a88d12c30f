package io.lianbo.provenance.untp;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A class within a scheme of classes, such as the UN Central Product Classification.
 *
 * @param code the code of the class
 * @param name its name
 * @param definition what belongs to it
 * @param schemeId the scheme
 * @param schemeName the scheme's name
 */
public record Classification(String code, String name, Optional<String> definition, URI schemeId, String schemeName) {

    /** Checks what is given. */
    public Classification {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(definition, "definition");
        Objects.requireNonNull(schemeId, "schemeId");
        Objects.requireNonNull(schemeName, "schemeName");
    }

    static Classification read(Members in) {
        in.type("Classification");
        return in.closed(() -> new Classification(
                in.text("code"),
                in.text("name"),
                in.optionalText("definition"),
                in.uri("schemeId"),
                in.text("schemeName")));
    }

    Map<String, @Nullable Object> toMap() {
        return new Written()
                .put("code", code)
                .put("name", name)
                .put("definition", definition)
                .put("schemeId", schemeId.toString())
                .put("schemeName", schemeName)
                .map();
    }

    /** A class of the UN Central Product Classification. */
    public static Classification ofCpc(String code, String name) {
        return new Classification(
                code,
                name,
                Optional.empty(),
                URI.create("https://unstats.un.org/unsd/classifications/Econ/cpc/"),
                "UN Central Product Classification (CPC)");
    }
}
