package io.lianbo.benchmarks.subject;

import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.VerificationKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A message of 100 bytes, signed by Ed25519, by a key that was read before. */
@State(Scope.Thread)
public class Ed25519Checks {
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Input(
            VerificationKey key,
            Ed25519PublicKeyParameters bouncyCastle,
            PublicKey jdk,
            byte[] message,
            byte[] signature) {}

    private final Turns<Input> inputs = Turns.of(256, i -> {
        byte[] message = new byte[100];
        message[0] = (byte) i;
        try (LocalSigningKey signing = LocalSigningKey.generate(KeyAlgorithm.EDDSA, new SecureRandom())) {
            VerificationKey key = signing.verificationKey();
            byte[] info = new byte[PREFIX.length + 32];
            System.arraycopy(PREFIX, 0, info, 0, PREFIX.length);
            System.arraycopy(key.bytes(), 0, info, PREFIX.length, 32);
            return new Input(
                    key,
                    new Ed25519PublicKeyParameters(key.bytes()),
                    KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(info)),
                    message,
                    signing.sign(message));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    });

    @Benchmark
    public VerificationKey lianbo() {
        Input input = inputs.next();
        return input.key().verify(input.message(), input.signature()).value().orElseThrow();
    }

    @Benchmark
    public boolean bouncyCastle() {
        Input input = inputs.next();
        Ed25519Signer verifier = new Ed25519Signer();
        verifier.init(false, input.bouncyCastle());
        verifier.update(input.message(), 0, input.message().length);
        return verifier.verifySignature(input.signature());
    }

    @Benchmark
    public boolean jdk() throws GeneralSecurityException {
        Input input = inputs.next();
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(input.jdk());
        verifier.update(input.message());
        return verifier.verify(input.signature());
    }
}
