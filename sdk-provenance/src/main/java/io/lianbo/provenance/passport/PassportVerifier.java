package io.lianbo.provenance.passport;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.OrderedParallel;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.provenance.checkpoint.Checkpoint;
import io.lianbo.provenance.checkpoint.CheckpointVerifier;
import io.lianbo.provenance.checkpoint.SignedNote;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.event.EpcisEvent;
import io.lianbo.provenance.issuer.AuthorisedIssuers;
import io.lianbo.provenance.log.AnchoredRoot;
import io.lianbo.provenance.log.AnchoredRoots;
import io.lianbo.provenance.log.TreeHead;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Verifies passports offline, against anchored roots that were fetched once and the issuers that its owner trusts.
 *
 * {@snippet class="io.lianbo.provenance.passport.PassportVerifierTest" region="verify"}
 *
 * <p>A refusal gives every problem that was found, each naming its event by its place, from 0:
 *
 * <ul>
 *   <li>{@code MALFORMED}: no passport could be read; whatever the input, nothing is thrown
 *   <li>{@code SIGNATURE_INVALID}: the issuer did not sign the event
 *   <li>{@code UNAUTHORISED_ISSUER}: the issuer is none of those trusted, or not for this business step at that time
 *   <li>{@code KEY_COMPROMISED}: the issuer's key was in other hands before the history was anchored
 *   <li>{@code WRONG_ITEM}: the event, or its leaf, is about something else
 *   <li>{@code EVENT_ALTERED}: the event is not the one that the leaf commits to
 *   <li>{@code EVENT_MISSING}: a step that a leaf names as its parent was left out
 *   <li>{@code ORDER_IN_TIME}: steps stand or happened in the wrong order, or after they were anchored
 *   <li>{@code PROOF_INVALID}: the head is not in the anchored tree, or an event does not lead to the head
 *   <li>{@code NOT_ANCHORED}: the root is none of those known
 *   <li>{@code EQUIVOCATION}: the log's issuer anchored or signed another root of the same size: it shows two histories
 *   <li>{@code LINK_BROKEN}: an item is there before it was made or after it was used up, or is taken out of what it was not in
 *   <li>{@code QUANTITY_UNBALANCED}: something happens to more of a lot than there is, or more comes out of a transformation than went in
 *   <li>{@code CHECKPOINT_INVALID}: the log's checkpoint that comes with it is not the log's, or of another head; asked by those that
 *       {@link #withCheckpoints}
 *   <li>{@code CREDENTIAL_INVALID}: a credential that comes with it does not hold; asked by those that {@link #withCredentials}
 *   <li>{@code RECALLED}: the item, its lot or its product was recalled, and the recall is not over
 *   <li>{@code CUSTODY_GAP}: the item is where nothing brought it, left and did not arrive, or arrived elsewhere; asked by those that
 *       {@link #requireCustody}
 *   <li>{@code LINK_MISSING}: what it was made of, or packed in, has no passport that tells of it; asked where
 *       {@linkplain #verify(Passport, List) those} are given
 * </ul>
 *
 * <p>The last six are about what events say together, and are asked when every event by itself is proven.
 *
 * <p>A passport proves the history up to its anchor. What its issuer anchored later is in a later passport: ask for the newest, or
 * look at {@link VerifiedPassport#anchoredAt}.
 *
 * <p>Signatures that were found good are remembered, up to some ten thousand; verdicts never are. May be used by several threads.
 */
public final class PassportVerifier {

    private final AnchoredRoots roots;
    private final AuthorisedIssuers issuers;
    private final Map<Address, Set<TreeHead>> signedHeads;
    private final boolean custody;
    private final Map<Address, CheckpointVerifier> logs;
    private final Optional<CredentialCheck> credentials;
    private final SignatureCache signatures;

    /**
     * A verifier.
     *
     * @param roots the anchored roots, of issuers whose logs are trusted
     * @param trustedIssuers whose signatures on events are accepted
     */
    public PassportVerifier(AnchoredRoots roots, Set<Address> trustedIssuers) {
        this(roots, AuthorisedIssuers.always(trustedIssuers));
    }

    /**
     * A verifier that asks whether an event's issuer was authorised for its business step when it happened.
     *
     * @param roots the anchored roots, of issuers whose logs are trusted
     * @param issuers whose signatures on events are accepted, and for what, {@link io.lianbo.provenance.issuer.IssuerRegistry#snapshot}
     */
    public PassportVerifier(AnchoredRoots roots, AuthorisedIssuers issuers) {
        this(
                Objects.requireNonNull(roots, "roots"),
                Objects.requireNonNull(issuers, "issuers"),
                Map.of(),
                false,
                Map.of(),
                Optional.empty(),
                new SignatureCache());
    }

    private PassportVerifier(
            AnchoredRoots roots,
            AuthorisedIssuers issuers,
            Map<Address, Set<TreeHead>> signedHeads,
            boolean custody,
            Map<Address, CheckpointVerifier> logs,
            Optional<CredentialCheck> credentials,
            SignatureCache signatures) {
        this.roots = roots;
        this.issuers = issuers;
        this.signedHeads = Map.copyOf(signedHeads);
        this.custody = custody;
        this.logs = Map.copyOf(logs);
        this.credentials = credentials;
        this.signatures = signatures;
    }

    /** The same verifier, which also asks that the item was in somebody's hands all the time: whatever left one place arrived at the next. */
    public PassportVerifier requireCustody() {
        return new PassportVerifier(roots, issuers, signedHeads, true, logs, credentials, signatures);
    }

    /**
     * The same verifier, which also knows heads that issuers signed without anchoring them: {@linkplain io.lianbo.provenance.checkpoint.Checkpoint
     * checkpoints} whose signatures you verified.
     *
     * @param heads by whose log they are of
     */
    public PassportVerifier withSignedHeads(Map<Address, Set<TreeHead>> heads) {
        return new PassportVerifier(roots, issuers, heads, custody, logs, credentials, signatures);
    }

    /**
     * The same verifier, which also checks the checkpoints that come with passports: that the log signed the head that was anchored.
     *
     * @param verifiers of the logs, by the accounts that anchor them; a checkpoint of another log is not looked at
     */
    public PassportVerifier withCheckpoints(Map<Address, CheckpointVerifier> verifiers) {
        return new PassportVerifier(roots, issuers, signedHeads, custody, verifiers, credentials, signatures);
    }

    /** The same verifier, which also checks the credentials that come with passports: all of them must hold. */
    public PassportVerifier withCredentials(CredentialCheck check) {
        return new PassportVerifier(roots, issuers, signedHeads, custody, logs, Optional.of(check), signatures);
    }

    /** Verifies a passport from its JSON. */
    public Verdict<VerifiedPassport> verify(String json) {
        Passport passport;
        try {
            passport = Passport.parse(json);
        } catch (IllegalArgumentException e) {
            return Verdict.refused("MALFORMED", String.valueOf(e.getMessage()));
        }
        return verify(passport);
    }

    /** Verifies a passport from its CBOR. */
    public Verdict<VerifiedPassport> verify(byte[] cbor) {
        Passport passport;
        try {
            passport = Passport.parseCbor(cbor);
        } catch (IllegalArgumentException e) {
            return Verdict.refused("MALFORMED", String.valueOf(e.getMessage()));
        }
        return verify(passport);
    }

    /**
     * Verifies a passport and what it came from: each thing that it was made of or packed in has one of the other passports, which verifies
     * and tells of the same event. Things that can have none, such as an SSCC, are passed over.
     *
     * {@snippet class="io.lianbo.provenance.passport.HistoryChecksTest" region="origins"}
     *
     * @param origins the passports of inputs and parents
     */
    public Verdict<VerifiedPassport> verify(Passport passport, List<Passport> origins) {
        Verdict<VerifiedPassport> verdict = verify(passport);
        List<Reason> reasons = new ArrayList<>(verdict.reasons());
        Map<String, VerifiedPassport> known = new HashMap<>();
        for (Passport origin : origins) {
            Verdict<VerifiedPassport> other = verify(origin);
            String name = origin.item().canonical();
            other.value().ifPresent(verified -> known.put(name, verified));
            other.reasons()
                    .forEach(reason -> reasons.add(new Reason(reason.code(), "of " + name + ": " + reason.detail())));
        }
        verdict.value().ifPresent(verified -> reasons.addAll(Origins.check(passport.item(), verified.events(), known)));
        return reasons.isEmpty() ? verdict : Verdict.refused(reasons);
    }

    /** Verifies a passport. */
    public Verdict<VerifiedPassport> verify(Passport passport) {
        List<Reason> reasons = new ArrayList<>();
        List<Passport.Entry> entries = passport.entries();
        List<Hash32> hashes = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            checkEvent(passport, i, reasons);
            hashes.add(entries.get(i).leaf().hash());
        }
        checkChain(entries, hashes, reasons);
        Hash32 head = hashes.getLast();
        reasons.addAll(passport.proof().verify(head, passport.anchor().head()).reasons());
        if (!roots.contains(passport.anchor())) {
            reasons.add(new Reason("NOT_ANCHORED", "not among the known roots: " + passport.anchor()));
            return Verdict.refused(reasons);
        }
        Instant anchoredAt = passport.anchor().anchoredAt();
        Instant latest = entries.getLast().leaf().time();
        if (latest.isAfter(anchoredAt)) {
            reasons.add(new Reason(
                    "ORDER_IN_TIME",
                    "event " + (entries.size() - 1) + " of " + latest + " is said to be later than its anchor of "
                            + anchoredAt));
        }
        checkEquivocation(passport.anchor(), reasons);
        List<EpcisEvent> events =
                entries.stream().map(entry -> entry.signed().event()).toList();
        DigitalLink item = proven(passport.item(), events);
        checkEvidence(passport, item, reasons);
        if (!reasons.isEmpty()) {
            return Verdict.refused(reasons);
        }
        reasons.addAll(HistoryChecks.of(passport.item(), events, custody));
        if (!reasons.isEmpty()) {
            return Verdict.refused(reasons);
        }
        return Verdict.ok(new VerifiedPassport(
                item,
                events,
                anchoredAt,
                passport.hash(),
                credentials.isPresent() ? passport.evidence().credentials() : List.of()));
    }

    private void checkEvidence(Passport passport, DigitalLink item, List<Reason> reasons) {
        CheckpointVerifier log = logs.get(passport.anchor().issuer());
        Optional<SignedNote> note = passport.evidence().checkpoint();
        if (log != null && note.isPresent()) {
            Verdict<Checkpoint> opened = log.open(note.get());
            opened.reasons().forEach(reason -> reasons.add(new Reason("CHECKPOINT_INVALID", reason.toString())));
            opened.value()
                    .filter(checkpoint -> !checkpoint
                            .head()
                            .equals(Optional.of(passport.anchor().head())))
                    .ifPresent(checkpoint -> reasons.add(new Reason(
                            "CHECKPOINT_INVALID",
                            "it is of " + checkpoint.size() + " leaves under " + checkpoint.root()
                                    + ", and anchored was " + passport.anchor().head())));
        }
        if (credentials.isEmpty()) {
            return;
        }
        List<PassportCredential> shown = passport.evidence().credentials();
        for (int i = 0; i < shown.size(); i++) {
            String which = "credential " + i + ": ";
            credentials.get().check(shown.get(i), item).reasons().stream()
                    .map(reason -> new Reason("CREDENTIAL_INVALID", which + reason))
                    .forEach(reasons::add);
        }
    }

    private void checkEquivocation(AnchoredRoot anchor, List<Reason> reasons) {
        TreeHead head = anchor.head();
        Stream.concat(
                        roots.rootsOfSize(anchor.issuer(), head.size()).stream(),
                        signedHeads.getOrDefault(anchor.issuer(), Set.of()).stream()
                                .filter(signed -> signed.size() == head.size())
                                .map(TreeHead::root))
                .filter(root -> !root.equals(head.root()))
                .distinct()
                .sorted()
                .forEach(root -> reasons.add(new Reason(
                        "EQUIVOCATION",
                        anchor.issuer() + " has two roots of " + head.size() + " leaves: " + head.root() + " and "
                                + root)));
    }

    /** Leaves say which item it is; of which lot, the bearer may say what he likes unless an event says it too. */
    private static DigitalLink proven(DigitalLink claimed, List<EpcisEvent> events) {
        DigitalLink item = claimed.canonicalLink();
        return claimed.lot()
                .filter(lot -> {
                    String ofLot = DigitalLink.ofLot(claimed.gtin(), lot).canonical();
                    return events.stream().anyMatch(event -> event.isAbout(ofLot));
                })
                .map(item::withLot)
                .orElse(item);
    }

    /** Verifies many passports on all cores, a thousand at a time in memory; the verdicts come in the order of the passports. */
    public Stream<Verdict<VerifiedPassport>> verifyAll(Stream<String> json) {
        return OrderedParallel.map(json, this::verify);
    }

    private void checkEvent(Passport passport, int index, List<Reason> reasons) {
        Passport.Entry entry = passport.entries().get(index);
        SignedEvent signed = entry.signed();
        String event = "event " + index;
        if (!signatures.isGood(signed)) {
            signed.verify()
                    .reasons()
                    .forEach(reason -> reasons.add(new Reason(reason.code(), event + ": " + reason.detail())));
        }
        ProvenanceLeaf leaf = entry.leaf();
        issuers.check(
                        signed.issuer(),
                        leaf.step(),
                        leaf.time(),
                        passport.anchor().anchoredAt())
                .reasons()
                .forEach(reason -> reasons.add(new Reason(reason.code(), event + ": " + reason.detail())));
        if (!isAbout(signed.event(), passport.item())) {
            reasons.add(new Reason(
                    "WRONG_ITEM",
                    event + " is about " + signed.event().identifiers() + ", not "
                            + passport.item().canonical()));
        }
        ProvenanceLeaf expected = ProvenanceLeaf.of(passport.item(), signed, entry.salt(), leaf.parents());
        if (!leaf.itemKey().equals(expected.itemKey())) {
            reasons.add(new Reason("WRONG_ITEM", event + " was logged for another item: " + leaf.itemKey()));
        } else if (!leaf.equals(expected)) {
            reasons.add(new Reason(
                    "EVENT_ALTERED",
                    event + " is not what was logged: " + signed.event().hash()));
        }
    }

    private static boolean isAbout(EpcisEvent event, DigitalLink item) {
        for (String identifier : item.identifiers()) {
            if (event.isAbout(identifier)) {
                return true;
            }
        }
        return false;
    }

    /** Every parent stands before its child, and every step but the last is the parent of a later one. */
    private static void checkChain(List<Passport.Entry> entries, List<Hash32> hashes, List<Reason> reasons) {
        Map<Hash32, Integer> places = new HashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            places.putIfAbsent(hashes.get(i), i);
        }
        Set<Integer> followed = new HashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            ProvenanceLeaf leaf = entries.get(i).leaf();
            for (Hash32 parent : leaf.parents()) {
                Integer place = places.get(parent);
                if (place == null) {
                    reasons.add(
                            new Reason("EVENT_MISSING", "event " + i + " follows a step that was left out: " + parent));
                } else if (place >= i) {
                    reasons.add(new Reason(
                            "ORDER_IN_TIME", "event " + i + " stands before event " + place + ", which it follows"));
                } else if (leaf.time().isBefore(entries.get(place).leaf().time())) {
                    reasons.add(new Reason(
                            "ORDER_IN_TIME",
                            "event " + i + " of " + leaf.time() + " follows event " + place + " of "
                                    + entries.get(place).leaf().time()));
                }
                if (place != null) {
                    followed.add(place);
                }
            }
        }
        for (int i = 0; i < entries.size() - 1; i++) {
            if (!followed.contains(i)) {
                reasons.add(new Reason("PROOF_INVALID", "event " + i + " is no part of what led to the last event"));
            }
        }
    }
}
