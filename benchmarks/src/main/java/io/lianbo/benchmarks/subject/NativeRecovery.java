package io.lianbo.benchmarks.subject;

import fr.acinq.secp256k1.Secp256k1;
import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signature;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;

/** The same by native code, beside the bare call into the library. */
@Fork(jvmArgsPrepend = {})
public class NativeRecovery extends Recovery {
    private static final int DIGESTS = 256;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Input(byte[] digest, byte[] signature, int yParity) {}

    private final Turns<Input> inputs = Turns.of(DIGESTS, i -> {
        Hash32 digest = Keccak256.hash(new byte[] {(byte) i});
        Signature signature =
                LocalSigner.fromPrivateKey("0x%064x".formatted(i + 1)).sign(digest);
        return new Input(digest.bytes(), Arrays.copyOf(signature.bytes(), 64), signature.yParity());
    });

    private final Secp256k1 library = Secp256k1.get();

    @Benchmark
    public byte[] bareCall() {
        Input input = inputs.next();
        return library.ecdsaRecover(input.signature(), input.digest(), input.yParity());
    }
}
