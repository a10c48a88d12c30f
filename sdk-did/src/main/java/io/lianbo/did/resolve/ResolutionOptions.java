package io.lianbo.did.resolve;

import io.lianbo.did.internal.Quote;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which version of a document is wanted, and how (W3C DID Resolution section 4.1): the latest, unless said otherwise; immutable. */
public final class ResolutionOptions {
    /** How documents are given. */
    public static final String JSON = "application/did+json";

    private static final ResolutionOptions LATEST = new ResolutionOptions(JSON, null, null, false);
    private static final int MAX_LENGTH = 256;

    private final String accept;
    private final @Nullable String versionId;
    private final @Nullable Instant versionTime;
    private final boolean fresh;

    private ResolutionOptions(String accept, @Nullable String versionId, @Nullable Instant versionTime, boolean fresh) {
        this.accept = accept;
        this.versionId = versionId;
        this.versionTime = versionTime;
        this.fresh = fresh;
    }

    /** {@return the latest version, kept ones included} */
    public static ResolutionOptions latest() {
        return LATEST;
    }

    /** {@return the version of this name} */
    public static ResolutionOptions versionId(String versionId) {
        if (versionId.isEmpty() || versionId.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a version must have 1 to " + MAX_LENGTH + " characters: " + Quote.of(versionId));
        }
        return new ResolutionOptions(JSON, versionId, null, false);
    }

    /** {@return the version that was the latest at this time} */
    public static ResolutionOptions versionTime(Instant versionTime) {
        return new ResolutionOptions(JSON, null, Objects.requireNonNull(versionTime, "versionTime"), false);
    }

    /** {@return these, asked at the source and not from what a {@link CachingDidMethod} keeps} */
    public ResolutionOptions fresh() {
        return new ResolutionOptions(accept, versionId, versionTime, true);
    }

    /** {@return these, with another media type for the document; every resolver here knows the JSON ones alone} */
    public ResolutionOptions accept(String mediaType) {
        return new ResolutionOptions(mediaType, versionId, versionTime, fresh);
    }

    /** {@return the version wanted, where one was named} */
    public Optional<String> versionId() {
        return Optional.ofNullable(versionId);
    }

    /** {@return the time whose version is wanted, where one was named} */
    public Optional<Instant> versionTime() {
        return Optional.ofNullable(versionTime);
    }

    /** {@return whether the latest version is wanted} */
    public boolean isLatest() {
        return versionId == null && versionTime == null;
    }

    /** {@return whether what is kept will not do} */
    public boolean isFresh() {
        return fresh;
    }

    /** {@return the media type wanted} */
    public String accept() {
        return accept;
    }
}
