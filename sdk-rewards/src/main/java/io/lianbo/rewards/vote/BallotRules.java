package io.lianbo.rewards.vote;

import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.account.SignatureVerifier;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.Secp256k1;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.typeddata.Eip712Domain;
import java.util.Optional;

/** What makes a ballot good but for the time and the voter's weight: the same for a box and for whoever recomputes its tally. */
final class BallotRules {

    private final Poll poll;
    private final Hash32 hash;
    private final Eip712Domain domain;

    BallotRules(Poll poll) {
        this.poll = poll;
        this.hash = poll.hash();
        this.domain = Ballot.domain(poll);
    }

    Poll poll() {
        return poll;
    }

    /** What is wrong with a ballot, whoever signed it. */
    Optional<Reason> broken(Ballot ballot) {
        int choices = poll.choices().size();
        if (!ballot.poll().equals(hash)) {
            return Optional.of(new Reason("WRONG_POLL", "for poll " + ballot.poll() + ", not for " + hash));
        }
        if (ballot.choices().getLast() >= choices) {
            return Optional.of(new Reason(
                    "NO_SUCH_CHOICE", "the poll has choices 0 to " + (choices - 1) + ": " + ballot.choices()));
        }
        if (ballot.choices().size() > poll.mostChoices()) {
            return Optional.of(new Reason(
                    "TOO_MANY_CHOICES",
                    "a ballot may name " + poll.mostChoices() + " of the choices: "
                            + ballot.choices().size()));
        }
        return Optional.empty();
    }

    /**
     * What is wrong with the signature. A key's is checked without asking anybody; of a contract the chain is asked as of the poll's snapshot, so that everybody gets the same answer for ever.
     */
    Optional<Reason> unsigned(Chain chain, SignedBallot signed) {
        Ballot ballot = signed.ballot();
        Hash32 digest = digest(ballot);
        byte[] signature = Hex.decode(signed.signature());
        if (isOfKey(digest, signature, ballot)) {
            return Optional.empty();
        }
        Verdict<?> verdict = SignatureVerifier.at(chain, poll.snapshot()).verify(digest, signature, ballot.voter());
        return verdict.reasons().stream().findFirst();
    }

    /** What was signed, of a ballot that is not broken. */
    Hash32 digest(Ballot ballot) {
        return ballot.digest(poll, domain);
    }

    private static boolean isOfKey(Hash32 digest, byte[] bytes, Ballot ballot) {
        if (bytes.length != Signature.SIZE && bytes.length != Signature.COMPACT_SIZE) {
            return false;
        }
        Signature signature;
        try {
            signature = Signature.parse(bytes);
        } catch (IllegalArgumentException e) {
            return false;
        }
        return Secp256k1.verify(digest, signature, ballot.voter()).isVerified();
    }
}
