package io.lianbo.rewards.raffle;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.chain.AbiValues;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The contract {@code Raffle}, which draws prizes among entrants so that nobody chooses who wins; any number of raffles side by side.
 *
 * <p>The organiser commits to a secret and to prizes, and pays in the bond and the money:
 *
 * {@snippet class="io.lianbo.rewards.raffle.RafflesGuideTest" region="create"}
 *
 * <p>It publishes the entrants; when the time for entries is over the hash of a later block is captured, the secret revealed, and prizes are handed over:
 *
 * {@snippet class="io.lianbo.rewards.raffle.RafflesGuideTest" region="draw"}
 *
 * <p>What the contract refuses is thrown as a {@link ContractRevertException} with the contract's name for it, such as {@code AbovePrizeCap} or {@code EntriesClosed}; what the node
 * fails at as a {@link io.lianbo.core.LianboException}. Safe for use by many threads.
 */
public final class Raffle {
    /** How many blocks after a raffle is closed the block lies whose hash counts. */
    public static final int DRAW_DELAY = 16;

    /** How many blocks after that one the secret may be revealed at the earliest. */
    public static final int REVEAL_DELAY = 32;

    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(Raffle.class, "/io/lianbo/rewards/Raffle.json");

    /** How many prizes one transaction hands over: each costs some 110,000 gas, and 300,000 more where a hostile winner burns what it is given. */
    private static final int AWARDS = 32;

    private final Chain chain;
    private final Contract contract;

    private Raffle(Chain chain, Contract contract) {
        this.chain = chain;
        this.contract = contract;
    }

    /** Deploys the contract under the law of China, {@link PrizeCap#CHINA}. It belongs to nobody; one serves all organisers of a chain. */
    public static Raffle deploy(Chain chain, Signer deployer) {
        return deploy(chain, deployer, PrizeCap.CHINA);
    }

    /** Deploys the contract under the law of another place, once for all its raffles; everybody sees it by {@link #cap()}. */
    public static Raffle deploy(Chain chain, Signer deployer, PrizeCap cap) {
        byte[] currency = cap.currency().getBytes(StandardCharsets.US_ASCII);
        return new Raffle(
                chain, chain.deploy(deployer, ARTIFACT, currency, cap.most()).contract());
    }

    /** Returns the contract that is already at {@code address}; nothing is asked of the chain yet. */
    public static Raffle at(Chain chain, Address address) {
        return new Raffle(chain, chain.contract(address, ARTIFACT));
    }

    /** Returns where it is: chain and address. */
    public AccountId id() {
        return new AccountId(chain.id(), contract.address());
    }

    /** Returns what one prize may be worth here at most; 2^63-1 stands for whatever is above. */
    public PrizeCap cap() {
        return new PrizeCap(
                new String(contract.read("valueCurrency").bytes(0), StandardCharsets.US_ASCII),
                RaffleTerms.saturated(contract.read("prizeCap").uint(0)));
    }

    /**
     * Creates a raffle and pays {@link RaffleTerms#deposit()}, which in an ERC-20 must have been approved before.
     *
     * @return names the raffle: {@link RaffleTerms#raffleId}
     * @throws IllegalArgumentException if the terms name another organiser
     * @throws ContractRevertException if the contract refuses: {@code AbovePrizeCap}, {@code WrongTimes}, {@code SecretUsed}, {@code NoContract}
     */
    public Hash32 create(Signer organiser, RaffleTerms terms) {
        if (!organiser.address().equals(terms.organiser())) {
            throw new IllegalArgumentException(
                    "the terms name " + terms.organiser() + " as the organiser, this is " + organiser.address());
        }
        BigInteger coin = terms.isInNativeCoin() ? terms.deposit() : BigInteger.ZERO;
        contract.call("create", terms.abiValue(), terms.abiPrizes()).value(coin).send(organiser);
        return terms.raffleId(id());
    }

