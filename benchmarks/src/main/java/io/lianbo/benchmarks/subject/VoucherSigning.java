package io.lianbo.benchmarks.subject;

import io.lianbo.nft.SignedVoucher;
import io.lianbo.nft.Voucher;
import io.lianbo.nft.VoucherIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Sign;
import org.web3j.crypto.Sign.SignatureData;

/** A drop's vouchers, signed in bulk on all cores. */
@State(Scope.Thread)
@Fork(jvmArgsPrepend = "-Dlianbo.crypto=built-in")
public class VoucherSigning {

    private static final int DROP = 1024;

    private final VoucherIssuer issuer = new VoucherIssuer(Vouchers.host(), Vouchers.COLLECTION);
    private final ECKeyPair keyPair = Web3j.keyPair(Vouchers.host());
    private final List<Voucher> vouchers =
            IntStream.range(0, DROP).mapToObj(Vouchers::voucher).toList();
    private final List<String> typedData =
            vouchers.stream().map(Vouchers::typedData).toList();

    @Benchmark
    @OperationsPerInvocation(DROP)
    public List<SignedVoucher> lianbo() {
        return issuer.issueAll(vouchers.stream()).toList();
    }

    @Benchmark
    @OperationsPerInvocation(DROP)
    public List<SignatureData> web3j() {
        return typedData.parallelStream().map(this::sign).toList();
    }

    private SignatureData sign(String json) {
        try {
            return Sign.signTypedData(json, keyPair);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
