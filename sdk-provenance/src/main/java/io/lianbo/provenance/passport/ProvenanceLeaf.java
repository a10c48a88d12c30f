package io.lianbo.provenance.passport;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.event.EpcisEvent;
import io.lianbo.provenance.issuer.IssuerRegistry;
import io.lianbo.provenance.log.MerkleLog;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * One step in the history of one item, as the log holds it. It names the steps before it by their hashes: so whoever proves one
 * leaf proves all that led to it, and a step left out is noticed. Of the event it shows nothing but a salted hash.
 *
 * @param itemKey which item, {@link DigitalLink#itemKey}
 * @param step the SHA-256 of the business step's URI, zero where the event has none
 * @param commitment the SHA-256 of salt and event hash
 * @param parents the leaf hashes of the steps right before this one, at most 65535; none for the first
 * @param time when it happened, in whole milliseconds
 * @param issuer who signed the event
 */
public record ProvenanceLeaf(
        Hash32 itemKey, Hash32 step, Hash32 commitment, List<Hash32> parents, Instant time, Address issuer) {

    private static final byte VERSION = 1;
    /** Bytes before the parents; the last two say how many those are. */
    static final int FIXED = 1 + 3 * Hash32.SIZE + Address.SIZE + Long.BYTES + Short.BYTES;

    private static final int MOST_PARENTS = 0xffff;
    /** There are some forty business steps; of two whose places coincide the later stays. */
    private static final AtomicReferenceArray<Step> STEPS = new AtomicReferenceArray<>(256);

    private record Step(String uri, Hash32 hash) {}

    private static final Instant EARLIEST = Instant.ofEpochMilli(Long.MIN_VALUE);
    private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);

    public ProvenanceLeaf {
        Objects.requireNonNull(itemKey, "itemKey");
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(commitment, "commitment");
        Objects.requireNonNull(issuer, "issuer");
        parents = List.copyOf(parents);
        if (parents.size() > MOST_PARENTS) {
            throw new IllegalArgumentException(
                    "a leaf must have at most " + MOST_PARENTS + " parents: " + parents.size());
        }
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST) || !time.equals(time.truncatedTo(ChronoUnit.MILLIS))) {
            throw new IllegalArgumentException("a leaf's time must be whole milliseconds that 64 bits hold: " + time);
        }
    }

    /**
     * The leaf of an event in the history of an item.
     *
     * @param salt 32 random bytes, which keep others from guessing the event
     * @param parents the leaf hashes of the steps before
     */
    public static ProvenanceLeaf of(DigitalLink item, SignedEvent signed, Hash32 salt, List<Hash32> parents) {
        EpcisEvent event = signed.event();
        Hash32 step = event.bizStep().map(ProvenanceLeaf::step).orElse(Hash32.ZERO);
        Hash32 commitment = Sha256.hash(salt.bytes(), event.hash().digest().bytes());
        Instant time = Instant.ofEpochMilli(event.eventTime().toEpochMilli());
        return new ProvenanceLeaf(item.itemKey(), step, commitment, parents, time, signed.issuer());
    }

    private static Hash32 step(String uri) {
        int place = uri.hashCode() & (STEPS.length() - 1);
        Step known = STEPS.get(place);
        if (known == null || !known.uri().equals(uri)) {
            known = new Step(uri, IssuerRegistry.scopeOf(uri));
            STEPS.set(place, known);
        }
        return known.hash();
    }

    /**
     * Reads what {@link #encoded} writes.
     *
     * @throws IllegalArgumentException when it is cut, has a byte too many or is of another version
     */
    public static ProvenanceLeaf decode(byte[] encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded);
        try {
            byte version = in.get();
            if (version != VERSION) {
                throw new IllegalArgumentException("leaf version must be " + VERSION + ": " + version);
            }
            Hash32 itemKey = hash(in);
            Hash32 step = hash(in);
            Hash32 commitment = hash(in);
            byte[] issuer = new byte[Address.SIZE];
            in.get(issuer);
            Instant time = Instant.ofEpochMilli(in.getLong());
            int count = Short.toUnsignedInt(in.getShort());
            List<Hash32> parents = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                parents.add(hash(in));
            }
            if (in.hasRemaining()) {
                throw new IllegalArgumentException(
                        "a leaf must end after its parents: " + in.remaining() + " bytes more");
            }
            return new ProvenanceLeaf(itemKey, step, commitment, parents, time, Address.of(issuer));
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a leaf must not be cut short: " + encoded.length + " bytes", e);
        }
    }

    /**
     * The bytes that the log hashes: version 1; item key, step and commitment of 32 bytes each; issuer, 20; milliseconds since
     * 1970, 8; number of parents, 2; the parents, 32 each. Numbers are big-endian.
     */
    public byte[] encoded() {
        ByteBuffer out = ByteBuffer.allocate(FIXED + parents.size() * Hash32.SIZE)
                .put(VERSION)
                .put(itemKey.bytes())
                .put(step.bytes())
                .put(commitment.bytes())
                .put(issuer.bytes())
                .putLong(time.toEpochMilli())
                .putShort((short) parents.size());
        parents.forEach(parent -> out.put(parent.bytes()));
        return out.array();
    }

    /** The hash by which the log and later leaves name it. */
    public Hash32 hash() {
        return MerkleLog.leafHash(encoded());
    }

    private static Hash32 hash(ByteBuffer in) {
        byte[] bytes = new byte[Hash32.SIZE];
        in.get(bytes);
        return Hash32.of(bytes);
    }
}
