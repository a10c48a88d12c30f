package io.lianbo.did.commerce;

import io.lianbo.core.Verdict;
import io.lianbo.core.json.JsonObject;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.credential.PresentedCredential;
import io.lianbo.did.internal.DateTimeStamp;
import io.lianbo.did.internal.Quote;
import io.lianbo.did.vc.VerifiableCredential;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Checks and reads claims. */
final class Claims {
    static final int LONGEST_TEXT = 200;

    private Claims() {}

    static String text(String name, String value, int longest) {
        if (value.isBlank() || value.length() > longest) {
            throw new IllegalArgumentException(
                    name + " must be 1 to " + longest + " characters, not all blank: " + Quote.of(value));
        }
        return value;
    }

    static long range(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + ": " + value);
        }
        return value;
    }

    /** The time as it can be written, so that what is read equals what was issued. */
    static Instant time(Instant time) {
        return DateTimeStamp.parse(DateTimeStamp.format(time));
    }

    static Instant time(JsonObject claims, String name) {
        return claims.text(name, DateTimeStamp::parse);
    }

    static <T> Verdict<T> read(CommerceType type, PresentedCredential credential, Function<JsonObject, T> reader) {
        return credential.type().equals(type.vct())
                ? read(type, credential.claims(), reader)
                : Verdict.refused(
                        "CREDENTIAL_TYPE_MISMATCH",
                        "asked for " + type.vct() + ", given " + Quote.of(credential.type()));
    }

    static <T> Verdict<T> read(CommerceType type, VerifiableCredential credential, Function<JsonObject, T> reader) {
        return credential.types().contains(type.vcType())
                ? read(type, credential.subjects().getFirst(), reader)
                : Verdict.refused(
                        "CREDENTIAL_TYPE_MISMATCH",
                        "asked for " + type.vcType() + ", given "
                                + Quote.of(credential.types().toString()));
    }

    private static <T> Verdict<T> read(
            CommerceType type, Map<String, @Nullable Object> claims, Function<JsonObject, T> reader) {
        Verdict<Map<String, @Nullable Object>> fits = type.schema().validate(claims);
        if (!fits.isVerified()) {
            return Verdict.refused(fits.reasons());
        }
        try {
            return Verdict.ok(reader.apply(JsonObject.parse("claims", StrictJson.write(claims))));
        } catch (IllegalArgumentException e) {
            return Verdict.refused("CLAIM_MALFORMED", String.valueOf(e.getMessage()));
        }
    }
}
