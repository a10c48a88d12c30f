package io.lianbo.examples.livestore;

import io.lianbo.core.json.JsonObject;
import java.util.Locale;

/** A text in both of the store's languages. */
public record Words(String english, String chinese) {

    static Words of(JsonObject json) {
        return new Words(json.text("en"), json.text("zh"));
    }

    /** The text in the language of a page. */
    public String in(Locale locale) {
        return locale.getLanguage().equals("zh") ? chinese : english;
    }
}
