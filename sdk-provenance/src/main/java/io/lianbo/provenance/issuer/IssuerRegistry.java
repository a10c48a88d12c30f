package io.lianbo.provenance.issuer;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractEvent;
import io.lianbo.core.chain.EventQuery;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.core.crypto.Signer;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The contract in which an authority says who may attest what, and from when to when. What was valid stays valid: a revocation works
 * from the next second on at the earliest. Only a key that fell into other hands is cut off from an earlier moment on.
 *
 * {@snippet class="io.lianbo.provenance.issuer.IssuerRegistryTest" region="registry"}
 *
 * <p>The authority is the contract's owner, and hands it over in two steps. Times count in whole seconds, rounded down. Every method
 * asks the chain and fails with {@link io.lianbo.core.LianboException} when that fails, with
 * {@link io.lianbo.core.chain.ContractRevertException} when the contract refuses.
 */
public final class IssuerRegistry {

    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(IssuerRegistry.class, "/io/lianbo/provenance/IssuerRegistry.json");

    private final Chain chain;
    private final Contract contract;

    private IssuerRegistry(Chain chain, Contract contract) {
        this.chain = chain;
        this.contract = contract;
    }

    /** Deploys a registry of this authority's. */
    public static IssuerRegistry deploy(Chain chain, Signer payer, Address authority) {
        return new IssuerRegistry(
                chain, chain.deploy(payer, ARTIFACT, authority).contract());
    }

    /** The registry that was deployed at this address. */
    public static IssuerRegistry at(Chain chain, Address address) {
        return new IssuerRegistry(chain, chain.contract(address, ARTIFACT));
    }

    /** The scope that a business step stands for: the SHA-256 of its URI. Events without a step have the scope {@link Hash32#ZERO}. */
    public static Hash32 scopeOf(String bizStep) {
        return Sha256.hash(bizStep.getBytes(StandardCharsets.UTF_8));
    }

    /** The contract and its chain. */
    public AccountId account() {
        return new AccountId(chain.id(), contract.address());
    }

    /**
     * Authorises an issuer for a scope from a moment on, which may lie in the past, until it is revoked: {@code PeriodOverlaps} when it
     * is authorised then already, {@code AlreadyCompromised} when its key is.
     */
    public Receipt authorise(Signer authority, Address issuer, Hash32 scope, Instant from) {
        return contract.send(authority, "authorise", issuer, scope, seconds(from));
    }

    /** Ends an authorisation as soon as can be, which is the second after the block's: {@code NotAuthorised} when there is none. */
    public Receipt revoke(Signer authority, Address issuer, Hash32 scope) {
        return contract.send(authority, "revoke", issuer, scope, 0);
    }

    /**
     * Ends an authorisation at a moment to come: {@code RevocationInThePast} when that is not after the block's time,
     * {@code NotAuthorised} when there is none then.
     */
    public Receipt revoke(Signer authority, Address issuer, Hash32 scope, Instant from) {
        return contract.send(authority, "revoke", issuer, scope, seconds(from));
    }

    /**
     * Says that an issuer's key is in other hands since a moment, at the latest now. Cannot be undone; may be moved back only, and
     * otherwise is {@code AlreadyCompromised}.
     */
    public Receipt reportCompromise(Signer authority, Address issuer, Instant since) {
        return contract.send(authority, "reportCompromise", issuer, seconds(since));
    }

    /** The contract's own verdict: whether an issuer was authorised for what happened at a moment and was anchored at another. */
    public boolean isAuthorised(Address issuer, Hash32 scope, Instant time, Instant anchoredAt) {
        return contract.read(
                        "isAuthorised(address,bytes32,uint64,uint64)",
                        issuer,
                        scope,
                        seconds(time),
                        seconds(anchoredAt))
                .bool(0);
    }

    /** Since when an issuer's key is in other hands; empty while it is good. */
    public Optional<Instant> compromisedSince(Address issuer) {
        long since = contract.read("compromisedSince", issuer).uint(0).longValueExact();
        return since == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(since));
    }

    /**
     * All that the authority has said.
     *
     * @param fromBlock the block in which the contract was deployed, or any before it
     */
    public AuthorisedIssuers snapshot(long fromBlock) {
        record Key(Address issuer, Hash32 scope) {}
        Map<Key, List<Authorisation>> periods = new HashMap<>();
        Map<Address, Instant> compromised = new HashMap<>();
        EventQuery.of(contract, "IssuerAuthorised", "IssuerRevoked", "KeyCompromised")
                .forEach(fromBlock, chain.blockNumber(), event -> {
                    Address issuer = event.address("issuer");
                    if (event.name().equals("KeyCompromised")) {
                        compromised.put(issuer, time(event, "since"));
                        return;
                    }
                    Hash32 scope = event.hash("scope");
                    Instant from = time(event, "from");
                    List<Authorisation> known =
                            periods.computeIfAbsent(new Key(issuer, scope), key -> new ArrayList<>());
                    if (event.name().equals("IssuerAuthorised")) {
                        known.add(new Authorisation(issuer, scope, from, Optional.empty()));
                    } else {
                        revoke(known, from);
                    }
                });
        return AuthorisedIssuers.of(
                periods.values().stream().flatMap(List::stream).toList(), compromised);
    }

    /** As the contract does it: periods that have not begun by then never do, and one that is running ends. */
    private static void revoke(List<Authorisation> known, Instant from) {
        while (!known.isEmpty() && !known.getLast().from().isBefore(from)) {
            known.removeLast();
        }
        if (!known.isEmpty()
                && known.getLast().until().filter(end -> !end.isAfter(from)).isEmpty()) {
            Authorisation running = known.removeLast();
            known.add(new Authorisation(running.issuer(), running.scope(), running.from(), Optional.of(from)));
        }
    }

    private static Instant time(ContractEvent event, String field) {
        return Instant.ofEpochSecond(event.uint(field).longValueExact());
    }

    private static BigInteger seconds(Instant time) {
        if (time.getEpochSecond() < 1) {
            throw new IllegalArgumentException("the time must be after 1970 began: " + time);
        }
        return BigInteger.valueOf(time.getEpochSecond());
    }
}
