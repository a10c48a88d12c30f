package io.lianbo.nft.membership;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.account.SignatureVerifier;
import io.lianbo.core.chain.AbiValues;
import io.lianbo.core.chain.Block;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractCall;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.chain.EventQuery;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;
import io.lianbo.nft.internal.Arguments;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A membership on a chain: passes with a tier and an end, as ERC-721 tokens that stay with their accounts (ERC-5192), one an account at the most.
 *
 * {@snippet class="io.lianbo.nft.membership.MembershipPassTest" region="deploy"}
 *
 * <p>An account gets a pass by a grant, by buying it at a {@linkplain #setPlan plan's} price, or by a {@linkplain PassOffer signed offer}. What was paid
 * stays in the contract until anybody {@linkplain #withdraw withdraws} it to the payout. Only {@link #setTerms}, {@link #revoke} and the holder
 * make a pass less than it is: a grant passes over who has better, a sale that would shorten or lower a pass is refused.
 *
 * <p>A collection that is told of it ({@link io.lianbo.nft.CollectionConfig#withMembership}) lets vouchers ask for a tier, and {@link PriorityWindows} makes
 * these vouchers.
 *
 * <p>What the contract refuses is thrown as a {@link ContractRevertException} whose error has the contract's name for it, such as {@code PassIsBetter},
 * {@code WrongPayment} or {@code Unauthorized}; what the node fails at as a {@link io.lianbo.core.LianboException}. Nothing is sent that
 * would be refused. Safe for use by many threads.
 */
public final class MembershipPass {

    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(MembershipPass.class, "/io/lianbo/nft/MembershipPass.json");

    private final Chain chain;
    private final AccountId id;
    private final Contract contract;

    private MembershipPass(Chain chain, Contract contract) {
        this.chain = chain;
        this.id = new AccountId(chain.id(), contract.address());
        this.contract = contract;
    }

    /** Deploys a membership, and waits until it is there. */
    public static MembershipPass deploy(Chain chain, Signer deployer, Config config) {
        List<Object> struct = List.of(
                config.name,
                config.symbol,
                config.baseUri,
                config.contractUri,
                config.owner,
                config.minter,
                config.offerSigner.orElse(Address.ZERO),
                config.payout);
        return new MembershipPass(
                chain, chain.deploy(deployer, ARTIFACT, struct).contract());
    }

    /** Returns the membership that is already at {@code address}, deployed or cloned; nothing is asked of the chain yet. */
    public static MembershipPass at(Chain chain, Address address) {
        return new MembershipPass(chain, chain.contract(address, ARTIFACT));
    }

    /** Returns where it is: chain and address. */
    public AccountId id() {
        return id;
    }

    /** Returns the contract itself, for all else that it can do: roles, URIs, ERC-721 and ERC-5643. */
    public Contract contract() {
        return contract;
    }

    /** Returns the token id of an account's pass: its address as a number. */
    public static BigInteger tokenId(Address account) {
        return new BigInteger(1, account.bytes());
    }

    // What accounts hold.

    /** Returns the tier of an account at this moment, by the chain's clock; 0 where it has no pass that counts. */
    public int tierOf(Address account) {
        return contract.read("tierOf", account).uint(0).intValueExact();
    }

    /** Returns the pass of an account, also one that has expired; empty if it has none. */
    public Optional<PassTerms> pass(Address account) {
        AbiValues pass = contract.read("passOf", account);
        return PassTerms.of(pass.uint(0), pass.uint(1));
    }

    /**
     * Returns who was a member in a block, read from the events up to it: what an {@link io.lianbo.nft.airdrop.AirdropPlanner} wants to know.
     *
     * {@snippet class="io.lianbo.nft.membership.MembershipPassTest" region="snapshot"}
     *
     * <p>The node is asked in parts as wide as it allows. In memory are held all accounts that had a pass ever, some 200 bytes each.
     *
     * @param minTier the least tier, 1 to 255
     * @param fromBlock where to begin, the block of the deployment or an earlier one
     * @param atBlock the block, whose time decides who had expired; one that can no longer change
     * @return by account, ascending
     * @throws IllegalArgumentException if there is no such block
     */
    public List<Member> members(int minTier, long fromBlock, long atBlock) {
        Checks.requireTier(minTier);
        Instant moment = chain.block(atBlock)
                .map(Block::timestamp)
                .orElseThrow(() -> new IllegalArgumentException("there must be a block " + atBlock));
        NavigableMap<Address, PassTerms> passes = new TreeMap<>();
        EventQuery.of(contract, "PassChanged").forEach(fromBlock, atBlock, event -> {
            Address account = event.address("account");
            PassTerms.of(event.uint("tier"), event.uint("expiresAt"))
                    .ifPresentOrElse(terms -> passes.put(account, terms), () -> passes.remove(account));
        });
        List<Member> members = new ArrayList<>();
        passes.forEach((account, terms) -> {
            if (terms.tier() >= minTier && terms.countsAt(moment)) {
                members.add(new Member(account, terms));
            }
        });
        return Collections.unmodifiableList(members);
    }

    // Giving and taking.

    /**
     * What became of a grant.
     *
     * @param receipt the transaction
     * @param passedOver who was left alone, because what they have is better in tier or in time, and what that is
     */
    public record Granted(Receipt receipt, Map<Address, PassTerms> passedOver) {

        /** Copies what was passed over. */
        public Granted {
            Objects.requireNonNull(receipt, "receipt");
            passedOver = Collections.unmodifiableMap(new LinkedHashMap<>(passedOver));
        }
    }

    /**
     * Gives each account a pass, or makes of the pass that it has one of these terms. Who has better is passed over; doing it again changes nothing.
     *
     * {@snippet class="io.lianbo.nft.membership.MembershipPassTest" region="grant"}
     *
     * @param minter an account with the minter's role, or the owner
     * @param accounts none of them zero; some 500 fit into a transaction of 16,777,216 gas (EIP-7825)
     * @throws ContractRevertException {@code ExpiryPassed} if the terms are over already
     */
    public Granted grant(Signer minter, Collection<Address> accounts, PassTerms terms) {
        return granted(grantCall(accounts, terms).send(minter));
    }

    /** Returns the call that {@link #grant} sends, to be sent by other means; {@link #granted} reads what became of it. */
    public ContractCall grantCall(Collection<Address> accounts, PassTerms terms) {
        if (accounts.isEmpty()) {
            throw new IllegalArgumentException("a grant must name an account");
        }
        accounts.forEach(account -> Arguments.requireSomebody("account", account));
        return contract.call("grant", List.copyOf(accounts), terms.tier(), terms.expirySeconds());
    }

    /** Reads from the events of a transaction of {@link #grantCall} what became of it. */
    public Granted granted(Receipt receipt) {
        Map<Address, PassTerms> passedOver = new HashMap<>();
        contract.eventsIn(receipt, "GrantPassedOver")
                .forEach(event -> PassTerms.of(event.uint("tier"), event.uint("expiresAt"))
                        .ifPresent(terms -> passedOver.put(event.address("account"), terms)));
        return new Granted(receipt, passedOver);
    }

    /** Sets tier and end of a pass, downwards too: takes from the account what it may have paid for. For minters. */
    public Receipt setTerms(Signer minter, Address account, PassTerms terms) {
        return contract.send(minter, "setTerms", account, terms.tier(), terms.expirySeconds());
    }

    /** Takes an account's pass, and voids what was offered to the account. For minters. */
    public Receipt revoke(Signer minter, Address account) {
        return contract.send(minter, "revoke", account);
    }

    /** Burns the holder's own pass. Nothing of what was paid comes back. */
    public Receipt burn(Signer holder) {
        return contract.send(holder, "burn", tokenId(holder.address()));
    }

    // Selling.

    /** Sells a tier to whoever asks from now on. For the owner alone. */
    public Receipt setPlan(Signer owner, int tier, PassPlan plan) {
        return contract.send(
                owner,
                "setPlan",
                Checks.requireTier(tier),
                plan.currency(),
                plan.price(),
                Checks.seconds(plan.duration()));
    }

    /** Sells and renews a tier no more. For the owner alone. */
    public Receipt removePlan(Signer owner, int tier) {
        return contract.send(owner, "removePlan", Checks.requireTier(tier));
    }

    /** Returns what a tier costs; empty if it is not for sale. */
    public Optional<PassPlan> plan(int tier) {
        try {
            return Optional.of(PassPlan.of(
                    contract.read("planOf", Checks.requireTier(tier)).tuple(0)));
        } catch (ContractRevertException e) {
            if (e.error().name().equals("PlanNotOffered")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Buys an account a tier: begins a pass, renews one of the same tier, or upgrades one from now on.
     *
     * {@snippet class="io.lianbo.nft.membership.MembershipPassTest" region="buy"}
     *
     * @param payer pays the gas and the price; one in an ERC-20 must be approved for this contract before
     * @param agreed the plan that the payer was shown; the contract refuses with {@code PlanDiffers} if it is another one by now
     */
    public Receipt buy(Signer payer, int tier, Address account, PassPlan agreed) {
        return buyCall(tier, account, agreed).send(payer);
    }

    /** Returns the call that {@link #buy} sends, to be handed to a wallet. */
    public ContractCall buyCall(int tier, Address account, PassPlan agreed) {
        Arguments.requireSomebody("account", account);
        return contract.call("buy", Checks.requireTier(tier), account, agreed.struct())
                .value(agreed.due());
    }

    /**
     * Renews an account's pass, expired or not, by the plan of its tier: from its end on, or from now on if that has passed.
     *
     * @param payer as for {@link #buy}
     * @param agreed as for {@link #buy}
     */
    public Receipt renew(Signer payer, Address account, PassPlan agreed) {
        return renewCall(account, agreed).send(payer);
    }

    /** Returns the call that {@link #renew} sends, to be handed to a wallet. */
    public ContractCall renewCall(Address account, PassPlan agreed) {
        return contract.call("renew", account, agreed.struct()).value(agreed.due());
    }

    /**
     * Redeems an offer: gives its account what it promises, and takes its price from the payer.
     *
     * @param payer as for {@link #buy}
     * @throws IllegalArgumentException if the offer is of another membership or chain
     * @throws ContractRevertException if the contract refuses: {@code OfferExpired}, {@code WrongOfferNonce}, {@code InvalidOfferSigner}, {@code
     *     PassIsBetter}, {@code MembershipPaused}, or the ERC-20's own error
     */
    public Receipt redeem(Signer payer, SignedPassOffer signed) {
        return redeemCall(signed).send(payer);
    }

    /** Returns the call that {@link #redeem} sends, to be handed to a wallet. */
    public ContractCall redeemCall(SignedPassOffer signed) {
        if (!signed.membership().equals(id)) {
            throw new IllegalArgumentException("the offer is for " + signed.membership() + ", this is " + id);
        }
        return contract.call(
                        "redeemOffer",
                        signed.offer().struct(),
                        signed.signature().bytes())
                .value(signed.offer().due());
    }

    /**
     * Asks the chain whether an offer counts now, and for all that speaks against it. Who is to pay is not asked.
     *
     * @return the offer, or the reasons: {@code WRONG_CHAIN}, {@code WRONG_MEMBERSHIP}, {@code EXPIRED}, {@code WRONG_NONCE}, {@code PAUSED}, {@code
     *     PASS_IS_BETTER}, and for the signature those of {@link SignatureVerifier#verify}
     * @throws io.lianbo.core.LianboException if the node fails
     */
    public Verdict<SignedPassOffer> verify(SignedPassOffer signed) {
        PassOffer offer = signed.offer();
        List<Reason> reasons = new ArrayList<>();
        if (!signed.membership().chainId().equals(id.chainId())) {
            reasons.add(
                    new Reason("WRONG_CHAIN", "for " + signed.membership().chainId() + ", not for " + id.chainId()));
        }
        if (!signed.membership().address().equals(id.address())) {
            reasons.add(new Reason(
                    "WRONG_MEMBERSHIP", "for " + signed.membership().address() + ", not for " + id.address()));
        }
        Instant now = chain.timestamp();
        if (now.isAfter(offer.validUntil())) {
            reasons.add(new Reason("EXPIRED", "valid until " + offer.validUntil() + ", now is " + now));
        }
        long nonce = offerNonce(offer.account());
        if (offer.nonce() != nonce) {
            reasons.add(new Reason("WRONG_NONCE", "of nonce " + offer.nonce() + ", the account's is " + nonce));
        }
        if (isPaused()) {
            reasons.add(new Reason("PAUSED", "nothing is given or sold now"));
        }
        pass(offer.account())
                .filter(held -> held.countsAt(now) && wouldBeLess(held, offer, now))
                .ifPresent(held -> reasons.add(
                        new Reason("PASS_IS_BETTER", "the account has " + held + ", which the offer would make less")));
        Optional<Address> signer = offerSigner();
        if (signer.isEmpty()) {
            reasons.add(new Reason("WRONG_SIGNER", "the membership has no offer signer"));
        } else {
            reasons.addAll(new SignatureVerifier(chain)
                    .verify(signed.digest(), signed.signature().bytes(), signer.orElseThrow())
                    .reasons());
        }
        return reasons.isEmpty() ? Verdict.ok(signed) : Verdict.refused(reasons);
    }

    /** As the contract decides it, of a pass that counts. */
    private static boolean wouldBeLess(PassTerms held, PassOffer offer, Instant now) {
        if (held.expiresAt().isEmpty()) {
            return offer.tier() <= held.tier() || offer.duration().isPresent();
        }
        if (offer.tier() == held.tier()) {
            return false;
        }
        Instant end = held.expiresAt().orElseThrow();
        return offer.tier() < held.tier()
                || offer.duration().map(time -> now.plus(time).isBefore(end)).orElse(false);
    }

    /** Returns the nonce that an offer to the account must carry. */
    public long offerNonce(Address account) {
        return contract.read("offerNonce", account).uint(0).longValueExact();
    }

    /** Voids what was offered to these accounts and not redeemed. For the signer admin's role. */
    public Receipt cancelOffers(Signer admin, Collection<Address> accounts) {
        return contract.send(admin, "cancelOffers", List.copyOf(accounts));
    }

    /** Returns whose offers count: an account, or a contract that signs by ERC-1271; empty for nobody's. */
    public Optional<Address> offerSigner() {
        return Optional.of(contract.read("offerSigner").address(0)).filter(address -> !address.isZero());
    }

    /** Makes another account the offer signer; what the old one offered is void. For the signer admin's role. */
    public Receipt setOfferSigner(Signer admin, Address signer) {
        return contract.send(admin, "setOfferSigner", Arguments.requireSomebody("offer signer", signer));
    }

    // Governing.

    /** Returns whether giving and selling are stopped. */
    public boolean isPaused() {
        return contract.read("paused").bool(0);
    }

    /** Stops all giving and selling; passes still count, and can be burnt and revoked. For the pauser's role. */
    public Receipt pause(Signer pauser) {
        return contract.send(pauser, "pause");
    }

    /** Ends a {@link #pause}. For the pauser's role. */
    public Receipt unpause(Signer pauser) {
        return contract.send(pauser, "unpause");
    }

    /**
     * Sends all that was paid in a currency to the payout. For anyone.
     *
     * @param currency an ERC-20 contract, or {@link Address#ZERO} for the chain's native coin
     */
    public Receipt withdraw(Signer anyone, Address currency) {
        return contract.send(anyone, "withdraw", currency);
    }

    /** Returns {@code MembershipPass eip155:1:0x...}. */
    @Override
    public String toString() {
        return "MembershipPass " + id;
    }

    /**
     * What a new membership is to be. {@link #of} fills in the rest.
     *
     * @param name the membership's name, not blank
     * @param symbol its short name, not blank
     * @param baseUri what comes before the tier in a pass's metadata URI, so that a file a tier is enough; empty for passes without metadata
     * @param contractUri where the membership is described (ERC-7572); empty for nowhere
     * @param owner who may do everything
     * @param minter who may grant and revoke; a key of its own, for it lies on a server
     * @param offerSigner whose offers count, an account or an ERC-1271 contract; empty for nobody's
     * @param payout who receives what is paid
     */
    public record Config(
            String name,
            String symbol,
            String baseUri,
            String contractUri,
            Address owner,
            Address minter,
            Optional<Address> offerSigner,
            Address payout) {

        /**
         * Checks each value.
         *
         * @throws IllegalArgumentException if a name is blank or an address zero
         */
        public Config {
            Arguments.requireText("the membership's name", name);
            Arguments.requireText("the membership's symbol", symbol);
            Objects.requireNonNull(baseUri, "baseUri");
            Objects.requireNonNull(contractUri, "contractUri");
            Arguments.requireSomebody("owner", owner);
            Arguments.requireSomebody("minter", minter);
            offerSigner.ifPresent(signer -> Arguments.requireSomebody("offer signer", signer));
            Arguments.requireSomebody("payout", payout);
        }

        /** Returns a membership that {@code owner} owns, grants and is paid by, without offers and metadata. */
        public static Config of(String name, String symbol, Address owner) {
            return new Config(name, symbol, "", "", owner, owner, Optional.empty(), owner);
        }

        /** Returns the same with metadata at this URI followed by the tier. */
        public Config withBaseUri(String uri) {
            return new Config(name, symbol, uri, contractUri, owner, minter, offerSigner, payout);
        }

        /** Returns the same, described at this URI. */
        public Config withContractUri(String uri) {
            return new Config(name, symbol, baseUri, uri, owner, minter, offerSigner, payout);
        }

        /** Returns the same with another account to grant and revoke. */
        public Config withMinter(Address account) {
            return new Config(name, symbol, baseUri, contractUri, owner, account, offerSigner, payout);
        }

        /** Returns the same with an account whose offers count. */
        public Config withOfferSigner(Address account) {
            return new Config(name, symbol, baseUri, contractUri, owner, minter, Optional.of(account), payout);
        }

        /** Returns the same with another account to be paid. */
        public Config withPayout(Address account) {
            return new Config(name, symbol, baseUri, contractUri, owner, minter, offerSigner, account);
        }
    }
}
