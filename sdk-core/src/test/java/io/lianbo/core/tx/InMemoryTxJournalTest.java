package io.lianbo.core.tx;

class InMemoryTxJournalTest extends TxJournalConformance {
    @Override
    TxJournal open() {
        return TxJournal.inMemory();
    }
}
