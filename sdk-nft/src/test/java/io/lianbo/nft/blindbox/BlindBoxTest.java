package io.lianbo.nft.blindbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.LianboException;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.crypto.Signer;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A brand sells blind, viewers buy blind, and the draw is nobody's: on a real chain. */
@LocalChainTest
class BlindBoxTest {
    private static final BigInteger PRICE = Shop.PRICE.units();
    private static final BigInteger BOND = Shop.BOND.units();

    private final LocalChain local;
    private Shop shop;
    private BlindBox blindBox;

    BlindBoxTest(LocalChain local) {
        this.local = local;
    }

    @BeforeEach
    void openTheShop() {
        shop = new Shop(local);
        blindBox = shop.blindBox;
    }

    @AfterEach
    void closeTheShop() {
        shop.close();
    }

    @Test
    void drawsFromTheSealedSeedToThePrizeInTheViewersHands() {
        Chain chain = shop.chain;
        Signer brand = shop.brand;
        Signer viewer = shop.alice;
        Signer anyone = shop.relayer;
        PrizeList prizes = Shop.prizes(10);
        Address collection = shop.collectibles.address();
        // @start region="seed"
        ServerSeed seed = ServerSeed.generate(new SecureRandom());
        byte[] secret = seed.exportSecretDangerously(); // keep it where keys are kept, in two places
        // @end region="seed"
        assertThat(ServerSeed.of(secret).commitment()).isEqualTo(seed.commitment());
        // @start region="terms"
        Address vault =
                PrizeVault.deploy(chain, brand, blindBox, collection).id().address();
        Instant tonight = chain.timestamp();
        SaleTerms terms = SaleTerms.of(
                        brand.address(),
                        seed,
                        prizes,
                        TokenAmount.parse("0.01", Token.nativeCoin("ETH")), // a box
                        TokenAmount.parse("5", Token.nativeCoin("ETH")), // the bond
                        tonight,
                        tonight.plus(Duration.ofHours(1)),
                        vault)
                .withMaxPerBuyer(5)
                .withRevealBy(tonight.plus(Duration.ofDays(2)));
        // @end region="terms"
        assertThat(terms.maxPerBuyer()).isEqualTo(5);
        terms = shop.terms(prizes);
        seed = shop.seed;
        // @start region="create"
        Hash32 sale = blindBox.create(brand, terms); // pays the bond
        // @end region="create"
        shop.mint(prizes);
        PrizeVault prizeVault = shop.vault;
        // @start region="vault"
        prizeVault.deposit(brand, sale, prizes.prizes()); // which the vault is approved for
        boolean complete = prizes.prizes().stream().allMatch(prize -> prizeVault.holds(sale, prize));
        // @end region="vault"
        assertThat(complete).isTrue();
        blindBox.buy(shop.bob, sale, 6, Shop.hash("bob"));
        // @start region="draw"
        byte[] luck = new byte[32];
        new SecureRandom().nextBytes(luck);
        Purchase mine = blindBox.buy(viewer, sale, 4, Hash32.of(luck)); // the last four, so the sale is closed

        local.mine(17); // a real chain does this by itself
        blindBox.capture(anyone, sale);
        local.mine(31);
        blindBox.reveal(brand, sale, seed);
        blindBox.claim(anyone, sale, mine.firstBox(), prizes); // to the viewer, whoever calls
        // @end region="draw"

        long position = blindBox.positionOf(sale, 6);
        assertThat(mine).isEqualTo(new Purchase(1, viewer.address(), 6, 4, Hash32.of(luck)));
        assertThat(shop.ownerOf(prizes.prizeAt(position))).isEqualTo(viewer.address());
        assertThat(blindBox.isClaimed(sale, 6)).isTrue();
        assertThat(blindBox.isClaimed(sale, 7)).isFalse();
        SaleState state = blindBox.state(sale);
        assertThat(new Draw(state.randomness().orElseThrow(), 10).positionOf(6)).isEqualTo(position);
        assertThat(state.beacon())
                .isEqualTo(chain.block(state.drawBlock().orElseThrow()).map(block -> block.hash()));

        BigInteger before = chain.balance(brand.address());
        blindBox.collect(anyone, sale);
        assertThat(chain.balance(brand.address()).subtract(before)).isEqualTo(BOND.add(PRICE.multiply(BigInteger.TEN)));
        assertThat(chain.balance(blindBox.id().address())).isZero();
        assertThat(blindBox.state(sale).settled()).isTrue();
    }

