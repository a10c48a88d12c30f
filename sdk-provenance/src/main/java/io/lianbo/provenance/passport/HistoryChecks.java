package io.lianbo.provenance.passport;

import io.lianbo.core.Verdict.Reason;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.event.EpcisEvent;
import io.lianbo.provenance.event.EventType;
import io.lianbo.provenance.event.QuantityElement;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether the events in the history of one thing can all be true, asked when each of them is proven.
 *
 * <p>An {@code errorDeclaration} makes no event void here: no hash covers it, so whoever shows a passport could add one to a recall.
 */
final class HistoryChecks {
    private static final String CBV = "https://ref.gs1.org/cbv/";
    private static final String RECALLED = CBV + "Disp-recalled";
    private static final List<String> LEAVING = List.of(CBV + "BizStep-shipping", CBV + "BizStep-departing");
    private static final List<String> ARRIVING =
            List.of(CBV + "BizStep-receiving", CBV + "BizStep-arriving", CBV + "BizStep-accepting");
    private static final List<String> UNDER_WAY =
            List.of(CBV + "BizStep-transporting", CBV + "BizStep-loading", CBV + "BizStep-unloading");

    /** Units of mass of UN/CEFACT Recommendation 20, in milligrams. */
    private static final Map<String, BigDecimal> MASSES = Map.of(
            "MGM", BigDecimal.ONE,
            "GRM", new BigDecimal(1_000),
            "KGM", new BigDecimal(1_000_000),
            "TNE", new BigDecimal(1_000_000_000));

    private final DigitalLink item;
    private final String name;
    private final List<EpcisEvent> events;
    private final List<Reason> reasons = new ArrayList<>();

    private HistoryChecks(DigitalLink item, List<EpcisEvent> events) {
        this.item = item;
        this.name = item.canonical();
        this.events = events;
    }

    /**
     * What cannot be true together.
     *
     * @param custody whether the item must also have been in somebody's hands all the time
     */
    static List<Reason> of(DigitalLink item, List<EpcisEvent> events, boolean custody) {
        HistoryChecks checks = new HistoryChecks(item, events);
        if (item.serial().isPresent()) {
            checks.checkLife();
            checks.checkParents();
        } else {
            checks.checkBalance();
        }
        checks.checkMasses();
        checks.checkRecall();
        if (custody) {
            checks.checkCustody();
        }
        return checks.reasons;
    }

    /** Nothing happens to an item before it came into being or after it was used up. */
    private void checkLife() {
        OptionalInt seen = OptionalInt.empty();
        OptionalInt gone = OptionalInt.empty();
        for (int i = 0; i < events.size(); i++) {
            EpcisEvent event = events.get(i);
            if (!event.isAbout(name)) {
                continue;
            }
            if (gone.isPresent()) {
                add("LINK_BROKEN", i, "is about what was used up or destroyed by event " + gone.getAsInt());
            } else if (seen.isPresent() && comesIntoBeing(event)) {
                add("LINK_BROKEN", i, "makes what was there at event " + seen.getAsInt());
            }
            seen = OptionalInt.of(i);
            if (ceasesToBe(event)) {
                gone = OptionalInt.of(i);
            }
        }
    }

    private boolean comesIntoBeing(EpcisEvent event) {
        return event.type() == EventType.TRANSFORMATION
                ? event.outputEpcs().contains(name)
                : event.type() == EventType.OBJECT && isAction(event, "ADD");
    }

    private boolean ceasesToBe(EpcisEvent event) {
        return event.type() == EventType.TRANSFORMATION
                ? event.inputEpcs().contains(name)
                : event.type() == EventType.OBJECT && isAction(event, "DELETE");
    }

    private static boolean isAction(EpcisEvent event, String action) {
        return event.action().filter(action::equals).isPresent();
    }

