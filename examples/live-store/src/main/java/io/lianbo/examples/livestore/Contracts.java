package io.lianbo.examples.livestore;

import io.lianbo.core.Address;
import io.lianbo.core.BasisPoints;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.account.Permit;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractCall;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.typeddata.Eip712Domain;
import io.lianbo.examples.livestore.Show.Party;
import io.lianbo.nft.CollectionConfig;
import io.lianbo.nft.VoucherCollection;
import io.lianbo.provenance.log.ProvenanceAnchor;
import io.lianbo.rewards.split.Session;
import io.lianbo.rewards.split.Settlement;
import io.lianbo.rewards.split.Share;
import io.lianbo.rewards.split.SplitRegistry;
import io.lianbo.rewards.split.SplitTerms;
import io.lianbo.testkit.LocalChain;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The contracts of the store, deployed when it opens on a chain for the first time and remembered from then on.
 *
 * @param opened when that was, by the chain's clock
 * @param firstBlock from where on their events are
 * @param parties who is paid
 */
record Contracts(
        Instant opened,
        long firstBlock,
        Contract coin,
        Token currency,
        Eip712Domain coinDomain,
        ProvenanceAnchor anchor,
        VoucherCollection collection,
        Settlement settlement,
        SplitTerms terms,
        Session session,
        Map<Party, Address> parties) {

    /** The testkit's token stands in for a stablecoin: anybody may mint it. Any ERC-20 with permits can be called by its ABI. */
    private static final ContractArtifact COIN =
            ContractArtifact.load(LocalChain.class, "/io/lianbo/testkit/TestToken.json");

    private static final int ROYALTY = 500;
    private static final Duration SALE_LASTS = Duration.ofDays(30);

    static Contracts open(Chain chain, Signer platform, Settings settings, Show show, StoreProperties properties) {
        Memory memory = new Memory(chain, settings);
        String opened = memory.setting("opened", () -> chain.blockNumber() + " " + chain.timestamp());
        long firstBlock = Long.parseLong(opened.substring(0, opened.indexOf(' ')));
        Instant openedAt = Instant.parse(opened.substring(opened.indexOf(' ') + 1));

        StoreProperties.Currency money = properties.currency();
        Address coin = Optional.ofNullable(money.contract())
                .orElseGet(() -> memory.contract(
                        "coin",
                        () -> chain.deploy(platform, COIN, money.name(), money.symbol(), money.decimals())
                                .contract()
                                .address()));
        Token currency = Token.erc20(coin, money.symbol(), money.decimals());

        Address anchor = memory.contract(
                "anchor",
                () -> ProvenanceAnchor.deploy(chain, platform).account().address());
        Address collection = memory.contract(
                "collection",
                () -> VoucherCollection.deploy(chain, platform, config(show, platform))
                        .id()
                        .address());
        Address registry = memory.contract(
                "splits", () -> SplitRegistry.deploy(chain, platform).address());
        Address settlement = memory.contract(
                "settlement",
                () -> Settlement.deploy(chain, platform, SplitRegistry.at(chain, registry))
                        .address());

        Map<Party, Address> parties = parties(properties.parties());
        SplitTerms terms = SplitTerms.of(show.split().entrySet().stream()
                .map(share -> Share.of(addressOf(parties, share.getKey()), share.getValue()))
                .toArray(Share[]::new));
        SplitRegistry splits = SplitRegistry.at(chain, registry);
        if (!splits.exists(terms.id())) {
            splits.create(platform, terms); // from now on nobody can change it
        }
        Session session = new Session(
                platform.address(),
                currency,
                terms.id(),
                Instant.ofEpochSecond(openedAt.plus(SALE_LASTS).getEpochSecond()),
                Keccak256.hash(show.id().getBytes(StandardCharsets.UTF_8)));
        return new Contracts(
                openedAt,
                firstBlock,
                chain.contract(coin, COIN),
                currency,
                Eip712Domain.of(money.name(), money.permitVersion(), chain.id(), coin),
                ProvenanceAnchor.at(chain, anchor),
                VoucherCollection.at(chain, collection),
                Settlement.at(chain, settlement),
                terms,
                session,
                parties);
    }

    /** What an earlier run deployed on this chain; a chain that has forgotten it is another. */
    private record Memory(Chain chain, Settings settings) {
        Address contract(String name, Supplier<Address> deploy) {
            String key = key(name);
            Optional<Address> known =
                    settings.find(key).map(Address::of).filter(address -> chain.code(address).length > 0);
            return known.orElseGet(() -> {
                Address deployed = deploy.get();
                settings.set(key, deployed.toString());
                return deployed;
            });
        }

        /** Kept as long as the anchor, which is deployed first of what belongs to the store alone, is there. */
        String setting(String name, Supplier<String> first) {
            boolean known = settings.find(key("anchor"))
                    .map(Address::of)
                    .filter(address -> chain.code(address).length > 0)
                    .isPresent();
            if (!known) {
                settings.set(key(name), first.get());
            }
            return settings.get(key(name), first);
        }

        private String key(String name) {
            return name + "@" + chain.id();
        }
    }

    private static CollectionConfig config(Show show, Signer platform) {
        Show.Collection collection = show.collection();
        return CollectionConfig.of(collection.name(), collection.symbol(), platform.address())
                .withRoyalty(BasisPoints.of(ROYALTY))
                .withBaseUri(collection.baseUri());
    }

    private static Map<Party, Address> parties(StoreProperties.Parties configured) {
        Map<Party, Address> parties = new LinkedHashMap<>();
        for (Party party : Party.values()) {
            Optional<Address> address = Optional.ofNullable(
                    switch (party) {
                        case MERCHANT -> configured.merchant();
                        case HOST -> configured.host();
                        case PLATFORM -> configured.platform();
                        case VIEWERS -> configured.viewers();
                    });
            parties.put(
                    party, address.orElseGet(() -> DemoKeys.party(party.key()).address()));
        }
        return parties;
    }

    private static Address addressOf(Map<Party, Address> parties, Party party) {
        return Optional.ofNullable(parties.get(party)).orElseThrow();
    }

    Address addressOf(Party party) {
        return addressOf(parties, party);
    }

    TokenAmount amount(BigInteger units) {
        return new TokenAmount(units, currency);
    }

    TokenAmount price(Show.Item item) {
        return TokenAmount.parse(item.price(), currency);
    }

    TokenAmount balanceOf(Address account) {
        return amount(coin.read("balanceOf", account).uint(0));
    }

    /** What the settlement may take from an account. */
    BigInteger allowanceOf(Address account) {
        return coin.read("allowance", account, settlement.address()).uint(0);
    }

    /** The permit by which a buyer lets the settlement take a price, as her wallet is to sign it. */
    Permit permit(Address buyer, BigInteger price, Instant deadline) {
        BigInteger nonce = coin.read("nonces", buyer).uint(0);
        return new Permit(buyer, settlement.address(), price, nonce, Instant.ofEpochSecond(deadline.getEpochSecond()));
    }

    /** Hands a signed permit to the token. */
    ContractCall permitCall(Permit permit, Signature signature) {
        byte[] bytes = signature.bytes();
        return coin.call(
                "permit",
                permit.owner(),
                permit.spender(),
                permit.value(),
                BigInteger.valueOf(permit.deadline().getEpochSecond()),
                BigInteger.valueOf(27L + signature.yParity()),
                Arrays.copyOfRange(bytes, 0, 32),
                Arrays.copyOfRange(bytes, 32, 64));
    }

    /** Puts coins of the demo into a wallet, as a bank would. */
    void mint(Signer platform, Address wallet, TokenAmount amount) {
        coin.send(platform, "mint", wallet, amount.units());
    }
}
