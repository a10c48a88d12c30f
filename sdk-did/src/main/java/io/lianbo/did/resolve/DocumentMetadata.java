package io.lianbo.did.resolve;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known about a document and not said in it (W3C DID 1.0 section 7.1.3); immutable. */
public final class DocumentMetadata {
    private static final DocumentMetadata NONE = new DocumentMetadata(null, null, null, null, null, false);

    private final @Nullable Instant created;
    private final @Nullable String versionId;
    private final @Nullable Instant updated;
    private final @Nullable String nextVersionId;
    private final @Nullable Instant nextUpdate;
    private final boolean deactivated;

    private DocumentMetadata(
            @Nullable Instant created,
            @Nullable String versionId,
            @Nullable Instant updated,
            @Nullable String nextVersionId,
            @Nullable Instant nextUpdate,
            boolean deactivated) {
        this.created = created;
        this.versionId = versionId;
        this.updated = updated;
        this.nextVersionId = nextVersionId;
        this.nextUpdate = nextUpdate;
        this.deactivated = deactivated;
    }

    /** {@return no metadata: nothing is known but the document} */
    public static DocumentMetadata none() {
        return NONE;
    }

    /** {@return this, with when the DID was made} */
    public DocumentMetadata withCreated(Instant created) {
        return new DocumentMetadata(created, versionId, updated, nextVersionId, nextUpdate, deactivated);
    }

    /** {@return this, with which version the document is and when it became that} */
    public DocumentMetadata withVersion(String versionId, Instant updated) {
        return new DocumentMetadata(created, versionId, updated, nextVersionId, nextUpdate, deactivated);
    }

    /** {@return this, with the version that followed and when it did: of a document that is not the latest} */
    public DocumentMetadata withNextVersion(String nextVersionId, Instant nextUpdate) {
        return new DocumentMetadata(created, versionId, updated, nextVersionId, nextUpdate, deactivated);
    }

    /** {@return this, of a DID that nobody speaks for any more} */
    public DocumentMetadata asDeactivated() {
        return new DocumentMetadata(created, versionId, updated, nextVersionId, nextUpdate, true);
    }

    /** {@return when the DID was made, where that is known} */
    public Optional<Instant> created() {
        return Optional.ofNullable(created);
    }

    /** {@return which version the document is, where its method has versions} */
    public Optional<String> versionId() {
        return Optional.ofNullable(versionId);
    }

    /** {@return when the document became what it is, where that is known} */
    public Optional<Instant> updated() {
        return Optional.ofNullable(updated);
    }

    /** {@return the version after this one, where there is one} */
    public Optional<String> nextVersionId() {
        return Optional.ofNullable(nextVersionId);
    }

    /** {@return when the next version took this one's place, where there is one} */
    public Optional<Instant> nextUpdate() {
        return Optional.ofNullable(nextUpdate);
    }

    /** {@return whether nobody speaks for the DID any more} */
    public boolean isDeactivated() {
        return deactivated;
    }

    /** {@return the members of {@code didDocumentMetadata}; times are in UTC, to the second} */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        if (deactivated) {
            json.put("deactivated", true);
        }
        put(json, "created", created);
        put(json, "versionId", versionId);
        put(json, "updated", updated);
        put(json, "nextVersionId", nextVersionId);
        put(json, "nextUpdate", nextUpdate);
        return Collections.unmodifiableMap(json);
    }

    private static void put(Map<String, Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value.toString());
        }
    }

    /** {@return the JSON members} */
    @Override
    public String toString() {
        return json().toString();
    }
}
