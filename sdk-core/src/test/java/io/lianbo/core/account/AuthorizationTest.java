package io.lianbo.core.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signature;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.web3j.crypto.AuthorizationTuple;
import org.web3j.crypto.Credentials;

@LocalChainTest
class AuthorizationTest {

    private static final String KEY = "0x4af1bceebf7f3634ec3cff8a2c38e51178d5d4ce585c52d6043e5e2cc3418bb0";

    @ParameterizedTest // of eth-sig-util and of wallet-core
    @CsvSource({
        "8545, 0x1234567890123456789012345678901234567890, 1,"
                + "0xb847dee5b33802280f3279d57574e1eb6bf5d628d7f63049e3cb20bad211056c",
        "1, 0xB91aaa96B138A1B1D94c9df4628187132c5F2bf1, 1,"
                + "0x3ae543b2fa103a39a6985d964a67caed05f6b9bb2430ad6d498cda743fe911d9"
    })
    void hasTheDigestThatOthersSign(long chainId, String delegate, long nonce, String digest) {
        assertThat(new Authorization(new ChainId(chainId), Address.of(delegate), nonce).digest())
                .isEqualTo(Hash32.of(digest));
    }

    @Test // of eth-sig-util
    void hasTheSignatureThatOthersMake() {
        Authorization authorization =
                new Authorization(new ChainId(8545), Address.of("0x1234567890123456789012345678901234567890"), 1);
        try (LocalSigner signer = LocalSigner.fromPrivateKey(KEY)) {
            SignedAuthorization signed = authorization.sign(signer);
            assertThat(signed.signature())
                    .hasToString("0xebea1ac12f17a56a514dfecbcbc8bbee7b089fa3fcee31680d1e2c1588f623df"
                            + "7973cab74e12536678995377da38c96c65c52897750b73462c6760ef2737dba41b");
            assertThat(signed.authority().value()).contains(signer.address());
        }
    }

    @Test
    void signsAsWeb3jDoes() {
        Random random = new Random(7702);
        try (LocalSigner signer = LocalSigner.fromPrivateKey(KEY)) {
            for (int run = 0; run < 100; run++) {
                byte[] delegate = new byte[Address.SIZE];
                random.nextBytes(delegate);
                long nonce = run % 4 == 0 ? 0 : random.nextLong(1L << (1 + random.nextInt(62)));
                Authorization ours = new Authorization(
                        new ChainId(1 + random.nextInt(Integer.MAX_VALUE)), Address.of(delegate), nonce);
                AuthorizationTuple theirs = AuthorizationTuple.from(
                        ours.chainId().value(),
                        ours.delegate().toString(),
                        BigInteger.valueOf(nonce),
                        Credentials.create(KEY));
                assertThat(ours.sign(signer).signature())
                        .isEqualTo(Signature.of(
                                theirs.getR(),
                                theirs.getS(),
                                theirs.getYParity().intValueExact()));
            }
        }
    }

    @Test
    void takesEffectOnTheChainAndIsTakenBack(LocalChain local) {
        Address code = Address.of("0x00000000000000000000000000000000C0DE0001");
        try (Chain chain = Accounts.connect(local);
                LocalSigner viewer = Accounts.signer(local, 1)) {
            // @start region="sign"
            Authorization authorization = new Authorization(chain.id(), code, chain.nonce(viewer.address()));
            SignedAuthorization signed = authorization.sign(viewer);
            // @end
            Accounts.delegate(local, chain, signed);
            assertThat(chain.code(viewer.address()))
                    .asHexString()
                    .isEqualToIgnoringCase("ef0100" + code.toString().substring(2));
            assertThat(chain.nonce(viewer.address())).isEqualTo(1);

            Accounts.delegate(local, chain, new Authorization(chain.id(), Address.ZERO, 1).sign(viewer));
            assertThat(chain.code(viewer.address())).isEmpty();
        }
    }

    @Test
    void ofAnotherChainOrNonceHasNoEffect(LocalChain local) {
        Address code = Address.of("0x00000000000000000000000000000000C0DE0001");
        try (Chain chain = Accounts.connect(local);
                LocalSigner viewer = Accounts.signer(local, 1)) {
            Accounts.delegate(local, chain, new Authorization(new ChainId(1), code, 0).sign(viewer));
            Accounts.delegate(local, chain, new Authorization(chain.id(), code, 5).sign(viewer));
            assertThat(chain.code(viewer.address())).isEmpty();
        }
    }

    @Test
    void refusesANegativeNonce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Authorization(new ChainId(1), Address.ZERO, -1))
                .withMessage("nonce must be 0 to 2^63-1: -1");
    }
}