    /** An item is in one parent at a time, and is taken out of no other. */
    private void checkParents() {
        String parent = null;
        for (int i = 0; i < events.size(); i++) {
            EpcisEvent event = events.get(i);
            if (event.type() != EventType.AGGREGATION) {
                continue;
            }
            String other = event.parentId().orElse("an unnamed parent");
            if (isPackedIn(event)) {
                if (parent != null && !parent.equals(other)) {
                    add("LINK_BROKEN", i, "puts into " + other + " what was still in " + parent);
                }
                parent = other;
            } else if (isTakenOut(event, parent)) {
                if (!other.equals(parent)) {
                    add("LINK_BROKEN", i, "takes out of " + other + " what was not in it");
                }
                parent = null;
            }
        }
    }

    private boolean isPackedIn(EpcisEvent event) {
        return event.type() == EventType.AGGREGATION
                && isAction(event, "ADD")
                && event.childEpcs().contains(name);
    }

    /** Where no children are named, all of them are taken out. */
    private boolean isTakenOut(EpcisEvent event, @Nullable String parent) {
        boolean all = event.childEpcs().isEmpty()
                && event.childQuantities().isEmpty()
                && event.parentId().filter(id -> id.equals(parent)).isPresent();
        return event.type() == EventType.AGGREGATION
                && isAction(event, "DELETE")
                && (all || event.childEpcs().contains(name));
    }

    /** Of a lot, there is never less than nothing, and nothing happens to more than there is; asked where it is told how much was made. */
    private void checkBalance() {
        Map<String, BigDecimal> stock = new HashMap<>();
        for (int i = 0; i < events.size(); i++) {
            EpcisEvent event = events.get(i);
            boolean transforms = event.type() == EventType.TRANSFORMATION;
            boolean adds = event.type() == EventType.OBJECT && isAction(event, "ADD");
            boolean removes = event.type() == EventType.OBJECT && isAction(event, "DELETE");
            int place = i;
            Stream.concat(event.inputQuantities().stream(), transforms ? Stream.of() : observed(event))
                    .filter(this::isOfThis)
                    .forEach(amount -> {
                        if (adds) {
                            stock.merge(unit(amount), amount.quantity().orElseThrow(), BigDecimal::add);
                        } else {
                            take(stock, place, amount, transforms || removes);
                        }
                    });
            event.outputQuantities().stream()
                    .filter(this::isOfThis)
                    .forEach(amount ->
                            stock.merge(unit(amount), amount.quantity().orElseThrow(), BigDecimal::add));
        }
    }

    private static Stream<QuantityElement> observed(EpcisEvent event) {
        return Stream.concat(event.quantities().stream(), event.childQuantities().stream());
    }

    private boolean isOfThis(QuantityElement amount) {
        return amount.epcClass().equals(name) && amount.quantity().isPresent();
    }

    private static String unit(QuantityElement amount) {
        return amount.uom().orElse("");
    }

    private void take(Map<String, BigDecimal> stock, int place, QuantityElement amount, boolean forGood) {
        BigDecimal there = stock.get(unit(amount));
        if (there == null) {
            return; // how much was made in this unit is not told
        }
        BigDecimal taken = amount.quantity().orElseThrow();
        if (taken.compareTo(there) > 0) {
            String unit = unit(amount).isEmpty() ? "" : " " + unit(amount);
            add(
                    "QUANTITY_UNBALANCED",
                    place,
                    "is about " + taken.toPlainString() + unit + " of " + there.toPlainString() + unit
                            + " that there were");
        }
        if (forGood) {
            stock.put(unit(amount), there.subtract(taken).max(BigDecimal.ZERO));
        }
    }

    /** No more comes out of a transformation than went in; asked where all of both is told in units of mass. */
    private void checkMasses() {
        for (int i = 0; i < events.size(); i++) {
            EpcisEvent event = events.get(i);
            if (event.type() == EventType.TRANSFORMATION
                    && event.transformationId().isEmpty()
                    && event.inputEpcs().isEmpty()
                    && event.outputEpcs().isEmpty()) {
                Optional<BigDecimal> inputs = mass(event.inputQuantities());
                Optional<BigDecimal> outputs = mass(event.outputQuantities());
                if (inputs.isPresent() && outputs.isPresent() && outputs.get().compareTo(inputs.get()) > 0) {
                    add(
                            "QUANTITY_UNBALANCED",
                            i,
                            "makes " + outputs.get().toPlainString() + " mg of "
                                    + inputs.get().toPlainString() + " mg");
                }
            }
        }
    }

