package io.lianbo.benchmarks.subject;

import com.authlete.sd.Disclosure;
import com.authlete.sd.SDJWT;
import com.authlete.sd.SDObjectDecoder;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.lianbo.core.Verdict;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.Did;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.credential.Credential;
import io.lianbo.did.credential.CredentialDraft;
import io.lianbo.did.credential.CredentialIssuer;
import io.lianbo.did.credential.CredentialVerifier;
import io.lianbo.did.credential.Holder;
import io.lianbo.did.credential.PresentationRequest;
import io.lianbo.did.net.Fetched;
import io.lianbo.did.status.list.SignedStatusList;
import io.lianbo.did.status.list.StatusBook;
import io.lianbo.did.status.list.StatusListCheck;
import io.lianbo.did.status.list.StatusListIssuer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.InflaterInputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * An SD-JWT presentation, verified from its text to the disclosed claims: the issuer's signature, four disclosures of eight, the
 * holder's key binding, all by ES256, audience, nonce, type and times, and the bit of a status list that is at hand.
 */
@State(Scope.Thread)
@Fork(jvmArgsPrepend = "-Dlianbo.crypto=built-in")
public class Presentations {

    private static final String TYPE = "https://tea.example/credentials/purchase";
    private static final Did MERCHANT = Did.parse("did:web:tea.example");
    private static final Instant NOW = Instant.parse("2026-11-24T20:00:00Z");
    private static final URI STATUS_LIST = URI.create("https://tea.example/status/1");
    private static final Duration MAX_AGE = Duration.ofMinutes(5);

    private final PresentationRequest request = PresentationRequest.builder()
            .credentialType(TYPE)
            .audience("did:web:shop.example")
            .purpose("a discount for regulars")
            .nonce("0123456789abcdef0123456789abcdef")
            .maxAge(MAX_AGE)
            .build();
    private final Turns<String> presentations;
    private final CredentialVerifier verifier;
    private final JWSVerifier issuerVerifier;
    private final byte[] statusBits;

    public Presentations() {
        SecureRandom random = new SecureRandom();
        InstantSource clock = InstantSource.fixed(NOW);
        LocalSigningKey merchant = LocalSigningKey.generate(KeyAlgorithm.ES256, random);
        LocalSigningKey viewer = LocalSigningKey.generate(KeyAlgorithm.ES256, random);
        CredentialIssuer issuer = CredentialIssuer.of(MERCHANT, merchant, clock, random);
        StatusListIssuer statuses = StatusListIssuer.builder(MERCHANT, merchant, clock, random)
                .tokenList(STATUS_LIST, 1)
                .book(StatusBook.inMemory())
                .build();
        Holder holder = Holder.of(viewer, clock);
        presentations = Turns.of(64, i -> {
            Credential credential = issuer.issue(CredentialDraft.builder(TYPE)
                    .holderKey(viewer.verificationKey())
                    .claim("kind", "purchase")
                    .disclosableClaim("category", "tea")
                    .disclosableClaim("year", 2026)
                    .disclosableClaim("region", "Yunnan")
                    .disclosableClaim("price", 12_500 + i)
                    .disclosableClaim("currency", "CNY")
                    .disclosableClaim("order", "ORDER-" + i)
                    .disclosableClaim("show", "SHOW-1124")
                    .disclosableClaim("item", "CAKE-" + i)
                    .expiresAt(NOW.plus(Duration.ofDays(365)))
                    .status(statuses.allocate().orElseThrow())
                    .build());
            return holder.present(
                    credential,
                    request,
                    Set.of(
                            ClaimPath.of("category"),
                            ClaimPath.of("year"),
                            ClaimPath.of("region"),
                            ClaimPath.of("show")));
        });
        SignedStatusList published = statuses.publish();
        verifier = CredentialVerifier.builder(clock)
                .trust(MERCHANT, merchant.verificationKey())
                .status(StatusListCheck.builder(request -> Verdict.ok(published(published)), clock)
                        .trust(MERCHANT, merchant.verificationKey())
                        .maxStaleness(MAX_AGE)
                        .build())
                .build();
        issuerVerifier = nimbusVerifier(merchant.verificationKey());
        statusBits = inflated(published);
    }

    private static Fetched published(SignedStatusList list) {
        return Fetched.of(STATUS_LIST, list.mediaType(), list.compact().getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] inflated(SignedStatusList list) {
        try {
            Map<String, Object> claims =
                    SignedJWT.parse(list.compact()).getJWTClaimsSet().getJSONObjectClaim("status_list");
            return new InflaterInputStream(
                            new ByteArrayInputStream(Base64.getUrlDecoder().decode((String) claims.get("lst"))))
                    .readAllBytes();
        } catch (ParseException | IOException e) {
            throw new IllegalStateException("our list must be readable", e);
        }
    }

    private static JWSVerifier nimbusVerifier(VerificationKey key) {
        try {
            return new ECDSAVerifier(ECKey.parse(key.jwk()));
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException("Nimbus must take our keys", e);
        }
    }

    @Benchmark
    public Map<String, ?> lianbo() {
        return verifier.verify(presentations.next(), request)
                .value()
                .orElseThrow()
                .claims();
    }

    /** What someone writes who has a JOSE library and an SD-JWT library, and reads RFC 9901 section 7.3. */
    @Benchmark
    public Map<String, ?> nimbus() throws ParseException, JOSEException {
        SDJWT token = SDJWT.parse(presentations.next());
        SignedJWT jwt = SignedJWT.parse(token.getCredentialJwt());
        require(jwt.getHeader().getType().getType().equals("dc+sd-jwt"), "type of the token");
        require(jwt.verify(issuerVerifier), "signature of the issuer");
        JWTClaimsSet signed = jwt.getJWTClaimsSet();
        require(signed.getIssuer().equals(MERCHANT.toString()), "issuer");
        require(signed.getStringClaim("vct").equals(TYPE), "type of the credential");
        require(signed.getExpirationTime().toInstant().isAfter(NOW), "expiry");

        List<Disclosure> disclosures = token.getDisclosures();
        Map<String, Object> claims = new SDObjectDecoder().decode(signed.getClaims(), disclosures);
        for (Disclosure disclosure : disclosures) {
            require(claims.containsKey(disclosure.getClaimName()), "disclosure");
        }

        SignedJWT binding = SignedJWT.parse(token.getBindingJwt());
        require(binding.getHeader().getType().getType().equals("kb+jwt"), "type of the key binding");
        ECKey holder = ECKey.parse(JSONObjectUtils.getJSONObject(signed.getJSONObjectClaim("cnf"), "jwk"));
        require(binding.verify(new ECDSAVerifier(holder)), "signature of the holder");
        JWTClaimsSet bound = binding.getJWTClaimsSet();
        require(bound.getStringClaim("sd_hash").equals(token.getSDHash()), "hash of the disclosures");
        require(bound.getAudience().equals(List.of(request.audience())), "audience");
        require(bound.getStringClaim("nonce").equals(request.nonce()), "nonce");
        require(!bound.getIssueTime().toInstant().isBefore(NOW.minus(MAX_AGE)), "age");
        Map<String, Object> entry = JSONObjectUtils.getJSONObject(signed.getJSONObjectClaim("status"), "status_list");
        require(STATUS_LIST.toString().equals(entry.get("uri")), "status list");
        int index = JSONObjectUtils.getInt(entry, "idx");
        require(((statusBits[index / 8] >> (index % 8)) & 1) == 0, "status");
        return claims;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("the presentation must hold: " + what);
        }
    }
}
