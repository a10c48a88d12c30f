package io.lianbo.did.status.list;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.did.Did;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.net.FetchRequest;
import io.lianbo.did.net.Fetched;
import io.lianbo.did.net.Fetcher;
import io.lianbo.did.status.StatusReference.BitstringEntry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A merchant who issues status lists in either format, the place they are published at, and the time all share. */
final class Platform implements Fetcher, AutoCloseable {
    static final Did MERCHANT = Did.parse("did:web:tea.example");
    static final URI LIST = URI.create("https://tea.example/status/1");

    /** Both standards, for tests that hold for both. */
    enum Format {
        TOKEN,
        BITSTRING
    }

    final SecureRandom random = new SecureRandom();
    final LocalSigningKey key = LocalSigningKey.generate(KeyAlgorithm.ES256, random);
    final List<FetchRequest> requests = new CopyOnWriteArrayList<>();
    final StatusArchive archive = StatusArchive.inMemory(100);
    Instant now = Instant.parse("2026-11-24T20:00:00Z");
    final InstantSource clock = () -> now;

    private final Map<URI, String> published = new ConcurrentHashMap<>();
    volatile boolean down;
    volatile boolean withEntityTags = true;

    StatusListIssuer.Builder issuerBuilder() {
        return StatusListIssuer.builder(MERCHANT, key, clock, random)
                .book(StatusBook.inMemory())
                .archive(archive);
    }

    StatusListIssuer issuer(Format format) {
        StatusListIssuer.Builder builder = issuerBuilder().size(BitstringListFormat.LEAST_SIZE);
        return switch (format) {
            case TOKEN -> builder.tokenList(LIST, 1).build();
            case BITSTRING -> builder.bitstring(LIST, BitstringEntry.REVOCATION).build();
        };
    }

    StatusListCheck.Builder checkBuilder() {
        return StatusListCheck.builder(this, clock).trust(MERCHANT, key.verificationKey());
    }

    SignedStatusList publish(StatusListIssuer issuer) {
        SignedStatusList list = issuer.publish();
        publish(list.compact());
        return list;
    }

    void publish(String body) {
        published.put(LIST, body);
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** Serves as a real server would: by entity tag where asked so, and by time where the query says one. */
    @Override
    public Verdict<Fetched> fetch(FetchRequest request) {
        requests.add(request);
        Optional<String> body = body(request.uri());
        if (down || body.isEmpty()) {
            return down ? Verdict.refused("UNREACHABLE", "nothing listens there") : Verdict.refused("NOT_FOUND", "404");
        }
        String entityTag = "\"" + Integer.toHexString(body.get().hashCode()) + "\"";
        if (request.entityTag().filter(entityTag::equals).isPresent()) {
            return Verdict.ok(Fetched.unchanged(request.uri()));
        }
        Fetched fetched = Fetched.of(
                request.uri(), request.mediaTypes().getFirst(), body.get().getBytes(StandardCharsets.UTF_8));
        return Verdict.ok(withEntityTags ? fetched.withEntityTag(entityTag) : fetched);
    }

    private Optional<String> body(URI uri) {
        String query = uri.getQuery();
        if (query == null) {
            return Optional.ofNullable(published.get(uri));
        }
        String value = query.substring(query.indexOf('=') + 1);
        return archive.newestAt(
                LIST,
                query.startsWith("timestamp=") ? Instant.parse(value) : Instant.ofEpochSecond(Long.parseLong(value)));
    }

    static void refused(Verdict<?> verdict, String code) {
        assertThat(verdict.reasons()).extracting(Reason::code).containsExactly(code);
    }

    static List<String> codes(Verdict<?> verdict) {
        List<String> codes = new ArrayList<>();
        verdict.reasons().forEach(reason -> codes.add(reason.code()));
        return codes;
    }

    @Override
    public void close() {
        key.close();
    }
}
