package io.lianbo.core.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.chain.ContractEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A consumer that writes down what it gets, and can fail. */
final class Book implements EventConsumer<Object> {
    private final List<ContractEvent> events = new ArrayList<>();
    private final List<String> journal = new ArrayList<>();
    private Consumer<ChainEvent> before = change -> {};
    private int untilFailure = Integer.MAX_VALUE;

    @Override
    public void accept(ChainEvent change, Object transaction) throws Exception {
        if (untilFailure-- == 0) {
            untilFailure = Integer.MAX_VALUE;
            throw new Exception("crash");
        }
        before.accept(change);
        String amount = change.event().uint("amount").toString();
        switch (change) {
            case ChainEvent.Delivered delivered -> {
                events.add(delivered.event());
                journal.add("+" + amount);
            }
            case ChainEvent.Retracted retracted -> {
                assertThat(events.removeLast()).isEqualTo(retracted.event());
                journal.add("-" + amount);
            }
        }
    }

    /** Takes so many, and throws at the next. */
    void failAfter(int changes) {
        untilFailure = changes;
    }

    void neverFail() {
        untilFailure = Integer.MAX_VALUE;
        before = change -> {};
    }

    /** What happens before each change is taken. */
    void before(Consumer<ChainEvent> action) {
        before = action;
    }

    /** The events that were delivered and not taken back. */
    List<ContractEvent> events() {
        return events;
    }

    List<Long> amounts() {
        return events.stream()
                .map(event -> event.uint("amount").longValueExact())
                .toList();
    }

    List<String> journal() {
        return journal;
    }
}
