package io.lianbo.provenance.passport;

import static io.lianbo.provenance.TeaCake.BRAND;
import static io.lianbo.provenance.TeaCake.CAKE;
import static io.lianbo.provenance.TeaCake.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.event.EpcisEvent;
import io.lianbo.provenance.log.AnchoredRoot;
import io.lianbo.provenance.log.AnchoredRoots;
import io.lianbo.provenance.store.EventBatch;
import io.lianbo.provenance.store.EventLedger;
import io.lianbo.provenance.store.EventLedgerTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a verifier says of events that are each proven and cannot all be true. */
class HistoryChecksTest {
    private static final DigitalLink LOT = DigitalLink.ofLot(CAKE.gtin(), "SPRING-26");
    private static final DigitalLink LEAF = DigitalLink.ofLot("09506000134369", "LEAF-7");
    private static final DigitalLink BOX = DigitalLink.ofItem("09506000134376", "BOX-1");
    private static final String GARDEN = "https://id.gs1.org/414/9506000134352";
    private static final String SHOP = "https://id.gs1.org/414/9506000134369";

    private final EventLedger ledger = new EventLedger(new Random(5));
    private final List<EpcisEvent> events = new ArrayList<>();
    private int day = 0;

    private HistoryChecksTest happens(String fields) {
        day++;
        events.add(
                EpcisEvent.parse("{\"eventTime\": \"2026-03-%02dT00:00:00Z\", \"eventTimeZoneOffset\": \"+00:00\", %s}"
                        .formatted(day, fields)));
        return this;
    }

    private HistoryChecksTest object(String action, String step, String place, String more) {
        return happens("\"type\": \"ObjectEvent\", \"epcList\": [\"%s\"], \"action\": \"%s\", \"bizStep\": \"%s\","
                        .formatted(CAKE.canonical(), action, step)
                + " \"readPoint\": {\"id\": \"%s\"}%s".formatted(place, more));
    }

    private HistoryChecksTest object(String action, String step, String place) {
        return object(action, step, place, "");
    }

    private HistoryChecksTest packed(String action, String parent) {
        return happens(
                "\"type\": \"AggregationEvent\", \"action\": \"%s\", \"parentID\": \"%s\", \"childEPCs\": [\"%s\"]"
                        .formatted(action, parent, CAKE.canonical()));
    }

    private HistoryChecksTest lot(String action, String quantity, String unit) {
        return happens("\"type\": \"ObjectEvent\", \"action\": \"%s\", \"quantityList\": [%s]"
                .formatted(action, amount(LOT, quantity, unit)));
    }

    private static String amount(DigitalLink lot, String quantity, String unit) {
        String uom = unit.isEmpty() ? "" : ", \"uom\": \"" + unit + "\"";
        return "{\"epcClass\": \"%s\", \"quantity\": %s%s}".formatted(lot.canonical(), quantity, uom);
    }

    private Passport passport(DigitalLink item) {
        events.forEach(event -> ledger.record(item, SignedEvent.sign(event, BRAND)));
        EventBatch batch = ledger.closeBatch();
        return batch.passport(item, EventLedgerTest.anchored(batch.head(), BRAND));
    }

    private static PassportVerifier verifier(Passport... passports) {
        AnchoredRoot[] roots =
                List.of(passports).stream().map(Passport::anchor).distinct().toArray(AnchoredRoot[]::new);
        return new PassportVerifier(AnchoredRoots.of(roots), Set.of(BRAND.address()));
    }

    private List<String> reasons(DigitalLink item) {
        Passport passport = passport(item);
        return texts(verifier(passport).verify(passport));
    }

    private List<String> custodyReasons() {
        Passport passport = passport(CAKE);
        assertThat(texts(verifier(passport).verify(passport))).isEmpty();
        return texts(verifier(passport).requireCustody().verify(passport));
    }

    private static List<String> texts(Verdict<VerifiedPassport> verdict) {
        return verdict.reasons().stream().map(Reason::toString).toList();
    }

    @Test
    void acceptsALifeFromMakingToUse() {
        object("ADD", "commissioning", GARDEN).object("OBSERVE", "inspecting", GARDEN);
        packed("ADD", BOX.canonical())
                .packed("DELETE", BOX.canonical())
                .packed("ADD", "urn:epc:id:sscc:9506000.0000000001");
        packed("DELETE", "urn:epc:id:sscc:9506000.0000000001").object("DELETE", "destroying", SHOP);
        assertThat(reasons(CAKE)).isEmpty();
    }

