package io.lianbo.did.login;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.did.Did;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.internal.Quote;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The text a wallet signs to log in (ERC-4361, "Sign-In with Ethereum").
 *
 * <p>Read strictly by the standard's ABNF: ASCII alone, LF alone, every field in its place, the address with its EIP-55
 * checksum. {@link #toString()} is the text to sign; of a parsed message it is the parsed text to the byte.
 *
 * {@snippet class="io.lianbo.did.login.LoginMessageTest" region="build"}
 */
public final class LoginMessage {
    private static final int LONGEST = 16_384;
    private static final String PREAMBLE = " wants you to sign in with your Ethereum account:";

    private final String text;
    private final @Nullable String scheme;
    private final String domain;
    private final AccountId account;
    private final @Nullable String statement;
    private final URI uri;
    private final String nonce;
    private final Instant issuedAt;
    private final @Nullable Instant expirationTime;
    private final @Nullable Instant notBefore;
    private final @Nullable String requestId;
    private final List<URI> resources;

    private LoginMessage(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a login message must be at most " + LONGEST + " characters: " + text.length());
        }
        Lines lines = new Lines(text);
        String first = lines.next();
        if (!first.endsWith(PREAMBLE)) {
            throw new IllegalArgumentException(
                    "a login message must start with the domain and \"" + PREAMBLE + "\": " + Quote.of(first));
        }
        String origin = first.substring(0, first.length() - PREAMBLE.length());
        int separator = origin.indexOf("://");
        this.text = text;
        this.scheme = separator < 0 ? null : Grammar.scheme(origin.substring(0, separator));
        this.domain = Grammar.domain(separator < 0 ? origin : origin.substring(separator + "://".length()));
        Address address = checksummed(lines.next());
        lines.empty();
        String line = lines.next();
        this.statement = line.isEmpty() ? null : Grammar.statement(line);
        if (statement != null) {
            lines.empty();
        }
        this.uri = Grammar.uri(lines.field("URI: "), "URI");
        String version = lines.field("Version: ");
        if (!version.equals("1")) {
            throw new IllegalArgumentException("version of a login message must be 1: " + Quote.of(version));
        }
        this.account = new AccountId(chainId(lines.field("Chain ID: ")), address);
        this.nonce = Grammar.nonce(lines.field("Nonce: "));
        this.issuedAt = Grammar.time(lines.field("Issued At: "), "issued at");
        String expiration = lines.optional("Expiration Time: ");
        this.expirationTime = expiration == null ? null : Grammar.time(expiration, "expiration time");
        String start = lines.optional("Not Before: ");
        this.notBefore = start == null ? null : Grammar.time(start, "not before");
        String request = lines.optional("Request ID: ");
        this.requestId = request == null ? null : Grammar.requestId(request);
        List<URI> uris = new ArrayList<>();
        if ("".equals(lines.optional("Resources:"))) {
            for (String uri = lines.optional("- "); uri != null; uri = lines.optional("- ")) {
                uris.add(Grammar.uri(uri, "resource"));
            }
        }
        this.resources = List.copyOf(uris);
        lines.end();
    }

    /**
     * {@return the message that this text is}
     *
     * @param text as the wallet signed it
     * @throws IllegalArgumentException where the text differs from the standard's ABNF, naming the line or field
     */
    public static LoginMessage parse(String text) {
        return new LoginMessage(text);
    }

    /** {@return a builder; domain, account, URI, nonce and time of issue are required} */
    public static Builder builder() {
        return new Builder();
    }

    private static Address checksummed(String text) {
        Address address = Address.of(text);
        if (!address.toString().equals(text)) {
            throw new IllegalArgumentException(
                    "address must carry its EIP-55 checksum, " + address + ": " + Quote.of(text));
        }
        return address;
    }

    private static ChainId chainId(String digits) {
        return ChainId.parse("eip155:" + digits);
    }

    /** {@return the scheme before the domain, where the message names one} */
    public Optional<String> scheme() {
        return Optional.ofNullable(scheme);
    }

    /** {@return who asks for the login: an RFC 3986 authority such as {@code shop.example:8443}} */
    public String domain() {
        return domain;
    }

    /** {@return who logs in, and on which chain} */
    public AccountId account() {
        return account;
    }

    /** {@return what the user reads and agrees to, where there is such a text} */
    public Optional<String> statement() {
        return Optional.ofNullable(statement);
    }

    /** {@return the subject of the signature: the service's URI, or the DID to which a consent is given} */
    public URI uri() {
        return uri;
    }

    /** {@return what makes the message good for one login} */
    public String nonce() {
        return nonce;
    }

    /** {@return when the message was made} */
    public Instant issuedAt() {
        return issuedAt;
    }

    /** {@return from when on it is void, where it ends} */
    public Optional<Instant> expirationTime() {
        return Optional.ofNullable(expirationTime);
    }

    /** {@return until when it is not yet good, where it starts late} */
    public Optional<Instant> notBefore() {
        return Optional.ofNullable(notBefore);
    }

    /** {@return the service's own id of this request, where there is one} */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    /** {@return what the user wishes resolved with the login, in order} */
    public List<URI> resources() {
        return resources;
    }

    /**
     * {@return the consent that whoever signs the message gives with it (ERC-5573); empty where it holds no ReCap}
     *
     * @throws IllegalArgumentException where it holds a ReCap that is not one consent, in its place, of which the statement says all
     */
    public Optional<ConsentGrant> consent() {
        List<URI> recaps = resources.stream().filter(ConsentGrant::isRecap).toList();
        if (recaps.isEmpty()) {
            return Optional.empty();
        }
        if (recaps.size() > 1 || !recaps.getFirst().equals(resources.getLast())) {
            throw new IllegalArgumentException("a message may hold one ReCap, as its last resource");
        }
        if (expirationTime == null) {
            throw new IllegalArgumentException("a message with a consent must have an expiration time");
        }
        ConsentGrant grant = ConsentGrant.fromRecap(
                recaps.getFirst(), Did.ofAccount(account), Did.parse(uri.toString()), expirationTime);
        if (statement == null || !(" " + statement).endsWith(" " + grant.statement())) {
            throw new IllegalArgumentException(
                    "the statement must end with what the ReCap grants: " + grant.statement());
        }
        return Optional.of(grant);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LoginMessage that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** {@return the text to sign} */
    @Override
    public String toString() {
        return text;
    }

    /** The message line by line, each taken once. */
    private static final class Lines {
        private final String[] lines;
        private int taken;

        Lines(String text) {
            this.lines = text.split("\n", -1);
        }

        String next() {
            if (taken == lines.length) {
                throw new IllegalArgumentException("a login message must not end after line " + taken);
            }
            return lines[taken++];
        }

        void empty() {
            String line = next();
            if (!line.isEmpty()) {
                throw new IllegalArgumentException("line " + taken + " must be empty: " + Quote.of(line));
            }
        }

        String field(String tag) {
            String line = next();
            if (!line.startsWith(tag)) {
                throw new IllegalArgumentException(
                        "line " + taken + " must start with \"" + tag + "\": " + Quote.of(line));
            }
            return line.substring(tag.length());
        }

        @Nullable
        String optional(String tag) {
            return taken < lines.length && lines[taken].startsWith(tag) ? field(tag) : null;
        }

        void end() {
            if (taken < lines.length) {
                throw new IllegalArgumentException(
                        "line " + (taken + 1) + " does not belong there: " + Quote.of(lines[taken]));
            }
        }
    }

    /** Collects the fields of a message. */
    public static final class Builder {
        private @Nullable String scheme;
        private @Nullable String domain;
        private @Nullable AccountId account;
        private @Nullable String statement;
        private @Nullable URI uri;
        private @Nullable String nonce;
        private @Nullable String issuedAt;
        private @Nullable String expirationTime;
        private @Nullable String notBefore;
        private @Nullable String requestId;
        private final List<URI> resources = new ArrayList<>();
        private @Nullable ConsentGrant consent;

        private Builder() {}

        /** Sets the scheme of the asking page, such as {@code https}. */
        public Builder scheme(String scheme) {
            this.scheme = scheme;
            return this;
        }

        /** Sets who asks: host and, where not the scheme's own, port. */
        public Builder domain(String domain) {
            this.domain = domain;
            return this;
        }

        /** Sets who logs in: chain and address. */
        public Builder account(AccountId account) {
            this.account = account;
            return this;
        }

        /** Sets what the user reads: one line of ASCII letters, digits, spaces and URI punctuation. */
        public Builder statement(String statement) {
            this.statement = statement;
            return this;
        }

        /** Sets the subject of the signature: where the service lives; {@link #consent} sets it too. */
        public Builder uri(URI uri) {
            this.uri = uri;
            return this;
        }

        /** Sets what makes it good for one login, from {@link NonceStore#issue()}. */
        public Builder nonce(String nonce) {
            this.nonce = nonce;
            return this;
        }

        /** Sets the time it is made. */
        public Builder issuedAt(Instant issuedAt) {
            this.issuedAt = issuedAt.toString();
            return this;
        }

        /** Sets from when on it is void; {@link #consent} sets it too. */
        public Builder expirationTime(Instant expirationTime) {
            this.expirationTime = expirationTime.toString();
            return this;
        }

        /** Sets until when it is not yet good. */
        public Builder notBefore(Instant notBefore) {
            this.notBefore = notBefore.toString();
            return this;
        }

        /** Sets the service's own id of the request, of the characters of a URI's path segment. */
        public Builder requestId(String requestId) {
            this.requestId = requestId;
            return this;
        }

        /** Adds a resource. */
        public Builder resource(URI resource) {
            this.resources.add(resource);
            return this;
        }

        /**
         * Lets the same signature grant a consent of the account that logs in: the grantee becomes the URI, the grant's end the
         * expiration time, and what is granted is written out at the end of the statement (ERC-5573).
         */
        public Builder consent(ConsentGrant grant) {
            this.consent = grant;
            return uri(grant.grantee().toUri()).expirationTime(grant.expiresAt());
        }

        /**
         * {@return the message}
         *
         * @throws IllegalArgumentException where a field is missing or refused, or contradicts the consent
         */
        public LoginMessage build() {
            if (domain == null || account == null || uri == null || nonce == null || issuedAt == null) {
                throw new IllegalArgumentException("a login message needs domain, account, URI, nonce and issued at");
            }
            if (consent != null) {
                requireSame("holder", consent.holder(), Did.ofAccount(account));
                requireSame("grantee", consent.grantee().toUri(), uri);
                requireSame("end", consent.expiresAt().toString(), String.valueOf(expirationTime));
            }
            // Each field by itself, so that none can smuggle in a line that reads as another.
            StringBuilder text = new StringBuilder();
            if (scheme != null) {
                text.append(Grammar.scheme(scheme)).append("://");
            }
            text.append(Grammar.domain(domain)).append(PREAMBLE).append('\n').append(account.address());
            text.append("\n\n");
            String shown = shownStatement();
            if (shown != null) {
                text.append(Grammar.statement(shown)).append('\n');
            }
            text.append("\nURI: ").append(uri);
            text.append("\nVersion: 1");
            text.append("\nChain ID: ").append(account.chainId().value());
            text.append("\nNonce: ").append(Grammar.nonce(nonce));
            text.append("\nIssued At: ").append(issuedAt);
            append(text, "\nExpiration Time: ", expirationTime);
            append(text, "\nNot Before: ", notBefore);
            append(text, "\nRequest ID: ", requestId == null ? null : Grammar.requestId(requestId));
            List<URI> all = new ArrayList<>(resources);
            if (consent != null) {
                all.add(consent.recap());
            }
            if (!all.isEmpty()) {
                text.append("\nResources:");
                all.forEach(resource -> text.append("\n- ").append(resource));
            }
            return new LoginMessage(text.toString());
        }

        private @Nullable String shownStatement() {
            if (consent == null) {
                return statement;
            }
            return statement == null ? consent.statement() : statement + " " + consent.statement();
        }

        private static void append(StringBuilder text, String tag, @Nullable String value) {
            if (value != null) {
                text.append(tag).append(value);
            }
        }

        private static void requireSame(String what, Object granted, Object stated) {
            if (!granted.equals(stated)) {
                throw new IllegalArgumentException(
                        "the consent's " + what + " must be the message's, " + stated + ": " + granted);
            }
        }
    }
}
