package io.lianbo.nft.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.ChainId;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signer;
import io.lianbo.nft.CollectionConfig;
import io.lianbo.nft.SignedVoucher;
import io.lianbo.nft.Voucher;
import io.lianbo.nft.VoucherCollection;
import io.lianbo.nft.VoucherIssuer;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sale opens to gold at ten, to silver five minutes later, to everybody at a quarter past; the contract sees to it. */
@LocalChainTest
class PriorityWindowsTest {

    private static final int SILVER = 2;
    private static final int GOLD = 3;
    private static final BigInteger CAKE = BigInteger.valueOf(1);
    private static final BigInteger CUP = BigInteger.valueOf(2);
    private static final BigInteger POT = BigInteger.valueOf(3);

    private final LocalChain local;
    private final Signer brand;
    private final Signer goldMember;
    private final Signer silverMember;
    private final Signer viewer;

    private Chain chain;
    private VoucherCollection collection;
    private VoucherIssuer issuer;
    private MembershipPass club;
    private Instant ten;

    PriorityWindowsTest(LocalChain local) {
        this.local = local;
        this.brand = signer(0);
        this.goldMember = signer(1);
        this.silverMember = signer(2);
        this.viewer = signer(3);
    }

    @BeforeEach
    void openTheClub() {
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        club = MembershipPass.deploy(chain, brand, MembershipPass.Config.of("Tea Club", "CLUB", brand.address()));
        club.grant(brand, List.of(goldMember.address()), PassTerms.forGood(GOLD));
        club.grant(brand, List.of(silverMember.address()), PassTerms.forGood(SILVER));
        // @start region="collection"
        CollectionConfig config = CollectionConfig.of("Spring Tea", "TEA", brand.address())
                .withMembership(club.id().address());
        // @end region="collection"
        collection = VoucherCollection.deploy(chain, brand, config);
        issuer = new VoucherIssuer(brand, collection.id());
        ten = local.timestamp().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
    }

    @AfterEach
    void disconnect() {
        chain.close();
    }

    @Test
    void letsMembersBuyBeforeOthersAndATokenGoOnce() {
        PriorityWindows windows = windows();
        List<SignedVoucher> cake = published(windows, CAKE);
        List<SignedVoucher> cup = published(windows, CUP);
        List<SignedVoucher> pot = published(windows, POT);

        for (Signer buyer : List.of(goldMember, silverMember, viewer)) {
            assertNoneRedeems(cake, buyer);
        }
        local.setTime(ten);
        assertNoneRedeems(cake, viewer);
        assertNoneRedeems(cake, silverMember);
        redeem(goldMember, cake.get(0));
        assertThat(collection.ownerOf(CAKE)).hasValue(goldMember.address());

        local.setTime(ten.plus(Duration.ofMinutes(5)));
        assertNoneRedeems(cup, viewer);
        assertRefused("TierTooLow", () -> redeem(silverMember, cup.get(0)));
        redeem(silverMember, cup.get(1));
        assertThat(collection.ownerOf(CUP)).hasValue(silverMember.address());

        local.setTime(ten.plus(Duration.ofMinutes(15)));
        assertRefused("TierTooLow", () -> redeem(viewer, pot.get(1)));
        redeem(viewer, pot.get(2));
        assertThat(collection.ownerOf(POT)).hasValue(viewer.address());
        // Each token went once, by whichever of its vouchers.
        for (List<SignedVoucher> gone : List.of(cake, cup, pot)) {
            gone.forEach(signed -> assertRefused("AlreadyRedeemed", () -> redeem(goldMember, signed)));
        }
    }

    @Test
    void askAboutThePassWhenTheVoucherIsRedeemed() {
        List<SignedVoucher> cake = published(windows(), CAKE);
        club.setTerms(brand, goldMember.address(), PassTerms.until(GOLD, ten));
        local.setTime(ten);
        assertRefused("TierTooLow", () -> redeem(goldMember, cake.get(0)));
        club.grant(brand, List.of(viewer.address()), PassTerms.forGood(GOLD));
        redeem(viewer, cake.get(0));
        assertThat(collection.ownerOf(CAKE)).hasValue(viewer.address());
    }