    /**
     * Publishes those batches of entrants that are not published yet, a transaction each. Called again after a crash it goes on.
     *
     * @return the receipts
     * @throws IllegalArgumentException if what is published is not the beginning of these
     * @throws ContractRevertException if the contract refuses: {@code NotOpenYet}, {@code EntriesClosed}, {@code TooManyEntries}
     */
    public List<Receipt> enter(Signer organiser, Hash32 raffleId, Entrants entrants) {
        long published = state(raffleId).batches();
        List<Receipt> receipts = new ArrayList<>();
        for (int batch = 0; batch < Math.max(published, entrants.batchCount()); batch++) {
            if (batch >= published) {
                receipts.add(contract.send(organiser, "enter", raffleId, entrants.packed(batch)));
            } else if (batch >= entrants.batchCount()
                    || !contract.read("batchRoot", raffleId, batch).hash(0).equals(entrants.root(batch))) {
                throw new IllegalArgumentException(
                        "batch " + batch + " of the raffle is published with other entrants");
            }
        }
        return List.copyOf(receipts);
    }

    /** Closes a raffle whose time for entries is over. Anyone may; best at once. */
    public Receipt close(Signer caller, Hash32 raffleId) {
        return contract.send(caller, "close", raffleId);
    }

    /**
     * Keeps the hash of the block that counts. Anyone may: as long as nobody has, the hash gets lost after 256 blocks (8,191 where the chain has EIP-2935). Where the secret was
     * withheld, this is the draw.
     *
     * @throws ContractRevertException if the contract refuses: {@code TooEarly}, {@code BlockHashGone}
     */
    public Receipt capture(Signer caller, Hash32 raffleId) {
        return contract.send(caller, "capture", raffleId);
    }

    /** Names another block where nobody captured the hash of the first in time. Anyone may; everybody sees it. */
    public Receipt redraw(Signer caller, Hash32 raffleId) {
        return contract.send(caller, "redraw", raffleId);
    }

    /**
     * Reveals the secret, which fixes who wins. Possible from {@link #REVEAL_DELAY} blocks after the block that counts to the last second of {@link RaffleTerms#revealBy}.
     *
     * @throws ContractRevertException if the contract refuses: {@code TooEarly}, {@code RevealTooLate}, {@code WrongSecret}
     */
    public Receipt reveal(Signer caller, Hash32 raffleId, RaffleSecret secret) {
        return contract.send(caller, "reveal", raffleId, Hash32.of(secret.exportSecretDangerously()));
    }

    /** Names a block to draw with where the secret was not revealed in time; {@link #capture} is then the draw. Anyone may; the winners share the bond. */
    public Receipt drawWithoutSecret(Signer caller, Hash32 raffleId) {
        return contract.send(caller, "drawWithoutSecret", raffleId);
    }

    /**
     * Hands all prizes over that are not yet: pays money to the winners, a credit where one cannot be paid, and notes who may {@link #claim} goods. Anyone may.
     *
     * @return the receipts, one for each 32 prizes
     * @throws IllegalArgumentException if terms or entrants are not the raffle's, or it is not drawn yet
     */
    public List<Receipt> award(Signer caller, Hash32 raffleId, RaffleTerms terms, Entrants entrants) {
        RaffleState state = state(raffleId);
        if (!terms.raffleId(id()).equals(raffleId)) {
            throw new IllegalArgumentException(
                    "the terms are those of " + terms.raffleId(id()) + ", not of " + raffleId);
        }
        if (!entrants.hash(raffleId).equals(state.entriesHash())) {
            throw new IllegalArgumentException("the raffle has other entrants than these " + entrants);
        }
        Hash32 randomness = state.randomness()
                .orElseThrow(() -> new IllegalArgumentException("the raffle " + raffleId + " is not drawn yet"));
        List<List<Object>> open = new ArrayList<>();
        for (Win win : RaffleDraw.wins(randomness, terms, entrants)) {
            if (state.awarded() == 0
                    || !contract.read("isAwarded", raffleId, win.place()).bool(0)) {
                open.add(
                        List.of(win.place(), entrants.batchOf(win.entry()), win.winner(), entrants.proof(win.entry())));
            }
        }
        List<Receipt> receipts = new ArrayList<>();
        for (int from = 0; from < open.size(); from += AWARDS) {
            List<List<Object>> some = open.subList(from, Math.min(from + AWARDS, open.size()));
            receipts.add(contract.send(caller, "award", raffleId, terms.abiPrizes(), some));
        }
        return List.copyOf(receipts);
    }

