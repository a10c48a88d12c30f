package io.lianbo.nft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.BasisPoints;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signer;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The host mints to its audience, a viewer holds and burns: on a real chain. */
@LocalChainTest
class BadgeCollectionTest {

    private final LocalChain local;
    private final Signer brand;
    private final Signer host;
    private final Signer viewer;
    private final Signer stranger;

    private Chain chain;
    private BadgeCollection badges;

    BadgeCollectionTest(LocalChain local) {
        this.local = local;
        this.brand = signer(0);
        this.host = signer(1);
        this.viewer = signer(2);
        this.stranger = signer(3);
    }

    @BeforeEach
    void deployTheCollection() {
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        Address hostAccount = host.address();
        // @start region="deploy"
        BadgeCollection.Config config = BadgeCollection.Config.of("Spring Show", "SHOW", brand.address())
                .withMinter(hostAccount) // a key that lies on a server
                .withBaseUri("ipfs://show/")
                .withContractUri("ipfs://show/about.json");
        BadgeCollection show = BadgeCollection.deploy(chain, brand, config);
        // @end region="deploy"
        badges = show;
    }

    @AfterEach
    void disconnect() {
        chain.close();
    }

    @Test
    void mintsToAnAudienceAtOnce() {
        List<Address> audience = audience(1, 300);
        audience.add(viewer.address());
        Collections.shuffle(audience, new Random(3));
        Address fan = viewer.address();
        // @start region="mint"
        BadgeCollection.Minted minted = badges.mint(host, audience); // up to 1,228 accounts, in any order
        long badge = minted.badgeOf(fan).orElseThrow();
        // @end region="mint"
        assertThat(minted.firstTokenId()).isEqualTo(1);
        assertThat(minted.recipients()).isSorted().containsExactlyInAnyOrderElementsOf(audience);
        assertThat(minted.badgeOf(stranger.address())).isEmpty();
        assertThat(minted.receipt().gasUsed() / 301).isLessThan(7_000);
        // @start region="read"
        Optional<Address> holder = badges.ownerOf(badge);
        long howMany = badges.balanceOf(fan);
        List<Long> which = badges.badgesOf(fan);
        // @end region="read"
        assertThat(holder).hasValue(fan);
        assertThat(howMany).isEqualTo(1);
        assertThat(which).containsExactly(badge);
        assertThat(badges.totalMinted()).isEqualTo(301);
        assertThat(badges.totalSupply()).isEqualTo(301);
        assertThat(badges.contract().read("tokenURI", badge).string(0)).isEqualTo("ipfs://show/" + badge);
        assertThat(badges.contract().read("contractURI").string(0)).isEqualTo("ipfs://show/about.json");
    }

