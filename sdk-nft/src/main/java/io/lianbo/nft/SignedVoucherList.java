package io.lianbo.nft;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.json.JsonException;
import io.lianbo.core.json.JsonObject;
import io.lianbo.core.json.StrictJson;
import io.lianbo.nft.internal.Arguments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A list of vouchers as it travels from the host's service to whoever redeems it. It is bound to its recipients, so it need not be kept
 * secret.
 *
 * @param collection the contract that redeems it, and its chain
 * @param list what is promised
 * @param signature a voucher signer's, over {@link #digest}
 */
public record SignedVoucherList(AccountId collection, VoucherList list, VoucherSignature signature) {

    /** Returns the list with its signature, which is not verified here. */
    public SignedVoucherList {
        Objects.requireNonNull(collection, "collection");
        Objects.requireNonNull(list, "list");
        Objects.requireNonNull(signature, "signature");
    }

    /**
     * Reads what {@link #toJson} writes, and nothing else, as strictly as {@link SignedVoucher#parse}.
     *
     * @throws JsonException if the text is no such document; the message says where
     */
    public static SignedVoucherList parse(String json) {
        JsonObject object = JsonObject.parse("voucher list", json)
                .only(
                        "collection",
                        "firstTokenId",
                        "recipients",
                        "validFrom",
                        "validUntil",
                        "epoch",
                        "soulbound",
                        "signature");
        AccountId collection = object.text("collection", AccountId::parse);
        VoucherList list = object.made(() -> new VoucherList(
                object.digits("firstTokenId", Arguments.MAX_UINT256),
                recipients(object),
                SignedVoucher.time(object, "validFrom"),
                SignedVoucher.time(object, "validUntil"),
                object.integer("epoch", 0, Arguments.MAX_UINT32),
                object.bool("soulbound")));
        return new SignedVoucherList(collection, list, object.text("signature", VoucherSignature::parse));
    }

    private static List<Address> recipients(JsonObject object) {
        List<Address> recipients = new ArrayList<>();
        for (String text : object.texts("recipients")) {
            try {
                recipients.add(Address.of(text));
            } catch (IllegalArgumentException e) {
                throw object.malformed("recipients[" + recipients.size() + "]: " + e.getMessage());
            }
        }
        return recipients;
    }

    /** Returns the list as one line of JSON, its fields in the form of {@link SignedVoucher#toJson}. */
    public String toJson() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("collection", collection.toString());
        object.put("firstTokenId", list.firstTokenId().toString());
        object.put(
                "recipients", list.recipients().stream().map(Address::toString).toList());
        object.put("validFrom", list.validFrom().getEpochSecond());
        object.put("validUntil", list.validUntil().getEpochSecond());
        object.put("epoch", list.epoch());
        object.put("soulbound", list.soulbound());
        object.put("signature", signature.toString());
        return StrictJson.write(object);
    }

    /** Returns what was to be signed, which tells one list from another. */
    public Hash32 digest() {
        return list.digest(collection);
    }
}
