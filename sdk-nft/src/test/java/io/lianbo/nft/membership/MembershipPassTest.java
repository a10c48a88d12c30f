package io.lianbo.nft.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.LianboException;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.crypto.Signer;
import io.lianbo.nft.BadgeCollection;
import io.lianbo.nft.VoucherSignature;
import io.lianbo.nft.airdrop.AirdropPlan;
import io.lianbo.nft.airdrop.AirdropPlanner;
import io.lianbo.nft.airdrop.BadgeChunk;
import io.lianbo.nft.airdrop.Duplicates;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A club grants, sells and offers passes, and knows its members: on a real chain. */
@LocalChainTest
class MembershipPassTest {

    private static final int SILVER = 2;
    private static final int GOLD = 3;
    private static final Token ETHER = Token.nativeCoin("ETH");
    private static final Duration MONTH = Duration.ofDays(30);

    private final LocalChain local;
    private final Signer brand;
    private final Signer host;
    private final Signer viewer;
    private final Signer friend;
    private final Signer stranger;
    private final Address till = Address.of("0x0000000000000000000000000000000000007111");

    private Chain chain;
    private MembershipPass club;

    MembershipPassTest(LocalChain local) {
        this.local = local;
        this.brand = signer(0);
        this.host = signer(1);
        this.viewer = signer(2);
        this.friend = signer(3);
        this.stranger = signer(4);
    }

    @BeforeEach
    void deployTheClub() {
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        Address hostAccount = host.address();
        // @start region="deploy"
        MembershipPass.Config config = MembershipPass.Config.of("Tea Club", "CLUB", brand.address())
                .withMinter(hostAccount) // a key that lies on a server
                .withOfferSigner(hostAccount)
                .withPayout(till)
                .withBaseUri("ipfs://club/"); // a file a tier: ipfs://club/3
        MembershipPass tea = MembershipPass.deploy(chain, brand, config);
        // @end region="deploy"
        club = tea;
    }

    @AfterEach
    void disconnect() {
        chain.close();
    }

    @Test
    void grantsPassesThatCountUntilTheyExpire() {
        Instant end = local.timestamp().plus(Duration.ofHours(1));
        List<Address> winners = List.of(viewer.address(), friend.address());
        // @start region="grant"
        MembershipPass.Granted granted = club.grant(host, winners, PassTerms.until(GOLD, end));
        int tier = club.tierOf(winners.getFirst());
        // @end region="grant"
        assertThat(granted.passedOver()).isEmpty();
        assertThat(tier).isEqualTo(GOLD);
        assertThat(club.pass(viewer.address())).hasValue(PassTerms.until(GOLD, end));
        assertThat(club.pass(stranger.address())).isEmpty();
        assertThat(club.tierOf(stranger.address())).isZero();
        BigInteger tokenId = MembershipPass.tokenId(viewer.address());
        assertThat(club.contract().read("ownerOf", tokenId).address(0)).isEqualTo(viewer.address());
        assertThat(club.contract().read("tokenURI", tokenId).string(0)).isEqualTo("ipfs://club/3");
        assertThat(club.contract().read("locked", tokenId).bool(0)).isTrue();

        local.setTime(end);
        assertThat(club.tierOf(viewer.address())).isZero();
        assertThat(club.pass(viewer.address())).hasValue(PassTerms.until(GOLD, end));
    }

    @Test
    void passesOverWhoHasBetterAndSaysWhatThatIs() {
        Instant end = soon();
        club.grant(host, List.of(viewer.address()), PassTerms.forGood(GOLD));

        MembershipPass.Granted granted =
                club.grant(host, List.of(viewer.address(), friend.address()), PassTerms.until(SILVER, end));

        assertThat(granted.passedOver()).isEqualTo(Map.of(viewer.address(), PassTerms.forGood(GOLD)));
        assertThat(club.pass(viewer.address())).hasValue(PassTerms.forGood(GOLD));
        assertThat(club.pass(friend.address())).hasValue(PassTerms.until(SILVER, end));
        // Again, nothing changes.
        MembershipPass.Granted again = club.grant(host, List.of(friend.address()), PassTerms.until(SILVER, end));
        assertThat(club.contract().eventsIn(again.receipt(), "PassChanged")).isEmpty();
    }

