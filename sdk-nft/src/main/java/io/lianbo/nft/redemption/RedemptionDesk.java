package io.lianbo.nft.redemption;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
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
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A merchant's desk on a chain, where holders hand in tokens for what they promise: a parcel, a seat, a tasting.
 *
 * {@snippet class="io.lianbo.nft.redemption.RedemptionDeskTest" region="deploy"}
 *
 * <p>A holder hands a token in, with a {@linkplain DeliveryCommitment commitment} to where the parcel goes:
 *
 * {@snippet class="io.lianbo.nft.redemption.RedemptionDeskTest" region="open"}
 *
 * <p>The merchant finds the request, accepts it, and fulfils it in time:
 *
 * {@snippet class="io.lianbo.nft.redemption.RedemptionDeskTest" region="fulfil"}
 *
 * <p>The desk holds the token meanwhile. A request that is not accepted or not fulfilled in time can be ended by anyone, which gives the token back to
 * who handed it in. Each perk of a token is fulfilled once, whoever holds the token then.
 *
 * <p>What the contract refuses is thrown as a {@link ContractRevertException} whose error has the contract's name for it, such as {@code WrongState},
 * {@code TooLate} or {@code Unauthorized}; what the node fails at as a {@link io.lianbo.core.LianboException}. Nothing is sent that would be
 * refused. Safe for use by many threads.
 */
public final class RedemptionDesk {

    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(RedemptionDesk.class, "/io/lianbo/nft/RedemptionDesk.json");

    /** The one function of a collection that is called here, with the errors that come back through it: the desk's and the collection's. */
    private static final ContractArtifact ERC721 = ContractArtifact.parse("""
            {"contractName": "ERC721", "sourceName": "", "compiler": {"version": ""}, "bytecode": "0x", "abi": [
              {"type": "function", "name": "safeTransferFrom", "stateMutability": "payable",
               "inputs": [{"name": "from", "type": "address"}, {"name": "to", "type": "address"},
                          {"name": "tokenId", "type": "uint256"}, {"name": "data", "type": "bytes"}], "outputs": []},
              {"type": "error", "name": "NoSuchPerk",
               "inputs": [{"name": "collection", "type": "address"}, {"name": "perk", "type": "bytes32"}]},
              {"type": "error", "name": "WrongMode", "inputs": [{"name": "mode", "type": "uint8"}]},
              {"type": "error", "name": "WrongState", "inputs": [{"name": "state", "type": "uint8"}]},
              {"type": "error", "name": "TokenInCustody",
               "inputs": [{"name": "collection", "type": "address"}, {"name": "tokenId", "type": "uint256"}]},
              {"type": "error", "name": "TokenNotReceived",
               "inputs": [{"name": "collection", "type": "address"}, {"name": "tokenId", "type": "uint256"}]},
              {"type": "error", "name": "TokenIsSoulbound", "inputs": [{"name": "tokenId", "type": "uint256"}]},
              {"type": "error", "name": "ERC721NonexistentToken", "inputs": [{"name": "tokenId", "type": "uint256"}]},
              {"type": "error", "name": "ERC721IncorrectOwner",
               "inputs": [{"name": "sender", "type": "address"}, {"name": "tokenId", "type": "uint256"},
                          {"name": "owner", "type": "address"}]},
              {"type": "error", "name": "ERC721InsufficientApproval",
               "inputs": [{"name": "operator", "type": "address"}, {"name": "tokenId", "type": "uint256"}]}]}""");

    private final Chain chain;
    private final AccountId id;
    private final Contract contract;

    private RedemptionDesk(Chain chain, Contract contract) {
        this.chain = chain;
        this.id = new AccountId(chain.id(), contract.address());
        this.contract = contract;
    }

    /**
     * Deploys a desk, and waits until it is there.
     *
     * @param owner the merchant, who says which perks there are
     * @param fulfiller who accepts and fulfils beside the owner; a key of its own, for it lies on a server
     */
    public static RedemptionDesk deploy(Chain chain, Signer deployer, Address owner, Address fulfiller) {
        Arguments.requireSomebody("owner", owner);
        Arguments.requireSomebody("fulfiller", fulfiller);
        return new RedemptionDesk(
                chain, chain.deploy(deployer, ARTIFACT, owner, fulfiller).contract());
    }

    /** Returns the desk that is already at {@code address}; nothing is asked of the chain yet. */
    public static RedemptionDesk at(Chain chain, Address address) {
        return new RedemptionDesk(chain, chain.contract(address, ARTIFACT));
    }

    /** Returns where it is: chain and address. */
    public AccountId id() {
        return id;
    }

    /** Returns the contract itself, for all else that it can do: roles, {@code recover} of tokens sent by mistake. */
    public Contract contract() {
        return contract;
    }

    // Perks.

    /**
     * Lets the tokens of a collection be handed in for a perk from now on. For the owner alone.
     *
     * <p>The desk calls the collection: list only those whose code you trust. Requests that were made keep the mode and times of their own rule.
     *
     * @param perk its id, such as {@link TokenPerk#id}
     */
    public Receipt setPerk(Signer owner, Address collection, Hash32 perk, PerkRule rule) {
        Arguments.requireSomebody("collection", collection);
        return contract.send(owner, "setPerk", collection, perk, rule.struct());
    }

    /** Lets no more requests be made for a perk; those that were made go on. For the owner alone. */
    public Receipt removePerk(Signer owner, Address collection, Hash32 perk) {
        return contract.send(owner, "removePerk", collection, perk);
    }

    /** Returns the rule of a perk; empty if there is no such perk. */
    public Optional<PerkRule> rule(Address collection, Hash32 perk) {
        return PerkRule.of(contract.read("ruleOf", collection, perk).tuple(0));
    }

