package io.lianbo.provenance.passport;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Signature;
import io.lianbo.provenance.checkpoint.SignedNote;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.event.EpcisEvent;
import io.lianbo.provenance.event.EventReader;
import io.lianbo.provenance.internal.Chunk;
import io.lianbo.provenance.internal.JsonScanner;
import io.lianbo.provenance.internal.JsonScanner.NotJson;
import io.lianbo.provenance.internal.TextMemo;
import io.lianbo.provenance.internal.Words;
import io.lianbo.provenance.log.AnchoredRoot;
import io.lianbo.provenance.log.InclusionProof;
import io.lianbo.provenance.log.TreeHead;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads passports as {@link Passport#toJson} writes them, its keys in its order, in one pass over the bytes. Whatever is spelt
 * otherwise it does not read: be it a passport all the same or not, {@link Passport#parse} finds out.
 */
final class PassportReader {

    private static final Chunk TYPE = Chunk.of("type");
    private static final Chunk PASSPORT = Chunk.of(Passport.TYPE);
    private static final Chunk VERSION = Chunk.of("version");
    private static final Chunk ITEM = Chunk.of("item");
    private static final Chunk SERIAL = Chunk.of("/21/");
    private static final Chunk EVENTS = Chunk.of("events");
    private static final Chunk EVENT = Chunk.of("event");
    private static final Chunk ISSUER = Chunk.of("issuer");
    private static final Chunk SIGNATURE = Chunk.of("signature");
    private static final Chunk SALT = Chunk.of("salt");
    private static final Chunk LEAF = Chunk.of("leaf");
    private static final Chunk PROOF = Chunk.of("proof");
    private static final Chunk LEAF_INDEX = Chunk.of("leafIndex");
    private static final Chunk PATH = Chunk.of("path");
    private static final Chunk ANCHOR = Chunk.of("anchor");
    private static final Chunk CONTRACT = Chunk.of("contract");
    private static final Chunk SEQUENCE = Chunk.of("sequence");
    private static final Chunk ROOT = Chunk.of("root");
    private static final Chunk TREE_SIZE = Chunk.of("treeSize");
    private static final Chunk ANCHORED_AT = Chunk.of("anchoredAt");
    private static final Chunk CHECKPOINT = Chunk.of("checkpoint");
    private static final Chunk CREDENTIALS = Chunk.of("credentials");
    private static final Chunk FORMAT = Chunk.of("format");
    private static final Chunk CREDENTIAL = Chunk.of("credential");

    private static final int MOST_DIGITS = 18;
    private static final byte[] NOTHING = {};

    private final JsonScanner json = new JsonScanner();
    private final EventReader events = new EventReader();
    private final TextMemo<DigitalLink> stems = new TextMemo<>(DigitalLink::parse);
    private final TextMemo<Address> addresses = new TextMemo<>(Address::of);
    private final TextMemo<AccountId> contracts = new TextMemo<>(AccountId::parse);
    private byte[] octets = new byte[256];

    /** The passport; none, where it is spelt otherwise or is no passport. */
    Optional<Passport> read(String passport) {
        try {
            json.over(JsonScanner.utf8(passport));
            return Optional.of(read());
        } catch (NotJson | IllegalArgumentException e) {
            return Optional.empty();
        } finally {
            json.over(NOTHING);
        }
    }

    private Passport read() {
        open('{');
        text(TYPE, true);
        demand(PASSPORT.matches(json.text, json.from, json.to));
        demand(number(VERSION, false) == Passport.VERSION);
        DigitalLink item = item();
        List<Passport.Entry> entries = entries();
        InclusionProof proof = proof();
        AnchoredRoot anchor = anchor();
        Evidence evidence = evidence();
        json.finish();
        return new Passport(item, entries, proof, anchor, evidence);
    }

    /** Items of a lot differ in their serial numbers alone: what stands before those is remembered. */
    private DigitalLink item() {
        text(ITEM, false);
        int serial = json.to;
        while (serial > json.from && isUnreserved(json.text[serial - 1])) {
            serial--;
        }
        int before = serial - SERIAL.length;
        if (before > json.from && SERIAL.matches(json.text, before, serial)) {
            DigitalLink stem = stems.read(json.text, json.from, before);
            if (stem.serial().isEmpty()) {
                return stem.withSerial(new String(json.text, serial, json.to - serial, StandardCharsets.US_ASCII));
            }
        }
        return DigitalLink.parse(json.lastText());
    }

    private static boolean isUnreserved(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '-'
                || b == '_'
                || b == '.'
                || b == '~';
    }

    private List<Passport.Entry> entries() {
        key(EVENTS, false);
        open('[');
        List<Passport.Entry> entries = new ArrayList<>();
        for (boolean more = json.first(']'); more; more = json.next(']')) {
            open('{');
            key(EVENT, true);
            EpcisEvent event = events.read(json.in, json.pos);
            json.pos = events.end();
            Address issuer = address(ISSUER, false);
            key(SIGNATURE, false);
            hex(Signature.SIZE);
            Signature signature = Signature.parse(Arrays.copyOf(octets, Signature.SIZE));
            Hash32 salt = hash(SALT, false);
            ProvenanceLeaf leaf = leaf();
            close('}');
            entries.add(new Passport.Entry(new SignedEvent(event, issuer, signature), salt, leaf));
        }
        return entries;
    }

    private InclusionProof proof() {
        key(PROOF, false);
        open('{');
        long leafIndex = number(LEAF_INDEX, true);
        key(PATH, false);
        open('[');
        List<Hash32> path = new ArrayList<>();
        for (boolean more = json.first(']'); more; more = json.next(']')) {
            path.add(hash());
        }
        close('}');
        return new InclusionProof(leafIndex, path);
    }

    private AnchoredRoot anchor() {
        key(ANCHOR, false);
        open('{');
        text(CONTRACT, true);
        AccountId contract = contracts.read(json.text, json.from, json.to);
        Address issuer = address(ISSUER, false);
        long sequence = number(SEQUENCE, false);
        Hash32 root = hash(ROOT, false);
        long treeSize = number(TREE_SIZE, false);
        demand(treeSize > 0);
        Instant anchoredAt = Instant.ofEpochSecond(number(ANCHORED_AT, false));
        close('}');
        return new AnchoredRoot(contract, issuer, sequence, new TreeHead(root, treeSize), anchoredAt);
    }

    private Evidence evidence() {
        Evidence evidence = Evidence.NONE;
        boolean more = json.next('}');
        if (more) {
            json.key();
            if (isKey(CHECKPOINT)) {
                text();
                evidence = evidence.withCheckpoint(SignedNote.parse(json.lastText()));
                more = json.next('}');
                if (more) {
                    json.key();
                }
            }
        }
        if (more) {
            demand(isKey(CREDENTIALS));
            evidence = credentials(evidence);
            close('}');
        }
        return evidence;
    }

    private Evidence credentials(Evidence before) {
        Evidence evidence = before;
        open('[');
        for (boolean more = json.first(']'); more; more = json.next(']')) {
            open('{');
            text(FORMAT, true);
            String format = json.lastText();
            text(CREDENTIAL, false);
            evidence = evidence.withCredential(new PassportCredential(format, json.lastText()));
            close('}');
        }
        demand(!evidence.credentials().isEmpty());
        return evidence;
    }

    // ---- members

    /** Reads the key of the next member, which must be this one. */
    private void key(Chunk name, boolean first) {
        demand(first ? json.first('}') : json.next('}'));
        json.key();
        demand(isKey(name));
    }

    private boolean isKey(Chunk name) {
        return name.matches(json.text, json.from, json.to);
    }

    private void text(Chunk name, boolean first) {
        key(name, first);
        text();
    }

    private void text() {
        open('"');
        json.string();
    }

    private long number(Chunk name, boolean first) {
        key(name, first);
        json.peek();
        json.number();
        demand(json.to - json.from <= MOST_DIGITS);
        long number = 0;
        for (int i = json.from; i < json.to; i++) {
            demand(json.text[i] >= '0' && json.text[i] <= '9');
            number = 10 * number + json.text[i] - '0';
        }
        return number;
    }

    private Address address(Chunk name, boolean first) {
        text(name, first);
        return addresses.read(json.text, json.from, json.to);
    }

    private Hash32 hash(Chunk name, boolean first) {
        key(name, first);
        return hash();
    }

    private Hash32 hash() {
        hex(Hash32.SIZE);
        return Hash32.of(octets, 0);
    }

    private ProvenanceLeaf leaf() {
        key(LEAF, false);
        startHex();
        octets(0, ProvenanceLeaf.FIXED);
        int parents = (octets[ProvenanceLeaf.FIXED - 2] & 0xff) << 8 | (octets[ProvenanceLeaf.FIXED - 1] & 0xff);
        int length = ProvenanceLeaf.FIXED + parents * Hash32.SIZE;
        octets(ProvenanceLeaf.FIXED, length - ProvenanceLeaf.FIXED);
        endHex();
        return ProvenanceLeaf.decode(Arrays.copyOf(octets, length));
    }

    /** Leaves in {@link #octets} so many as the text says in hex that comes next. */
    private void hex(int count) {
        startHex();
        octets(0, count);
        endHex();
    }

    private void startHex() {
        open('"');
        demand(json.pos + 2 <= json.end && json.in[json.pos] == '0' && json.in[json.pos + 1] == 'x');
        json.pos += 2;
    }

    private void octets(int at, int count) {
        demand(json.pos + 2 * count <= json.end);
        if (octets.length < at + count) {
            octets = Arrays.copyOf(octets, at + count);
        }
        demand(Words.readHex(json.in, json.pos, octets, at, count));
        json.pos += 2 * count;
    }

    private void endHex() {
        demand(json.pos < json.end && json.in[json.pos] == '"');
        json.pos++;
    }

    private void open(char token) {
        demand(json.peek() == token);
        json.pos++;
    }

    private void close(char token) {
        demand(!json.next(token));
    }

    private static void demand(boolean asWritten) {
        if (!asWritten) {
            throw new NotJson();
        }
    }
}
