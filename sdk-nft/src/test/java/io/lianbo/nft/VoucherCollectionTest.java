package io.lianbo.nft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.BasisPoints;
import io.lianbo.core.ChainId;
import io.lianbo.core.LianboException;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractCall;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.crypto.Signer;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The host signs, a relayer redeems, the viewer owns: on a real chain. */
@LocalChainTest
class VoucherCollectionTest {

    private static final BigInteger ETHER = BigInteger.TEN.pow(18);
    private static final BigInteger TOKEN_ID = BigInteger.valueOf(2026);

    private final LocalChain local;
    private final Signer brand;
    private final Signer host;
    private final Signer relayer;
    private final Address viewer = Samples.VIEWER;
    private final Address till = Address.of("0x0000000000000000000000000000000000007111");

    private Chain chain;
    private VoucherCollection collection;
    private VoucherIssuer issuer;

    VoucherCollectionTest(LocalChain local) {
        this.local = local;
        this.brand = signer(0);
        this.host = signer(1);
        this.relayer = signer(2);
    }

    @BeforeEach
    void deployTheCollection() {
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        Address hostAccount = host.address();
        // @start region="deploy"
        VoucherCollection.Config config = VoucherCollection.Config.of("Spring Tea", "TEA", brand.address())
                .withVoucherSigner(hostAccount)
                .withPayout(till)
                .withRoyalty(BasisPoints.of(500))
                .withBaseUri("ipfs://tea/");
        VoucherCollection tea = VoucherCollection.deploy(chain, brand, config);
        // @end region="deploy"
        collection = tea;
        issuer = new VoucherIssuer(host, collection.id());
    }

    @AfterEach
    void disconnect() {
        chain.close();
    }

    @Test
    void mintsToTheViewerWhatTheHostSignedAndTheRelayerPaidFor() {
        Instant tonight = local.timestamp().plus(Duration.ofHours(3));
        // @start region="issue"
        TokenAmount price = TokenAmount.parse("0.05", Token.nativeCoin("ETH"));
        Voucher voucher = Voucher.of(TOKEN_ID, viewer, price, tonight, 0);
        SignedVoucher signed = issuer.issue(voucher); // no gas, no chain
        // @end region="issue"
        String body = signed.toJson();
        // @start region="redeem"
        SignedVoucher received = SignedVoucher.parse(body);
        Receipt receipt = collection.redeem(relayer, received);
        // @end region="redeem"

        assertThat(receipt.succeeded()).isTrue();
        assertThat(collection.ownerOf(TOKEN_ID)).hasValue(viewer);
        assertThat(collection.isRedeemed(TOKEN_ID)).isTrue();
        assertThat(chain.balance(till)).isEqualTo(price.units());
        assertThat(collection.contract().eventsIn(receipt, "Transfer")).hasSize(1);
        assertThat(collection.contract().read("tokenURI", TOKEN_ID).string(0)).isEqualTo("ipfs://tea/2026");
    }

    @Test
    void computesTheDigestThatTheContractComputes() {
        Random random = new Random(712);
        for (int i = 0; i < 200; i++) {
            Voucher voucher = Samples.random(random);
            assertThat(voucher.digest(collection.id())).as("%s", voucher).isEqualTo(collection.voucherDigest(voucher));
        }
    }

    @Test
    void takesAPriceInAnErc20ThatTheRelayerApproved() {
        Contract coin = chain.deploy(
                        brand,
                        ContractArtifact.load(LocalChain.class, "/io/lianbo/testkit/TestToken.json"),
                        "Test Dollar",
                        "TUSD",
                        6)
                .contract();
        coin.send(brand, "mint", relayer.address(), 20_000_000);
        Token dollar = Token.erc20(coin.address(), "TUSD", 6);
        SignedVoucher signed = issuer.issue(Voucher.of(TOKEN_ID, viewer, TokenAmount.parse("12.5", dollar), soon(), 0));

        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(() -> collection.redeem(relayer, signed)); // not approved
        assertThat(collection.isRedeemed(TOKEN_ID)).isFalse();

        coin.send(relayer, "approve", collection.id().address(), 12_500_000);
        collection.redeem(relayer, signed);

        assertThat(collection.ownerOf(TOKEN_ID)).hasValue(viewer);
        assertThat(coin.read("balanceOf", till).uint(0)).isEqualTo(12_500_000);
        assertThat(coin.read("balanceOf", relayer.address()).uint(0)).isEqualTo(7_500_000);
    }

