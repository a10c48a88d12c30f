package io.lianbo.nft.redemption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signer;
import io.lianbo.nft.BadgeCollection;
import io.lianbo.nft.CollectionConfig;
import io.lianbo.nft.Voucher;
import io.lianbo.nft.VoucherCollection;
import io.lianbo.nft.VoucherIssuer;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KEM;
import javax.crypto.spec.GCMParameterSpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A holder hands a token in, the merchant sends the parcel, or the token comes back: on a real chain. */
@LocalChainTest
class RedemptionDeskTest {

    private static final BigInteger CAKE = BigInteger.valueOf(2026);
    private static final Hash32 PARCEL = TokenPerk.id("a tea cake by parcel");
    private static final Hash32 TASTING = TokenPerk.id("a tasting");
    private static final Hash32 SEAT = TokenPerk.id("a seat");
    private static final Hash32 NOTHING_TO_DELIVER = Hash32.ZERO;
    private static final Hash32 WAYBILL = Keccak256.hash("waybill 7".getBytes(StandardCharsets.UTF_8));
    private static final SecureRandom RANDOM = new SecureRandom();

    private final LocalChain local;
    private final Signer merchant;
    private final Signer clerk;
    private final Signer holder;
    private final Signer friend;
    private final Signer stranger;

    private Chain chain;
    private VoucherCollection tea;
    private RedemptionDesk desk;
    private TokenPerk cakeByParcel;
    private TokenPerk tasting;
    private long begin;

    RedemptionDeskTest(LocalChain local) {
        this.local = local;
        this.merchant = signer(0);
        this.clerk = signer(1);
        this.holder = signer(2);
        this.friend = signer(3);
        this.stranger = signer(4);
    }

    @BeforeEach
    void openTheDesk() {
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        tea = VoucherCollection.deploy(chain, merchant, CollectionConfig.of("Spring Tea", "TEA", merchant.address()));
        give(holder.address(), CAKE);
        begin = chain.blockNumber();
        Address collection = tea.id().address();
        Address clerkAccount = clerk.address();
        // @start region="deploy"
        RedemptionDesk teaDesk = RedemptionDesk.deploy(chain, merchant, merchant.address(), clerkAccount);
        Hash32 parcel = TokenPerk.id("a tea cake by parcel");
        teaDesk.setPerk(merchant, collection, parcel, PerkRule.burn(Duration.ofDays(3), Duration.ofDays(14)));
        // @end region="deploy"
        assertThat(parcel).isEqualTo(PARCEL);
        desk = teaDesk;
        desk.setPerk(merchant, collection, TASTING, PerkRule.keep(Duration.ofDays(3), Duration.ofDays(14)));
        cakeByParcel = new TokenPerk(collection, CAKE, PARCEL);
        tasting = new TokenPerk(collection, CAKE, TASTING);
    }

    @AfterEach
    void disconnect() {
        chain.close();
    }

