package io.lianbo.nft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signer;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Collections made as clones: on a real chain. */
@LocalChainTest
class CollectionFactoryTest {
    private static final Hash32 SALT = Hash32.of("0x" + "5a".repeat(32));

    @Test
    void makesCollectionsWhereItSaidItWould(LocalChain local) {
        Signer brand = signer(local, 0);
        Signer host = signer(local, 1);
        CollectionConfig config =
                CollectionConfig.of("Spring Tea", "TEA", brand.address()).withVoucherSigner(host.address());
        Hash32 salt = SALT;
        try (Chain chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()))) {
            CollectionFactory factory = CollectionFactory.deploy(chain, signer(local, 9));
            // @start region="clone"
            Address address = factory.predictVouchers(brand.address(), salt);
            VoucherCollection tea = factory.createVouchers(brand, config, salt);
            // @end region="clone"
            assertThat(tea.id()).isEqualTo(new AccountId(chain.id(), address));
            assertThat(tea.owner()).isEqualTo(brand.address());
            assertThat(tea.voucherSigner()).isEqualTo(host.address());
            assertThat(tea.contract().read("name").string(0)).isEqualTo("Spring Tea");

            SignedVoucher early = new VoucherIssuer(host, new AccountId(chain.id(), address))
                    .issue(Voucher.gift(
                            BigInteger.ONE, Samples.VIEWER, local.timestamp().plus(Duration.ofHours(1)), 0));
            tea.redeem(brand, early);
            assertThat(tea.ownerOf(BigInteger.ONE)).hasValue(Samples.VIEWER);

            assertThatExceptionOfType(ContractRevertException.class)
                    .isThrownBy(() -> factory.createVouchers(brand, config, salt));
            assertThat(factory.predictVouchers(host.address(), salt)).isNotEqualTo(address);
            CollectionFactory again =
                    CollectionFactory.at(chain, factory.contract().address());
            assertThat(again)
                    .hasToString("CollectionFactory at " + factory.contract().address());
            EditionCollection teas = again.createEditions(brand, config, salt); // another kind
            assertThat(teas.id().address()).isEqualTo(again.predictEditions(brand.address(), salt));
            assertThat(teas.voucherSigner()).isEqualTo(host.address());

            BadgeCollection.Config show = BadgeCollection.Config.of("Spring Show", "SHOW", brand.address())
                    .withMinter(host.address());
            BadgeCollection badges = factory.createBadges(brand, show, salt);
            assertThat(badges.id().address()).isEqualTo(factory.predictBadges(brand.address(), salt));
            assertThat(badges.mint(host, List.of(Samples.VIEWER)).badgeOf(Samples.VIEWER))
                    .isPresent();

            // a clone's vouchers are no other clone's
            VoucherCollection second = factory.createVouchers(brand, config, Hash32.ZERO);
            SignedVoucher moved = new SignedVoucher(second.id(), early.voucher(), early.signature());
            assertThatExceptionOfType(ContractRevertException.class)
                    .isThrownBy(() -> second.redeem(brand, moved))
                    .satisfies(e -> assertThat(e.error().name()).isEqualTo("InvalidVoucherSigner"));
            assertThatExceptionOfType(ContractRevertException.class)
                    .isThrownBy(() -> second.contract().send(brand, "initialize", config.struct()))
                    .satisfies(e -> assertThat(e.error().name()).isEqualTo("AlreadyInitialized"));
        }
    }

    private static Signer signer(LocalChain local, int account) {
        return LocalSigner.fromPrivateKey(local.accounts().get(account).privateKey());
    }
}
