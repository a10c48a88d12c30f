package io.lianbo.rewards.review;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractCall;
import io.lianbo.core.chain.ContractEvent;
import io.lianbo.core.chain.EventQuery;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.typeddata.Eip712Domain;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The contract {@code ReviewAnchor}, in which platforms anchor the seals of their books: one root for each number, so that all viewers are shown the same book.
 *
 * {@snippet class="io.lianbo.rewards.review.ReviewsGuideTest" region="anchor"}
 *
 * <p>Every method asks the chain and throws {@link io.lianbo.core.LianboException} when that fails, {@link io.lianbo.core.chain.ContractRevertException} with the contract's error
 * by name when the contract refuses: {@code AlreadyAnchored}, {@code SequenceGap}, {@code TreeMustGrow}.
 */
public final class ReviewAnchor {

    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(ReviewAnchor.class, "/io/lianbo/rewards/ReviewAnchor.json");
    private static final String EVENT = "RootAnchored";

    private static final int SIZE_SHIFT = 216;
    private static final int TIME_SHIFT = 64;
    private static final BigInteger SIXTY_FOUR_BITS = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

    private final Chain chain;
    private final Contract contract;

    private ReviewAnchor(Chain chain, Contract contract) {
        this.chain = chain;
        this.contract = contract;
    }

    /** Deploys the contract; whoever pays for that has no rights in it. One serves all platforms of a chain. */
    public static ReviewAnchor deploy(Chain chain, Signer payer) {
        return new ReviewAnchor(chain, chain.deploy(payer, ARTIFACT).contract());
    }

    /** The contract at this address. */
    public static ReviewAnchor at(Chain chain, Address address) {
        return new ReviewAnchor(chain, chain.contract(address, ARTIFACT));
    }

    /** The contract and its chain. */
    public AccountId account() {
        return new AccountId(chain.id(), contract.address());
    }

    /** What reviews are signed under. */
    public Eip712Domain domain() {
        return domain(chain.id(), contract.address());
    }

    /** What reviews are signed under, for a signer that has no chain at hand. */
    public static Eip712Domain domain(ChainId chain, Address anchor) {
        return Eip712Domain.of("Lianbo Reviews", "1", chain, anchor);
    }

    /** Anchors a seal of the publisher's book, after all before it. Sent twice, it anchors once, and then {@code AlreadyAnchored} says so. */
    public AnchoredSeal anchor(Signer publisher, ReviewSeal seal) {
        Receipt receipt = call(seal).send(publisher);
        return seal(contract.eventsIn(receipt, EVENT).getFirst());
    }

    /** The call that anchors a seal, for senders of their own such as {@link io.lianbo.core.tx.TxClient}. It succeeds once, however often it is sent. */
    public ContractCall call(ReviewSeal seal) {
        return contract.call("anchor", seal.root(), word(seal.entries(), 0, seal.number()));
    }

    /** Every seal that the publisher anchored from this block on (0 for all), in order. */
    public List<AnchoredSeal> sealsOf(Address publisher, long fromBlock) {
        List<AnchoredSeal> seals = new ArrayList<>();
        EventQuery.of(contract, EVENT).forEach(fromBlock, chain.blockNumber(), event -> {
            if (event.address("issuer").equals(publisher)) {
                seals.add(seal(event));
            }
        });
        return List.copyOf(seals);
    }

    /** The contract's own verdict: whether the seal was anchored exactly so. */
    public boolean verify(AnchoredSeal seal) {
        return seal.contract().equals(account())
                && contract.read(
                                "verify",
                                seal.publisher(),
                                seal.root(),
                                word(seal.entries(), seal.anchoredAt().getEpochSecond(), seal.number()))
                        .bool(0);
    }

    /** As the contract packs an anchor: {@code treeSize << 216 | anchoredAt << 64 | sequence}. */
    private static BigInteger word(long entries, long seconds, long number) {
        return BigInteger.valueOf(entries)
                .shiftLeft(SIZE_SHIFT)
                .or(BigInteger.valueOf(seconds).shiftLeft(TIME_SHIFT))
                .or(BigInteger.valueOf(number));
    }

    private AnchoredSeal seal(ContractEvent event) {
        BigInteger word = event.uint("anchored");
        return new AnchoredSeal(
                account(),
                event.address("issuer"),
                word.and(SIXTY_FOUR_BITS).longValueExact(),
                event.hash("root"),
                word.shiftRight(SIZE_SHIFT).longValueExact(),
                Instant.ofEpochSecond(
                        word.shiftRight(TIME_SHIFT).and(SIXTY_FOUR_BITS).longValueExact()));
    }
}
