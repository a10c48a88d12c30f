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
import java.util.Set;
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
        CollectionConfig config = CollectionConfig.of("Spring Tea", "TEA", brand.address())
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
        assertThat(collection.contract().eventsIn(receipt, "Transfer")).hasSize(1);
        assertThat(collection.tokenUri(TOKEN_ID)).isEqualTo("ipfs://tea/2026");
        assertThat(collection.redemptionsOf(viewer)).isEqualTo(1);
        assertThat(chain.balance(till)).isZero();
        assertThat(chain.balance(collection.id().address())).isEqualTo(price.units());
        collection.withdraw(signer(9), Address.ZERO); // for anyone
        assertThat(chain.balance(till)).isEqualTo(price.units());
    }

    @Test
    void computesTheDigestThatTheContractComputes() {
        Random random = new Random(712);
        for (int i = 0; i < 200; i++) {
            Voucher voucher = Samples.random(random);
            assertThat(voucher.digest(collection.id())).as("%s", voucher).isEqualTo(collection.voucherDigest(voucher));
        }
        for (int i = 0; i < 50; i++) {
            VoucherList list = Samples.randomList(random);
            assertThat(list.digest(collection.id())).as("%s", list).isEqualTo(collection.voucherListDigest(list));
        }
    }

    @Test
    void takesAPriceInAnErc20ThatTheRelayerApproved() {
        Contract coin = dollars();
        Token dollar = Token.erc20(coin.address(), "TUSD", 6);
        SignedVoucher signed = issuer.issue(Voucher.of(TOKEN_ID, viewer, TokenAmount.parse("12.5", dollar), soon(), 0));

        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(() -> collection.redeem(relayer, signed)); // not approved
        assertThat(collection.isRedeemed(TOKEN_ID)).isFalse();

        coin.send(relayer, "approve", collection.id().address(), 12_500_000);
        collection.redeem(relayer, signed);

        assertThat(collection.ownerOf(TOKEN_ID)).hasValue(viewer);
        collection.withdraw(relayer, coin.address());
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
        Voucher voucher = sale();
        VoucherSignature signature = issuer.issue(voucher).signature();
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
                VoucherCollection.deploy(chain, brand, CollectionConfig.of("Other", "O", host.address()));
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
        Voucher voucher = sale();
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
        SignedVoucher signed = issuer.issue(sale());

        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> collection.redeem(relayer, signed))
                .satisfies(e -> assertThat(e.code()).isEqualTo(LianboException.Code.INSUFFICIENT_FUNDS));
    }

    @Test
    void takesSignaturesOf65And64BytesAndNoOther() {
        SignedVoucher one = issuer.issue(voucher(BigInteger.ONE, soon()));
        SignedVoucher two = issuer.issue(voucher(BigInteger.TWO, soon()));
        SignedVoucher three = issuer.issue(voucher(BigInteger.valueOf(3), soon()));
        byte[] tooLong = Arrays.copyOf(three.signature().ofKey().orElseThrow().bytes(), 66);

        rawCall(one.voucher(), one.signature().ofKey().orElseThrow().bytes()).send(relayer);
        rawCall(two.voucher(), two.signature().ofKey().orElseThrow().compact()).send(relayer);

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

        long longer = rawCall(
                        one.voucher(), one.signature().ofKey().orElseThrow().bytes())
                .send(relayer)
                .gasUsed();

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
        collection.redeem(relayer, issuer.issue(gift().withEpoch(1)));
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
        assertRefused("Unauthorized", Map.of(), () -> collection.cancel(host, List.of(TOKEN_ID)));
        assertRefused("Unauthorized", Map.of(), () -> collection.pause(host));
        assertRefused("Unauthorized", Map.of(), () -> collection.setRoyalty(host, BasisPoints.of(1)));
        assertRefused("Unauthorized", Map.of(), () -> collection.setPayout(host, viewer));
        assertRefused("Unauthorized", Map.of(), () -> collection.setBaseUri(host, "x"));
        assertRefused("Unauthorized", Map.of(), () -> collection.setMembership(host, viewer));
        assertRefused(
                "Unauthorized", Map.of(), () -> collection.grant(host, host.address(), Set.of(CollectionRole.PAUSER)));
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
        CollectionConfig config = CollectionConfig.of("Tea", "TEA", brand.address());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> CollectionConfig.of(" ", "TEA", brand.address()))
                .withMessage("the collection's name must not be blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CollectionConfig.of("Tea", "", brand.address()))
                .withMessage("the collection's symbol must not be blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CollectionConfig.of("Tea", "TEA", Address.ZERO))
                .withMessage("owner must not be the zero address");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.withPayout(Address.ZERO))
                .withMessage("payout must not be the zero address");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.withVoucherSigner(Address.ZERO))
                .withMessage("voucher signer must not be the zero address");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.withMaxTokenId(1L << 56))
                .withMessage("maxTokenId must be 0 to 2^56-1: 72057594037927936");
        assertThatIllegalArgumentException().isThrownBy(() -> config.withMaxTokenId(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.withMembership(Address.ZERO))
                .withMessage("membership must not be the zero address");
    }

    @Test
    void redeemsABatchAndReportsEachRow() {
        SignedVoucher one = issuer.issue(voucher(BigInteger.ONE, soon()));
        SignedVoucher gone = issuer.issue(voucher(BigInteger.TWO, soon()));
        collection.redeem(relayer, gone);
        Voucher three = voucher(BigInteger.valueOf(3), soon());
        SignedVoucher forged = new VoucherIssuer(relayer, collection.id()).issue(three);
        SignedVoucher paid = issuer.issue(sale());
        SignedVoucher late =
                issuer.issue(voucher(BigInteger.valueOf(4), local.timestamp().minusSeconds(1)));

        assertRefused(
                "AlreadyRedeemed",
                Map.of("tokenId", BigInteger.TWO),
                () -> collection.redeemBatch(relayer, List.of(one, gone), false));
        assertThat(collection.isRedeemed(BigInteger.ONE)).isFalse();

        VoucherRedeemer.Redemption redemption =
                collection.redeemBatch(relayer, List.of(gone, one, forged, paid, late), true);

        assertThat(redemption.rows())
                .extracting(row -> row.refusal().map(Object::toString).orElse("redeemed"))
                .containsExactly(
                        "AlreadyRedeemed(tokenId=2)",
                        "redeemed",
                        "InvalidVoucherSigner()",
                        "redeemed",
                        "VoucherExpired(validUntil="
                                + late.voucher().validUntil().getEpochSecond() + ")");
        assertThat(redemption.redeemed()).isEqualTo(2);
        assertThat(collection.ownerOf(TOKEN_ID)).hasValue(viewer);
        assertThat(chain.balance(collection.id().address())).isEqualTo(ETHER);
        assertThat(collection
                        .redemption(redemption.receipt(), List.of(BigInteger.ONE))
                        .redeemed())
                .isEqualTo(1);
    }

    @Test
    void redeemsABatchAsAWhole() {
        List<SignedVoucher> vouchers = List.of(
                issuer.issue(voucher(BigInteger.ONE, soon())),
                issuer.issue(sale()),
                issuer.issue(sale().withTokenId(BigInteger.TEN)));

        VoucherRedeemer.Redemption redemption = collection.redeemBatch(relayer, vouchers, false);

        assertThat(redemption.rows()).allMatch(VoucherRedeemer.Row::isRedeemed);
        assertThat(chain.balance(collection.id().address())).isEqualTo(ETHER.multiply(BigInteger.TWO));
        assertThat(collection.redemptionsOf(viewer)).isEqualTo(3);
    }

    @Test
    void refusesBatchesThatMakeNoSense() {
        SignedVoucher one = issuer.issue(voucher(BigInteger.ONE, soon()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> collection.redeemBatch(relayer, List.of(), true))
                .withMessage("a batch must have a voucher");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> collection.redeemBatch(relayer, List.of(one, one), true))
                .withMessage("a batch must have each token once: 1");
        SignedVoucher foreign = new VoucherIssuer(host, new AccountId(new ChainId(1), viewer)).issue(gift());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> collection.redeemBatch(relayer, List.of(one, foreign), true))
                .withMessageContaining("eip155:1:");
    }

    @Test
    void redeemsAListWithOneSignature() {
        Address other = Samples.STRANGER.address();
        VoucherList list = VoucherList.of(BigInteger.TEN, List.of(viewer, other, viewer), soon(), 0);
        SignedVoucherList signed = SignedVoucherList.parse(issuer.issue(list).toJson());
        collection.redeem(relayer, issuer.issue(voucher(BigInteger.valueOf(11), soon())));

        assertRefused(
                "AlreadyRedeemed",
                Map.of("tokenId", BigInteger.valueOf(11)),
                () -> collection.redeemList(relayer, signed, false));
        VoucherRedeemer.Redemption redemption = collection.redeemList(relayer, signed, true);

        assertThat(redemption.rows())
                .extracting(VoucherRedeemer.Row::isRedeemed)
                .containsExactly(true, false, true);
        assertThat(collection.ownerOf(BigInteger.valueOf(12))).hasValue(viewer);
        SignedVoucherList longer = new SignedVoucherList(
                collection.id(),
                VoucherList.of(BigInteger.TEN, List.of(viewer, other, viewer, relayer.address()), soon(), 0),
                signed.signature());
        assertRefused("InvalidVoucherSigner", Map.of(), () -> collection.redeemList(relayer, longer, true));
    }

    @Test
    void givesABearersTokenToWhoeverRedeems() {
        TokenAmount free = new TokenAmount(BigInteger.ZERO, Token.nativeCoin("ETH"));
        SignedVoucher card = issuer.issue(Voucher.bearer(TOKEN_ID, free, soon(), 0));

        collection.redeem(relayer, card);

        assertThat(collection.ownerOf(TOKEN_ID)).hasValue(relayer.address());
    }

    @Test
    void cancelsSingleVouchers() {
        SignedVoucher outstanding = issuer.issue(gift());
        SignedVoucher other = issuer.issue(voucher(BigInteger.ONE, soon()));

        collection.cancel(brand, List.of(TOKEN_ID));

        assertThat(collection.isCancelled(TOKEN_ID)).isTrue();
        assertThat(collection.isRedeemed(TOKEN_ID)).isTrue();
        assertThat(collection.ownerOf(TOKEN_ID)).isEmpty();
        assertRefused("AlreadyRedeemed", Map.of("tokenId", TOKEN_ID), () -> collection.redeem(relayer, outstanding));
        collection.redeem(relayer, other);
        assertThat(collection.isCancelled(BigInteger.ONE)).isFalse();
        collection.cancel(brand, List.of(BigInteger.TWO, BigInteger.ONE)); // one of them was redeemed meanwhile
        assertThat(collection.isCancelled(BigInteger.TWO)).isTrue();
        assertThat(collection.ownerOf(BigInteger.ONE)).hasValue(viewer);
    }

    @Test
    void pausesAndGoesOn() {
        SignedVoucher signed = issuer.issue(gift());

        collection.pause(brand);
        assertThat(collection.isPaused()).isTrue();
        assertRefused("CollectionPaused", Map.of(), () -> collection.redeem(relayer, signed));

        collection.unpause(brand);
        assertThat(collection.isPaused()).isFalse();
        collection.redeem(relayer, signed);
    }

    @Test
    void hasSeveralSignersContractsAmongThem() {
        Address wallet = wallet(signer(4));
        Address added = wallet(signer(5));
        VoucherIssuer second = new VoucherIssuer(signer(6), collection.id());
        SignedVoucher early = second.issue(gift());
        assertRefused("InvalidVoucherSigner", Map.of(), () -> collection.redeem(relayer, early));

        collection.addVoucherSigner(brand, signer(6).address());
        collection.addVoucherSigner(brand, added);
        collection.setVoucherSigner(brand, wallet);

        assertThat(collection.isVoucherSigner(added)).isTrue();
        assertThat(collection.isVoucherSigner(host.address())).isFalse();
        collection.redeem(relayer, early);
        collection.redeem(
                relayer,
                VoucherIssuer.forContract(signer(4), wallet, collection.id()).issue(voucher(BigInteger.ONE, soon())));
        collection.redeem(
                relayer,
                VoucherIssuer.forAddedContract(signer(5), added, collection.id())
                        .issue(voucher(BigInteger.TWO, soon())));
        assertThat(collection.redemptionsOf(viewer)).isEqualTo(3);

        collection.removeVoucherSigner(brand, signer(6).address());
        assertRefused("SignerNotAdded", Map.of("signer", wallet), () -> collection.removeVoucherSigner(brand, wallet));
        SignedVoucher late = second.issue(voucher(BigInteger.TEN, soon()));
        assertRefused("InvalidVoucherSigner", Map.of(), () -> collection.redeem(relayer, late));
    }

    @Test
    void letsRolesDoWhatTheyMay() {
        Signer guard = signer(7);
        assertRefused("Unauthorized", Map.of(), () -> collection.pause(guard));

        collection.grant(brand, guard.address(), Set.of(CollectionRole.PAUSER, CollectionRole.METADATA));
        assertThat(collection.roles(guard.address()))
                .containsExactlyInAnyOrder(CollectionRole.PAUSER, CollectionRole.METADATA);
        collection.pause(guard);
        collection.setContractUri(guard, "ipfs://shop");
        assertThat(collection.contractUri()).isEqualTo("ipfs://shop");
        assertRefused("Unauthorized", Map.of(), () -> collection.cancelEpoch(guard));

        collection.revoke(brand, guard.address(), Set.of(CollectionRole.PAUSER));
        assertRefused("Unauthorized", Map.of(), () -> collection.unpause(guard));
        collection.grant(brand, guard.address(), Set.of(CollectionRole.SIGNER_ADMIN));
        assertThat(collection.cancelEpoch(guard).succeeded()).isTrue();
    }

    @Test
    void changesHandsInTwoSteps() {
        collection.requestOwnership(relayer);
        assertThat(collection.owner()).isEqualTo(brand.address());

        collection.handOver(brand, relayer.address());

        assertThat(collection.owner()).isEqualTo(relayer.address());
        assertRefused("Unauthorized", Map.of(), () -> collection.pause(brand));
        assertRefused("NoHandoverRequest", Map.of(), () -> collection.handOver(relayer, viewer));
    }

    @Test
    void changesWhatTheOwnerMayChange() {
        collection.setRoyalty(brand, BasisPoints.of(1_000));
        collection.setPayout(brand, viewer);
        assertThat(collection.payout()).isEqualTo(viewer);
        assertThat(collection.royalty(TOKEN_ID, BigInteger.TEN)).isEqualTo(new Royalty(viewer, BigInteger.ONE));
        collection.redeem(relayer, issuer.issue(gift()));
        collection.setBaseUri(brand, "ipfs://later/");
        assertThat(collection.tokenUri(TOKEN_ID)).isEqualTo("ipfs://later/2026");
        assertThat(collection.membership()).isEmpty();
        collection.setMembership(brand, viewer);
        assertThat(collection.membership()).hasValue(viewer);
        collection.removeMembership(brand);
        assertThat(collection.membership()).isEmpty();
        assertThat(collection.maxTokenId()).isZero();
        collection.lowerMaxTokenId(brand, 3_000);
        assertThat(collection.maxTokenId()).isEqualTo(3_000);
        assertThatIllegalArgumentException().isThrownBy(() -> collection.lowerMaxTokenId(brand, 0));
        SignedVoucher high = issuer.issue(voucher(BigInteger.valueOf(3_001), soon()));
        assertRefused(
                "TokenIdTooHigh",
                Map.of("tokenId", BigInteger.valueOf(3_001), "max", BigInteger.valueOf(3_000)),
                () -> collection.redeem(relayer, high));
    }

    @Test
    void bindsATokenToItsRecipient() {
        collection.redeem(relayer, issuer.issue(giftTo(relayer.address()).withSoulbound(true)));
        collection.redeem(relayer, issuer.issue(giftTo(relayer.address()).withTokenId(BigInteger.ONE)));

        assertThat(collection.isLocked(TOKEN_ID)).isTrue();
        assertThat(collection.isLocked(BigInteger.ONE)).isFalse();
        assertRefused(
                "TokenIsSoulbound",
                Map.of("tokenId", TOKEN_ID),
                () -> collection.contract().send(relayer, "transferFrom", relayer.address(), viewer, TOKEN_ID));
        collection.burn(relayer, TOKEN_ID);
        assertThat(collection.ownerOf(TOKEN_ID)).isEmpty();
        assertThat(collection.isRedeemed(TOKEN_ID)).isTrue();
    }

    @Test
    void tellsOwnersFromTheEvents() {
        long start = chain.blockNumber();
        for (int i = 1; i <= 4; i++) {
            Voucher voucher = giftTo(relayer.address()).withTokenId(BigInteger.valueOf(i));
            collection.redeem(relayer, issuer.issue(voucher));
        }
        long before = chain.blockNumber();
        collection.contract().send(relayer, "transferFrom", relayer.address(), viewer, 2);
        collection.burn(relayer, BigInteger.valueOf(3));

        assertThat(collection.owners(start, chain.blockNumber()))
                .containsExactly(
                        Map.entry(BigInteger.ONE, relayer.address()),
                        Map.entry(BigInteger.TWO, viewer),
                        Map.entry(BigInteger.valueOf(4), relayer.address()));
        assertThat(collection.owners(start, before)).hasSize(4);
    }

    private Address wallet(Signer owner) {
        return chain.deploy(
                        brand,
                        ContractArtifact.load(LocalChain.class, "/io/lianbo/testkit/TestWallet.json"),
                        owner.address())
                .contract()
                .address();
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
        return collection.contract().call("redeem", voucher.struct(), signature);
    }

    private Contract dollars() {
        Contract coin = chain.deploy(
                        brand,
                        ContractArtifact.load(LocalChain.class, "/io/lianbo/testkit/TestToken.json"),
                        "Test Dollar",
                        "TUSD",
                        6)
                .contract();
        coin.send(brand, "mint", relayer.address(), 20_000_000);
        return coin;
    }

    private Voucher sale() {
        return gift().withPrice(new TokenAmount(ETHER, Token.nativeCoin("ETH")));
    }

    private Voucher gift() {
        return giftTo(viewer);
    }

    private Voucher giftTo(Address recipient) {
        return Voucher.gift(TOKEN_ID, recipient, soon(), 0);
    }

    private Voucher voucher(BigInteger tokenId, Instant validUntil) {
        return Voucher.gift(tokenId, viewer, validUntil, 0);
    }

    private Instant soon() {
        return local.timestamp().plus(Duration.ofHours(1));
    }

    private Signer signer(int account) {
        return LocalSigner.fromPrivateKey(local.accounts().get(account).privateKey());
    }
}
