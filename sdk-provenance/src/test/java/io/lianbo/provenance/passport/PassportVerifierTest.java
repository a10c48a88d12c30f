package io.lianbo.provenance.passport;

import static io.lianbo.provenance.TeaCake.BRAND;
import static io.lianbo.provenance.TeaCake.CAKE;
import static io.lianbo.provenance.TeaCake.cake;
import static io.lianbo.provenance.store.EventLedgerTest.ANCHORED_AT;
import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.AccountId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.provenance.TeaCake;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.event.EpcisEvent;
import io.lianbo.provenance.issuer.Authorisation;
import io.lianbo.provenance.issuer.AuthorisedIssuers;
import io.lianbo.provenance.log.AnchoredRoot;
import io.lianbo.provenance.log.AnchoredRoots;
import io.lianbo.provenance.log.InclusionProof;
import io.lianbo.provenance.log.TreeHead;
import io.lianbo.provenance.store.EventBatch;
import io.lianbo.provenance.store.EventLedger;
import io.lianbo.provenance.store.EventLedgerTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PassportVerifierTest {

    private static final DigitalLink OTHER_CAKE = cake("CAKE-0002");

    private final EventLedger ledger = new EventLedger(new Random(5));
    private final EventBatch batch = recordTwoCakes();
    private final AnchoredRoot anchor = EventLedgerTest.anchored(batch.head(), BRAND);
    private final AnchoredRoots roots = AnchoredRoots.of(anchor);
    private final PassportVerifier verifier = new PassportVerifier(roots, TeaCake.issuers());
    private final Passport passport = batch.passport(CAKE, anchor);

    private EventBatch recordTwoCakes() {
        for (DigitalLink cake : List.of(CAKE, OTHER_CAKE)) {
            TeaCake.history(cake).forEach(event -> ledger.record(cake, event));
        }
        return ledger.closeBatch();
    }

    @Test
    void establishesTheHistoryOfAnItem() {
        String json = passport.toJson();
        // @start region="verify"
        PassportVerifier verifier = new PassportVerifier(roots, TeaCake.issuers());
        String answer = switch (verifier.verify(json)) {
            case Verdict.Verified<VerifiedPassport> genuine ->
                "genuine: " + genuine.result().events();
            case Verdict.Refused<VerifiedPassport> refused -> "not proven: " + refused.reasons();
        };
        // @end
        assertThat(answer).startsWith("genuine");
        VerifiedPassport verified = verifier.verify(passport).value().orElseThrow();
        assertThat(verified.item()).isEqualTo(DigitalLink.ofItem("09506000134352", "CAKE-0001"));
        assertThat(verified.events())
                .extracting(event -> event.bizStep().orElseThrow().replaceFirst(".*-", ""))
                .containsExactly("commissioning", "assembling", "inspecting", "shipping");
        assertThat(verified.anchoredAt()).isEqualTo(ANCHORED_AT);
        assertThat(verified.passportHash()).isEqualTo(passport.hash());
    }

    @Test
    void noticesAnEventOfAnotherItem() {
        Passport others = batch.passport(OTHER_CAKE, anchor);
        assertCodes(
                with(1, others.entries().get(1)),
                "WRONG_ITEM",
                "WRONG_ITEM",
                "EVENT_MISSING",
                "EVENT_MISSING",
                "PROOF_INVALID",
                "PROOF_INVALID");
        assertCodes(
                new Passport(CAKE, others.entries(), others.proof(), anchor),
                Collections.nCopies(8, "WRONG_ITEM").toArray(String[]::new));
        Passport.Entry own = passport.entries().get(1);
        Passport.Entry foreign = others.entries().get(1);
        assertCodes(
                with(1, new Passport.Entry(foreign.signed(), foreign.salt(), own.leaf())),
                "WRONG_ITEM",
                "EVENT_ALTERED");
    }

    @Test
    void noticesEveryEventThatIsLeftOut() {
        for (int omitted = 0; omitted < 4; omitted++) {
            List<Passport.Entry> entries = new ArrayList<>(passport.entries());
            entries.remove(omitted);
            String reason = omitted == 3 ? "PROOF_INVALID" : "EVENT_MISSING";
            if (omitted == 0 || omitted == 3) {
                assertCodes(withEntries(entries), reason);
            } else {
                assertCodes(withEntries(entries), reason, "PROOF_INVALID");
            }
        }
    }

    @Test
    void noticesEventsInTheWrongOrder() {
        List<Passport.Entry> entries = new ArrayList<>(passport.entries());
        Collections.swap(entries, 1, 2);
        assertThat(codes(verifier.verify(withEntries(entries)))).contains("ORDER_IN_TIME");
    }

    @Test
    void noticesTimesThatRunBackwards() {
        List<SignedEvent> history = TeaCake.history(CAKE);
        EventLedger backwards = new EventLedger(new Random(6));
        List.of(history.get(0), history.get(2), history.get(1), history.get(3))
                .forEach(event -> backwards.record(CAKE, event));
        EventBatch closed = backwards.closeBatch();
        AnchoredRoot root = EventLedgerTest.anchored(closed.head(), BRAND);
        PassportVerifier knowing = new PassportVerifier(AnchoredRoots.of(root), TeaCake.issuers());
        assertThat(knowing.verify(closed.passport(CAKE, root)).reasons())
                .extracting(Reason::toString)
                .containsExactly(
                        "ORDER_IN_TIME: event 2 of 2026-04-02T06:00:00Z follows event 1 of 2026-04-10T01:15:00Z");
    }

    @Test
    void noticesAnEventThatIsLaterThanItsAnchor() {
        AnchoredRoot early = anchoredAs(Instant.parse("2026-04-01T00:00:00Z"));
        PassportVerifier knowing = new PassportVerifier(AnchoredRoots.of(early), TeaCake.issuers());
        assertThat(codes(knowing.verify(anchoredAs(early)))).containsExactly("ORDER_IN_TIME");
    }

    @Test
    void noticesABrokenSignature() {
        Passport.Entry entry = passport.entries().get(2);
        SignedEvent signed = entry.signed();
        SignedEvent forged = new SignedEvent(
                signed.event(),
                signed.issuer(),
                SignedEvent.sign(signed.event(), TeaCake.STRANGER).signature());
        assertThat(verifier.verify(with(2, new Passport.Entry(forged, entry.salt(), entry.leaf())))
                        .reasons())
                .singleElement()
                .satisfies(reason -> {
                    assertThat(reason.code()).isEqualTo("SIGNATURE_INVALID");
                    assertThat(reason.detail()).startsWith("event 2: ");
                });
    }

    @Test
    void noticesAnAlteredEventEvenWhenItsIssuerSignsItAgain() {
        Passport.Entry entry = passport.entries().get(2);
        EpcisEvent better = EpcisEvent.parse(entry.signed().event().toJson().replace("OBSERVE", "ADD"));
        SignedEvent signedAgain = SignedEvent.sign(better, TeaCake.LABORATORY);
        assertCodes(with(2, new Passport.Entry(signedAgain, entry.salt(), entry.leaf())), "EVENT_ALTERED");
        assertCodes(with(2, new Passport.Entry(entry.signed(), Hash32.ZERO, entry.leaf())), "EVENT_ALTERED");
        ProvenanceLeaf newLeaf =
                ProvenanceLeaf.of(CAKE, signedAgain, entry.salt(), entry.leaf().parents());
        assertCodes(with(2, new Passport.Entry(signedAgain, entry.salt(), newLeaf)), "EVENT_MISSING", "PROOF_INVALID");
    }

    @Test
    void noticesAHistoryWrittenAnew() {
        List<Passport.Entry> entries = new ArrayList<>();
        for (SignedEvent event : TeaCake.history(CAKE)) {
            List<Hash32> parents = entries.isEmpty()
                    ? List.of()
                    : List.of(entries.getLast().leaf().hash());
            entries.add(new Passport.Entry(event, Hash32.ZERO, ProvenanceLeaf.of(CAKE, event, Hash32.ZERO, parents)));
        }
        assertCodes(withEntries(entries), "PROOF_INVALID");
    }

    @Test
    void trustsOnlyTheIssuersItWasGiven() {
        PassportVerifier doubtful = new PassportVerifier(roots, Set.of(BRAND.address()));
        assertThat(codes(doubtful.verify(passport)))
                .containsExactly("UNAUTHORISED_ISSUER", "UNAUTHORISED_ISSUER", "UNAUTHORISED_ISSUER");
    }

    @Test
    void trustsIssuersForTheStepsAndTimesThatTheyAreAuthorisedFor() {
        Instant january = Instant.parse("2026-01-01T00:00:00Z");
        Instant april = Instant.parse("2026-04-01T00:00:00Z");
        List<Authorisation> good = passport.entries().stream()
                .map(Passport.Entry::leaf)
                .map(leaf -> new Authorisation(leaf.issuer(), leaf.step(), january, Optional.empty()))
                .toList();
        PassportVerifier knowing = new PassportVerifier(roots, AuthorisedIssuers.of(good, Map.of()));
        assertThat(knowing.verify(passport).isVerified()).isTrue();

        List<Authorisation> ended = good.stream()
                .map(each -> new Authorisation(each.issuer(), each.scope(), january, Optional.of(april)))
                .toList();
        assertThat(new PassportVerifier(roots, AuthorisedIssuers.of(ended, Map.of()))
                        .verify(passport)
                        .reasons())
                .extracting(Reason::toString)
                .hasSize(3)
                .first()
                .asString()
                .startsWith("UNAUTHORISED_ISSUER: event 1: " + TeaCake.FACTORY.address() + " was not authorised for ");
        AuthorisedIssuers compromised = AuthorisedIssuers.of(good, Map.of(TeaCake.LABORATORY.address(), ANCHORED_AT));
        assertThat(codes(new PassportVerifier(roots, compromised).verify(passport)))
                .containsExactly("KEY_COMPROMISED");
        AuthorisedIssuers later =
                AuthorisedIssuers.of(good, Map.of(TeaCake.LABORATORY.address(), ANCHORED_AT.plusSeconds(1)));
        assertThat(new PassportVerifier(roots, later).verify(passport).isVerified())
                .isTrue();
    }

    @Test
    void trustsOnlyTheRootsItWasGiven() {
        TreeHead head = anchor.head();
        assertCodes(
                anchoredAs(new AnchoredRoot(anchor.contract(), TeaCake.STRANGER.address(), 0, head, ANCHORED_AT)),
                "NOT_ANCHORED");
        assertCodes(
                anchoredAs(new AnchoredRoot(anchor.contract(), BRAND.address(), 1, head, ANCHORED_AT)), "NOT_ANCHORED");
        assertCodes(anchoredAs(anchoredAs(ANCHORED_AT.plusSeconds(1))), "NOT_ANCHORED");
        for (int size : List.of(1, 3)) {
            AnchoredRoot resized = EventLedgerTest.anchored(new TreeHead(head.root(), size), BRAND);
            assertCodes(anchoredAs(resized), "PROOF_INVALID", "NOT_ANCHORED");
        }
    }

    @Test
    void noticesAProofForAnotherTree() {
        ledger.record(cake("CAKE-0003"), TeaCake.history(cake("CAKE-0003")).getFirst());
        EventBatch next = ledger.closeBatch();
        AnchoredRoot nextAnchor = EventLedgerTest.anchored(next.head(), BRAND);
        PassportVerifier knowsBoth = new PassportVerifier(roots.and(AnchoredRoots.of(nextAnchor)), TeaCake.issuers());
        assertThat(codes(knowsBoth.verify(anchoredAs(nextAnchor)))).containsExactly("PROOF_INVALID");

        Passport proven = ledger.passport(CAKE, nextAnchor);
        assertThat(proven.entries()).isEqualTo(passport.entries());
        assertThat(knowsBoth.verify(proven).isVerified()).isTrue();
        InclusionProof another = ledger.passport(cake("CAKE-0002"), nextAnchor).proof();
        Passport elsewhere = new Passport(CAKE, passport.entries(), another, nextAnchor);
        assertThat(codes(knowsBoth.verify(elsewhere))).containsExactly("PROOF_INVALID");
        Passport outside = new Passport(CAKE, passport.entries(), new InclusionProof(7, List.of()), nextAnchor);
        assertThat(codes(knowsBoth.verify(outside))).containsExactly("PROOF_INVALID");
    }

    @Test
    void takesNoneOfTwoHeadsForOneHistory() {
        List<Passport.Entry> entries = new ArrayList<>(passport.entries());
        SignedEvent stray =
                SignedEvent.sign(TeaCake.event(CAKE, "2026-04-15T00:00:00Z", "storing", "OBSERVE"), TeaCake.FACTORY);
        Hash32 parent = entries.get(2).leaf().hash();
        entries.add(
                3,
                new Passport.Entry(stray, Hash32.ZERO, ProvenanceLeaf.of(CAKE, stray, Hash32.ZERO, List.of(parent))));
        assertThat(verifier.verify(withEntries(entries)).reasons())
                .extracting(Reason::toString)
                .containsExactly("PROOF_INVALID: event 3 is no part of what led to the last event");
    }

    @Test
    void provesNeitherDomainNorLotThatTheBearerMadeUp() {
        DigitalLink dressedUp = CAKE.withLot("IMPERIAL-1926").onDomain("https://phish.example");
        Passport claimed = new Passport(dressedUp, passport.entries(), passport.proof(), anchor);
        assertThat(verifier.verify(claimed).value().orElseThrow().item())
                .isEqualTo(DigitalLink.ofItem("09506000134352", "CAKE-0001"));
    }

    @Test
    void namesEveryProblemAtOnce() {
        Passport.Entry entry = passport.entries().get(0);
        SignedEvent strangers = SignedEvent.sign(
                TeaCake.event(OTHER_CAKE, "2026-03-28T06:30:00+08:00", "commissioning", "ADD"), TeaCake.STRANGER);
        assertCodes(
                with(0, new Passport.Entry(strangers, entry.salt(), entry.leaf())),
                "UNAUTHORISED_ISSUER",
                "WRONG_ITEM",
                "EVENT_ALTERED");
    }

    @Test
    void acceptsEventsAboutTheLotOrTheProduct() {
        EpcisEvent ofLot = EpcisEvent.parse("""
                {"type": "ObjectEvent", "eventTime": "2026-03-28T06:30:00+08:00", "eventTimeZoneOffset": "+08:00", "action": "ADD",
                 "quantityList": [{"epcClass": "urn:epc:class:lgtin:9506000.013435.SPRING-26", "quantity": 800}]}""");
        EventLedger lots = new EventLedger(new Random(7));
        lots.record(CAKE, SignedEvent.sign(ofLot, TeaCake.GARDEN));
        EventBatch closed = lots.closeBatch();
        AnchoredRoot root = EventLedgerTest.anchored(closed.head(), BRAND);
        PassportVerifier knowing = new PassportVerifier(AnchoredRoots.of(root), TeaCake.issuers());
        Passport ofCake = closed.passport(CAKE, root);
        assertThat(knowing.verify(ofCake).isVerified()).isTrue();
        assertThat(knowing.verify(ofCake).value().orElseThrow().item()).isEqualTo(CAKE.onDomain("https://id.gs1.org"));
        DigitalLink ofAnotherLot = CAKE.withLot("AUTUMN-26");
        assertThat(codes(knowing.verify(new Passport(ofAnotherLot, ofCake.entries(), ofCake.proof(), root))))
                .containsExactly("WRONG_ITEM");
    }

    @Test
    void answersWhateverItIsGiven() {
        String json = passport.toJson();
        for (String hostile : List.of(
                "",
                "null",
                "[]",
                "{}",
                "\uFEFF" + json,
                json + json,
                "[".repeat(100_000),
                json.replace("\"events\":[", "\"events\":[null,"))) {
            assertThat(codes(verifier.verify(hostile))).containsExactly("MALFORMED");
        }
        String unprovenNumber =
                json.replace("\"type\":\"ObjectEvent\"", "\"comment\":1e999999999,\"type\":\"ObjectEvent\"");
        assertThat(verifier.verify(unprovenNumber).isVerified()).isTrue();
        Random random = new Random(9);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder changed = new StringBuilder(json);
            int at = random.nextInt(json.length());
            changed.setCharAt(at, (char) (' ' + random.nextInt(95)));
            Verdict<VerifiedPassport> verdict = verifier.verify(changed.toString());
            if (verdict.isVerified()) {
                assertThat(verdict.value().orElseThrow().events())
                        .as("changed at %d", at)
                        .extracting(EpcisEvent::hash)
                        .isEqualTo(passport.entries().stream()
                                .map(entry -> entry.signed().event().hash())
                                .toList());
            }
        }
    }

    @Test
    void answersWhateverBytesItIsGiven() {
        byte[] cbor = passport.toCbor();
        assertThat(verifier.verify(cbor).value())
                .isEqualTo(verifier.verify(passport).value());
        Random random = new Random(10);
        int malformed = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] changed = cbor.clone();
            changed[random.nextInt(cbor.length)] ^= (byte) (1 << random.nextInt(8));
            Verdict<VerifiedPassport> verdict = verifier.verify(changed);
            if (verdict.isVerified()) { // other words for the same, such as the domain of the link
                assertThat(verdict.value().orElseThrow().passportHash()).isEqualTo(passport.hash());
            }
            malformed += codes(verdict).contains("MALFORMED") ? 1 : 0;
        }
        assertThat(malformed).isBetween(200, 1_900);
    }

    @Test
    void noticesAnIssuerThatShowsTwoHistories() {
        TreeHead other = new TreeHead(Hash32.ZERO, anchor.head().size());
        AccountId elsewhere = AccountId.parse("eip155:1:0x5FbDB2315678afecb367f032d93F642f64180aa3");
        AnchoredRoot second = new AnchoredRoot(elsewhere, anchor.issuer(), 4, other, ANCHORED_AT);
        PassportVerifier informed = new PassportVerifier(roots.and(AnchoredRoots.of(second)), TeaCake.issuers());
        assertThat(informed.verify(passport).reasons())
                .extracting(Reason::toString)
                .containsExactly("EQUIVOCATION: " + BRAND.address() + " has two roots of 2 leaves: "
                        + anchor.head().root() + " and " + Hash32.ZERO);
        assertThat(codes(verifier.withSignedHeads(Map.of(BRAND.address(), Set.of(other)))
                        .verify(passport)))
                .containsExactly("EQUIVOCATION");
        assertThat(verifier.withSignedHeads(Map.of(
                                TeaCake.STRANGER.address(),
                                Set.of(other),
                                BRAND.address(),
                                Set.of(anchor.head(), new TreeHead(Hash32.ZERO, 3))))
                        .verify(passport)
                        .isVerified())
                .isTrue();
    }

    @Test
    void remembersGoodSignaturesAndNoBadOnes() {
        assertThat(verifier.verify(passport).isVerified()).isTrue();
        Passport.Entry entry = passport.entries().get(2);
        SignedEvent forged = new SignedEvent(
                entry.signed().event(),
                entry.signed().issuer(),
                SignedEvent.sign(entry.signed().event(), TeaCake.STRANGER).signature());
        for (int i = 0; i < 2; i++) {
            assertThat(codes(verifier.verify(with(2, new Passport.Entry(forged, entry.salt(), entry.leaf())))))
                    .containsExactly("SIGNATURE_INVALID");
            assertThat(verifier.verify(passport).isVerified()).isTrue();
        }
    }

    @Test
    void verifiesManyInTheirOrder() {
        String genuine = passport.toJson();
        String broken = with(1, passport.entries().get(2)).toJson();
        Stream<String> many = IntStream.range(0, 200).mapToObj(i -> i % 3 == 0 ? broken : genuine);
        // @start region="stream"
        Stream<Verdict<VerifiedPassport>> verdicts =
                verifier.verifyAll(many); // on all cores, in the order of the passports
        // @end
        assertThat(verdicts.map(Verdict::isVerified))
                .isEqualTo(IntStream.range(0, 200).mapToObj(i -> i % 3 != 0).toList());
    }

    private void assertCodes(Passport changed, String... codes) {
        assertThat(codes(verifier.verify(changed))).containsExactly(codes);
        assertThat(codes(verifier.verify(changed.toJson()))).containsExactly(codes);
    }

    private static List<String> codes(Verdict<VerifiedPassport> verdict) {
        return verdict.reasons().stream().map(Reason::code).toList();
    }

    private Passport with(int index, Passport.Entry entry) {
        List<Passport.Entry> entries = new ArrayList<>(passport.entries());
        entries.set(index, entry);
        return withEntries(entries);
    }

    private Passport withEntries(List<Passport.Entry> entries) {
        return new Passport(CAKE, entries, passport.proof(), anchor);
    }

    private AnchoredRoot anchoredAs(Instant time) {
        return new AnchoredRoot(anchor.contract(), anchor.issuer(), anchor.sequence(), anchor.head(), time);
    }

    private Passport anchoredAs(AnchoredRoot root) {
        return new Passport(CAKE, passport.entries(), passport.proof(), root);
    }
}
