package io.lianbo.nft;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractEvent;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;
import java.util.List;

/**
 * Makes collections as clones of one (ERC-1167), each for a tenth of the gas of a deployment, at an address that is known beforehand.
 *
 * {@snippet class="io.lianbo.nft.CollectionFactoryTest" region="clone"}
 *
 * <p>Each transaction with a clone costs some 3,000 gas more. A clone cannot be upgraded, and the factory has no power over it. Safe for use by many
 * threads.
 */
public final class CollectionFactory {

    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(CollectionFactory.class, "/io/lianbo/nft/CollectionFactory.json");

    private final Chain chain;
    private final Contract contract;

    private CollectionFactory(Chain chain, Contract contract) {
        this.chain = chain;
        this.contract = contract;
    }

    /**
     * Deploys a factory, and before it what its clones run: one collection of each kind that belongs to the deployer and serves for nothing
     * else.
     */
    public static CollectionFactory deploy(Chain chain, Signer deployer) {
        CollectionConfig config = CollectionConfig.of("Implementation", "IMPL", deployer.address());
        return deploy(
                chain,
                deployer,
                VoucherCollection.deploy(chain, deployer, config),
                EditionCollection.deploy(chain, deployer, config),
                BadgeCollection.deploy(
                        chain, deployer, BadgeCollection.Config.of("Implementation", "IMPL", deployer.address())));
    }

    /** Deploys a factory whose clones run what these collections run; what they are themselves does not matter. */
    public static CollectionFactory deploy(
            Chain chain,
            Signer deployer,
            VoucherCollection vouchers,
            EditionCollection editions,
            BadgeCollection badges) {
        Contract contract = chain.deploy(
                        deployer,
                        ARTIFACT,
                        vouchers.id().address(),
                        editions.id().address(),
                        badges.id().address())
                .contract();
        return new CollectionFactory(chain, contract);
    }

    /** Returns the factory that is already at {@code address}; nothing is asked of the chain yet. */
    public static CollectionFactory at(Chain chain, Address address) {
        return new CollectionFactory(chain, chain.contract(address, ARTIFACT));
    }

    /** Returns the contract itself. */
    public Contract contract() {
        return contract;
    }

    /**
     * Makes a {@link VoucherCollection}, and waits until it is there.
     *
     * @param salt distinguishes the creator's collections; the same creator can use one once for each kind
     */
    public VoucherCollection createVouchers(Signer creator, CollectionConfig config, Hash32 salt) {
        return VoucherCollection.at(chain, create(creator, "createVouchers", config.struct(), salt));
    }

    /** Makes an {@link EditionCollection}, and waits until it is there; otherwise as {@link #createVouchers}. */
    public EditionCollection createEditions(Signer creator, CollectionConfig config, Hash32 salt) {
        return EditionCollection.at(chain, create(creator, "createEditions", config.struct(), salt));
    }

    /** Makes a {@link BadgeCollection}, and waits until it is there; otherwise as {@link #createVouchers}. */
    public BadgeCollection createBadges(Signer creator, BadgeCollection.Config config, Hash32 salt) {
        List<Object> struct = List.of(
                config.name(),
                config.symbol(),
                config.baseUri(),
                config.contractUri(),
                config.owner(),
                config.minter(),
                config.payout(),
                config.royalty().value(),
                config.transferable());
        return BadgeCollection.at(chain, create(creator, "createBadges", struct, salt));
    }

    private Address create(Signer creator, String function, List<Object> config, Hash32 salt) {
        Receipt receipt = contract.send(creator, function, config, salt);
        List<ContractEvent> created = contract.eventsIn(receipt, "CollectionCreated");
        if (created.size() != 1) {
            throw new LianboException(
                    LianboException.Code.RPC_BAD_RESPONSE,
                    "receipt " + receipt.transactionHash() + " names " + created.size() + " new collections, not one",
                    false);
        }
        return created.getFirst().address("collection");
    }

    /** Returns where {@code creator} makes a {@link VoucherCollection} with {@code salt}: vouchers for it can be signed before. */
    public Address predictVouchers(Address creator, Hash32 salt) {
        return predict("voucherImplementation", creator, salt);
    }

    /** Returns where {@code creator} makes an {@link EditionCollection} with {@code salt}. */
    public Address predictEditions(Address creator, Hash32 salt) {
        return predict("editionImplementation", creator, salt);
    }

    /** Returns where {@code creator} makes a {@link BadgeCollection} with {@code salt}. */
    public Address predictBadges(Address creator, Hash32 salt) {
        return predict("badgeImplementation", creator, salt);
    }

    private Address predict(String kind, Address creator, Hash32 salt) {
        return contract.read("predict", contract.read(kind).address(0), creator, salt)
                .address(0);
    }

    /** Returns {@code CollectionFactory at 0x...}. */
    @Override
    public String toString() {
        return contract.toString();
    }
}
