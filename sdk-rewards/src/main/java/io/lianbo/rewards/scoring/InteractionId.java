package io.lianbo.rewards.scoring;

import io.lianbo.rewards.internal.Identifiers;
import java.util.Comparator;

/**
 * What makes an interaction one and the same however often it is delivered: the producer that reported it, the session it was reported in, and its number there.
 *
 * @param producer the service or device that reports, such as {@code "edge-7"}: 1 to 128 visible characters
 * @param session one run of the producer, such as a livestream: 1 to 128 visible characters
 * @param sequence 0 to 2^53-1, given once per producer and session
 */
public record InteractionId(String producer, String session, long sequence) implements Comparable<InteractionId> {

    /** The largest sequence number that every JSON reader takes exactly. */
    public static final long MAX_SEQUENCE = (1L << 53) - 1;

    private static final Comparator<InteractionId> ORDER = Comparator.comparing(InteractionId::producer)
            .thenComparing(InteractionId::session)
            .thenComparingLong(InteractionId::sequence);

    public InteractionId {
        Identifiers.check("producer", producer);
        Identifiers.check("session", session);
        if (sequence < 0 || sequence > MAX_SEQUENCE) {
            throw new IllegalArgumentException("sequence must be 0 to " + MAX_SEQUENCE + ": " + sequence);
        }
    }

    @Override
    public int compareTo(InteractionId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return producer + "/" + session + "/" + sequence;
    }
}