    /**
     * Claims goods that the winner has been awarded, and says where they are to go; the last time counts.
     *
     * @param delivery a commitment to name and address, which the organiser is told elsewhere: they do not belong on a chain
     * @throws ContractRevertException {@code NoGoods} if the place is not the caller's, or not awarded yet
     */
    public Receipt claim(Signer winner, Hash32 raffleId, long place, Hash32 delivery) {
        return contract.send(winner, "claim", raffleId, place, delivery);
    }

    /**
     * Pays the organiser what nobody won, and the bond unless the winners share it, after all prizes are handed out, or where nobody was entered. Anyone may, once.
     *
     * @throws ContractRevertException if the contract refuses: {@code NotDrawn}, {@code PrizesLeft}, {@code AlreadyCollected}
     */
    public Receipt collect(Signer caller, Hash32 raffleId) {
        return contract.send(caller, "collect", raffleId);
    }

    /** Pays an account its credit, if it could not be paid before. For the account alone. */
    public Receipt withdraw(Signer account, Address currency) {
        return contract.send(account, "withdraw", currency);
    }

    /** Returns what waits for {@link #withdraw}, in the smallest unit of the currency; the zero address is the native coin. */
    public BigInteger creditOf(Address account, Address currency) {
        return contract.read("creditOf", account, currency).uint(0);
    }

    /** Returns who may claim the goods of a place; empty before it is awarded, and where the prize is money. */
    public Optional<Address> goodsWinner(Hash32 raffleId, long place) {
        Address winner = contract.read("goodsWinner", raffleId, place).address(0);
        return winner.isZero() ? Optional.empty() : Optional.of(winner);
    }

    /**
     * Returns the entry that won a place, as the contract computes it; {@link RaffleDraw} computes it here.
     *
     * @throws ContractRevertException with {@code NotDrawn}, or {@code NoSuchPlace}
     */
    public long entryAt(Hash32 raffleId, long place) {
        return contract.read("entryAt", raffleId, place).uint(0).longValueExact();
    }

    /**
     * Returns how far a raffle is.
     *
     * @throws ContractRevertException with {@code UnknownRaffle} if there is no such raffle
     */
    public RaffleState state(Hash32 raffleId) {
        AbiValues progress = contract.read("progressOf", raffleId).tuple(0);
        long drawBlock = progress.uint("drawBlock").longValueExact();
        return new RaffleState(
                progress.uint("entries").longValueExact(),
                progress.uint("batches").longValueExact(),
                progress.uint("awarded").longValueExact(),
                drawBlock == 0 ? OptionalLong.empty() : OptionalLong.of(drawBlock),
                progress.bool("withheld"),
                progress.bool("collected"),
                progress.hash("entriesHash"),
                known(progress.hash("beacon")),
                known(progress.hash("randomness")));
    }

    Chain chain() {
        return chain;
    }

    Contract contract() {
        return contract;
    }

    private static Optional<Hash32> known(Hash32 hash) {
        return hash.equals(Hash32.ZERO) ? Optional.empty() : Optional.of(hash);
    }

    /** Returns {@code Raffle eip155:1:0x...}. */
    @Override
    public String toString() {
        return "Raffle " + id();
    }
}
