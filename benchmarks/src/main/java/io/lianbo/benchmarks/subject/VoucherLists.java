package io.lianbo.benchmarks.subject;

import io.lianbo.core.Address;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.nft.SignedVoucherList;
import io.lianbo.nft.VoucherIssuer;
import io.lianbo.nft.VoucherList;
import io.lianbo.nft.VoucherVerifier;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SignatureException;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Gifts for one viewer to ten thousand, verified from their text: ours as one list under one signature, the peer's each under its own. */
@State(Scope.Thread)
public class VoucherLists {

    @Param("100")
    public int size;

    private final LocalSigner host = Vouchers.host();
    private final VoucherIssuer issuer = new VoucherIssuer(host, Vouchers.COLLECTION);
    private final VoucherVerifier verifier = new VoucherVerifier(
            Vouchers.COLLECTION, host.address(), Vouchers.EPOCH, InstantSource.fixed(Vouchers.SHOW));
    private final VoucherVerification peer = new VoucherVerification();
    private String json = "";

    /** Signs the list. */
    @Setup
    public void sign() {
        List<Address> viewers = IntStream.range(0, size)
                .mapToObj(i -> Address.of("0x%040x".formatted(0xaaaa_0000L + i)))
                .toList();
        json = issuer.issue(VoucherList.of(BigInteger.ONE, viewers, Vouchers.SHOW.plusSeconds(3600), Vouchers.EPOCH)
                        .withValidity(Vouchers.SHOW.minusSeconds(60), Vouchers.SHOW.plusSeconds(3600)))
                .toJson();
    }

    @Benchmark
    public SignedVoucherList lianbo() {
        return verifier.verify(SignedVoucherList.parse(json)).value().orElseThrow();
    }

    @Benchmark
    public int web3j() throws IOException, SignatureException {
        int verified = 0;
        while (verified < size) {
            verified += peer.web3j().isEmpty() ? 0 : 1;
        }
        return verified;
    }
}
