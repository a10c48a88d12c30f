package io.lianbo.core.tx;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.Fees;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the journal holds of an intent. Immutable; each step of its life is a new record.
 *
 * @param intent what is to happen
 * @param state where it stands
 * @param claim the account and nonce it has, from {@code CLAIMED} (account alone) on
 * @param attempts every transaction ever signed for it, the latest last; at most one of them is mined
 * @param inclusion the block that holds one of them, from {@code INCLUDED} on
 * @param problem why it failed or reverted, or what holds it up
 */
public record TxRecord(
        TxIntent intent,
        TxState state,
        Optional<Claim> claim,
        List<Attempt> attempts,
        Optional<Inclusion> inclusion,
        Optional<Reason> problem) {
    /** Copies the attempts. */
    public TxRecord {
        Objects.requireNonNull(intent, "intent");
        Objects.requireNonNull(state, "state");
        attempts = List.copyOf(attempts);
    }

    /**
     * Which account sends it.
     *
     * @param lane the account
     * @param nonce its number there, or null before it is signed
     */
    public record Claim(Address lane, @Nullable Long nonce) {}

    /**
     * One signed transaction.
     *
     * @param hash the transaction's
     * @param raw what is broadcast, in 0x hex
     * @param lane who signed
     * @param nonce the sender's number
     * @param fees what it offers
     * @param gasLimit units of gas
     * @param signedAt when
     */
    public record Attempt(
            Hash32 hash, String raw, Address lane, long nonce, Fees fees, long gasLimit, Instant signedAt) {
        /** Takes the time to the millisecond, which is what every journal keeps. */
        public Attempt {
            signedAt = signedAt.truncatedTo(ChronoUnit.MILLIS);
        }
    }

    /**
     * A block that holds a transaction of the intent's.
     *
     * @param transaction which of the attempts
     * @param blockNumber the block
     * @param blockHash by which a reorganisation is noticed
     * @param succeeded false where it reverted
     * @param gasUsed units of gas
     * @param fee paid for gas, in wei
     */
    public record Inclusion(
            Hash32 transaction, long blockNumber, Hash32 blockHash, boolean succeeded, long gasUsed, BigInteger fee) {}

    static TxRecord queued(TxIntent intent) {
        return new TxRecord(intent, TxState.QUEUED, Optional.empty(), List.of(), Optional.empty(), Optional.empty());
    }

    /** The key of its intent. */
    public String key() {
        return intent.key();
    }

    /** The number its sender gave it. Only from {@code SIGNED} on. */
    long nonce() {
        return Objects.requireNonNull(claim.orElseThrow().nonce(), "nonce");
    }

    /** One key is one intent; the label, the gas limit and the tier may differ. */
    void requireSameContent(TxIntent other) {
        if (!intent.content().equals(other.content())) {
            throw new IllegalArgumentException("the key " + other.key() + " is taken by an intent of other content: "
                    + intent.label() + " of " + intent.value() + " wei to " + intent.to());
        }
    }

    Attempt lastAttempt() {
        return attempts.getLast();
    }

    /** The most that the last transaction signed for it can cost, value and gas, in wei. */
    BigInteger mostCost() {
        return intent.mostCost(lastAttempt().fees(), lastAttempt().gasLimit());
    }

    /** The record itself, where it succeeded. */
    public TxRecord requireSucceeded() {
        if (state == TxState.SUCCEEDED) {
            return this;
        }
        LianboException.Code code = state == TxState.REVERTED
                ? LianboException.Code.TRANSACTION_REVERTED
                : state == TxState.FAILED
                        ? LianboException.Code.TRANSACTION_REFUSED
                        : LianboException.Code.NOT_MINED_IN_TIME;
        String why = problem.map(reason -> ": " + reason).orElse("");
        throw new LianboException(
                code, intent.label() + " (intent " + key() + ") is " + state + why, !state.isSettled());
    }

    TxRecord withAttempts(List<Attempt> family) {
        return new TxRecord(intent, state, claim, family, inclusion, problem);
    }

    TxRecord claimedBy(Address lane) {
        return new TxRecord(
                intent, TxState.CLAIMED, Optional.of(new Claim(lane, null)), attempts, Optional.empty(), problem);
    }

    TxRecord signed(Attempt attempt) {
        List<Attempt> family = new ArrayList<>(attempts);
        family.add(attempt);
        return new TxRecord(
                intent,
                TxState.SIGNED,
                Optional.of(new Claim(attempt.lane(), attempt.nonce())),
                family,
                Optional.empty(),
                Optional.empty());
    }

    TxRecord included(Inclusion in) {
        return new TxRecord(intent, TxState.INCLUDED, claim, attempts, Optional.of(in), Optional.empty());
    }

    /** One of its transactions was mined, though another was about to be signed: the claim is that of the mined one. */
    TxRecord foundIn(Inclusion in) {
        Attempt mined = attempts.stream()
                .filter(attempt -> attempt.hash().equals(in.transaction()))
                .findFirst()
                .orElseThrow();
        return new TxRecord(
                intent,
                TxState.INCLUDED,
                Optional.of(new Claim(mined.lane(), mined.nonce())),
                attempts,
                Optional.of(in),
                Optional.empty());
    }

    TxRecord settled(Optional<Reason> revertReason) {
        TxState end = inclusion.orElseThrow().succeeded() ? TxState.SUCCEEDED : TxState.REVERTED;
        return new TxRecord(intent, end, claim, attempts, inclusion, revertReason);
    }

    /** The chain dropped its block: what was signed is to be mined once more. */
    TxRecord dropped() {
        return new TxRecord(intent, TxState.SIGNED, claim, attempts, Optional.empty(), Optional.empty());
    }

    TxRecord failed(Reason why) {
        return new TxRecord(intent, TxState.FAILED, Optional.empty(), attempts, Optional.empty(), Optional.of(why));
    }

    /** Free for any account again; the attempts stay, for one that was signed is not forgotten. */
    TxRecord requeued(Optional<Reason> why) {
        return new TxRecord(intent, TxState.QUEUED, Optional.empty(), attempts, Optional.empty(), why);
    }

    TxRecord heldUp(Reason why) {
        return new TxRecord(intent, state, claim, attempts, inclusion, Optional.of(why));
    }
}
