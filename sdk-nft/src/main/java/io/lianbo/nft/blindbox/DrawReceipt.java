package io.lianbo.nft.blindbox;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.json.JsonException;
import io.lianbo.core.json.JsonObject;
import io.lianbo.core.json.StrictJson;
import io.lianbo.nft.internal.Arguments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * All that is needed to see why a box holds what it holds: a buyer keeps it, and anyone verifies it without a node, against one word that the
 * chain shows, {@link SaleState#randomness}.
 *
 * {@snippet class="io.lianbo.nft.blindbox.DrawVerifierTest" region="receipt"}
 *
 * <p>It carries every purchase of the sale, 150 bytes each, for the draw depends on all of them and a box's number on those before.
 *
 * @param contract the blind box contract, and its chain
 * @param terms of the sale
 * @param purchases all of them, numbered from 0, with consecutive boxes
 * @param drawBlock the block that counted
 * @param beacon its hash, or the provider's word
 * @param serverSeed what the seller revealed
 * @param outcome what the box holds
 * @param proof that the list of prizes has this prize at this position
 */
public record DrawReceipt(
        AccountId contract,
        SaleTerms terms,
        List<Purchase> purchases,
        long drawBlock,
        Hash32 beacon,
        Hash32 serverSeed,
        Outcome outcome,
        List<Hash32> proof) {
    private static final long MAX_BLOCK = (1L << 48) - 1;

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if the purchases are not consecutive, or the block number is out of range
     */
    public DrawReceipt {
        Objects.requireNonNull(contract, "contract");
        Objects.requireNonNull(terms, "terms");
        purchases = List.copyOf(purchases);
        Words.requireRange("draw block", drawBlock, 0, MAX_BLOCK);
        Objects.requireNonNull(beacon, "beacon");
        Objects.requireNonNull(serverSeed, "serverSeed");
        Objects.requireNonNull(outcome, "outcome");
        proof = List.copyOf(proof);
        long sold = 0;
        for (int i = 0; i < purchases.size(); i++) {
            Purchase purchase = purchases.get(i);
            if (purchase.number() != i || purchase.firstBox() != sold) {
                throw new IllegalArgumentException("purchase " + i + " must begin with box " + sold + ": " + purchase);
            }
            sold += purchase.quantity();
        }
    }

    /** Returns the id of the sale that it is of. */
    public Hash32 saleId() {
        return terms.saleId(contract);
    }

    /**
     * Verifies it, without a chain.
     *
     * @param randomness what the chain shows for the sale {@link #saleId} of {@link #contract}; from a node that you trust, not from
     *     whoever gave you the receipt
     * @return the outcome, or all reasons against it: {@code WRONG_SEED}, {@code RANDOMNESS_DIFFERS}, {@code BOX_NOT_SOLD}, {@code
     *     WRONG_OWNER}, {@code WRONG_POSITION}, {@code WRONG_ROOT}
     */
    public Verdict<Outcome> verify(Hash32 randomness) {
        List<Reason> reasons = new ArrayList<>();
        if (!ServerSeed.commitment(serverSeed).equals(terms.seedCommitment())) {
            reasons.add(
                    new Reason("WRONG_SEED", serverSeed + " is not what " + terms.seedCommitment() + " commits to"));
        }
        Hash32 computed = Draw.randomness(serverSeed, Draw.accumulate(saleId(), purchases), beacon);
        if (!computed.equals(randomness)) {
            reasons.add(new Reason("RANDOMNESS_DIFFERS", randomness + " by the chain, computed is " + computed));
        }
        purchases.stream()
                .filter(purchase -> purchase.contains(outcome.box()))
                .findFirst()
                .ifPresentOrElse(
                        purchase -> {
                            if (!purchase.buyer().equals(outcome.owner())) {
                                reasons.add(new Reason(
                                        "WRONG_OWNER",
                                        "box " + outcome.box() + " was bought by " + purchase.buyer() + ", not by "
                                                + outcome.owner()));
                            }
                        },
                        () -> reasons.add(new Reason("BOX_NOT_SOLD", "nobody bought box " + outcome.box())));
        if (outcome.box() < terms.supply()) {
            long position = new Draw(computed, terms.supply()).positionOf(outcome.box());
            if (position != outcome.position()) {
                reasons.add(new Reason(
                        "WRONG_POSITION",
                        "box " + outcome.box() + " has drawn " + position + ", not " + outcome.position()));
            }
        }
        reasons.addAll(PrizeList.verify(terms.prizeRoot(), outcome.position(), outcome.prizeId(), proof)
                .reasons());
        return reasons.isEmpty() ? Verdict.ok(outcome) : Verdict.refused(reasons);
    }

    /**
     * Reads what {@link #toJson} writes, and nothing else: every key is required, none may be unknown or occur twice.
     *
     * @throws JsonException if the text is no such document; the message says where
     */
    public static DrawReceipt parse(String json) {
        JsonObject object = JsonObject.parse("draw receipt", json)
                .only(
                        "contract",
                        "terms",
                        "purchases",
                        "drawBlock",
                        "beacon",
                        "serverSeed",
                        "box",
                        "owner",
                        "position",
                        "prizeId",
                        "proof");
        Outcome outcome = new Outcome(
                object.integer("box", 0, Arguments.MAX_UINT32 - 1),
                object.text("owner", hex -> Arguments.requireSomebody("owner", Address.of(hex))),
                object.integer("position", 0, Arguments.MAX_UINT32 - 1),
                object.digits("prizeId", Arguments.MAX_UINT256));
        return new DrawReceipt(
                object.text("contract", AccountId::parse),
                SaleTerms.of(object.object("terms")),
                purchases(object),
                object.integer("drawBlock", 0, MAX_BLOCK),
                object.text("beacon", Hash32::of),
                object.text("serverSeed", Hash32::of),
                outcome,
                hashes(object, "proof"));
    }

    private static List<Purchase> purchases(JsonObject receipt) {
        List<Purchase> purchases = new ArrayList<>();
        long sold = 0;
        for (JsonObject object : receipt.objects("purchases")) {
            object.only("buyer", "quantity", "entropy");
            if (sold == Arguments.MAX_UINT32) {
                throw object.malformed("there are no more than " + Arguments.MAX_UINT32 + " boxes");
            }
            Purchase purchase = new Purchase(
                    purchases.size(),
                    object.text("buyer", hex -> Arguments.requireSomebody("buyer", Address.of(hex))),
                    sold,
                    object.integer("quantity", 1, Arguments.MAX_UINT32 - sold),
                    object.text("entropy", Hash32::of));
            purchases.add(purchase);
            sold += purchase.quantity();
        }
        return purchases;
    }

    private static List<Hash32> hashes(JsonObject object, String key) {
        List<Hash32> hashes = new ArrayList<>();
        for (String hex : object.texts(key)) {
            try {
                hashes.add(Hash32.of(hex));
            } catch (IllegalArgumentException e) {
                throw object.malformed(key + "[" + hashes.size() + "]: " + e.getMessage());
            }
        }
        return hashes;
    }

    /**
     * Returns the receipt as one line of JSON: {@code contract} in CAIP-10, money and prize id as strings of decimal digits, times in
     * seconds since 1970, {@code purchases} in their order with {@code buyer}, {@code quantity} and {@code entropy}.
     */
    public String toJson() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("contract", contract.toString());
        object.put("terms", terms.json());
        object.put("purchases", purchases.stream().map(DrawReceipt::json).toList());
        object.put("drawBlock", drawBlock);
        object.put("beacon", beacon.toString());
        object.put("serverSeed", serverSeed.toString());
        object.put("box", outcome.box());
        object.put("owner", outcome.owner().toString());
        object.put("position", outcome.position());
        object.put("prizeId", outcome.prizeId().toString());
        object.put("proof", proof.stream().map(Hash32::toString).toList());
        return StrictJson.write(object);
    }

    private static Map<String, Object> json(Purchase purchase) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("buyer", purchase.buyer().toString());
        object.put("quantity", purchase.quantity());
        object.put("entropy", purchase.entropy().toString());
        return object;
    }
}
