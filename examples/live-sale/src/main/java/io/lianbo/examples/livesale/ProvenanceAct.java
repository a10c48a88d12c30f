package io.lianbo.examples.livesale;

import io.lianbo.core.Address;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;
import io.lianbo.examples.livesale.SaleInput.Goods;
import io.lianbo.provenance.log.AnchoredRoot;
import io.lianbo.provenance.log.AnchoredRoots;
import io.lianbo.provenance.log.ProvenanceAnchor;
import io.lianbo.provenance.passport.PassportVerifier;
import io.lianbo.provenance.passport.SignedEvent;
import io.lianbo.provenance.passport.VerifiedPassport;
import io.lianbo.provenance.store.EventBatch;
import io.lianbo.provenance.store.EventLedger;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The brand records what happened to each item, as those who did it signed it, and anchors one root for all of them.
 *
 * <p>The ledger records what it is given. Whether it holds, whoever scans an item's code finds out by {@link Shelf#check}.
 */
final class ProvenanceAct {
    private ProvenanceAct() {}

    static Shelf play(Stage stage, Contracts contracts, SaleInput input, Narrator narrator) {
        Signer brand = Actors.issuer(InputReader.BRAND);
        stage.fund(brand);
        EventLedger ledger = new EventLedger(new SecureRandom());
        int recorded = 0;
        for (Goods goods : input.goods()) {
            // one whose signatures are no signatures at all has nothing that could be recorded
            List<SignedEvent> history = goods.history().value().orElse(List.of());
            history.forEach(event -> ledger.record(goods.link(), event));
            recorded += history.size();
        }
        narrator.say("recorded   " + Text.count(recorded, "event") + " of "
                + Text.count(input.goods().size(), "item") + ", signed by those who did it");
        narrator.say("trusted    " + String.join(", ", input.issuers().values()));

        Map<Goods, String> passports = new LinkedHashMap<>();
        AnchoredRoots roots = AnchoredRoots.of();
        if (recorded > 0) {
            EventBatch batch = ledger.closeBatch();
            ProvenanceAnchor anchor = contracts.anchor();
            Receipt receipt = anchor.anchor(brand, batch.head());
            long gas = stage.spent("anchor the batch's root", receipt);
            narrator.gas(
                    "anchored   root " + Text.brief(batch.head().root()) + " over "
                            + Text.count(batch.items().size(), "item"),
                    gas);
            AnchoredRoot anchored = anchor.anchoredIn(receipt);
            roots = anchor.rootsOf(brand.address(), 0);
            for (Goods goods : input.goods()) {
                if (goods.history().isVerified()) {
                    passports.put(goods, batch.passport(goods.link(), anchored).toJson());
                }
            }
        }
        Shelf shelf = new Shelf(passports, new PassportVerifier(roots, trusted(input)));
        input.goods().forEach(goods -> scan(shelf, goods, narrator));
        narrator.say("The report shows the QR code of each link.");
        return shelf;
    }

    private static Set<Address> trusted(SaleInput input) {
        return input.issuers().keySet().stream()
                .map(key -> Actors.issuer(key).address())
                .collect(Collectors.toSet());
    }

    private static void scan(Shelf shelf, Goods goods, Narrator narrator) {
        Timed<Verdict<VerifiedPassport>> check = Timed.of(() -> shelf.check(goods));
        narrator.say("scanned    " + goods.link());
        String outcome = check.value().isVerified()
                ? "verified, " + Text.count(goods.events().size(), "event")
                : "REFUSED: " + Text.codes(check.value().reasons());
        narrator.say("           " + goods.name() + ": passport " + outcome, check.text());
        for (Reason reason : check.value().reasons()) {
            narrator.say("           - " + reason);
        }
    }

    /**
     * The goods with their passports.
     *
     * @param passports as JSON, the way they travel
     * @param verifier works offline: it has the anchored roots
     */
    record Shelf(Map<Goods, String> passports, PassportVerifier verifier) {

        /** Whether the passport of an item verifies, with every reason why not. */
        Verdict<VerifiedPassport> check(Goods goods) {
            String passport = passports.get(goods);
            return passport == null ? Verdict.refused(goods.history().reasons()) : verifier.verify(passport);
        }
    }
}