    @Test
    void countsOnFromBatchToBatch() {
        Address fan = viewer.address();
        badges.mint(host, List.of(fan, stranger.address()));
        badges.mint(host, List.of(stranger.address()));
        BadgeCollection.Minted third = badges.mint(brand, List.of(fan, stranger.address()));

        assertThat(third.firstTokenId()).isEqualTo(4);
        assertThat(badges.balanceOf(fan)).isEqualTo(2);
        assertThat(badges.badgesOf(stranger.address())).hasSize(3).contains(3L);
        assertThat(badges.badgesOf(host.address())).isEmpty();
        assertThat(badges.ownerOf(0)).isEmpty();
        assertThat(badges.ownerOf(6)).isEmpty();
        assertThat(badges.ownerOf(Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void mintsUnderAKeyOnceWhoeverSendsItAgain() {
        List<Address> audience = audience(2, 20);
        Hash32 show = Keccak256.hash("show 7".getBytes(StandardCharsets.UTF_8));

        BadgeCollection.Minted minted = badges.mintOnce(host, show, audience);

        assertThat(minted.firstTokenId()).isEqualTo(1);
        assertRefused("AlreadyMinted", () -> badges.mintOnce(host, show, audience));
        assertRefused("AlreadyMinted", () -> badges.mintOnce(brand, show, audience.reversed()));
        assertThat(badges.totalMinted()).isEqualTo(20);
        assertThat(badges.mintOnce(host, Hash32.ZERO, audience).firstTokenId()).isEqualTo(21);
    }

    @Test
    void burnsABadgeForItsHolderAlone() {
        badges.mint(host, List.of(viewer.address()));
        long badge = 1;

        assertRefused("ERC721InsufficientApproval", () -> badges.burn(stranger, badge));
        assertRefused("ERC721InsufficientApproval", () -> badges.burn(brand, badge));
        // @start region="burn"
        badges.burn(viewer, badge); // for good
        // @end region="burn"
        assertThat(badges.ownerOf(badge)).isEmpty();
        assertThat(badges.balanceOf(viewer.address())).isZero();
        assertThat(badges.badgesOf(viewer.address())).isEmpty();
        assertThat(badges.totalSupply()).isZero();
        assertThat(badges.totalMinted()).isEqualTo(1);
        assertRefused("ERC721NonexistentToken", () -> badges.burn(viewer, badge));
        assertRefused("ERC721NonexistentToken", () -> badges.isLocked(badge));
    }

    @Test
    void keepsABadgeWhereItWasGiven() {
        badges.mint(host, List.of(viewer.address()));

        assertThat(badges.isTransferable()).isFalse();
        assertThat(badges.isLocked(1)).isTrue();
        assertRefused(
                "TokenIsSoulbound",
                () -> badges.contract().send(viewer, "transferFrom", viewer.address(), stranger.address(), 1));
        assertRefused("TokenIsSoulbound", () -> badges.contract().send(viewer, "approve", stranger.address(), 1));
        assertRefused(
                "CollectionIsSoulbound",
                () -> badges.contract().send(viewer, "setApprovalForAll", stranger.address(), true));
        assertThat(badges.ownerOf(1)).hasValue(viewer.address());
    }

    @Test
    void letsBadgesBePassedOnWhereTheBrandSaidSo() {
        BadgeCollection cards = BadgeCollection.deploy(
                chain,
                brand,
                BadgeCollection.Config.of("Cards", "CARD", brand.address())
                        .withTransfers(host.address(), BasisPoints.of(250)));
        long first = cards.mint(brand, List.of(viewer.address(), stranger.address()))
                .badgeOf(viewer.address())
                .orElseThrow();
        cards.contract().send(viewer, "transferFrom", viewer.address(), stranger.address(), first);

        assertThat(cards.isTransferable()).isTrue();
        assertThat(cards.isLocked(first)).isFalse();
        assertThat(cards.ownerOf(first)).hasValue(stranger.address());
        assertThat(cards.balanceOf(stranger.address())).isEqualTo(2);
        assertThat(cards.badgesOf(stranger.address())).hasSize(1).doesNotContain(first);
        assertThat(cards.badgesOf(viewer.address())).isEmpty();
        assertThat(cards.royalty(first, BigInteger.valueOf(1_999)))
                .isEqualTo(new Royalty(host.address(), BigInteger.valueOf(49)));
        assertThat(cards.royalty(first, Samples.MAX_UINT256).amount())
                .isEqualTo(BasisPoints.of(250).ofAmount(Samples.MAX_UINT256));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cards.royalty(first, BigInteger.ONE.negate()))
                .withMessageContaining("sale price");
    }

    @Test
    void tellsOfEveryChangeOfAnOwner() {
        long before = chain.blockNumber() + 1;
        BadgeCollection.Minted minted = badges.mint(host, List.of(viewer.address(), stranger.address()));
        long badge = minted.badgeOf(viewer.address()).orElseThrow();
        badges.burn(viewer, badge);

        List<BadgeCollection.Transfer> seen = new ArrayList<>();
        // @start region="transfers"
        badges.transfers(before, chain.blockNumber(), seen::add);
        // @end region="transfers"
        assertThat(seen).hasSize(3);
        assertThat(seen.subList(0, 2)).allSatisfy(transfer -> {
            assertThat(transfer.from()).isEmpty();
            assertThat(transfer.transactionHash()).isEqualTo(minted.receipt().transactionHash());
            assertThat(minted.badgeOf(transfer.to().orElseThrow())).hasValue(transfer.tokenId());
        });
        assertThat(seen.get(2).tokenId()).isEqualTo(badge);
        assertThat(seen.get(2).from()).hasValue(viewer.address());
        assertThat(seen.get(2).to()).isEmpty();
        assertThat(seen.get(2).blockNumber()).isEqualTo(chain.blockNumber());
    }

    @Test
    void obeysMintersAndTheOwnerAlone() {
        assertRefused("Unauthorized", () -> badges.mint(stranger, List.of(viewer.address())));
        assertRefused("Unauthorized", () -> badges.mintOnce(viewer, Hash32.ZERO, List.of(viewer.address())));
        assertThat(badges.totalMinted()).isZero();
    }

    @Test
    void isFoundAgainByItsAddress() {
        badges.mint(host, List.of(viewer.address()));

        BadgeCollection again = BadgeCollection.at(chain, badges.id().address());

        assertThat(again.id()).isEqualTo(badges.id());
        assertThat(again.ownerOf(1)).hasValue(viewer.address());
        assertThat(again).hasToString("BadgeCollection " + badges.id());
    }

    @Test
    void refusesBatchesThatCannotBeMintedBeforeItAsksTheChain() {
        long nonce = chain.nonce(host.address());
        List<Address> tooMany = audience(5, 1_229);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> badges.mint(host, List.of()))
                .withMessageStartingWith("a batch has 1 to 1228 recipients: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> badges.mint(host, tooMany))
                .withMessageStartingWith("a batch has 1 to 1228 recipients: 1229");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> badges.mint(host, List.of(viewer.address(), Address.ZERO)))
                .withMessage("recipient must not be the zero address");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        badges.mintOnceCall(Hash32.ZERO, List.of(viewer.address(), host.address(), viewer.address())))
                .withMessage("a batch names each recipient once: " + viewer.address());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> badges.ownerOf(-1))
                .withMessage("token id must be 0 or more: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> badges.balanceOf(Address.ZERO))
                .withMessage("account must not be the zero address");
        assertThat(chain.nonce(host.address())).isEqualTo(nonce);
    }

