package io.lianbo.examples.livestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Hex;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.typeddata.TypedData;
import io.lianbo.nft.SignedVoucher;
import io.lianbo.nft.Voucher;
import io.lianbo.nft.issue.OrderIssuer;
import io.lianbo.rewards.split.Payment;
import io.lianbo.rewards.split.SplitCalculator;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A store of its own in which everything is sold, piece by piece. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PurchaseTest {
    private static final Signer MEI = DemoKeys.viewer("mei");
    private static final Signer BO = DemoKeys.viewer("bo");
    private static final Signer LAN = DemoKeys.viewer("lan");

    private static TestStore store;

    @BeforeAll
    static void openTheStore() {
        store = TestStore.open();
    }

    @AfterAll
    static void closeIt() {
        store.close();
    }

    @Test
    @org.junit.jupiter.api.Order(1)
    void whatShouldNotBeSoldIsNot() {
        Browser mei = store.loggedIn("mei");
        assertThat(mei.post("/orders", Map.of("item", "CAKE-0009")).body()).contains("PASSPORT_REFUSED");
        assertThat(mei.post("/orders", Map.of("item", "CAKE-1234")).statusCode())
                .isEqualTo(404);
        assertThat(mei.post("/orders", Map.of("item", "<script>")).body()).doesNotContain("<script>");
        assertThat(mei.post("/orders", Map.of()).statusCode()).isEqualTo(400);

        try (LocalSigner poor = LocalSigner.generate(new SecureRandom())) {
            Browser stranger = store.browser();
            stranger.login(poor);
            assertThat(stranger.post("/orders", Map.of("item", "CAKE-0001")).body())
                    .contains("TOO_LITTLE_MONEY");
        }
    }

    @Test
    @org.junit.jupiter.api.Order(2)
    void whatAnotherWalletSignedBuysNothing() {
        Browser mei = store.loggedIn("mei");
        Map<String, String> offer = Browser.json(mei.post("/orders", Map.of("item", "CAKE-0001")));
        assertThat(mei.sign(BO, MEI, offer).body()).contains("WRONG_SIGNER");
        assertThat(mei.sign(MEI, BO, offer).body()).contains("WRONG_SIGNER");
        String path = "/orders/" + offer.get("id") + "/signature";
        assertThat(mei.post(path, Map.of("signature", "0x")).body()).contains("SIGNATURE_MALFORMED");
        assertThat(mei.post(path, Map.of("signature", "<b>")).body()).contains("SIGNATURE_MALFORMED");
        String good = Hex.encode(TypedData.parse(offer.get("order")).sign(MEI).bytes());
        for (String terms : List.of("x", "1", "1 x", "-1 1", "1 99999999999999999999")) {
            assertThat(mei.post(path, Map.of("signature", good, "permitTerms", terms, "permitSignature", "0x"))
                            .body())
                    .contains("PERMIT_MALFORMED");
        }
        // nor is another's order there for him
        Browser bo = store.loggedIn("bo");
        assertThat(bo.sign(BO, BO, offer).statusCode()).isEqualTo(404);
        assertThat(bo.get("/orders/" + offer.get("id")).statusCode()).isEqualTo(404);
        store.bean(Till.class).work();
        assertThat(mei.get("/orders/" + offer.get("id")).body()).contains("Waits for your signature");
    }

    @Test
    @org.junit.jupiter.api.Order(3)
    void aPieceIsSignedForPaidToTheLastUnitAndItsVoucherArrives() {
        Browser lan = store.loggedIn("lan");
        Contracts contracts = store.bean(Contracts.class);
        String path = Browser.json(lan.buy(LAN, "SET-0007")).get("to");
        assertThat(lan.get(path).body()).contains("data-state=\"SIGNED\"");
        assertThat(lan.getJson(path + "/state").body()).contains("\"SIGNED\"").contains("true");

        store.bean(Till.class).work();
        String page = lan.get(path).body();
        assertThat(page).contains("data-state=\"DONE\"", "Spring Show 2026, no. 1", "id=\"step-token\" class=\"yes\"");
        assertThat(page).contains("19.999999", "8.333334", "3.333333", "1.666667");
        assertThat(contracts.collection().ownerOf(BigInteger.ONE)).contains(LAN.address());

        // in equals out, and the chain agrees
        TokenAmount price = TokenAmount.parse("33.333333", contracts.currency());
        for (Payment payment : SplitCalculator.payments(contracts.terms(), price.units())) {
            assertThat(contracts.balanceOf(payment.recipient()).units()).isEqualTo(payment.amount());
        }
        assertThat(contracts.balanceOf(LAN.address())).isEqualTo(TokenAmount.parse("466.666667", contracts.currency()));
        String host = store.loggedInHost().get("/host").body();
        assertThat(host).contains("in equals out", "33.333333 DUSD", "19999999", "purchase: 1 in 1 interaction");
        assertThat(lan.get("/me").body()).contains("466.666667 DUSD", "Clay tasting cups");
        assertThat(store.browser().get("/").body()).contains("Sold");
        assertThat(lan.post("/orders", Map.of("item", "SET-0007")).body()).contains("\"SOLD\"");
        assertThat(lan.post(path + "/signature", Map.of("signature", "0x")).statusCode())
                .isEqualTo(422);
    }

    @Test
    @org.junit.jupiter.api.Order(4)
    void ofTwoWhoWantOnePieceOneGetsIt() {
        Browser mei = store.loggedIn("mei");
        Browser bo = store.loggedIn("bo");
        Map<String, String> hers = Browser.json(mei.post("/orders", Map.of("item", "CAKE-0002")));
        Map<String, String> his = Browser.json(bo.post("/orders", Map.of("item", "CAKE-0002")));
        assertThat(bo.sign(BO, BO, his).statusCode()).isEqualTo(200);
        HttpResponse<String> late = mei.sign(MEI, MEI, hers);
        assertThat(late.statusCode()).isEqualTo(422);
        assertThat(late.body()).contains("\"SOLD\"");
        // the same signature again changes nothing
        assertThat(bo.sign(BO, BO, his).statusCode()).isEqualTo(422);
        // nor does he buy another before this one is paid: its permit would take the place of this one's
        assertThat(bo.post("/orders", Map.of("item", "CAKE-0001")).body()).contains("STILL_PAYING", "just being paid");
        store.bean(Till.class).work();
        assertThat(bo.get("/orders/" + his.get("id")).body()).contains("data-state=\"DONE\"");
        assertThat(bo.post("/orders", Map.of("item", "CAKE-0001")).statusCode()).isEqualTo(200);
    }

    @Test
    @org.junit.jupiter.api.Order(5)
    void anOfferEnds() {
        Browser mei = store.loggedIn("mei");
        Map<String, String> offer = Browser.json(mei.post("/orders", Map.of("item", "CAKE-0001")));
        store.putForward(Duration.ofMinutes(16));
        assertThat(mei.sign(MEI, MEI, offer).body()).contains("OFFER_EXPIRED");
        store.putForward(Duration.ZERO);
    }

    @Test
    @org.junit.jupiter.api.Order(6)
    void whoSpendsTheMoneyBetweenSigningAndPayingGetsNothingAndPaysNothing() {
        Contracts contracts = store.bean(Contracts.class);
        Browser mei = store.loggedIn("mei");
        String path = Browser.json(mei.buy(MEI, "CAKE-0001")).get("to");
        TokenAmount all = contracts.balanceOf(MEI.address());
        // her wallet needs gas for what the store never asks of her
        store.bean(Chain.class).transfer(store.bean(Signer.class), MEI.address(), BigInteger.TEN.pow(18));
        contracts.coin().send(MEI, "transfer", BO.address(), all.units());
        store.bean(Till.class).work();
        assertThat(mei.get(path).body()).contains("data-state=\"FAILED\"", "NOT_PAID", "no money moved");
        contracts.coin().call("mint", MEI.address(), all.units()).send(store.bean(Signer.class));
        assertThat(store.browser().get("/").body()).contains("item-CAKE-0001");
    }

    @Test
    @org.junit.jupiter.api.Order(7)
    void aVoucherThatExpiredBeforeItWasRedeemedIsFollowedByAnother() {
        Orders orders = store.bean(Orders.class);
        Contracts contracts = store.bean(Contracts.class);
        Viewer mei = new Viewer(store.bean(Logins.class).did(MEI.address()));
        Show.Item cake = store.bean(Show.class).find("CAKE-0001").orElseThrow();
        Order order = withVoucher(orders, mei, cake);
        SignedVoucher first = SignedVoucher.parse(order.voucher().orElseThrow());

        store.putForward(Duration.ofMinutes(90));
        store.bean(Till.class).work();
        assertThat(orders.find(order.id()).orElseThrow().attempt()).isEqualTo(1);
        store.bean(Till.class).work();
        Order done = orders.find(order.id()).orElseThrow();
        store.putForward(Duration.ZERO);
        assertThat(done.state()).isEqualTo(Order.State.DONE);
        SignedVoucher second = SignedVoucher.parse(done.voucher().orElseThrow());
        assertThat(second.voucher().tokenId()).isNotEqualTo(first.voucher().tokenId());
        assertThat(contracts.collection().ownerOf(second.voucher().tokenId())).contains(MEI.address());
        assertThat(contracts.collection().ownerOf(first.voucher().tokenId())).isEmpty();
    }

    /** An order whose voucher was signed by a till that was killed then. */
    private static Order withVoucher(Orders orders, Viewer buyer, Show.Item item) {
        Contracts contracts = store.bean(Contracts.class);
        Order order = orders.offer(contracts.session().id(), buyer, item, contracts.price(item));
        assertThat(orders.sign(order, "0x00", Optional.empty())).isTrue();
        orders.settled(orders.find(order.id()).orElseThrow(), Optional.empty());
        Instant end = Instant.ofEpochSecond(
                order.offeredAt().plus(Duration.ofHours(1)).getEpochSecond());
        SignedVoucher voucher = store.bean(OrderIssuer.class)
                .issue(order.id() + "/0", Voucher.gift(BigInteger.ONE, buyer.address(), end, 0))
                .value()
                .orElseThrow();
        orders.issued(orders.find(order.id()).orElseThrow(), voucher.toJson());
        return orders.find(order.id()).orElseThrow();
    }

    @Test
    @org.junit.jupiter.api.Order(8)
    void aTokenThatWasGivenOnBeforeTheTillWroteItDownIsNotMintedTwice() {
        Orders orders = store.bean(Orders.class);
        Contracts contracts = store.bean(Contracts.class);
        Viewer mei = new Viewer(store.bean(Logins.class).did(MEI.address()));
        Order order = withVoucher(
                orders, mei, store.bean(Show.class).find("CAKE-0009").orElseThrow());
        SignedVoucher voucher = SignedVoucher.parse(order.voucher().orElseThrow());
        BigInteger token = voucher.voucher().tokenId();
        contracts.collection().redeem(store.bean(Signer.class), voucher);
        contracts.collection().burn(MEI, token); // she has gas from before
        store.putForward(Duration.ofMinutes(90));
        store.bean(Till.class).work();
        store.bean(Till.class).work();
        store.putForward(Duration.ZERO);

        Order done = orders.find(order.id()).orElseThrow();
        assertThat(done.state()).isEqualTo(Order.State.DONE);
        assertThat(done.attempt()).isZero();
        assertThat(contracts.collection().ownerOf(token.add(BigInteger.ONE))).isEmpty();
    }

    @Test
    @org.junit.jupiter.api.Order(9)
    void whoBoughtShowsTheMerchantWhatSheGrantedAndNothingElse() {
        Browser lan = store.loggedIn("lan");
        String page = lan.get("/me").body();
        assertThat(page).contains("<dd>teaware</dd>", "<dd>33.333333 DUSD</dd>", "Nobody has read anything.");
        Matcher show =
                Pattern.compile("action=\"(/credentials/[0-9a-f]{32}/show)\"").matcher(page);
        assertThat(show.find()).isTrue();
        lan.grant(LAN);

        HttpResponse<String> learnt = lan.post(show.group(1), Map.of());
        assertThat(learnt.statusCode()).isEqualTo(200);
        assertThat(learnt.body()).contains("you bought teaware in").doesNotContain("33.333333");
        assertThat(lan.get("/me").body()).contains("read 1 of 12 times").doesNotContain("Nobody has read anything.");
        assertThat(show.find()).as("one piece, one credential").isFalse();
    }
}
