package io.lianbo.core.account;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.esaulpaugh.headlong.abi.Function;
import com.esaulpaugh.headlong.abi.Tuple;
import com.esaulpaugh.headlong.abi.TupleType;
import com.github.tomakehurst.wiremock.WireMockServer;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.PersonalMessage;
import io.lianbo.core.crypto.Signature;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@LocalChainTest
class SignatureVerifierTest {

    private static final Hash32 DIGEST = Keccak256.hash(new byte[] {1});
    private static final Hash32 SALT = Keccak256.hash(new byte[] {2});
    private static final BigInteger N =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

    /** Returns the magic value, whatever is asked. */
    private static final String YES = "631626ba7e60e01b5f5260205ff3";

    private final LocalChain local;
    private final LocalSigner merchant;
    private final LocalSigner viewer;
    private final LocalSigner stranger;
    private Chain chain;
    private SignatureVerifier verifier;

    SignatureVerifierTest(LocalChain local) {
        this.local = local;
        merchant = Accounts.signer(local, 0);
        viewer = Accounts.signer(local, 1);
        stranger = Accounts.signer(local, 2);
    }

    @BeforeEach
    void connect() {
        chain = Accounts.connect(local);
        verifier = new SignatureVerifier(chain);
    }

    @AfterEach
    void close() {
        chain.close();
    }

    private void assertVerified(byte[] signature, Address account) {
        assertThat(verifier.verify(DIGEST, signature, account).value()).contains(account);
    }

    private void assertRefused(byte[] signature, Address account, String code) {
        assertThat(verifier.verify(DIGEST, signature, account).reasons())
                .extracting(Verdict.Reason::code)
                .containsExactly(code);
    }

    private static byte[] by(LocalSigner signer) {
        return signer.sign(DIGEST).bytes();
    }

    private Address deployWallet(LocalSigner owner) {
        return chain.deploy(merchant, Accounts.WALLET, owner.address())
                .contract()
                .address();
    }

    private Contract deployFactory() {
        return chain.deploy(merchant, Accounts.WALLET_FACTORY).contract();
    }

    private static byte[] deployment(LocalSigner owner, Hash32 salt) {
        return Function.parse("deploy(address,bytes32)")
                .encodeCall(Tuple.of(abi(owner.address()), salt.bytes()))
                .array();
    }

    private static com.esaulpaugh.headlong.abi.Address abi(Address address) {
        return com.esaulpaugh.headlong.abi.Address.wrap(address.toString());
    }

    private static byte[] wrap(Address factory, byte[] calldata, byte[] signature) {
        ByteBuffer fields =
                TupleType.parse("(address,bytes,bytes)").encode(Tuple.of(abi(factory), calldata, signature));
        return ByteBuffer.allocate(fields.remaining() + 32)
                .put(fields)
                .put(Hex.decode("0x" + "6492".repeat(16)))
                .array();
    }

    @Test
    void verifiesWhateverKindOfAccountSigned() {
        Address account = deployWallet(viewer);
        String message = "log me in";
        byte[] signature = viewer.signMessage(message).bytes();
        // @start region="verify"
        SignatureVerifier verifier = new SignatureVerifier(chain);
        Hash32 digest = PersonalMessage.digest(message);
        String answer = switch (verifier.verify(digest, signature, account)) {
            case Verdict.Verified<Address> verified -> "welcome, " + verified.result();
            case Verdict.Refused<Address> refused -> "no: " + refused.reasons();
        };
        // @end
        assertThat(answer).isEqualTo("welcome, " + account);
        assertThat(verifier.verify(digest, signature, viewer.address()).isVerified())
                .isTrue();
    }

    // keys

    @Test
    void aKeySignsForItsAccount() {
        Signature signature = viewer.sign(DIGEST);
        assertVerified(signature.bytes(), viewer.address());
        assertVerified(signature.compact(), viewer.address());
        assertRefused(by(stranger), viewer.address(), "WRONG_SIGNER");
        assertRefused(viewer.sign(SALT).bytes(), viewer.address(), "WRONG_SIGNER");
    }

