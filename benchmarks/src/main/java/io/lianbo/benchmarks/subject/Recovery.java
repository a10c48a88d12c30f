package io.lianbo.benchmarks.subject;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.PublicKey;
import io.lianbo.core.crypto.Secp256k1;
import io.lianbo.core.crypto.Signature;
import java.math.BigInteger;
import java.security.SignatureException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.web3j.crypto.Sign;
import org.web3j.crypto.Sign.SignatureData;

/** Who signed this digest: a secp256k1 public key from a signature. */
@State(Scope.Thread)
@Fork(jvmArgsPrepend = "-Dlianbo.crypto=built-in")
public class Recovery {

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Input(Hash32 digest, Signature signature, byte[] web3jDigest, SignatureData web3jSignature) {}

    private final Turns<Input> inputs;

    public Recovery() {
        inputs = Turns.of(256, i -> {
            Hash32 digest = Keccak256.hash(new byte[] {(byte) i});
            LocalSigner signer = LocalSigner.fromPrivateKey("0x%064x".formatted(i + 1));
            Signature signature = signer.sign(digest);
            return new Input(digest, signature, digest.bytes(), Web3j.signature(signature));
        });
    }

    @Benchmark
    public PublicKey lianbo() {
        Input input = inputs.next();
        return Secp256k1.recover(input.digest(), input.signature()).value().orElseThrow();
    }

    @Benchmark
    public BigInteger web3j() throws SignatureException {
        Input input = inputs.next();
        return Sign.signedMessageHashToKey(input.web3jDigest(), input.web3jSignature());
    }
}
