package io.lianbo.did.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.Did;
import io.lianbo.did.status.StatusReference.BitstringEntry;
import io.lianbo.did.status.StatusReference.OnChain;
import io.lianbo.did.status.StatusReference.TokenListEntry;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusReferenceTest {
    private static final URI LIST = URI.create("https://tea.example/status/3");
    private static final Did ISSUER = Did.parse("did:web:tea.example");

    @Test
    void readsTheEntriesOfBitstringStatusList() {
        // W3C Bitstring Status List 1.0 section 2.1
        BitstringEntry simple = BitstringEntry.of(StrictJson.parseObject("""
                {"id": "https://example.com/credentials/status/3#94567",
                 "type": "BitstringStatusListEntry",
                 "statusPurpose": "revocation",
                 "statusListIndex": "94567",
                 "statusListCredential": "https://example.com/credentials/status/3"}"""));
        BitstringEntry messages = BitstringEntry.of(StrictJson.parseObject("""
                {"type": "BitstringStatusListEntry", "statusPurpose": "message", "statusListIndex": "492847", "statusSize": 2,
                 "statusListCredential": "https://example.com/credentials/status/8",
                 "statusMessage": [
                   {"status": "0x0", "message": "pending_review"}, {"status": "0x3", "message": "undefined"},
                   {"status": "0x1", "message": "accepted"}, {"status": "0x2", "message": "rejected"}],
                 "statusReference": "https://example.org/status-dictionary/"}"""));

        assertThat(simple)
                .isEqualTo(new BitstringEntry(
                        URI.create("https://example.com/credentials/status/3"),
                        94567,
                        BitstringEntry.REVOCATION,
                        1,
                        List.of()));
        assertThat(messages.messages()).containsExactly("pending_review", "accepted", "rejected", "undefined");
        for (BitstringEntry entry : List.of(simple, messages)) {
            assertThat(BitstringEntry.of(StrictJson.parseObject(StrictJson.write(entry.toMap()))))
                    .isEqualTo(entry);
        }
    }

    @Test
    void refusesEntriesThatAreNone() {
        for (String member : List.of("type", "statusPurpose", "statusListIndex", "statusListCredential")) {
            Map<String, Object> without = entry();
            without.remove(member);
            refused(without);
            refused(with(member, 7L));
        }
        for (Object index : List.of("-1", "01", "1e3", "9007199254740992", "99999999999999999999", "", "+7")) {
            refused(with("statusListIndex", index));
        }
        for (Object size : List.of(0L, 3L, 16L, "1", Long.MAX_VALUE)) {
            refused(with("statusSize", size));
        }
        refused(with("statusSize", 2L)); // messages are missing
        refused(with("statusMessage", "none"));
        refused(with("statusMessage", List.of()));
        refused(with("statusMessage", List.of("no", "yes")));
        refused(with(
                "statusMessage",
                List.of(Map.of("status", "0x0", "message", "a"), Map.of("status", "0x0", "message", "b"))));
        refused(with("statusListCredential", "status/3"));
        refused(with("statusListCredential", "https://tea example/"));
        refused(with("statusPurpose", " "));
    }

    @Test
    void refusesAnIndexThatJsonWouldRound() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenListEntry(LIST, StatusReference.MAX_INDEX + 1))
                .withMessageContaining("9007199254740991");
        assertThatIllegalArgumentException().isThrownBy(() -> new TokenListEntry(LIST, -1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenListEntry(URI.create("status/3"), 0))
                .withMessageContaining("absolute");
    }

    @Test
    void asksTheFirstThatKnowsWhomToAskAndNoOther() {
        List<String> asked = new ArrayList<>();
        StatusReference listed = new TokenListEntry(LIST, 7);
        StatusReference onChain =
                new OnChain(AccountId.parse("eip155:1:0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2"), Address.ZERO, 7);
        StatusCheck forLists = new Asked("lists", TokenListEntry.class, asked);
        StatusCheck forChain = new Asked("chain", OnChain.class, asked);

        StatusCheck all = StatusCheck.firstOf(forLists, forChain, new Asked("later", OnChain.class, asked));

        assertThat(all.check(onChain, ISSUER).reasons())
                .extracting(Reason::detail)
                .containsExactly("chain");
        assertThat(all.check(listed, ISSUER).reasons())
                .extracting(Reason::detail)
                .containsExactly("lists");
        assertThat(asked).containsExactly("chain", "lists");
        assertThat(StatusCheck.firstOf(forChain).check(listed, ISSUER).reasons())
                .extracting(Reason::code)
                .containsExactly("STATUS_UNAVAILABLE");
    }

    private record Asked(String name, Class<?> kind, List<String> asked) implements StatusCheck {
        @Override
        public Verdict<StatusReference> check(StatusReference reference, Did issuer) {
            asked.add(name);
            return Verdict.refused("REVOKED", name);
        }

        @Override
        public boolean knows(StatusReference reference) {
            return kind.isInstance(reference);
        }
    }

    private static Map<String, Object> entry() {
        return new LinkedHashMap<>(new BitstringEntry(LIST, 7, BitstringEntry.REVOCATION, 1, List.of()).toMap());
    }

    private static Map<String, Object> with(String member, Object value) {
        Map<String, Object> changed = entry();
        changed.put(member, value);
        return changed;
    }

    private static void refused(Map<String, Object> entry) {
        assertThatIllegalArgumentException().isThrownBy(() -> BitstringEntry.of(entry));
    }
}
