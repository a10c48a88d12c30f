package io.lianbo.rewards.distribution;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Token;
import io.lianbo.core.chain.AbiValues;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.typeddata.Eip712Domain;
import io.lianbo.core.typeddata.StructType;
import io.lianbo.rewards.split.Payment;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/**
 * The contract {@code LoyaltyToken}: points as an ERC-20. By default they stay with whom they were given to, and only a minter makes and burns them; transfers, permits (ERC-2612) and votes
 * are opted in when it is deployed, for good.
 *
 * {@snippet class="io.lianbo.rewards.distribution.LoyaltyTokenTest" region="points"}
 *
 * <p>A {@link RewardsDistributor} pays by transfers, so points that stay with their holders are {@linkplain #mint minted} to them instead. Votes count from delegation on and are checkpointed
 * by time, in seconds (ERC-6372).
 *
 * <p>Every method that sends waits for its receipt; it throws {@link io.lianbo.core.LianboException} when the chain fails, and {@link io.lianbo.core.chain.ContractRevertException} with the
 * contract's error by name when the contract refuses.
 */
public final class LoyaltyToken {

    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(LoyaltyToken.class, "/io/lianbo/rewards/LoyaltyToken.json");

    private static final StructType<Permit> PERMIT = StructType.<Permit>named("Permit")
            .address("owner", Permit::owner)
            .address("spender", Permit::spender)
            .uint(256, "value", Permit::value)
            .uint(256, "nonce", Permit::nonce)
            .uint(
                    256,
                    "deadline",
                    permit -> BigInteger.valueOf(permit.deadline().getEpochSecond()))
            .build();

    private final Chain chain;
    private final Contract contract;

    private LoyaltyToken(Chain chain, Contract contract) {
        this.chain = chain;
        this.contract = contract;
    }

    /**
     * What a holder allows by signature instead of a transaction (ERC-2612).
     *
     * @param owner whose tokens they are
     * @param spender who may take them
     * @param value how much, in the smallest unit
     * @param nonce the owner's next, {@link #nonce}
     * @param deadline the last second in which it can be used
     */
    public record Permit(Address owner, Address spender, BigInteger value, BigInteger nonce, Instant deadline) {}

    /** Deploys a token. */
    public static LoyaltyToken deploy(Chain chain, Signer deployer, LoyaltyTokenConfig config) {
        return new LoyaltyToken(
                chain, chain.deploy(deployer, ARTIFACT, config.toAbi()).contract());
    }

    /** The token at this address. */
    public static LoyaltyToken at(Chain chain, Address address) {
        return new LoyaltyToken(chain, chain.contract(address, ARTIFACT));
    }

    /** Where the contract is. */
    public Address address() {
        return contract.address();
    }

    /** The token with its symbol and decimals, as the chain has them. */
    public Token token() {
        return Token.erc20(
                address(),
                contract.read("symbol").string(0),
                contract.read("decimals").uint(0).intValueExact());
    }

    /**
     * Mints what accounts earned in an epoch: {@code EmissionTooHigh} when its bound is passed, {@code WrongEpoch} before it begins, {@code SupplyTooHigh}.
     *
     * @param epoch from 1 on
     * @param payments who earned how much; who is named twice gets both
     */
    public Receipt mint(Signer minter, long epoch, List<Payment> payments) {
        return contract.send(
                minter,
                "mint",
                epoch,
                payments.stream().map(Payment::recipient).toList(),
                payments.stream().map(Payment::amount).toList());
    }

    /** Burns what an account has: points by a minter, as they are spent or expire; what is transferable by its holder, or by one whom the holder allowed it. */
    public Receipt burn(Signer sender, Address account, BigInteger units) {
        return contract.send(sender, "burn", account, units);
    }

    /** Passes tokens on: {@code NotTransferable} where they stay with their holders. */
    public Receipt transfer(Signer holder, Address to, BigInteger units) {
        return contract.send(holder, "transfer", to, units);
    }

    /** Lets another vote, or the holder itself: {@code NoVotes} where the token does not vote. */
    public Receipt delegate(Signer holder, Address delegate) {
        return contract.send(holder, "delegate", delegate);
    }

    /**
     * Signs a permit, which costs its holder nothing; whoever has it may {@linkplain #permit use it}.
     *
     * {@snippet class="io.lianbo.rewards.distribution.LoyaltyTokenTest" region="permit"}
     */
    public Signature sign(Signer holder, Permit permit) {
        AbiValues domain = contract.read("eip712Domain");
        return PERMIT.sign(
                holder,
                Eip712Domain.of(domain.string("name"), domain.string("version"), chain.id(), address()),
                permit);
    }

    /** Puts a signed permit to use: {@code ERC2612ExpiredSignature}, {@code ERC2612InvalidSigner}, {@code NotTransferable}. */
    public Receipt permit(Signer sender, Permit permit, Signature signature) {
        return contract.send(
                sender,
                "permit",
                permit.owner(),
                permit.spender(),
                permit.value(),
                permit.deadline().getEpochSecond(),
                27 + signature.yParity(),
                Hash32.of(signature.bytes(), 0),
                Hash32.of(signature.bytes(), Hash32.SIZE));
    }

    /** The number of an account's next permit. */
    public BigInteger nonce(Address account) {
        return contract.read("nonces", account).uint(0);
    }

    /** What an account may take of another's, in the smallest unit. */
    public BigInteger allowance(Address owner, Address spender) {
        return contract.read("allowance", owner, spender).uint(0);
    }

    /** What an account has, in the smallest unit. */
    public BigInteger balanceOf(Address account) {
        return contract.read("balanceOf", account).uint(0);
    }

    /** What all accounts have, in the smallest unit. */
    public BigInteger totalSupply() {
        return contract.read("totalSupply").uint(0);
    }

    /** The epoch that is running; 0 before the first, and where epochs have no bound. */
    public long currentEpoch() {
        return contract.read("currentEpoch").uint(0).longValueExact();
    }

    /** The most that is minted for an epoch; 2^256-1 where epochs have no bound. */
    public BigInteger capOf(long epoch) {
        return contract.read("capOf", epoch).uint(0);
    }

    /** What was minted for an epoch, burnt or not; 0 where epochs have no bound. */
    public BigInteger mintedIn(long epoch) {
        return contract.read("mintedIn", epoch).uint(0);
    }

    /** The votes that an account has now, its own and others'. */
    public BigInteger votesOf(Address account) {
        return contract.read("getVotes", account).uint(0);
    }

    /** The votes that an account had when a second ended; {@code ERC5805FutureLookup} before that. */
    public BigInteger votesOf(Address account, Instant moment) {
        return contract.read("getPastVotes", account, moment.getEpochSecond()).uint(0);
    }
}
