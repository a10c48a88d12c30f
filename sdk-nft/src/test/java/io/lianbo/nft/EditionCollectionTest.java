package io.lianbo.nft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signer;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies of items, each promised by a voucher: on a real chain. */
@LocalChainTest
class EditionCollectionTest {
    private static final BigInteger TEA = BigInteger.valueOf(7);
    private static final BigInteger CUP = BigInteger.valueOf(8);

    private final LocalChain local;
    private final Signer brand;
    private final Signer host;
    private final Signer relayer;
    private final Address viewer = Samples.VIEWER;

    private Chain chain;
    private EditionCollection collection;
    private VoucherIssuer issuer;

    EditionCollectionTest(LocalChain local) {
        this.local = local;
        this.brand = signer(0);
        this.host = signer(1);
        this.relayer = signer(2);
    }

    @BeforeEach
    void deploy() {
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        collection = EditionCollection.deploy(
                chain,
                brand,
                CollectionConfig.of("Tea Editions", "TEAS", brand.address())
                        .withVoucherSigner(host.address())
                        .withBaseUri("ipfs://teas/"));
        issuer = new VoucherIssuer(host, collection.id());
    }

    @AfterEach
    void disconnect() {
        chain.close();
    }

    private Signer signer(int account) {
        return LocalSigner.fromPrivateKey(local.accounts().get(account).privateKey());
    }

    private Instant soon() {
        return local.timestamp().plus(Duration.ofHours(1));
    }

    private Voucher copy(BigInteger item, long serial) {
        return Voucher.gift(EditionCollection.tokenId(item, serial), viewer, soon(), 0);
    }

