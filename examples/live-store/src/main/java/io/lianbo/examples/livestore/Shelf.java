package io.lianbo.examples.livestore;

import io.lianbo.core.Address;
import io.lianbo.core.Verdict;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signer;
import io.lianbo.provenance.event.EpcisEvent;
import io.lianbo.provenance.event.Trace;
import io.lianbo.provenance.log.AnchoredRoot;
import io.lianbo.provenance.log.AnchoredRoots;
import io.lianbo.provenance.passport.Passport;
import io.lianbo.provenance.passport.PassportVerifier;
import io.lianbo.provenance.passport.SignedEvent;
import io.lianbo.provenance.passport.VerifiedPassport;
import io.lianbo.provenance.store.EventBatch;
import io.lianbo.provenance.store.EventLedger;
import io.lianbo.provenance.store.EventStore;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The goods with their passports. When a store opens for the first time, the history of each item is recorded, signed by the keys of those who stand for it, and one root for all is anchored.
 *
 * @param passports by serial, as JSON, the way they travel
 * @param verifier works without the chain: it has the anchored roots
 * @param trusted whose signatures count
 * @param issuers who signed, by address; also those whom nobody trusts
 */
record Shelf(
        Map<String, String> passports, PassportVerifier verifier, Set<Address> trusted, Map<Address, Words> issuers) {
    private static final String LEDGER = "live-store";

    static Shelf fill(Show show, Contracts contracts, EventStore events, Signer brand) {
        EventLedger ledger = new EventLedger(events, LEDGER, new SecureRandom());
        EventBatch batch = ledger.lastBatch().orElseGet(() -> {
            show.items().forEach(item -> record(item, show, ledger));
            return ledger.closeBatch();
        });
        AnchoredRoots known = contracts.anchor().rootsOf(brand.address(), contracts.firstBlock());
        AnchoredRoot root = known.find(brand.address(), batch.head())
                .orElseGet(
                        () -> contracts.anchor().anchoredIn(contracts.anchor().anchor(brand, batch.head())));
        Map<String, String> passports = new LinkedHashMap<>();
        show.items()
                .forEach(item -> passports.put(
                        item.serial(), batch.passport(item.link(), root).toJson()));

        Map<Address, Words> issuers = new LinkedHashMap<>();
        show.issuers().forEach((key, name) -> issuers.put(addressOf(key), name));
        Set<Address> trusted = Set.copyOf(issuers.keySet());
        PassportVerifier verifier = new PassportVerifier(known.and(AnchoredRoots.of(root)), trusted);
        show.strangers().forEach((key, name) -> issuers.put(addressOf(key), name));
        return new Shelf(passports, verifier, trusted, issuers);
    }

    private static void record(Show.Item item, Show show, EventLedger ledger) {
        Trace trace = Trace.of(item.link());
        for (Show.Step step : item.steps()) {
            String place = Optional.ofNullable(show.places().get(step.place()))
                    .orElseThrow()
                    .uri();
            trace = switch (step.step()) {
                case "harvested" -> trace.harvested(step.at(), place);
                case "processed" -> trace.processed(step.at(), place);
                case "tested" ->
                    trace.tested(step.at(), place, step.certificate().orElseThrow());
                case "shipped" -> trace.shipped(step.at(), place);
                case "received" -> trace.received(step.at(), place);
                default -> throw new IllegalArgumentException("no such step in show.json: " + step.step());
            };
            EpcisEvent event = trace.events().getLast();
            try (LocalSigner issuer = DemoKeys.issuer(step.issuer())) {
                ledger.record(item.link(), SignedEvent.sign(event, issuer));
            }
        }
    }

    private static Address addressOf(String issuer) {
        try (LocalSigner signer = DemoKeys.issuer(issuer)) {
            return signer.address();
        }
    }

    boolean isTrusted(Address issuer) {
        return trusted.contains(issuer);
    }

    Passport passport(Show.Item item) {
        return Passport.parse(json(item));
    }

    /** Whether an item's passport verifies, with every reason why not. */
    Verdict<VerifiedPassport> check(Show.Item item) {
        return verifier.verify(json(item));
    }

    private String json(Show.Item item) {
        return Optional.ofNullable(passports.get(item.serial())).orElseThrow();
    }
}
