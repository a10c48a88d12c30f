package io.lianbo.did.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.AccountId;
import io.lianbo.core.ChainId;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.crypto.LocalSigner;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be done to a message (ERC-4361, "Security Considerations"), also where a wallet signs it as it is: each ends as a verdict. */
class LoginAttacksTest {
    private static final ChainId CHAIN = new ChainId(1);
    private static final String LOGIN = "https://live.example/login";
    private static final Instant NOW = Instant.parse("2026-11-24T20:00:00Z");

    private final LocalSigner viewer = LocalSigner.generate(new SecureRandom());
    private final NonceStore nonces =
            NonceStore.inMemory(InstantSource.fixed(NOW), new SecureRandom(), Duration.ofMinutes(5));
    private final LoginVerifier verifier = LoginVerifier.builder()
            .domain("live.example")
            .uri(URI.create(LOGIN))
            .chain(CHAIN)
            .nonces(nonces)
            .clock(InstantSource.fixed(NOW))
            .build();

    @AfterEach
    void closeKeys() {
        viewer.close();
    }

    private String message() {
        return LoginMessage.builder()
                .domain("live.example")
                .account(new AccountId(CHAIN, viewer.address()))
                .statement("Welcome to the tea show?")
                .uri(URI.create(LOGIN))
                .nonce(nonces.issue())
                .issuedAt(NOW)
                .expirationTime(NOW.plusSeconds(300))
                .requestId("show-7")
                .resource(URI.create("https://live.example/terms"))
                .resource(URI.create("https://live.example/privacy"))
                .build()
                .toString();
    }

    /** As by a wallet that puts a question mark in the place of what UTF-8 cannot write. */
    private Verdict<Login> signed(String text) {
        String written = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return verifier.verify(text, viewer.signMessage(written).toString());
    }

    /** A change of the message and what it is refused for. */
    record Attack(String name, String code, UnaryOperator<String> change) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Attack attack(String name, UnaryOperator<String> change) {
        return attack(name, "MESSAGE_MALFORMED", change);
    }

    private static Attack attack(String name, String code, UnaryOperator<String> change) {
        return new Attack(name, code, change);
    }

