package io.lianbo.nft;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.OrderedParallel;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.typeddata.Eip712Domain;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Signs vouchers of one collection, off chain and without gas. The signer's account must be one of the collection's
 * {@linkplain VoucherRedeemer#voucherSigner voucher signers}.
 *
 * {@snippet class="io.lianbo.nft.VoucherCollectionTest" region="issue"}
 *
 * <p>It signs whatever it is given, the same token twice too: where vouchers answer orders, let {@link io.lianbo.nft.issue.OrderIssuer} hand out
 * the token ids. Safe for use by many threads, as the signer is.
 */
public final class VoucherIssuer {

    private final Signer signer;
    private final AccountId collection;
    private final Eip712Domain domain;
    private final Address account;
    private final Function<Signature, VoucherSignature> form;

    /** Returns the issuer that signs for {@code collection}, whose voucher signer is the account of {@code signer}. */
    public VoucherIssuer(Signer signer, AccountId collection) {
        this(signer, collection, signer.address(), VoucherSignature::of);
    }

    private VoucherIssuer(
            Signer signer, AccountId collection, Address account, Function<Signature, VoucherSignature> form) {
        this.signer = Objects.requireNonNull(signer, "signer");
        this.collection = Objects.requireNonNull(collection, "collection");
        this.domain = Voucher.domain(collection);
        this.account = account;
        this.form = form;
    }

    /**
     * Returns the issuer of a collection whose voucher signer is an ERC-1271 contract that accepts 65 bytes of {@code key}.
     *
     * @param key an owner of the contract
     * @param contract the voucher signer
     */
    public static VoucherIssuer forContract(Signer key, Address contract, AccountId collection) {
        return new VoucherIssuer(
                key, collection, contract, signature -> VoucherSignature.ofContract(signature.bytes()));
    }

    /** As {@link #forContract}, where the contract is a signer that was {@linkplain VoucherRedeemer#addVoucherSigner added}. */
    public static VoucherIssuer forAddedContract(Signer key, Address contract, AccountId collection) {
        return new VoucherIssuer(
                key, collection, contract, signature -> VoucherSignature.ofAddedContract(contract, signature.bytes()));
    }

    /** Returns the voucher signer in whose name it signs: the key's account, or the contract. */
    public Address account() {
        return account;
    }

    /** Returns the collection whose vouchers it signs. */
    public AccountId collection() {
        return collection;
    }

    /** Signs one voucher. */
    public SignedVoucher issue(Voucher voucher) {
        return new SignedVoucher(collection, voucher, form.apply(Voucher.type().sign(signer, domain, voucher)));
    }

    /** Signs a list of gifts, once for all its rows. */
    public SignedVoucherList issue(VoucherList list) {
        return new SignedVoucherList(
                collection, list, form.apply(VoucherList.type().sign(signer, domain, list)));
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
        return "VoucherIssuer(" + account + " for " + collection + ")";
    }
}
