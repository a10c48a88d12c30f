package io.lianbo.provenance.event;

import io.lianbo.provenance.event.EventSchema.Field;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notes what an event says while it is hashed. */
final class EventNotes {

    private static final int NONE = -1;
    private static final int BIZ_STEP = EventFacts.THINGS.size();
    private static final int DISPOSITION = BIZ_STEP + 1;
    private static final int EVENT_TIME = DISPOSITION + 1;

    /** Which note a field of an event belongs to, by the place of its bit. */
    private static final int[] PLACES = places();

    private final List<List<String>> things = EventFacts.THINGS.stream()
            .<List<String>>map(field -> new ArrayList<>())
            .toList();
    private int open = NONE;
    private long fields;
    private @Nullable Instant eventTime;
    private @Nullable String action;
    private @Nullable String bizStep;
    private @Nullable String disposition;

    private static int[] places() {
        int[] places = new int[Long.SIZE];
        Arrays.fill(places, NONE);
        for (int i = 0; i < EventFacts.THINGS.size(); i++) {
            places[place(EventSchema.EVENT.named(EventFacts.THINGS.get(i)))] = i;
        }
        places[place(EventSchema.EVENT.named("bizStep"))] = BIZ_STEP;
        places[place(EventSchema.EVENT.named("disposition"))] = DISPOSITION;
        places[place(EventSchema.EVENT.named("eventTime"))] = EVENT_TIME;
        return places;
    }

    private static int place(Field field) {
        return Long.numberOfTrailingZeros(field.bit);
    }

    void clear() {
        for (int i = 0; i < BIZ_STEP; i++) {
            if (!things.get(i).isEmpty()) {
                things.get(i).clear();
            }
        }
        fields = 0;
        eventTime = null;
        action = null;
        bizStep = null;
        disposition = null;
    }

    /** What comes belongs to this field of the event; to an extension, where it is null. */
    void open(@Nullable Field field) {
        open = field == null ? NONE : PLACES[place(field)];
        fields |= field == null ? 0 : field.bit;
    }

    /** Whether a text that was read is to be noted. */
    boolean wants(Field field) {
        return open >= 0 && (open < EventFacts.FIRST_QUANTITY || open >= BIZ_STEP || field == EventSchema.EPC_CLASS);
    }

    void text(Field field, String canonical) {
        if (open == BIZ_STEP) {
            bizStep = canonical;
        } else if (open == DISPOSITION) {
            disposition = canonical;
        } else {
            things.get(open).add(canonical);
        }
    }

    boolean wantsTime() {
        return open == EVENT_TIME;
    }

    void time(Instant time) {
        eventTime = time;
    }

    void action(String name) {
        action = name;
    }

    EventFacts facts(EventHash hash, EventType type) {
        List<List<String>> all = new ArrayList<>(BIZ_STEP);
        for (int i = 0; i < BIZ_STEP; i++) {
            List<String> named = things.get(i);
            all.add(named.isEmpty() ? List.of() : List.copyOf(named));
        }
        return new EventFacts(
                hash,
                type,
                Objects.requireNonNull(eventTime, "an event without a time was refused"),
                fields,
                Optional.ofNullable(action),
                Optional.ofNullable(bizStep),
                Optional.ofNullable(disposition),
                all);
    }
}
