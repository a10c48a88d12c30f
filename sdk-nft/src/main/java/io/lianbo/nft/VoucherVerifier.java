package io.lianbo.nft;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.crypto.PublicKey;
import io.lianbo.core.crypto.Secp256k1;
import io.lianbo.core.crypto.Signature;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Tells without a chain whether a collection would accept a voucher's signature, time and epoch: some thousand vouchers a second
 * on each core, before anyone spends gas.
 *
 * {@snippet class="io.lianbo.nft.VoucherCollectionTest" region="verify"}
 *
 * <p>What only the chain knows is not looked at: whether the token was redeemed or cancelled already, whether the collection is paused, the
 * recipient a member, or the redeemer able to pay, and whether the voucher signers or the epoch have changed since this was made. {@link
 * VoucherRedeemer#verify(SignedVoucher, Address)} asks for all of that. A voucher signer that is a contract (ERC-1271) cannot be verified here either;
 * its vouchers are refused with {@code WRONG_SIGNER}, {@code NO_SUCH_KEY} or {@code SIGNATURE_MALFORMED}.
 *
 * <p>Safe for use by many threads.
 */
public final class VoucherVerifier {

    private final AccountId collection;
    private final Set<Address> voucherSigners;
    private final long epoch;
    private final InstantSource clock;

    /**
     * Returns the verifier of one collection; {@link VoucherRedeemer#verifier} asks the chain for the values.
     *
     * @param collection the contract, and its chain
     * @param voucherSigner the account that signs its vouchers
     * @param epoch the collection's current epoch, 0 to 2^32-1
     * @param clock the present; not the chain's, so leave some seconds for the two to differ
     * @throws IllegalArgumentException if {@code epoch} is out of range
     */
    public VoucherVerifier(AccountId collection, Address voucherSigner, long epoch, InstantSource clock) {
        this(collection, Set.of(voucherSigner), epoch, clock);
    }

    /**
     * Returns the verifier of one collection whose vouchers several accounts sign.
     *
     * @param voucherSigners the accounts, at least one
     * @throws IllegalArgumentException if there is no signer, or {@code epoch} is out of range
     */
    public VoucherVerifier(AccountId collection, Set<Address> voucherSigners, long epoch, InstantSource clock) {
        this.collection = Objects.requireNonNull(collection, "collection");
        this.voucherSigners = Set.copyOf(voucherSigners);
        if (this.voucherSigners.isEmpty()) {
            throw new IllegalArgumentException("a collection must have a voucher signer");
        }
        Voucher.requireEpoch(epoch);
        this.epoch = epoch;
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Verifies one voucher.
     *
     * @return the voucher, or all reasons against it: {@code WRONG_CHAIN}, {@code WRONG_COLLECTION}, {@code WRONG_EPOCH}, {@code
     *     NOT_YET_VALID}, {@code EXPIRED}, and {@code WRONG_SIGNER}, {@code NO_SUCH_KEY} or {@code SIGNATURE_MALFORMED} where no voucher
     *     signer signed exactly this
     */
    public Verdict<SignedVoucher> verify(SignedVoucher signed) {
        Voucher voucher = signed.voucher();
        List<Reason> reasons = new ArrayList<>();
        wrongPlace(signed.collection(), collection).forEach(reasons::add);
        wrongTime(voucher.epoch(), voucher.validFrom(), voucher.validUntil(), epoch, clock.instant())
                .forEach(reasons::add);
        wrongSigner(signed.digest(), signed.signature()).ifPresent(reasons::add);
        return reasons.isEmpty() ? Verdict.ok(signed) : Verdict.refused(reasons);
    }

    /** Verifies a list of gifts, for the reasons that {@link #verify(SignedVoucher)} lists. */
    public Verdict<SignedVoucherList> verify(SignedVoucherList signed) {
        VoucherList list = signed.list();
        List<Reason> reasons = new ArrayList<>();
        wrongPlace(signed.collection(), collection).forEach(reasons::add);
        wrongTime(list.epoch(), list.validFrom(), list.validUntil(), epoch, clock.instant())
                .forEach(reasons::add);
        wrongSigner(signed.digest(), signed.signature()).ifPresent(reasons::add);
        return reasons.isEmpty() ? Verdict.ok(signed) : Verdict.refused(reasons);
    }

    static List<Reason> wrongPlace(AccountId given, AccountId collection) {
        List<Reason> reasons = new ArrayList<>();
        if (!given.chainId().equals(collection.chainId())) {
            reasons.add(new Reason("WRONG_CHAIN", "for " + given.chainId() + ", not for " + collection.chainId()));
        }
        if (!given.address().equals(collection.address())) {
            reasons.add(new Reason("WRONG_COLLECTION", "for " + given.address() + ", not for " + collection.address()));
        }
        return reasons;
    }

    static List<Reason> wrongTime(long given, Instant validFrom, Instant validUntil, long epoch, Instant present) {
        List<Reason> reasons = new ArrayList<>();
        if (given != epoch) {
            reasons.add(new Reason("WRONG_EPOCH", "of epoch " + given + ", now is epoch " + epoch));
        }
        // as the contract compares: the whole of the last second still counts
        Instant now = Instant.ofEpochSecond(present.getEpochSecond());
        if (now.isBefore(validFrom)) {
            reasons.add(new Reason("NOT_YET_VALID", "valid from " + validFrom + ", now is " + now));
        }
        if (now.isAfter(validUntil)) {
            reasons.add(new Reason("EXPIRED", "valid until " + validUntil + ", now is " + now));
        }
        return reasons;
    }

    private Optional<Reason> wrongSigner(Hash32 digest, VoucherSignature bytes) {
        Optional<Signature> signature = bytes.ofKey();
        if (signature.isEmpty()) {
            return Optional.of(malformed(bytes));
        }
        Verdict<Address> signer = Secp256k1.recover(digest, signature.get()).map(PublicKey::address);
        if (signer instanceof Verdict.Verified<Address> verified) {
            return voucherSigners.contains(verified.result())
                    ? Optional.empty()
                    : Optional.of(wrongSigner(verified.result()));
        }
        return Optional.of(signer.reasons().getFirst());
    }

    static Reason malformed(VoucherSignature signature) {
        return new Reason(
                "SIGNATURE_MALFORMED", "of " + signature.bytes().length + " bytes that no key can have signed");
    }

    static Reason wrongSigner(Address signer) {
        return new Reason("WRONG_SIGNER", "signed by " + signer + ", who is no voucher signer, or over another digest");
    }
}
