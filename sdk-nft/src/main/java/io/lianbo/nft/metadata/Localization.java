package io.lianbo.nft.metadata;

import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a document is to be had in other languages (ERC-1155, metadata localization).
 *
 * @param uri with {@code {locale}} in it, such as {@code ipfs://bafy.../{locale}.json}
 * @param defaultLocale the language of the document itself, a BCP 47 tag such as {@code zh-Hans}
 * @param locales the languages that {@code uri} leads to, BCP 47 tags
 */
public record Localization(String uri, String defaultLocale, List<String> locales) {

    private static final String LOCALE = "{locale}";

    /**
     * Checks all three.
     *
     * @throws IllegalArgumentException if the URI has no {@code {locale}} or is none that metadata may hold, or a tag is none; the message names all
     */
    public Localization {
        locales = List.copyOf(locales);
        Check check = Check.alone();
        check(Map.of("uri", uri, "default", defaultLocale, "locales", locales), check);
        check.requireNothing("not a localization");
    }

    static void check(@Nullable Object value, Check check) {
        if (!(value instanceof Map<?, ?> object)) {
            check.wrongType("localization", "an object", value);
            return;
        }
        if (check.required(object, "uri", "localization.uri")) {
            check.url(object, "uri", "localization.uri", UrlRule.PUBLISHED);
            if (object.get("uri") instanceof String uri && !uri.contains(LOCALE)) {
                check.report("BAD_URL", "localization.uri", "must hold " + LOCALE + ": " + Check.shown(uri));
            }
        }
        if (check.required(object, "default", "localization.default")) {
            checkTag(object.get("default"), "localization.default", check);
        }
        if (check.required(object, "locales", "localization.locales")) {
            if (object.get("locales") instanceof List<?> list) {
                for (int i = 0; i < list.size(); i++) {
                    checkTag(list.get(i), "localization.locales[" + i + "]", check);
                }
            } else {
                check.wrongType("localization.locales", "an array", object.get("locales"));
            }
        }
    }

    private static void checkTag(@Nullable Object value, String path, Check check) {
        if (!(value instanceof String tag)) {
            check.wrongType(path, "text", value);
            return;
        }
        try {
            if (!tag.isEmpty()
                    && !new Locale.Builder()
                            .setLanguageTag(tag)
                            .build()
                            .toString()
                            .isEmpty()) {
                return;
            }
        } catch (IllformedLocaleException e) {
            // said below
        }
        check.report("BAD_LOCALE", path, "must be a language tag of BCP 47, such as zh-Hans: " + Check.shown(tag));
    }

    /**
     * Returns where the document is in a language.
     *
     * @throws IllegalArgumentException if the language is none of {@link #locales}
     */
    public String uriFor(String locale) {
        if (!locales.contains(locale)) {
            throw new IllegalArgumentException("locale must be one of " + locales + ": " + Check.shown(locale));
        }
        return uri.replace(LOCALE, locale);
    }
}