    @Test
    void refusesAReplay() {
        SignedVoucher signed = issuer.issue(gift());
        collection.redeem(relayer, signed);

        assertRefused("AlreadyRedeemed", Map.of("tokenId", TOKEN_ID), () -> collection.redeem(relayer, signed));
        assertRefused(
                "AlreadyRedeemed",
                Map.of("tokenId", TOKEN_ID),
                () -> collection.redeem(brand, issuer.issue(giftTo(brand.address()))));
        assertThat(collection.ownerOf(TOKEN_ID)).hasValue(viewer);
    }

    @Test
    void mintsToTheRecipientWhoeverCopiesTheCall() {
        SignedVoucher signed = issuer.issue(gift());

        collection.redeem(signer(9), signed);

        assertThat(collection.ownerOf(TOKEN_ID)).hasValue(viewer);
    }

    @Test
    void refusesAnotherSigner() {
        SignedVoucher forged = new VoucherIssuer(relayer, collection.id()).issue(gift());

        assertRefused("InvalidVoucherSigner", Map.of(), () -> collection.redeem(relayer, forged));
    }

    @Test
    void refusesEachTamperedField() {
        Voucher voucher = new Voucher(TOKEN_ID, viewer, Address.ZERO, ETHER, soon(), 0);
        Signature signature = issuer.issue(voucher).signature();
        for (Voucher tampered : VoucherTest.tampered(voucher)) {
            SignedVoucher forged = new SignedVoucher(collection.id(), tampered, signature);
            // a wrong epoch is found before the signature is looked at
            String error = tampered.epoch() == 0 ? "InvalidVoucherSigner" : "WrongEpoch";
            assertThatExceptionOfType(ContractRevertException.class)
                    .as("%s", tampered)
                    .isThrownBy(() -> collection.redeem(relayer, forged))
                    .satisfies(e -> assertThat(e.error().name()).isEqualTo(error));
        }
        assertThat(collection.isRedeemed(TOKEN_ID)).isFalse();
    }

