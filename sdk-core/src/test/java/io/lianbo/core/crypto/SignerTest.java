package io.lianbo.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
import io.lianbo.core.typeddata.TypedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;

class SignerTest {

    private static final BigInteger KEY = BigInteger.valueOf(42);

    /** What a cloud's key service answers with: DER, with a random nonce, its s as often high as low. */
    interface KeyService {
        byte[] signDigest(byte[] digest);
    }

    // @start region="external-signer"
    record KeyServiceSigner(KeyService service, Address address) implements Signer {
        @Override
        public Signature sign(Hash32 digest) {
            byte[] der = service.signDigest(digest.bytes());
            return Signature.fromDer(der, digest, address)
                    .value()
                    .orElseThrow(() -> new LianboException(
                            LianboException.Code.SIGNER_FAILED, "the key service holds no key of " + address, false));
        }
    }
    // @end

    @Test
    void anExternalSignerSignsAsTheKeyInMemoryWould() {
        Address address =
                Secp256k1.publicKeyOf(BigIntegers.asUnsignedByteArray(32, KEY)).address();
        Signer signer = new KeyServiceSigner(SignerTest::signSomewhereElse, address);
        for (int i = 0; i < 64; i++) {
            String message = "message " + i;
            Signature signature = signer.signMessage(message);
            assertThat(Secp256k1.verify(PersonalMessage.digest(message), signature, address)
                            .isVerified())
                    .isTrue();
        }
    }

    /** Notes what it is asked to sign, as a service with a policy would, and refuses bare digests. */
    private static final class ReadingSigner implements Signer {
        private final LocalSigner key = LocalSigner.fromPrivateKey("0x" + "46".repeat(32));
        private final List<byte[]> read = new ArrayList<>();

        @Override
        public Address address() {
            return key.address();
        }

        @Override
        public Signature sign(Hash32 digest) {
            throw new LianboException(LianboException.Code.SIGNER_FAILED, "no bare digests", false);
        }

        @Override
        public Signature signHashOf(byte[] preimage) {
            read.add(preimage.clone());
            return key.signHashOf(preimage);
        }
    }

    @Test
    void aSignerThatHashesItselfReadsWhatItSigns() {
        ReadingSigner signer = new ReadingSigner();
        byte[] message = "hello world".getBytes(StandardCharsets.UTF_8);

        assertThat(signer.signMessage("hello world"))
                .isEqualTo(signer.signMessage(message))
                .isEqualTo(signer.key.sign(PersonalMessage.digest("hello world")));
        assertThat(signer.read)
                .allSatisfy(preimage ->
                        assertThat(preimage).asString().isEqualTo("\u0019Ethereum Signed Message:\n11hello world"));

        String json = """
                {"types": {"Tea": [{"name": "grams", "type": "uint256"}]}, "primaryType": "Tea",
                 "domain": {"chainId": 1}, "message": {"grams": 357}}""";
        TypedData tea = TypedData.parse(json);
        assertThat(tea.sign(signer)).isEqualTo(signer.key.sign(tea.digest()));
        assertThat(signer.read.getLast()).hasSize(66).startsWith(0x19, 0x01);
    }

    @Test
    void aServiceThatReturnsTwoNumbersGetsItsParityAndItsLowS() {
        try (LocalSigner key = LocalSigner.fromPrivateKey("0x" + "46".repeat(32))) {
            for (int i = 0; i < 16; i++) {
                Hash32 digest = Keccak256.hash(new byte[] {(byte) i});
                Signature expected = key.sign(digest);
                byte[] low = Arrays.copyOf(expected.bytes(), 64);
                byte[] high = low.clone();
                byte[] s = BigIntegers.asUnsignedByteArray(32, Secp256k1.N.subtract(expected.s()));
                System.arraycopy(s, 0, high, 32, 32);

                assertThat(Signature.fromP1363(low, digest, key.address()).value())
                        .contains(expected);
                assertThat(Signature.fromP1363(high, digest, key.address()).value())
                        .contains(expected);
                assertThat(Signature.fromP1363(low, digest, Address.ZERO).reasons())
                        .extracting(Verdict.Reason::code)
                        .containsExactly("WRONG_SIGNER");
            }
            assertThat(Signature.fromP1363(new byte[64], Hash32.ZERO, key.address())
                            .reasons())
                    .extracting(Verdict.Reason::code)
                    .containsExactly("MALFORMED_SIGNATURE");
            assertThat(Signature.fromP1363(new byte[65], Hash32.ZERO, key.address())
                            .isVerified())
                    .isFalse();
        }
    }

    @Test
    void aServiceWithAnotherKeyIsFoundOut() {
        Signer signer = new KeyServiceSigner(SignerTest::signSomewhereElse, Address.ZERO);
        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> signer.sign(Hash32.ZERO))
                .satisfies(e -> assertThat(e.code()).isEqualTo(LianboException.Code.SIGNER_FAILED));
    }

    private static byte[] signSomewhereElse(byte[] digest) {
        ECDomainParameters domain = new ECDomainParameters(CustomNamedCurves.getByName("secp256k1"));
        ECDSASigner signer = new ECDSASigner();
        signer.init(
                true,
                new org.bouncycastle.crypto.params.ParametersWithRandom(
                        new ECPrivateKeyParameters(KEY, domain), new SecureRandom()));
        BigInteger[] numbers = signer.generateSignature(digest);
        try {
            return StandardDSAEncoding.INSTANCE.encode(domain.getN(), numbers[0], numbers[1]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
