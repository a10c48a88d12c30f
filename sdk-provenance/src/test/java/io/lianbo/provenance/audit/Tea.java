package io.lianbo.provenance.audit;

import static io.lianbo.provenance.TeaCake.BRAND;
import static io.lianbo.provenance.TeaCake.CAKE;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.provenance.TeaCake;
import io.lianbo.provenance.checkpoint.CheckpointVerifier;
import io.lianbo.provenance.checkpoint.NoteSigner;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.event.EpcisEvent;
import io.lianbo.provenance.passport.SignedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/** A platform that sells tea, its access log, and an authority that asks. */
final class Tea {
    static final String ORIGIN = "tea.example/access";
    static final NoteSigner LOG_KEY =
            NoteSigner.ed25519(ORIGIN, Sha256.digest("access log".getBytes(StandardCharsets.UTF_8)));
    static final CheckpointVerifier LOG = new CheckpointVerifier(ORIGIN, LOG_KEY.verifier());
    static final LocalSigner AUTHORITY = LocalSigner.fromPrivateKey("0x" + "%064x".formatted(77));
    static final DigitalLink PRODUCT = DigitalLink.ofProduct(CAKE.gtin());
    static final DigitalLink LEAVES = DigitalLink.ofLot("09506000134369", "LEAF");
    static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    /** A clock that is set by hand. */
    static final class Clock implements InstantSource {
        private final AtomicReference<Instant> now = new AtomicReference<>(NOW);

        void set(Instant time) {
            now.set(time);
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    }

    private Tea() {}

    /** The cake's four events, one of another cake, of its lot, of the leaves that it was made of, and of a box that holds it. */
    static List<SignedEvent> events() {
        List<SignedEvent> events = new ArrayList<>(TeaCake.history(CAKE));
        events.add(SignedEvent.sign(
                TeaCake.event(TeaCake.cake("CAKE-0002"), "2026-04-20T18:00:00+08:00", "shipping", "OBSERVE"), BRAND));
        events.add(SignedEvent.sign(EpcisEvent.parse("""
                {"type": "ObjectEvent", "eventTime": "2026-05-01T00:00:00Z", "eventTimeZoneOffset": "+00:00",
                 "quantityList": [{"epcClass": "urn:epc:class:lgtin:9506000.013435.SPRING-26"}], "action": "OBSERVE",
                 "bizStep": "inspecting"}"""), BRAND));
        events.add(SignedEvent.sign(EpcisEvent.parse("""
                {"type": "ObjectEvent", "eventTime": "2026-03-01T00:00:00Z", "eventTimeZoneOffset": "+00:00",
                 "quantityList": [{"epcClass": "urn:epc:class:lgtin:9506000.013436.LEAF"}], "action": "OBSERVE",
                 "bizStep": "commissioning"}"""), BRAND));
        events.add(SignedEvent.sign(EpcisEvent.parse("""
                {"type": "AggregationEvent", "eventTime": "2026-04-15T00:00:00Z", "eventTimeZoneOffset": "+00:00",
                 "parentID": "urn:epc:id:sscc:9506000.0000000001", "action": "ADD", "bizStep": "packing",
                 "childEPCs": ["https://id.gs1.org/01/09506000134352/21/CAKE-0001"]}"""), BRAND));
        return events;
    }

    static AuditGrant grant(AuditScope scope) {
        return new AuditGrant(
                "Market Surveillance Authority of Yunnan",
                AUTHORITY.address(),
                scope,
                "recall 2026/17",
                "Regulation (EU) 2023/988, Article 27",
                Instant.parse("2026-11-01T00:00:00Z"),
                Instant.parse("2027-01-01T00:00:00Z"));
    }

    static AuditRequest request(Hash32 grant, AuditQuery query, Instant at, int number) {
        return AuditRequest.sign(ORIGIN, grant, query, at, new Random(number), AUTHORITY);
    }
}
