package io.lianbo.examples.livesale;

import io.lianbo.core.Address;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;
import io.lianbo.did.status.CredentialStatusRegistry;
import io.lianbo.nft.CollectionConfig;
import io.lianbo.nft.VoucherCollection;
import io.lianbo.provenance.log.ProvenanceAnchor;
import io.lianbo.rewards.distribution.DistributorConfig;
import io.lianbo.rewards.distribution.RewardsDistributor;
import io.lianbo.rewards.escrow.SaleEscrow;
import io.lianbo.rewards.split.SplitRegistry;
import io.lianbo.testkit.LocalChain;
import java.math.BigInteger;

/** The contracts of the sale, all of them deployed by the platform, which has no rights in most of them. */
record Contracts(
        Contract coin,
        Token currency,
        ProvenanceAnchor anchor,
        VoucherCollection collection,
        CredentialStatusRegistry status,
        SplitRegistry splits,
        SaleEscrow escrow,
        RewardsDistributor rewards) {

    /** The testkit's token stands in for a stablecoin: anybody may mint it. */
    private static final ContractArtifact TEST_TOKEN =
            ContractArtifact.load(LocalChain.class, "/io/lianbo/testkit/TestToken.json");

    static Contracts deploy(Stage stage, SaleInput input, Narrator narrator) {
        Signer platform = Actors.platform();
        Chain chain = stage.chain();
        stage.fund(platform);

        Contract.Deployment token = chain.deploy(
                platform, TEST_TOKEN, input.currency().name(), input.currency().symbol(), SaleInput.Currency.DECIMALS);
        Address coin = token.contract().address();
        deployed(stage, narrator, input.currency().symbol() + " (a test token)", coin);
        ProvenanceAnchor anchor = ProvenanceAnchor.deploy(chain, platform);
        deployed(stage, narrator, "ProvenanceAnchor", anchor.account().address());
        SaleInput.Collection drop = input.collection();
        VoucherCollection collection = VoucherCollection.deploy(
                chain,
                platform,
                CollectionConfig.of(drop.name(), drop.symbol(), Actors.host().address())
                        .withVoucherSigner(Actors.voucherService().address())
                        .withRoyalty(drop.royalty())
                        .withBaseUri(drop.baseUri()));
        deployed(stage, narrator, "VoucherCollection", collection.id().address());
        CredentialStatusRegistry status = CredentialStatusRegistry.deploy(chain, platform);
        deployed(stage, narrator, "CredentialStatusRegistry", status.account().address());
        SplitRegistry splits = SplitRegistry.deploy(chain, platform);
        deployed(stage, narrator, "SplitRegistry", splits.address());
        SaleEscrow escrow = SaleEscrow.deploy(chain, platform, splits);
        deployed(stage, narrator, "SaleEscrow", escrow.address());
        RewardsDistributor rewards =
                RewardsDistributor.deploy(chain, platform, DistributorConfig.of(coin, platform.address()));
        deployed(stage, narrator, "RewardsDistributor", rewards.address());

        Token currency = Token.erc20(coin, input.currency().symbol(), SaleInput.Currency.DECIMALS);
        return new Contracts(token.contract(), currency, anchor, collection, status, splits, escrow, rewards);
    }

    private static void deployed(Stage stage, Narrator narrator, String name, Address address) {
        narrator.gas(String.format("deployed   %-26s at %s", name, address), stage.spentOnDeployment(name, address));
    }

    /** Puts coins into a wallet, as a bank would. */
    Receipt mint(Address wallet, BigInteger units) {
        return coin.send(Actors.platform(), "mint", wallet, units);
    }

    TokenAmount balanceOf(Address account) {
        return amount(coin.read("balanceOf", account).uint(0));
    }

    TokenAmount amount(BigInteger units) {
        return new TokenAmount(units, currency);
    }
}