    private static Optional<BigDecimal> mass(List<QuantityElement> amounts) {
        BigDecimal sum = BigDecimal.ZERO;
        for (QuantityElement amount : amounts) {
            BigDecimal unit = MASSES.get(unit(amount));
            if (unit == null || amount.quantity().isEmpty()) {
                return Optional.empty();
            }
            sum = sum.add(amount.quantity().get().multiply(unit));
        }
        return amounts.isEmpty() ? Optional.empty() : Optional.of(sum);
    }

    /** A recall, of the item, its lot or its product, stands until it is said to be over. */
    private void checkRecall() {
        int over = events.size() - 1;
        while (over >= 0 && !endsRecall(events.get(over))) {
            over--;
        }
        for (int i = over + 1; i < events.size(); i++) {
            if (isRecalled(events.get(i))) {
                add("RECALLED", i, "recalls " + concerned(events.get(i)));
            }
        }
    }

    private static boolean isRecalled(EpcisEvent event) {
        return event.disposition().filter(RECALLED::equals).isPresent()
                || event.persistentDisposition()
                        .filter(states -> states.set().contains(RECALLED))
                        .isPresent();
    }

    private static boolean endsRecall(EpcisEvent event) {
        return event.persistentDisposition()
                .filter(states -> states.unset().contains(RECALLED))
                .isPresent();
    }

    private String concerned(EpcisEvent event) {
        return item.identifiers().stream().filter(event::isAbout).findFirst().orElse(name);
    }

    /** What leaves a place arrives at the next before anything else happens to it there; within a parent it goes where that goes. */
    private void checkCustody() {
        Optional<String> place = Optional.empty();
        OptionalInt left = OptionalInt.empty();
        boolean packed = false;
        for (int i = 0; i < events.size(); i++) {
            EpcisEvent event = events.get(i);
            if (!event.isAbout(name)) {
                continue;
            }
            boolean arrives = isStep(event, ARRIVING);
            Optional<String> here = event.readPoint().map(HistoryChecks::site);
            if (left.isPresent() && !arrives && !isStep(event, UNDER_WAY)) {
                add("CUSTODY_GAP", i, "is about what left with event " + left.getAsInt() + " and did not arrive");
                left = OptionalInt.empty();
            } else if (left.isPresent() && arrives) {
                checkDestination(left.getAsInt(), i, here);
                left = OptionalInt.empty();
            } else if (left.isEmpty() && !packed && place.isPresent() && here.isPresent() && !here.equals(place)) {
                add(
                        "CUSTODY_GAP",
                        i,
                        "is at " + here.get() + ", and nothing tells how it came there from " + place.get());
            }
            if (isStep(event, LEAVING)) {
                left = OptionalInt.of(i);
            }
            packed = isPackedIn(event) || (packed && !isAction(event, "DELETE"));
            place = event.bizLocation().map(HistoryChecks::site).or(() -> here).or(copy(place));
        }
    }

    private static Supplier<Optional<String>> copy(Optional<String> place) {
        return () -> place;
    }

    private void checkDestination(int sent, int received, Optional<String> here) {
        List<String> places = events.get(sent).destinations().stream()
                .filter(destination -> destination
                        .type()
                        .filter((CBV + "SDT-location")::equals)
                        .isPresent())
                .map(destination -> site(destination.uri()))
                .toList();
        if (here.isPresent() && !places.isEmpty() && !places.contains(here.get())) {
            add("CUSTODY_GAP", received, "is at " + here.get() + ", but event " + sent + " sent it to " + places);
        }
    }

    private static boolean isStep(EpcisEvent event, List<String> steps) {
        return event.bizStep().filter(steps::contains).isPresent();
    }

    /** A location without what lies within it. */
    private static String site(String place) {
        int within = place.indexOf("/254/");
        return within < 0 ? place : place.substring(0, within);
    }

    private void add(String code, int event, String detail) {
        reasons.add(new Reason(code, "event " + event + " " + detail));
    }
}
