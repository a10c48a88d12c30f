package io.lianbo.examples.livesale;

import io.lianbo.core.Address;
import io.lianbo.core.BasisPoints;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.crypto.Signature;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.event.EpcisEvent;
import io.lianbo.provenance.passport.SignedEvent;
import io.lianbo.rewards.scoring.Interaction;
import io.lianbo.rewards.scoring.ScoringRules;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that the input files say, checked by {@link InputReader}; amounts are in the currency's smallest unit. */
record SaleInput(
        Show show,
        Names names,
        Currency currency,
        Map<Party, Integer> split,
        Map<String, String> issuers,
        Collection collection,
        Duration arrivesAfter,
        Duration shipWithin,
        Duration acceptWithin,
        Duration decideWithin,
        List<Goods> goods,
        List<Viewer> viewers,
        List<OrderLine> orders,
        ScoringRules rules,
        List<Interaction> interactions) {

    /** Who can have a share of the price. */
    enum Party {
        MERCHANT("merchant"),
        HOST("host"),
        PLATFORM("platform"),
        VIEWERS("viewers");

        private final String key;

        Party(String key) {
            this.key = key;
        }

        /** Its name in {@code sale.json}. */
        String key() {
            return key;
        }
    }

    /** The livestream. */
    record Show(String title, String domain, OffsetDateTime startsAt, OffsetDateTime endsAt) {}

    /** What those who are paid are called. */
    record Names(String merchant, String host, String platform) {
        String of(Party party) {
            return switch (party) {
                case MERCHANT -> merchant;
                case HOST -> host;
                case PLATFORM -> platform;
                case VIEWERS -> "Viewers' pool";
            };
        }
    }

    /** The token in which is paid; this demo deploys it, with {@value #DECIMALS} decimals. */
    record Currency(String name, String symbol) {
        static final int DECIMALS = 6;

        /** Before it is deployed, for reading prices. */
        Token undeployed() {
            return new Token(symbol, DECIMALS, Optional.empty());
        }

        TokenAmount amount(BigInteger units) {
            return new TokenAmount(units, undeployed());
        }
    }

    /** The collectible that every viewer of the show is given. */
    record Collection(String name, String symbol, String baseUri, BasisPoints royalty) {}

    /** One item on the shelf. */
    record Goods(
            String name, String category, DigitalLink link, String serial, BigInteger price, List<StatedEvent> events) {

        /** Its history, where every signature can be read; whether they are good is for others to say. */
        Verdict<List<SignedEvent>> history() {
            List<SignedEvent> history = new ArrayList<>();
            List<Reason> reasons = new ArrayList<>();
            for (int i = 0; i < events.size(); i++) {
                StatedEvent stated = events.get(i);
                try {
                    history.add(new SignedEvent(stated.event(), stated.issuer(), Signature.parse(stated.signature())));
                } catch (IllegalArgumentException e) {
                    reasons.add(new Reason("SIGNATURE_INVALID", "event " + i + ": " + e.getMessage()));
                }
            }
            return reasons.isEmpty() ? Verdict.ok(List.copyOf(history)) : Verdict.refused(reasons);
        }
    }

    /** An event as the file has it; its signature may be anything. */
    record StatedEvent(EpcisEvent event, Address issuer, String signature) {}

    record Viewer(String id, String name, BigInteger balance) {}

    /**
     * Who buys what, and what she will say of it.
     *
     * @param confirmed whether she will sign that it is there and right; a buyer who neither signs nor complains accepts by silence
     * @param complaint what she will complain of
     */
    record OrderLine(String id, Viewer viewer, Goods goods, boolean confirmed, Optional<Complaint> complaint) {}

    /**
     * What a buyer complains of.
     *
     * @param reason with which she disputes
     * @param back how much of the price the arbiter will give her back
     */
    record Complaint(Reason reason, BigInteger back) {}

    /** The last second in which an order can be shipped. */
    Instant shipBy() {
        return show.endsAt().toInstant().plus(shipWithin);
    }

    /** When every order is settled: what shipped is accepted, and what did not is paid back. */
    Instant settled() {
        Instant accepted = show.endsAt().toInstant().plus(acceptWithin);
        return accepted.isAfter(shipBy()) ? accepted : shipBy();
    }

    /** When the parcels arrive. */
    Instant arrival() {
        return show.endsAt().toInstant().plus(arrivesAfter);
    }

    /** What an issuer of events is called; its address where nobody here knows it. */
    String issuerName(Address address) {
        return issuers.entrySet().stream()
                .filter(issuer -> Actors.issuer(issuer.getKey()).address().equals(address))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Text.brief(address));
    }
}
