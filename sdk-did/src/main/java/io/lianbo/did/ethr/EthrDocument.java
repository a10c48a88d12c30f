package io.lianbo.did.ethr;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.Did;
import io.lianbo.did.internal.Base58;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a document of an identity's events, by the rules of the did:ethr method specification, and where that leaves a choice as the resolver does that
 * everyone uses: methods and services are numbered in the order of their events, whether they still stand or not.
 */
final class EthrDocument {
    private static final List<String> CONTEXT = List.of(
            "https://www.w3.org/ns/did/v1",
            "https://w3id.org/security/suites/secp256k1recovery-2020/v2",
            "https://w3id.org/security/v3-unstable");
    private static final Pattern ATTRIBUTE = Pattern.compile("did/(pub|svc)/(\\w+)(?:/(\\w+))?(?:/(\\w+))?");
    private static final Map<String, String> PURPOSES = Map.of(
            "sigAuth", "SignatureAuthentication2018",
            "veriKey", "VerificationKey2018",
            "enc", "KeyAgreementKey2019");
    private static final String SECP256K1 = "EcdsaSecp256k1VerificationKey2019";
    private static final String ED25519 = "Ed25519VerificationKey2018";
    private static final String RECOVERY = "EcdsaSecp256k1RecoveryMethod2020";
    private static final Map<String, String> TYPES = Map.of(
            "Secp256k1VerificationKey2018", SECP256K1,
            "Secp256k1SignatureAuthentication2018", SECP256K1,
            "Ed25519VerificationKey2018", ED25519,
            "Ed25519SignatureAuthentication2018", ED25519,
            "RSAVerificationKey2018", "RSAVerificationKey2018",
            "X25519KeyAgreementKey2019", "X25519KeyAgreementKey2019");
    private static final int LONGEST_BASE58 = 256;
    private static final int DEEPEST_ENDPOINT = 64;

    private final Did did;
    private final ChainId chain;
    private final EthrIdentifier identifier;
    private final BigInteger now;

    private final Map<String, Map<String, Object>> methods = new LinkedHashMap<>();
    private final Map<String, String> authentication = new LinkedHashMap<>();
    private final Map<String, String> assertion = new LinkedHashMap<>();
    private final Map<String, String> agreement = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> services = new LinkedHashMap<>();
    private Address owner;
    private int methodCount;
    private int serviceCount;

    EthrDocument(Did did, ChainId chain, EthrIdentifier identifier, Instant now) {
        this.did = did;
        this.chain = chain;
        this.identifier = identifier;
        this.owner = identifier.address();
        this.now = BigInteger.valueOf(now.getEpochSecond());
    }

    /** Adds an event, in the order of the chain. After one that deactivates there is nothing to add. */
    void add(RegistryEvent event) {
        switch (event) {
            case RegistryEvent.Owner changed -> owner = changed.owner();
            case RegistryEvent.Delegate delegate -> add(delegate);
            case RegistryEvent.Attribute attribute -> add(attribute);
        }
    }

    boolean isDeactivated() {
        return owner.isZero();
    }

    private boolean stands(BigInteger validTo) {
        return validTo.signum() > 0 && validTo.compareTo(now) >= 0;
    }

    private void add(RegistryEvent.Delegate delegate) {
        methodCount++;
        if (!stands(delegate.validTo())) {
            remove(delegate.key());
            return;
        }
        boolean logsIn = delegate.type().equals("sigAuth");
        if (logsIn || delegate.type().equals("veriKey")) {
            String id = did + "#delegate-" + methodCount;
            Map<String, Object> method = method(id, RECOVERY);
            method.put("blockchainAccountId", new AccountId(chain, delegate.delegate()).toString());
            methods.put(delegate.key(), method);
            assertion.put(delegate.key(), id);
            if (logsIn) {
                authentication.put(delegate.key(), id);
            }
        }
    }

    private void add(RegistryEvent.Attribute attribute) {
        Matcher name = ATTRIBUTE.matcher(attribute.name());
        if (!stands(attribute.validTo())) {
            if (attribute.name().startsWith("did/pub/")) {
                methodCount++;
            } else if (attribute.name().startsWith("did/svc/")) {
                serviceCount++;
            }
            remove(attribute.key());
        } else if (name.matches()) {
            if (name.group(1).equals("pub")) {
                methodCount++;
                addKey(attribute, name);
            } else {
                serviceCount++;
                addService(attribute, name.group(2));
            }
        }
    }

