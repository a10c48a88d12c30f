package io.lianbo.rewards.vote;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.chain.AbiValues;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.typeddata.Eip712Domain;
import io.lianbo.core.typeddata.StructType;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * The contract {@code ProductVote}: a community proposes calls, votes for or against them, and what was accepted waits in a time-lock before anybody can have it executed. It is OpenZeppelin's
 * Governor, which wallets and voting sites know.
 *
 * {@snippet class="io.lianbo.rewards.vote.CommunityGuideTest" region="propose"}
 *
 * <p>One transaction deploys it with its time-lock, which obeys this contract alone and has no admin but itself. What the community owns, and the roles it has elsewhere, belong to {@link
 * #timelock()}. Votes are those that an account had at the proposal's snapshot, once it had delegated, to itself or another. To choose among several products, ask in a {@link Poll}, and propose
 * here what it came to.
 *
 * <p>Times of a vote are by the clock of its token (ERC-6372): seconds since 1970, or blocks. Every method that sends waits for its receipt; it throws {@link io.lianbo.core.LianboException} when
 * the chain fails, and {@link io.lianbo.core.chain.ContractRevertException} with the contract's error by name when the contract refuses: {@code GovernorAlreadyCastVote}, {@code
 * GovernorUnexpectedProposalState} and so on.
 */
public final class ProductVote {

    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(ProductVote.class, "/io/lianbo/rewards/ProductVote.json");

    private static final StructType<Vote> BALLOT = StructType.<Vote>named("Ballot")
            .uint(256, "proposalId", Vote::proposal)
            .uint8("support", vote -> vote.support().code)
            .address("voter", Vote::voter)
            .uint(256, "nonce", Vote::nonce)
            .build();

    private final Chain chain;
    private final Contract contract;

    private ProductVote(Chain chain, Contract contract) {
        this.chain = chain;
        this.contract = contract;
    }

    /** How one votes. */
    public enum Support {
        /** That it be done. */
        FOR(1),
        /** That it not be done. */
        AGAINST(0),
        /** Neither, which counts for the quorum. */
        ABSTAIN(2);

        private final int code;

        Support(int code) {
            this.code = code;
        }
    }

    /** Where a proposal stands. */
    public enum State {
        /** Before its vote. */
        PENDING,
        /** Its vote runs. */
        ACTIVE,
        /** Taken back by its proposer before the vote. */
        CANCELED,
        /** Too few votes, or no more for it than against. */
        DEFEATED,
        /** Accepted, and to be queued. */
        SUCCEEDED,
        /** In the time-lock. */
        QUEUED,
        /** Never here: what was accepted does not lapse. */
        EXPIRED,
        /** Done. */
        EXECUTED
    }

    /**
     * What was voted as yet.
     *
     * @param against votes
     * @param inFavour votes
     * @param abstained votes
     */
    public record Votes(BigInteger against, BigInteger inFavour, BigInteger abstained) {}

    private record Vote(BigInteger proposal, Support support, Address voter, BigInteger nonce) {}

    /**
     * Deploys a vote and its time-lock, in one transaction.
     *
     * @throws IllegalArgumentException if the token's clock counts something else than the configuration says
     */
    public static ProductVote deploy(Chain chain, Signer deployer, ProductVoteConfig config) {
        TokenClock clock = TokenClock.of(chain, config.token());
        if ((clock == TokenClock.BLOCKS) != config.blockTime().isPresent()) {
            throw new IllegalArgumentException(
                    clock == TokenClock.BLOCKS
                            ? "the clock of " + config.token() + " counts blocks, so a block time is needed"
                            : "the clock of " + config.token() + " counts seconds, so no block time is needed");
        }
        return new ProductVote(
                chain, chain.deploy(deployer, ARTIFACT, config.toAbi()).contract());
    }

    /** The vote at this address. */
    public static ProductVote at(Chain chain, Address address) {
        return new ProductVote(chain, chain.contract(address, ARTIFACT));
    }

    /** Where the contract is. */
    public Address address() {
        return contract.address();
    }

    /** What executes: give it what the community is to own and to be allowed. */
    public Address timelock() {
        return contract.read("timelock").address(0);
    }

    /**
     * Puts a proposal to the vote: {@code GovernorInsufficientProposerVotes} below the threshold, {@code GovernorUnexpectedProposalState} where the same was proposed before.
     *
     * @return its number, {@link #idOf}
     */
    public BigInteger propose(Signer proposer, Proposal proposal) {
        Receipt receipt = contract.send(
                proposer,
                "propose",
                proposal.targets(),
                proposal.values(),
                proposal.calldatas(),
                proposal.description());
        return contract.eventsIn(receipt, "ProposalCreated").getFirst().values().uint("proposalId");
    }

