package io.lianbo.provenance.passport;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.core.json.JsonObject;
import io.lianbo.core.json.StrictJson;
import io.lianbo.provenance.checkpoint.SignedNote;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.internal.Cbor;
import io.lianbo.provenance.log.AnchoredRoot;
import io.lianbo.provenance.log.InclusionProof;
import io.lianbo.provenance.log.TreeHead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An item's history with all that proves it, in one bundle: it says what is claimed, and {@link PassportVerifier} whether it holds.
 *
 * {@snippet class="io.lianbo.provenance.passport.PassportTest" region="passport"}
 *
 * @param item the item
 * @param entries its history, the oldest first; the last one is the head
 * @param proof that the head's leaf is in the anchored log
 * @param anchor which head of whose log was anchored where
 * @param evidence what comes with it and is signed by itself
 */
public record Passport(
        DigitalLink item, List<Entry> entries, InclusionProof proof, AnchoredRoot anchor, Evidence evidence) {

    static final String TYPE = "LianboPassport";
    static final long VERSION = 1;

    private static final ThreadLocal<PassportReader> READERS = ThreadLocal.withInitial(PassportReader::new);

    private static volatile @Nullable Name lastName;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Name(AccountId contract, byte[] ascii) {}

    public Passport {
        Objects.requireNonNull(item, "item");
        Objects.requireNonNull(proof, "proof");
        Objects.requireNonNull(anchor, "anchor");
        Objects.requireNonNull(evidence, "evidence");
        entries = List.copyOf(entries);
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("a passport must have at least one event");
        }
    }

    /** A passport that nothing comes with. */
    public Passport(DigitalLink item, List<Entry> entries, InclusionProof proof, AnchoredRoot anchor) {
        this(item, entries, proof, anchor, Evidence.NONE);
    }

    /** The same with the log's head as the log signed it. */
    public Passport withCheckpoint(SignedNote checkpoint) {
        return new Passport(item, entries, proof, anchor, evidence.withCheckpoint(checkpoint));
    }

    /** The same with one credential more. */
    public Passport withCredential(PassportCredential credential) {
        return new Passport(item, entries, proof, anchor, evidence.withCredential(credential));
    }

    /**
     * One step: the event, and how the log holds it.
     *
     * @param signed the event and who stands for it
     * @param salt what opens the leaf's commitment
     * @param leaf the step as the log holds it
     */
    public record Entry(SignedEvent signed, Hash32 salt, ProvenanceLeaf leaf) {

        public Entry {
            Objects.requireNonNull(signed, "signed");
            Objects.requireNonNull(salt, "salt");
            Objects.requireNonNull(leaf, "leaf");
        }
    }

    /**
     * Reads what {@link #toJson} writes.
     *
     * @throws IllegalArgumentException when it is anything else; the message names the field
     */
    public static Passport parse(String json) {
        return READERS.get().read(json).orElseGet(() -> parseHoweverSpelt(json));
    }

    /** As {@link #parse}, also of what is spelt otherwise, and slower; it says what is wrong. */
    static Passport parseHoweverSpelt(String json) {
        return from(JsonObject.parse("passport", json), false);
    }

    /**
     * Reads what {@link #toCbor} writes.
     *
     * @throws IllegalArgumentException when it is anything else, also where it says the same in other bytes; the message names the field
     */
    public static Passport parseCbor(byte[] cbor) {
        Object value;
        try {
            value = Cbor.decode(cbor);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("passport must be deterministic CBOR: " + e.getMessage(), e);
        }
        Passport passport = from(JsonObject.parse("passport", StrictJson.write(withHex(value))), true);
        if (!Arrays.equals(passport.toCbor(), cbor)) {
            throw new IllegalArgumentException(
                    "passport must be CBOR as it is written here: hashes as bytes, and leaves only where they differ from what their"
                            + " events say");
        }
        return passport;
    }

    /** Bytes as the text that stands for them in JSON. */
    private static @Nullable Object withHex(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return Hex.encode(bytes);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Passport::withHex).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> changed = new LinkedHashMap<>();
            map.forEach((key, element) -> changed.put(key, withHex(element)));
            return changed;
        }
        return value;
    }

    private static Passport from(JsonObject passport, boolean leavesMayBeImplied) {
        passport.only("type", "version", "item", "events", "proof", "anchor", "checkpoint", "credentials");
        passport.text("type", Passport::requireType);
        passport.integer("version", VERSION, VERSION);
        DigitalLink item = passport.text("item", DigitalLink::parse);
        List<Entry> entries = new ArrayList<>();
        for (JsonObject entry : passport.objects("events")) {
            entry.only("event", "issuer", "signature", "salt", "leaf");
            SignedEvent signed = SignedEvent.from(entry);
            Hash32 salt = entry.text("salt", Hash32::of);
            boolean implied = leavesMayBeImplied && !entry.keys().contains("leaf");
            entries.add(new Entry(
                    signed,
                    salt,
                    implied
                            ? following(item, signed, salt, entries)
                            : entry.text("leaf", hex -> ProvenanceLeaf.decode(Hex.decode(hex)))));
        }
        JsonObject proof = passport.object("proof").only("leafIndex", "path");
        List<Hash32> path = proof.texts("path").stream().map(Hash32::of).toList();
        JsonObject anchor =
                passport.object("anchor").only("contract", "issuer", "sequence", "root", "treeSize", "anchoredAt");
        return new Passport(
                item,
                entries,
                new InclusionProof(proof.integer("leafIndex", 0, Long.MAX_VALUE), path),
                new AnchoredRoot(
                        anchor.text("contract", AccountId::parse),
                        anchor.text("issuer", Address::of),
                        anchor.integer("sequence", 0, Long.MAX_VALUE),
                        new TreeHead(anchor.text("root", Hash32::of), anchor.integer("treeSize", 1, Long.MAX_VALUE)),
                        Instant.ofEpochSecond(anchor.integer("anchoredAt", 0, Instant.MAX.getEpochSecond()))),
                evidence(passport));
    }

    private static Evidence evidence(JsonObject passport) {
        Evidence evidence = Evidence.NONE;
        if (passport.keys().contains("checkpoint")) {
            evidence = evidence.withCheckpoint(passport.text("checkpoint", SignedNote::parse));
        }
        if (passport.keys().contains("credentials")) {
            List<JsonObject> credentials = passport.objects("credentials");
            if (credentials.isEmpty()) {
                throw passport.malformed("credentials must be left out where there are none");
            }
            for (JsonObject credential : credentials) {
                credential.only("format", "credential");
                Evidence before = evidence;
                evidence = credential.made(() -> before.withCredential(
                        new PassportCredential(credential.text("format"), credential.text("credential"))));
            }
        }
        return evidence;
    }

    /** The leaf that the event gives when it follows the entries before it. */
    private static ProvenanceLeaf following(DigitalLink item, SignedEvent signed, Hash32 salt, List<Entry> before) {
        List<Hash32> parents =
                before.isEmpty() ? List.of() : List.of(before.getLast().leaf().hash());
        return ProvenanceLeaf.of(item, signed, salt, parents);
    }

    private static String requireType(String type) {
        if (!type.equals(TYPE)) {
            throw new IllegalArgumentException("must be " + TYPE + ": " + type);
        }
        return type;
    }

    /** The bundle as JSON; {@link #parse} reads it back. */
    public String toJson() {
        return StrictJson.write(toMap(false));
    }

    /**
     * The bundle as CBOR in its deterministic encoding (RFC 8949 section 4.2.1): the same keys and values as in JSON, but hashes, addresses and
     * signatures as bytes, and no leaf where it is what the event gives as the next step. {@link #parseCbor} reads it back; the two
     * forms are one passport.
     *
     * {@snippet class="io.lianbo.provenance.passport.PassportTest" region="cbor"}
     */
    public byte[] toCbor() {
        return Cbor.encode(toMap(true));
    }

    /**
     * What a contract or a credential names it by: the SHA-256 of the head's leaf hash, the anchored root, the tree's size (8
     * bytes), the anchor's issuer (20 bytes) and the contract's CAIP-10 text. The head stands for the whole history, so two
     * passports of one hash prove the same, however they are written.
     */
    public Hash32 hash() {
        return Sha256.hash(
                entries.getLast().leaf().hash().bytes(),
                anchor.head().root().bytes(),
                ByteBuffer.allocate(Long.BYTES).putLong(anchor.head().size()).array(),
                anchor.issuer().bytes(),
                nameOf(anchor.contract()));
    }

    /** Its text has a checksum, which is a hash; and most passports are of one contract. */
    private static byte[] nameOf(AccountId contract) {
        Name known = lastName;
        if (known == null || !known.contract().equals(contract)) {
            known = new Name(contract, contract.toString().getBytes(StandardCharsets.US_ASCII));
            lastName = known;
        }
        return known.ascii();
    }

    private Map<String, Object> toMap(boolean compact) {
        List<Object> events = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            SignedEvent signed = entry.signed();
            Map<String, Object> event = new LinkedHashMap<>();
            event.put("event", signed.event().toMap());
            event.put("issuer", hex(signed.issuer().bytes(), signed.issuer(), compact));
            event.put("signature", hex(signed.signature().bytes(), signed.signature(), compact));
            event.put("salt", hex(entry.salt().bytes(), entry.salt(), compact));
            if (!compact || !entry.leaf().equals(following(item, signed, entry.salt(), entries.subList(0, i)))) {
                byte[] leaf = entry.leaf().encoded();
                event.put("leaf", compact ? leaf : Hex.encode(leaf));
            }
            events.add(event);
        }
        Map<String, Object> inclusion = new LinkedHashMap<>();
        inclusion.put("leafIndex", proof.leafIndex());
        inclusion.put(
                "path",
                proof.path().stream()
                        .map(hash -> hex(hash.bytes(), hash, compact))
                        .toList());
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("contract", anchor.contract().toString());
        root.put("issuer", hex(anchor.issuer().bytes(), anchor.issuer(), compact));
        root.put("sequence", anchor.sequence());
        root.put("root", hex(anchor.head().root().bytes(), anchor.head().root(), compact));
        root.put("treeSize", anchor.head().size());
        root.put("anchoredAt", anchor.anchoredAt().getEpochSecond());
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", TYPE);
        map.put("version", VERSION);
        map.put("item", item.toString());
        map.put("events", events);
        map.put("proof", inclusion);
        map.put("anchor", root);
        evidence.checkpoint().ifPresent(note -> map.put("checkpoint", note.toString()));
        if (!evidence.credentials().isEmpty()) {
            map.put(
                    "credentials",
                    evidence.credentials().stream().map(Passport::members).toList());
        }
        return map;
    }

    private static Map<String, Object> members(PassportCredential credential) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("format", credential.format());
        members.put("credential", credential.credential());
        return members;
    }

    private static Object hex(byte[] bytes, Object text, boolean compact) {
        return compact ? bytes : text.toString();
    }
}
