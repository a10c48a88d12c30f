package io.lianbo.did.status.list;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Verdict;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.Did;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.SigningKey;
import io.lianbo.did.internal.Base64Url;
import io.lianbo.did.internal.jose.Jws;
import io.lianbo.did.net.Fetched;
import io.lianbo.did.status.StatusReference;
import io.lianbo.did.status.StatusReference.BitstringEntry;
import io.lianbo.did.status.StatusReference.TokenListEntry;
import io.lianbo.did.status.list.Platform.Format;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists that must not be believed; each differs in one point from one that is. */
class StatusListAttacksTest {
    private final Platform platform = new Platform();
    private final LocalSigningKey strangerKey = LocalSigningKey.generate(KeyAlgorithm.ES256, platform.random);
    private StatusListCheck check;

    @BeforeEach
    void trustTheMerchant() {
        check = platform.checkBuilder().maxStaleness(Duration.ZERO).build();
    }

    @AfterEach
    void close() {
        strangerKey.close();
        platform.close();
    }

    // --- who signed ---

    @ParameterizedTest
    @EnumSource(Format.class)
    void refusesAListThatIsSignedByAnotherKey(Format format) {
        assertThat(answer(format, list -> {}).isVerified()).isTrue();
        platform.publish(signed(format, list -> {}, strangerKey).compact());
        refused(format, "STATUS_LIST_UNTRUSTED");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void refusesAListOfAnotherIssuerAlsoOneThatIsTrustedForHisOwnCredentials(Format format) {
        Did stranger = Did.parse("did:web:coffee.example");
        check = platform.checkBuilder()
                .trust(stranger, strangerKey.verificationKey())
                .build();
        String issuer = format == Format.TOKEN ? "iss" : "issuer";
        platform.publish(signed(format, list -> list.put(issuer, stranger.toString()), strangerKey)
                .compact());
        refused(format, "STATUS_LIST_UNTRUSTED");
        platform.publish(signed(format, list -> list.put(issuer, stranger.toString()), platform.key)
                .compact());
        refused(format, "STATUS_LIST_UNTRUSTED");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void refusesAChangedListAndTheAlgorithmNone(Format format) {
        Jws genuine = signed(format, list -> {}, platform.key);
        String[] parts = genuine.compact().split("\\.", -1);
        Map<String, @Nullable Object> other = payload(format);
        other.put(format == Format.TOKEN ? "exp" : "iat", platform.now.getEpochSecond() + 7);
        platform.publish(parts[0] + "." + encoded(other) + "." + parts[2]);
        refused(format, "STATUS_LIST_UNTRUSTED");
        for (String algorithm : List.of("none", "HS256", "ES256K", "EdDSA", "ES384")) {
            String header =
                    encoded(Map.of("alg", algorithm, "typ", format(format).type()));
            platform.publish(header + "." + parts[1] + "." + parts[2]);
            refused(format, "STATUS_LIST_UNTRUSTED");
            platform.publish(header + "." + parts[1] + ".");
            refused(format, "STATUS_LIST_UNTRUSTED");
        }
    }

    // --- which token it is ---

    @ParameterizedTest
    @EnumSource(Format.class)
    void refusesATokenOfAnotherTypeOrThatDemandsAnExtension(Format format) {
        for (String type : List.of(
                "JWT", "jwt", "dc+sd-jwt", "application/" + format(format).type(), "kb+jwt")) {
            platform.publish(
                    Jws.sign(type, Map.of(), payload(format), platform.key).compact());
            refused(format, "STATUS_LIST_MALFORMED");
        }
        platform.publish(Jws.sign(format(format).type(), Map.of("crit", List.of("b64")), payload(format), platform.key)
                .compact());
        refused(format, "STATUS_LIST_MALFORMED");
    }

    @Test
    void refusesTheOneFormatForTheOther() {
        platform.publish(signed(Format.TOKEN, list -> {}, platform.key).compact());
        refused(Format.BITSTRING, "STATUS_LIST_MALFORMED");
        platform.publish(signed(Format.BITSTRING, list -> {}, platform.key).compact());
        refused(Format.TOKEN, "STATUS_LIST_MALFORMED");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void refusesAnotherListOfTheSameIssuer(Format format) {
        String name = format == Format.TOKEN ? "sub" : "id";
        for (String uri : List.of(
                "https://tea.example/status/2",
                "https://tea.example/status/1/",
                "https://tea.example/status/1#",
                "https://TEA.example/status/1",
                "")) {
            Platform.refused(answer(format, list -> list.put(name, uri)), "STATUS_LIST_MISMATCH");
        }
        Platform.refused(answer(format, list -> list.remove(name)), "STATUS_LIST_MALFORMED");
    }

    @Test
    void refusesAListForAnotherPurpose() {
        Platform.refused(
                answer(Format.BITSTRING, list -> subject(list).put("statusPurpose", "suspension")),
                "STATUS_LIST_MISMATCH");
        Platform.refused(
                answer(Format.BITSTRING, list -> subject(list).put("statusPurpose", List.of())),
                "STATUS_LIST_MISMATCH");
        assertThat(answer(
                                Format.BITSTRING,
                                list -> subject(list).put("statusPurpose", List.of("suspension", "revocation")))
                        .isVerified())
                .isTrue();
    }

    @Test
    void refusesAListWithAnotherNumberOfBitsThanItSays() {
        for (Object bits : List.of(0, 3, 16, -1, "1", Long.MAX_VALUE, List.of())) {
            Platform.refused(answer(Format.TOKEN, list -> statusList(list).put("bits", bits)), "STATUS_LIST_MALFORMED");
        }
        Platform.refused(answer(Format.TOKEN, list -> statusList(list).remove("bits")), "STATUS_LIST_MALFORMED");
        for (Object size : List.of(2, 0, "1")) {
            Platform.refused(
                    answer(Format.BITSTRING, list -> subject(list).put("statusSize", size)), "STATUS_LIST_MALFORMED");
        }
        // The issuer's 131,072 bits read as half as many statuses of two bits are too few to hide a holder.
        platform.publish(signed(Format.BITSTRING, list -> {}, platform.key).compact());
        BitstringEntry twoBits =
                new BitstringEntry(Platform.LIST, 7, BitstringEntry.REVOCATION, 2, List.of("valid", "a", "b", "c"));
        Platform.refused(check.check(twoBits, Platform.MERCHANT), "STATUS_LIST_MALFORMED");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void refusesAnIndexBeyondTheList(Format format) {
        platform.publish(signed(format, list -> {}, platform.key).compact());
        assertThat(check.check(entry(format, 131_071), Platform.MERCHANT).isVerified())
                .isTrue();
        for (long index : new long[] {131_072, 1L << 32, (1L << 32) + 7, StatusReference.MAX_INDEX}) {
            Platform.refused(check.check(entry(format, index), Platform.MERCHANT), "STATUS_LIST_MISMATCH");
            Platform.refused(check.status(entry(format, index), Platform.MERCHANT), "STATUS_LIST_MISMATCH");
        }
    }

    @Test
    void refusesABitstringTooShortToHideAHolder() {
        String few = StatusList.of(1, 131_064, Map.of()).toBitstring();
        Platform.refused(
                answer(Format.BITSTRING, list -> subject(list).put("encodedList", few)), "STATUS_LIST_MALFORMED");
    }

    // --- when ---

    @ParameterizedTest
    @EnumSource(Format.class)
    void refusesAListThatIsExpiredOrNotBegunOrOld(Format format) {
        long now = platform.now.getEpochSecond();
        String begin = format == Format.TOKEN ? "iat" : "validFrom";
        String end = format == Format.TOKEN ? "exp" : "validUntil";
        assertThat(answer(format, list -> list.put(end, time(format, now - 59))).isVerified())
                .isTrue();
        Platform.refused(answer(format, list -> list.put(end, time(format, now - 60))), "STATUS_STALE");
        trustTheMerchant(); // anew, as going back in time is an attack of its own
        assertThat(answer(format, list -> list.put(begin, time(format, now + 60)))
                        .isVerified())
                .isTrue();
        trustTheMerchant();
        Platform.refused(answer(format, list -> list.put(begin, time(format, now + 61))), "STATUS_NOT_YET_VALID");
        long week = Duration.ofDays(7).toSeconds();
        Consumer<Map<String, @Nullable Object>> endless = list -> list.remove(end);
        trustTheMerchant();
        assertThat(answer(format, endless.andThen(list -> list.put(begin, time(format, now - week))))
                        .isVerified())
                .isTrue();
        trustTheMerchant();
        Platform.refused(
                answer(format, endless.andThen(list -> list.put(begin, time(format, now - week - 1)))), "STATUS_STALE");
        Platform.refused(answer(format, list -> list.remove(begin)), "STATUS_LIST_MALFORMED");
    }

    @Test
    void refusesABitstringListThatIsExpiredByEitherOfItsClaims() {
        long now = platform.now.getEpochSecond();
        Platform.refused(answer(Format.BITSTRING, list -> list.put("exp", now - 60)), "STATUS_STALE");
        Platform.refused(
                answer(Format.BITSTRING, list -> {
                    list.put("exp", now + 3600);
                    list.put("validUntil", time(Format.BITSTRING, now - 60));
                }),
                "STATUS_STALE");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void refusesTimesThatAreNone(Format format) {
        String end = format == Format.TOKEN ? "exp" : "validUntil";
        for (Object time : List.of(
                "tomorrow",
                true,
                -1,
                Long.MAX_VALUE,
                new BigDecimal("1.5"),
                "+999999999-12-31T23:59:59Z",
                "2026-11-24",
                "2026-11-24T23:00Z",
                "2026-11-24T23:00:00",
                List.of())) {
            Platform.refused(answer(format, list -> list.put(end, time)), "STATUS_LIST_MALFORMED");
        }
        for (Object ttl : List.of(0, -1, "60", new BigDecimal("1.5"), List.of())) {
            Platform.refused(answer(format, list -> ofTtl(format, list).put("ttl", ttl)), "STATUS_LIST_MALFORMED");
        }
        for (Object ttl : List.of(1, Long.MAX_VALUE)) {
            trustTheMerchant();
            assertThat(answer(format, list -> ofTtl(format, list).put("ttl", ttl))
                            .isVerified())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void aListWithoutATimeToLiveIsNotKeptForever(Format format) {
        check = platform.checkBuilder().maxStaleness(Duration.ofDays(1)).build();
        assertThat(answer(format, list -> ofTtl(format, list).remove("ttl")).isVerified())
                .isTrue();
        platform.pass(Duration.ofSeconds(299));
        assertThat(check.check(entry(format, 7), Platform.MERCHANT).isVerified())
                .isTrue();
        assertThat(platform.requests).hasSize(1);
        platform.pass(Duration.ofSeconds(1));
        assertThat(check.check(entry(format, 7), Platform.MERCHANT).isVerified())
                .isTrue();
        assertThat(platform.requests).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void refusesToGoBackToAnOlderList(Format format) {
        StatusListIssuer issuer = platform.issuer(format);
        StatusReference entry = issuer.allocate().orElseThrow();
        String before = platform.publish(issuer).compact();
        platform.pass(Duration.ofSeconds(1));
        issuer.revoke(entry);
        platform.publish(issuer);
        Platform.refused(check.check(entry, Platform.MERCHANT), "REVOKED");

        platform.publish(before);

        Platform.refused(check.check(entry, Platform.MERCHANT), "STATUS_STALE");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void aListDatedAheadDoesNotMakeLaterOnesLookOld(Format format) {
        String begin = format == Format.TOKEN ? "iat" : "validFrom";
        long tomorrow = platform.now.plus(Duration.ofDays(1)).getEpochSecond();
        Platform.refused(answer(format, list -> list.put(begin, time(format, tomorrow))), "STATUS_NOT_YET_VALID");
        assertThat(answer(format, list -> {}).isVerified()).isTrue();
    }

    // --- size and rubbish ---

    @ParameterizedTest
    @EnumSource(Format.class)
    void refusesABomb(Format format) {
        byte[] zeros = new byte[64 * 1024 * 1024];
        Consumer<Map<String, @Nullable Object>> bomb = list -> {
            if (format == Format.TOKEN) {
                statusList(list).put("lst", Base64Url.encode(Compression.ZLIB.deflate(zeros)));
            } else {
                subject(list).put("encodedList", "u" + Base64Url.encode(Compression.GZIP.deflate(zeros)));
            }
        };
        Verdict<StatusReference> verdict = answer(format, bomb);
        Platform.refused(verdict, "STATUS_LIST_MALFORMED");
        assertThat(verdict.reasons().getFirst().detail()).contains("more than 2097152 bytes");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void refusesATokenOfMoreThanAMebibyte(Format format) {
        String padding = "x".repeat(ListVerifier.MAX_LENGTH);
        Verdict<StatusReference> verdict = answer(format, list -> list.put("padding", padding));
        Platform.refused(verdict, "STATUS_LIST_MALFORMED");
        assertThat(verdict.reasons().getFirst().detail()).startsWith("a list must be at most 1048576 characters");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void refusesListsCutShortDamagedOrWithMoreBehindThem(Format format) {
        String genuine = signed(format, list -> {}, platform.key).compact();
        for (String text : List.of(
                "",
                ".",
                "..",
                "\u0000",
                "<html>",
                "{}",
                genuine.substring(1),
                genuine.substring(0, genuine.length() / 2),
                genuine + "\n",
                genuine + "=",
                genuine + ".",
                " " + genuine,
                genuine + "\u00e9",
                genuine + genuine,
                ".".repeat(1_000_000))) {
            platform.publish(text);
            refused(format, "STATUS_LIST_MALFORMED");
        }
        platform.publish(genuine.substring(0, genuine.length() - 2));
        refused(format, "STATUS_LIST_UNTRUSTED");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void refusesTruncatedListsAndTrailingBytesInsideAGenuineToken(Format format) {
        String whole = format == Format.TOKEN
                ? StatusList.of(1, 131_072, Map.of()).toToken()
                : StatusList.of(1, 131_072, Map.of()).toBitstring().substring(1);
        byte[] bytes = Base64Url.decode(whole);
        byte[] truncated = Arrays.copyOf(bytes, bytes.length - 3);
        byte[] trailing = Arrays.copyOf(bytes, bytes.length + 1);
        for (byte[] wrong : List.of(truncated, trailing, new byte[0])) {
            Platform.refused(
                    answer(format, list -> {
                        if (format == Format.TOKEN) {
                            statusList(list).put("lst", Base64Url.encode(wrong));
                        } else {
                            subject(list).put("encodedList", "u" + Base64Url.encode(wrong));
                        }
                    }),
                    "STATUS_LIST_MALFORMED");
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void refusesMembersThatAreMissingOrOfAnotherKind(Format format) {
        List<String> members = format == Format.TOKEN
                ? List.of("sub", "iat", "status_list")
                : List.of("@context", "id", "type", "issuer", "validFrom", "credentialSubject");
        for (String member : members) {
            Platform.refused(answer(format, list -> list.remove(member)), "STATUS_LIST_MALFORMED");
            for (Object value : new Object[] {7, true, List.of(), List.of(7), Map.of(), nested(400)}) {
                if (!(member.equals("iat") && value instanceof Integer)) {
                    Platform.refused(answer(format, list -> list.put(member, value)), "STATUS_LIST_MALFORMED");
                }
            }
            Platform.refused(answer(format, list -> list.put(member, null)), "STATUS_LIST_MALFORMED");
        }
        List<String> inner = format == Format.TOKEN ? List.of("lst") : List.of("type", "statusPurpose", "encodedList");
        for (String member : inner) {
            Platform.refused(answer(format, list -> inner(format, list).remove(member)), "STATUS_LIST_MALFORMED");
            Platform.refused(answer(format, list -> inner(format, list).put(member, 7)), "STATUS_LIST_MALFORMED");
        }
    }

    @Test
    void readsAnIssuerThatIsAnObject() {
        assertThat(answer(
                                Format.BITSTRING,
                                list -> list.put(
                                        "issuer", Map.of("id", Platform.MERCHANT.toString(), "name", "Spring Tea")))
                        .isVerified())
                .isTrue();
        Platform.refused(
                answer(Format.BITSTRING, list -> list.put("issuer", Map.of("id", "did:web:coffee.example"))),
                "STATUS_LIST_UNTRUSTED");
    }

    @Test
    void readsATokenListThatNamesNoIssuer() {
        assertThat(answer(Format.TOKEN, list -> list.remove("iss")).isVerified())
                .isTrue();
        Platform.refused(answer(Format.TOKEN, list -> list.put("iss", 7)), "STATUS_LIST_MALFORMED");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void randomChangesToAGenuineListNeverThrowAndAreNeverBelieved(Format format) {
        byte[] genuine = signed(format, list -> {}, platform.key).compact().getBytes(StandardCharsets.US_ASCII);
        Random random = new Random(20261125);
        for (int round = 0; round < 500; round++) {
            byte[] changed = genuine.clone();
            int at = random.nextInt(changed.length);
            changed[at] = (byte) (changed[at] ^ 1 + random.nextInt(255));
            StatusListCheck fresh = StatusListCheck.builder(
                            request -> Verdict.ok(Fetched.of(
                                    request.uri(), request.mediaTypes().getFirst(), changed)),
                            platform.clock)
                    .trust(Platform.MERCHANT, platform.key.verificationKey())
                    .build();
            assertThat(fresh.check(entry(format, 7), Platform.MERCHANT).isVerified())
                    .isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void aListThatIsUnchangedAlthoughNoneIsThereIsNoAnswer(Format format) {
        check = StatusListCheck.builder(request -> Verdict.ok(Fetched.unchanged(request.uri())), platform.clock)
                .trust(Platform.MERCHANT, platform.key.verificationKey())
                .build();
        refused(format, "STATUS_UNAVAILABLE");
        Platform.refused(check.at(platform.now).check(entry(format, 7), Platform.MERCHANT), "STATUS_LIST_MALFORMED");
    }

    private void refused(Format format, String code) {
        Platform.refused(check.check(entry(format, 7), Platform.MERCHANT), code);
    }

    /** What is said of index 7, which stands, after a change to the list, all signatures genuine. */
    private Verdict<StatusReference> answer(Format format, Consumer<Map<String, @Nullable Object>> change) {
        platform.publish(signed(format, change, platform.key).compact());
        return check.check(entry(format, 7), Platform.MERCHANT);
    }

    private static StatusReference entry(Format format, long index) {
        return switch (format) {
            case TOKEN -> new TokenListEntry(Platform.LIST, index);
            case BITSTRING -> new BitstringEntry(Platform.LIST, index, BitstringEntry.REVOCATION, 1, List.of());
        };
    }

    private static ListFormat format(Format format) {
        return switch (format) {
            case TOKEN -> new TokenListFormat();
            case BITSTRING -> new BitstringListFormat();
        };
    }

    private Jws signed(Format format, Consumer<Map<String, @Nullable Object>> change, SigningKey key) {
        Map<String, @Nullable Object> payload = payload(format);
        change.accept(payload);
        return Jws.sign(format(format).type(), Map.of(), payload, key);
    }

    /** A list of 131,072 statuses, all 0, as our own issuer makes it. */
    private Map<String, @Nullable Object> payload(Format format) {
        SignedStatusList list = platform.issuer(format).publish();
        String payload = list.compact().split("\\.", -1)[1];
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(
                StrictJson.parseObject(new String(Base64Url.decode(payload), StandardCharsets.UTF_8)));
        String inner = format == Format.TOKEN ? "status_list" : "credentialSubject";
        copy.put(inner, new LinkedHashMap<>((Map<?, ?>) copy.get(inner)));
        return copy;
    }

    private static Map<String, @Nullable Object> statusList(Map<String, @Nullable Object> list) {
        return inner(Format.TOKEN, list);
    }

    private static Map<String, @Nullable Object> subject(Map<String, @Nullable Object> list) {
        return inner(Format.BITSTRING, list);
    }

    @SuppressWarnings("unchecked") // payload(Format) put it there
    private static Map<String, @Nullable Object> inner(Format format, Map<String, @Nullable Object> list) {
        return (Map<String, @Nullable Object>) list.get(format == Format.TOKEN ? "status_list" : "credentialSubject");
    }

    private static Map<String, @Nullable Object> ofTtl(Format format, Map<String, @Nullable Object> list) {
        return format == Format.TOKEN ? list : subject(list);
    }

    private static Object time(Format format, long seconds) {
        return format == Format.TOKEN
                ? (Object) seconds
                : Instant.ofEpochSecond(seconds).toString();
    }

    private static Object nested(int depth) {
        Object value = 7;
        for (int i = 0; i < depth; i++) {
            value = List.of(value);
        }
        return value;
    }

    private static String encoded(Object json) {
        return Base64Url.encode(StrictJson.write(json).getBytes(StandardCharsets.UTF_8));
    }
}
