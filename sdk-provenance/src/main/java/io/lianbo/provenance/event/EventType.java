package io.lianbo.provenance.event;

/** The five kinds of EPCIS 2.0 events (EPCIS 2.0 section 7.4). */
public enum EventType {
    /** Something happened to objects: harvested, inspected, shipped. */
    OBJECT("ObjectEvent"),
    /** Children were packed into a parent, or taken out. */
    AGGREGATION("AggregationEvent"),
    /** Objects were tied to a business transaction. */
    TRANSACTION("TransactionEvent"),
    /** Inputs were used up and became outputs. */
    TRANSFORMATION("TransformationEvent"),
    /** Children were attached to a lasting parent: a sensor to a container. */
    ASSOCIATION("AssociationEvent");

    private final String epcisName;

    EventType(String epcisName) {
        this.epcisName = epcisName;
    }

    /** The name in EPCIS documents: {@code ObjectEvent}. */
    public String epcisName() {
        return epcisName;
    }

    static EventType named(Object name) {
        for (EventType type : values()) {
            if (type.epcisName.equals(name)) {
                return type;
            }
        }
        throw new IllegalArgumentException(notOne(String.valueOf(name)));
    }

    static String notOne(String name) {
        return "event type must be ObjectEvent, AggregationEvent, TransactionEvent, TransformationEvent or AssociationEvent: "
                + name;
    }
}
