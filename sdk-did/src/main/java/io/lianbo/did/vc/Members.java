package io.lianbo.did.vc;

import io.lianbo.did.internal.DateTimeStamp;
import io.lianbo.did.internal.Quote;
import io.lianbo.did.internal.jose.Json;
import io.lianbo.did.internal.jose.MalformedException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of a credential or presentation, read strictly: one value may stand for an array of one (VCDM 2.0 section 4). */
final class Members {
    static final String CONTEXT = "@context";
    static final String TYPE = "type";
    static final String ID = "id";

    private static final int LONGEST_URL = 2048;

    private final String what;
    private final Map<String, @Nullable Object> object;

    Members(String what, Map<String, @Nullable Object> object) {
        this.what = what;
        this.object = object;
    }

    boolean has(String name) {
        return object.containsKey(name);
    }

    /** The elements of a member; none where it is not there. */
    List<@Nullable Object> all(String name) {
        if (!has(name)) {
            return List.of();
        }
        Object value = object.get(name);
        return value instanceof List<?> list
                ? Collections.unmodifiableList(new ArrayList<@Nullable Object>(list))
                : Collections.singletonList(value);
    }

    List<String> texts(String name) throws MalformedException {
        List<String> texts = new ArrayList<>();
        for (Object value : all(name)) {
            if (!(value instanceof String text) || text.isEmpty()) {
                throw new MalformedException(what + "'s " + name + " must be text or an array of texts");
            }
            if (texts.contains(text)) {
                throw new MalformedException(what + "'s " + name + " is there twice: " + Quote.of(text));
            }
            texts.add(text);
        }
        return List.copyOf(texts);
    }

    List<Map<String, @Nullable Object>> objects(String name) throws MalformedException {
        List<Map<String, @Nullable Object>> objects = new ArrayList<>();
        for (Object value : all(name)) {
            objects.add(Json.object(value, what + "'s " + name));
        }
        return Collections.unmodifiableList(objects);
    }

    /** The URL that is a member, or the {@code id} of the object that it is; null where it is not there. */
    @Nullable
    URI urlOrId(String name) throws MalformedException {
        return object.get(name) instanceof Map<?, ?>
                ? new Members(what + "'s " + name, Json.object(object.get(name), name)).url(ID)
                : url(name);
    }

    @Nullable
    URI url(String name) throws MalformedException {
        if (!has(name)) {
            return null;
        }
        if (object.get(name) instanceof String text && text.length() <= LONGEST_URL) {
            try {
                URI url = URI.create(text);
                if (url.isAbsolute()) {
                    return url;
                }
            } catch (IllegalArgumentException e) {
                throw new MalformedException(what + "'s " + name, e);
            }
        }
        throw new MalformedException(
                what + "'s " + name + " must be an absolute URL of at most " + LONGEST_URL + " characters");
    }

    @Nullable
    Instant time(String name) throws MalformedException {
        if (!has(name)) {
            return null;
        }
        if (!(object.get(name) instanceof String text)) {
            throw new MalformedException(what + "'s " + name + " must be text");
        }
        try {
            return DateTimeStamp.parse(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(what + "'s " + name, e);
        }
    }

    /** The contexts, of which the first is that of VCDM 2.0; constants here, so objects among them are refused. */
    List<String> contexts() throws MalformedException {
        List<String> contexts = texts(CONTEXT);
        if (contexts.isEmpty() || !contexts.getFirst().equals(VerifiableCredential.CONTEXT)) {
            throw new MalformedException(what + "'s first " + CONTEXT + " must be " + VerifiableCredential.CONTEXT);
        }
        return contexts;
    }

    List<String> typesWith(String base) throws MalformedException {
        List<String> types = texts(TYPE);
        if (!types.contains(base)) {
            throw new MalformedException(what + "'s " + TYPE + " must hold " + base);
        }
        return types;
    }

    /** Refuses a value that nests deeper than claims may. */
    static void checkDepth(@Nullable Object value, int levelsLeft) throws MalformedException {
        if (levelsLeft == 0) {
            throw new MalformedException("a credential must not nest deeper than " + Json.MAX_DEPTH + " levels");
        }
        if (value instanceof Map<?, ?> members) {
            for (Object member : members.values()) {
                checkDepth(member, levelsLeft - 1);
            }
        } else if (value instanceof List<?> elements) {
            for (Object element : elements) {
                checkDepth(element, levelsLeft - 1);
            }
        }
    }
}
