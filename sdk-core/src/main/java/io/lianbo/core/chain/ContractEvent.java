package io.lianbo.core.chain;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * One event of a contract, decoded.
 *
 * <p>An indexed field of a type longer than a word (string, bytes, array, struct) is on chain only as a hash, and
 * comes as that {@link Hash32}.
 *
 * @param name as the contract declares it: "Transfer"
 * @param values its fields in the order of declaration
 * @param log where it was written
 */
public record ContractEvent(String name, AbiValues values, Log log) {
    /** All fields by name; a field without a name has its position, "0". */
    public Map<String, Object> fields() {
        return values.fields();
    }

    /** A field of type address. */
    public Address address(String field) {
        return values.address(field);
    }

    /** A field of an integer type, signed or not. */
    public BigInteger uint(String field) {
        return values.uint(field);
    }

    /** A field of type bool. */
    public boolean bool(String field) {
        return values.bool(field);
    }

    /** A field of type string. */
    public String string(String field) {
        return values.string(field);
    }

    /** A field of type bytes32, or the hash that stands for an indexed field longer than a word. */
    public Hash32 hash(String field) {
        return values.hash(field);
    }

    /** A field of type bytes or bytes1 to bytes32. */
    public byte[] bytes(String field) {
        return values.bytes(field);
    }

    /** A field of an array type. */
    public List<Object> list(String field) {
        return values.list(field);
    }

    /** The block it is in. */
    public long blockNumber() {
        return log.blockNumber();
    }

    /** The transaction that wrote it. */
    public Hash32 transactionHash() {
        return log.transactionHash();
    }

    /** Its place among all logs of its block, from 0. */
    public long logIndex() {
        return log.index();
    }

    /** Name and fields: "Transfer(from=0x.., to=0x.., amount=10)". */
    @Override
    public String toString() {
        return name + values;
    }
}
