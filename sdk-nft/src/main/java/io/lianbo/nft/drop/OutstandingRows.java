package io.lianbo.nft.drop;

import io.lianbo.nft.internal.ChunkSize;
import io.lianbo.nft.internal.GasModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The rows of a file that are in no transaction yet, in 8 bytes each: the token, and how many bytes of the recipient's address are not zero. */
final class OutstandingRows {
    /** An address has 20 bytes. */
    private static final int BITS = 5;

    private final Known ledger;
    private final List<DropRow> page = new ArrayList<>();
    private long[] outstanding = new long[1 << 10];
    private int size;
    private long minted;

    /** Asks the ledger about rows. */
    @FunctionalInterface
    interface Known {
        List<DropRow> of(List<DropRow> rows);
    }

    OutstandingRows(Known ledger) {
        this.ledger = ledger;
    }

    void add(DropRow row) {
        page.add(row);
        if (page.size() == DropLedger.PAGE) {
            flush();
        }
    }

    private void flush() {
        Map<String, DropRowState> known = new HashMap<>();
        ledger.of(page).forEach(row -> known.put(row.externalId(), row.state()));
        for (DropRow row : page) {
            switch (known.getOrDefault(row.externalId(), DropRowState.PENDING)) {
                case MINTED -> minted++;
                case SENT -> {}
                case PENDING, FAILED -> {
                    if (size == outstanding.length) {
                        outstanding = Arrays.copyOf(outstanding, 2 * size);
                    }
                    outstanding[size++] = row.tokenId() << BITS | GasModel.nonZeroBytes(row.recipient());
                }
            }
        }
        page.clear();
    }

    /** How many of the rows are minted, as the ledger says. */
    long minted() {
        flush();
        return minted;
    }

    /** Into which transactions the rows go. */
    List<ChunkSize> chunks(Supplier<ChunkSize> empty) {
        flush();
        Arrays.sort(outstanding, 0, size);
        List<ChunkSize> chunks = new ArrayList<>();
        long last = -1;
        for (int i = 0; i < size; i++) {
            long token = outstanding[i] >> BITS;
            int nonZeroBytes = (int) outstanding[i] & ((1 << BITS) - 1);
            boolean runsOn = i > 0 && token == last + 1;
            if (!runsOn || !chunks.getLast().add(nonZeroBytes)) {
                ChunkSize next = empty.get();
                if (!next.add(nonZeroBytes)) {
                    throw new IllegalArgumentException("the limits must allow one recipient");
                }
                chunks.add(next);
            }
            last = token;
        }
        return chunks;
    }
}
