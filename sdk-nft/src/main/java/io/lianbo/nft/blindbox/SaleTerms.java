package io.lianbo.nft.blindbox;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.chain.AbiValues;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.json.JsonObject;
import io.lianbo.nft.internal.Arguments;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The terms of a sale of blind boxes, which never change once it is created.
 *
 * {@snippet class="io.lianbo.nft.blindbox.BlindBoxTest" region="terms"}
 *
 * @param seller who creates the sale, reveals the seed and is paid
 * @param seedCommitment {@link ServerSeed#commitment}
 * @param prizeRoot {@link PrizeList#root}
 * @param supply how many boxes there are, 1 to 2^32-1
 * @param maxPerBuyer how many one address may buy; 0 for no limit
 * @param opensAt the first second of the sale
 * @param closesAt the last second of the sale
 * @param revealBy the last second in which the seed may be revealed, after {@code closesAt}
 * @param currency the ERC-20 of price and bond, or the zero address for the native coin
 * @param price of one box, in the smallest unit, 0 to 2^96-1
 * @param bond what the buyers share if the seed is not revealed, in the smallest unit, 0 to 2^96-1
 * @param minter the contract that hands out the prizes, such as a {@link PrizeVault}
 * @param provider the contract whose random word takes a block hash's place, or the zero address for a block hash
 */
public record SaleTerms(
        Address seller,
        Hash32 seedCommitment,
        Hash32 prizeRoot,
        long supply,
        long maxPerBuyer,
        Instant opensAt,
        Instant closesAt,
        Instant revealBy,
        Address currency,
        BigInteger price,
        BigInteger bond,
        Address minter,
        Address provider) {

    /** How long a seller has to reveal, unless the terms say otherwise. */
    private static final Duration TIME_TO_REVEAL = Duration.ofDays(1);

    /**
     * Checks each value.
     *
     * @throws IllegalArgumentException if a value is out of range, a time no whole second, or the times are out of order
     */
    public SaleTerms {
        Arguments.requireSomebody("seller", seller);
        Words.requireHash("seed commitment", seedCommitment);
        Words.requireHash("prize root", prizeRoot);
        Words.requireRange("supply", supply, 1, Arguments.MAX_UINT32);
        Words.requireRange("boxes per buyer", maxPerBuyer, 0, Arguments.MAX_UINT32);
        requireTime("opening", opensAt);
        requireTime("closing", closesAt);
        requireTime("reveal", revealBy);
        if (closesAt.isBefore(opensAt) || !revealBy.isAfter(closesAt)) {
            throw new IllegalArgumentException("a sale must open, close and be revealed in this order: " + opensAt
                    + ", " + closesAt + ", " + revealBy);
        }
        Objects.requireNonNull(currency, "currency");
        Words.requireRange("price", price, Words.MAX_UINT96);
        Words.requireRange("bond", bond, Words.MAX_UINT96);
        Arguments.requireSomebody("minter", minter);
        Objects.requireNonNull(provider, "provider");
    }

    private static void requireTime(String what, Instant time) {
        if (time.getNano() != 0 || time.getEpochSecond() < 0 || time.getEpochSecond() > Words.MAX_UINT40) {
            throw new IllegalArgumentException(
                    "the time of " + what + " must be a whole second from 1970 to " + Words.MAX_UINT40 + ": " + time);
        }
    }

    /**
     * Returns terms without a limit for each buyer, drawn with a block hash, to be revealed within a day.
     *
     * @param price of one box
     * @param bond in the same currency; more than the seller could gain by not revealing, see the guide
     * @throws IllegalArgumentException if the bond is in another currency, or as the constructor throws it
     */
    public static SaleTerms of(
            Address seller,
            ServerSeed seed,
            PrizeList prizes,
            TokenAmount price,
            TokenAmount bond,
            Instant opensAt,
            Instant closesAt,
            Address minter) {
        Token token = price.token();
        if (!token.equals(bond.token())) {
            throw new IllegalArgumentException("price and bond must be in one currency: " + price + ", " + bond);
        }
        return new SaleTerms(
                seller,
                seed.commitment(),
                prizes.root(),
                prizes.size(),
                0,
                opensAt,
                closesAt,
                closesAt.plus(TIME_TO_REVEAL),
                token.contract().orElse(Address.ZERO),
                price.units(),
                bond.units(),
                minter,
                Address.ZERO);
    }

    /** Returns the same with a limit for each buyer; an address is not a person. */
    public SaleTerms withMaxPerBuyer(long boxes) {
        return new SaleTerms(
                seller,
                seedCommitment,
                prizeRoot,
                supply,
                boxes,
                opensAt,
                closesAt,
                revealBy,
                currency,
                price,
                bond,
                minter,
                provider);
    }

    /** Returns the same with another last second for the reveal. */
    public SaleTerms withRevealBy(Instant revealBy) {
        return new SaleTerms(
                seller,
                seedCommitment,
                prizeRoot,
                supply,
                maxPerBuyer,
                opensAt,
                closesAt,
                revealBy,
                currency,
                price,
                bond,
                minter,
                provider);
    }

    /** Returns the same with a provider of randomness in place of a block hash; the buyers must trust it. */
    public SaleTerms withProvider(Address provider) {
        return new SaleTerms(
                seller,
                seedCommitment,
                prizeRoot,
                supply,
                maxPerBuyer,
                opensAt,
                closesAt,
                revealBy,
                currency,
                price,
                bond,
                minter,
                Arguments.requireSomebody("provider", provider));
    }

    /** Returns whether a block hash is drawn with, rather than a provider's word. */
    public boolean drawsWithBlockHash() {
        return provider.isZero();
    }

    /** Returns whether price and bond are in the chain's native coin. */
    public boolean isInNativeCoin() {
        return currency.isZero();
    }

    /**
     * Returns the id that a sale under these terms has: keccak256 of chain, contract and terms.
     *
     * @param contract the blind box contract, and its chain
     */
    public Hash32 saleId(AccountId contract) {
        return Keccak256.hash(
                Words.of(contract.chainId().value()),
                Words.of(contract.address()),
                Words.of(seller),
                seedCommitment.bytes(),
                prizeRoot.bytes(),
                Words.of(supply),
                Words.of(maxPerBuyer),
                Words.of(opensAt.getEpochSecond()),
                Words.of(closesAt.getEpochSecond()),
                Words.of(revealBy.getEpochSecond()),
                Words.of(currency),
                Words.of(price),
                Words.of(bond),
                Words.of(minter),
                Words.of(provider));
    }

    List<Object> struct() {
        return List.of(
                seller,
                seedCommitment,
                prizeRoot,
                supply,
                maxPerBuyer,
                opensAt.getEpochSecond(),
                closesAt.getEpochSecond(),
                revealBy.getEpochSecond(),
                currency,
                price,
                bond,
                minter,
                provider);
    }

    static SaleTerms of(AbiValues struct) {
        return new SaleTerms(
                struct.address("seller"),
                struct.hash("seedCommitment"),
                struct.hash("prizeRoot"),
                struct.uint("supply").longValueExact(),
                struct.uint("maxPerBuyer").longValueExact(),
                Instant.ofEpochSecond(struct.uint("opensAt").longValueExact()),
                Instant.ofEpochSecond(struct.uint("closesAt").longValueExact()),
                Instant.ofEpochSecond(struct.uint("revealBy").longValueExact()),
                struct.address("currency"),
                struct.uint("price"),
                struct.uint("bond"),
                struct.address("minter"),
                struct.address("provider"));
    }

    Map<String, Object> json() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("seller", seller.toString());
        object.put("seedCommitment", seedCommitment.toString());
        object.put("prizeRoot", prizeRoot.toString());
        object.put("supply", supply);
        object.put("maxPerBuyer", maxPerBuyer);
        object.put("opensAt", opensAt.getEpochSecond());
        object.put("closesAt", closesAt.getEpochSecond());
        object.put("revealBy", revealBy.getEpochSecond());
        object.put("currency", currency.toString());
        object.put("price", price.toString());
        object.put("bond", bond.toString());
        object.put("minter", minter.toString());
        object.put("provider", provider.toString());
        return object;
    }

    static SaleTerms of(JsonObject object) {
        object.only(
                "seller",
                "seedCommitment",
                "prizeRoot",
                "supply",
                "maxPerBuyer",
                "opensAt",
                "closesAt",
                "revealBy",
                "currency",
                "price",
                "bond",
                "minter",
                "provider");
        return object.made(() -> new SaleTerms(
                object.text("seller", Address::of),
                object.text("seedCommitment", Hash32::of),
                object.text("prizeRoot", Hash32::of),
                object.integer("supply", 1, Arguments.MAX_UINT32),
                object.integer("maxPerBuyer", 0, Arguments.MAX_UINT32),
                time(object, "opensAt"),
                time(object, "closesAt"),
                time(object, "revealBy"),
                object.text("currency", Address::of),
                object.digits("price", Words.MAX_UINT96),
                object.digits("bond", Words.MAX_UINT96),
                object.text("minter", Address::of),
                object.text("provider", Address::of)));
    }

    private static Instant time(JsonObject object, String key) {
        return Instant.ofEpochSecond(object.integer(key, 0, Words.MAX_UINT40));
    }
}
