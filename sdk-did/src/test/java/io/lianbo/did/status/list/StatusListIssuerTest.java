package io.lianbo.did.status.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.status.StatusReference;
import io.lianbo.did.status.StatusReference.BitstringEntry;
import io.lianbo.did.status.StatusReference.OnChain;
import io.lianbo.did.status.StatusReference.TokenListEntry;
import io.lianbo.did.status.list.Platform.Format;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusListIssuerTest {
    private final Platform platform = new Platform();

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void revokesInAListThatItPublishes() {
        StatusBook book = StatusBook.inMemory();
        // @start region="issue"
        StatusListIssuer issuer = StatusListIssuer.builder(
                        Platform.MERCHANT, platform.key, platform.clock, platform.random)
                .tokenList(URI.create("https://tea.example/status/1"), 2)
                .book(book) // a JdbcStatusBook in production
                .build();
        StatusReference status = issuer.allocate().orElseThrow(); // for CredentialDraft.Builder.status
        issuer.suspend(status);
        issuer.revoke(status);
        SignedStatusList list = issuer.publish(); // to be served at its URI
        // @end region="issue"
        assertThat(list.uri()).isEqualTo(URI.create("https://tea.example/status/1"));
        assertThat(statusIn(list, status.index())).isEqualTo(1);
        assertThat(issuer).hasToString("StatusListIssuer[https://tea.example/status/1, 1048576 of 2 bits]");
    }

    @Test
    void writesTokenStatusListsThatAnotherLibraryVerifies() throws Exception {
        StatusListIssuer issuer = platform.issuerBuilder()
                .tokenList(Platform.LIST, 4)
                .size(1024)
                .validFor(Duration.ofHours(2))
                .ttl(Duration.ofMinutes(1))
                .build();
        StatusReference entry = issuer.allocate().orElseThrow();
        issuer.set(entry, 12);

        SignedStatusList list = issuer.publish();

        JWSObject token = JWSObject.parse(list.compact());
        ECKey key = ECKey.parse(StrictJson.write(platform.key.verificationKey().jwk()));
        assertThat(token.verify(new ECDSAVerifier(key))).isTrue();
        assertThat(token.getHeader().getType().getType()).isEqualTo("statuslist+jwt");
        Map<String, Object> payload = token.getPayload().toJSONObject();
        assertThat(payload)
                .containsEntry("iss", "did:web:tea.example")
                .containsEntry("sub", "https://tea.example/status/1")
                .containsEntry("iat", platform.now.getEpochSecond())
                .containsEntry("exp", platform.now.getEpochSecond() + 7200)
                .containsEntry("ttl", 60L)
                .containsOnlyKeys("iss", "sub", "iat", "exp", "ttl", "status_list");
        Map<?, ?> statusList = (Map<?, ?>) payload.get("status_list");
        assertThat(statusList.get("bits")).isEqualTo(4L);
        assertThat(StatusList.parseToken(4, (String) statusList.get("lst")))
                .isEqualTo(StatusList.of(4, 1024, Map.of((int) entry.index(), 12)));
        assertThat(list.mediaType()).isEqualTo("application/statuslist+jwt");
        assertThat(list.issuedAt()).isEqualTo(platform.now);
        assertThat(list.expiresAt()).isEqualTo(platform.now.plusSeconds(7200));
        assertThat(list.ttl()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void writesBitstringStatusListCredentialsThatAnotherLibraryVerifies() throws Exception {
        StatusListIssuer issuer = platform.issuer(Format.BITSTRING);
        BitstringEntry entry = (BitstringEntry) issuer.allocate().orElseThrow();
        issuer.revoke(entry);

        SignedStatusList list = issuer.publish();

        JWSObject token = JWSObject.parse(list.compact());
        ECKey key = ECKey.parse(StrictJson.write(platform.key.verificationKey().jwk()));
        assertThat(token.verify(new ECDSAVerifier(key))).isTrue();
        assertThat(token.getHeader().getType().getType()).isEqualTo("vc+jwt");
        Map<String, Object> payload = token.getPayload().toJSONObject();
        assertThat(payload)
                .containsEntry("@context", List.of("https://www.w3.org/ns/credentials/v2"))
                .containsEntry("id", "https://tea.example/status/1")
                .containsEntry("type", List.of("VerifiableCredential", "BitstringStatusListCredential"))
                .containsEntry("issuer", "did:web:tea.example")
                .containsEntry("validFrom", "2026-11-24T20:00:00Z")
                .containsEntry("validUntil", "2026-11-25T20:00:00Z");
        Map<?, ?> subject = (Map<?, ?>) payload.get("credentialSubject");
        assertThat(subject.get("id")).isEqualTo("https://tea.example/status/1#list");
        assertThat(subject.get("type")).isEqualTo("BitstringStatusList");
        assertThat(subject.get("statusPurpose")).isEqualTo("revocation");
        assertThat(subject.get("ttl")).isEqualTo(300_000L);
        assertThat(StatusList.parseBitstring(1, (String) subject.get("encodedList")))
                .isEqualTo(StatusList.of(1, 131_072, Map.of((int) entry.index(), 1)));
        assertThat(list.mediaType()).isEqualTo("application/vc+jwt");
        assertThat(entry).isEqualTo(new BitstringEntry(Platform.LIST, entry.index(), "revocation", 1, List.of()));
    }

    @Test
    void givesEachPlaceOnceUntilNoneIsLeft() {
        StatusListIssuer issuer =
                platform.issuerBuilder().tokenList(Platform.LIST, 1).size(64).build();
        Set<Long> indexes = new HashSet<>();
        List<Long> inOrder = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            long index = issuer.allocate().orElseThrow().index();
            assertThat(index).isBetween(0L, 63L);
            assertThat(indexes.add(index)).isTrue();
            inOrder.add(index);
        }
        assertThat(issuer.allocate()).isEmpty();
        assertThat(issuer.addDecoys(1)).isFalse();
        assertThat(inOrder).isNotEqualTo(inOrder.stream().sorted().toList());
    }

    @Test
    void aDecoyLooksRevokedAndIsNoCredential() {
        StatusListIssuer issuer =
                platform.issuerBuilder().tokenList(Platform.LIST, 1).size(64).build();
        assertThat(issuer.addDecoys(40)).isTrue();
        assertThat(issuer.addDecoys(25)).isFalse();

        SignedStatusList list = issuer.publish();

        assertThat(revokedIn(list, 64)).isEqualTo(40);
        for (int i = 0; i < 24; i++) {
            assertThat(statusIn(list, issuer.allocate().orElseThrow().index())).isZero();
        }
        assertThat(issuer.allocate()).isEmpty();
    }

    @Test
    void whatIsRevokedStaysSo() {
        StatusListIssuer issuer =
                platform.issuerBuilder().tokenList(Platform.LIST, 2).size(64).build();
        StatusReference entry = issuer.allocate().orElseThrow();

        assertThat(issuer.suspend(entry).isVerified()).isTrue();
        assertThat(statusIn(issuer.publish(), entry.index())).isEqualTo(2);
        assertThat(issuer.reinstate(entry).isVerified()).isTrue();
        assertThat(statusIn(issuer.publish(), entry.index())).isZero();
        issuer.revoke(entry);
        issuer.revoke(entry);
        Platform.refused(issuer.suspend(entry), "REVOKED");
        Platform.refused(issuer.reinstate(entry), "REVOKED");
        Platform.refused(issuer.set(entry, 3), "REVOKED");
        assertThat(issuer.set(entry, 1).isVerified()).isTrue();
        assertThat(statusIn(issuer.publish(), entry.index())).isEqualTo(1);
    }

    @Test
    void aListForSuspensionCanNeitherRevokeNorEndForGood() {
        StatusListIssuer issuer = platform.issuerBuilder()
                .bitstring(Platform.LIST, BitstringEntry.SUSPENSION)
                .size(131_072)
                .build();
        StatusReference entry = issuer.allocate().orElseThrow();

        assertThat(issuer.suspend(entry).isVerified()).isTrue();
        assertThat(issuer.reinstate(entry).isVerified()).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> issuer.revoke(entry))
                .withMessageContaining("no status to revoke");
    }

    @Test
    void aListOfMessagesSetsThem() {
        StatusListIssuer issuer = platform.issuerBuilder()
                .bitstring(Platform.LIST, List.of("pending", "accepted", "rejected", "undefined"))
                .size(131_072)
                .build();
        BitstringEntry entry = (BitstringEntry) issuer.allocate().orElseThrow();

        assertThat(entry.messages()).containsExactly("pending", "accepted", "rejected", "undefined");
        assertThat(entry.size()).isEqualTo(2);
        assertThat(issuer.set(entry, 1).isVerified()).isTrue();
        assertThat(issuer.set(entry, 3).isVerified()).isTrue();
        assertThat(issuer.set(entry, 0).isVerified()).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> issuer.set(entry, 4))
                .withMessageContaining("0 to 3: 4");
        assertThatIllegalArgumentException().isThrownBy(() -> issuer.addDecoys(1));
    }

    @Test
    void setsNoStatusOfAPlaceItDidNotGiveAway() {
        StatusListIssuer issuer =
                platform.issuerBuilder().tokenList(Platform.LIST, 2).size(64).build();
        long given = issuer.allocate().orElseThrow().index();
        for (StatusReference other : List.of(
                new TokenListEntry(Platform.LIST, (given + 1) % 64),
                new TokenListEntry(Platform.LIST, 64),
                new TokenListEntry(Platform.LIST, given + (1L << 32)),
                new TokenListEntry(URI.create("https://tea.example/status/2"), given),
                new BitstringEntry(Platform.LIST, given, BitstringEntry.REVOCATION, 1, List.of()),
                new OnChain(AccountId.parse("eip155:1:" + Address.ZERO), Address.ZERO, given))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> issuer.revoke(other))
                    .withMessageContaining("did not give this place away");
            assertThatIllegalArgumentException().isThrownBy(() -> issuer.suspend(other));
        }
    }

    @Test
    void aSecondIssuerOfTheListGoesOnWhereTheFirstIs() {
        StatusBook book = StatusBook.inMemory();
        Set<Long> indexes = new HashSet<>();
        for (int i = 0; i < 32; i++) {
            StatusListIssuer issuer = platform.issuerBuilder()
                    .tokenList(Platform.LIST, 1)
                    .size(64)
                    .book(book)
                    .build();
            assertThat(indexes.add(issuer.allocate().orElseThrow().index())).isTrue();
            assertThat(indexes.add(issuer.allocate().orElseThrow().index())).isTrue();
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> platform.issuerBuilder()
                        .tokenList(Platform.LIST, 2)
                        .size(64)
                        .book(book)
                        .build())
                .withMessageContaining("begun with 64 statuses of 1 bits");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void theEntityTagChangesWithTheList(Format format) {
        StatusListIssuer issuer = platform.issuer(format);
        SignedStatusList first = issuer.publish();
        issuer.revoke(issuer.allocate().orElseThrow());
        SignedStatusList second = issuer.publish();

        assertThat(first.entityTag()).matches("\"[A-Za-z0-9_-]{43}\"").isNotEqualTo(second.entityTag());
        assertThat(platform.archive.newestAt(Platform.LIST, platform.now)).contains(second.compact());
    }

    @Test
    void theFullestListIsNoLongerThanVerifiersRead() {
        StatusListIssuer issuer = platform.issuerBuilder()
                .tokenList(Platform.LIST, 8)
                .size(1 << 19)
                .book(new FullBook())
                .build();

        assertThat(issuer.publish().compact()).hasSizeLessThan(ListVerifier.MAX_LENGTH);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -8, 7, (1 << 22) + 8})
    void refusesSizesThatMakeNoList(int size) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> platform.issuerBuilder()
                        .tokenList(Platform.LIST, 1)
                        .size(size)
                        .build())
                .withMessageContaining("statuses");
    }

    @Test
    void refusesListsThatMakeNoSense() {
        StatusListIssuer.Builder builder = platform.issuerBuilder();
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining("kind");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.tokenList(Platform.LIST, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.tokenList(URI.create("status/1"), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.bitstring(Platform.LIST, " "));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.bitstring(Platform.LIST, List.of("a", "b", "c")));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.bitstring(Platform.LIST, List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.bitstring(Platform.LIST, "revocation")
                        .size(131_064)
                        .build())
                .withMessageContaining("at least 131072");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.tokenList(Platform.LIST, 1)
                        .ttl(Duration.ofDays(2))
                        .build())
                .withMessageContaining("ttl");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> platform.issuer(Format.TOKEN).addDecoys(0));
    }

    private static int statusIn(SignedStatusList list, long index) {
        return statuses(list).get(index);
    }

    private static int revokedIn(SignedStatusList list, int size) {
        int revoked = 0;
        for (int index = 0; index < size; index++) {
            revoked += statusIn(list, index);
        }
        return revoked;
    }

    private static StatusList statuses(SignedStatusList list) {
        try {
            Map<?, ?> statusList = (Map<?, ?>)
                    JWSObject.parse(list.compact()).getPayload().toJSONObject().get("status_list");
            return StatusList.parseToken(((Long) statusList.get("bits")).intValue(), (String) statusList.get("lst"));
        } catch (java.text.ParseException e) {
            throw new AssertionError(e);
        }
    }
}
