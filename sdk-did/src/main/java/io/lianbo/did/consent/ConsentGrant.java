package io.lianbo.did.consent;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.core.json.CanonicalJson;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.Did;
import io.lianbo.did.internal.Quote;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A holder's consent: one other party may read these claims of one type of credential, for one purpose, until a time, and
 * where she says so, a number of times.
 *
 * <p>The holder signs it inside a login message (ERC-4361) as a ReCap (ERC-5573): the message's URI is the grantee, its expiration
 * time is the grant's, its last resource is {@link #recap()}, and its statement ends with {@link #statement()}, so the wallet
 * shows in words all that is granted. A grant on a claim covers what lies below it; an array is granted whole or not at
 * all, because the verifier cannot tell which of its elements were left out. Who accepts a grant with a maximum of uses must count them: {@code io.lianbo.did.consent.ledger} does.
 *
 * {@snippet class="io.lianbo.did.LiveSaleTest" region="grant"}
 *
 * @param holder whose claims these are: the account that signs
 * @param grantee who may read them, and no one else
 * @param purpose what for, in words: letters, digits, spaces and URI punctuation of ASCII, up to 200 characters, without
 *     {@code Uses:}, which would read as the number of uses
 * @param credentialType the {@code vct} of the credentials, an absolute URI
 * @param claims which claims, at least one; names of letters, digits and {@code _ + -}
 * @param maxUses how often credentials may be read under it, 1 to {@value #MOST_USES}, or {@link #UNLIMITED}
 * @param expiresAt from when on the grant is void
 */
public record ConsentGrant(
        Did holder,
        Did grantee,
        String purpose,
        String credentialType,
        Set<ClaimPath> claims,
        int maxUses,
        Instant expiresAt) {
    /** How many uses a grant can be limited to at most. */
    public static final int MOST_USES = 1_000_000;

    /** As many uses as there may be until the grant ends, which is so where the holder names no maximum. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    private static final String NAMESPACE = "read-claim";
    private static final String PURPOSE = "purpose";
    private static final String USES = "uses";
    private static final int LONGEST_PURPOSE = 200;
    private static final Pattern STATEMENT_TEXT = Pattern.compile("[A-Za-z0-9._~:/?#\\[\\]@!$&'()*+,;= -]+");
    private static final Pattern CLAIM_NAME = Pattern.compile("[A-Za-z0-9_+-]+");

    /** Checks what the wallet could not show faithfully. */
    public ConsentGrant {
        claims = Collections.unmodifiableSet(new LinkedHashSet<>(claims));
        if (purpose.isBlank()
                || purpose.length() > LONGEST_PURPOSE
                || !STATEMENT_TEXT.matcher(purpose).matches()) {
            throw new IllegalArgumentException("purpose must be 1 to " + LONGEST_PURPOSE
                    + " letters, digits, spaces or URI punctuation of ASCII: " + Quote.of(purpose));
        }
        if (purpose.toLowerCase(Locale.ROOT).contains("uses:")) {
            throw new IllegalArgumentException(
                    "purpose must not hold \"Uses:\", which would read as the number of uses: " + Quote.of(purpose));
        }
        if (maxUses != UNLIMITED && (maxUses < 1 || maxUses > MOST_USES)) {
            throw new IllegalArgumentException(
                    "the maximum of uses must be 1 to " + MOST_USES + ", or none be named: " + maxUses);
        }
        if (!STATEMENT_TEXT.matcher(credentialType).matches()
                || credentialType.contains(" ")
                || !URI.create(credentialType).isAbsolute()) {
            throw new IllegalArgumentException(
                    "credential type must be an absolute URI without escapes: " + Quote.of(credentialType));
        }
        if (claims.isEmpty()) {
            throw new IllegalArgumentException("a grant must name a claim");
        }
        for (ClaimPath claim : claims) {
            if (!claim.segments().stream()
                    .allMatch(name -> CLAIM_NAME.matcher(name).matches())) {
                throw new IllegalArgumentException("a granted claim's name may hold letters, digits and _ + - alone: "
                        + Quote.of(claim.toString()));
            }
        }
    }

    /** {@return a builder; everything but the maximum of uses is required} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * {@return the grant that a ReCap stands for}
     *
     * @param recap a message's last resource
     * @param holder the account that signed the message
     * @param grantee the message's URI
     * @param expiresAt the message's expiration time
     * @throws IllegalArgumentException where the ReCap is malformed, or grants something else than claims for a purpose
     */
    public static ConsentGrant fromRecap(URI recap, Did holder, Did grantee, Instant expiresAt) {
        Recap parsed = Recap.parse(recap);
        if (!parsed.namespace().equals(NAMESPACE)
                || !Set.of(PURPOSE, USES).containsAll(parsed.limits().keySet())
                || !(parsed.limits().get(PURPOSE) instanceof String purpose)) {
            throw new IllegalArgumentException("the ReCap must grant " + NAMESPACE
                    + " with a purpose, a maximum of uses or none, and nothing else");
        }
        int maxUses = parsed.limits().containsKey(USES) ? uses(parsed.limits().get(USES)) : UNLIMITED;
        Set<ClaimPath> claims = ClaimPath.all(parsed.actions().toArray(String[]::new));
        return new ConsentGrant(holder, grantee, purpose, parsed.resource(), claims, maxUses, expiresAt);
    }

    private static int uses(@Nullable Object value) {
        if (value instanceof Long uses && uses >= 1 && uses <= MOST_USES) {
            return uses.intValue();
        }
        throw new IllegalArgumentException("the maximum of uses in a ReCap must be an integer from 1 to " + MOST_USES
                + ": " + Quote.of(String.valueOf(value)));
    }

    /**
     * {@return whether a resource of a login message is a ReCap}
     *
     * @param resource one of the message's resources
     */
    public static boolean isRecap(URI resource) {
        return resource.toString().startsWith(Recap.SCHEME);
    }

    /** {@return the grant as the ReCap URI of ERC-5573} */
    public URI recap() {
        return toRecap().uri();
    }

    /** {@return the sentences that the wallet shows, last of them the one that ERC-5573 prescribes} */
    public String statement() {
        String uses = isCounted() ? "Uses: at most " + maxUses + ". " : "";
        return "Purpose: " + purpose + ". " + uses + toRecap().sentence();
    }

    /**
     * {@return the grant's identity: SHA-256 of the canonical JSON (RFC 8785) of holder, grantee, ReCap and end}
     *
     * <p>What is granted twice in the same words and until the same time is one grant: signing it again gives no more uses, and does not
     * undo a revocation.
     */
    public Hash32 id() {
        return Sha256.hash(CanonicalJson.bytes(Map.of(
                "holder", holder.toString(),
                "grantee", grantee.toString(),
                "recap", recap().toString(),
                "expiresAt", expiresAt.toString())));
    }

    /** {@return whether the holder named a maximum of uses} */
    public boolean isCounted() {
        return maxUses != UNLIMITED;
    }

    private Recap toRecap() {
        List<String> actions = claims.stream().map(ClaimPath::toString).toList();
        Map<String, @Nullable Object> limits = new TreeMap<>(Map.of(PURPOSE, purpose));
        if (isCounted()) {
            limits.put(USES, maxUses);
        }
        return new Recap(credentialType, NAMESPACE, actions, limits);
    }

    /**
     * {@return whether the grant lets a claim be read}
     *
     * @param claim where the claim lies
     */
    public boolean covers(ClaimPath claim) {
        return claims.stream().anyMatch(claim::isWithin);
    }

    /** Collects the parts of a grant. */
    public static final class Builder {
        private @Nullable Did holder;
        private @Nullable Did grantee;
        private @Nullable String purpose;
        private @Nullable String credentialType;
        private final List<ClaimPath> claims = new ArrayList<>();
        private int maxUses = UNLIMITED;
        private @Nullable Instant expiresAt;

        private Builder() {}

        /** Sets whose claims these are: the {@code did:pkh} that will sign. */
        public Builder holder(Did holder) {
            this.holder = holder;
            return this;
        }

        /** Sets who may read, such as a merchant's DID. */
        public Builder grantee(Did grantee) {
            this.grantee = grantee;
            return this;
        }

        /** Sets what for, in words of ASCII. */
        public Builder purpose(String purpose) {
            this.purpose = purpose;
            return this;
        }

        /** Sets the {@code vct} of the credentials. */
        public Builder credentialType(String credentialType) {
            this.credentialType = credentialType;
            return this;
        }

        /** Adds claims, in the dotted form of {@link ClaimPath#parse}. */
        public Builder claims(String... paths) {
            claims.addAll(ClaimPath.all(paths));
            return this;
        }

        /** Sets how often credentials may be read under it, 1 to {@value #MOST_USES}; without, as often as may be until it ends. */
        public Builder maxUses(int maxUses) {
            this.maxUses = maxUses;
            return this;
        }

        /** Sets from when on the grant is void. */
        public Builder expiresAt(Instant expiresAt) {
            this.expiresAt = expiresAt;
            return this;
        }

        /**
         * {@return the grant}
         *
         * @throws IllegalArgumentException where a part is missing or refused
         */
        public ConsentGrant build() {
            if (holder == null || grantee == null || purpose == null || credentialType == null || expiresAt == null) {
                throw new IllegalArgumentException(
                        "a grant needs holder, grantee, purpose, credential type, claims and expiry");
            }
            return new ConsentGrant(
                    holder, grantee, purpose, credentialType, new LinkedHashSet<>(claims), maxUses, expiresAt);
        }
    }
}