    /** The number of a proposal, also before it is proposed. */
    public BigInteger idOf(Proposal proposal) {
        return contract.read(
                        "getProposalId",
                        proposal.targets(),
                        proposal.values(),
                        proposal.calldatas(),
                        descriptionHash(proposal))
                .uint(0);
    }

    /** Takes a proposal back before its vote begins, for its proposer: {@code GovernorUnableToCancel}. */
    public Receipt cancel(Signer proposer, Proposal proposal) {
        return send(proposer, "cancel", proposal);
    }

    /** Votes, once: {@code GovernorAlreadyCastVote}. Who had no votes at the snapshot adds nothing. */
    public Receipt cast(Signer voter, BigInteger proposal, Support support) {
        return contract.send(voter, "castVote", proposal, support.code);
    }

    /**
     * Signs a vote, which costs the voter nothing; whoever has it may {@linkplain #cast(Signer, Address, BigInteger, Support, Signature) cast} it. It is good for one vote of this voter here.
     *
     * {@snippet class="io.lianbo.rewards.vote.CommunityGuideTest" region="by-signature"}
     */
    public Signature sign(Signer voter, BigInteger proposal, Support support) {
        AbiValues domain = contract.read("eip712Domain");
        return BALLOT.sign(
                voter,
                Eip712Domain.of(domain.string("name"), domain.string("version"), chain.id(), address()),
                new Vote(proposal, support, voter.address(), nonce(voter.address())));
    }

    private BigInteger nonce(Address voter) {
        return contract.read("nonces", voter).uint(0);
    }

    /** Casts a vote that its voter signed: {@code GovernorInvalidSignature}, {@code GovernorAlreadyCastVote}. */
    public Receipt cast(Signer sender, Address voter, BigInteger proposal, Support support, Signature signature) {
        return cast(sender, voter, proposal, support, signature.bytes());
    }

    /** Casts a vote for a voter that is a contract (ERC-1271), with whatever that takes for its signature. */
    public Receipt cast(Signer sender, Address voter, BigInteger proposal, Support support, byte[] signature) {
        return contract.send(sender, "castVoteBySig", proposal, support.code, voter, signature);
    }

    /** Puts what was accepted into the time-lock, by anybody: {@code GovernorUnexpectedProposalState} before it was. */
    public Receipt queue(Signer sender, Proposal proposal) {
        return send(sender, "queue", proposal);
    }

    /** Has the time-lock make the calls, by anybody, once: {@code TimelockUnexpectedOperationState} before its time. */
    public Receipt execute(Signer sender, Proposal proposal) {
        return send(sender, "execute", proposal);
    }

    /** Where a proposal stands: {@code GovernorNonexistentProposal} where there is none of this number. */
    public State state(BigInteger proposal) {
        return State.values()[contract.read("state", proposal).uint(0).intValueExact()];
    }

    /** What was voted on a proposal as yet. */
    public Votes votes(BigInteger proposal) {
        AbiValues votes = contract.read("proposalVotes", proposal);
        return new Votes(votes.uint("againstVotes"), votes.uint("forVotes"), votes.uint("abstainVotes"));
    }

    /** Whether an account has voted on a proposal. */
    public boolean hasVoted(BigInteger proposal, Address voter) {
        return contract.read("hasVoted", proposal, voter).bool(0);
    }

    /** What an account may vote with on a proposal whose vote has begun. */
    public BigInteger votesOf(BigInteger proposal, Address voter) {
        return contract.read("getVotes", voter, snapshot(proposal)).uint(0);
    }

    /** The votes, for and abstaining, that a proposal whose vote has begun needs. */
    public BigInteger quorum(BigInteger proposal) {
        return contract.read("quorum", snapshot(proposal)).uint(0);
    }

    /** The time by the token's clock whose votes count; one may vote after it. */
    public long snapshot(BigInteger proposal) {
        return contract.read("proposalSnapshot", proposal).uint(0).longValueExact();
    }

    /** The last time by the token's clock at which one may vote; later than at first where the quorum came late. */
    public long deadline(BigInteger proposal) {
        return contract.read("proposalDeadline", proposal).uint(0).longValueExact();
    }

    /** From when on a queued proposal can be executed; empty where it is not queued. */
    public Optional<Instant> executableFrom(BigInteger proposal) {
        long seconds = contract.read("proposalEta", proposal).uint(0).longValueExact();
        return seconds == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds));
    }

    private Receipt send(Signer sender, String function, Proposal proposal) {
        return contract.send(
                sender,
                function,
                proposal.targets(),
                proposal.values(),
                proposal.calldatas(),
                descriptionHash(proposal));
    }

    private static Hash32 descriptionHash(Proposal proposal) {
        return Keccak256.hash(proposal.description().getBytes(StandardCharsets.UTF_8));
    }
}
