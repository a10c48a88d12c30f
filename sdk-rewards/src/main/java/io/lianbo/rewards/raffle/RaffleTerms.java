package io.lianbo.rewards.raffle;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.chain.AbiValues;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.rewards.internal.Words;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What an organiser promises before anybody enters, and nobody can change afterwards.
 *
 * {@snippet class="io.lianbo.rewards.raffle.RafflesGuideTest" region="terms"}
 *
 * @param organiser who creates the raffle, enters people and reveals
 * @param secretCommitment {@link RaffleSecret#commitment()}
 * @param maxEntries the most entries there will be, 1 to 2^32-1
 * @param opensAt the first second in which entrants may be published
 * @param entriesBy the last one
 * @param revealBy the last second in which the secret may be revealed
 * @param currency the ERC-20 of bond and money prizes; the zero address for the chain's own coin
 * @param bond what the winners share if the secret is not revealed; 1 or more
 * @param prizes in the order in which they are drawn, 1 to {@value #MOST_KINDS} kinds
 */
public record RaffleTerms(
        Address organiser,
        Hash32 secretCommitment,
        long maxEntries,
        Instant opensAt,
        Instant entriesBy,
        Instant revealBy,
        Address currency,
        BigInteger bond,
        List<Prize> prizes) {

    /** The most kinds of prizes. */
    public static final int MOST_KINDS = 64;

    /** How long an organiser has to reveal unless it says otherwise. */
    public static final Duration TIME_TO_REVEAL = Duration.ofDays(1);

    private static final long MAX_UINT40 = (1L << 40) - 1;

    public RaffleTerms {
        if (organiser.isZero()) {
            throw new IllegalArgumentException("the organiser must not be the zero address");
        }
        if (secretCommitment.equals(Hash32.ZERO)) {
            throw new IllegalArgumentException("the commitment must not be zero");
        }
        if (maxEntries < 1 || maxEntries > Prize.MAX_UINT32) {
            throw new IllegalArgumentException("maxEntries must be 1 to " + Prize.MAX_UINT32 + ": " + maxEntries);
        }
        for (Instant time : List.of(opensAt, entriesBy, revealBy)) {
            if (time.getNano() != 0 || time.getEpochSecond() < 0 || time.getEpochSecond() > MAX_UINT40) {
                throw new IllegalArgumentException("times must be whole seconds from 1970 on: " + time);
            }
        }
        if (!opensAt.isBefore(entriesBy) || !entriesBy.isBefore(revealBy)) {
            throw new IllegalArgumentException("a raffle must open, take entries and be revealed in this order: "
                    + opensAt + ", " + entriesBy + ", " + revealBy);
        }
        Objects.requireNonNull(currency, "currency");
        if (bond.signum() < 1 || bond.compareTo(Prize.MAX_UINT96) > 0) {
            throw new IllegalArgumentException("bond must be 1 to 2^96-1: " + bond);
        }
        prizes = List.copyOf(prizes);
        if (prizes.isEmpty() || prizes.size() > MOST_KINDS) {
            throw new IllegalArgumentException(
                    "a raffle must have 1 to " + MOST_KINDS + " kinds of prizes: " + prizes.size());
        }
        if (places(prizes) > Prize.MAX_UINT32) {
            throw new IllegalArgumentException(
                    "a raffle must have at most " + Prize.MAX_UINT32 + " prizes: " + places(prizes));
        }
    }

    /**
     * Returns terms whose secret is to be revealed within a day.
     *
     * @param bond in the currency of the money prizes; more than the organiser could gain by having it drawn again, see the guide
     */
    public static RaffleTerms of(
            Address organiser,
            RaffleSecret secret,
            List<Prize> prizes,
            long maxEntries,
            TokenAmount bond,
            Instant opensAt,
            Instant entriesBy) {
        Token token = bond.token();
        return new RaffleTerms(
                organiser,
                secret.commitment(),
                maxEntries,
                opensAt,
                entriesBy,
                entriesBy.plus(TIME_TO_REVEAL),
                token.contract().orElse(Address.ZERO),
                bond.units(),
                prizes);
    }

    /** Returns the same with another last second for the reveal. */
    public RaffleTerms withRevealBy(Instant time) {
        return new RaffleTerms(
                organiser, secretCommitment, maxEntries, opensAt, entriesBy, time, currency, bond, prizes);
    }

    /** Returns how many prizes there are, each with a place from 0 on. */
    public long places() {
        return places(prizes);
    }

    private static long places(List<Prize> prizes) {
        return prizes.stream().mapToLong(Prize::count).sum();
    }

    /** Returns what the organiser pays in: the bond, and all money prizes. */
    public BigInteger deposit() {
        BigInteger sum = bond;
        for (Prize prize : prizes) {
            sum = sum.add(prize.amount().multiply(BigInteger.valueOf(prize.count())));
        }
        return sum;
    }

    /**
     * Returns the kind of prize that a place wins.
     *
     * @param place 0 to {@link #places()} - 1
     * @throws IllegalArgumentException if there is no such place
     */
    public Prize prizeAt(long place) {
        long left = place;
        for (Prize prize : prizes) {
            if (left >= 0 && left < prize.count()) {
                return prize;
            }
            left -= prize.count();
        }
        throw new IllegalArgumentException("place must be 0 to " + (places() - 1) + ": " + place);
    }

    /**
     * Returns the odds of an entry to win a prize of a kind or of one before it, which are to be published before anybody enters: with fewer than {@link #maxEntries()} they are
     * better, never worse.
     *
     * @param kind from 0
     */
    public Odds oddsAtLeast(int kind) {
        return oddsOfOneUpTo(kind, maxEntries);
    }

    /**
     * Returns the same among so many entries.
     *
     * @param kind from 0
     * @param entries 1 to {@link #maxEntries()}
     */
    public Odds oddsOfOneUpTo(int kind, long entries) {
        return new Odds(Math.min(placesBefore(kind + 1), requireEntries(entries)), entries);
    }

    /**
     * Returns the odds of an entry to win a prize of exactly this kind among so many entries.
     *
     * @param kind from 0
     * @param entries 1 to {@link #maxEntries()}
     */
    public Odds oddsOf(int kind, long entries) {
        requireEntries(entries);
        return new Odds(Math.min(placesBefore(kind + 1), entries) - Math.min(placesBefore(kind), entries), entries);
    }

    private long requireEntries(long entries) {
        if (entries < 1 || entries > maxEntries) {
            throw new IllegalArgumentException("entries must be 1 to " + maxEntries + ": " + entries);
        }
        return entries;
    }

    private long placesBefore(int kind) {
        if (kind < 0 || kind > prizes.size()) {
            throw new IllegalArgumentException(
                    "kind must be 0 to " + (prizes.size() - 1) + ", there are no more: " + kind);
        }
        return places(prizes.subList(0, kind));
    }

    /** Returns whether bond and money prizes are in the chain's own coin. */
    public boolean isInNativeCoin() {
        return currency.isZero();
    }

    /**
     * Returns the id that a raffle under these terms has: keccak256 of {@code abi.encode} of chain, contract, terms and prizes.
     *
     * @param contract the raffle contract, and its chain
     */
    public Hash32 raffleId(AccountId contract) {
        List<Object> words = new ArrayList<>(List.of(
                contract.chainId().value(),
                contract.address(),
                organiser,
                secretCommitment,
                maxEntries,
                opensAt.getEpochSecond(),
                entriesBy.getEpochSecond(),
                revealBy.getEpochSecond(),
                currency,
                bond));
        words.add((words.size() + 1) * Words.SIZE); // where the prizes begin
        words.add(prizes.size());
        prizes.forEach(prize -> words.addAll(prize.abiValue()));
        return Keccak256.hash(Words.of(words.toArray()));
    }

    /** As the contract takes them. */
    List<Object> abiValue() {
        return List.of(
                organiser,
                secretCommitment,
                maxEntries,
                opensAt.getEpochSecond(),
                entriesBy.getEpochSecond(),
                revealBy.getEpochSecond(),
                currency,
                bond);
    }

    /** As the contract takes them. */
    List<List<Object>> abiPrizes() {
        return prizes.stream().map(Prize::abiValue).toList();
    }

    static RaffleTerms of(AbiValues terms, List<Object> prizes) {
        return new RaffleTerms(
                terms.address("organiser"),
                terms.hash("secretCommitment"),
                terms.uint("maxEntries").longValueExact(),
                time(terms, "opensAt"),
                time(terms, "entriesBy"),
                time(terms, "revealBy"),
                terms.address("currency"),
                terms.uint("bond"),
                prizes.stream().map(prize -> prize((AbiValues) prize)).toList());
    }

    private static Prize prize(AbiValues prize) {
        return new Prize(
                prize.uint("count").longValueExact(),
                saturated(prize.uint("value")),
                prize.uint("amount"),
                prize.hash("goods"));
    }

    /** Of 2^63 and above the largest long: no money comes to that, and a raffle that says so has another id. */
    static long saturated(BigInteger number) {
        return number.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
    }

    private static Instant time(AbiValues terms, String name) {
        return Instant.ofEpochSecond(terms.uint(name).longValueExact());
    }
}
