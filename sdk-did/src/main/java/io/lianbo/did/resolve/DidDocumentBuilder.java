package io.lianbo.did.resolve;

import io.lianbo.core.AccountId;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.AgreementKey;
import io.lianbo.did.Did;
import io.lianbo.did.VerificationKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts a DID's document together, such as the one to host for a {@code did:web}; methods and services get the ids that are given, after a
 * {@code #}.
 *
 * {@snippet class="io.lianbo.did.resolve.WebMethodTest" region="host"}
 */
public final class DidDocumentBuilder {
    private static final String CONTEXT = "https://www.w3.org/ns/did/v1";

    private final Did id;
    private final Set<String> contexts = new LinkedHashSet<>(List.of(CONTEXT));
    private final List<String> controllers = new ArrayList<>();
    private final List<String> alsoKnownAs = new ArrayList<>();
    private final List<Map<String, Object>> methods = new ArrayList<>();
    private final Map<Relationship, List<String>> relationships = new LinkedHashMap<>();
    private final List<Map<String, Object>> services = new ArrayList<>();

    DidDocumentBuilder(Did id) {
        this.id = id;
    }

    /** Says who may change the document, where that is not the DID itself. */
    public DidDocumentBuilder controller(Did... controllers) {
        for (Did controller : controllers) {
            this.controllers.add(controller.toString());
        }
        return this;
    }

    /** Adds other names of the subject, as URIs. */
    public DidDocumentBuilder alsoKnownAs(String... names) {
        alsoKnownAs.addAll(Arrays.asList(names));
        return this;
    }

    /**
     * Adds a key that signs, as a Multikey.
     *
     * @param fragment its name in the document, such as {@code key-1}
     * @param key the public half
     * @param uses what it may be used for
     */
    public DidDocumentBuilder key(String fragment, VerificationKey key, Relationship... uses) {
        return multikey(fragment, key.did(), uses);
    }

    /**
     * Adds a key to encrypt to, as a Multikey.
     *
     * @param fragment its name in the document
     * @param key the public half
     */
    public DidDocumentBuilder agreementKey(String fragment, AgreementKey key) {
        return multikey(fragment, key.did(), Relationship.KEY_AGREEMENT);
    }

    private DidDocumentBuilder multikey(String fragment, Did key, Relationship... uses) {
        contexts.add("https://w3id.org/security/multikey/v1");
        return method(fragment, "Multikey", "publicKeyMultibase", key.identifier(), uses);
    }

    /**
     * Adds an account of an EVM chain that signs.
     *
     * @param fragment its name in the document
     * @param account chain and address
     * @param uses what it may be used for
     */
    public DidDocumentBuilder account(String fragment, AccountId account, Relationship... uses) {
        contexts.add("https://w3id.org/security/suites/secp256k1recovery-2020/v2");
        return method(fragment, "EcdsaSecp256k1RecoveryMethod2020", "blockchainAccountId", account.toString(), uses);
    }

    DidDocumentBuilder jsonWebKey(String fragment, Map<String, @Nullable Object> jwk, Relationship... uses) {
        contexts.add("https://w3id.org/security/suites/jws-2020/v1");
        return method(fragment, "JsonWebKey2020", "publicKeyJwk", jwk, uses);
    }

    private DidDocumentBuilder method(
            String fragment, String type, String property, Object material, Relationship... uses) {
        Map<String, Object> method = new LinkedHashMap<>();
        method.put("id", id + "#" + fragment);
        method.put("type", type);
        method.put("controller", id.toString());
        method.put(property, material);
        methods.add(method);
        return use(fragment, uses);
    }

    /**
     * Lets a method that was added be used for more.
     *
     * @param fragment its name
     * @param uses what for
     */
    public DidDocumentBuilder use(String fragment, Relationship... uses) {
        for (Relationship use : uses) {
            relationships.computeIfAbsent(use, none -> new ArrayList<>()).add(id + "#" + fragment);
        }
        return this;
    }

    /**
     * Adds a way to reach the subject.
     *
     * @param fragment its name in the document
     * @param type what it is, such as {@code LinkedDomains}
     * @param endpoint where it is: a URI, or a JSON object or array of maps, lists and texts
     */
    public DidDocumentBuilder service(String fragment, String type, Object endpoint) {
        Map<String, Object> service = new LinkedHashMap<>();
        service.put("id", id + "#" + fragment);
        service.put("type", type);
        service.put("serviceEndpoint", endpoint);
        services.add(service);
        return this;
    }

    /**
     * {@return the document}
     *
     * @throws IllegalArgumentException where two methods have one name, or an endpoint is no JSON
     */
    public DidDocument build() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("@context", List.copyOf(contexts));
        json.put("id", id.toString());
        putUnlessEmpty(json, "alsoKnownAs", alsoKnownAs);
        putUnlessEmpty(json, "controller", controllers);
        putUnlessEmpty(json, "verificationMethod", methods);
        relationships.forEach((use, references) -> json.put(use.property(), references));
        putUnlessEmpty(json, "service", services);
        return DidDocument.parse(StrictJson.write(json));
    }

    private static void putUnlessEmpty(Map<String, Object> json, String name, List<?> values) {
        if (!values.isEmpty()) {
            json.put(name, values);
        }
    }
}
