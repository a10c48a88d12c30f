package io.lianbo.nft.blindbox;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.AbiValues;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractCall;
import io.lianbo.core.chain.ContractEvent;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;
import io.lianbo.nft.internal.Arguments;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * The contract that sells blind boxes, any number of sales side by side, and draws their content so that nobody can bias it unseen.
 *
 * <p>The seller commits to a seed and a list of prizes, and puts up a bond:
 *
 * {@snippet class="io.lianbo.nft.blindbox.BlindBoxTest" region="create"}
 *
 * <p>Viewers buy; when the sale is closed the hash of a later block is captured, the seed revealed, and prizes claimed:
 *
 * {@snippet class="io.lianbo.nft.blindbox.BlindBoxTest" region="draw"}
 *
 * <p>What the contract refuses is thrown as a {@link ContractRevertException} with the contract's name for it, such as {@code SaleClosed} or {@code
 * TooEarly}; what the node fails at as a {@link io.lianbo.core.LianboException}. Nothing is sent that would be refused. What a draw
 * promises, and what it cannot, is told in {@code docs/guide/blind-boxes.md}. Safe for use by many threads.
 */
public final class BlindBox {
    /** How many blocks after a sale is closed the block lies whose hash counts. */
    public static final int DRAW_DELAY = 16;

    /** How many blocks after that one the seed may be revealed at the earliest. */
    public static final int REVEAL_DELAY = 32;

    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(BlindBox.class, "/io/lianbo/nft/BlindBox.json");

    private final Chain chain;
    private final AccountId id;
    private final Contract contract;

    private BlindBox(Chain chain, Contract contract) {
        this.chain = chain;
        this.id = new AccountId(chain.id(), contract.address());
        this.contract = contract;
    }

    /** Deploys the contract, which belongs to nobody, and waits until it is there. One serves all sellers of a chain. */
    public static BlindBox deploy(Chain chain, Signer deployer) {
        return new BlindBox(chain, chain.deploy(deployer, ARTIFACT).contract());
    }

    /** Returns the contract that is already at {@code address}; nothing is asked of the chain yet. */
    public static BlindBox at(Chain chain, Address address) {
        return new BlindBox(chain, chain.contract(address, ARTIFACT));
    }

    /** Returns where it is: chain and address. */
    public AccountId id() {
        return id;
    }

    /** Returns the contract itself, for all else that it can do. */
    public Contract contract() {
        return contract;
    }

    /**
     * Creates a sale, pays its bond, and waits for the receipt. A bond in an ERC-20 must have been approved before.
     *
     * @return names the sale: {@link SaleTerms#saleId}
     * @throws IllegalArgumentException if the terms name another seller
     * @throws ContractRevertException if the contract refuses: {@code WrongTimes}, {@code SeedUsed}, {@code NoContract}
     */
    public Hash32 create(Signer seller, SaleTerms terms) {
        if (!seller.address().equals(terms.seller())) {
            throw new IllegalArgumentException(
                    "the terms name " + terms.seller() + " as the seller, this is " + seller.address());
        }
        BigInteger coin = terms.isInNativeCoin() ? terms.bond() : BigInteger.ZERO;
        contract.call("create", terms.struct()).value(coin).send(seller);
        return terms.saleId(id);
    }

    /**
     * Buys boxes, and waits for the receipt. A price in an ERC-20 must have been approved before. The last box closes the sale.
     *
     * @param quantity how many, from 1
     * @param entropy what the buyer adds to the draw: 32 bytes of its own, random ones best
     * @throws ContractRevertException if the contract refuses: {@code NotOpenYet}, {@code SaleClosed}, {@code WrongQuantity}, {@code
     *     BuyerLimitReached}
     */
    public Purchase buy(Signer buyer, Hash32 saleId, long quantity, Hash32 entropy) {
        Words.requireRange("quantity", quantity, 1, Arguments.MAX_UINT32);
        SaleTerms terms = terms(saleId);
        BigInteger coin =
                terms.isInNativeCoin() ? terms.price().multiply(BigInteger.valueOf(quantity)) : BigInteger.ZERO;
        Receipt receipt =
                contract.call("buy", saleId, quantity, entropy).value(coin).send(buyer);
        return purchase(contract.eventsIn(receipt, "Bought").getFirst());
    }