    @Test
    void bindVouchersToARecipientWhereTheyNameOne() {
        Voucher terms = Voucher.gift(CAKE, silverMember.address(), ten, 0).withMaxPerBuyer(1);
        List<Voucher> vouchers = windows().vouchers(terms);

        assertThat(vouchers).hasSize(3).allSatisfy(voucher -> {
            assertThat(voucher.tokenId()).isEqualTo(CAKE);
            assertThat(voucher.recipient()).hasValue(silverMember.address());
            assertThat(voucher.maxPerBuyer()).isEqualTo(1);
            assertThat(voucher.validUntil()).isEqualTo(ten.plus(Duration.ofHours(2)));
        });
        assertThat(vouchers.stream().map(Voucher::minTier)).containsExactly(GOLD, SILVER, 0);
        assertThat(vouchers.stream().map(Voucher::validFrom))
                .containsExactly(ten, ten.plus(Duration.ofMinutes(5)), ten.plus(Duration.ofMinutes(15)));
    }

    @Test
    void tellWhenASaleOpensToWhom() {
        PriorityWindows windows = windows();

        assertThat(windows.opensTo(255)).hasValue(ten);
        assertThat(windows.opensTo(GOLD)).hasValue(ten);
        assertThat(windows.opensTo(SILVER)).hasValue(ten.plus(Duration.ofMinutes(5)));
        assertThat(windows.opensTo(1)).hasValue(ten.plus(Duration.ofMinutes(15)));
        assertThat(windows.opensTo(0)).hasValue(ten.plus(Duration.ofMinutes(15)));
        PriorityWindows membersOnly = new PriorityWindows(List.of(new PriorityWindows.Window(GOLD, ten)), ten);
        assertThat(membersOnly.opensTo(SILVER)).isEmpty();
    }

    @Test
    void refuseAScheduleThatMakesNoSense() {
        PriorityWindows windows = windows();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> windows.andBefore(GOLD, ten.minusSeconds(1)))
                .withMessageStartingWith("a window must open later than the one before, and to a lower tier");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> windows.andBefore(4, ten))
                .withMessageStartingWith("a window must open later than the one before, and to a lower tier");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> windows.andBefore(0, ten))
                .withMessage("tier must be 1 to 255: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PriorityWindows(List.of(), ten))
                .withMessage("a sale must have a window");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PriorityWindows.forEverybody(ten.plusSeconds(1), ten))
                .withMessageStartingWith("the last window must open before the sale closes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PriorityWindows.Window(256, ten))
                .withMessage("minTier must be 0 to 255: 256");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PriorityWindows.Window(1, ten.plusNanos(1)))
                .withMessageStartingWith("opensAt must be a whole second");
        assertThat(windows.windows()).hasSize(3);
    }

    private PriorityWindows windows() {
        // @start region="windows"
        Instant midday = ten.plus(Duration.ofHours(2));
        PriorityWindows windows = PriorityWindows.forEverybody(ten.plus(Duration.ofMinutes(15)), midday)
                .andBefore(SILVER, ten.plus(Duration.ofMinutes(5)))
                .andBefore(GOLD, ten);
        // @end region="windows"
        return windows;
    }

    private List<SignedVoucher> published(PriorityWindows windows, BigInteger tokenId) {
        Instant midday = windows.closesAt();
        // @start region="vouchers"
        TokenAmount price = TokenAmount.parse("0.05", Token.nativeCoin("ETH"));
        Voucher forWhoeverComes = Voucher.bearer(tokenId, price, midday, 0);
        List<SignedVoucher> vouchers =
                windows.vouchers(forWhoeverComes).stream().map(issuer::issue).toList();
        // @end region="vouchers"
        return vouchers;
    }

    private void assertNoneRedeems(List<SignedVoucher> vouchers, Signer buyer) {
        for (SignedVoucher signed : vouchers) {
            assertThatExceptionOfType(ContractRevertException.class)
                    .isThrownBy(() -> redeem(buyer, signed))
                    .satisfies(e -> assertThat(e.error().name()).isIn("TierTooLow", "VoucherNotYetValid"));
        }
    }

    private void redeem(Signer buyer, SignedVoucher signed) {
        assertThat(collection.redeem(buyer, signed).succeeded()).isTrue();
    }

    private static void assertRefused(String error, ThrowingCallable call) {
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.error().name()).isEqualTo(error));
    }

    private Signer signer(int account) {
        return LocalSigner.fromPrivateKey(local.accounts().get(account).privateKey());
    }
}