    @Test
    void noticesWhatIsThereBeforeItIsMade() {
        object("OBSERVE", "inspecting", GARDEN).object("ADD", "commissioning", GARDEN);
        assertThat(reasons(CAKE)).containsExactly("LINK_BROKEN: event 1 makes what was there at event 0");
    }

    @Test
    void noticesWhatIsMadeTwice() {
        object("ADD", "commissioning", GARDEN);
        happens(
                "\"type\": \"TransformationEvent\", \"inputEPCList\": [\"urn:example:bale\"], \"outputEPCList\": [\"%s\"]"
                        .formatted(CAKE.canonical()));
        assertThat(reasons(CAKE)).containsExactly("LINK_BROKEN: event 1 makes what was there at event 0");
    }

    @Test
    void noticesWhatIsThereAfterItWasUsedUp() {
        object("ADD", "commissioning", GARDEN);
        happens(
                "\"type\": \"TransformationEvent\", \"inputEPCList\": [\"%s\"], \"outputEPCList\": [\"urn:example:tea\"]"
                        .formatted(CAKE.canonical()));
        object("OBSERVE", "shipping", GARDEN).object("DELETE", "destroying", GARDEN);
        assertThat(reasons(CAKE))
                .containsExactly(
                        "LINK_BROKEN: event 2 is about what was used up or destroyed by event 1",
                        "LINK_BROKEN: event 3 is about what was used up or destroyed by event 1");
    }

    @Test
    void noticesWhatIsTakenOutOfWhatItWasNotIn() {
        packed("ADD", BOX.canonical()).packed("ADD", "urn:example:crate").packed("DELETE", BOX.canonical());
        assertThat(reasons(CAKE))
                .containsExactly(
                        "LINK_BROKEN: event 1 puts into urn:example:crate what was still in " + BOX.canonical(),
                        "LINK_BROKEN: event 2 takes out of " + BOX.canonical() + " what was not in it");
    }

    @Test
    void noticesMoreOfALotThanThereIs() {
        lot("ADD", "800", "").lot("OBSERVE", "800", "").lot("DELETE", "300", "").lot("OBSERVE", "500", "");
        lot("OBSERVE", "501", "").lot("DELETE", "500.5", "").lot("OBSERVE", "1", "KGM");
        assertThat(reasons(LOT))
                .containsExactly(
                        "QUANTITY_UNBALANCED: event 4 is about 501 of 500 that there were",
                        "QUANTITY_UNBALANCED: event 5 is about 500.5 of 500 that there were");
    }

    @Test
    void countsWhatCameOutOfAndWentIntoTransformations() {
        String change = "\"type\": \"TransformationEvent\", \"inputQuantityList\": [%s], \"outputQuantityList\": [%s]";
        happens(change.formatted(amount(LEAF, "12", "KGM"), amount(LOT, "10", "KGM")));
        happens(change.formatted(amount(LOT, "6", "KGM"), "{\"epcClass\": \"urn:example:box\", \"quantity\": 20}"));
        happens(change.formatted(amount(LOT, "4.5", "KGM"), "{\"epcClass\": \"urn:example:box\", \"quantity\": 20}"));
        assertThat(reasons(LOT))
                .containsExactly("QUANTITY_UNBALANCED: event 2 is about 4.5 KGM of 4 KGM that there were");
    }

    @Test
    void noticesMoreMassThanWentIn() {
        String change = "\"type\": \"TransformationEvent\", \"inputQuantityList\": [%s], \"outputQuantityList\": [%s]";
        happens(change.formatted(amount(LEAF, "0.01", "TNE"), amount(LOT, "10", "KGM")));
        happens(change.formatted(amount(LEAF, "10", "KGM"), amount(LOT, "10000.5", "GRM")));
        assertThat(reasons(LOT)).containsExactly("QUANTITY_UNBALANCED: event 1 makes 10000500.0 mg of 10000000 mg");
    }

    @Test
    void saysThatAnItemItsLotOrItsProductIsRecalled() {
        object("ADD", "commissioning", GARDEN);
        String recall =
                "\"type\": \"ObjectEvent\", \"action\": \"OBSERVE\", \"quantityList\": [{\"epcClass\": \"%s\"}],"
                        + " \"disposition\": \"recalled\"";
        happens(recall.formatted(LOT.canonical())).object("OBSERVE", "shipping", GARDEN);
        assertThat(reasons(CAKE)).containsExactly("RECALLED: event 1 recalls " + LOT.canonical());
        happens(recall.formatted(DigitalLink.ofProduct(CAKE.gtin()).canonical()));
        assertThat(reasons(CAKE)).hasSize(2).last().asString().endsWith("/01/" + CAKE.gtin());
        object("OBSERVE", "inspecting", GARDEN, ", \"persistentDisposition\": {\"unset\": [\"recalled\"]}");
        assertThat(reasons(CAKE)).isEmpty();
    }

