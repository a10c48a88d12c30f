package io.lianbo.rewards.escrow;

import io.lianbo.core.Hash32;
import io.lianbo.core.chain.ContractEvent;

/** What the events of an escrow, in the order of the chain, say of one order. */
final class OrderHistory {

    static final String[] EVENTS = {
        "Deposited", "Shipped", "Disputed", "Released", "BatchReleased", "Refunded", "Resolved"
    };

    private final EscrowOrder order;
    private final Hash32 orderId;
    private OrderRecord record = OrderRecord.NONE;

    OrderHistory(EscrowOrder order) {
        this.order = order;
        orderId = order.id();
    }

    OrderRecord record() {
        return record;
    }

    void add(ContractEvent event) {
        if (!isOfOrder(event)) {
            return;
        }
        record = switch (event.name()) {
            case "Deposited" -> record.in(OrderState.FUNDED);
            case "Shipped" -> record.in(OrderState.SHIPPED, event.uint("until"));
            case "Disputed" -> record.in(OrderState.DISPUTED, event.uint("until"));
            // The refund that a decision brings has an event of its own, which comes after it.
            case "Released", "BatchReleased", "Resolved" -> record.in(OrderState.RELEASED);
            case "Refunded" ->
                record.refunded(event.uint("amount"), order.price().units());
            default -> throw new IllegalStateException("an event that was not asked for: " + event);
        };
    }

    private boolean isOfOrder(ContractEvent event) {
        return event.name().equals("BatchReleased")
                ? event.hash("termsId").equals(order.termsId())
                        && event.list("orderIds").contains(orderId)
                : event.hash("orderId").equals(orderId);
    }
}