    /** Closes a sale whose time is over and that is not sold out. Anyone may; best at once. */
    public Receipt close(Signer caller, Hash32 saleId) {
        return contract.send(caller, "close", saleId);
    }

    /** Asks the provider of a closed sale that names one. Anyone may, once. */
    public Receipt request(Signer caller, Hash32 saleId) {
        return contract.send(caller, "request", saleId);
    }

    /**
     * Keeps the hash of the block that counts, or the provider's word. Anyone may: as long as nobody has, the hash gets lost after 256
     * blocks (8,191 where the chain has EIP-2935), and with it this draw.
     *
     * @throws ContractRevertException if the contract refuses: {@code TooEarly}, {@code BlockHashGone}, {@code RandomnessPending}
     */
    public Receipt capture(Signer caller, Hash32 saleId) {
        return contract.send(caller, "capture", saleId);
    }

    /** Names another block where nobody captured the hash of the first in time. Anyone may; everybody sees it. */
    public Receipt redraw(Signer caller, Hash32 saleId) {
        return contract.send(caller, "redraw", saleId);
    }

    /**
     * Reveals the seed, which fixes what is in every box. Possible from {@link #REVEAL_DELAY} blocks after the block that counts
     * to the last second of {@link SaleTerms#revealBy}.
     *
     * @throws ContractRevertException if the contract refuses: {@code TooEarly}, {@code RevealTooLate}, {@code WrongSeed}
     */
    public Receipt reveal(Signer caller, Hash32 saleId, ServerSeed seed) {
        return contract.send(caller, "reveal", saleId, Hash32.of(seed.exportSecretDangerously()));
    }

    /**
     * Hands the prize of a box to whoever bought it. Anyone may.
     *
     * @param prizes the list that the sale committed to
     * @throws IllegalArgumentException if the list is another one
     * @throws ContractRevertException if the contract refuses: {@code NotRevealed}, {@code UnknownBox}, {@code AlreadyClaimed}, or the
     *     minter's own error, after which the box can be claimed again
     */
    public Receipt claim(Signer caller, Hash32 saleId, long box, PrizeList prizes) {
        SaleTerms terms = terms(saleId);
        if (!terms.prizeRoot().equals(prizes.root())) {
            throw new IllegalArgumentException(
                    "the sale has a list with root " + terms.prizeRoot() + ", this is " + prizes);
        }
        long position = positionOf(saleId, box);
        long purchase = box < state(saleId).sold()
                ? contract.read("purchaseWith", saleId, box).uint(0).longValueExact()
                : 0;
        return contract.send(caller, "claim", saleId, box, purchase, prizes.prizeAt(position), prizes.proof(position));
    }

    /** Pays the seller, after the seed is revealed, or its bond, where nobody bought. Anyone may, once. */
    public Receipt collect(Signer caller, Hash32 saleId) {
        return contract.send(caller, "collect", saleId);
    }

    /**
     * Pays all purchases of a buyer back, each with its share of the bond, where the seed was not revealed in time. Anyone may. What was
     * paid back before is passed over; a buyer that cannot be paid gets a credit, see {@link #withdraw}.
     *
     * @throws IllegalArgumentException if the account bought nothing
     * @throws ContractRevertException if the contract refuses: {@code RefundNotDue}
     */
    public Receipt refund(Signer caller, Hash32 saleId, Address buyer) {
        List<Long> numbers = purchasesOf(saleId, buyer);
        if (numbers.isEmpty()) {
            throw new IllegalArgumentException(buyer + " bought nothing in the sale " + saleId);
        }
        return contract.send(caller, "refund", saleId, numbers);
    }

