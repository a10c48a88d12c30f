package io.lianbo.did.dataintegrity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.Did;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.internal.Base58;
import io.lianbo.testsupport.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The step-by-step files of the W3C, in whatever folders and under whatever endings they lie: {@code signedX.json} is the result, and
 * beside it each step that is there is compared.
 */
class DataIntegrityVectorsTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-24T20:00:00Z"));

    @TestFactory
    Stream<DynamicTest> repeatsEveryStep() throws IOException {
        Path folder = Vectors.file("data-integrity");
        List<Path> signed;
        try (Stream<Path> files = Files.walk(folder)) {
            signed = files.filter(file -> file.getFileName().toString().matches("signed.*\\.json"))
                    .sorted()
                    .toList();
        }
        assertThat(signed).isNotEmpty();
        return signed.stream()
                .map(file -> dynamicTest(folder.relativize(file).toString(), () -> new Steps(file).check()));
    }

    private static final class Steps {
        private final Path folder;
        private final String ending;
        private final Map<String, Object> signed;

        Steps(Path file) throws IOException {
            this.folder = file.getParent();
            String name = file.getFileName().toString();
            this.ending = name.substring("signed".length(), name.length() - ".json".length());
            this.signed = StrictJson.parseObject(Files.readAllBytes(file));
        }

        void check() throws Exception {
            Map<String, Object> proof = object(signed.get("proof"));
            Verdict<SignedDocument> verdict =
                    ProofVerifier.of(Steps::keyInUrl, CLOCK).verify(signed, ProofRequirement.assertion());
            if (Cryptosuite.of((String) proof.get("cryptosuite")).isEmpty()) {
                assertThat(codes(verdict)).contains("CRYPTOSUITE_UNSUPPORTED");
                return;
            }
            assertThat(verdict.reasons()).isEmpty();
            VerifiedProof verified = verdict.value().orElseThrow().proofs().getFirst();

            Map<String, Object> configuration = new LinkedHashMap<>(proof);
            configuration.remove("proofValue");
            Map<String, Object> document = new LinkedHashMap<>(signed);
            document.remove("proof");
            json("unsigned").ifPresent(unsigned -> assertThat(document).isEqualTo(unsigned));
            json("proofConfig").ifPresent(given -> assertThat(configuration).isEqualTo(given));
            HashData data = new HashData(verified.key().algorithm(), configuration, document);
            text("canonDoc")
                    .ifPresent(canonical -> assertThat(data.canonicalDocument())
                            .asString(StandardCharsets.UTF_8)
                            .isEqualTo(canonical));
            text("proofCanon")
                    .ifPresent(canonical -> assertThat(data.canonicalProof())
                            .asString(StandardCharsets.UTF_8)
                            .isEqualTo(canonical));
            text("docHash")
                    .ifPresent(hash -> assertThat(hex(data.documentHash())).isEqualTo(hash));
            text("proofHash")
                    .ifPresent(hash -> assertThat(hex(data.proofHash())).isEqualTo(hash));
            text("combinedHash")
                    .ifPresent(hash -> assertThat(hex(data.message())).isEqualTo(hash));
            text("sigBTC58")
                    .ifPresent(value -> assertThat(proof.get("proofValue")).isEqualTo(value));
            text("sigHex")
                    .ifPresent(value -> assertThat(hex(Base58.decode(
                                    proof.get("proofValue").toString().substring(1))))
                            .isEqualTo(value));
            for (Path pair : keyPairs()) {
                signAgain(verified.key(), StrictJson.parseObject(Files.readAllBytes(pair)), configuration);
            }
            refusesEveryChangedMember();
        }

        private void signAgain(VerificationKey key, Map<String, Object> pair, Map<String, Object> configuration) {
            if (!key.did().identifier().equals(pair.get("publicKeyMultibase"))) {
                return;
            }
            Object secret = pair.getOrDefault("privateKeyMultibase", pair.get("secretKeyMultibase"));
            byte[] prefixed = Base58.decode(secret.toString().substring(1));
            try (LocalSigningKey signing =
                    LocalSigningKey.fromPrivateKey(key.algorithm(), Arrays.copyOfRange(prefixed, 2, prefixed.length))) {
                assertThat(signing.verificationKey()).isEqualTo(key);
                Map<String, Object> unsigned = new LinkedHashMap<>(signed);
                unsigned.remove("proof");
                ProofSigner signer = ProofSigner.of(
                        signing, configuration.get("verificationMethod").toString(), CLOCK);
                Map<String, Object> ours = signer.sign(unsigned, new LinkedHashMap<>(configuration));
                if (key.algorithm() == KeyAlgorithm.EDDSA) { // the others may sign with another nonce
                    assertThat(ours).isEqualTo(signed);
                }
                assertThat(ProofVerifier.of(KeyLookup.pinned(key), CLOCK)
                                .verify(ours, ProofRequirement.assertion())
                                .reasons())
                        .isEmpty();
            }
        }

        private void refusesEveryChangedMember() {
            ProofVerifier verifier = ProofVerifier.of(Steps::keyInUrl, CLOCK);
            for (String member : signed.keySet()) {
                if (!member.equals("proof")) {
                    Map<String, Object> changed = new LinkedHashMap<>(signed);
                    changed.put(member, "changed");
                    assertThat(verifier.verify(changed, ProofRequirement.assertion())
                                    .isVerified())
                            .as(member)
                            .isFalse();
                }
            }
            Map<String, Object> more = new LinkedHashMap<>(signed);
            more.put("more", true);
            assertThat(codes(verifier.verify(more, ProofRequirement.assertion())))
                    .containsExactly("SIGNATURE_INVALID");
        }

        /** The old vectors' issuer is a web page, and only the fragment is the key. */
        private static Verdict<Set<VerificationKey>> keyInUrl(String url, ProofPurpose purpose) {
            String multikey = url.substring(url.indexOf('#') + 1);
            return Verdict.ok(Set.of(Did.parse("did:key:" + multikey).key().orElseThrow()));
        }

        private List<Path> keyPairs() throws IOException {
            try (Stream<Path> files = Files.list(folder)) {
                return files.filter(file -> file.getFileName().toString().matches(".*[kK]eyPair.*\\.json"))
                        .sorted()
                        .toList();
            }
        }

        private Optional<Map<String, Object>> json(String step) {
            return read(step, ".json").map(StrictJson::parseObject);
        }

        private Optional<String> text(String step) {
            return read(step, ".txt").map(String::strip);
        }

        private Optional<String> read(String step, String suffix) {
            for (String name : List.of(step + ending + suffix, step + suffix)) {
                Path file = folder.resolve(name);
                if (Files.exists(file)) {
                    try {
                        return Optional.of(Files.readString(file));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
            return Optional.empty();
        }

        private static String hex(byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
    }

    private static List<String> codes(Verdict<?> verdict) {
        return verdict.reasons().stream().map(Reason::code).toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }
}
