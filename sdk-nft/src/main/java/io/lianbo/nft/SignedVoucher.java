package io.lianbo.nft;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.json.JsonException;
import io.lianbo.core.json.JsonObject;
import io.lianbo.core.json.StrictJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A voucher as it travels from the host's service to whoever redeems it. It is bound to its recipient, so it need not be kept
 * secret: a thief could only pay for the recipient's token.
 *
 * <p>Whoever receives one trusts nothing in it before {@link VoucherVerifier} has verified it. {@link #toJson} is small
 * enough for a QR code:
 *
 * {@snippet class="io.lianbo.nft.SignedVoucherTest" region="json"}
 *
 * @param collection the contract that redeems it, and its chain
 * @param voucher what is promised
 * @param signature the voucher signer's, over {@link Voucher#digest}
 */
public record SignedVoucher(AccountId collection, Voucher voucher, Signature signature) {

    /** Returns the voucher with its signature, which is not verified here. */
    public SignedVoucher {
        Objects.requireNonNull(collection, "collection");
        Objects.requireNonNull(voucher, "voucher");
        Objects.requireNonNull(signature, "signature");
    }

    /**
     * Reads what {@link #toJson} writes, and nothing else: every key is required, none may be unknown or occur twice, numbers are
     * decimal without a leading zero, mixed-case addresses carry the right EIP-55 checksum. The signature may also be in its
     * 64-byte form (EIP-2098).
     *
     * @throws JsonException if the text is no such document; the message says where
     */
    public static SignedVoucher parse(String json) {
        JsonObject object = JsonObject.parse("voucher", json)
                .only("collection", "tokenId", "recipient", "currency", "price", "validUntil", "epoch", "signature");
        AccountId collection = object.text("collection", AccountId::parse);
        Voucher voucher = new Voucher(
                object.digits("tokenId", Voucher.MAX_UINT256),
                object.text("recipient", hex -> Voucher.requireSomebody("recipient", Address.of(hex))),
                object.text("currency", Address::of),
                object.digits("price", Voucher.MAX_UINT256),
                Instant.ofEpochSecond(object.integer("validUntil", 0, Instant.MAX.getEpochSecond())),
                object.integer("epoch", 0, Voucher.MAX_EPOCH));
        return new SignedVoucher(collection, voucher, object.text("signature", Signature::parse));
    }

    /**
     * Returns the voucher as one line of JSON: {@code collection} in CAIP-10, {@code tokenId} and {@code price} as strings of
     * decimal digits, {@code validUntil} in seconds since 1970, {@code signature} as 65 bytes in hex.
     */
    public String toJson() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("collection", collection.toString());
        object.put("tokenId", voucher.tokenId().toString());
        object.put("recipient", voucher.recipient().toString());
        object.put("currency", voucher.currency().toString());
        object.put("price", voucher.price().toString());
        object.put("validUntil", voucher.validUntil().getEpochSecond());
        object.put("epoch", voucher.epoch());
        object.put("signature", signature.toString());
        return StrictJson.write(object);
    }
}