    // Holders.

    /**
     * Hands a token in for a perk, in one transaction, and waits for the receipt.
     *
     * @param holder who holds the token
     * @param commitment {@link DeliveryCommitment#hash}, or any hash where nothing is to be delivered
     * @return the request
     * @throws ContractRevertException {@code NoSuchPerk}, {@code WrongState} if the perk is used or requested, {@code WrongMode} for a perk that is
     *     used {@linkplain #useInPlace in place}, or the collection's own error
     */
    public RedemptionRequest open(Signer holder, TokenPerk perk, Hash32 commitment) {
        return requested(openCall(holder.address(), perk, commitment).send(holder));
    }

    /** Returns the call that {@link #open} sends: a {@code safeTransferFrom} of the collection, to be handed to the holder's wallet. */
    public ContractCall openCall(Address holder, TokenPerk perk, Hash32 commitment) {
        byte[] data = ByteBuffer.allocate(2 * Hash32.SIZE)
                .put(perk.perk().bytes())
                .put(commitment.bytes())
                .array();
        return chain.contract(perk.collection(), ERC721)
                .call("safeTransferFrom", holder, id.address(), perk.tokenId(), data);
    }

    /**
     * Requests a perk of a soulbound token, which stays where it is.
     *
     * @param holder as for {@link #open}
     * @param commitment as for {@link #open}
     * @throws ContractRevertException {@code NotTheHolder}, {@code TokenNotLocked}, {@code WrongMode}, or as for {@link #open}
     */
    public RedemptionRequest useInPlace(Signer holder, TokenPerk perk, Hash32 commitment) {
        return requested(contract.send(holder, "useInPlace", perk.with(commitment)));
    }

    /** Reads the request that a transaction made, of {@link #openCall} for instance. */
    public RedemptionRequest requested(Receipt receipt) {
        return RedemptionRequest.requested(
                contract.eventsIn(receipt, "Requested").getFirst());
    }

    /**
     * Ends a request, and gives the token back to who made it.
     *
     * @param anyone the holder, while it waits; the merchant, also when it is accepted; anyone, once its time is up
     * @throws ContractRevertException {@code TooEarly}, or {@code WrongState} if it is over
     */
    public Receipt release(Signer anyone, TokenPerk perk) {
        return contract.send(anyone, "release", perk.with());
    }

    // The merchant.

    /**
     * Promises to fulfil a request in time. For the owner and fulfillers.
     *
     * @throws ContractRevertException {@code WrongState}, {@code TooLate}, or {@code WrongAttempt} if another request has taken its place
     */
    public Receipt accept(Signer fulfiller, RedemptionRequest request) {
        return acceptCall(request).send(fulfiller);
    }

    /** Returns the call that {@link #accept} sends, to be sent by other means such as a {@link io.lianbo.core.tx.TxClient}. */
    public ContractCall acceptCall(RedemptionRequest request) {
        return contract.call("accept", request.perk().with(request.attempt()));
    }

    /**
     * Says that a request is fulfilled, which burns the token, gives it back, or leaves it where it is. For the owner and fulfillers.
     *
     * @param evidence the hash of what proves it, of a waybill for instance; nothing personal
     * @throws ContractRevertException as for {@link #accept}, or {@code NotTheHolder} of a perk in place
     */
    public Receipt fulfil(Signer fulfiller, RedemptionRequest request, Hash32 evidence) {
        return fulfilCall(request, evidence).send(fulfiller);
    }

    /** Returns the call that {@link #fulfil} sends, to be sent by other means. */
    public ContractCall fulfilCall(RedemptionRequest request, Hash32 evidence) {
        return contract.call("fulfil", request.perk().with(request.attempt(), evidence));
    }

    // What there is to know.

    /** Returns where the last request of a token's perk is; empty if there never was one. Its time may be up. */
    public Optional<RedemptionState> state(TokenPerk perk) {
        AbiValues request = contract.read("requestOf", perk.with()).tuple(0);
        return RedemptionState.of(request.uint("state"));
    }

    /** Returns whether a token's perk is used up. */
    public boolean isUsed(TokenPerk perk) {
        return contract.read("isUsed", perk.with()).bool(0);
    }

    /**
     * Returns all requests that were made in a range of blocks, as they are at its end, in the order in which they were made: the merchant's list.
     *
     * @param fromBlock where to begin, the block of the deployment or an earlier one: what was made before is not told of
     * @param toBlock the last block, included; one that can no longer change
     */
    public List<RedemptionRequest> requests(long fromBlock, long toBlock) {
        Map<Key, RedemptionRequest> requests = new LinkedHashMap<>();
        EventQuery.of(contract, "Requested", "Accepted", "Released", "Fulfilled")
                .forEach(fromBlock, toBlock, event -> {
                    Key key = new Key(RedemptionRequest.perkOf(event), RedemptionRequest.attemptOf(event));
                    if (event.name().equals("Requested")) {
                        requests.put(key, RedemptionRequest.requested(event));
                    } else {
                        requests.computeIfPresent(key, (same, request) -> request.after(event));
                    }
                });
        return List.copyOf(requests.values());
    }

    /** Returns the {@linkplain #requests requests} of one holder. */
    public List<RedemptionRequest> requestsOf(Address holder, long fromBlock, long toBlock) {
        List<RedemptionRequest> own = new ArrayList<>(requests(fromBlock, toBlock));
        own.removeIf(request -> !request.holder().equals(holder));
        return List.copyOf(own);
    }

    private record Key(TokenPerk perk, int attempt) {}

    /** Returns {@code RedemptionDesk eip155:1:0x...}. */
    @Override
    public String toString() {
        return "RedemptionDesk " + id;
    }
}