    @Test
    void sendsTheParcelAndBurnsTheToken() throws GeneralSecurityException {
        KeyPair merchantKeys = KeyPairGenerator.getInstance("X25519").generateKeyPair();
        PublicKey merchantKey = merchantKeys.getPublic();
        // @start region="encrypt"
        byte[] address = "Li Ziqi, 8 Tea Lane, 650000 Kunming".getBytes(StandardCharsets.UTF_8);
        KEM.Encapsulated sealed =
                KEM.getInstance("DHKEM").newEncapsulator(merchantKey).encapsulate(0, 32, "AES");
        Cipher aes = Cipher.getInstance("AES/GCM/NoPadding");
        aes.init(Cipher.ENCRYPT_MODE, sealed.key(), new GCMParameterSpec(128, new byte[12])); // a key for this once
        byte[] box = aes.doFinal(address);
        byte[] ciphertext = ByteBuffer.allocate(32 + box.length)
                .put(sealed.encapsulation())
                .put(box)
                .array();
        // @end region="encrypt"
        // @start region="commit"
        DeliveryCommitment delivery = DeliveryCommitment.to(ciphertext, RANDOM);
        Hash32 onChain = delivery.hash(); // salt and ciphertext go to the merchant, beside the chain
        // @end region="commit"
        // @start region="open"
        TokenPerk cake = new TokenPerk(tea.id().address(), CAKE, PARCEL);
        RedemptionRequest opened = desk.open(holder, cake, onChain); // one transaction, no approval
        // @end region="open"
        assertThat(opened)
                .isEqualTo(new RedemptionRequest(
                        cakeByParcel,
                        1,
                        holder.address(),
                        PerkRule.Mode.BURN,
                        onChain,
                        RedemptionState.REQUESTED,
                        local.timestamp().plus(Duration.ofDays(3)),
                        Optional.empty()));
        assertThat(tea.ownerOf(CAKE)).hasValue(desk.id().address());
        assertThat(desk.state(cake)).hasValue(RedemptionState.REQUESTED);

        Hash32 salt = delivery.salt();
        // @start region="accept"
        List<RedemptionRequest> waiting = desk.requests(begin, chain.blockNumber()).stream()
                .filter(each -> each.state() == RedemptionState.REQUESTED)
                .toList();
        RedemptionRequest request = waiting.getFirst();
        DeliveryCommitment received = DeliveryCommitment.of(salt, ciphertext); // came beside the chain
        if (received.verify(request.commitment()).isVerified()) {
            desk.accept(clerk, request);
        }
        // @end region="accept"
        assertThat(waiting).containsExactly(opened);
        assertThat(desk.state(cake)).hasValue(RedemptionState.ACCEPTED);
        assertThat(new String(decrypted(received.ciphertext(), merchantKeys.getPrivate()), StandardCharsets.UTF_8))
                .startsWith("Li Ziqi");

        // @start region="fulfil"
        Hash32 evidence = Keccak256.hash("waybill 7".getBytes(StandardCharsets.UTF_8));
        desk.fulfil(clerk, request, evidence); // burns the token
        // @end region="fulfil"
        assertThat(tea.ownerOf(CAKE)).isEmpty();
        assertThat(desk.isUsed(cake)).isTrue();
        assertThat(desk.requestsOf(holder.address(), begin, chain.blockNumber()))
                .singleElement()
                .satisfies(done -> {
                    assertThat(done.state()).isEqualTo(RedemptionState.FULFILLED);
                    assertThat(done.evidence()).hasValue(WAYBILL);
                    assertThat(done.commitment()).isEqualTo(onChain);
                });
        assertRefused("WrongState", () -> desk.fulfil(clerk, request, evidence));
    }

    @Test
    void givesATokenBackWhosePerkWasUsed() {
        RedemptionRequest request = desk.open(holder, tasting, NOTHING_TO_DELIVER);
        desk.accept(clerk, request);
        desk.fulfil(clerk, request, WAYBILL);

        assertThat(tea.ownerOf(CAKE)).hasValue(holder.address());
        assertThat(desk.isUsed(tasting)).isTrue();
        assertThat(desk.isUsed(cakeByParcel)).isFalse();
        assertRefused("WrongState", () -> desk.open(holder, tasting, NOTHING_TO_DELIVER));
        tea.contract().send(holder, "transferFrom", holder.address(), friend.address(), CAKE);
        assertRefused("WrongState", () -> desk.open(friend, tasting, NOTHING_TO_DELIVER));
        desk.open(friend, cakeByParcel, NOTHING_TO_DELIVER);
        assertThat(desk.state(cakeByParcel)).hasValue(RedemptionState.REQUESTED);
    }

    @Test
    void letsAnyoneEndWhatIsNotAcceptedInTime() {
        RedemptionRequest request = desk.open(holder, cakeByParcel, NOTHING_TO_DELIVER);
        assertRefused("TooEarly", () -> desk.release(stranger, cakeByParcel));
        assertThat(request.isOverdueAt(request.deadline())).isFalse();
        assertThat(request.isOverdueAt(request.deadline().plusMillis(999))).isFalse();
        assertThat(request.isOverdueAt(request.deadline().plusSeconds(1))).isTrue();

        local.setTime(request.deadline().plusSeconds(1));
        assertRefused("TooLate", () -> desk.accept(clerk, request));
        // @start region="release"
        Instant now = chain.timestamp();
        desk.requests(begin, chain.blockNumber()).stream()
                .filter(each -> each.isOverdueAt(now))
                .forEach(each -> desk.release(stranger, each.perk())); // the token goes to its holder
        // @end region="release"
        assertThat(tea.ownerOf(CAKE)).hasValue(holder.address());
        assertThat(desk.state(cakeByParcel)).hasValue(RedemptionState.RELEASED);
    }

