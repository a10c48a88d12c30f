package io.lianbo.provenance.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.provenance.TeaCake;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@LocalChainTest
class IssuerRegistryTest {

    private static final Hash32 INSPECTING = IssuerRegistry.scopeOf("https://ref.gs1.org/cbv/BizStep-inspecting");
    private static final Address LABORATORY = TeaCake.LABORATORY.address();

    private static Chain chain;
    private static LocalSigner authority;
    private static LocalSigner stranger;

    @BeforeAll
    static void connect(LocalChain local) {
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        authority = LocalSigner.fromPrivateKey(local.accounts().get(0).privateKey());
        stranger = LocalSigner.fromPrivateKey(local.accounts().get(1).privateKey());
    }

    @AfterAll
    static void disconnect() {
        chain.close();
    }

    @Test
    void saysWhoMayAttestWhat() {
        Address laboratory = LABORATORY;
        Instant anchored = chain.timestamp();
        Instant inspected = anchored.minus(Duration.ofDays(11));
        Instant accredited = anchored.minus(Duration.ofDays(365));
        // @start region="registry"
        IssuerRegistry registry = IssuerRegistry.deploy(chain, authority, authority.address());
        Hash32 inspecting = IssuerRegistry.scopeOf("https://ref.gs1.org/cbv/BizStep-inspecting");
        registry.authorise(authority, laboratory, inspecting, accredited);

        AuthorisedIssuers issuers = registry.snapshot(0);
        assertThat(issuers.check(laboratory, inspecting, inspected, anchored).isVerified())
                .isTrue();
        // @end
        assertThat(registry.isAuthorised(laboratory, inspecting, inspected, anchored))
                .isTrue();
        assertThat(IssuerRegistry.at(chain, registry.account().address()).compromisedSince(laboratory))
                .isEmpty();
        assertThat(codes(issuers, accredited.minusSeconds(1), anchored)).containsExactly("UNAUTHORISED_ISSUER");
        registry.reportCompromise(authority, laboratory, anchored);
        assertThat(registry.compromisedSince(laboratory)).contains(anchored);
        AuthorisedIssuers later = registry.snapshot(0);
        assertThat(codes(later, inspected, anchored)).containsExactly("KEY_COMPROMISED");
        assertThat(codes(later, inspected, anchored.minusSeconds(1))).isEmpty();
    }

    @Test
    void letsTheAuthorityAloneDecideAndNeverReachBack() {
        IssuerRegistry registry = IssuerRegistry.deploy(chain, stranger, authority.address());
        Instant now = chain.timestamp();
        assertReverts("OwnableUnauthorizedAccount", () -> registry.authorise(stranger, LABORATORY, INSPECTING, now));
        assertReverts("NotAuthorised", () -> registry.revoke(authority, LABORATORY, INSPECTING, now.plusSeconds(9999)));
        registry.authorise(authority, LABORATORY, INSPECTING, now.minusSeconds(100));
        assertReverts(
                "RevocationInThePast", () -> registry.revoke(authority, LABORATORY, INSPECTING, now.minusSeconds(1)));
        assertReverts("PeriodOverlaps", () -> registry.authorise(authority, LABORATORY, INSPECTING, now));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.authorise(authority, LABORATORY, INSPECTING, Instant.MIN))
                .withMessageStartingWith("the time must be after 1970 began");
    }

    @Test
    void revokesAsSoonAsCanBe() {
        IssuerRegistry registry = IssuerRegistry.deploy(chain, authority, authority.address());
        registry.authorise(authority, LABORATORY, INSPECTING, chain.timestamp());
        registry.revoke(authority, LABORATORY, INSPECTING);
        Instant revokedIn = chain.timestamp();
        AuthorisedIssuers issuers = registry.snapshot(0);
        assertThat(codes(issuers, revokedIn, revokedIn)).isEmpty();
        assertThat(codes(issuers, revokedIn.plusSeconds(1), revokedIn.plusSeconds(1)))
                .containsExactly("UNAUTHORISED_ISSUER");
    }

    @Test
    void aRevocationEndsTheRunningPeriodThoughAnotherIsToCome() {
        IssuerRegistry registry = IssuerRegistry.deploy(chain, authority, authority.address());
        Instant now = chain.timestamp();
        registry.authorise(authority, LABORATORY, INSPECTING, now.minusSeconds(1000));
        registry.revoke(authority, LABORATORY, INSPECTING, now.plusSeconds(10_000));
        registry.authorise(authority, LABORATORY, INSPECTING, now.plusSeconds(20_000)); // renewed ahead of time
        registry.revoke(authority, LABORATORY, INSPECTING);
        AuthorisedIssuers issuers = registry.snapshot(0);
        for (long later : new long[] {1_000, 9_999, 30_000}) {
            Instant time = now.plusSeconds(later);
            assertThat(registry.isAuthorised(LABORATORY, INSPECTING, time, time))
                    .isFalse();
            assertThat(codes(issuers, time, time)).containsExactly("UNAUTHORISED_ISSUER");
        }
        assertThat(codes(issuers, now, now)).isEmpty();
    }

    /** A random course of decisions, after which snapshot and contract are asked about every moment that matters. */
    @Test
    void agreesWithTheContractOnEveryMoment() {
        IssuerRegistry registry = IssuerRegistry.deploy(chain, authority, authority.address());
        Random random = new Random(21);
        List<Address> issuers = List.of(LABORATORY, TeaCake.GARDEN.address(), TeaCake.FACTORY.address());
        List<Hash32> scopes = List.of(INSPECTING, Hash32.ZERO);
        Instant start = chain.timestamp();
        for (int i = 0; i < 40; i++) {
            Address issuer = issuers.get(random.nextInt(issuers.size()));
            Hash32 scope = scopes.get(random.nextInt(scopes.size()));
            Instant moment = start.plusSeconds(random.nextInt(200));
            try {
                if (random.nextInt(10) == 0) {
                    registry.reportCompromise(authority, issuer, start.minusSeconds(random.nextInt(50)));
                } else if (random.nextBoolean()) {
                    registry.authorise(authority, issuer, scope, moment);
                } else {
                    registry.revoke(authority, issuer, scope, moment);
                }
            } catch (ContractRevertException refused) {
                assertThat(refused.error().name())
                        .isIn("PeriodOverlaps", "NotAuthorised", "AlreadyCompromised", "RevocationInThePast");
            }
        }
        AuthorisedIssuers snapshot = registry.snapshot(0);
        int authorised = 0;
        for (Address issuer : issuers) {
            for (Hash32 scope : scopes) {
                for (int second = -60; second < 220; second += 7) {
                    Instant time = start.plusSeconds(second);
                    Instant anchoredAt = time.plus(Duration.ofSeconds(random.nextInt(20)));
                    boolean expected = registry.isAuthorised(issuer, scope, time, anchoredAt);
                    authorised += expected ? 1 : 0;
                    assertThat(snapshot.check(issuer, scope, time, anchoredAt).isVerified())
                            .as("%s for %s at second %d", issuer, scope, second)
                            .isEqualTo(expected);
                }
            }
        }
        assertThat(authorised).isBetween(10, 200);
    }

    private static List<String> codes(AuthorisedIssuers issuers, Instant time, Instant anchoredAt) {
        return issuers.check(LABORATORY, INSPECTING, time, anchoredAt).reasons().stream()
                .map(Reason::code)
                .toList();
    }

    private static void assertReverts(String error, ThrowingCallable call) {
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.error().name()).isEqualTo(error));
    }
}
