package io.lianbo.benchmarks.subject;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lianbo.core.Verdict;
import io.lianbo.did.Did;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.net.Fetched;
import io.lianbo.did.resolve.CachingDidMethod;
import io.lianbo.did.resolve.DidDocument;
import io.lianbo.did.resolve.DidMethod;
import io.lianbo.did.resolve.DidResolver;
import io.lianbo.did.resolve.Relationship;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The keys that a did:web issuer vouches with, out of a warm cache, for 64 issuers in turn. */
@State(Scope.Thread)
public class Resolutions {
    private static final Duration KEPT = Duration.ofHours(1);

    private final Turns<Did> issuers = Turns.of(64, i -> Did.parse("did:web:shop-" + i + ".example"));
    private final DidMethod web;
    private final DidResolver cached;
    private final Cache<Did, DidDocument> bare =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(KEPT).build();

    public Resolutions() {
        String key;
        try (LocalSigningKey merchant = LocalSigningKey.generate(KeyAlgorithm.ES256, new SecureRandom())) {
            key = merchant.verificationKey().did().identifier();
        }
        web = DidMethod.web(request -> Verdict.ok(Fetched.of(
                request.uri(),
                "application/did+json",
                document("did:web:" + request.uri().getHost(), key))));
        cached = DidResolver.of(CachingDidMethod.of(web, KEPT, KEPT, InstantSource.system()));
    }

    private static byte[] document(String did, String key) {
        return """
                {"id": "%1$s", "verificationMethod": [{"id": "%1$s#key-1", "type": "Multikey", "controller": "%1$s",
                "publicKeyMultibase": "%2$s"}], "assertionMethod": ["#key-1"]}""".formatted(did, key).getBytes(StandardCharsets.UTF_8);
    }

    @Benchmark
    public List<VerificationKey> lianbo() {
        return keys(cached);
    }

    /** Each document read anew from its bytes, as without a cache but with a network that takes no time. */
    @Benchmark
    public List<VerificationKey> uncached() {
        return keys(DidResolver.of(web));
    }

    /** A look into a map that holds the documents. */
    @Benchmark
    public DidDocument caffeine() {
        return bare.get(
                issuers.next(),
                did -> DidResolver.of(web).resolve(did).document().orElseThrow());
    }

    private List<VerificationKey> keys(DidResolver resolver) {
        return resolver.resolve(issuers.next()).document().orElseThrow().keysFor(Relationship.ASSERTION_METHOD);
    }
}