    @Test
    void refusesAConfigurationThatMakesNoSense() {
        BadgeCollection.Config config = BadgeCollection.Config.of("Show", "S", brand.address());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> BadgeCollection.Config.of(" ", "S", brand.address()))
                .withMessage("the collection's name must not be blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BadgeCollection.Config.of("Show", "", brand.address()))
                .withMessage("the collection's symbol must not be blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BadgeCollection.Config.of("Show", "S", Address.ZERO))
                .withMessage("owner must not be the zero address");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.withMinter(Address.ZERO))
                .withMessage("minter must not be the zero address");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.withTransfers(Address.ZERO, BasisPoints.of(1)))
                .withMessage("payout must not be the zero address");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BadgeCollection.Config(
                        "Show",
                        "S",
                        "",
                        "",
                        brand.address(),
                        brand.address(),
                        brand.address(),
                        BasisPoints.of(500),
                        false))
                .withMessage("badges that cannot be passed on have no royalty, it must be 0: 500");
    }

    private static void assertRefused(String error, ThrowingCallable call) {
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(call)
                .satisfies(e -> {
                    assertThat(e.error().name()).isEqualTo(error);
                    assertThat(e.code())
                            .isEqualTo(LianboException.Code.CALL_REVERTED); // found out before anything was sent
                });
    }

    private static List<Address> audience(long seed, int size) {
        Random random = new Random(seed);
        return new ArrayList<>(IntStream.range(0, size)
                .mapToObj(i -> {
                    byte[] bytes = new byte[Address.SIZE];
                    random.nextBytes(bytes);
                    return Address.of(bytes);
                })
                .toList());
    }

    private Signer signer(int account) {
        return LocalSigner.fromPrivateKey(local.accounts().get(account).privateKey());
    }
}