    @Test
    void paysEveryBuyerBackWhereTheSeedIsWithheld() {
        PrizeList prizes = Shop.prizes(10);
        SaleTerms terms = shop.terms(prizes);
        Hash32 sale = blindBox.create(shop.brand, terms);
        shop.handIn(sale, prizes);
        List<Signer> buyers = List.of(shop.alice, shop.bob, shop.carol, shop.alice);
        List<BigInteger> before = buyers.stream()
                .map(buyer -> shop.chain.balance(buyer.address()))
                .toList();
        for (int i = 0; i < buyers.size(); i++) {
            blindBox.buy(buyers.get(i), sale, i % 2 + 1, Shop.hash("luck " + i));
        }
        List<BigInteger> after = buyers.stream()
                .map(buyer -> shop.chain.balance(buyer.address()))
                .toList();
        assertRefused("RefundNotDue", () -> blindBox.refund(shop.relayer, sale, shop.alice.address()));
        assertThat(blindBox.state(sale).refundable()).isFalse();

        local.setTime(terms.revealBy().plusSeconds(1));
        // @start region="refund"
        if (blindBox.state(sale).refundable()) {
            blindBox.refund(shop.relayer, sale, shop.alice.address()); // by whoever likes to
        }
        // @end region="refund"
        blindBox.refund(shop.relayer, sale, shop.bob.address());
        blindBox.refund(shop.relayer, sale, shop.carol.address());

        // Alice had boxes 0, 4 and 5 of six, Bob two, Carol one.
        BigInteger share = BOND.divide(BigInteger.valueOf(6));
        assertThat(shop.chain.balance(shop.bob.address()).subtract(after.get(1)))
                .isBetween(due(2, share), due(2, share).add(BigInteger.TWO));
        assertThat(shop.chain.balance(shop.carol.address()).subtract(after.get(2)))
                .isBetween(due(1, share), due(1, share).add(BigInteger.TWO));
        assertThat(shop.chain.balance(shop.alice.address()).subtract(after.getFirst()))
                .isBetween(due(3, share), due(3, share).add(BigInteger.TWO));
        assertThat(shop.chain.balance(blindBox.id().address())).isZero();
        assertThat(before.getFirst()).isGreaterThan(after.getFirst());
        assertRefused("NotRevealed", () -> blindBox.collect(shop.brand, sale));
        assertRefused("NotClosed", () -> blindBox.reveal(shop.brand, sale, shop.seed));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> blindBox.refund(shop.relayer, sale, shop.relayer.address()))
                .withMessageContaining("bought nothing");

