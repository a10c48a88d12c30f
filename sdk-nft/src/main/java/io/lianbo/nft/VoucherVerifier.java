package io.lianbo.nft;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.crypto.Secp256k1;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Tells without a chain whether a collection would accept a voucher's signature, time and epoch: some thousand vouchers a second
 * on each core, before anyone spends gas.
 *
 * {@snippet class="io.lianbo.nft.VoucherCollectionTest" region="verify"}
 *
 * <p>What only the chain knows is not looked at: whether the token was redeemed already ({@link VoucherCollection#isRedeemed}), whether
 * the redeemer can pay, and whether the voucher signer or the epoch has changed since this was made. A voucher signer that
 * is a contract (ERC-1271) cannot be verified here; its vouchers are refused with {@code WRONG_SIGNER}.
 *
 * <p>Safe for use by many threads.
 */
public final class VoucherVerifier {

    private final AccountId collection;
    private final Address voucherSigner;
    private final long epoch;
    private final InstantSource clock;

    /**
     * Returns the verifier of one collection; {@link VoucherCollection#verifier} asks the chain for the values.
     *
     * @param collection the contract, and its chain
     * @param voucherSigner the account that signs its vouchers
     * @param epoch the collection's current epoch, 0 to 2^32-1
     * @param clock the present; not the chain's, so leave some seconds for the two to differ
     * @throws IllegalArgumentException if {@code epoch} is out of range
     */
    public VoucherVerifier(AccountId collection, Address voucherSigner, long epoch, InstantSource clock) {
        this.collection = Objects.requireNonNull(collection, "collection");
        this.voucherSigner = Objects.requireNonNull(voucherSigner, "voucherSigner");
        Voucher.requireEpoch(epoch);
        this.epoch = epoch;
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Verifies one voucher.
     *
     * @return the voucher, or all reasons against it: {@code WRONG_CHAIN}, {@code WRONG_COLLECTION}, {@code WRONG_EPOCH},
     *     {@code EXPIRED}, and {@code WRONG_SIGNER} or {@code NO_SUCH_KEY} where the voucher signer did not sign exactly this
     */
    public Verdict<SignedVoucher> verify(SignedVoucher signed) {
        List<Reason> reasons = new ArrayList<>();
        Voucher voucher = signed.voucher();
        if (!signed.collection().chainId().equals(collection.chainId())) {
            reasons.add(new Reason(
                    "WRONG_CHAIN", "for " + signed.collection().chainId() + ", not for " + collection.chainId()));
        }
        if (!signed.collection().address().equals(collection.address())) {
            reasons.add(new Reason(
                    "WRONG_COLLECTION", "for " + signed.collection().address() + ", not for " + collection.address()));
        }
        if (voucher.epoch() != epoch) {
            reasons.add(new Reason("WRONG_EPOCH", "of epoch " + voucher.epoch() + ", now is epoch " + epoch));
        }
        // as the contract compares: the whole of the last second still counts
        Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
        if (now.isAfter(voucher.validUntil())) {
            reasons.add(new Reason("EXPIRED", "valid until " + voucher.validUntil() + ", now is " + now));
        }
        reasons.addAll(Secp256k1.verify(voucher.digest(signed.collection()), signed.signature(), voucherSigner)
                .reasons());
        return reasons.isEmpty() ? Verdict.ok(signed) : Verdict.refused(reasons);
    }
}
