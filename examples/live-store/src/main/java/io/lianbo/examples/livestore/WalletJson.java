package io.lianbo.examples.livestore;

import io.lianbo.core.account.Permit;
import io.lianbo.core.json.StrictJson;
import io.lianbo.core.typeddata.Eip712Domain;
import io.lianbo.core.typeddata.StructType;
import io.lianbo.rewards.split.SaleOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Typed data as wallets take it ({@code eth_signTypedData_v4}); its digest is that of the SDK's own struct, which a test compares. */
final class WalletJson {
    private static final Pattern STRUCT = Pattern.compile("([A-Za-z0-9]+)\\((.*)\\)");
    private static final List<Map<String, String>> DOMAIN = List.of(
            Map.of("name", "name", "type", "string"),
            Map.of("name", "version", "type", "string"),
            Map.of("name", "chainId", "type", "uint256"),
            Map.of("name", "verifyingContract", "type", "address"));

    private WalletJson() {}

    static String of(SaleOrder order, Eip712Domain settlement) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("sessionId", order.sessionId().toString());
        message.put("index", order.index().toString());
        message.put("buyer", order.buyer().toString());
        message.put("amount", order.amount().toString());
        message.put("item", order.item().toString());
        return json(SaleOrder.TYPE, settlement, message);
    }

    static String of(Permit permit, Eip712Domain token) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("owner", permit.owner().toString());
        message.put("spender", permit.spender().toString());
        message.put("value", permit.value().toString());
        message.put("nonce", permit.nonce().toString());
        message.put("deadline", Long.toString(permit.deadline().getEpochSecond()));
        return json(Permit.type(), token, message);
    }

    private static String json(StructType<?> type, Eip712Domain domain, Map<String, Object> message) {
        Matcher struct = STRUCT.matcher(type.encodeType());
        if (!struct.matches()) {
            throw new IllegalArgumentException("a struct of atomic fields is needed: " + type.encodeType());
        }
        List<Map<String, String>> fields = new ArrayList<>();
        for (String field : struct.group(2).split(",", -1)) {
            int space = field.indexOf(' ');
            fields.add(Map.of("type", field.substring(0, space), "name", field.substring(space + 1)));
        }
        Map<String, Object> separator = new LinkedHashMap<>();
        separator.put("name", domain.name().orElseThrow());
        separator.put("version", domain.version().orElseThrow());
        separator.put("chainId", domain.chainId().orElseThrow().value());
        separator.put(
                "verifyingContract", domain.verifyingContract().orElseThrow().toString());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("types", Map.of("EIP712Domain", DOMAIN, type.name(), fields));
        json.put("primaryType", type.name());
        json.put("domain", separator);
        json.put("message", message);
        return StrictJson.write(json);
    }
}
