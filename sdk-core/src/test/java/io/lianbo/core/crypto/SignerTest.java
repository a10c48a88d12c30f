package io.lianbo.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
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
        Address address = Secp256k1.publicKeyOf(KEY).address();
        Signer signer = new KeyServiceSigner(SignerTest::signSomewhereElse, address);
        for (int i = 0; i < 64; i++) {
            String message = "message " + i;
            Signature signature = signer.signMessage(message);
            assertThat(Secp256k1.verify(PersonalMessage.digest(message), signature, address)
                            .isVerified())
                    .isTrue();
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
