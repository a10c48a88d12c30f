package io.lianbo.did.resolve;

import io.lianbo.core.AccountId;
import io.lianbo.core.json.JsonObject;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.AgreementKey;
import io.lianbo.did.Did;
import io.lianbo.did.VerificationKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which keys speak for a DID, and for what (W3C DID 1.0 section 5); immutable.
 *
 * <p>It is the JSON it was read from, property by property, and is written as that again; {@code @context} is carried along and never looked at, as
 * nothing here needs JSON-LD. Keys are taken out by what they may be used for:
 *
 * {@snippet class="io.lianbo.did.resolve.DidResolverTest" region="resolve"}
 */
public final class DidDocument {
    private static final int MOST_ENTRIES = 1000;

    private final Did id;
    private final List<Did> controllers;
    private final List<String> alsoKnownAs;
    private final Map<String, VerificationMethod> methods = new LinkedHashMap<>();
    private final Map<Relationship, List<VerificationMethod>> relationships = new EnumMap<>(Relationship.class);
    private final List<Service> services = new ArrayList<>();
    private final Map<String, @Nullable Object> json;

    /** Read once for each relationship: to find the point of a compressed key takes longer than all else here. */
    private final Map<Relationship, List<VerificationKey>> keys = new ConcurrentHashMap<>();

    private DidDocument(JsonObject document) {
        json = document.values();
        id = document.text("id", Did::parse);
        controllers = texts(document, "controller").stream().map(Did::parse).toList();
        alsoKnownAs = texts(document, "alsoKnownAs");
        for (JsonObject method : objects(document, "verificationMethod")) {
            add(VerificationMethod.read(method, id));
        }
        for (Relationship relationship : Relationship.values()) {
            relationships.put(relationship, read(document, relationship));
        }
        for (JsonObject service : objects(document, "service")) {
            services.add(service(service));
        }
    }

    /**
     * {@return the document in this JSON}
     *
     * @param json the document
     * @throws IllegalArgumentException where that is no strict JSON, or no DID document: a property of the standard's has another shape, or two
     *     methods have one id
     */
    public static DidDocument parse(String json) {
        return new DidDocument(JsonObject.parse("DID document", json));
    }

    /**
     * {@return the document in this JSON}
     *
     * @param utf8 the document
     * @throws IllegalArgumentException as {@link #parse(String)} does
     */
    public static DidDocument parse(byte[] utf8) {
        return new DidDocument(JsonObject.parse("DID document", utf8));
    }

    /**
     * {@return a builder of a document}
     *
     * @param id whose
     */
    public static DidDocumentBuilder builder(Did id) {
        return new DidDocumentBuilder(id);
    }

    private void add(VerificationMethod method) {
        if (methods.put(method.id(), method) != null) {
            throw new IllegalArgumentException("DID document: two verification methods have the id " + method.id());
        }
        if (methods.size() > MOST_ENTRIES) {
            throw new IllegalArgumentException(
                    "DID document: at most " + MOST_ENTRIES + " verification methods are allowed");
        }
    }

    private List<VerificationMethod> read(JsonObject document, Relationship relationship) {
        List<VerificationMethod> found = new ArrayList<>();
        for (Object entry : array(document, relationship.property())) {
            if (entry instanceof String reference) {
                // A reference to a method of another document gives no key here: that document was not asked.
                Optional.ofNullable(methods.get(absolute(reference, id))).ifPresent(found::add);
            } else {
                VerificationMethod embedded = VerificationMethod.read(
                        JsonObject.parse("DID document: " + relationship.property(), StrictJson.write(entry)), id);
                add(embedded);
                found.add(embedded);
            }
        }
        return List.copyOf(found);
    }

    private Service service(JsonObject service) {
        Object endpoint = service.values().get("serviceEndpoint");
        if (endpoint == null) {
            throw service.malformed("a service must have a serviceEndpoint");
        }
        return new Service(absolute(service.text("id"), id), texts(service, "type"), endpoint);
    }

    static String absolute(String reference, Did did) {
        return reference.startsWith("#") ? did + reference : reference;
    }

    private static List<JsonObject> objects(JsonObject document, String property) {
        return array(document, property).isEmpty() ? List.of() : document.objects(property);
    }

    private static List<?> array(JsonObject document, String property) {
        Object value = document.values().get(property);
        if (value == null && !document.keys().contains(property)) {
            return List.of();
        }
        if (!(value instanceof List<?> list) || list.size() > MOST_ENTRIES) {
            throw document.malformed(property + " must be an array of at most " + MOST_ENTRIES);
        }
        return list;
    }

    /** What may be one text or an array of them. */
    private static List<String> texts(JsonObject document, String property) {
        if (document.values().get(property) instanceof String one) {
            return List.of(one);
        }
        return array(document, property).isEmpty() ? List.of() : List.copyOf(document.texts(property));
    }

    /** {@return whose document this is} */
    public Did id() {
        return id;
    }

    /** {@return who may change it; empty where that is the DID itself or a matter of the method} */
    public List<Did> controllers() {
        return controllers;
    }

    /** {@return other names that the subject claims, as URIs} */
    public List<String> alsoKnownAs() {
        return alsoKnownAs;
    }

    /** {@return all methods, those within a relationship included, in the document's order} */
    public List<VerificationMethod> verificationMethods() {
        return List.copyOf(methods.values());
    }

    /** {@return the methods that may be used for this, in the document's order} */
    public List<VerificationMethod> verificationMethods(Relationship relationship) {
        return relationships.getOrDefault(relationship, List.of());
    }

    /**
     * {@return the method of this id}
     *
     * @param url its DID URL, absolute, or {@code #fragment} alone
     */
    public Optional<VerificationMethod> verificationMethod(String url) {
        return Optional.ofNullable(methods.get(absolute(url, id)));
    }

    /**
     * {@return the keys to verify signatures with; those of kinds that we do not know are left out}
     *
     * @param relationship what was signed: {@link Relationship#ASSERTION_METHOD} for credentials
     */
    public List<VerificationKey> keysFor(Relationship relationship) {
        return keys.computeIfAbsent(
                relationship,
                which -> verificationMethods(which).stream()
                        .map(VerificationMethod::key)
                        .flatMap(Optional::stream)
                        .distinct()
                        .toList());
    }

    /** {@return the keys to encrypt to} */
    public List<AgreementKey> agreementKeys() {
        return verificationMethods(Relationship.KEY_AGREEMENT).stream()
                .map(VerificationMethod::agreementKey)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    /**
     * {@return the accounts of EVM chains that sign}
     *
     * @param relationship what was signed
     */
    public List<AccountId> accountsFor(Relationship relationship) {
        return verificationMethods(relationship).stream()
                .map(VerificationMethod::account)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    /** {@return the ways to reach the subject} */
    public List<Service> services() {
        return Collections.unmodifiableList(services);
    }

    /** {@return the document as JSON values, to be written or hashed} */
    public Map<String, @Nullable Object> json() {
        return json;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DidDocument that && json.equals(that.json);
    }

    @Override
    public int hashCode() {
        return Arrays.asList(id, json).hashCode();
    }

    /** {@return the document as JSON text} */
    @Override
    public String toString() {
        return StrictJson.write(json);
    }
}
