package io.lianbo.nft;

import io.lianbo.core.AccountId;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.typeddata.Eip712Domain;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Signs vouchers of one collection, off chain and without gas. The signer's account must be the collection's
 * {@linkplain VoucherCollection#voucherSigner voucher signer}.
 *
 * {@snippet class="io.lianbo.nft.VoucherCollectionTest" region="issue"}
 *
 * <p>Safe for use by many threads, as the signer is.
 */
public final class VoucherIssuer {

    private final Signer signer;
    private final AccountId collection;
    private final Eip712Domain domain;

    /** Returns the issuer that signs for {@code collection}. */
    public VoucherIssuer(Signer signer, AccountId collection) {
        this.signer = Objects.requireNonNull(signer, "signer");
        this.collection = Objects.requireNonNull(collection, "collection");
        this.domain = Voucher.domain(collection);
    }

    /** Signs one voucher. */
    public SignedVoucher issue(Voucher voucher) {
        return new SignedVoucher(collection, voucher, Voucher.type().sign(signer, domain, voucher));
    }

    /**
     * Signs any number of vouchers on all cores.
     *
     * <p>The result is sequential and in the order of {@code vouchers}. It is lazy and holds some thousand vouchers at a time, so a whole
     * drop can stream from a file to a file; close it where {@code vouchers} needs closing.
     */
    public Stream<SignedVoucher> issueAll(Stream<Voucher> vouchers) {
        return OrderedParallel.map(vouchers, this::issue);
    }

    /** Returns {@code VoucherIssuer(0x... for eip155:...)}. */
    @Override
    public String toString() {
        return "VoucherIssuer(" + signer.address() + " for " + collection + ")";
    }
}
