package io.lianbo.nft.internal;

import io.lianbo.core.Address;

/** How large a transaction with many rows gets, row by row, and when it is full. Not safe for use by many threads. */
public final class ChunkSize {
    private final GasModel model;
    private final long gasLimit;
    private final int callDataBytes;
    private int rows;
    private long callDataGas;

    /**
     * An empty transaction.
     *
     * @param model what it takes
     * @param gasLimit the most gas that it may be given
     * @param callDataBytes the most call data that it may have
     */
    public ChunkSize(GasModel model, long gasLimit, int callDataBytes) {
        this.model = model;
        this.gasLimit = gasLimit;
        this.callDataBytes = callDataBytes;
    }

    /**
     * {@return whether there was room for one row more, which is in it then}
     *
     * @param recipient whose address is its call data
     */
    public boolean add(Address recipient) {
        return add(GasModel.nonZeroBytes(recipient));
    }

    /**
     * {@return whether there was room for one row more, which is in it then}
     *
     * @param nonZeroBytes how many bytes of its address are not zero
     */
    public boolean add(int nonZeroBytes) {
        long more = callDataGas + GasModel.callDataGas(nonZeroBytes);
        int next = rows + 1;
        if (next > model.mostRows()
                || model.bytes(next) > callDataBytes
                || GasModel.limitFor(model.gas(next, more)) > gasLimit) {
            return false;
        }
        rows = next;
        callDataGas = more;
        return true;
    }

    /** {@return how many rows are in it} */
    public int rows() {
        return rows;
    }

    /** {@return what it uses at the most} */
    public long gas() {
        return model.gas(rows, callDataGas);
    }

    /** {@return how many bytes of call data it has} */
    public int bytes() {
        return (int) model.bytes(rows);
    }
}