    /** Pays an account its credit, if it could not be paid before. For the account alone. */
    public Receipt withdraw(Signer account, Address currency) {
        return contract.send(account, "withdraw", currency);
    }

    /** Returns what waits for {@link #withdraw}, in the smallest unit of the currency; the zero address is the native coin. */
    public BigInteger creditOf(Address account, Address currency) {
        return contract.read("creditOf", account, currency).uint(0);
    }

    /**
     * Returns the terms of a sale.
     *
     * @throws ContractRevertException with {@code UnknownSale} if there is no such sale
     */
    public SaleTerms terms(Hash32 saleId) {
        return SaleTerms.of(contract.read("termsOf", saleId).tuple(0));
    }

    /**
     * Returns how far a sale is.
     *
     * @throws ContractRevertException with {@code UnknownSale} if there is no such sale
     */
    public SaleState state(Hash32 saleId) {
        List<AbiValues> answers =
                readAll(List.of(contract.call("progressOf", saleId), contract.call("isRefundable", saleId)));
        AbiValues progress = answers.getFirst().tuple(0);
        long drawBlock = progress.uint("drawBlock").longValueExact();
        return new SaleState(
                progress.uint("sold").longValueExact(),
                progress.uint("purchases").longValueExact(),
                drawBlock == 0 ? OptionalLong.empty() : OptionalLong.of(drawBlock),
                progress.hash("accumulator"),
                known(progress.hash("beacon")),
                known(progress.hash("randomness")),
                progress.bool("requested"),
                progress.bool("settled"),
                answers.getLast().bool(0));
    }

    /**
     * Returns who receives the prize of a box: its buyer, or after the reveal the seller where nobody bought it.
     *
     * @throws ContractRevertException with {@code UnknownBox} if nobody owns it
     */
    public Address ownerOf(Hash32 saleId, long box) {
        return contract.read("ownerOf", saleId, box).address(0);
    }

    /**
     * Returns the position in the list of prizes that a box has drawn, as the contract computes it; {@link Draw} computes it here.
     *
     * @throws ContractRevertException with {@code NotRevealed} before the reveal, with {@code UnknownBox} if there is no such box
     */
    public long positionOf(Hash32 saleId, long box) {
        return contract.read("positionOf", saleId, box).uint(0).longValueExact();
    }

    /** Returns whether the prize of a box was handed out. */
    public boolean isClaimed(Hash32 saleId, long box) {
        return contract.read("isClaimed", saleId, box).bool(0);
    }

    Chain chain() {
        return chain;
    }

    static Purchase purchase(ContractEvent bought) {
        return new Purchase(
                bought.uint("purchase").longValueExact(),
                bought.address("buyer"),
                bought.uint("firstBox").longValueExact(),
                bought.uint("quantity").longValueExact(),
                bought.hash("entropy"));
    }

    private List<Long> purchasesOf(Hash32 saleId, Address buyer) {
        long purchases = state(saleId).purchases();
        List<ContractCall> calls = LongStream.range(0, purchases)
                .mapToObj(number -> contract.call("purchaseOf", saleId, number))
                .toList();
        List<AbiValues> answers = readAll(calls);
        List<Long> numbers = new ArrayList<>();
        for (int number = 0; number < answers.size(); number++) {
            if (answers.get(number).tuple(0).address("buyer").equals(buyer)) {
                numbers.add((long) number);
            }
        }
        return numbers;
    }

    /** All on one state of the chain; throws what the first refused call would throw alone. */
    private List<AbiValues> readAll(List<ContractCall> calls) {
        List<Verdict<AbiValues>> answers = chain.readAll(calls);
        List<AbiValues> values = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            values.add(answers.get(i).value().orElseGet(calls.get(i)::read));
        }
        return values;
    }

    private static Optional<Hash32> known(Hash32 hash) {
        return hash.equals(Hash32.ZERO) ? Optional.empty() : Optional.of(hash);
    }

    /** Returns {@code BlindBox eip155:1:0x...}. */
    @Override
    public String toString() {
        return "BlindBox " + id;
    }
}
