package io.lianbo.provenance.audit;

import io.lianbo.core.json.CanonicalJson;
import io.lianbo.core.json.JsonObject;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.event.EventType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** How the values of what is signed and logged are checked, written and read. */
final class Texts {
    private static final int LONGEST = 200;
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private Texts() {}

    static String require(String what, String text) {
        if (text.isBlank()
                || text.length() > LONGEST
                || text.chars().anyMatch(Character::isISOControl)
                || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException(what + " must be 1 to " + LONGEST
                    + " characters of Unicode without control characters: " + text.length() + " characters");
        }
        return text;
    }

    /** In whole milliseconds and with a year of four digits, so that it is written in one way. */
    static Instant time(String what, Instant time) {
        if (time.isBefore(Instant.EPOCH) || !time.isBefore(LAST)) {
            throw new IllegalArgumentException(what + " must be between 1970 and 9999: " + time);
        }
        return time.truncatedTo(ChronoUnit.MILLIS);
    }

    static Optional<Instant> time(String what, Optional<Instant> time) {
        return time.map(given -> time(what, given));
    }

    static void requireWindow(Optional<Instant> from, Optional<Instant> until) {
        if (from.isPresent() && until.isPresent() && !from.get().isBefore(until.get())) {
            throw new IllegalArgumentException(
                    "a window must end after it begins: from " + from.get() + " until " + until.get());
        }
    }

    static Instant time(JsonObject object, String key) {
        return object.text(key, text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException("a time must be like 2026-11-30T12:00:00Z: " + text, e);
            }
        });
    }

    static Optional<Instant> optionalTime(JsonObject object, String key) {
        return object.keys().contains(key) ? Optional.of(time(object, key)) : Optional.empty();
    }

    static void put(Map<String, Object> map, String key, Optional<?> value) {
        value.ifPresent(given -> map.put(key, given.toString()));
    }

    /** Each by the finest that its link knows, on {@code https://id.gs1.org}. */
    static List<DigitalLink> canonical(List<DigitalLink> goods) {
        return goods.stream().map(Texts::canonical).distinct().toList();
    }

    static DigitalLink canonical(DigitalLink link) {
        return link.canonicalLink();
    }

    static List<String> links(List<DigitalLink> goods) {
        return goods.stream().map(DigitalLink::canonical).toList();
    }

    static List<DigitalLink> links(JsonObject object, String key) {
        return object.texts(key).stream().map(DigitalLink::parse).toList();
    }

    static Set<EventType> types(Collection<EventType> types) {
        Set<EventType> copy = EnumSet.noneOf(EventType.class);
        copy.addAll(types);
        return Collections.unmodifiableSet(copy);
    }

    static List<String> names(Set<EventType> types) {
        return types.stream().map(EventType::epcisName).toList();
    }

    static Set<EventType> types(JsonObject object, String key) {
        return types(object.texts(key).stream()
                .map(name -> Stream.of(EventType.values())
                        .filter(type -> type.epcisName().equals(name))
                        .findFirst()
                        .orElseThrow(() -> object.malformed(key + " must be types of EPCIS events: " + name)))
                .toList());
    }

    /** The canonical JSON of RFC 8785. */
    static String json(Map<String, Object> map) {
        return new String(CanonicalJson.bytes(map), StandardCharsets.UTF_8);
    }
}
