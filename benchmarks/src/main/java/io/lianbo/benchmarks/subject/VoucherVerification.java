package io.lianbo.benchmarks.subject;

import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.nft.SignedVoucher;
import io.lianbo.nft.Voucher;
import io.lianbo.nft.VoucherIssuer;
import io.lianbo.nft.VoucherVerifier;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SignatureException;
import java.time.InstantSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.web3j.crypto.Keys;
import org.web3j.crypto.Sign;
import org.web3j.crypto.StructuredDataEncoder;

/** A voucher and its signature, both as they travel, in text: read, hashed, and its signer found to be the host. */
@State(Scope.Thread)
@Fork(jvmArgsPrepend = "-Dlianbo.crypto=built-in")
public class VoucherVerification {

    private record Input(String voucher, String typedData, String signature) {}

    private final Turns<Input> inputs;
    private final VoucherVerifier verifier;
    private final String host;

    public VoucherVerification() {
        LocalSigner signer = Vouchers.host();
        VoucherIssuer issuer = new VoucherIssuer(signer, Vouchers.COLLECTION);
        inputs = Turns.of(256, i -> {
            Voucher voucher = Vouchers.voucher(i);
            SignedVoucher signed = issuer.issue(voucher);
            return new Input(
                    signed.toJson(),
                    Vouchers.typedData(voucher),
                    signed.signature().ofKey().orElseThrow().toString());
        });
        verifier = new VoucherVerifier(
                Vouchers.COLLECTION, signer.address(), Vouchers.EPOCH, InstantSource.fixed(Vouchers.SHOW));
        host = Keys.getAddress(Web3j.keyPair(signer));
    }

    @Benchmark
    public SignedVoucher lianbo() {
        return verifier.verify(SignedVoucher.parse(inputs.next().voucher()))
                .value()
                .orElseThrow();
    }

    /** The same on two threads, each with vouchers of its own. */
    @Benchmark
    @Threads(2)
    public SignedVoucher lianboOnTwoThreads() {
        return lianbo();
    }

    /** The same on two threads, each with vouchers of its own. */
    @Benchmark
    @Threads(2)
    public String web3jOnTwoThreads() throws IOException, SignatureException {
        return web3j();
    }

    @Benchmark
    public String web3j() throws IOException, SignatureException {
        Input input = inputs.next();
        byte[] digest = new StructuredDataEncoder(input.typedData()).hashStructuredData();
        BigInteger key = Sign.signedMessageHashToKey(digest, Sign.signatureDataFromHex(input.signature()));
        String signer = Keys.getAddress(key);
        if (!signer.equals(host)) {
            throw new IllegalStateException("signed by " + signer + ", not by " + host);
        }
        return signer;
    }
}
