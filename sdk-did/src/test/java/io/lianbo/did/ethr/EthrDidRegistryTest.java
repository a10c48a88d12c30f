package io.lianbo.did.ethr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@LocalChainTest
class EthrDidRegistryTest {
    private static final Duration YEAR = Duration.ofDays(365);
    private static final byte[] KEY = {1, 2, 3};

    private Chain chain;
    private LocalSigner brand;
    private LocalSigner relayer;
    private Address delegate;
    private EthrDidRegistry registry;

    @BeforeEach
    void deploy(LocalChain local) {
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        brand = LocalSigner.fromPrivateKey(local.accounts().get(0).privateKey());
        relayer = LocalSigner.fromPrivateKey(local.accounts().get(1).privateKey());
        delegate = Address.of(local.accounts().get(2).address());
        registry = EthrDidRegistry.deploy(chain, relayer);
    }

    @AfterEach
    void disconnect() {
        chain.close();
    }

    @Test
    void theOwnerChangesAnIdentityOrSignsAndAnotherPays() {
        // @start region="change"
        Address identity = brand.address(); // an identity is its own owner, until it names another
        registry.send(brand, identity, EthrDidChange.addDelegate("veriKey", delegate, Duration.ofDays(365)));

        SignedEthrDidChange signed = registry.sign(brand, identity, EthrDidChange.owner(relayer.address()));
        registry.submit(relayer, signed); // who pays the gas
        // @end region="change"
        assertThat(registry.owner(identity)).isEqualTo(relayer.address());
        assertThat(registry.did(identity)).hasToString("did:ethr:0x7a69:" + identity);
        assertThat(EthrDidRegistry.at(chain, registry.account().address()).owner(identity))
                .isEqualTo(relayer.address());
    }

    @Test
    void everyChangeCanBeSignedAndTakesEffectOnce() {
        byte[] uri = "https://tea.example/".getBytes(StandardCharsets.UTF_8);
        List<EthrDidChange> changes = List.of(
                EthrDidChange.addDelegate("sigAuth", delegate, YEAR),
                EthrDidChange.revokeDelegate("sigAuth", delegate),
                EthrDidChange.setAttribute("did/svc/LinkedDomains", uri, YEAR),
                EthrDidChange.revokeAttribute("did/svc/LinkedDomains", uri),
                EthrDidChange.owner(delegate));
        for (EthrDidChange change : changes) {
            SignedEthrDidChange signed = registry.sign(brand, brand.address(), change);
            registry.submit(relayer, signed);
            assertThatExceptionOfType(ContractRevertException.class)
                    .isThrownBy(() -> registry.submit(relayer, signed))
                    .satisfies(e -> assertThat(e.error().name()).isEqualTo("InvalidSignature"));
        }
        assertThat(registry.nonce(brand.address())).isEqualTo(5);
        assertThat(registry.owner(brand.address())).isEqualTo(delegate);
    }

    @Test
    void nobodyElseChangesAnIdentity() {
        EthrDidChange change = EthrDidChange.setAttribute("did/pub/Ed25519/veriKey", KEY, YEAR);

        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(() -> registry.send(relayer, brand.address(), change))
                .satisfies(e -> assertThat(e.error().name()).isEqualTo("NotOwner"));
        SignedEthrDidChange forged = registry.sign(relayer, brand.address(), change);
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(() -> registry.submit(relayer, forged))
                .satisfies(e -> assertThat(e.error().name()).isEqualTo("InvalidSignature"));
    }

    @Test
    void aDeactivatedIdentityStaysSo() {
        registry.send(brand, brand.address(), EthrDidChange.deactivate());

        assertThat(registry.owner(brand.address()).isZero()).isTrue();
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(() -> registry.send(brand, brand.address(), EthrDidChange.owner(brand.address())))
                .satisfies(e -> assertThat(e.error().name()).isEqualTo("NotOwner"));
    }

    @Test
    void refusesWhatIsNoChange() {
        assertThatIllegalArgumentException().isThrownBy(() -> EthrDidChange.owner(Address.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> EthrDidChange.addDelegate("", delegate, YEAR));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EthrDidChange.addDelegate("a".repeat(33), delegate, YEAR));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EthrDidChange.addDelegate("veriKey", delegate, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> EthrDidChange.setAttribute("a\0b", KEY, YEAR));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EthrDidChange.setAttribute("a", KEY, Duration.ofMillis(1500)));
        assertThatIllegalArgumentException().isThrownBy(() -> EthrDidRegistry.at(chain, brand.address()));
    }
}
