package io.lianbo.nft.membership;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.json.JsonException;
import io.lianbo.core.json.JsonObject;
import io.lianbo.core.json.StrictJson;
import io.lianbo.nft.VoucherSignature;
import io.lianbo.nft.internal.Arguments;
import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * An offer as it travels from the merchant's service to whoever redeems it. It is bound to its account, so it need not be kept secret: a thief could
 * only pay for the account's pass.
 *
 * <p>Whoever receives one trusts nothing in it before {@link MembershipPass#verify} has verified it.
 *
 * @param membership the contract that redeems it, and its chain
 * @param offer what is promised
 * @param signature the offer signer's, over {@link #digest}; of an ERC-1271 contract {@link VoucherSignature#ofContract what it accepts}
 */
public record SignedPassOffer(AccountId membership, PassOffer offer, VoucherSignature signature) {

    /** Returns the offer with its signature, which is not verified here. */
    public SignedPassOffer {
        Objects.requireNonNull(membership, "membership");
        Objects.requireNonNull(offer, "offer");
        Objects.requireNonNull(signature, "signature");
    }

    /**
     * Reads what {@link #toJson} writes, and nothing else: every key is required, none may be unknown or occur twice, numbers are decimal without a
     * leading zero, mixed-case addresses carry the right EIP-55 checksum.
     *
     * @throws JsonException if the text is no such document; the message says where
     */
    public static SignedPassOffer parse(String json) {
        JsonObject object = JsonObject.parse("offer", json)
                .only(
                        "membership",
                        "account",
                        "tier",
                        "duration",
                        "currency",
                        "price",
                        "validUntil",
                        "nonce",
                        "signature");
        PassOffer offer = new PassOffer(
                object.text("account", hex -> Arguments.requireSomebody("account", Address.of(hex))),
                (int) object.integer("tier", 1, Checks.MAX_TIER),
                Checks.duration(BigInteger.valueOf(object.integer("duration", 0, Checks.MAX_SECONDS))),
                object.text("currency", Address::of),
                object.digits("price", Arguments.MAX_UINT256),
                Instant.ofEpochSecond(object.integer("validUntil", 0, Instant.MAX.getEpochSecond())),
                object.integer("nonce", 0, Arguments.MAX_UINT32));
        return new SignedPassOffer(
                object.text("membership", AccountId::parse), offer, object.text("signature", VoucherSignature::parse));
    }

    /**
     * Returns the offer as one line of JSON: {@code membership} in CAIP-10, {@code duration} in seconds with 0 for no end, {@code price} as a string
     * of decimal digits, {@code validUntil} in seconds since 1970, {@code signature} in hex.
     */
    public String toJson() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("membership", membership.toString());
        object.put("account", offer.account().toString());
        object.put("tier", offer.tier());
        object.put("duration", Checks.seconds(offer.duration()));
        object.put("currency", offer.currency().toString());
        object.put("price", offer.price().toString());
        object.put("validUntil", offer.validUntil().getEpochSecond());
        object.put("nonce", offer.nonce());
        object.put("signature", signature.toString());
        return StrictJson.write(object);
    }

    /** Returns what was to be signed, which tells one offer from another. */
    public Hash32 digest() {
        return offer.digest(membership);
    }
}
