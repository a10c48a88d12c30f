package io.lianbo.nft;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.json.JsonException;
import io.lianbo.core.json.JsonObject;
import io.lianbo.core.json.StrictJson;
import io.lianbo.nft.internal.Arguments;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A voucher as it travels from the host's service to whoever redeems it. One that is bound to its recipient need not be kept secret: a thief could
 * only pay for the recipient's token. A {@linkplain Voucher#bearer bearer voucher} is money.
 *
 * <p>Whoever receives one trusts nothing in it before {@link VoucherVerifier} has verified it. {@link #toJson} is small
 * enough for a QR code:
 *
 * {@snippet class="io.lianbo.nft.SignedVoucherTest" region="json"}
 *
 * @param collection the contract that redeems it, and its chain
 * @param voucher what is promised
 * @param signature a voucher signer's, over {@link #digest}
 */
public record SignedVoucher(AccountId collection, Voucher voucher, VoucherSignature signature) {

    /** How a voucher without a recipient is written, since nobody should mistake a zero address for one. */
    private static final String BEARER = "bearer";

    /** Returns the voucher with its signature, which is not verified here. */
    public SignedVoucher {
        Objects.requireNonNull(collection, "collection");
        Objects.requireNonNull(voucher, "voucher");
        Objects.requireNonNull(signature, "signature");
    }

    /**
     * Reads what {@link #toJson} writes, and nothing else: every key is required, none may be unknown or occur twice, numbers are
     * decimal without a leading zero, mixed-case addresses carry the right EIP-55 checksum.
     *
     * @throws JsonException if the text is no such document; the message says where
     */
    public static SignedVoucher parse(String json) {
        JsonObject object = JsonObject.parse("voucher", json)
                .only(
                        "collection",
                        "tokenId",
                        "recipient",
                        "currency",
                        "price",
                        "validFrom",
                        "validUntil",
                        "epoch",
                        "minTier",
                        "maxPerBuyer",
                        "soulbound",
                        "signature");
        AccountId collection = object.text("collection", AccountId::parse);
        Voucher voucher = object.made(() -> new Voucher(
                object.digits("tokenId", Arguments.MAX_UINT256),
                object.text("recipient", SignedVoucher::recipient),
                object.text("currency", Address::of),
                object.digits("price", Arguments.MAX_UINT256),
                time(object, "validFrom"),
                time(object, "validUntil"),
                object.integer("epoch", 0, Arguments.MAX_UINT32),
                (int) object.integer("minTier", 0, Voucher.MAX_TIER),
                object.integer("maxPerBuyer", 0, Arguments.MAX_UINT32),
                object.bool("soulbound")));
        return new SignedVoucher(collection, voucher, object.text("signature", VoucherSignature::parse));
    }

    private static Optional<Address> recipient(String text) {
        return text.equals(BEARER)
                ? Optional.empty()
                : Optional.of(Arguments.requireSomebody("recipient", Address.of(text)));
    }

    static Instant time(JsonObject object, String key) {
        return Instant.ofEpochSecond(object.integer(key, 0, Instant.MAX.getEpochSecond()));
    }

    /**
     * Returns the voucher as one line of JSON: {@code collection} in CAIP-10, {@code tokenId} and {@code price} as strings of
     * decimal digits, {@code recipient} an address or {@code "bearer"}, {@code validFrom} and {@code validUntil} in seconds since 1970, {@code
     * signature} in hex.
     */
    public String toJson() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("collection", collection.toString());
        object.put("tokenId", voucher.tokenId().toString());
        object.put("recipient", voucher.recipient().map(Address::toString).orElse(BEARER));
        object.put("currency", voucher.currency().toString());
        object.put("price", voucher.price().toString());
        object.put("validFrom", voucher.validFrom().getEpochSecond());
        object.put("validUntil", voucher.validUntil().getEpochSecond());
        object.put("epoch", voucher.epoch());
        object.put("minTier", voucher.minTier());
        object.put("maxPerBuyer", voucher.maxPerBuyer());
        object.put("soulbound", voucher.soulbound());
        object.put("signature", signature.toString());
        return StrictJson.write(object);
    }

    /** Returns what was to be signed, which tells one voucher from another. */
    public Hash32 digest() {
        return voucher.digest(collection);
    }
}
