package io.lianbo.provenance.untp;

import io.lianbo.core.json.JsonObject;
import io.lianbo.core.json.StrictJson;
import io.lianbo.provenance.internal.FurtherMembers;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a credential of UNTP says beside its subject (W3C Verifiable Credentials Data Model 2.0).
 *
 * @param id names the credential; an absolute URI
 * @param name what it is called, for people
 * @param issuer who states it
 * @param validFrom since when it is valid
 * @param validUntil until when, where there is an end
 * @param furtherContexts JSON-LD contexts of an extension, behind those of W3C and UNTP
 * @param furtherTypes types of an extension
 * @param others further members, as {@link StrictJson} reads them: {@code credentialStatus}, {@code credentialSchema}, {@code proof}
 */
public record CredentialHeader(
        URI id,
        String name,
        Issuer issuer,
        Instant validFrom,
        Optional<Instant> validUntil,
        List<String> furtherContexts,
        List<String> furtherTypes,
        Map<String, @Nullable Object> others) {

    /** The version of UNTP. */
    public static final String VERSION = "0.7.0";

    /** The longest document that is read, in characters. */
    public static final int LONGEST = 1 << 20;

    private static final List<String> CONTEXTS = List.of(
            "https://www.w3.org/ns/credentials/v2", "https://vocabulary.uncefact.org/untp/" + VERSION + "/context/");
    private static final String VERIFIABLE_CREDENTIAL = "VerifiableCredential";

    /**
     * Checks what is given.
     *
     * @throws IllegalArgumentException when it ends before it begins, or the further members hold one of the others
     */
    public CredentialHeader {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(validFrom, "validFrom");
        Objects.requireNonNull(validUntil, "validUntil");
        furtherContexts = List.copyOf(furtherContexts);
        furtherTypes = List.copyOf(furtherTypes);
        others = FurtherMembers.copy(
                others,
                List.of("@context", "type", "id", "name", "issuer", "validFrom", "validUntil", "credentialSubject"));
        if (validUntil.isPresent() && validUntil.get().isBefore(validFrom)) {
            throw new IllegalArgumentException("validUntil must not lie before validFrom: " + validUntil.get());
        }
    }

    /** A credential without an end, of which only this is said. */
    public static CredentialHeader of(String id, String name, Issuer issuer, Instant validFrom) {
        return new CredentialHeader(
                URI.create(id), name, issuer, validFrom, Optional.empty(), List.of(), List.of(), Map.of());
    }

    /** The same with an end. */
    public CredentialHeader until(Instant end) {
        return new CredentialHeader(
                id, name, issuer, validFrom, Optional.of(end), furtherContexts, furtherTypes, others);
    }

    /** The same with one further member, such as {@code credentialStatus}, of what {@link StrictJson} writes. */
    public CredentialHeader with(String key, Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(others);
        more.put(key, value);
        return new CredentialHeader(id, name, issuer, validFrom, validUntil, furtherContexts, furtherTypes, more);
    }

    /**
     * Who states a credential.
     *
     * @param id a DID
     * @param name what the issuer is called
     * @param issuerAlsoKnownAs the issuer in registers
     */
    public record Issuer(URI id, String name, List<Entity> issuerAlsoKnownAs) {

        /**
         * Checks what is given.
         *
         * @throws IllegalArgumentException when the id is no DID
         */
        public Issuer {
            Objects.requireNonNull(name, "name");
            issuerAlsoKnownAs = List.copyOf(issuerAlsoKnownAs);
            if (!"did".equals(id.getScheme())) {
                throw new IllegalArgumentException("an issuer's id must be a DID: " + id);
            }
        }

        /** An issuer of whom only this is said. */
        public static Issuer of(String did, String name) {
            return new Issuer(URI.create(did), name, List.of());
        }

        private static Issuer read(Members in) {
            in.type("CredentialIssuer");
            return in.closed(() -> new Issuer(
                    in.uri("id"),
                    in.text("name"),
                    in.list("issuerAlsoKnownAs", false, party -> Entity.read(party, "Party"))));
        }

        private Map<String, @Nullable Object> toMap() {
            return new Written("CredentialIssuer")
                    .put("id", id.toString())
                    .put("name", name)
                    .putAll("issuerAlsoKnownAs", false, issuerAlsoKnownAs, party -> party.toMap("Party"))
                    .map();
        }
    }

    /**
     * A credential that was read.
     *
     * @param header what it says beside its subject
     * @param subject what it is about
     */
    record Read<S>(CredentialHeader header, S subject) {}

    static <S> Read<S> read(String document, String type, String json, Function<Members, S> subjectReader) {
        if (json.length() > LONGEST) {
            throw new IllegalArgumentException(
                    document + " must have at most " + LONGEST + " characters: " + json.length());
        }
        Members in = new Members(JsonObject.parse(document, json));
        List<String> contexts = in.texts("@context", true);
        if (contexts.size() < CONTEXTS.size()
                || !contexts.subList(0, CONTEXTS.size()).equals(CONTEXTS)) {
            throw in.malformed("@context must begin with " + String.join(" and ", CONTEXTS) + ": "
                    + String.join(" and ", contexts.subList(0, Math.min(CONTEXTS.size(), contexts.size()))));
        }
        List<String> types = new ArrayList<>(in.texts("type", true));
        if (!types.remove(type) || !types.remove(VERIFIABLE_CREDENTIAL)) {
            throw in.malformed("type must hold " + type + " and " + VERIFIABLE_CREDENTIAL);
        }
        S subject = in.object("credentialSubject", subjectReader);
        CredentialHeader header = in.made(() -> new CredentialHeader(
                in.uri("id"),
                in.text("name"),
                in.object("issuer", Issuer::read),
                in.instant("validFrom"),
                in.optionalInstant("validUntil"),
                contexts.subList(CONTEXTS.size(), contexts.size()),
                types,
                in.others()));
        return new Read<>(header, subject);
    }

    String write(String type, Map<String, @Nullable Object> subject) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("@context", joined(CONTEXTS, furtherContexts));
        map.put("type", joined(List.of(type, VERIFIABLE_CREDENTIAL), furtherTypes));
        map.put("id", id.toString());
        map.put("issuer", issuer.toMap());
        map.put("validFrom", validFrom.toString());
        validUntil.ifPresent(end -> map.put("validUntil", end.toString()));
        map.put("name", name);
        map.put("credentialSubject", subject);
        map.putAll(others);
        return StrictJson.write(map);
    }

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
