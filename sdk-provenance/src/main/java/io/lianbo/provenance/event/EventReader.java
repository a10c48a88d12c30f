package io.lianbo.provenance.event;

import java.util.Arrays;

/**
 * Reads events that stand in a longer JSON text: each in one pass, which checks and hashes it and builds nothing that nobody asks for.
 *
 * {@snippet class="io.lianbo.provenance.event.EventReaderTest" region="read"}
 *
 * <p>An instance keeps its buffers from one event to the next and belongs to one thread at a time.
 */
public final class EventReader {

    private final EventCanonicalizer canonicalizer = new EventCanonicalizer();

    /** Creates one with empty buffers. */
    public EventReader() {}

    /**
     * Reads the event that starts at {@code from}; what stands before it and after it is not looked at.
     *
     * @param utf8 the text
     * @param from where the event's opening brace is, or blanks before it
     * @throws IllegalArgumentException as {@link EpcisEvent#parse(String)} does
     */
    public EpcisEvent read(byte[] utf8, int from) {
        EventFacts facts = canonicalizer.factsAt(utf8, from);
        return EpcisEvent.of(facts, Arrays.copyOfRange(utf8, from, end()));
    }

    /** Where the event that was read last ends: behind its closing brace. */
    public int end() {
        return canonicalizer.end();
    }
}
