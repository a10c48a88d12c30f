package io.lianbo.did.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.lianbo.core.ChainId;
import io.lianbo.core.Verdict;
import io.lianbo.core.json.StrictJson;
import io.lianbo.testsupport.Vectors;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The test vectors of the reference implementation of ERC-4361. */
class SiweVectorsTest {
    @TestFactory
    Stream<DynamicTest> readsAndPrintsWhatIsWellFormed() throws IOException {
        return each("parsing_positive", (name, vector) -> {
            String text = (String) vector.get("message");
            Map<?, ?> fields = (Map<?, ?>) vector.get("fields");
            LoginMessage message = LoginMessage.parse(text);
            assertThat(message).hasToString(text);
            assertThat(message.scheme()).isEqualTo(optional(fields, "scheme"));
            assertThat(message.domain()).isEqualTo(fields.get("domain"));
            assertThat(message.account().address()).hasToString((String) fields.get("address"));
            assertThat(message.statement()).isEqualTo(optional(fields, "statement"));
            assertThat(message.uri()).hasToString((String) fields.get("uri"));
            assertThat(message.account().chainId().value())
                    .isEqualTo(Long.parseLong(fields.get("chainId").toString()));
            assertThat(message.nonce()).isEqualTo(fields.get("nonce"));
            assertThat(message.issuedAt()).isEqualTo(time(fields, "issuedAt").orElseThrow());
            assertThat(message.expirationTime()).isEqualTo(time(fields, "expirationTime"));
            assertThat(message.notBefore()).isEqualTo(time(fields, "notBefore"));
            assertThat(message.requestId()).isEqualTo(optional(fields, "requestId"));
            List<?> resources = fields.get("resources") instanceof List<?> list ? list : List.of();
            assertThat(message.resources().stream().map(URI::toString).toList()).isEqualTo(resources);
            assertThat(print(fields)).isEqualTo(text);
        });
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatIsMalformed() throws IOException {
        Map<String, Object> vectors = vectors("parsing_negative");
        return vectors.entrySet().stream()
                .map(vector -> dynamicTest(vector.getKey(), () -> {
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> LoginMessage.parse((String) vector.getValue()));
                }));
    }

    @TestFactory
    Stream<DynamicTest> verifiesWhatIsGenuine() throws IOException {
        return each(
                "verification_positive",
                (name, vector) -> assertThat(verdict(vector).reasons()).isEmpty());
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatIsNot() throws IOException {
        return each(
                "verification_negative",
                (name, vector) -> assertThat(verdict(vector).isVerified()).isFalse());
    }

    /** A vector may say which time, domain or nonce the verifier has; otherwise it has the message's. */
    private static Verdict<Login> verdict(Map<String, Object> vector) {
        String text = print(vector);
        LoginMessage message = LoginMessage.parse(text);
        Instant now = time(vector, "time").orElseGet(Instant::now);
        InstantSource clock = InstantSource.fixed(now);
        MemoryNonceStore nonces = new MemoryNonceStore(clock, new SecureRandom(), Duration.ofMinutes(5));
        nonces.remember(optional(vector, "matchNonce").orElse(message.nonce()));
        LoginVerifier verifier = LoginVerifier.builder()
                .scheme(message.scheme().orElse("https"))
                .domain(optional(vector, "domainBinding").orElse(message.domain()))
                .uri(message.uri())
                .chain(new ChainId(message.account().chainId().value()))
                .nonces(nonces)
                .clock(clock)
                .build();
        return verifier.verify(text, (String) vector.get("signature"));
    }

    /** The fields in the standard's layout, written a second time so that the test does not lean on the code. */
    private static String print(Map<?, ?> fields) {
        StringBuilder text = new StringBuilder();
        optional(fields, "scheme").ifPresent(scheme -> text.append(scheme).append("://"));
        text.append(fields.get("domain")).append(" wants you to sign in with your Ethereum account:\n");
        text.append(fields.get("address")).append("\n\n");
        optional(fields, "statement")
                .ifPresent(statement -> text.append(statement).append('\n'));
        text.append("\nURI: ").append(fields.get("uri"));
        text.append("\nVersion: ").append(fields.get("version"));
        text.append("\nChain ID: ").append(fields.get("chainId"));
        text.append("\nNonce: ").append(fields.get("nonce"));
        text.append("\nIssued At: ").append(fields.get("issuedAt"));
        optional(fields, "expirationTime")
                .ifPresent(time -> text.append("\nExpiration Time: ").append(time));
        optional(fields, "notBefore")
                .ifPresent(time -> text.append("\nNot Before: ").append(time));
        optional(fields, "requestId")
                .ifPresent(id -> text.append("\nRequest ID: ").append(id));
        if (fields.get("resources") instanceof List<?> resources) {
            text.append("\nResources:");
            resources.forEach(resource -> text.append("\n- ").append(resource));
        }
        return text.toString();
    }

    private static Optional<String> optional(Map<?, ?> fields, String name) {
        return Optional.ofNullable((String) fields.get(name));
    }

    private static Optional<Instant> time(Map<?, ?> fields, String name) {
        return optional(fields, name).map(text -> OffsetDateTime.parse(text).toInstant());
    }

    @SuppressWarnings("unchecked")
    private static Stream<DynamicTest> each(String set, BiConsumer<String, Map<String, Object>> test)
            throws IOException {
        return vectors(set).entrySet().stream()
                .map(vector -> dynamicTest(
                        vector.getKey(), () -> test.accept(vector.getKey(), (Map<String, Object>) vector.getValue())));
    }

    private static Map<String, Object> vectors(String set) throws IOException {
        Path file = Vectors.file("siwe/" + set + ".json");
        Map<String, Object> vectors = StrictJson.parseObject(Files.readAllBytes(file));
        assertThat(vectors).isNotEmpty();
        return vectors;
    }
}