    static Stream<Attack> attacks() {
        return Stream.of(
                // Line breaks.
                attack("crlf", text -> text.replace("\n", "\r\n")),
                attack("cr", text -> text.replace("\n", "\r")),
                attack("one cr", text -> text.replaceFirst("\n", "\r\n")),
                attack("break at the end", text -> text + "\n"),
                attack("break at the start", text -> "\n" + text),
                attack("next line", text -> text.replaceFirst("\n", "\u0085")),
                attack("line separator", text -> text.replace("\nURI", "\u2028URI")),
                attack("paragraph separator", text -> text.replace("\nURI", "\u2029URI")),
                attack("vertical tab", text -> text.replace("\nURI", "\u000bURI")),
                attack("form feed", text -> text.replace("tea show", "tea\fshow")),
                attack(
                        "fields in the statement",
                        text -> text.replace(
                                "tea show?", "tea show\n\nURI: https://evil.example\nVersion: 1\nChain ID: 1")),
                attack(
                        "account in the statement",
                        text -> text.replace("tea show?", "tea show\n0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2")),
                attack("field twice", text -> text.replace("\nNonce:", "\nChain ID: 5\nNonce:")),
                attack(
                        "resources in the request id",
                        text -> text.replace("show-7", "show-7\nResources:\n- https://evil.example")),
                attack("resource of two lines", text -> text + "\nhttps://evil.example"),
                attack(
                        "resource without a hyphen",
                        text -> text.replace("- https://live.example/p", "https://live.example/p")),
                attack(
                        "fields in another order",
                        text -> text.replace("Version: 1\nChain ID: 1", "Chain ID: 1\nVersion: 1")),

                // Characters that are not what they look like, or do not show.
                attack("nul", text -> text.replace("tea show", "tea\u0000show")),
                attack("tab", text -> text.replace("tea show", "tea\tshow")),
                attack("escape", text -> text.replace("tea show", "tea\u001b[2Kshow")),
                attack("delete", text -> text.replace("tea show", "tea\u007fshow")),
                attack("byte order mark", text -> "\ufeff" + text),
                attack("no break space", text -> text.replace("tea show", "tea\u00a0show")),
                attack("zero width space", text -> text.replace("live.example wants", "live.example\u200b wants")),
                attack("zero width joiner", text -> text.replace("Nonce: ", "Nonce: \u200d")),
                attack("soft hyphen", text -> text.replace("live.example/login", "live.exam\u00adple/login")),
                attack("right to left", text -> text.replace("tea show", "\u202ewohs aet")),
                attack("cyrillic domain", text -> text.replace("live.example wants", "liv\u0435.example wants")),
                attack("full width dot", text -> text.replace("live.example wants", "live\uff0eexample wants")),
                attack("ideographic dot", text -> text.replace("live.example wants", "live\u3002example wants")),
                attack("cyrillic field", text -> text.replace("\nNonce:", "\nN\u043ence:")),
                attack("full width colon", text -> text.replace("\nURI:", "\nURI\uff1a")),
                attack("arabic chain", text -> text.replace("Chain ID: 1", "Chain ID: \u0661")),
                attack("full width nonce", text -> text.replaceFirst("Nonce: [0-9a-f]", "Nonce: \uff11")),
                attack("superscript version", text -> text.replace("Version: 1", "Version: \u00b9")),
                attack("combining accent", text -> text.replace("Welcome", "Welcome\u0301")),
                attack("emoji", text -> text.replace("tea show", "\ud83c\udf75 show")),
                attack("lone surrogate", text -> text.replace("tea show?", "tea show\ud800")),
                attack(
                        "lower case address",
                        text -> text.replaceFirst("0x[0-9a-fA-F]{40}", "0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2")),
                attack("no statement but a space", text -> text.replace("Welcome to the tea show?", " \n")),

                // Names that mean, or look as if they meant, this service.
                attack(
                        "upper case domain",
                        "DOMAIN_MISMATCH",
                        text -> text.replace("live.example wants", "Live.example wants")),
                attack(
                        "domain with a dot",
                        "DOMAIN_MISMATCH",
                        text -> text.replace("live.example wants", "live.example. wants")),
                attack(
                        "domain with a port",
                        "DOMAIN_MISMATCH",
                        text -> text.replace("live.example wants", "live.example:443 wants")),
                attack(
                        "domain as a user",
                        "DOMAIN_MISMATCH",
                        text -> text.replace("live.example wants", "live.example@evil.io wants")),
                attack(
                        "domain of a user",
                        "DOMAIN_MISMATCH",
                        text -> text.replace("live.example wants", "a@live.example wants")),
                attack(
                        "domain below",
                        "DOMAIN_MISMATCH",
                        text -> text.replace("live.example wants", "live.example.evil.io wants")),
                attack("domain above", "DOMAIN_MISMATCH", text -> text.replace("live.example wants", "example wants")),
                attack(
                        "escaped domain",
                        "DOMAIN_MISMATCH",
                        text -> text.replace("live.example wants", "live%2eexample wants")),
                attack(
                        "punycode domain",
                        "DOMAIN_MISMATCH",
                        text -> text.replace("live.example wants", "xn--liv-8cd.example wants")),
                attack("other scheme", "SCHEME_MISMATCH", text -> "http://" + text),
                attack("upper case scheme", "SCHEME_MISMATCH", text -> "HTTPS://" + text),
                attack("no scheme", text -> "://" + text),
                attack(
                        "uri of another",
                        "URI_MISMATCH",
                        text -> text.replace("URI: " + LOGIN, "URI: https://evil.example/login")),
                attack(
                        "uri with dots",
                        "URI_MISMATCH",
                        text -> text.replace("URI: " + LOGIN, "URI: https://live.example/a/../login")),
                attack(
                        "uri with escapes",
                        "URI_MISMATCH",
                        text -> text.replace("URI: " + LOGIN, "URI: https://live.example/%6cogin")),
                attack(
                        "uri with a port",
                        "URI_MISMATCH",
                        text -> text.replace("URI: " + LOGIN, "URI: https://live.example:443/login")),
                attack(
                        "uri with a user",
                        "URI_MISMATCH",
                        text -> text.replace("URI: " + LOGIN, "URI: https://a@live.example/login")),
                attack(
                        "uri with a fragment",
                        "URI_MISMATCH",
                        text -> text.replace("URI: " + LOGIN, "URI: " + LOGIN + "#x")),
                attack("other chain", "CHAIN_MISMATCH", text -> text.replace("Chain ID: 1", "Chain ID: 10")),
                attack("chain with a zero", text -> text.replace("Chain ID: 1", "Chain ID: 01")),
                attack("chain in hex", text -> text.replace("Chain ID: 1", "Chain ID: 0x1")),
                attack("other version", text -> text.replace("Version: 1", "Version: 2")),

                // Times and nonces.
                attack(
                        "ended",
                        "EXPIRED",
                        text -> text.replace("Expiration Time: 2026-11-24T20:05", "Expiration Time: 2026-11-24T20:00")),
                attack("ended elsewhere", "EXPIRED", text -> text.replace("20:05:00Z", "21:05:00+02:00")),
                attack(
                        "not begun",
                        "NOT_YET_VALID",
                        text -> text.replace("\nRequest", "\nNot Before: 2026-11-24T20:00:01Z\nRequest")),
                attack(
                        "no such day",
                        text -> text.replace("Expiration Time: 2026-11-24", "Expiration Time: 2026-02-30")),
                attack("no zone", text -> text.replace("20:05:00Z", "20:05:00")),
                attack("no seconds", text -> text.replace("20:05:00Z", "20:05Z")),
                attack(
                        "nonce of nobody",
                        "NONCE_UNKNOWN",
                        text -> text.replaceFirst("Nonce: .*", "Nonce: 00000000000000000000000000000000")),
                attack(
                        "nonce in upper case",
                        "NONCE_UNKNOWN",
                        text -> text.replaceFirst("Nonce: .*", "Nonce: ABCDEFABCDEFABCDEFABCDEFABCDEFAB")),
                attack("nonce too short", text -> text.replaceFirst("Nonce: .*", "Nonce: 1234567")));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void isRefusedAlsoWhereTheWalletSignsIt(Attack attack) {
        String genuine = message();
        String changed = attack.change().apply(genuine);
        assertThat(changed).isNotEqualTo(genuine);

        Verdict<Login> verdict = signed(changed);
        assertThat(verdict.reasons()).extracting(Reason::code).containsExactly(attack.code());
        assertThat(verdict.reasons().getFirst().detail()).matches("[ -~]{10,500}");

        String signature = viewer.signMessage(genuine).toString();
        assertThat(verifier.verify(changed, signature).isVerified())
                .as("under the signature of the genuine message")
                .isFalse();
        assertThat(verifier.verify(genuine, signature).reasons())
                .as("whose nonce nobody burnt")
                .isEmpty();
    }

    @Test
    void swappedLeftOutAndAddedResourcesAreNoticed() {
        String genuine = message();
        String signature = viewer.signMessage(genuine).toString();
        for (UnaryOperator<String> change : List.<UnaryOperator<String>>of(
                text -> text.replace(
                        "/terms\n- https://live.example/privacy", "/privacy\n- https://live.example/terms"),
                text -> text.replace("\n- https://live.example/privacy", ""),
                text -> text.replaceFirst("\nResources:(\n- .*)+", ""),
                text -> text + "\n- https://evil.example")) {
            String changed = change.apply(genuine);
            assertThat(LoginMessage.parse(changed).resources())
                    .isNotEqualTo(LoginMessage.parse(genuine).resources());
            assertThat(verifier.verify(changed, signature).reasons())
                    .extracting(Reason::code)
                    .containsExactly("SIGNATURE_INVALID");
        }
        assertThat(verifier.verify(genuine, signature).isVerified()).isTrue();
    }

    @Test
    void noChangeOfTheTextOrTheSignatureIsMissedNorThrows() {
        Random random = new Random(20261124);
        String genuine = message();
        String signature = viewer.signMessage(genuine).toString();
        for (int i = 0; i < 500; i++) {
            String changed = mutated(genuine, random);
            assertThat(verifier.verify(changed, signature).isVerified())
                    .as(changed)
                    .isFalse();
            String forged = mutated(signature, random);
            if (!forged.equalsIgnoreCase(signature)) { // hex may be of either case
                assertThat(verifier.verify(genuine, forged).isVerified())
                        .as(forged)
                        .isFalse();
            }
        }
        assertThat(verifier.verify(genuine, signature).isVerified()).isTrue();
    }

    @Test
    void whateverTextIsSignedLogsInToThisServiceAloneOrNowhere() {
        Random random = new Random(4361);
        int loggedIn = 0;
        for (int i = 0; i < 500; i++) {
            String text = mutated(message(), random);
            Verdict<Login> verdict = signed(text);
            if (verdict.isVerified()) {
                LoginMessage message = verdict.value().orElseThrow().message();
                assertThat(message).hasToString(text);
                assertThat(message.domain()).isEqualTo("live.example");
                assertThat(message.uri()).hasToString(LOGIN);
                assertThat(message.account()).isEqualTo(new AccountId(CHAIN, viewer.address()));
                assertThat(text).matches("[ -~\n]+");
                loggedIn++;
            }
        }
        assertThat(loggedIn).as("a changed statement is still a login").isBetween(20, 250);
    }

    private static final String STRANGE =
            "\u0000\t\n\r\u0085\u00a0\u00ad\u0301\u0430\u200b\u202e\u2028\ud800\udc00\uff1a\ufeff :/?#[]@%&0aZ~";

    /** Another text than before. */
    private static String mutated(String text, Random random) {
        StringBuilder changed = new StringBuilder(text);
        do {
            int at = random.nextInt(changed.length());
            char strange = STRANGE.charAt(random.nextInt(STRANGE.length()));
            switch (random.nextInt(6)) {
                case 0 -> changed.setCharAt(at, strange);
                case 1 -> changed.insert(at, strange);
                case 2 -> changed.deleteCharAt(at);
                case 3 -> changed.setCharAt(at, (char) (changed.charAt(at) ^ 1 << random.nextInt(7)));
                case 4 -> changed.insert(at, changed.substring(at / 2, at));
                default -> changed.delete(at / 2, at);
            }
        } while (changed.isEmpty() || changed.toString().equals(text));
        return changed.toString();
    }
}