    @Test
    void letsAnyoneEndWhatIsNotFulfilledInTime() {
        RedemptionRequest request = desk.open(holder, cakeByParcel, NOTHING_TO_DELIVER);
        desk.accept(clerk, request);
        RedemptionRequest accepted = desk.requests(begin, chain.blockNumber()).getFirst();
        assertThat(accepted.state()).isEqualTo(RedemptionState.ACCEPTED);
        assertThat(accepted.deadline()).isEqualTo(local.timestamp().plus(Duration.ofDays(14)));
        assertRefused("TooEarly", () -> desk.release(holder, cakeByParcel));

        local.setTime(accepted.deadline().plusSeconds(1));
        assertRefused("TooLate", () -> desk.fulfil(clerk, accepted, WAYBILL));
        desk.release(stranger, cakeByParcel);
        assertThat(tea.ownerOf(CAKE)).hasValue(holder.address());
        assertThat(desk.isUsed(cakeByParcel)).isFalse();
    }

    @Test
    void acceptsTheRequestThatWasMeantAndNotTheNextOne() {
        RedemptionRequest first = desk.open(holder, cakeByParcel, WAYBILL);
        desk.release(holder, cakeByParcel);
        RedemptionRequest second = desk.open(holder, cakeByParcel, NOTHING_TO_DELIVER);

        assertThat(second.attempt()).isEqualTo(2);
        assertRefused("WrongAttempt", () -> desk.accept(clerk, first));
        desk.accept(clerk, second);
        List<RedemptionRequest> all = desk.requests(begin, chain.blockNumber());
        assertThat(all.stream().map(RedemptionRequest::state))
                .containsExactly(RedemptionState.RELEASED, RedemptionState.ACCEPTED);
        assertThat(all.stream().map(RedemptionRequest::commitment)).containsExactly(WAYBILL, NOTHING_TO_DELIVER);
        assertThat(desk.requestsOf(friend.address(), begin, chain.blockNumber()))
                .isEmpty();
        desk.release(clerk, cakeByParcel); // the merchant cannot deliver after all
        assertThat(tea.ownerOf(CAKE)).hasValue(holder.address());
    }

    @Test
    void redeemsASoulboundTokenWhereItIs() {
        BadgeCollection badges = BadgeCollection.deploy(
                chain, merchant, BadgeCollection.Config.of("Spring Show", "SHOW", merchant.address()));
        long badge = badges.mint(merchant, List.of(holder.address())).firstTokenId();
        desk.setPerk(merchant, badges.id().address(), SEAT, PerkRule.inPlace(Duration.ofDays(3), Duration.ofDays(14)));
        // @start region="in-place"
        TokenPerk seat = new TokenPerk(badges.id().address(), BigInteger.valueOf(badge), SEAT);
        RedemptionRequest request = desk.useInPlace(holder, seat, Hash32.ZERO); // the token stays where it is
        // @end region="in-place"
        assertThat(badges.ownerOf(badge)).hasValue(holder.address());
        assertRefused("NotTheHolder", () -> desk.useInPlace(friend, seat, Hash32.ZERO));
        assertRefused("WrongMode", () -> desk.useInPlace(holder, tasting, Hash32.ZERO));
        assertRefused("TokenIsSoulbound", () -> desk.open(holder, seat, Hash32.ZERO));
        desk.accept(clerk, request);
        desk.fulfil(clerk, request, WAYBILL);
        assertThat(desk.isUsed(seat)).isTrue();
        assertThat(badges.ownerOf(badge)).hasValue(holder.address());
        assertRefused("WrongState", () -> desk.useInPlace(holder, seat, Hash32.ZERO));
    }

    @Test
    void sendsTokensThatCannotBeBurntToASink() {
        Address museum = friend.address();
        PerkRule rule = PerkRule.sendTo(museum, Duration.ofHours(1), Duration.ofHours(2));
        desk.setPerk(merchant, tea.id().address(), SEAT, rule);
        assertThat(desk.rule(tea.id().address(), SEAT)).hasValue(rule);
        assertThat(desk.rule(tea.id().address(), PARCEL))
                .hasValue(PerkRule.burn(Duration.ofDays(3), Duration.ofDays(14)));

        RedemptionRequest request =
                desk.open(holder, new TokenPerk(tea.id().address(), CAKE, SEAT), NOTHING_TO_DELIVER);
        desk.accept(merchant, request);
        desk.fulfil(merchant, request, WAYBILL);
        assertThat(tea.ownerOf(CAKE)).hasValue(museum);
        desk.removePerk(merchant, tea.id().address(), SEAT);
        assertThat(desk.rule(tea.id().address(), SEAT)).isEmpty();
    }

