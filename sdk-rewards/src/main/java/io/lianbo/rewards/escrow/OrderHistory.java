package io.lianbo.rewards.escrow;

import io.lianbo.core.chain.ContractEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the events of an escrow, in the order of the chain, say of some orders. */
final class OrderHistory {

    static final String[] EVENTS = {
        "Deposited", "Shipped", "Disputed", "Released", "BatchReleased", "Refunded", "Resolved"
    };

    private final Map<Object, EscrowOrder> orders = new HashMap<>();
    private final Map<EscrowOrder, OrderRecord> records = new LinkedHashMap<>();

    OrderHistory(List<EscrowOrder> orders) {
        for (EscrowOrder order : orders) {
            this.orders.put(order.id(), order);
            records.put(order, OrderRecord.NONE);
        }
    }

    Map<EscrowOrder, OrderRecord> records() {
        return records;
    }

    void add(ContractEvent event) {
        List<?> ids = event.name().equals("BatchReleased") ? event.list("orderIds") : List.of(event.hash("orderId"));
        for (Object id : ids) {
            EscrowOrder order = orders.get(id);
            if (order != null) {
                records.computeIfPresent(order, (same, record) -> after(event, same, record));
            }
        }
    }

    private static OrderRecord after(ContractEvent event, EscrowOrder order, OrderRecord record) {
        return switch (event.name()) {
            case "Deposited" -> record.in(OrderState.FUNDED, order.shipBy());
            case "Shipped" -> record.in(OrderState.SHIPPED, until(event));
            case "Disputed" -> record.in(OrderState.DISPUTED, until(event));
            // The refund that a decision brings has an event of its own, which comes after it.
            case "Released", "BatchReleased", "Resolved" -> record.in(OrderState.RELEASED);
            case "Refunded" ->
                record.refunded(event.uint("amount"), order.price().units());
            default -> throw new IllegalStateException("an event that was not asked for: " + event);
        };
    }

    private static Instant until(ContractEvent event) {
        return Instant.ofEpochSecond(event.uint("until").longValueExact());
    }
}
