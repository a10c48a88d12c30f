package io.lianbo.benchmarks.subject;

import io.lianbo.core.Hash32;
import io.lianbo.core.typeddata.TypedData;
import io.lianbo.nft.Voucher;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.web3j.crypto.StructuredDataEncoder;

/**
 * The EIP-712 digest of a voucher: from a typed value, which is how our users have it, and from JSON that brings its types along,
 * the only form that web3j takes.
 */
@State(Scope.Thread)
public class TypedDataHashes {

    private record Input(Voucher voucher, String json) {}

    private final Turns<Input> inputs = Turns.of(256, i -> {
        Voucher voucher = Vouchers.voucher(i);
        return new Input(voucher, Vouchers.typedData(voucher));
    });

    @Benchmark
    public Hash32 voucher() {
        return inputs.next().voucher().digest(Vouchers.COLLECTION);
    }

    @Benchmark
    public Hash32 json() {
        return TypedData.parse(inputs.next().json()).digest();
    }

    @Benchmark
    public byte[] web3j() throws IOException {
        return new StructuredDataEncoder(inputs.next().json()).hashStructuredData();
    }
}
