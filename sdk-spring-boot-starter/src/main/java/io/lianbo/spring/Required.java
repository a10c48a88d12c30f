package io.lianbo.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Properties that others make necessary. */
final class Required {
    private Required() {}

    static <T> T property(String name, @Nullable T value) {
        if (value == null) {
            throw new InvalidConfigurationPropertyValueException(name, null, "It is missing.");
        }
        return value;
    }
}
