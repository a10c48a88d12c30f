package io.lianbo.did.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.lianbo.core.Hex;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.json.StrictJson;
import io.lianbo.testkit.LocalChain;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
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
    Stream<DynamicTest> refusesFieldsThatMakeNoMessage() throws IOException {
        return each("parsing_negative_objects", (name, fields) -> assertNoMessage(fields));
    }

    @TestFactory
    Stream<DynamicTest> verifiesWhatIsGenuine() throws IOException {
        return each("verification_positive", (name, vector) -> assertGenuine(vector));
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatIsNot() throws IOException {
        return each("verification_negative", (name, vector) -> assertNotGenuine(vector));
    }

    @TestFactory
    Stream<DynamicTest> asksContractsForWhatTheySigned() throws IOException {
        return each("eip1271", (name, vector) -> assertAskedOfContract(vector));
    }

    /** Each check above is seen to pass, and to fail, also where those sets are not there. */
    @Test
    void theChecksThemselvesTellGenuineFromNot() {
        LocalSigner viewer = LocalSigner.generate(new SecureRandom());
        Map<String, Object> genuine = new LinkedHashMap<>();
        genuine.put("domain", "live.example");
        genuine.put("address", viewer.address().toString());
        genuine.put("statement", "Welcome to the tea show");
        genuine.put("uri", "https://live.example");
        genuine.put("version", "1");
        genuine.put("nonce", "0123456789abcdef");
        genuine.put("issuedAt", "2022-01-27T17:09:38.578Z");
        genuine.put("chainId", 1L);
        genuine.put("expirationTime", "2022-01-28T00:00:00Z");
        genuine.put("signature", viewer.signMessage(print(genuine)).toString());
        assertGenuine(genuine);
        assertAskedOfContract(Map.of("message", print(genuine), "signature", genuine.get("signature")));
        byte[] wrapped = Wallets.wrap(viewer.address(), new byte[4], new byte[65]);
        assertAskedOfContract(Map.of("message", print(genuine), "signature", Hex.encode(wrapped)));

        Map<String, String> changes = Map.of(
                "time", "2022-01-28T00:00:00Z",
                "matchNonce", "fedcba9876543210",
                "domainBinding", "evil.example",
                "signature", genuine.get("signature") + "00",
                "statement", "Welcome to another show",
                "notBefore", "2100-01-07T14:31:43.952Z",
                "issuedAt", "yesterday");
        changes.forEach((field, value) -> {
            Map<String, Object> changed = new LinkedHashMap<>(genuine);
            changed.put(field, value);
            assertNotGenuine(changed);
            assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertGenuine(changed));
        });
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertNotGenuine(genuine));

        for (String field : List.of("domain", "address", "uri", "version", "chainId", "nonce", "issuedAt")) {
            Map<String, Object> without = new LinkedHashMap<>(genuine);
            without.remove(field);
            assertNoMessage(without);
        }
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertNoMessage(genuine));
    }

    private static void assertNoMessage(Map<String, Object> fields) {
        assertThatIllegalArgumentException().isThrownBy(() -> LoginMessage.parse(print(fields)));
    }

    private static void assertGenuine(Map<String, Object> vector) {
        assertThat(verdict(vector).reasons()).isEmpty();
    }

    private static void assertNotGenuine(Map<String, Object> vector) {
        assertThat(verdict(vector).isVerified()).isFalse();
    }

    /** A vector may say which time, domain or nonce the verifier has; otherwise it has the message's. */
    private static Verdict<Login> verdict(Map<String, Object> vector) {
        String text = print(vector);
        LoginMessage message;
        try {
            message = LoginMessage.parse(text);
        } catch (IllegalArgumentException e) {
            return Verdict.refused("MESSAGE_MALFORMED", String.valueOf(e.getMessage()));
        }
        return verifier(
                        message,
                        time(vector, "time").orElse(message.issuedAt()),
                        optional(vector, "domainBinding").orElse(message.domain()),
                        optional(vector, "matchNonce").orElse(message.nonce()))
                .chain(message.account().chainId())
                .build()
                .verify(text, optional(vector, "signature").orElse(""));
    }

    private static LoginVerifier.Builder verifier(LoginMessage message, Instant now, String domain, String... known) {
        InstantSource clock = InstantSource.fixed(now);
        MemoryNonceStore nonces = new MemoryNonceStore(clock, new SecureRandom(), Duration.ofMinutes(5));
        for (String nonce : known) {
            nonces.remember(nonce);
        }
        return LoginVerifier.builder()
                .scheme(message.scheme().orElse("https"))
                .domain(domain)
                .uri(message.uri())
                .nonces(nonces)
                .clock(clock);
    }

    /**
     * The wallets of these vectors live on chains that no test reaches. In their place, at their addresses, stands a contract that accepts
     * exactly the call that ERC-1271 prescribes for this message and this signature.
     */
    private static void assertAskedOfContract(Map<String, Object> vector) {
        String text = (String) vector.get("message");
        String signature = (String) vector.get("signature");
        LoginMessage message = LoginMessage.parse(text);
        assertThat(message).hasToString(text);
        long chainId = message.account().chainId().value();
        String otherNonce = message.nonce() + "0";
        try (LocalChain local = LocalChain.start(LocalChain.Options.defaults().withChainId(chainId));
                Chain chain = Wallets.connect(local)) {
            local.rpc(
                    "anvil_setCode",
                    message.account().address().toString(),
                    Wallets.accepting(text, Hex.decode(signature)));
            LoginVerifier verifier = verifier(
                            message, message.issuedAt(), message.domain(), message.nonce(), otherNonce)
                    .contracts(chain)
                    .build();
            assertThat(verifier.verify(text.replace(message.nonce(), otherNonce), signature)
                            .isVerified())
                    .isFalse();
            assertThat(verifier.verify(text, signature).reasons()).isEmpty();
        }
    }

    /** The fields in the standard's layout, written a second time so that the test does not lean on the code. */
    private static String print(Map<?, ?> fields) {
        StringBuilder text = new StringBuilder();
        optional(fields, "scheme").ifPresent(scheme -> text.append(scheme).append("://"));
        text.append(required(fields, "domain")).append(" wants you to sign in with your Ethereum account:\n");
        text.append(required(fields, "address")).append("\n\n");
        optional(fields, "statement")
                .ifPresent(statement -> text.append(statement).append('\n'));
        text.append("\nURI: ").append(required(fields, "uri"));
        text.append("\nVersion: ").append(required(fields, "version"));
        text.append("\nChain ID: ").append(required(fields, "chainId"));
        text.append("\nNonce: ").append(required(fields, "nonce"));
        text.append("\nIssued At: ").append(required(fields, "issuedAt"));
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

    /** What is missing leaves its place empty. */
    private static Object required(Map<?, ?> fields, String name) {
        Object value = fields.get(name);
        return value == null ? "" : value;
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
