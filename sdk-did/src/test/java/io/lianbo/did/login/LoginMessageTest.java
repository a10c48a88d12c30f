package io.lianbo.did.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.AccountId;
import java.net.URI;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginMessageTest {
    private static final AccountId VIEWER = AccountId.parse("eip155:1:0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2");
    private static final Instant NOW = Instant.parse("2026-11-24T20:00:00Z");

    private static final String TEXT = """
            https://live.example wants you to sign in with your Ethereum account:
            0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2

            Welcome to the tea show

            URI: https://live.example/login
            Version: 1
            Chain ID: 1
            Nonce: 0123456789abcdef
            Issued At: 2026-11-24T20:00:00Z
            Expiration Time: 2026-11-24T20:05:00Z
            Not Before: 2026-11-24T19:55:00Z
            Request ID: show-7
            Resources:
            - https://live.example/terms
            - ipfs://QmTerms"""; // as the standard lays it out

    private static LoginMessage.Builder required() {
        return LoginMessage.builder()
                .domain("live.example")
                .account(VIEWER)
                .uri(URI.create("https://live.example/login"))
                .nonce("0123456789abcdef")
                .issuedAt(NOW);
    }

    @Test
    void printsWhatAWalletSigns() {
        // @start region="build"
        LoginMessage message = LoginMessage.builder()
                .scheme("https")
                .domain("live.example")
                .account(AccountId.parse("eip155:1:0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2"))
                .statement("Welcome to the tea show")
                .uri(URI.create("https://live.example/login"))
                .nonce("0123456789abcdef") // of NonceStore.issue()
                .issuedAt(NOW)
                .expirationTime(NOW.plusSeconds(300))
                .build();
        // @end region="build"
        assertThat(TEXT).startsWith(message.toString());
        LoginMessage full = required()
                .scheme("https")
                .statement("Welcome to the tea show")
                .expirationTime(NOW.plusSeconds(300))
                .notBefore(NOW.minusSeconds(300))
                .requestId("show-7")
                .resource(URI.create("https://live.example/terms"))
                .resource(URI.create("ipfs://QmTerms"))
                .build();
        assertThat(full).hasToString(TEXT);
    }

    @Test
    void readsEveryField() {
        LoginMessage message = LoginMessage.parse(TEXT);

        assertThat(message.scheme()).contains("https");
        assertThat(message.domain()).isEqualTo("live.example");
        assertThat(message.account()).isEqualTo(VIEWER);
        assertThat(message.statement()).contains("Welcome to the tea show");
        assertThat(message.uri()).hasToString("https://live.example/login");
        assertThat(message.nonce()).isEqualTo("0123456789abcdef");
        assertThat(message.issuedAt()).isEqualTo(NOW);
        assertThat(message.expirationTime()).contains(NOW.plusSeconds(300));
        assertThat(message.notBefore()).contains(NOW.minusSeconds(300));
        assertThat(message.requestId()).contains("show-7");
        assertThat(message.resources())
                .extracting(URI::toString)
                .contains("ipfs://QmTerms")
                .hasSize(2);
        assertThat(message).isEqualTo(LoginMessage.parse(TEXT)).hasSameHashCodeAs(LoginMessage.parse(TEXT));
    }

    @Test
    void leavesOutWhatIsOptional() {
        LoginMessage message = required().build();

        assertThat(message.scheme()).isEmpty();
        assertThat(message.statement()).isEmpty();
        assertThat(message.expirationTime()).isEmpty();
        assertThat(message.notBefore()).isEmpty();
        assertThat(message.requestId()).isEmpty();
        assertThat(message.resources()).isEmpty();
        assertThat(LoginMessage.parse(message.toString())).isEqualTo(message);
    }

    @Test
    void anEmptyListOfResourcesAndAnEmptyRequestIdAreKept() {
        String text = required().build() + "\nRequest ID: \nResources:";

        LoginMessage message = LoginMessage.parse(text);

        assertThat(message.requestId()).contains("");
        assertThat(message.resources()).isEmpty();
        assertThat(message).hasToString(text);
    }

    @Test
    void refusesTricksWithLineBreaksAndUnicode() {
        refuses(text -> text.replace("\n", "\r\n"));
        refuses(text -> text + "\n");
        refuses(text -> "\n" + text);
        refuses(text -> text.replace("tea show", "tea\u2028show"));
        refuses(text -> text.replace("tea show", "tea\u00a0show"));
        refuses(text -> text.replace("tea show", "te\u0430 show"));
        refuses(text -> text.replace("live.example wants", "liv\u0435.example wants"));
        refuses(text -> text.replace("live.example wants", "live.example\u200b wants"));
        refuses(text -> text.replace("Chain ID: 1", "Chain ID: \u0661"));
        refuses(text -> text.replace("Nonce: 0", "Nonce: \uff10"));
        refuses(text -> text.replace("\nURI:", "\n\nURI:"));
        refuses(text -> text.replace("show-7", "show-7\nRequest ID: show-8"));
        refuses(text -> text.replace("Version: 1", "Version: 01"));
        refuses(text -> text.replace("Chain ID: 1", "Chain ID: 99999999999999999999"));
        refuses(text -> text.replace("Chain ID: 1", "Chain ID: -1"));
        refuses(text -> text.replace("2026-11-24T20:05:00Z", "2026-13-24T20:05:00Z"));
        refuses(text -> text.replace("2026-11-24T20:05:00Z", "2026-11-24T20:05:00"));
        refuses(text -> text.replace("2026-11-24T20:05:00Z", "+2026-11-24T20:05:00Z"));
        refuses(text -> text.replace("https://live.example/login", "https://live.example/%zz"));
        refuses(text -> text.replace("https://live.example/login", "https://[::1::]/"));
        refuses(text -> text.replace("https://live.example wants", "https://[::1::] wants"));
        refuses(text -> text.replace("https://live.example wants", "ht_tps://live.example wants"));
        refuses(text -> text + "\n- https://live.example/" + "a".repeat(20_000));
        refuses(text -> "");
        refuses(text -> text.substring(0, text.indexOf("URI:")));
    }

    private static void refuses(UnaryOperator<String> change) {
        String changed = change.apply(TEXT);
        assertThat(changed).isNotEqualTo(TEXT);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoginMessage.parse(changed))
                .withMessageMatching("[ -~]{10,400}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hi\nURI: https://evil.example", "Hi\r", "100%", "\u4f60\u597d", "say \"hi\"", ""})
    void refusesAStatementThatIsNotOneLineOfPlainText(String statement) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> required().statement(statement).build())
                .withMessageContaining("statement");
    }

    @Test
    void refusesFieldsThatWouldReadAsOthers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> required()
                        .requestId("7\nResources:\n- https://evil.example")
                        .build())
                .withMessageContaining("request id");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> required().nonce("12345678\nIssued At: x").build())
                .withMessageContaining("nonce");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> required().nonce("1234567").build())
                .withMessageContaining("at least 8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> required().domain("evil.example wants").build())
                .withMessageContaining("domain");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoginMessage.builder().build())
                .withMessageContaining("domain, account, URI, nonce and issued at");
    }
}
