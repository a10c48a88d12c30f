package io.lianbo.did.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lianbo.did.Did;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CachingDidMethodTest {
    private static final Did TEA = Did.ofWeb("tea.example");
    private static final ResolutionOptions LATEST = ResolutionOptions.latest();

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-25T12:00:00Z"));
    private final InstantSource clock = now::get;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicReference<Resolution> answer =
            new AtomicReference<>(Resolution.of(DidDocument.builder(TEA).build(), DocumentMetadata.none()));
    private final DidMethod web = DidResolverTest.method("web", () -> {
        asked.incrementAndGet();
        return answer.get();
    });
    private final CachingDidMethod cached =
            CachingDidMethod.of(web, Duration.ofMinutes(10), Duration.ofSeconds(30), clock);

    @Test
    void asksOnceAsLongAsADocumentIsKept() {
        // @start region="cache"
        DidMethod kept = CachingDidMethod.of(web, Duration.ofMinutes(10), Duration.ofSeconds(30), clock);
        DidResolver resolver = DidResolver.of(DidMethod.key(), kept);
        // @end region="cache"
        resolver.resolve(TEA);
        pass(Duration.ofMinutes(10).minusNanos(1));
        assertThat(resolver.resolve(TEA)).isEqualTo(answer.get());
        assertThat(asked).hasValue(1);

        pass(Duration.ofNanos(1));
        resolver.resolve(TEA);
        assertThat(asked).hasValue(2);
        resolver.resolve(Did.ofWeb("coffee.example"));
        assertThat(asked).hasValue(3);
    }

    @Test
    void keepsAFailureForItsShorterTime() {
        for (ResolutionError error : List.of(ResolutionError.NOT_FOUND, ResolutionError.INTERNAL_ERROR)) {
            asked.set(0);
            Resolution failure = Resolution.failed(error, "not now");
            answer.set(failure);
            pass(Duration.ofHours(1));
            cached.resolve(TEA, LATEST);
            pass(Duration.ofSeconds(29));
            assertThat(cached.resolve(TEA, LATEST)).isEqualTo(failure);
            assertThat(asked).hasValue(1);

            pass(Duration.ofSeconds(1));
            cached.resolve(TEA, LATEST);
            assertThat(asked).hasValue(2);
        }
    }

    @Test
    void goesToTheSourceWhenAskedToAndKeepsThat() {
        cached.resolve(TEA, LATEST);
        Resolution gone = Resolution.failed(ResolutionError.NOT_FOUND, "gone");
        answer.set(gone);

        assertThat(cached.resolve(TEA, LATEST)).isNotEqualTo(gone);
        assertThat(cached.resolve(TEA, LATEST.fresh())).isEqualTo(gone);
        assertThat(cached.resolve(TEA, LATEST)).isEqualTo(gone);
        assertThat(asked).hasValue(2);
    }

    @Test
    void keepsNoNamedVersion() {
        cached.resolve(TEA, ResolutionOptions.versionId("1"));
        cached.resolve(TEA, ResolutionOptions.versionId("1"));
        cached.resolve(TEA, ResolutionOptions.versionTime(now.get()));

        assertThat(asked).hasValue(3);
    }

    @Test
    void manyWhoAskAtOnceAreOneQuestion() throws Exception {
        CountDownLatch asking = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        DidMethod slow = DidResolverTest.method("web", () -> {
            asked.incrementAndGet();
            asking.countDown();
            try {
                assertThat(go.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return answer.get();
        });
        CachingDidMethod shared = CachingDidMethod.of(slow, Duration.ofMinutes(1), Duration.ofSeconds(1), clock);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Resolution>> answers = new ArrayList<>();
            answers.add(threads.submit(() -> shared.resolve(TEA, LATEST)));
            assertThat(asking.await(30, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 50; i++) {
                answers.add(threads.submit(() -> shared.resolve(TEA, LATEST)));
            }
            go.countDown();
            for (Future<Resolution> each : answers) {
                assertThat(each.get(30, TimeUnit.SECONDS)).isEqualTo(answer.get());
            }
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void keepsNothingOfAMethodThatThrows() {
        AtomicInteger calls = new AtomicInteger();
        CachingDidMethod broken = CachingDidMethod.of(
                DidResolverTest.method("web", () -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new IllegalStateException("a bug");
                    }
                    return answer.get();
                }),
                Duration.ofMinutes(1),
                Duration.ofSeconds(1),
                clock);

        assertThatIllegalStateException().isThrownBy(() -> broken.resolve(TEA, LATEST));
        assertThat(broken.resolve(TEA, LATEST)).isEqualTo(answer.get());
    }

    @Test
    void refusesToKeepWhatNeedsNoKeepingAndTimesThatMeanNothing() {
        Duration minute = Duration.ofMinutes(1);
        for (DidMethod method : List.of(DidMethod.key(), DidMethod.jwk(), DidMethod.pkh())) {
            assertThatIllegalArgumentException().isThrownBy(() -> CachingDidMethod.of(method, minute, minute, clock));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> CachingDidMethod.of(web, minute, Duration.ZERO, clock));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CachingDidMethod.of(web, minute, minute.plusNanos(1), clock));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CachingDidMethod.of(web, Duration.ofDays(2), minute, clock));
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }
}