    private static void refused(String error, ThrowingCallable call) {
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.error().name()).isEqualTo(error));
    }

    private List<String> codes(Voucher voucher) {
        return collection.verify(issuer.issue(voucher), relayer.address()).reasons().stream()
                .map(Verdict.Reason::code)
                .toList();
    }

    @Test
    void mintsACopyForEachVoucher() {
        BigInteger item = TEA;
        Instant tonight = soon();
        // @start region="edition"
        BigInteger firstCopy = EditionCollection.tokenId(item, 0);
        SignedVoucher signed = issuer.issue(Voucher.gift(firstCopy, viewer, tonight, 0));
        collection.redeem(relayer, signed);
        BigInteger copies = collection.balanceOf(viewer, item);
        // @end region="edition"
        assertThat(copies).isEqualTo(1);
        collection.redeem(relayer, issuer.issue(copy(TEA, 1)));
        assertThat(collection.balanceOf(viewer, TEA)).isEqualTo(2);
        assertThat(collection.balanceOf(viewer, CUP)).isZero();
        assertThat(collection.isRedeemed(firstCopy)).isTrue();
        assertThat(collection.uri(TEA)).isEqualTo("ipfs://teas/7");
        refused("AlreadyRedeemed", () -> collection.redeem(relayer, signed));
        assertThat(codes(signed.voucher())).containsExactly("ALREADY_REDEEMED");
        assertThat(collection).hasToString("EditionCollection " + collection.id());
    }

    @Test
    void boundsTheSupplyOfAnItem() {
        assertThat(collection.supplyOf(TEA)).isZero();
        collection.lowerSupply(brand, TEA, 2);
        assertThat(collection.supplyOf(TEA)).isEqualTo(2);

        collection.redeem(relayer, issuer.issue(copy(TEA, 1)));
        refused("TokenIdTooHigh", () -> collection.redeem(relayer, issuer.issue(copy(TEA, 2))));
        assertThat(codes(copy(TEA, 0))).isEmpty();
        assertThat(codes(copy(TEA, 2))).containsExactly("TOKEN_ID_TOO_HIGH");
        refused("SupplyNotLower", () -> collection.lowerSupply(brand, TEA, 2));
        collection.lowerMaxTokenId(brand, 7);
        assertThat(codes(copy(CUP, 0))).containsExactly("TOKEN_ID_TOO_HIGH");
        assertThatIllegalArgumentException().isThrownBy(() -> collection.lowerSupply(brand, TEA, 0));
    }

    @Test
    void bindsAllCopiesOfAnItemOrNone() {
        assertThat(codes(copy(TEA, 0).withSoulbound(true))).containsExactly("ITEM_NOT_SOULBOUND");
        refused(
                "ItemNotSoulbound",
                () -> collection.redeem(relayer, issuer.issue(copy(TEA, 0).withSoulbound(true))));
        collection.makeSoulbound(brand, TEA);
        assertThat(collection.isSoulbound(TEA)).isTrue();
        assertThat(collection.isSoulbound(CUP)).isFalse();

        collection.redeem(relayer, issuer.issue(copy(TEA, 0).withSoulbound(true).withRecipient(relayer.address())));
        refused(
                "TokenIsSoulbound",
                () -> collection
                        .contract()
                        .send(relayer, "safeTransferFrom", relayer.address(), viewer, TEA, 1, new byte[0]));
        refused("ItemAlreadyMinted", () -> collection.makeSoulbound(brand, TEA));
    }

    @Test
    void limitsABuyerByItem() {
        collection.redeem(relayer, issuer.issue(copy(TEA, 0).withMaxPerBuyer(1)));
        assertThat(collection.redemptionsOf(TEA, viewer)).isEqualTo(1);
        assertThat(codes(copy(TEA, 1).withMaxPerBuyer(1))).containsExactly("BUYER_LIMIT_REACHED");
        refused(
                "BuyerLimitReached",
                () -> collection.redeem(relayer, issuer.issue(copy(TEA, 1).withMaxPerBuyer(1))));
        collection.redeem(relayer, issuer.issue(copy(CUP, 0).withMaxPerBuyer(1)));
    }

    @Test
    void redeemsBatchesAndListsAndTellsHolders() {
        long start = chain.blockNumber();
        SignedVoucher poisoned = new VoucherIssuer(relayer, collection.id()).issue(copy(TEA, 1));
        VoucherRedeemer.Redemption batch = collection.redeemBatch(
                relayer, List.of(issuer.issue(copy(TEA, 0)), poisoned, issuer.issue(copy(CUP, 0))), true);
        assertThat(batch.rows()).extracting(VoucherRedeemer.Row::isRedeemed).containsExactly(true, false, true);

        VoucherList list = VoucherList.of(
                EditionCollection.tokenId(TEA, 1), List.of(relayer.address(), viewer, relayer.address()), soon(), 0);
        SignedVoucherList signed = issuer.issue(list);
        assertThat(collection.verify(signed).isVerified()).isTrue();
        assertThat(collection.redeemList(relayer, signed, false).redeemed()).isEqualTo(3);
        assertThat(collection.verify(signed).reasons())
                .extracting(Verdict.Reason::code)
                .containsExactly("ALREADY_REDEEMED", "ALREADY_REDEEMED", "ALREADY_REDEEMED");

        collection
                .contract()
                .send(
                        relayer,
                        "safeBatchTransferFrom",
                        relayer.address(),
                        brand.address(),
                        List.of(TEA),
                        List.of(1),
                        new byte[0]);
        collection.burn(relayer, TEA, BigInteger.ONE);
        assertThat(collection.holders(TEA, start, chain.blockNumber()))
                .isEqualTo(Map.of(viewer, BigInteger.TWO, brand.address(), BigInteger.ONE));
        assertThat(collection.holders(CUP, start, chain.blockNumber())).isEqualTo(Map.of(viewer, BigInteger.ONE));
        assertThat(collection.isRedeemed(EditionCollection.tokenId(TEA, 3))).isTrue(); // burnt or not
    }

    @Test
    void cancelsOneCopy() {
        collection.cancel(brand, List.of(EditionCollection.tokenId(TEA, 0)));
        assertThat(codes(copy(TEA, 0))).containsExactly("CANCELLED");
        assertThat(codes(copy(TEA, 1))).isEmpty();
    }

    @Test
    void numbersCopiesWithinTheirItem() {
        BigInteger id = EditionCollection.tokenId(TEA, 5);
        assertThat(EditionCollection.itemOf(id)).isEqualTo(TEA);
        assertThat(EditionCollection.serialOf(id)).isEqualTo(5);
        assertThat(EditionCollection.itemOf(Samples.MAX_UINT256))
                .isEqualTo(BigInteger.TWO.pow(192).subtract(BigInteger.ONE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EditionCollection.tokenId(BigInteger.TWO.pow(192), 0))
                .withMessageContaining("item must be 0 to 2^192-1");
        assertThatIllegalArgumentException().isThrownBy(() -> EditionCollection.tokenId(TEA, -1));
        Random random = new Random(4);
        for (int i = 0; i < 20; i++) {
            Voucher voucher = Samples.random(random);
            assertThat(collection.voucherDigest(voucher)).isEqualTo(voucher.digest(collection.id()));
        }
        assertThat(EditionCollection.at(chain, collection.id().address()).epoch())
                .isZero();
    }
}