    @Test
    void doesNotLetTheBearerDeclareARecallErroneous() {
        object("OBSERVE", "inspecting", GARDEN, ", \"disposition\": \"recalled\"");
        Passport passport = passport(CAKE);
        Passport dressed = Passport.parse(
                passport.toJson()
                        .replace(
                                "\"disposition\":\"recalled\"",
                                "\"disposition\":\"recalled\",\"errorDeclaration\":{\"declarationTime\":\"2026-03-05T00:00:00Z\"}"));
        assertThat(dressed.hash()).isEqualTo(passport.hash());
        assertThat(texts(verifier(passport).verify(dressed)))
                .containsExactly("RECALLED: event 0 recalls " + CAKE.canonical());
    }

    @Test
    void followsAnItemFromHandToHand() {
        object("ADD", "commissioning", GARDEN).object("OBSERVE", "inspecting", GARDEN + "/254/lab");
        object(
                "OBSERVE",
                "shipping",
                GARDEN,
                ", \"destinationList\": [{\"type\": \"location\", \"destination\": \"" + SHOP + "\"}]");
        object("OBSERVE", "transporting", "geo:22,101").object("OBSERVE", "receiving", SHOP + "/254/door");
        packed("ADD", BOX.canonical()).packed("DELETE", BOX.canonical());
        object("OBSERVE", "retail_selling", SHOP);
        assertThat(custodyReasons()).isEmpty();
    }

    @Test
    void noticesGapsInCustody() {
        object("ADD", "commissioning", GARDEN).object("OBSERVE", "inspecting", SHOP);
        object(
                "OBSERVE",
                "shipping",
                SHOP,
                ", \"destinationList\": [{\"type\": \"location\", \"destination\": \"" + GARDEN + "\"}]");
        object("OBSERVE", "storing", SHOP).object("OBSERVE", "shipping", SHOP);
        object(
                "OBSERVE",
                "shipping",
                SHOP,
                ", \"destinationList\": [{\"type\": \"location\", \"destination\": \"" + GARDEN + "\"}]");
        object("OBSERVE", "receiving", SHOP);
        assertThat(custodyReasons())
                .containsExactly(
                        "CUSTODY_GAP: event 1 is at " + SHOP + ", and nothing tells how it came there from " + GARDEN,
                        "CUSTODY_GAP: event 3 is about what left with event 2 and did not arrive",
                        "CUSTODY_GAP: event 5 is about what left with event 4 and did not arrive",
                        "CUSTODY_GAP: event 6 is at " + SHOP + ", but event 5 sent it to [" + GARDEN + "]");
    }

    @Test
    void asksForThePassportsOfWhatAnItemWasMadeOf() {
        EpcisEvent plucked = EpcisEvent.parse("""
                {"type": "ObjectEvent", "eventTime": "2026-03-01T00:00:00Z", "eventTimeZoneOffset": "+00:00",
                 "action": "ADD", "quantityList": [%s]}""".formatted(amount(LEAF, "12", "KGM")));
        EpcisEvent pressed = EpcisEvent.parse("""
                {"type": "TransformationEvent", "eventTime": "2026-03-02T00:00:00Z", "eventTimeZoneOffset": "+00:00",
                 "inputQuantityList": [%s], "outputEPCList": ["%s"]}""".formatted(amount(LEAF, "12", "KGM"), CAKE.canonical()));
        EpcisEvent boxed = EpcisEvent.parse("""
                {"type": "AggregationEvent", "eventTime": "2026-03-03T00:00:00Z", "eventTimeZoneOffset": "+00:00",
                 "action": "ADD", "parentID": "%s", "childEPCs": ["%s"]}""".formatted(BOX.canonical(), CAKE.canonical()));
        ledger.record(LEAF, SignedEvent.sign(plucked, BRAND));
        ledger.recordAll(List.of(LEAF, CAKE), SignedEvent.sign(pressed, BRAND));
        ledger.recordAll(List.of(CAKE, BOX), SignedEvent.sign(boxed, BRAND));
        EventBatch batch = ledger.closeBatch();
        AnchoredRoot anchor = EventLedgerTest.anchored(batch.head(), BRAND);
        Passport cake = batch.passport(CAKE, anchor);
        Passport leaf = batch.passport(LEAF, anchor);
        Passport box = batch.passport(BOX, anchor);
        // @start region="origins"
        PassportVerifier verifier = verifier(cake);
        Verdict<VerifiedPassport> verdict = verifier.verify(cake, List.of(leaf, box));
        // @end
        assertThat(texts(verdict)).isEmpty();
        assertThat(texts(verifier.verify(cake, List.of(leaf))))
                .containsExactly("LINK_MISSING: event 1 names " + BOX.canonical()
                        + ", of which no passport was given that verifies");
        assertThat(texts(verifier.verify(cake, List.of(box, forged(leaf)))))
                .hasSize(3)
                .startsWith("SIGNATURE_INVALID: of " + LEAF.canonical() + ": event 0: " + BRAND.address()
                        + " did not sign the event " + plucked.hash())
                .last()
                .asString()
                .startsWith("LINK_MISSING: event 0 names " + LEAF.canonical());
        // one that says nothing of the pressing
        EventLedger another = new EventLedger(new Random(6));
        another.record(LEAF, SignedEvent.sign(plucked, BRAND));
        EventBatch silent = another.closeBatch();
        AnchoredRoot silentAnchor = EventLedgerTest.anchored(silent.head(), BRAND);
        Passport unaware = silent.passport(LEAF, silentAnchor);
        assertThat(texts(verifier(cake, unaware).verify(cake, List.of(box, unaware))))
                .containsExactly(
                        "LINK_MISSING: event 0 names " + LEAF.canonical() + ", whose passport does not tell of it");
    }