    @Test
    void makesAPassLessOnlyByName() {
        club.grant(host, List.of(viewer.address(), friend.address()), PassTerms.forGood(GOLD));
        // @start region="govern"
        club.setTerms(host, viewer.address(), PassTerms.until(SILVER, soon())); // downwards too
        club.revoke(host, friend.address());
        // @end region="govern"
        assertThat(club.tierOf(viewer.address())).isEqualTo(SILVER);
        assertThat(club.pass(friend.address())).isEmpty();
        assertThat(club.offerNonce(friend.address())).isEqualTo(1);
        club.burn(viewer);
        assertThat(club.pass(viewer.address())).isEmpty();
        assertRefused("ERC721NonexistentToken", () -> club.burn(viewer));
        assertRefused("ERC721NonexistentToken", () -> club.setTerms(host, friend.address(), PassTerms.forGood(1)));
        assertRefused("Unauthorized", () -> club.revoke(stranger, viewer.address()));
        assertRefused("Unauthorized", () -> club.grant(stranger, List.of(viewer.address()), PassTerms.forGood(1)));
    }

    @Test
    void sellsAndRenewsAtThePriceThatWasShown() {
        // @start region="plan"
        PassPlan month = PassPlan.of(TokenAmount.parse("0.05", ETHER), Duration.ofDays(30));
        club.setPlan(brand, SILVER, month);
        // @end region="plan"
        Address account = viewer.address();
        Signer payer = friend;
        // @start region="buy"
        PassPlan shown = club.plan(SILVER).orElseThrow();
        club.buy(payer, SILVER, account, shown); // anyone pays, for anyone
        club.renew(payer, account, shown); // from the end of the pass on
        // @end region="buy"
        assertThat(shown).isEqualTo(month);
        Instant end = club.pass(account).orElseThrow().expiresAt().orElseThrow();
        assertThat(Duration.between(local.timestamp(), end)).isBetween(Duration.ofDays(59), Duration.ofDays(60));
        assertThat(club.tierOf(account)).isEqualTo(SILVER);
        assertThat(club.pass(payer.address())).isEmpty();

        club.setPlan(brand, SILVER, PassPlan.of(TokenAmount.parse("0.06", ETHER), MONTH));
        assertRefused("PlanDiffers", () -> club.renew(payer, account, shown));
        club.removePlan(brand, SILVER);
        assertThat(club.plan(SILVER)).isEmpty();
        assertRefused("PlanNotOffered", () -> club.renew(payer, account, shown));
        // @start region="withdraw"
        club.withdraw(payer, Address.ZERO); // anyone sends what was paid to the payout
        // @end region="withdraw"
        assertThat(chain.balance(till)).isEqualTo(month.price().multiply(BigInteger.TWO));
    }

    @Test
    void sellsInAnErc20AndWithoutEnd() {
        Contract coin = chain.deploy(
                        brand,
                        ContractArtifact.load(LocalChain.class, "/io/lianbo/testkit/TestToken.json"),
                        "Test Dollar",
                        "TUSD",
                        6)
                .contract();
        coin.send(brand, "mint", viewer.address(), 20_000_000);
        coin.send(viewer, "approve", club.id().address(), 12_500_000);
        Token dollar = Token.erc20(coin.address(), "TUSD", 6);
        PassPlan plan = PassPlan.forGood(TokenAmount.parse("12.5", dollar));
        club.setPlan(brand, GOLD, plan);

        assertThat(club.plan(GOLD)).hasValue(plan);
        club.buy(viewer, GOLD, viewer.address(), plan);

        assertThat(club.pass(viewer.address())).hasValue(PassTerms.forGood(GOLD));
        assertRefused("PassIsBetter", () -> club.renew(viewer, viewer.address(), plan));
        club.withdraw(stranger, coin.address());
        assertThat(coin.read("balanceOf", till).uint(0)).isEqualTo(12_500_000);
    }