    @Test
    void obeysTheMerchantAndItsClerksAlone() {
        assertRefused("ERC721IncorrectOwner", () -> desk.open(friend, cakeByParcel, NOTHING_TO_DELIVER));
        RedemptionRequest request = desk.open(holder, cakeByParcel, NOTHING_TO_DELIVER);
        PerkRule rule = PerkRule.keep(Duration.ofDays(1), Duration.ofDays(1));

        assertRefused("Unauthorized", () -> desk.accept(holder, request));
        assertRefused("Unauthorized", () -> desk.fulfil(stranger, request, WAYBILL));
        assertRefused("Unauthorized", () -> desk.setPerk(clerk, tea.id().address(), PARCEL, rule));
        assertRefused("NoSuchPerk", () -> desk.removePerk(merchant, tea.id().address(), SEAT));
        give(holder.address(), BigInteger.ONE);
        TokenPerk unknown = new TokenPerk(tea.id().address(), BigInteger.ONE, SEAT);
        assertRefused("NoSuchPerk", () -> desk.open(holder, unknown, NOTHING_TO_DELIVER));
        assertThat(desk.state(unknown)).isEmpty();
        assertThat(tea.ownerOf(BigInteger.ONE)).hasValue(holder.address());
    }

    @Test
    void isFoundAgainByItsAddress() {
        desk.open(holder, cakeByParcel, NOTHING_TO_DELIVER);

        RedemptionDesk again = RedemptionDesk.at(chain, desk.id().address());

        assertThat(again.state(cakeByParcel)).hasValue(RedemptionState.REQUESTED);
        assertThat(again).hasToString("RedemptionDesk " + desk.id());
    }

    @Test
    void refusesWhatMakesNoSenseBeforeItAsksTheChain() {
        Duration day = Duration.ofDays(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedemptionDesk.deploy(chain, merchant, Address.ZERO, clerk.address()))
                .withMessage("owner must not be the zero address");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedemptionDesk.deploy(chain, merchant, merchant.address(), Address.ZERO))
                .withMessage("fulfiller must not be the zero address");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> desk.setPerk(merchant, Address.ZERO, PARCEL, PerkRule.keep(day, day)))
                .withMessage("collection must not be the zero address");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PerkRule.keep(Duration.ZERO, day))
                .withMessage("acceptWithin must be 1 to 2^24-1 whole seconds: PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PerkRule.burn(day, Duration.ofSeconds(1 << 24)))
                .withMessageStartingWith("fulfilWithin must be 1 to 2^24-1 whole seconds");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PerkRule.sendTo(Address.ZERO, day, day))
                .withMessageStartingWith("there must be a sink");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PerkRule(PerkRule.Mode.BURN, day, day, Optional.of(merchant.address())))
                .withMessageStartingWith("there must be a sink");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenPerk(tea.id().address(), BigInteger.ONE.negate(), PARCEL))
                .withMessage("token id must be 0 to 2^256-1: -1");
    }

    private void give(Address account, BigInteger tokenId) {
        Instant soon = local.timestamp().plus(Duration.ofHours(1));
        tea.redeem(merchant, new VoucherIssuer(merchant, tea.id()).issue(Voucher.gift(tokenId, account, soon, 0)));
    }

    private static byte[] decrypted(byte[] ciphertext, PrivateKey key) throws GeneralSecurityException {
        KEM.Decapsulator kem = KEM.getInstance("DHKEM").newDecapsulator(key);
        Cipher aes = Cipher.getInstance("AES/GCM/NoPadding");
        aes.init(
                Cipher.DECRYPT_MODE,
                kem.decapsulate(Arrays.copyOf(ciphertext, 32), 0, 32, "AES"),
                new GCMParameterSpec(128, new byte[12]));
        return aes.doFinal(ciphertext, 32, ciphertext.length - 32);
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
