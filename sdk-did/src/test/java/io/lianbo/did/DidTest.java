package io.lianbo.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.AccountId;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.internal.Base58;
import io.lianbo.testsupport.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DidTest {
    private static final String ACCOUNT = "eip155:1:0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb";

    @Test
    void namesAnAccount() {
        // @start region="account"
        Did viewer = Did.ofAccount(AccountId.parse("eip155:1:0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb"));
        assertThat(viewer).hasToString("did:pkh:eip155:1:0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb");
        // @end region="account"
        assertThat(viewer.account()).contains(AccountId.parse(ACCOUNT));
        assertThat(viewer.key()).isEmpty();
        assertThat(viewer.method()).isEqualTo("pkh");
        assertThat(viewer.identifier()).isEqualTo(ACCOUNT);
    }

    @Test
    void isTheSameAccountHoweverItsAddressIsSpelled() {
        Did lower = Did.parse("did:pkh:" + ACCOUNT.toLowerCase(Locale.ROOT));

        assertThat(lower).isEqualTo(Did.ofAccount(AccountId.parse(ACCOUNT))).hasToString("did:pkh:" + ACCOUNT);
    }

    @Test
    void readsAKeyOutOfItsDid() {
        // The examples of the did:key specification, section 6 (test vectors): P-256 and Ed25519.
        Did p256 = Did.parse("did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169");
        Did ed25519 = Did.parse("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK");

        assertThat(p256.key()).map(VerificationKey::algorithm).contains(KeyAlgorithm.ES256);
        assertThat(ed25519.key()).map(VerificationKey::algorithm).contains(KeyAlgorithm.EDDSA);
        assertThat(p256.key()).map(VerificationKey::did).contains(p256);
        assertThat(ed25519.key()).map(VerificationKey::did).contains(ed25519);
        assertThat(ed25519.account()).isEmpty();
    }

    @Test
    void keepsOtherMethodsAndOtherKeysAsText() {
        assertThat(Did.parse("did:web:shop.example%3A8443:teas")).hasToString("did:web:shop.example%3A8443:teas");
        assertThat(Did.parse("did:pkh:bip122:000000000019d6689c085ae165831e93:128Lkh3S7CkDTBZ8W7BbpsN3YYizJMp8p6")
                        .account())
                .isEmpty();
        // X25519, which agrees on secrets and signs nothing
        assertThat(Did.parse("did:key:z6LShs9GGnqk85isEBzzshkuVWrVKsRp24GnDuHk8QWkARMW")
                        .key())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "did:",
                "did:pkh",
                "did:pkh:",
                "DID:pkh:eip155:1:0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb",
                "did:pkh:eip155:1:0xAB16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb",
                "did:pkh:eip155:1:0xab16",
                "did:pkh:eip155:0:0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb",
                "did:web:shop.example#key",
                "did:web:shop.example/path",
                "did:web:shop.example?query",
                "did:web:",
                "did:web:a:",
                "did:web:%zz",
                "did:web:a b",
                "did:web:a\n",
                "did:key:6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
                "did:key:z",
                "did:key:z0OIl"
            })
    void refusesWhatIsNoDid(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Did.parse(text)).withMessageMatching("(?s).{10,300}");
    }

    @Test
    void refusesADidKeyWhoseKeyIsDamagedOrSpelledInAnotherWay() {
        byte[] ed25519 = new byte[2 + 31];
        ed25519[0] = (byte) 0xed;
        ed25519[1] = 1;
        byte[] uncompressed = new byte[2 + 65];
        uncompressed[0] = (byte) 0x80;
        uncompressed[1] = 0x24;
        byte[] point = Objects.requireNonNull(Curve.of(KeyAlgorithm.ES256))
                .publicKey(Did.parse("did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169")
                        .key()
                        .orElseThrow()
                        .bytes())
                .getQ()
                .getEncoded(false);
        System.arraycopy(point, 0, uncompressed, 2, point.length);
        byte[] endless = {-1, -1, -1};

        for (byte[] bytes : List.of(ed25519, uncompressed, endless)) {
            assertThatIllegalArgumentException().isThrownBy(() -> Did.parse("did:key:z" + Base58.encode(bytes)));
        }
    }

    @Test
    void refusesAVeryLongText() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Did.parse("did:web:" + "a".repeat(100_000)))
                .withMessageContaining("at most 2048 characters");
    }

    @Test
    void resolvesTheKeysOfTheDidKeyVectors() throws IOException {
        for (Path file : Vectors.files("did-key", ".json")) {
            Map<String, Object> entries = StrictJson.parseObject(Files.readAllBytes(file));
            entries.forEach((did, entry) -> {
                VerificationKey key = Did.parse(did).key().orElse(null);
                if (key == null || !(((Map<?, ?>) entry).get("verificationKeyPair") instanceof Map<?, ?> pair)) {
                    return; // a set of keys that verify nothing, or of a kind that is used nowhere yet
                }
                if (pair.get("publicKeyBase58") instanceof String base58) {
                    assertThat(key.bytes()).isEqualTo(Base58.decode(base58));
                }
                if (pair.get("publicKeyJwk") instanceof Map<?, ?> jwk) {
                    assertThat(key.jwk())
                            .allSatisfy((member, value) ->
                                    assertThat(jwk.get(member)).isEqualTo(value));
                }
                if (((Map<?, ?>) entry).get("keyAgreementKeyPair") instanceof Map<?, ?> agreement
                        && key.algorithm() == KeyAlgorithm.EDDSA) {
                    AgreementKey beside = AgreementKey.beside(key);
                    assertThat((String) agreement.get("id"))
                            .endsWith("#" + beside.did().identifier());
                    if (agreement.get("publicKeyBase58") instanceof String base58) {
                        assertThat(beside.bytes()).isEqualTo(Base58.decode(base58));
                    }
                    if (agreement.get("publicKeyJwk") instanceof Map<?, ?> jwk) {
                        assertThat(beside.jwk()).isEqualTo(jwk);
                    }
                }
                if (key.algorithm() == KeyAlgorithm.EDDSA && ((Map<?, ?>) entry).get("seed") instanceof String seed) {
                    byte[] secret = HexFormat.of().parseHex(seed);
                    try (LocalSigningKey own = LocalSigningKey.fromPrivateKey(KeyAlgorithm.EDDSA, secret)) {
                        assertThat(own.verificationKey().did()).hasToString(did);
                    }
                }
            });
        }
    }
}