        // The prizes go back, and refunding again moves nothing.
        shop.vault.takeBack(shop.relayer, sale, prizes.prizes());
        assertThat(shop.ownerOf(BigInteger.valueOf(7001))).isEqualTo(shop.brand.address());
        blindBox.refund(shop.relayer, sale, shop.bob.address());
    }

    @Test
    void namesAnotherBlockWhereNobodyCapturedTheFirst() {
        PrizeList prizes = Shop.prizes(3);
        Hash32 sale = blindBox.create(shop.brand, shop.terms(prizes));
        blindBox.buy(shop.alice, sale, 3, Shop.hash("luck"));
        long missed = blindBox.state(sale).drawBlock().orElseThrow();
        local.mine(17);
        assertRefused("BlockHashAvailable", () -> blindBox.redraw(shop.relayer, sale));
        // As on a chain without EIP-2935, for blocks are mined one by one.
        local.rpc("anvil_setCode", "0x0000F90827F1C53a10cb7A02335B175320002935", "0x");
        local.mine(300);

        assertRefused("BlockHashGone", () -> blindBox.capture(shop.relayer, sale));
        blindBox.redraw(shop.relayer, sale);

        assertThat(blindBox.state(sale).drawBlock().orElseThrow()).isGreaterThan(missed + 300);
        shop.waitForTheReveal();
        blindBox.reveal(shop.brand, sale, shop.seed);
        assertThat(blindBox.state(sale).isRevealed()).isTrue();
        assertThat(new DrawVerifier(blindBox)
                        .verify(sale, prizes, 0)
                        .value()
                        .orElseThrow()
                        .missedBlocks())
                .containsExactly(missed);
    }

    @Test
    void givesTheSellerWhatNobodyBought() {
        PrizeList prizes = Shop.prizes(10);
        SaleTerms terms = shop.terms(prizes);
        Hash32 sale = blindBox.create(shop.brand, terms);
        shop.handIn(sale, prizes);
        blindBox.buy(shop.alice, sale, 2, Shop.hash("luck"));
        assertRefused("StillOpen", () -> blindBox.close(shop.relayer, sale));
        local.setTime(terms.closesAt().plusSeconds(1));
        assertThat(blindBox.state(sale).isClosed()).isFalse();
        blindBox.close(shop.relayer, sale);
        shop.waitForTheReveal();
        assertRefused("NotRevealed", () -> blindBox.positionOf(sale, 0));
        assertRefused("WrongSeed", () -> blindBox.reveal(shop.brand, sale, Shop.seed("another")));
        blindBox.reveal(shop.brand, sale, shop.seed);
        for (long box = 0; box < 10; box++) {
            blindBox.claim(shop.relayer, sale, box, prizes);
        }

        assertThat(blindBox.ownerOf(sale, 1)).isEqualTo(shop.alice.address());
        assertThat(blindBox.ownerOf(sale, 2)).isEqualTo(shop.brand.address());
        assertThat(shop.collectibles.read("balanceOf", shop.alice.address()).uint(0))
                .isEqualTo(2);
        assertThat(shop.collectibles.read("balanceOf", shop.brand.address()).uint(0))
                .isEqualTo(8);
        assertRefused("AlreadyClaimed", () -> blindBox.claim(shop.relayer, sale, 0, prizes));
        assertRefused("UnknownBox", () -> blindBox.claim(shop.relayer, sale, 10, prizes));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> blindBox.claim(shop.relayer, sale, 0, Shop.prizes(9)))
                .withMessageContaining("the sale has a list with root");
        assertThat(new DrawVerifier(blindBox).verify(sale, prizes, 0).isVerified())
                .isTrue();
    }

    @Test
    void takesPriceAndBondInAnErc20() {
        Contract dollars = shop.chain
                .deploy(
                        shop.brand,
                        ContractArtifact.load(LocalChain.class, "/io/lianbo/testkit/TestToken.json"),
                        "Test Dollar",
                        "TUSD",
                        6)
                .contract();
        Token dollar = Token.erc20(dollars.address(), "TUSD", 6);
        PrizeList prizes = Shop.prizes(2);
        SaleTerms terms = SaleTerms.of(
                shop.brand.address(),
                shop.seed,
                prizes,
                TokenAmount.parse("9.90", dollar),
                TokenAmount.parse("100", dollar),
                shop.chain.timestamp(),
                shop.chain.timestamp().plusSeconds(600),
                shop.vault.id().address());
        for (Signer payer : List.of(shop.brand, shop.alice)) {
            dollars.send(shop.brand, "mint", payer.address(), 1_000_000_000);
            dollars.send(payer, "approve", blindBox.id().address(), 1_000_000_000);
        }

        Hash32 sale = blindBox.create(shop.brand, terms);
        blindBox.buy(shop.alice, sale, 2, Shop.hash("luck"));

        assertThat(dollars.read("balanceOf", blindBox.id().address()).uint(0)).isEqualTo(119_800_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SaleTerms.of(
                        shop.brand.address(),
                        shop.seed,
                        prizes,
                        TokenAmount.parse("9.90", dollar),
                        Shop.BOND,
                        terms.opensAt(),
                        terms.closesAt(),
                        terms.minter()))
                .withMessageContaining("in one currency");
    }

    @Test
    void drawsWithAProvidersWordWhereTheTermsNameOne() {
        Address provider = Address.of("0x00000000000000000000000000000000000000f1");
        Hash32 word = Shop.hash("a verifiable random word");
        // Answers whatever is asked with (true, word).
        local.rpc(
                "anvil_setCode",
                provider.toString(),
                "0x60015f527f" + Hex.encode(word.bytes()).substring(2) + "60205260405ff3");
        PrizeList prizes = Shop.prizes(4);
        Hash32 sale = blindBox.create(shop.brand, shop.terms(prizes).withProvider(provider));
        blindBox.buy(shop.alice, sale, 4, Shop.hash("luck"));
        assertRefused("WrongRequest", () -> blindBox.capture(shop.relayer, sale));
        blindBox.request(shop.relayer, sale);
        blindBox.capture(shop.relayer, sale);
        assertThat(blindBox.state(sale).beacon()).hasValue(word);
        assertThat(blindBox.state(sale).requested()).isTrue();
        shop.waitForTheReveal();
        blindBox.reveal(shop.brand, sale, shop.seed);

        assertThat(new DrawVerifier(blindBox)
                        .verify(sale, prizes, 0)
                        .value()
                        .orElseThrow()
                        .beacon())
                .isEqualTo(word);
    }

    @Test
    void tellsTheTermsAndTheIdThatTheContractTells() {
        SaleTerms terms = shop.terms(Shop.prizes(7))
                .withMaxPerBuyer(3)
                .withRevealBy(shop.chain.timestamp().plus(Duration.ofDays(9)));
        Hash32 sale = blindBox.create(shop.brand, terms);

        assertThat(sale).isEqualTo(terms.saleId(blindBox.id()));
        assertThat(blindBox.terms(sale)).isEqualTo(terms);
        assertThat(blindBox.contract().read("saleIdOf", terms.struct()).hash(0)).isEqualTo(sale);
        assertThat(terms.saleId(new AccountId(new ChainId(1), blindBox.id().address())))
                .isNotEqualTo(sale);
        SaleState state = blindBox.state(sale);
        assertThat(state.accumulator()).isEqualTo(sale);
        assertThat(state.isClosed()).isFalse();
        assertThat(state.isRevealed()).isFalse();
        assertThat(state.sold()).isZero();
        assertThat(BlindBox.at(shop.chain, blindBox.id().address()).terms(sale)).isEqualTo(terms);
        assertThat(blindBox).hasToString("BlindBox " + blindBox.id());
        assertThat(PrizeVault.at(shop.chain, shop.vault.id().address())).hasToString("PrizeVault " + shop.vault.id());
        assertThat(blindBox.contract().read("DRAW_DELAY").uint(0)).isEqualTo(BlindBox.DRAW_DELAY);
        assertThat(blindBox.contract().read("REVEAL_DELAY").uint(0)).isEqualTo(BlindBox.REVEAL_DELAY);
    }

    @Test
    void refusesWhatTheContractRefusesBeforeItIsSent() {
        SaleTerms terms = shop.terms(Shop.prizes(5)).withMaxPerBuyer(2);
        Hash32 sale = blindBox.create(shop.brand, terms);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> blindBox.create(shop.alice, terms))
                .withMessageContaining("the terms name " + shop.brand.address() + " as the seller");
        assertRefused("SeedUsed", () -> blindBox.create(shop.brand, terms));
        assertRefused("UnknownSale", () -> blindBox.state(Shop.hash("no sale")));
        assertRefused("UnknownSale", () -> blindBox.buy(shop.alice, Shop.hash("no sale"), 1, Hash32.ZERO));
        assertRefused("BuyerLimitReached", () -> blindBox.buy(shop.alice, sale, 3, Hash32.ZERO));
        assertRefused("WrongQuantity", () -> blindBox.buy(shop.alice, sale, 6, Hash32.ZERO));
        assertRefused("NothingToWithdraw", () -> blindBox.withdraw(shop.alice, Address.ZERO));
        assertThat(blindBox.creditOf(shop.alice.address(), Address.ZERO)).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> blindBox.buy(shop.alice, sale, 0, Hash32.ZERO))
                .withMessage("quantity must be 1 to 4294967295: 0");
    }

    @Test
    void keepsAPrizeForABuyerUntilItCanBeDelivered() {
        PrizeList prizes = Shop.prizes(3);
        Hash32 sale = blindBox.create(shop.brand, shop.terms(prizes));
        blindBox.buy(shop.alice, sale, 3, Shop.hash("luck"));
        shop.waitForTheReveal();
        blindBox.reveal(shop.brand, sale, shop.seed);
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(() -> blindBox.claim(shop.relayer, sale, 0, prizes)); // nobody has handed the tokens in

        shop.handIn(sale, prizes);
        IntStream.range(0, 3).forEach(box -> blindBox.claim(shop.relayer, sale, box, prizes));

        assertThat(shop.collectibles.read("balanceOf", shop.alice.address()).uint(0))
                .isEqualTo(3);
    }

    @Test
    void keepsTheSeedOutOfEveryText() {
        String secret = Hex.encode(shop.seed.exportSecretDangerously());

        assertThat(shop.seed.toString()).doesNotContain(secret.substring(2)).contains("0x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerSeed.of(new byte[31]))
                .withMessage("a server seed must be 32 bytes: 31 bytes");
        assertThat(ServerSeed.generate(new SecureRandom()).commitment())
                .isNotEqualTo(ServerSeed.generate(new SecureRandom()).commitment());
    }

    private static BigInteger due(long boxes, BigInteger share) {
        return PRICE.add(share).multiply(BigInteger.valueOf(boxes));
    }

    private static void assertRefused(String error, ThrowingCallable call) {
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(call)
                .satisfies(e -> {
                    assertThat(e.error().name()).isEqualTo(error);
                    assertThat(e.code()).isEqualTo(LianboException.Code.CALL_REVERTED);
                });
    }
}
