package io.lianbo.did.resolve;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.lianbo.did.Did;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Keeps what another method resolved for a while: documents for one time, failures for a shorter one, at most 10,000 of both.
 *
 * <p>Many threads that ask for one DID at once make one question of it. Named versions are not kept, and {@link ResolutionOptions#fresh()} goes to the
 * source and renews what is kept. What is kept may have been withdrawn meanwhile: the time is how long that may go unseen.
 *
 * {@snippet class="io.lianbo.did.resolve.CachingDidMethodTest" region="cache"}
 */
public final class CachingDidMethod implements DidMethod {
    private static final int MOST = 10_000;
    private static final Set<String> SELF_CONTAINED = Set.of("key", "jwk", "pkh");

    private final DidMethod source;
    private final AsyncCache<Did, Resolution> kept;

    private CachingDidMethod(DidMethod source, AsyncCache<Did, Resolution> kept) {
        this.source = source;
        this.kept = kept;
    }

    /**
     * {@return a cache before a method}
     *
     * @param source whom to ask
     * @param documents how long a document is kept, more than 0
     * @param failures how long a failure of any kind is kept, more than 0 and no longer than a document
     * @param clock what time it is
     * @throws IllegalArgumentException where a time is out of range, or the method asks nobody and has nothing to keep
     */
    public static CachingDidMethod of(DidMethod source, Duration documents, Duration failures, InstantSource clock) {
        if (SELF_CONTAINED.contains(source.method())) {
            throw new IllegalArgumentException("did:" + source.method() + " asks nobody: do not cache it");
        }
        if (!failures.isPositive()
                || failures.compareTo(documents) > 0
                || documents.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "failures must be kept for more than 0 and no longer than documents, and these up to a day: "
                            + failures + ", " + documents);
        }
        Instant start = clock.instant();
        AsyncCache<Did, Resolution> kept = Caffeine.newBuilder()
                .maximumSize(MOST)
                .ticker(() -> Duration.between(start, clock.instant()).toNanos())
                .executor(Runnable::run) // its few moments of housekeeping need no thread of their own
                .expireAfter(Expiry.<Did, Resolution>creating(
                        (did, resolution) -> resolution instanceof Resolution.Resolved ? documents : failures))
                .buildAsync();
        return new CachingDidMethod(source, kept);
    }

    @Override
    public String method() {
        return source.method();
    }

    /** {@inheritDoc} */
    @Override
    public Resolution resolve(Did did, ResolutionOptions options) {
        if (!options.isLatest()) {
            return source.resolve(did, options);
        }
        CompletableFuture<Resolution> mine = new CompletableFuture<>();
        if (options.isFresh()) {
            kept.put(did, mine);
            return ask(did, options, mine);
        }
        CompletableFuture<Resolution> theirs = kept.asMap().putIfAbsent(did, mine);
        return theirs == null ? ask(did, options, mine) : await(theirs);
    }

    /** Asks for all who wait; what is thrown is thrown to each of them, and not kept. */
    private Resolution ask(Did did, ResolutionOptions options, CompletableFuture<Resolution> answer) {
        try {
            Resolution resolution = source.resolve(did, options);
            answer.complete(resolution);
            return resolution;
        } catch (RuntimeException | Error e) {
            answer.completeExceptionally(e);
            throw e;
        }
    }

    private static Resolution await(CompletableFuture<Resolution> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