    @Test
    void refusesAVoucherOfAnotherCollectionOrChain() {
        VoucherCollection other =
                VoucherCollection.deploy(chain, brand, VoucherCollection.Config.of("Other", "O", host.address()));
        SignedVoucher foreign = new VoucherIssuer(host, other.id()).issue(gift());
        SignedVoucher moved = new SignedVoucher(collection.id(), foreign.voucher(), foreign.signature());
        AccountId elsewhere = new AccountId(new ChainId(1), collection.id().address());
        SignedVoucher fromAFork = new VoucherIssuer(host, elsewhere).issue(gift());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> collection.redeem(relayer, foreign))
                .withMessage("the voucher is for " + other.id() + ", this is " + collection.id());
        assertThatIllegalArgumentException().isThrownBy(() -> collection.redeem(relayer, fromAFork));
        assertRefused("InvalidVoucherSigner", Map.of(), () -> collection.redeem(relayer, moved));
        assertRefused(
                "InvalidVoucherSigner",
                Map.of(),
                () -> collection.redeem(relayer, new SignedVoucher(collection.id(), gift(), fromAFork.signature())));
    }

    @Test
    void refusesAnExpiredVoucherAndTakesItInItsLastSecond() {
        Instant end = soon();
        SignedVoucher first = issuer.issue(voucher(BigInteger.ONE, end));
        SignedVoucher second = issuer.issue(voucher(BigInteger.TWO, end));

        local.rpc("evm_setNextBlockTimestamp", end.getEpochSecond());
        collection.redeem(relayer, first);
        assertThat(chain.timestamp()).isEqualTo(end);

        local.increaseTime(Duration.ofSeconds(1));
        assertRefused(
                "VoucherExpired",
                Map.of("validUntil", BigInteger.valueOf(end.getEpochSecond())),
                () -> collection.redeem(relayer, second));
    }

    @Test
    void refusesAWrongPayment() {
        Voucher voucher = new Voucher(TOKEN_ID, viewer, Address.ZERO, ETHER, soon(), 0);
        SignedVoucher signed = issuer.issue(voucher);

        for (BigInteger paid : List.of(BigInteger.ZERO, ETHER.subtract(BigInteger.ONE), ETHER.add(BigInteger.ONE))) {
            assertRefused(
                    "WrongPayment",
                    Map.of("required", ETHER, "given", paid),
                    () -> rawCall(voucher, signed.signature().bytes())
                            .value(paid)
                            .send(relayer));
        }
        assertThat(collection.isRedeemed(TOKEN_ID)).isFalse();
        assertThat(chain.balance(till)).isZero();
    }

    @Test
    void saysWhenTheRelayerCannotPay() {
        local.setBalance(relayer.address().toString(), BigInteger.TEN);
        SignedVoucher signed = issuer.issue(new Voucher(TOKEN_ID, viewer, Address.ZERO, ETHER, soon(), 0));

        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> collection.redeem(relayer, signed))
                .satisfies(e -> assertThat(e.code()).isEqualTo(LianboException.Code.INSUFFICIENT_FUNDS));
    }

    @Test
    void takesSignaturesOf65And64BytesAndNoOther() {
        SignedVoucher one = issuer.issue(voucher(BigInteger.ONE, soon()));
        SignedVoucher two = issuer.issue(voucher(BigInteger.TWO, soon()));
        SignedVoucher three = issuer.issue(voucher(BigInteger.valueOf(3), soon()));
        byte[] tooLong = Arrays.copyOf(three.signature().bytes(), 66);

        rawCall(one.voucher(), one.signature().bytes()).send(relayer);
        rawCall(two.voucher(), two.signature().compact()).send(relayer);

        assertThat(collection.isRedeemed(BigInteger.ONE)).isTrue();
        assertThat(collection.isRedeemed(BigInteger.TWO)).isTrue();
        assertRefused(
                "InvalidVoucherSigner",
                Map.of(),
                () -> rawCall(three.voucher(), tooLong).send(relayer));
        assertRefused(
                "InvalidVoucherSigner",
                Map.of(),
                () -> rawCall(three.voucher(), new byte[0]).send(relayer));
    }

    @Test
    void redeemsInTheShorterFormOfTheSignature() {
        SignedVoucher one = issuer.issue(voucher(BigInteger.ONE, soon()));
        SignedVoucher two = issuer.issue(voucher(BigInteger.TWO, soon()));
        collection.redeem(relayer, issuer.issue(gift())); // the viewer's first token costs more

        long longer =
                rawCall(one.voucher(), one.signature().bytes()).send(relayer).gasUsed();

        assertThat(collection.redeem(relayer, two).gasUsed()).isLessThan(longer);
    }

    @Test
    void verifiesOfflineWhatTheChainWouldAccept() {
        String body = issuer.issue(gift()).toJson();
        // @start region="verify"
        VoucherVerifier verifier = collection.verifier(chain::timestamp); // asks the chain once
        Verdict<SignedVoucher> verdict = verifier.verify(SignedVoucher.parse(body));
        // @end region="verify"
        assertThat(verdict.isVerified()).isTrue();

        SignedVoucher forged = new VoucherIssuer(relayer, collection.id()).issue(gift());
        assertThat(verifier.verify(forged).reasons())
                .extracting(Verdict.Reason::code)
                .containsExactly("WRONG_SIGNER");
    }

    @Test
    void voidsWhatIsOutstandingWithTheEpoch() {
        SignedVoucher outstanding = issuer.issue(gift());

        collection.cancelEpoch(brand);

        assertThat(collection.epoch()).isEqualTo(1);
        assertRefused(
                "WrongEpoch",
                Map.of("given", BigInteger.ZERO, "current", BigInteger.ONE),
                () -> collection.redeem(relayer, outstanding));
        assertThat(collection.verifier(chain::timestamp).verify(outstanding).reasons())
                .extracting(Verdict.Reason::code)
                .containsExactly("WRONG_EPOCH");
        collection.redeem(
                relayer, issuer.issue(new Voucher(TOKEN_ID, viewer, Address.ZERO, BigInteger.ZERO, soon(), 1)));
        assertThat(collection.ownerOf(TOKEN_ID)).hasValue(viewer);
    }

    @Test
    void changesTheVoucherSigner() {
        SignedVoucher old = issuer.issue(gift());
        assertThat(collection.voucherSigner()).isEqualTo(host.address());

        collection.setVoucherSigner(brand, relayer.address());

        assertThat(collection.voucherSigner()).isEqualTo(relayer.address());
        assertRefused("InvalidVoucherSigner", Map.of(), () -> collection.redeem(relayer, old));
        collection.redeem(host, new VoucherIssuer(relayer, collection.id()).issue(gift()));
        assertThat(collection.isRedeemed(TOKEN_ID)).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> collection.setVoucherSigner(brand, Address.ZERO));
    }

    @Test
    void obeysTheOwnerAlone() {
        assertRefused("Unauthorized", Map.of(), () -> collection.cancelEpoch(host));
        assertRefused("Unauthorized", Map.of(), () -> collection.setVoucherSigner(host, relayer.address()));
    }

    @Test
    void statesItsRoyalty() {
        assertThat(collection.royalty(TOKEN_ID, BigInteger.valueOf(1_999)))
                .isEqualTo(new Royalty(till, BigInteger.valueOf(99)));
        assertThat(collection.royalty(TOKEN_ID, Samples.MAX_UINT256).amount())
                .isEqualTo(BasisPoints.of(500).ofAmount(Samples.MAX_UINT256));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> collection.royalty(TOKEN_ID, BigInteger.ONE.negate()))
                .withMessageContaining("sale price");
    }

    @Test
    void isFoundAgainByItsAddress() {
        collection.redeem(relayer, issuer.issue(gift()));

        VoucherCollection found = VoucherCollection.at(chain, collection.id().address());

        assertThat(found.id()).isEqualTo(collection.id());
        assertThat(found.ownerOf(TOKEN_ID)).hasValue(viewer);
        assertThat(found.ownerOf(BigInteger.ONE)).isEmpty();
        assertThat(found.isRedeemed(BigInteger.ONE)).isFalse();
        assertThat(found).hasToString("VoucherCollection " + collection.id());
        assertThatIllegalArgumentException().isThrownBy(() -> found.ownerOf(BigInteger.TWO.pow(256)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VoucherCollection.at(chain, viewer).epoch())
                .withMessageContaining("no contract at " + viewer);
    }

    @Test
    void refusesAConfigThatMakesNoSense() {
        VoucherCollection.Config config = VoucherCollection.Config.of("Tea", "TEA", brand.address());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> VoucherCollection.Config.of(" ", "TEA", brand.address()))
                .withMessage("the collection's name must not be blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VoucherCollection.Config.of("Tea", "", brand.address()))
                .withMessage("the collection's symbol must not be blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VoucherCollection.Config.of("Tea", "TEA", Address.ZERO))
                .withMessage("owner must not be the zero address");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.withPayout(Address.ZERO))
                .withMessage("payout must not be the zero address");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.withVoucherSigner(Address.ZERO))
                .withMessage("voucher signer must not be the zero address");
    }

    private void assertRefused(String error, Map<String, Object> fields, ThrowingCallable call) {
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(call)
                .satisfies(e -> {
                    assertThat(e.error().name()).isEqualTo(error);
                    assertThat(e.error().fields()).isEqualTo(fields);
                    assertThat(e.code())
                            .isEqualTo(LianboException.Code.CALL_REVERTED); // found out before anything was sent
                });
    }

    private ContractCall rawCall(Voucher voucher, byte[] signature) {
        List<Object> struct = List.of(
                voucher.tokenId(),
                voucher.recipient(),
                voucher.currency(),
                voucher.price(),
                voucher.validUntil().getEpochSecond(),
                voucher.epoch());
        return collection.contract().call("redeem", struct, signature);
    }

    private Voucher gift() {
        return giftTo(viewer);
    }

    private Voucher giftTo(Address recipient) {
        return new Voucher(TOKEN_ID, recipient, Address.ZERO, BigInteger.ZERO, soon(), 0);
    }

    private Voucher voucher(BigInteger tokenId, Instant validUntil) {
        return new Voucher(tokenId, viewer, Address.ZERO, BigInteger.ZERO, validUntil, 0);
    }

    private Instant soon() {
        return local.timestamp().plus(Duration.ofHours(1));
    }

    private Signer signer(int account) {
        return LocalSigner.fromPrivateKey(local.accounts().get(account).privateKey());
    }
}
