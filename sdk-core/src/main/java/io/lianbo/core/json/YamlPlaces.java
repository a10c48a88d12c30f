package io.lianbo.core.json;

import java.util.Iterator;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Finds where in a YAML text something stands, by its path as {@link JsonObject} writes it. The text is read once more for that, so that reading one that is right
 * costs nothing.
 */
final class YamlPlaces {
    private final Iterator<Event> events;
    private final String path;
    private final boolean key;

    private YamlPlaces(Iterator<Event> events, String path, boolean key) {
        this.events = events;
        this.path = path;
        this.key = key;
    }

    /** Where the key stands that ends the path. */
    static Optional<Place> key(String yaml, String path) {
        return find(yaml, path, true);
    }

    /** Where the value stands that the path leads to. */
    static Optional<Place> value(String yaml, String path) {
        return find(yaml, path, false);
    }

    private static Optional<Place> find(String yaml, String path, boolean key) {
        LoadSettings settings = StrictYaml.settings();
        try {
            YamlPlaces places = new YamlPlaces(new ParserImpl(settings, new StreamReader(settings, yaml)), path, key);
            places.events.next(); // the beginning of the stream
            places.events.next(); // and of the document
            return places.in(places.events.next(), 0);
        } catch (YamlEngineException e) {
            return Optional.empty();
        }
    }

    /** @param from how much of the path led here */
    private Optional<Place> in(Event event, int from) {
        if (from == path.length()) {
            return key ? Optional.empty() : StrictYaml.place(event.getStartMark());
        }
        return switch (event.getEventId()) {
            case MappingStart -> inMapping(path.startsWith(".", from) ? from + 1 : from);
            case SequenceStart -> inSequence(from);
            default -> Optional.empty();
        };
    }

    private Optional<Place> inMapping(int from) {
        for (Event name = events.next(); name.getEventId() != Event.ID.MappingEnd; name = events.next()) {
            String text = name instanceof ScalarEvent scalar ? scalar.getValue() : "";
            int to = from + text.length();
            if (key && to == path.length() && path.startsWith(text, from)) {
                return StrictYaml.place(name.getStartMark());
            }
            if (!text.isEmpty() && path.startsWith(text, from) && isEnd(to)) {
                return in(events.next(), to);
            }
            pass(name);
            pass(events.next());
        }
        return Optional.empty();
    }

    private Optional<Place> inSequence(int from) {
        int number = 0;
        for (Event element = events.next(); element.getEventId() != Event.ID.SequenceEnd; element = events.next()) {
            String text = "[" + number++ + "]";
            if (path.startsWith(text, from)) {
                return in(element, from + text.length());
            }
            pass(element);
        }
        return Optional.empty();
    }

    private boolean isEnd(int place) {
        return place == path.length() || path.charAt(place) == '.' || path.charAt(place) == '[';
    }

    /** Reads to the end of what begins with this. */
    private void pass(Event event) {
        int depth = 0;
        for (Event next = event; ; next = events.next()) {
            switch (next.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                default -> {}
            }
            if (depth == 0) {
                return;
            }
        }
    }
}
