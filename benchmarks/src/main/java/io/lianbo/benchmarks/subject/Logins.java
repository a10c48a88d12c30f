package io.lianbo.benchmarks.subject;

import io.lianbo.core.AccountId;
import io.lianbo.core.ChainId;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signature;
import io.lianbo.did.login.Login;
import io.lianbo.did.login.LoginMessage;
import io.lianbo.did.login.LoginVerifier;
import io.lianbo.did.login.NonceStore;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.web3j.crypto.Sign;
import org.web3j.crypto.Sign.SignatureData;

/**
 * A login by ERC-4361, from the message's text: read, compared with what the service expects, its signature checked and its nonce
 * given out and used up. The peer recovers the signer's key and does nothing else.
 */
@State(Scope.Thread)
@Fork(jvmArgsPrepend = "-Dlianbo.crypto=built-in")
public class Logins {

    private static final int MESSAGES = 64;
    private static final URI LOGIN = URI.create("https://live.example/login");

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Input(String message, String signature, byte[] web3jMessage, SignatureData web3jSignature) {}

    private final NonceStore nonces;
    private final LoginVerifier verifier;
    private final Turns<Input> inputs;

    public Logins() {
        Instant now = Instant.parse("2026-11-24T20:00:00Z");
        ChainId chain = new ChainId(1);
        LocalSigner viewer = LocalSigner.fromPrivateKey("0x" + "22".repeat(32));
        nonces = NonceStore.inMemory(InstantSource.fixed(now), new RecurringNonces(), Duration.ofMinutes(5));
        verifier = LoginVerifier.builder()
                .domain("live.example")
                .uri(LOGIN)
                .chain(chain)
                .nonces(nonces)
                .clock(InstantSource.fixed(now))
                .build();
        inputs = Turns.of(MESSAGES, i -> {
            String message = LoginMessage.builder()
                    .domain("live.example")
                    .account(new AccountId(chain, viewer.address()))
                    .statement("Log in to buy, and to collect what you win.")
                    .uri(LOGIN)
                    .nonce(nonces.issue())
                    .issuedAt(now)
                    .expirationTime(now.plusSeconds(300))
                    .build()
                    .toString();
            Signature signature = viewer.signMessage(message);
            return new Input(
                    message,
                    signature.toString(),
                    message.getBytes(StandardCharsets.UTF_8),
                    Web3j.signature(signature));
        });
    }

    @Benchmark
    public Login lianbo() {
        nonces.issue();
        Input input = inputs.next();
        return verifier.verify(input.message(), input.signature()).value().orElseThrow();
    }

    @Benchmark
    public BigInteger web3j() throws SignatureException {
        Input input = inputs.next();
        return Sign.signedPrefixedMessageToKey(input.web3jMessage(), input.web3jSignature());
    }

    /** Gives the nonces of the signed messages again and again, since a nonce is good once and signing is not measured here. */
    private static final class RecurringNonces extends SecureRandom {

        private static final long serialVersionUID = 1;

        private int given;

        @Override
        public void nextBytes(byte[] bytes) {
            ByteBuffer.wrap(bytes).putInt(given++ % MESSAGES);
        }
    }
}
