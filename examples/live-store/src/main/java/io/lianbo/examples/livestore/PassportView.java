package io.lianbo.examples.livestore;

import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.provenance.event.EpcisEvent;
import io.lianbo.provenance.passport.Passport;
import io.lianbo.provenance.passport.SignedEvent;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A passport as its page shows it.
 *
 * @param verified whether all of it holds
 * @param checks each with its tick, and the reasons where it has none
 */
public record PassportView(
        boolean verified, List<Check> checks, List<Happening> timeline, List<String> certificates, Route route) {

    /** What is checked, and by which reasons of the verifier it fails. */
    static final Map<String, Set<String>> KINDS = kinds();

    /**
     * One check.
     *
     * @param key its name in the pages' texts
     * @param reasons why it failed; none where it passed
     */
    public record Check(String key, List<Reason> reasons) {
        public boolean passed() {
            return reasons.isEmpty();
        }
    }

    /** One event of an item. */
    public record Happening(
            String step,
            OffsetDateTime at,
            Words place,
            Words issuer,
            boolean trusted,
            boolean signed,
            List<String> certificates) {}

    static PassportView of(Passport passport, Verdict<?> verdict, Show show, Shelf shelf) {
        List<Happening> timeline = new ArrayList<>();
        List<String> certificates = new ArrayList<>();
        List<Show.Place> places = new ArrayList<>();
        for (Passport.Entry entry : passport.entries()) {
            SignedEvent signed = entry.signed();
            EpcisEvent event = signed.event();
            String uri = event.readPoint().orElse("");
            Optional<Show.Place> place = show.placeOf(uri);
            place.ifPresent(places::add);
            String address = signed.issuer().toString();
            timeline.add(new Happening(
                    step(event),
                    event.eventTime().atOffset(event.eventTimeZoneOffset()),
                    place.map(Show.Place::name).orElse(new Words(uri, uri)),
                    shelf.issuers().getOrDefault(signed.issuer(), new Words(address, address)),
                    shelf.isTrusted(signed.issuer()),
                    signed.verify().isVerified(),
                    event.certificationInfo()));
            certificates.addAll(event.certificationInfo());
        }
        return new PassportView(
                verdict.isVerified(), checks(verdict.reasons()), timeline, certificates, Route.through(places));
    }

    private static List<Check> checks(List<Reason> reasons) {
        List<Check> checks = new ArrayList<>();
        Set<String> known = new HashSet<>();
        KINDS.forEach((key, codes) -> {
            known.addAll(codes);
            checks.add(new Check(
                    key,
                    reasons.stream()
                            .filter(reason -> codes.contains(reason.code()))
                            .toList()));
        });
        List<Reason> others = reasons.stream()
                .filter(reason -> !known.contains(reason.code()))
                .toList();
        if (!others.isEmpty()) {
            checks.add(new Check("other", others));
        }
        return checks;
    }

    private static Map<String, Set<String>> kinds() {
        Map<String, Set<String>> kinds = new LinkedHashMap<>();
        kinds.put("signatures", Set.of("SIGNATURE_INVALID"));
        kinds.put("issuers", Set.of("UNAUTHORISED_ISSUER", "KEY_COMPROMISED"));
        kinds.put("complete", Set.of("EVENT_MISSING", "EVENT_ALTERED", "WRONG_ITEM", "LINK_MISSING"));
        kinds.put("order", Set.of("ORDER_IN_TIME"));
        kinds.put("anchored", Set.of("NOT_ANCHORED", "PROOF_INVALID", "EQUIVOCATION", "CHECKPOINT_INVALID"));
        return kinds;
    }

    /** The business step as the pages' texts name it; the last word of its URI. */
    private static String step(EpcisEvent event) {
        String uri = event.bizStep().orElse("");
        return uri.substring(Math.max(uri.lastIndexOf('-'), uri.lastIndexOf('/')) + 1);
    }
}
