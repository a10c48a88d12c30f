package io.lianbo.nft;

import io.lianbo.core.Address;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.AbiValues;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractCall;
import io.lianbo.core.chain.ContractEvent;
import io.lianbo.core.chain.EventQuery;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;
import io.lianbo.nft.internal.Arguments;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A collection of many copies of each item: ERC-1155, minted by the same vouchers as a {@link VoucherCollection}.
 *
 * {@snippet class="io.lianbo.nft.EditionCollectionTest" region="edition"}
 *
 * <p>A voucher promises one copy. Its {@linkplain Voucher#tokenId token id} is {@link #tokenId tokenId(item, serial)}; the id by ERC-1155 is the
 * item. Serial numbers start at 0; handed out in their order, they cost the least gas.
 */
public final class EditionCollection extends VoucherRedeemer {

    static final ContractArtifact ARTIFACT =
            ContractArtifact.load(EditionCollection.class, "/io/lianbo/nft/EditionCollection.json");

    private static final int SERIAL_BITS = 64;
    private static final BigInteger SERIALS = BigInteger.TWO.pow(SERIAL_BITS);
    private static final BigInteger MAX_ITEM = BigInteger.TWO.pow(192).subtract(BigInteger.ONE);

    EditionCollection(Chain chain, Contract contract) {
        super(chain, contract);
    }

    /**
     * Deploys a collection, and waits until it is there.
     *
     * @param config whose {@link CollectionConfig#maxTokenId} is the highest item
     */
    public static EditionCollection deploy(Chain chain, Signer deployer, CollectionConfig config) {
        return new EditionCollection(
                chain, chain.deploy(deployer, ARTIFACT, config.struct()).contract());
    }

    /** Returns the collection that is already at {@code address}; nothing is asked of the chain yet. */
    public static EditionCollection at(Chain chain, Address address) {
        return new EditionCollection(chain, chain.contract(address, ARTIFACT));
    }

    /**
     * Returns the token id of a voucher for one copy: {@code (item << 64) | serial}.
     *
     * @param item the item, 0 to 2^192-1
     * @param serial the copy's number, 0 to 2^63-1
     * @throws IllegalArgumentException if one is out of range
     */
    public static BigInteger tokenId(BigInteger item, long serial) {
        requireItem(item);
        if (serial < 0) {
            throw new IllegalArgumentException("serial must be 0 to 2^63-1: " + serial);
        }
        return item.shiftLeft(SERIAL_BITS).add(BigInteger.valueOf(serial));
    }

    /** Returns the item of a voucher's token id. */
    public static BigInteger itemOf(BigInteger tokenId) {
        Arguments.requireUint256("token id", tokenId);
        return tokenId.shiftRight(SERIAL_BITS);
    }

    /** Returns the copy's number of a voucher's token id. */
    public static BigInteger serialOf(BigInteger tokenId) {
        Arguments.requireUint256("token id", tokenId);
        return tokenId.mod(SERIALS);
    }

    private static BigInteger requireItem(BigInteger item) {
        if (item.signum() < 0 || item.compareTo(MAX_ITEM) > 0) {
            throw new IllegalArgumentException("item must be 0 to 2^192-1: " + item);
        }
        return item;
    }

    /** Returns how many copies of an item an account has. */
    public BigInteger balanceOf(Address holder, BigInteger item) {
        return contract().read("balanceOf", holder, requireItem(item)).uint(0);
    }

    /**
     * Returns how many copies of an item each holder had after a block, read from the events of all transfers, in the order in which they got their
     * first.
     *
     * @param fromBlock where to begin, the block of the deployment or an earlier one
     * @param toBlock the last block, included; one that can no longer change
     */
    public Map<Address, BigInteger> holders(BigInteger item, long fromBlock, long toBlock) {
        requireItem(item);
        Map<Address, BigInteger> holders = new LinkedHashMap<>();
        EventQuery.of(contract(), "TransferSingle", "TransferBatch").forEach(fromBlock, toBlock, event -> {
            BigInteger copies = copies(event, item);
            holders.merge(event.address("from"), copies.negate(), BigInteger::add);
            holders.merge(event.address("to"), copies, BigInteger::add);
        });
        holders.values().removeIf(copies -> copies.signum() <= 0); // the zero address gives what is minted
        holders.remove(Address.ZERO);
        return holders;
    }

    private static BigInteger copies(ContractEvent event, BigInteger item) {
        if (event.name().equals("TransferSingle")) {
            return event.uint("id").equals(item) ? event.uint("value") : BigInteger.ZERO;
        }
        List<Object> ids = event.list("ids");
        List<Object> values = event.list("values");
        BigInteger copies = BigInteger.ZERO;
        for (int i = 0; i < ids.size(); i++) {
            if (ids.get(i).equals(item)) {
                copies = copies.add((BigInteger) values.get(i));
            }
        }
        return copies;
    }

    /** Returns how many serial numbers of an item there may be; 0 for no bound. */
    public BigInteger supplyOf(BigInteger item) {
        return contract().read("supplyOf", requireItem(item)).uint(0);
    }

    /**
     * Promises, for good, that no serial number of an item from {@code supply} on will be minted. For {@link CollectionRole#SIGNER_ADMIN}.
     *
     * @param supply from 1, and lower than before
     */
    public Receipt lowerSupply(Signer admin, BigInteger item, long supply) {
        if (supply < 1) {
            throw new IllegalArgumentException("the supply of an item must be 1 or more: " + supply);
        }
        return contract().send(admin, "lowerSupply", requireItem(item), supply);
    }

    /** Returns whether the copies of an item stay with their holders. */
    public boolean isSoulbound(BigInteger item) {
        return contract().read("isSoulbound", requireItem(item)).bool(0);
    }

    /** Binds the copies of an item to their holders, for good, before the first is minted. For {@link CollectionRole#SIGNER_ADMIN}. */
    public Receipt makeSoulbound(Signer admin, BigInteger item) {
        return contract().send(admin, "makeSoulbound", requireItem(item));
    }

    /** Returns how many copies of an item a buyer has got by vouchers with a {@link Voucher#maxPerBuyer}; others are not counted. */
    public long redemptionsOf(BigInteger item, Address buyer) {
        return contract()
                .read("redemptionsOf", requireItem(item), buyer)
                .uint(0)
                .longValueExact();
    }

    /** Returns where an item's metadata is; empty text where nowhere. */
    public String uri(BigInteger item) {
        return contract().read("uri", requireItem(item)).string(0);
    }

    /**
     * Burns copies, for good. For their holder.
     *
     * @param copies from 0
     */
    public Receipt burn(Signer holder, BigInteger item, BigInteger copies) {
        return contract().send(holder, "burn", holder.address(), requireItem(item), copies);
    }

    @Override
    List<ContractCall> supplyCalls(BigInteger tokenId) {
        BigInteger item = itemOf(tokenId);
        return List.of(contract().call("supplyOf", item), contract().call("isSoulbound", item));
    }

    @Override
    List<Reason> supplyReasons(
            BigInteger first, BigInteger last, boolean soulbound, long maxItem, List<AbiValues> answers) {
        List<Reason> reasons = new ArrayList<>();
        BigInteger item = itemOf(first);
        BigInteger supply = answers.get(0).uint(0);
        BigInteger end = item.shiftLeft(SERIAL_BITS).add(supply.signum() == 0 ? SERIALS : supply);
        if (maxItem > 0 && itemOf(last).compareTo(BigInteger.valueOf(maxItem)) > 0) {
            reasons.add(new Reason(
                    "TOKEN_ID_TOO_HIGH",
                    "item " + itemOf(last) + " is above " + maxItem + ", the collection's highest"));
        } else if (last.compareTo(end) >= 0) {
            reasons.add(new Reason(
                    "TOKEN_ID_TOO_HIGH",
                    "copy " + last.subtract(item.shiftLeft(SERIAL_BITS)) + " of item " + item + ", of which there are "
                            + (supply.signum() == 0 ? SERIALS : supply)));
        }
        if (soulbound && !answers.get(1).bool(0)) {
            reasons.add(new Reason("ITEM_NOT_SOULBOUND", "copies of item " + item + " can be transferred"));
        }
        return reasons;
    }

    @Override
    ContractCall redemptionsCall(BigInteger tokenId, Address buyer) {
        return contract().call("redemptionsOf", itemOf(tokenId), buyer);
    }
}
