package io.lianbo.did.vc;

import io.lianbo.core.json.StrictJson;
import io.lianbo.did.Did;
import io.lianbo.did.internal.DateTimeStamp;
import io.lianbo.did.internal.jose.Json;
import io.lianbo.did.internal.jose.MalformedException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a credential says (W3C Verifiable Credentials Data Model 2.0), apart from what secures it.
 *
 * <p>What the model gives a meaning can be asked for by name; everything else is kept, and written again as it was read. Claims are
 * open: any JSON object about a subject. Contexts are constants, {@value #CONTEXT} first; none is ever fetched, and one that is an
 * object is refused.
 *
 * {@snippet class="io.lianbo.did.vc.VcTest" region="build"}
 */
public final class VerifiableCredential {
    /** The context that every credential names first. */
    public static final String CONTEXT = "https://www.w3.org/ns/credentials/v2";

    /** The context that lets a credential use terms that no other context defines (VCDM 2.0 section 5.2.1). */
    public static final String UNDEFINED_TERMS = "https://www.w3.org/ns/credentials/undefined-terms/v2";

    /** How many characters a credential may have, secured. */
    public static final int MAX_LENGTH = 256 * 1024;

    static final String BASE_TYPE = "VerifiableCredential";
    static final String PROOF = "proof";

    private static final String WHAT = "a credential";
    private static final String ISSUER = "issuer";
    private static final String SUBJECT = "credentialSubject";
    private static final String STATUS = "credentialStatus";
    private static final String SCHEMA = "credentialSchema";
    private static final String EVIDENCE = "evidence";
    private static final String TERMS = "termsOfUse";
    private static final String REFRESH = "refreshService";
    private static final String FROM = "validFrom";
    private static final String UNTIL = "validUntil";

    private final Map<String, @Nullable Object> document;
    private final List<String> contexts;
    private final List<String> types;
    private final @Nullable URI id;
    private final URI issuer;
    private final @Nullable Instant validFrom;
    private final @Nullable Instant validUntil;
    private final List<Map<String, @Nullable Object>> subjects;
    private final Map<String, List<CredentialEntry>> entries = new LinkedHashMap<>();

    private VerifiableCredential(Map<String, @Nullable Object> document) throws MalformedException {
        Members.checkDepth(document, Json.MAX_DEPTH);
        if (document.containsKey(PROOF)) {
            throw new MalformedException("a credential apart from what secures it has no " + PROOF);
        }
        Members members = new Members(WHAT, document);
        this.document = document;
        this.contexts = members.contexts();
        this.types = members.typesWith(BASE_TYPE);
        this.id = members.url(Members.ID);
        URI url = members.urlOrId(ISSUER);
        if (url == null) {
            throw new MalformedException(WHAT + " must have an " + ISSUER + " with an id");
        }
        this.issuer = url;
        this.validFrom = members.time(FROM);
        this.validUntil = members.time(UNTIL);
        if (validFrom != null && validUntil != null && validUntil.isBefore(validFrom)) {
            throw new MalformedException(WHAT + "'s " + UNTIL + " must not be before its " + FROM);
        }
        this.subjects = members.objects(SUBJECT);
        if (subjects.isEmpty() || subjects.contains(Map.of())) {
            throw new MalformedException(WHAT + " must have a " + SUBJECT + " that says something");
        }
        for (Map<String, @Nullable Object> subject : subjects) {
            new Members("a " + SUBJECT, subject).url(Members.ID);
        }
        for (String name : List.of(STATUS, SCHEMA, EVIDENCE, TERMS, REFRESH)) {
            entries.put(name, readEntries(members, name));
        }
        for (CredentialEntry schema : entries(SCHEMA)) {
            if (schema.id().isEmpty()) {
                throw new MalformedException("a " + SCHEMA + " must have an id");
            }
        }
    }

    private static List<CredentialEntry> readEntries(Members members, String name) throws MalformedException {
        List<CredentialEntry> read = new ArrayList<>();
        for (Map<String, @Nullable Object> entry : members.objects(name)) {
            try {
                read.add(new CredentialEntry(entry));
            } catch (IllegalArgumentException e) {
                throw new MalformedException(name, e);
            }
        }
        return List.copyOf(read);
    }

    static VerifiableCredential read(Map<String, @Nullable Object> document) throws MalformedException {
        return new VerifiableCredential(document);
    }

    /**
     * {@return the credential that this JSON is}, which must carry no proof: what secures one is for {@link VcVerifier} to check
     *
     * @param json strict JSON of at most {@value #MAX_LENGTH} characters
     * @throws IllegalArgumentException where it is no credential of VCDM 2.0
     */
    public static VerifiableCredential parse(String json) {
        if (json.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a credential must be at most " + MAX_LENGTH + " characters: " + json.length());
        }
        return of(StrictJson.parseObject(json));
    }

    private static VerifiableCredential of(Map<String, @Nullable Object> document) {
        try {
            return read(document);
        } catch (MalformedException e) {
            throw new IllegalArgumentException("not a credential: " + e.getMessage(), e);
        }
    }

    /**
     * {@return a builder; a subject is required}
     *
     * @param issuer who vouches
     */
    public static Builder builder(Did issuer) {
        return new Builder(issuer.toString());
    }

    /** {@return the contexts, {@value #CONTEXT} first} */
    public List<String> contexts() {
        return contexts;
    }

    /** {@return the types, {@code VerifiableCredential} among them} */
    public List<String> types() {
        return types;
    }

    /** {@return its own name, where it has one} */
    public Optional<URI> id() {
        return Optional.ofNullable(id);
    }

    /** {@return who says to have issued it} */
    public URI issuer() {
        return issuer;
    }

    /** {@return when it starts to be valid, where it says so} */
    public Optional<Instant> validFrom() {
        return Optional.ofNullable(validFrom);
    }

    /** {@return when it ceases to be valid, where it does} */
    public Optional<Instant> validUntil() {
        return Optional.ofNullable(validUntil);
    }

    /** {@return what it says about each of its subjects, {@code id} included where there is one; at least one} */
    public List<Map<String, @Nullable Object>> subjects() {
        return subjects;
    }

    /** {@return where its status is kept, once for each purpose} */
    public List<CredentialEntry> statuses() {
        return entries(STATUS);
    }

    /** {@return the schemas it says to follow, each with an id} */
    public List<CredentialEntry> schemas() {
        return entries(SCHEMA);
    }

    /** {@return on what evidence it was issued} */
    public List<CredentialEntry> evidence() {
        return entries(EVIDENCE);
    }

    /** {@return on which terms it was issued} */
    public List<CredentialEntry> termsOfUse() {
        return entries(TERMS);
    }

    /** {@return where a newer one is to be had} */
    public List<CredentialEntry> refreshServices() {
        return entries(REFRESH);
    }

    private List<CredentialEntry> entries(String name) {
        return entries.getOrDefault(name, List.of());
    }

    /** {@return all of it, as JDK values; unmodifiable} */
    public Map<String, @Nullable Object> document() {
        return document;
    }

    /** {@return all of it as JSON, members in the order in which they were read or set} */
    public String toJson() {
        return StrictJson.write(document);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VerifiableCredential that && document.equals(that.document);
    }

    @Override
    public int hashCode() {
        return document.hashCode();
    }

    /** {@return types and issuer; not what it says about anybody} */
    @Override
    public String toString() {
        return "VerifiableCredential[" + types + " by " + issuer + "]";
    }

    /** Collects the parts of a credential. */
    public static final class Builder {
        private final List<Object> contexts = new ArrayList<>(List.of(CONTEXT));
        private final List<Object> types = new ArrayList<>(List.of(BASE_TYPE));
        private final List<Map<String, @Nullable Object>> subjects = new ArrayList<>();
        private final Map<String, List<@Nullable Object>> entries = new LinkedHashMap<>();
        private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

        private Builder(String issuer) {
            members.put(ISSUER, issuer);
        }

        /** Adds contexts behind {@value #CONTEXT}, such as {@link #UNDEFINED_TERMS}. */
        public Builder contexts(String... more) {
            contexts.addAll(Arrays.asList(more));
            return this;
        }

        /** Sets the credential's own name. */
        public Builder id(URI id) {
            members.put(Members.ID, id.toString());
            return this;
        }

        /** Adds a type beside {@code VerifiableCredential}. */
        public Builder type(String type) {
            types.add(type);
            return this;
        }

        /** Sets when it starts to be valid; the part below a second is dropped. */
        public Builder validFrom(Instant validFrom) {
            members.put(FROM, DateTimeStamp.format(validFrom));
            return this;
        }

        /** Sets when it ceases to be valid; the part below a second is dropped. */
        public Builder validUntil(Instant validUntil) {
            members.put(UNTIL, DateTimeStamp.format(validUntil));
            return this;
        }

        /** Adds a subject: who it is, and claims about her, JSON values. */
        public Builder subject(Did subject, Map<String, ? extends @Nullable Object> claims) {
            Map<String, @Nullable Object> named = new LinkedHashMap<>();
            named.put(Members.ID, subject.toString());
            named.putAll(claims);
            named.put(Members.ID, subject.toString());
            subjects.add(named);
            return this;
        }

        /** Adds a subject without a name: whoever bears the credential. */
        public Builder subject(Map<String, ? extends @Nullable Object> claims) {
            subjects.add(new LinkedHashMap<>(claims));
            return this;
        }

        /** Adds a place where its status is kept; verifiers refuse it unless they can ask there. */
        public Builder status(CredentialEntry status) {
            return entry(STATUS, status);
        }

        /** Adds a schema that it follows, with an id. */
        public Builder schema(CredentialEntry schema) {
            return entry(SCHEMA, schema);
        }

        /** Adds evidence on which it is issued. */
        public Builder evidence(CredentialEntry evidence) {
            return entry(EVIDENCE, evidence);
        }

        /** Adds terms on which it is issued. */
        public Builder termsOfUse(CredentialEntry terms) {
            return entry(TERMS, terms);
        }

        private Builder entry(String name, CredentialEntry entry) {
            entries.computeIfAbsent(name, key -> new ArrayList<>()).add(entry.members());
            return this;
        }

        /** Sets any other member of the credential, such as {@code name} or {@code description}, to a JSON value. */
        public Builder member(String name, @Nullable Object value) {
            members.put(name, value);
            return this;
        }

        /**
         * {@return the credential}
         *
         * @throws IllegalArgumentException where no subject is there, a part is refused by the model, or a claim is no JSON value
         */
        public VerifiableCredential build() {
            Map<String, @Nullable Object> document = new LinkedHashMap<>();
            document.put(Members.CONTEXT, contexts);
            document.put(Members.TYPE, types);
            document.putAll(members);
            document.put(Members.CONTEXT, contexts);
            document.put(Members.TYPE, types);
            document.put(SUBJECT, subjects.size() == 1 ? subjects.getFirst() : subjects);
            entries.forEach((name, list) -> document.put(name, list.size() == 1 ? list.getFirst() : list));
            return of(StrictJson.parseObject(StrictJson.write(document)));
        }
    }
}