    private void addKey(RegistryEvent.Attribute attribute, Matcher name) {
        String id = did + "#delegate-" + methodCount;
        String algorithm = name.group(2);
        String purpose = name.group(3) == null ? "" : name.group(3);
        String type = algorithm + PURPOSES.getOrDefault(purpose, purpose);
        Map<String, Object> method = method(id, TYPES.getOrDefault(type, algorithm));
        String encoding = name.group(4) == null ? "hex" : name.group(4);
        Optional<String> material = material(attribute, encoding);
        if (material.isEmpty()) {
            return;
        }
        method.put(property(encoding), material.get());
        methods.put(attribute.key(), method);
        switch (purpose) {
            case "enc" -> agreement.put(attribute.key(), id);
            case "sigAuth" -> {
                authentication.put(attribute.key(), id);
                assertion.put(attribute.key(), id);
            }
            default -> assertion.put(attribute.key(), id);
        }
    }

    private static String property(String encoding) {
        return switch (encoding) {
            case "hex" -> "publicKeyHex";
            case "base64" -> "publicKeyBase64";
            case "base58" -> "publicKeyBase58";
            case "pem" -> "publicKeyPem";
            default -> "value";
        };
    }

    /** Empty for a text that is none, and for base58 of what is longer than any key, as its work grows with the square of the length. */
    private static Optional<String> material(RegistryEvent.Attribute attribute, String encoding) {
        return switch (encoding) {
            case "base64" -> Optional.of(Base64.getEncoder().encodeToString(attribute.bytes()));
            case "base58" ->
                Optional.of(attribute.bytes())
                        .filter(bytes -> bytes.length <= LONGEST_BASE58)
                        .map(Base58::encode);
            case "pem" -> RegistryEvent.utf8(ByteBuffer.wrap(attribute.bytes()));
            default -> Optional.of(attribute.value());
        };
    }

    private void addService(RegistryEvent.Attribute attribute, String type) {
        RegistryEvent.utf8(ByteBuffer.wrap(attribute.bytes())).ifPresent(text -> {
            Map<String, Object> service = new LinkedHashMap<>();
            service.put("id", did + "#service-" + serviceCount);
            service.put("type", type);
            service.put("serviceEndpoint", endpoint(text));
            services.put(attribute.key(), service);
        });
    }

    /** A JSON object, array or text as what it is; all else is a URI, or what its owner takes for one. */
    private static Object endpoint(String text) {
        try {
            Object value = StrictJson.parse(text);
            boolean allowed = value instanceof Map || value instanceof List || value instanceof String;
            return value != null && allowed && isShallow(value, DEEPEST_ENDPOINT) ? value : text;
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static boolean isShallow(Object value, int levels) {
        Collection<?> inner = switch (value) {
            case Map<?, ?> map -> map.values();
            case List<?> list -> list;
            default -> List.of();
        };
        return levels > 0 && inner.stream().allMatch(element -> element == null || isShallow(element, levels - 1));
    }

    /** As the other resolver does, this leaves the reference in keyAgreement: to a method that is gone, which gives no key. */
    private void remove(String key) {
        authentication.remove(key);
        assertion.remove(key);
        methods.remove(key);
        services.remove(key);
    }

    private Map<String, Object> method(String id, String type) {
        Map<String, Object> method = new LinkedHashMap<>();
        method.put("id", id);
        method.put("type", type);
        method.put("controller", did.toString());
        return method;
    }

    /** The document as JSON; that of a deactivated identity holds nothing. */
    Map<String, Object> json() {
        List<Object> allMethods = new ArrayList<>();
        List<String> logsIn = new ArrayList<>();
        List<String> asserts = new ArrayList<>();
        if (!isDeactivated()) {
            Map<String, Object> controller = method(did + "#controller", RECOVERY);
            controller.put("blockchainAccountId", new AccountId(chain, owner).toString());
            allMethods.add(controller);
            String key = identifier.publicKey();
            logsIn.add(did + "#controller");
            if (key != null && owner.equals(identifier.address())) {
                Map<String, Object> controllerKey = method(did + "#controllerKey", SECP256K1);
                controllerKey.put("publicKeyHex", key);
                allMethods.add(controllerKey);
                logsIn.add(did + "#controllerKey");
            }
            asserts.addAll(logsIn);
            allMethods.addAll(methods.values());
            logsIn.addAll(authentication.values());
            asserts.addAll(assertion.values());
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("@context", CONTEXT);
        json.put("id", did.toString());
        json.put("verificationMethod", allMethods);
        json.put("authentication", logsIn);
        json.put("assertionMethod", asserts);
        if (!isDeactivated() && !services.isEmpty()) {
            json.put("service", List.copyOf(services.values()));
        }
        if (!isDeactivated() && !agreement.isEmpty()) {
            json.put("keyAgreement", List.copyOf(agreement.values()));
        }
        return json;
    }
}