    @Test
    void takesNoLotThatTheBearerNamesForAnExcuse() {
        String raw = DigitalLink.ofLot(CAKE.gtin(), "RAW").canonical();
        happens(
                "\"type\": \"TransformationEvent\", \"inputQuantityList\": [{\"epcClass\": \"%s\"}], \"outputEPCList\": [\"%s\"]"
                        .formatted(raw, CAKE.canonical()));
        Passport passport = passport(CAKE.withLot("RAW"));
        assertThat(texts(verifier(passport).verify(passport))).isEmpty();
        assertThat(texts(verifier(passport).verify(passport, List.of())))
                .containsExactly(
                        "LINK_MISSING: event 0 names " + raw + ", of which no passport was given that verifies");
    }

    private static Passport forged(Passport passport) {
        return new Passport(
                passport.item(),
                passport.entries().stream()
                        .map(entry -> new Passport.Entry(
                                new SignedEvent(
                                        entry.signed().event(),
                                        entry.signed().issuer(),
                                        SignedEvent.sign(entry.signed().event(), STRANGER)
                                                .signature()),
                                entry.salt(),
                                entry.leaf()))
                        .toList(),
                passport.proof(),
                passport.anchor());
    }

    @Test
    void mergesWhatIsSaidOfAnItemItsLotAndItsProduct() {
        String master = "\"ilmd\": {%s}, \"action\": \"ADD\", \"type\": \"ObjectEvent\", ";
        happens(master.formatted("\"cbvmda:countryOfOrigin\": \"CN\", \"cbvmda:descriptionShort\": \"tea\"")
                + "\"quantityList\": [{\"epcClass\": \"%s\"}]"
                        .formatted(DigitalLink.ofProduct(CAKE.gtin()).canonical()));
        happens(master.formatted("\"cbvmda:lotNumber\": \"SPRING-26\", \"cbvmda:descriptionShort\": \"spring tea\"")
                + "\"quantityList\": [{\"epcClass\": \"%s\"}]".formatted(LOT.canonical()));
        happens(master.formatted("\"cbvmda:descriptionShort\": \"cake 1\"")
                + "\"epcList\": [\"%s\"]".formatted(CAKE.canonical()));
        happens(master.formatted("\"cbvmda:lotNumber\": \"of the product\"")
                + "\"quantityList\": [{\"epcClass\": \"%s\"}]"
                        .formatted(DigitalLink.ofProduct(CAKE.gtin()).canonical()));
        Passport passport = passport(CAKE);
        VerifiedPassport verified = verifier(passport).verify(passport).value().orElseThrow();
        // @start region="merged"
        List<EpcisEvent> ofTheLot = verified.about(LOT.canonical());
        Object description = verified.masterData("urn:epcglobal:cbv:mda:").get("descriptionShort"); // the finest counts
        // @end
        assertThat(ofTheLot).containsExactly(events.get(1));
        assertThat(description).isEqualTo("cake 1");
        assertThat(verified.masterData("urn:epcglobal:cbv:mda:"))
                .containsOnly(
                        entry("countryOfOrigin", "CN"),
                        entry("lotNumber", "SPRING-26"),
                        entry("descriptionShort", "cake 1"));
    }
}
