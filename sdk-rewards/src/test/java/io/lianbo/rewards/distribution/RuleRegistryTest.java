package io.lianbo.rewards.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules are announced before they count. */
@LocalChainTest
class RuleRegistryTest {

    private static final Duration WEEK = Duration.ofDays(7);

    private Chain chain;
    private LocalSigner publisher;
    private LocalSigner stranger;

    @BeforeEach
    void connect(LocalChain local) {
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        publisher = LocalSigner.fromPrivateKey(local.accounts().get(0).privateKey());
        stranger = LocalSigner.fromPrivateKey(local.accounts().get(1).privateKey());
    }

    @AfterEach
    void disconnect() {
        chain.close();
    }

    @Test
    void letsRulesCountWhenTheirDelayIsOver() {
        Hash32 rulesHash = rules(1);
        // @start region="registry"
        RuleRegistry registry = RuleRegistry.deploy(chain, publisher, publisher.address(), Duration.ofDays(7));
        RuleRegistry.Version version = registry.announce(publisher, rulesHash);

        assertThat(registry.activeAt(version.activeFrom())).contains(version);
        assertThat(registry.activeAt(version.activeFrom().minusSeconds(1))).isEmpty();
        // @end region="registry"
        assertThat(version.activeFrom()).isEqualTo(chain.timestamp().plus(WEEK));
        assertThat(registry.delay()).isEqualTo(WEEK);
        assertThat(RuleRegistry.at(chain, registry.address()).versions()).containsExactly(version);
    }

    @Test
    void keepsTheNumberOfAVersionThatWasWithdrawn() {
        RuleRegistry registry = RuleRegistry.deploy(chain, stranger, publisher.address(), WEEK);
        Instant now = chain.timestamp();
        RuleRegistry.Version first = registry.announce(publisher, rules(1));
        RuleRegistry.Version second = registry.announce(publisher, rules(2), now.plus(Duration.ofDays(30)));
        registry.withdraw(publisher, 2);
        RuleRegistry.Version third = registry.announce(publisher, rules(3), now.plus(Duration.ofDays(20)));

        assertThat(registry.versions())
                .containsExactly(
                        first, new RuleRegistry.Version(2, second.rulesHash(), second.activeFrom(), true), third);
        assertThat(third.number()).isEqualTo(3);
        assertThat(registry.activeAt(second.activeFrom())).contains(third);
    }

    @Test
    void refusesWhatComesTooEarlyOrTooLateOrFromAnother(LocalChain local) {
        RuleRegistry registry = RuleRegistry.deploy(chain, publisher, publisher.address(), WEEK);
        Hash32 hash = rules(1);
        assertReverts("OwnableUnauthorizedAccount", () -> registry.announce(stranger, hash));
        assertReverts(
                "TooEarly",
                () -> registry.announce(publisher, hash, chain.timestamp().plus(Duration.ofDays(6))));
        assertReverts("ZeroRules", () -> registry.announce(publisher, Hash32.ZERO));
        assertReverts("NoSuchVersion", () -> registry.withdraw(publisher, 1));
        registry.announce(publisher, hash);
        local.increaseTime(WEEK);
        assertReverts("AlreadyActive", () -> registry.withdraw(publisher, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> registry.announce(publisher, hash, Instant.EPOCH));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RuleRegistry.deploy(chain, publisher, publisher.address(), Duration.ofMillis(999)))
                .withMessage("delay must be a second or more: PT0.999S");
    }

    private static Hash32 rules(int version) {
        return Keccak256.hash(("rules, version " + version).getBytes(StandardCharsets.UTF_8));
    }

    private static void assertReverts(String error, ThrowingCallable call) {
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.error().name()).isEqualTo(error));
    }
}
