package io.lianbo.provenance.store;

import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.event.EventType;
import io.lianbo.provenance.store.Term.Field;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which events to find: the SimpleEventQuery of EPCIS 2.0 (section 8.2.7.1), its parameters as methods. Each one narrows the query; several
 * values of one are alternatives, at most 100. The answer stands in the order of event time, oldest first.
 *
 * {@snippet class="io.lianbo.provenance.store.EventStoreTest" region="query"}
 *
 * <p>Values are matched in canonical form, however the event and the query spell them: {@code urn:epc:id:sgtin:...} finds what a GS1
 * Digital Link says, {@code shipping} what {@code urn:epcglobal:cbv:bizstep:shipping} says. Times are compared to the millisecond.
 * Patterns ({@code urn:epc:idpat:...}) are refused: ask for the class, or {@link #concerning}.
 *
 * <p>Immutable.
 */
public final class EventQuery {
    private static final int MOST_VALUES = 100;
    private static final int MOST_PER_PAGE = 10_000;
    private static final Instant EARLIEST = Instant.ofEpochMilli(Long.MIN_VALUE);
    private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);
    private static final EventQuery ALL = new EventQuery(List.of(), new Place(Long.MIN_VALUE, 0), Long.MAX_VALUE, 1000);

    private static final Set<Field> EPCS = EnumSet.of(Field.EPC, Field.CHILD_EPC);
    private static final Set<Field> ANY_EPC =
            EnumSet.of(Field.EPC, Field.CHILD_EPC, Field.PARENT_ID, Field.INPUT_EPC, Field.OUTPUT_EPC);
    private static final Set<Field> CLASSES = EnumSet.of(Field.QUANTITY, Field.CHILD_QUANTITY);
    private static final Set<Field> ANY_CLASS =
            EnumSet.of(Field.QUANTITY, Field.CHILD_QUANTITY, Field.INPUT_QUANTITY, Field.OUTPUT_QUANTITY);

    /** That one of these fields has one of these values. */
    record Condition(Set<Field> fields, Set<String> values) {
        boolean holds(Set<Term> terms) {
            return fields.stream()
                    .anyMatch(field -> values.stream().anyMatch(value -> terms.contains(new Term(field, value))));
        }

        /** How badly its fields tell events apart. */
        Field weakest() {
            return fields.stream().max(Comparator.naturalOrder()).orElseThrow();
        }
    }

    private final List<Condition> conditions;
    private final Place after;
    private final long before;
    private final int perPage;

    private EventQuery(List<Condition> conditions, Place after, long before, int perPage) {
        this.conditions = conditions;
        this.after = after;
        this.before = before;
        this.perPage = perPage;
    }

    /** All events, 1,000 a page. */
    public static EventQuery all() {
        return ALL;
    }

    /** {@code eventType}: of one of these types. */
    public EventQuery eventType(EventType... types) {
        return with(EnumSet.of(Field.TYPE), Stream.of(types).map(EventType::epcisName), Function.identity());
    }

    /** {@code GE_eventTime}: at this time or later. */
    public EventQuery geEventTime(Instant time) {
        Place from = new Place(millis(time), 0);
        return new EventQuery(conditions, from.compareTo(after) > 0 ? from : after, before, perPage);
    }

    /** {@code LT_eventTime}: before this time. */
    public EventQuery ltEventTime(Instant time) {
        return new EventQuery(conditions, after, Math.min(before, millis(time)), perPage);
    }

    private static long millis(Instant time) {
        return time.isAfter(LATEST) ? Long.MAX_VALUE : time.isBefore(EARLIEST) ? Long.MIN_VALUE : time.toEpochMilli();
    }

    /** {@code EQ_bizStep}: of one of these steps, as words ({@code shipping}) or URIs. */
    public EventQuery eqBizStep(String... steps) {
        return with(
                EnumSet.of(Field.BIZ_STEP),
                Stream.of(steps),
                step -> Term.word("BizStep-", "urn:epcglobal:cbv:bizstep:", step));
    }

    /** {@code EQ_disposition}: that left the objects in one of these states, as words ({@code in_transit}) or URIs. */
    public EventQuery eqDisposition(String... dispositions) {
        return with(
                EnumSet.of(Field.DISPOSITION),
                Stream.of(dispositions),
                state -> Term.word("Disp-", "urn:epcglobal:cbv:disp:", state));
    }

    /** {@code EQ_readPoint}: that happened at one of these places. */
    public EventQuery eqReadPoint(String... places) {
        return with(EnumSet.of(Field.READ_POINT), Stream.of(places), Term::identifier);
    }

    /** {@code EQ_bizLocation}: after which the objects are at one of these places. */
    public EventQuery eqBizLocation(String... places) {
        return with(EnumSet.of(Field.BIZ_LOCATION), Stream.of(places), Term::identifier);
    }

    /**
     * {@code EQ_bizTransaction_type}: for one of these business transactions.
     *
     * @param type their type, as a word ({@code po}) or URI; "" for those that say none
     */
    public EventQuery eqBizTransaction(String type, String... transactions) {
        return with(
                EnumSet.of(Field.BIZ_TRANSACTION),
                Stream.of(transactions),
                id -> Term.bizTransaction(type, id).value());
    }

    /** {@code EQ_eventID}: with one of these ids, which an event shares with those that declare it erroneous. */
    public EventQuery eqEventId(String... ids) {
        return with(EnumSet.of(Field.EVENT_ID), Stream.of(ids), String::strip);
    }

    /** {@code MATCH_epc}: with one of these in {@code epcList} or {@code childEPCs}. */
    public EventQuery matchEpc(String... epcs) {
        return matching(EPCS, epcs);
    }

    /** {@code MATCH_parentID}: with one of these as {@code parentID}. */
    public EventQuery matchParentId(String... epcs) {
        return matching(EnumSet.of(Field.PARENT_ID), epcs);
    }

    /** {@code MATCH_inputEPC}: that used up one of these. */
    public EventQuery matchInputEpc(String... epcs) {
        return matching(EnumSet.of(Field.INPUT_EPC), epcs);
    }

    /** {@code MATCH_outputEPC}: that made one of these. */
    public EventQuery matchOutputEpc(String... epcs) {
        return matching(EnumSet.of(Field.OUTPUT_EPC), epcs);
    }

    /** {@code MATCH_anyEPC}: with one of these as object, parent, child, input or output. */
    public EventQuery matchAnyEpc(String... epcs) {
        return matching(ANY_EPC, epcs);
    }

    /** {@code MATCH_epcClass}: with one of these lots or classes in {@code quantityList} or {@code childQuantityList}. */
    public EventQuery matchEpcClass(String... classes) {
        return matching(CLASSES, classes);
    }

    /** {@code MATCH_anyEPCClass}: with one of these lots or classes in any list of quantities. */
    public EventQuery matchAnyEpcClass(String... classes) {
        return matching(ANY_CLASS, classes);
    }

    /**
     * All that concerns an item: what names it, its lot or its product, in whichever field. A lot or a product, too, may be asked for; it is
     * then what names just them that is found, and not the items below.
     *
     * @param item the item, with its lot where that is known
     */
    public EventQuery concerning(DigitalLink item) {
        Set<Field> fields = EnumSet.copyOf(ANY_EPC);
        fields.addAll(ANY_CLASS);
        return with(fields, item.identifiers().stream(), Function.identity());
    }

    /**
     * All that names one of these goods in whichever field: an item or a lot itself, which is the finest that the link knows, and of a product
     * also each of its items and lots.
     *
     * @param goods 1 to 100 items, lots or products
     */
    public EventQuery naming(Collection<DigitalLink> goods) {
        Set<Field> fields = EnumSet.copyOf(ANY_EPC);
        fields.addAll(ANY_CLASS);
        if (goods.stream().anyMatch(EventQuery::isProduct)) {
            fields.add(Field.PRODUCT);
        }
        return with(
                fields,
                goods.stream().map(link -> isProduct(link) ? link.gtin() : link.canonical()),
                Function.identity());
    }

    private static boolean isProduct(DigitalLink link) {
        return link.lot().isEmpty() && link.serial().isEmpty();
    }

    /** {@code EXISTS_errorDeclaration}: that declare an earlier event erroneous. */
    public EventQuery existsErrorDeclaration() {
        return with(EnumSet.of(Field.ERROR_DECLARATION), Stream.of(""), Function.identity());
    }

    /** {@code perPage}: this many at a time, 1 to 10,000. */
    public EventQuery perPage(int most) {
        if (most < 1 || most > MOST_PER_PAGE) {
            throw new IllegalArgumentException("a page must hold 1 to " + MOST_PER_PAGE + " events: " + most);
        }
        return new EventQuery(conditions, after, before, most);
    }

    /**
     * {@code nextPageToken}: what comes after a page of this query.
     *
     * @throws IllegalArgumentException if no page gave the token
     */
    public EventQuery nextPageToken(String token) {
        return new EventQuery(conditions, Place.ofToken(token), before, perPage);
    }

    private EventQuery matching(Set<Field> fields, String... epcs) {
        for (String epc : epcs) {
            if (epc.strip().startsWith("urn:epc:idpat:")) {
                throw new IllegalArgumentException("patterns are not matched, only identifiers: " + epc);
            }
        }
        return with(fields, Stream.of(epcs), Term::identifier);
    }

    private EventQuery with(Set<Field> fields, Stream<String> values, Function<String, String> canonical) {
        Field any = fields.iterator().next();
        Set<String> terms = values.map(
                        value -> Term.of(any, canonical.apply(value)).value())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (terms.isEmpty() || terms.size() > MOST_VALUES) {
            throw new IllegalArgumentException("there must be 1 to " + MOST_VALUES + " values: " + terms.size());
        }
        List<Condition> more = new ArrayList<>(conditions);
        more.add(new Condition(fields, terms));
        more.sort(Comparator.comparing(Condition::weakest));
        return new EventQuery(List.copyOf(more), after, before, perPage);
    }

    /** Those that tell events apart best first. */
    List<Condition> conditions() {
        return conditions;
    }

    /** Behind which place the answer begins. */
    Place after() {
        return after;
    }

    /** Before which time it ends, in milliseconds since 1970. */
    long before() {
        return before;
    }

    /** How many a page holds. */
    int perPage() {
        return perPage;
    }
}
