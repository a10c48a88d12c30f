package io.lianbo.nft;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Address;
import io.lianbo.core.BasisPoints;
import io.lianbo.core.ChainId;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signer;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The guide on vouchers, step by step on a real chain. */
@LocalChainTest
class VouchersGuideTest {
    private final LocalChain local;
    private final Signer brand;
    private final Signer host;
    private final Signer relayer;
    private final Address till = Address.of("0x0000000000000000000000000000000000007111");
    private final Address viewer = Samples.VIEWER;
    private Chain chain;
    private VoucherCollection shop;
    private VoucherIssuer issuer;

    VouchersGuideTest(LocalChain local) {
        this.local = local;
        this.brand = signer(0);
        this.host = signer(1);
        this.relayer = signer(2);
    }

    private Signer signer(int account) {
        return LocalSigner.fromPrivateKey(local.accounts().get(account).privateKey());
    }

    @BeforeEach
    void deploy() {
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        // @start region="configure"
        CollectionConfig config = CollectionConfig.of("Spring Tea", "TEA", brand.address())
                .withVoucherSigner(host.address()) // a key of its own, it lies on a server
                .withPayout(till)
                .withRoyalty(BasisPoints.of(500))
                .withBaseUri("ipfs://tea/")
                .withMaxTokenId(10_000);
        VoucherCollection collection = VoucherCollection.deploy(chain, brand, config);
        // @end region="configure"
        shop = collection;
        issuer = new VoucherIssuer(host, shop.id());
    }

    @AfterEach
    void disconnect() {
        chain.close();
    }

    @Test
    void verifies() {
        SignedVoucher voucher = issuer.issue(
                Voucher.gift(BigInteger.ONE, viewer, local.timestamp().plus(Duration.ofHours(1)), 0));
        // @start region="live"
        Verdict<SignedVoucher> verdict = shop.verify(voucher, relayer.address());
        // @end region="live"
        assertThat(verdict.isVerified()).isTrue();
    }
}