    @Test
    void redeemsAnOfferOnceWhoeverPays() {
        Address account = viewer.address();
        Instant tonight = soon();
        // @start region="offer"
        PassPlan trial = PassPlan.of(TokenAmount.parse("0.01", ETHER), Duration.ofDays(30));
        PassOffer offer = PassOffer.of(account, GOLD, trial, tonight, club.offerNonce(account));
        String body = offer.sign(host, club.id()).toJson(); // no gas, no chain
        // @end region="offer"
        Signer payer = friend;
        // @start region="redeem"
        SignedPassOffer received = SignedPassOffer.parse(body);
        Verdict<SignedPassOffer> verdict = club.verify(received); // or every reason against it
        club.redeem(payer, received);
        // @end region="redeem"
        assertThat(verdict).isEqualTo(Verdict.ok(received));
        assertThat(club.tierOf(account)).isEqualTo(GOLD);
        assertThat(chain.balance(club.id().address())).isEqualTo(trial.price());
        assertThat(club.offerNonce(account)).isEqualTo(1);
        assertRefused("WrongOfferNonce", () -> club.redeem(payer, received));
        assertThat(codes(received)).containsExactly("WRONG_NONCE");
    }

    @Test
    void saysAllThatSpeaksAgainstAnOffer() {
        PassPlan free = PassPlan.of(TokenAmount.parse("0", ETHER), MONTH);
        PassOffer offer = PassOffer.of(viewer.address(), SILVER, free, soon(), 0);
        SignedPassOffer good = offer.sign(host, club.id());
        assertThat(club.verify(good)).isEqualTo(Verdict.ok(good));
        assertThat(codes(offer.sign(stranger, club.id()))).containsExactly("WRONG_SIGNER");

        club.grant(host, List.of(viewer.address()), PassTerms.forGood(GOLD));
        assertThat(codes(good)).containsExactly("PASS_IS_BETTER");
        club.revoke(host, viewer.address());
        club.pause(brand);
        local.setTime(offer.validUntil().plusSeconds(1));
        AccountId elsewhere = new AccountId(new ChainId(1), viewer.address());
        assertThat(codes(offer.sign(host, elsewhere)))
                .containsExactly("WRONG_CHAIN", "WRONG_MEMBERSHIP", "EXPIRED", "WRONG_NONCE", "PAUSED");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> club.redeem(viewer, offer.sign(host, elsewhere)))
                .withMessage("the offer is for " + elsewhere + ", this is " + club.id());
        club.unpause(brand);
        assertThat(club.isPaused()).isFalse();
    }

    /** Whatever the verdict says of what an account has, the contract does. */
    @Test
    void judgesWhatAnAccountHasAsTheContractDoes() {
        Instant now = local.timestamp();
        List<PassTerms> helds = List.of(
                PassTerms.forGood(SILVER),
                PassTerms.until(SILVER, now.plus(Duration.ofDays(10))),
                PassTerms.until(SILVER, now.plus(Duration.ofDays(50))));
        int seen = 0;
        for (PassTerms held : helds) {
            club.grant(host, List.of(viewer.address()), held);
            for (int tier : List.of(1, SILVER, GOLD)) {
                for (Optional<Duration> duration : List.of(Optional.of(MONTH), Optional.<Duration>empty())) {
                    PassPlan plan = new PassPlan(Address.ZERO, BigInteger.ZERO, duration);
                    SignedPassOffer signed = PassOffer.of(
                                    viewer.address(), tier, plan, soon(), club.offerNonce(viewer.address()))
                            .sign(host, club.id());
                    boolean accepted;
                    try {
                        club.redeemCall(signed).read();
                        accepted = true;
                    } catch (ContractRevertException e) {
                        assertThat(e.error().name()).isEqualTo("PassIsBetter");
                        accepted = false;
                    }
                    assertThat(club.verify(signed).isVerified())
                            .as("%s offered to %s", signed.offer(), held)
                            .isEqualTo(accepted);
                    seen++;
                }
            }
            club.revoke(host, viewer.address());
        }
        assertThat(seen).isEqualTo(18);
    }

    @Test
    void takesOffersOfAContractThatSigns() {
        Contract wallet = chain.deploy(
                        brand,
                        ContractArtifact.load(LocalChain.class, "/io/lianbo/testkit/TestWallet.json"),
                        host.address())
                .contract();
        club.setOfferSigner(brand, wallet.address());
        PassOffer offer = PassOffer.of(
                viewer.address(), GOLD, new PassPlan(Address.ZERO, BigInteger.ZERO, Optional.empty()), soon(), 0);
        Signature signature = host.sign(offer.digest(club.id()));
        SignedPassOffer signed = new SignedPassOffer(club.id(), offer, VoucherSignature.ofContract(signature.bytes()));

        assertThat(club.offerSigner()).hasValue(wallet.address());
        assertThat(codes(offer.sign(stranger, club.id()))).containsExactly("CONTRACT_REFUSED");
        assertThat(club.verify(signed)).isEqualTo(Verdict.ok(signed));
        club.redeem(stranger, signed);
        assertThat(club.tierOf(viewer.address())).isEqualTo(GOLD);
    }

    @Test
    void voidsOffersToAnAccount() {
        PassPlan free = PassPlan.of(TokenAmount.parse("0", ETHER), MONTH);
        SignedPassOffer signed =
                PassOffer.of(viewer.address(), GOLD, free, soon(), 0).sign(host, club.id());

        club.cancelOffers(brand, List.of(viewer.address()));

        assertRefused("WrongOfferNonce", () -> club.redeem(viewer, signed));
        assertRefused("Unauthorized", () -> club.cancelOffers(host, List.of(viewer.address())));
    }

    @Test
    void computesTheDigestThatTheContractComputes() {
        Random random = new Random(1155);
        for (int i = 0; i < 50; i++) {
            PassOffer offer = PassOfferTest.random(random);
            assertThat(club.contract().read("offerDigest", offer.struct()).hash(0))
                    .as("%s", offer)
                    .isEqualTo(offer.digest(club.id()));
        }
    }

    /** A plain map and the contract's own answers tell the same as the events. */
    @Test
    void knowsItsMembersAtAnyBlock() {
        long begin = chain.blockNumber();
        Random random = new Random(7);
        List<Signer> people = List.of(viewer, friend, stranger, host, brand);
        Instant start = local.timestamp();
        Map<Long, Map<Address, Integer>> tiers = new HashMap<>();
        for (int i = 0; i < 24; i++) {
            Signer person = people.get(random.nextInt(people.size()));
            boolean member = club.pass(person.address()).isPresent();
            if (member && random.nextInt(4) == 0) {
                club.revoke(host, person.address());
            } else {
                int tier = random.nextInt(1, 5);
                Instant now = local.timestamp();
                PassTerms terms = random.nextInt(4) == 0
                        ? PassTerms.forGood(tier)
                        : PassTerms.until(tier, now.plus(Duration.ofHours(random.nextInt(2, 9))));
                club.grant(host, List.of(person.address()), terms);
            }
            local.increaseTime(Duration.ofMinutes(45));
            Map<Address, Integer> now = new HashMap<>();
            people.forEach(each -> now.put(each.address(), club.tierOf(each.address())));
            tiers.put(chain.blockNumber(), now);
        }
        assertThat(local.timestamp()).isAfter(start.plus(Duration.ofHours(17)));

        tiers.forEach((block, expected) -> {
            for (int minTier : List.of(1, SILVER, GOLD)) {
                List<Member> members = club.members(minTier, begin, block);
                Map<Address, Integer> found = new HashMap<>();
                members.forEach(
                        member -> found.put(member.account(), member.terms().tier()));
                Map<Address, Integer> wanted = new HashMap<>(expected);
                wanted.values().removeIf(tier -> tier < minTier);
                assertThat(found).as("block %s, tier %s", block, minTier).isEqualTo(wanted);
                assertThat(members.stream().map(Member::account)).isSorted();
            }
        });
        assertThat(tiers.values().stream()
                        .flatMap(each -> each.values().stream())
                        .filter(tier -> tier == 0))
                .hasSizeGreaterThan(10);
    }

    @Test
    void airdropsToItsMembers() {
        long begin = chain.blockNumber();
        club.grant(host, List.of(viewer.address(), friend.address()), PassTerms.forGood(GOLD));
        club.grant(host, List.of(stranger.address()), PassTerms.forGood(1));
        BadgeCollection badges =
                BadgeCollection.deploy(chain, brand, BadgeCollection.Config.of("Thanks", "THX", brand.address()));
        // @start region="snapshot"
        List<Address> members = club.members(SILVER, begin, chain.blockNumber()).stream()
                .map(Member::account)
                .toList();
        AirdropPlan<BadgeChunk> plan =
                AirdropPlanner.named("thanks-2026").badges(badges.id(), members, Duplicates.REFUSE);
        // @end region="snapshot"
        assertThat(members).containsExactlyInAnyOrder(viewer.address(), friend.address());
        assertThat(plan.chunks())
                .singleElement()
                .satisfies(chunk -> badges.mintOnce(brand, chunk.key(), chunk.recipients()));
        assertThat(badges.balanceOf(viewer.address())).isEqualTo(1);
        assertThat(badges.balanceOf(stranger.address())).isZero();
    }

    @Test
    void isFoundAgainByItsAddress() {
        club.grant(host, List.of(viewer.address()), PassTerms.forGood(GOLD));

        MembershipPass again = MembershipPass.at(chain, club.id().address());

        assertThat(again.tierOf(viewer.address())).isEqualTo(GOLD);
        assertThat(again).hasToString("MembershipPass " + club.id());
    }

    @Test
    void refusesWhatMakesNoSenseBeforeItAsksTheChain() {
        long nonce = chain.nonce(host.address());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> club.grant(host, List.of(), PassTerms.forGood(1)))
                .withMessage("a grant must name an account");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> club.grant(host, List.of(Address.ZERO), PassTerms.forGood(1)))
                .withMessage("account must not be the zero address");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PassTerms.forGood(0))
                .withMessage("tier must be 1 to 255: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PassTerms.forGood(256))
                .withMessage("tier must be 1 to 255: 256");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PassTerms.until(1, Instant.EPOCH))
                .withMessageStartingWith("expiresAt must be");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PassTerms.until(1, Instant.ofEpochSecond(1L << 40)))
                .withMessageStartingWith("expiresAt must be");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PassPlan(Address.ZERO, BigInteger.ZERO, Optional.of(Duration.ZERO)))
                .withMessage("duration must be 1 to 2^40-1 whole seconds: PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PassPlan(Address.ZERO, BigInteger.ONE.negate(), Optional.empty()))
                .withMessage("price must be 0 to 2^256-1: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> club.members(1, 0, Long.MAX_VALUE))
                .withMessage("there must be a block " + Long.MAX_VALUE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> club.members(0, 0, 1))
                .withMessage("tier must be 1 to 255: 0");
        MembershipPass.Config config = MembershipPass.Config.of("Club", "C", brand.address());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MembershipPass.Config.of(" ", "C", brand.address()))
                .withMessage("the membership's name must not be blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.withOfferSigner(Address.ZERO))
                .withMessage("offer signer must not be the zero address");
        assertThat(chain.nonce(host.address())).isEqualTo(nonce);
    }

    private List<String> codes(SignedPassOffer signed) {
        return club.verify(signed).reasons().stream().map(Verdict.Reason::code).toList();
    }

    private Instant soon() {
        return local.timestamp().plus(Duration.ofHours(1));
    }

    private static void assertRefused(String error, ThrowingCallable call) {
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(call)
                .satisfies(e -> {
                    assertThat(e.error().name()).isEqualTo(error);
                    assertThat(e.code()).isEqualTo(LianboException.Code.CALL_REVERTED);
                });
    }

    private Signer signer(int account) {
        return LocalSigner.fromPrivateKey(local.accounts().get(account).privateKey());
    }
}