    @Test
    void aKeySignsInOneForm() {
        Signature signature = viewer.sign(DIGEST);
        byte[] high = signature.bytes();
        System.arraycopy(BigIntegers.asUnsignedByteArray(32, N.subtract(signature.s())), 0, high, 32, 32);
        high[64] = (byte) (28 - signature.yParity());
        assertRefused(high, viewer.address(), "SIGNATURE_MALFORMED");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 32, 63, 66, 96, 640, 32_768, 32_769})
    void aKeySignsInNoOtherLength(int length) {
        assertRefused(new byte[length], viewer.address(), "SIGNATURE_MALFORMED");
    }

    // contracts

    @Test
    void aContractSignsByItsOwnersKey() {
        Address wallet = deployWallet(viewer);
        assertVerified(by(viewer), wallet);
        assertVerified(viewer.sign(DIGEST).compact(), wallet);
        assertRefused(by(stranger), wallet, "CONTRACT_REFUSED");
        assertRefused(new byte[0], wallet, "CONTRACT_REFUSED");
        assertRefused(new byte[640], wallet, "CONTRACT_REFUSED");
    }

    @Test
    void aContractDoesNotSignForItsOwnersAccountNorTheOtherWayRound() {
        Address wallet = deployWallet(viewer);
        byte[] strangers = by(stranger);
        assertRefused(strangers, wallet, "CONTRACT_REFUSED");
        assertRefused(strangers, viewer.address(), "WRONG_SIGNER");
        Address strangersWallet = deployWallet(stranger);
        assertRefused(by(viewer), strangersWallet, "CONTRACT_REFUSED");
        assertRefused(by(viewer), stranger.address(), "WRONG_SIGNER");
    }

    @Test
    void whatWasOnceSaidOfABlockStays() {
        long before = chain.blockNumber();
        Address wallet = deployWallet(viewer);
        long then = chain.blockNumber();
        chain.contract(wallet, Accounts.WALLET).send(viewer, "setOwner", stranger.address());
        // @start region="at"
        SignatureVerifier verifier = SignatureVerifier.at(chain, then);
        Verdict<Address> verdict = verifier.verify(DIGEST, by(viewer), wallet);
        // @end
        assertThat(verdict.isVerified()).isTrue();
        assertRefused(by(viewer), wallet, "CONTRACT_REFUSED");
        assertThat(verifier.verify(DIGEST, by(stranger), wallet).reasons())
                .extracting(Verdict.Reason::code)
                .containsExactly("CONTRACT_REFUSED");
        assertThat(SignatureVerifier.at(chain, before)
                        .verify(DIGEST, by(viewer), wallet)
                        .reasons())
                .extracting(Verdict.Reason::code)
                .containsExactly("WRONG_SIGNER");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignatureVerifier.at(chain, -1))
                .withMessage("a block number must be from 0: -1");
    }

    @Test
    void aKeyThatAContractDroppedNoLongerSigns() {
        Contract wallet =
                chain.deploy(merchant, Accounts.WALLET, viewer.address()).contract();
        wallet.send(viewer, "setOwner", stranger.address());
        assertRefused(by(viewer), wallet.address(), "CONTRACT_REFUSED");
        assertVerified(by(stranger), wallet.address());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65, 640, 5000, 32_768})
    void aContractTakesSignaturesOfAnyLength(int length) {
        assertVerified(new byte[length], Accounts.code(local, 1, YES));
    }

    @ParameterizedTest
    @CsvSource({
        "reverts, 5f5ffd",
        "reverts with the magic value, 631626ba7e60e01b5f5260205ffd",
        "burns all gas at once, fe",
        "burns all gas step by step, 5b5f56",
        "returns nothing, 00",
        "returns one, 60015f5260205ff3",
        "returns the magic value on the wrong side, 631626ba7e5f5260205ff3",
        "returns the magic value without padding, 631626ba7e60e01b5f5260045ff3",
        "returns the magic value and more behind it, 7f1626ba7e000000000000000000000000000000000000000000000000000000015f5260205ff3",
        "returns what it was asked, 365f5f37365ff3",
        "returns a megabyte, 62100000 5ff3",
        "tries to write, 60015f55631626ba7e60e01b5f5260205ff3"
    })
    void aContractThatMisbehavesHasNotSigned(String what, String code) {
        assertThat(what).isNotEmpty();
        Address wallet = Accounts.code(local, 1, code.replace(" ", ""));
        assertRefused(by(viewer), wallet, "CONTRACT_REFUSED");
        assertRefused(wrap(wallet, new byte[0], by(viewer)), wallet, "CONTRACT_REFUSED");
    }

    @Test
    void aPrecompileThatEchoesHasNotSigned() {
        Address identity = Address.of("0x0000000000000000000000000000000000000004");
        Hash32 zeros = Hash32.ZERO;
        assertThat(verifier.verify(zeros, wrap(identity, new byte[0], new byte[65]), identity)
                        .isVerified())
                .isFalse();
        assertRefused(by(viewer), identity, "WRONG_SIGNER");
    }

    // keys that run a contract's code

    @Test
    void aDelegatedKeySignsItselfOrByItsCode() {
        byte[] notAKeys = new byte[640];
        assertRefused(notAKeys, viewer.address(), "SIGNATURE_MALFORMED");
        Accounts.delegate(local, chain, new Authorization(chain.id(), Accounts.code(local, 1, YES), 0).sign(viewer));
        assertVerified(by(viewer), viewer.address());
        assertVerified(notAKeys, viewer.address());
    }

    @Test
    void aDelegatedKeySignsItselfWhereItsCodeRefuses() {
        Address wallet = deployWallet(merchant);
        Accounts.delegate(local, chain, new Authorization(chain.id(), wallet, 0).sign(viewer));
        assertVerified(by(viewer), viewer.address());
        assertRefused(by(stranger), viewer.address(), "CONTRACT_REFUSED");
        assertRefused(by(merchant), viewer.address(), "CONTRACT_REFUSED");
        assertRefused(new byte[0], viewer.address(), "CONTRACT_REFUSED");
    }

    // contracts that are yet to be deployed

    @Test
    void aWalletSignsBeforeItIsDeployedAndStaysUndeployed() {
        Contract factory = deployFactory();
        Address wallet = factory.read("walletOf", viewer.address(), SALT).address(0);
        byte[] calldata = deployment(viewer, SALT);

        assertVerified(wrap(factory.address(), calldata, by(viewer)), wallet);
        assertThat(chain.code(wallet)).isEmpty();
        assertRefused(wrap(factory.address(), calldata, by(stranger)), wallet, "CONTRACT_REFUSED");
        assertRefused(wrap(factory.address(), calldata, new byte[0]), wallet, "CONTRACT_REFUSED");
        assertRefused(by(viewer), wallet, "WRONG_SIGNER"); // unwrapped
    }

    @Test
    void aDeployedWalletIsAskedAsItIsThoughTheSignatureIsWrapped() {
        Contract factory = deployFactory();
        factory.send(merchant, "deploy", viewer.address(), SALT);
        Address address = factory.read("walletOf", viewer.address(), SALT).address(0);
        byte[] calldata = deployment(viewer, SALT);
        assertVerified(wrap(factory.address(), calldata, by(viewer)), address);

        chain.contract(address, Accounts.WALLET).send(viewer, "setOwner", stranger.address());
        assertRefused(wrap(factory.address(), calldata, by(viewer)), address, "CONTRACT_REFUSED");
        assertVerified(wrap(factory.address(), calldata, by(stranger)), address);
    }

    @Test
    void aDeployedWalletThatRefusesIsPreparedAndAskedAgain() {
        // asked without calldata it prepares itself: stores the magic value, which it returns when asked with any
        Address wallet = Accounts.code(local, 1, "36600f57631626ba7e60e01b5f55005b5f545f5260205ff3");
        assertRefused(new byte[65], wallet, "CONTRACT_REFUSED");
        assertVerified(wrap(wallet, new byte[0], new byte[65]), wallet);
        assertRefused(new byte[65], wallet, "CONTRACT_REFUSED");
    }

    @Test
    void aFactoryThatFailsOrDeploysSomethingElseDeploysNoWallet() {
        Contract factory = deployFactory();
        Address wallet = factory.read("walletOf", viewer.address(), SALT).address(0);
        byte[] good = deployment(viewer, SALT);

        assertRefused(wrap(Accounts.code(local, 1, "5f5ffd"), good, by(viewer)), wallet, "WRAPPER_FAILED");
        assertRefused(wrap(Accounts.code(local, 2, "fe"), good, by(viewer)), wallet, "WRAPPER_FAILED");
        assertRefused(wrap(Accounts.code(local, 3, "5b5f56"), good, by(viewer)), wallet, "WRAPPER_FAILED");
        assertRefused(wrap(Accounts.code(local, 4, "621000005ff3"), good, by(viewer)), wallet, "WRAPPER_FAILED");
        assertRefused(wrap(factory.address(), new byte[0], by(viewer)), wallet, "WRAPPER_FAILED");
        assertRefused(wrap(factory.address(), deployment(stranger, SALT), by(viewer)), wallet, "WRAPPER_FAILED");
        assertRefused(wrap(stranger.address(), good, by(viewer)), wallet, "WRAPPER_FAILED");
        assertRefused(wrap(Address.ZERO, good, by(viewer)), wallet, "WRAPPER_FAILED");
    }

    @Test
    void aWrapperDoesNotMakeAKeyOfAnAccountWithoutCode() {
        Contract factory = deployFactory();
        byte[] calldata = deployment(stranger, SALT);
        assertRefused(wrap(factory.address(), calldata, by(viewer)), viewer.address(), "WRAPPER_FAILED");
        assertRefused(wrap(factory.address(), calldata, by(stranger)), viewer.address(), "WRAPPER_FAILED");
    }

    @Test
    void aWrapperThatHoldsNothingIsMalformed() {
        byte[] magic = Hex.decode("0x" + "6492".repeat(16));
        assertRefused(magic, viewer.address(), "SIGNATURE_MALFORMED");
        byte[] whole = wrap(viewer.address(), new byte[40], by(viewer));
        for (int cut = 1; cut < whole.length - magic.length; cut += 31) {
            byte[] rest = Arrays.copyOfRange(whole, cut, whole.length);
            assertRefused(rest, viewer.address(), "SIGNATURE_MALFORMED");
        }
    }

    @Test
    void noHostileWrapperThrows() {
        Random random = new Random(6492);
        byte[] whole = wrap(viewer.address(), new byte[40], by(viewer));
        for (int run = 0; run < 200; run++) {
            byte[] bent = whole.clone();
            for (int i = 0; i <= run % 4; i++) {
                bent[random.nextInt(bent.length - 32)] = (byte) random.nextInt();
            }
            assertThat(verifier.verify(DIGEST, bent, viewer.address()).isVerified())
                    .isFalse();
        }
    }

    // the chain

    @Test
    void aChainThatDoesNotAnswerThrows() {
        chain.close();
        WireMockServer server =
                new WireMockServer(wireMockConfig().bindAddress("127.0.0.1").dynamicPort());
        server.start();
        try {
            answer(server, "eth_chainId", "\"0x1\"");
            answer(server, "eth_getCode", "\"0x00\"");
            URI url = URI.create("http://127.0.0.1:" + server.port());
            try (Chain broken = Chain.connect(url, new ChainId(1))) {
                SignatureVerifier unsure = new SignatureVerifier(broken);
                for (String nonsense : List.of("\"0x\"", "\"0x04\"", "\"0x0303\"", "\"0x" + "00".repeat(32) + "\"")) {
                    answer(server, "eth_call", nonsense);
                    assertThatExceptionOfType(LianboException.class)
                            .isThrownBy(() -> unsure.verify(DIGEST, by(viewer), viewer.address()))
                            .satisfies(e -> assertThat(e.code()).isEqualTo(LianboException.Code.RPC_BAD_RESPONSE));
                }
                server.stop();
                assertThatExceptionOfType(LianboException.class)
                        .isThrownBy(() -> unsure.verify(DIGEST, by(viewer), viewer.address()))
                        .satisfies(e -> assertThat(e.code()).isEqualTo(LianboException.Code.RPC_UNREACHABLE));
            }
        } finally {
            server.stop();
        }
    }

    private static void answer(WireMockServer server, String method, String result) {
        server.stubFor(post(anyUrl())
                .withRequestBody(matchingJsonPath("$[?(@.method == '" + method + "')]"))
                .willReturn(okJson("{\"jsonrpc\":\"2.0\",\"id\":{{jsonPath request.body '$.id'}},\"result\":" + result
                                + "}")
                        .withTransformers("response-template")));
    }
}
