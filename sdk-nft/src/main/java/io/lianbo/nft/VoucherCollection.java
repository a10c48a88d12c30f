package io.lianbo.nft;

import io.lianbo.core.Address;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.AbiValues;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractCall;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.chain.EventQuery;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;
import io.lianbo.nft.internal.Arguments;
import java.math.BigInteger;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A collection on a chain whose tokens are minted by redeeming vouchers: ERC-721 with royalties by ERC-2981, soulbound tokens by ERC-5192.
 *
 * {@snippet class="io.lianbo.nft.VoucherCollectionTest" region="deploy"}
 *
 * <p>A relayer redeems what the host signed, and pays the gas and the price; the token goes to the voucher's recipient:
 *
 * {@snippet class="io.lianbo.nft.VoucherCollectionTest" region="redeem"}
 *
 * <p>Prices stay in the collection until anybody {@linkplain #withdraw withdraws} them to the payout.
 */
public final class VoucherCollection extends VoucherRedeemer {

    static final ContractArtifact ARTIFACT =
            ContractArtifact.load(VoucherCollection.class, "/io/lianbo/nft/VoucherCollection.json");

    VoucherCollection(Chain chain, Contract contract) {
        super(chain, contract);
    }

    /** Deploys a collection, and waits until it is there; {@link CollectionFactory} makes one for a tenth of the gas. */
    public static VoucherCollection deploy(Chain chain, Signer deployer, CollectionConfig config) {
        return new VoucherCollection(
                chain, chain.deploy(deployer, ARTIFACT, config.struct()).contract());
    }

    /** Returns the collection that is already at {@code address}; nothing is asked of the chain yet. */
    public static VoucherCollection at(Chain chain, Address address) {
        return new VoucherCollection(chain, chain.contract(address, ARTIFACT));
    }

    /** Returns who owns a token; empty if it was never minted, or is burnt. */
    public Optional<Address> ownerOf(BigInteger tokenId) {
        Arguments.requireUint256("token id", tokenId);
        try {
            return Optional.of(contract().read("ownerOf", tokenId).address(0));
        } catch (ContractRevertException e) {
            if (e.error().name().equals("ERC721NonexistentToken")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Returns who owned which token after a block, read from the events of all transfers: the lowest token first.
     *
     * @param fromBlock where to begin, the block of the deployment or an earlier one
     * @param toBlock the last block, included; one that can no longer change
     */
    public NavigableMap<BigInteger, Address> owners(long fromBlock, long toBlock) {
        NavigableMap<BigInteger, Address> owners = new TreeMap<>();
        EventQuery.of(contract(), "Transfer").forEach(fromBlock, toBlock, event -> {
            Address to = event.address("to");
            if (to.isZero()) {
                owners.remove(event.uint("id"));
            } else {
                owners.put(event.uint("id"), to);
            }
        });
        return owners;
    }

    /** Returns whether a token stays with its holder (ERC-5192). */
    public boolean isLocked(BigInteger tokenId) {
        Arguments.requireUint256("token id", tokenId);
        return contract().read("locked", tokenId).bool(0);
    }

    /** Returns where a token's metadata is; empty text where nowhere. */
    public String tokenUri(BigInteger tokenId) {
        Arguments.requireUint256("token id", tokenId);
        return contract().read("tokenURI", tokenId).string(0);
    }

    /** Returns how many tokens a buyer has got by redemption, whatever became of them: what {@link Voucher#maxPerBuyer} counts. */
    public long redemptionsOf(Address buyer) {
        return contract().read("redemptionsOf", buyer).uint(0).longValueExact();
    }

    /** Burns a token, for good: it is never minted again. For its holder or who may transfer it. */
    public Receipt burn(Signer holder, BigInteger tokenId) {
        Arguments.requireUint256("token id", tokenId);
        return contract().send(holder, "burn", tokenId);
    }

    @Override
    List<ContractCall> supplyCalls(BigInteger tokenId) {
        return List.of();
    }

    @Override
    List<Reason> supplyReasons(
            BigInteger first, BigInteger last, boolean soulbound, long maxTokenId, List<AbiValues> answers) {
        return maxTokenId == 0 || last.compareTo(BigInteger.valueOf(maxTokenId)) <= 0
                ? List.of()
                : List.of(new Reason(
                        "TOKEN_ID_TOO_HIGH",
                        "token " + last + " is above " + maxTokenId + ", the collection's highest"));
    }

    @Override
    ContractCall redemptionsCall(BigInteger tokenId, Address buyer) {
        return contract().call("redemptionsOf", buyer);
    }
}
