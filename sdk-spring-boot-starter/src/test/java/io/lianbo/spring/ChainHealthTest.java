package io.lianbo.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.testkit.LocalChain;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ChainHealthTest {
    private Instant now = Instant.EPOCH;

    @Test
    void tellsTheChainAndHowOldItsLatestBlockIsAndWhenItGoesDown() {
        try (LocalChain local = LocalChain.start()) {
            now = local.timestamp().plusSeconds(30);
            service(local).withPropertyValues("lianbo.chain.max-block-age=60s").run(context -> {
                HealthIndicator indicator = context.getBean(HealthIndicator.class);
                Health up = indicator.health();
                assertThat(up.getStatus()).isEqualTo(Status.UP);
                assertThat(up.getDetails())
                        .containsEntry("chainId", local.chainId())
                        .containsEntry("block", local.blockNumber())
                        .containsEntry("blockAge", "30s");

                now = now.plusSeconds(31);
                assertThat(indicator.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);

                stop(local);
                Health down = indicator.health();
                assertThat(down.getStatus()).isEqualTo(Status.DOWN);
                assertThat(down.getDetails()).containsEntry("problem", "RPC_UNREACHABLE");
            });
        }
    }

    @Test
    void withoutALimitTheAgeIsOnlyTold() {
        try (LocalChain local = LocalChain.start()) {
            now = local.timestamp().plus(Duration.ofDays(1));
            service(local).run(context -> {
                Health health = context.getBean(HealthIndicator.class).health();
                assertThat(health.getStatus()).isEqualTo(Status.UP);
                assertThat(health.getDetails()).containsEntry("blockAge", "86400s");
            });
        }
    }

    @Test
    void aWrongChainAndOneThatNeverAnsweredAreDown() {
        try (LocalChain local = LocalChain.start()) {
            Service.bare()
                    .withPropertyValues("lianbo.chain.rpc-url=" + local.rpcUrl(), "lianbo.chain.chain-id=1")
                    .run(context -> assertThat(context.getBean(HealthIndicator.class)
                                    .health()
                                    .getDetails())
                            .containsEntry("problem", "WRONG_CHAIN"));
        }
        Service.bare()
                .withPropertyValues("lianbo.chain.rpc-url=http://key@127.0.0.1:1", "lianbo.chain.chain-id=1")
                .run(context -> {
                    Health health = context.getBean(HealthIndicator.class).health();
                    assertThat(health.getStatus()).isEqualTo(Status.DOWN);
                    assertThat(health.toString()).doesNotContain("127.0.0.1").doesNotContain("key");
                });
    }

    @Test
    void canBeSwitchedOff() {
        Service.bare()
                .withPropertyValues(
                        "lianbo.chain.rpc-url=http://127.0.0.1:1",
                        "lianbo.chain.chain-id=1",
                        "management.health.lianbo-chain.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(HealthIndicator.class));
    }

    @Test
    void gaugesFollowTheChainAndAskItSeldom() {
        try (LocalChain local = LocalChain.start()) {
            SimpleMeterRegistry registry = new SimpleMeterRegistry();
            now = local.timestamp().plusSeconds(2);
            service(local).run(context -> {
                context.getBean(MeterBinder.class).bindTo(registry);
                assertThat(gauge(registry, "lianbo.chain.block")).isEqualTo((double) local.blockNumber());
                assertThat(gauge(registry, "lianbo.chain.block.age")).isEqualTo(2);

                long before = local.blockNumber();
                local.mine(7);
                assertThat(gauge(registry, "lianbo.chain.block")).isEqualTo((double) before); // too soon to ask again
                now = now.plusSeconds(5);
                assertThat(gauge(registry, "lianbo.chain.block")).isEqualTo((double) (before + 7));

                stop(local);
                now = now.plusSeconds(5);
                assertThat(gauge(registry, "lianbo.chain.block")).isNaN();
                assertThat(gauge(registry, "lianbo.chain.block.age")).isNaN();
            });
        }
    }

    /** Closing twice is allowed; the test closes what it does not stop. */
    private static void stop(LocalChain local) {
        local.close();
    }

    private ApplicationContextRunner service(LocalChain local) {
        return Service.onChain(Service.bare(), local)
                .withPropertyValues("lianbo.chain.request-timeout=2s")
                .withBean(InstantSource.class, () -> () -> now);
    }

    private static double gauge(SimpleMeterRegistry registry, String name) {
        return registry.get(name).gauge().value();
    }
}
