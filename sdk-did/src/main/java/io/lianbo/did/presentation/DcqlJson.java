package io.lianbo.did.presentation;

import io.lianbo.core.json.JsonObject;
import io.lianbo.did.ClaimPointer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON of queries (OpenID4VP 1.0 section 6). */
final class DcqlJson {
    private static final String DOCUMENT = "DCQL query";

    private DcqlJson() {}

    static DcqlQuery parse(String json) {
        if (json.length() > DcqlQuery.MAX_LENGTH) {
            throw JsonObject.parse(DOCUMENT, "{}")
                    .malformed("it must be at most " + DcqlQuery.MAX_LENGTH + " characters: " + json.length());
        }
        JsonObject query = JsonObject.parse(DOCUMENT, json);
        List<CredentialQuery> credentials =
                query.objects("credentials").stream().map(DcqlJson::credential).toList();
        List<CredentialSet> sets = objects(query, "credential_sets").stream()
                .map(set ->
                        set.made(() -> new CredentialSet(arraysOfTexts(set, "options"), bool(set, "required", true))))
                .toList();
        return query.made(() -> new DcqlQuery(credentials, sets));
    }

    private static CredentialQuery credential(JsonObject json) {
        Map<String, List<String>> authorities = new LinkedHashMap<>();
        for (JsonObject authority : objects(json, "trusted_authorities")) {
            authorities
                    .computeIfAbsent(authority.text("type"), kind -> new ArrayList<>())
                    .addAll(authority.texts("values"));
        }
        List<ClaimQuery> claims =
                objects(json, "claims").stream().map(DcqlJson::claim).toList();
        List<List<String>> claimSets = json.keys().contains("claim_sets")
                ? nonEmpty(json, "claim_sets", arraysOfTexts(json, "claim_sets"))
                : List.of();
        return json.made(() -> new CredentialQuery(
                json.text("id"),
                json.text("format"),
                bool(json, "multiple", false),
                json.object("meta").values(),
                authorities,
                bool(json, "require_cryptographic_holder_binding", true),
                claims,
                claimSets));
    }

    private static ClaimQuery claim(JsonObject json) {
        List<Object> values = new ArrayList<>();
        if (json.keys().contains("values")) {
            for (Object value : nonEmpty(json, "values", array(json, "values"))) {
                if (value == null) {
                    throw json.malformed("values must be texts, whole numbers or booleans: null");
                }
                values.add(value);
            }
        }
        return json.made(() ->
                new ClaimQuery(json.optionalText("id").orElse(null), ClaimPointer.ofJson(array(json, "path")), values));
    }

    /** The objects under a key that need not be there, but holds one if it is. */
    private static List<JsonObject> objects(JsonObject json, String key) {
        return json.keys().contains(key) ? nonEmpty(json, key, json.objects(key)) : List.of();
    }

    private static <T extends @Nullable Object> List<T> nonEmpty(JsonObject json, String key, List<T> list) {
        if (list.isEmpty()) {
            throw json.malformed(key + " must not be empty");
        }
        return list;
    }

    private static List<List<String>> arraysOfTexts(JsonObject json, String key) {
        List<List<String>> arrays = new ArrayList<>();
        for (Object element : array(json, key)) {
            List<String> texts = new ArrayList<>();
            if (!(element instanceof List<?> list)) {
                throw json.malformed(key + " must be an array of arrays of strings");
            }
            for (Object text : list) {
                if (!(text instanceof String id)) {
                    throw json.malformed(key + " must be an array of arrays of strings");
                }
                texts.add(id);
            }
            arrays.add(texts);
        }
        return arrays;
    }

    private static List<@Nullable Object> array(JsonObject json, String key) {
        if (json.values().get(key) instanceof List<?> list) {
            return new ArrayList<>(list);
        }
        throw json.malformed(key + " must be an array");
    }

    private static boolean bool(JsonObject json, String key, boolean otherwise) {
        Object value = json.values().getOrDefault(key, otherwise);
        if (value instanceof Boolean bool) {
            return bool;
        }
        throw json.malformed(key + " must be true or false");
    }

    static Map<String, Object> write(DcqlQuery query) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "credentials", query.credentials().stream().map(DcqlJson::write).toList());
        putUnlessEmpty(
                json,
                "credential_sets",
                query.credentialSets().stream().map(DcqlJson::write).toList());
        return json;
    }

    private static Map<String, Object> write(CredentialSet set) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("options", set.options());
        if (!set.required()) {
            json.put("required", false);
        }
        return json;
    }

    private static Map<String, Object> write(CredentialQuery query) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", query.id());
        json.put("format", query.format());
        if (query.multiple()) {
            json.put("multiple", true);
        }
        json.put("meta", query.meta());
        putUnlessEmpty(
                json,
                "trusted_authorities",
                query.trustedAuthorities().entrySet().stream()
                        .map(authority -> {
                            Map<String, Object> written = new LinkedHashMap<>();
                            written.put("type", authority.getKey());
                            written.put("values", authority.getValue());
                            return written;
                        })
                        .toList());
        if (!query.holderBindingRequired()) {
            json.put("require_cryptographic_holder_binding", false);
        }
        putUnlessEmpty(
                json, "claims", query.claims().stream().map(DcqlJson::write).toList());
        putUnlessEmpty(json, "claim_sets", query.claimSets());
        return json;
    }

    private static Map<String, Object> write(ClaimQuery claim) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (claim.id() != null) {
            json.put("id", claim.id());
        }
        json.put("path", claim.path().toJson());
        putUnlessEmpty(json, "values", claim.values());
        return json;
    }

    private static void putUnlessEmpty(Map<String, Object> json, String key, List<?> list) {
        if (!list.isEmpty()) {
            json.put(key, list);
        }
    }
}
