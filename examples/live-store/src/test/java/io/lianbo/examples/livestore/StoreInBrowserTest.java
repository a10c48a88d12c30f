package io.lianbo.examples.livestore;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.lianbo.core.Hex;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.json.StrictJson;
import io.lianbo.core.typeddata.TypedData;
import io.lianbo.examples.livestore.Chromium.Screen;
import io.lianbo.nft.SignedVoucher;
import io.lianbo.nft.Voucher;
import io.lianbo.nft.issue.OrderIssuer;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testsupport.NodePeer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What people do in the store, done in Chromium: scan, log in, grant, buy, revoke; and what they meet when something is wrong. */
@Tag("browser")
class StoreInBrowserTest {
    private static final String CAKE = "/01/09506000134352/10/SPRING-26/21/CAKE-0001";
    private static final String RIPE_CAKE = "/01/09506000134369/10/RIPE-25/21/CAKE-0002";
    private static final Signer LAN = DemoKeys.viewer("lan");
    private static final Pattern YES = Pattern.compile("\\byes\\b");

    private static TestStore store;
    private static Chromium chromium;

    @BeforeAll
    static void open() {
        store = TestStore.open("store.till-every=200ms");
        chromium = new Chromium();
    }

    @AfterAll
    static void close() {
        chromium.close();
        store.close();
    }

    @AfterEach
    void setTheClockRight() {
        store.putForward(Duration.ZERO);
    }

    @Test
    void aCodeOnTheScreenIsScannedByAPhoneAndShowsThePassport() throws IOException {
        String scanned;
        try (Visit desk = chromium.visit(store, Screen.DESK, "en")) {
            assertThat(desk.open(CAKE)).isEqualTo(200);
            scanned = scan(desk.find("#qr svg"));
        }
        assertThat(scanned).isEqualTo(store.url() + CAKE);

        try (Visit phone = chromium.visit(store, Screen.PHONE, "zh")) {
            assertThat(phone.open(scanned)).isEqualTo(200);
            assertThat(phone.find("#verdict h2")).containsText("护照已验证");
            assertThat(phone.find("#verdict .checks .yes")).hasCount(5);
            assertThat(phone.find("#timeline li")).hasCount(5);
            assertThat(phone.find("#route circle")).hasCount(4);
            assertThat(phone.find("#certificates a")).hasAttribute("href", "https://lab.example/report/CAKE-0001");
            assertThat(phone.find("#grade")).hasText("无异常");
            phone.picture("passport-zh");
            phone.find("#lang-en").click();
            assertThat(phone.find("#grade")).hasText("Nothing unusual");
            phone.picture("passport");
        }
    }

    /** Reads a code as a camera sees it. */
    private static String scan(Locator code) throws IOException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(code.screenshot()));
        byte[] grey = new byte[picture.getWidth() * picture.getHeight()];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (byte) (picture.getRGB(i % picture.getWidth(), i / picture.getWidth()) >> 8);
        }
        Map<String, Object> photograph = Map.of(
                "width",
                picture.getWidth(),
                "height",
                picture.getHeight(),
                "grey",
                Base64.getEncoder().encodeToString(grey));
        Object read = StrictJson.parse(NodePeer.ask("qr-peer.mjs", StrictJson.write(List.of(photograph))));
        return ((List<?>) read).getFirst().toString();
    }

    @Test
    void theDevelopmentWalletShowsWhatItSignsAndCanReject() {
        try (Visit mei = chromium.visit(store, Screen.DESK, "en")) {
            mei.open("/login");
            mei.find("#login").click();
            String shown = mei.reject();
            assertThat(shown)
                    .contains(store.url().getAuthority() + " wants you to sign in with your Ethereum account")
                    .contains("Log in to the live store. This costs nothing.");
            assertThat(mei.status()).hasText("You rejected it in your wallet.");
            assertThat(mei.open("/me")).isEqualTo(200);
            assertThat(mei.page()).hasURL(store.url() + "/login");

            mei.login("Mei");
            assertThat(mei.find("#account"))
                    .hasText(DemoKeys.viewer("mei").address().toString());
            mei.find("#logout").click();
            assertThat(mei.find("#nav-login")).isVisible();
        }
    }

    @Test
    void aWalletOfTheBrowserLogsInSwitchesTheChainAndBuysWhateverItCallsItself() {
        try (Visit lan = chromium.visit(store, Screen.DESK, "en")) {
            lan.page().exposeFunction("signMessage", arguments -> {
                byte[] message = Hex.decode((String) arguments[0]);
                return LAN.signMessage(new String(message, StandardCharsets.UTF_8))
                        .toString();
            });
            lan.page()
                    .exposeFunction(
                            "signTypedData",
                            arguments -> Hex.encode(TypedData.parse((String) arguments[0])
                                    .sign(LAN)
                                    .bytes()));
            lan.page().addInitScript(wallet("<img src=x onerror=alert(1)>", """
                    case 'eth_requestAccounts': return ['%s'];
                    case 'eth_chainId': return window.switched ?? '0x1';
                    case 'wallet_switchEthereumChain':
                        if (!window.asked) { window.asked = true; throw { code: 4001 }; }
                        window.switched = params[0].chainId;
                        return null;
                    case 'personal_sign': return signMessage(params[0]);
                    case 'eth_signTypedData_v4': return signTypedData(params[1]);
                    """.formatted(LAN.address())));
            lan.open("/login");
            assertThat(lan.find("#wallet option").first()).hasText("<img src=x onerror=alert(1)>");
            lan.find("#wallet").selectOption("wallet.example");
            lan.find("#login").click();
            lan.page().waitForURL("**/me");
            assertThat(lan.find("#account")).hasText(LAN.address().toString());

            lan.open("/");
            Locator buy = lan.find("#item-SET-0007 .buy-form button");
            buy.click();
            assertThat(lan.status()).hasText("You rejected it in your wallet.");
            buy.click();
            lan.page().waitForURL("**/orders/*");
            assertThat(lan.find("#step-token")).hasClass(YES);
        }
    }

    /** A script that announces a wallet (EIP-6963), with what it answers. */
    private static String wallet(String name, String answers) {
        return """
                addEventListener('eip6963:requestProvider', () => dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail: {
                  info: { uuid: '9d3a', name: %s, icon: 'data:,', rdns: 'wallet.example' },
                  provider: { async request({ method, params }) { switch (method) { %s } throw { code: 4200 }; } },
                } })));
                """.formatted(StrictJson.write(name), answers);
    }

    @Test
    void aHostileWalletGetsASentence() {
        String account = LAN.address().toString();
        for (Map.Entry<String, String> one : Map.of(
                        "case 'eth_requestAccounts': return ['<script>alert(1)</script>'];",
                        "Your wallet did not do it.",
                        "case 'eth_requestAccounts': return [];",
                        "Your wallet did not do it.",
                        "case 'eth_requestAccounts': return ['0x1234'];",
                        "That is not an address.",
                        "case 'eth_requestAccounts': return ['" + account
                                + "']; case 'personal_sign': return { toString: 1 };",
                        "Your wallet did not do it.",
                        "case 'eth_requestAccounts': return ['" + account + "']; case 'personal_sign': return '0x00';",
                        "That is not a signature.",
                        "case 'eth_requestAccounts': return ['" + account + "']; case 'personal_sign': return '0x"
                                + "11".repeat(64) + "1b';",
                        "Another account signed, or something else was signed.",
                        "case 'eth_requestAccounts': throw { code: 4001, message: '<b>' };",
                        "You rejected it in your wallet.")
                .entrySet()) {
            try (Visit eve = chromium.visit(store, Screen.DESK, "en")) {
                eve.page().addInitScript(wallet("Hostile", one.getKey()));
                eve.open("/login");
                eve.find("#wallet").selectOption("wallet.example");
                eve.find("#login").click();
                assertThat(eve.status()).hasText(one.getValue());
                assertThat(eve.find("#login")).isEnabled();
            }
        }
    }

    @Test
    void aConsentIsGrantedUsedForAReceiptAndRevoked() {
        store.credential("bo", "CAKE-0002"); // as of an earlier purchase
        try (Visit bo = chromium.visit(store, Screen.PHONE, "en")) {
            bo.login("Bo");
            assertThat(bo.find(".consent")).hasCount(0);
            bo.find(".show-credential").click();
            assertThat(bo.find("#sentence")).containsText("You have not granted this");

            bo.open("/me");
            bo.find("#grant").click();
            assertThat(bo.sign()).contains("did:web:tea.example", "'category', 'year'", "at most 12");
            Locator consent = bo.find(".consent");
            assertThat(consent).hasAttribute("data-state", "active");
            assertThat(consent).containsText("read 0 of 12 times");
            bo.find(".show-credential").click();
            assertThat(bo.find("#learnt dt")).hasText(new String[] {"category", "year"});
            bo.assertAccessible("what the merchant learnt");
            bo.open("/me");
            assertThat(consent).containsText("read 1 of 12 times");
            assertThat(bo.find(".receipt")).hasCount(1);
            bo.assertAccessible("/me with a receipt");
            bo.find("#consents").evaluate("section => section.scrollIntoView()");
            bo.picture("consent");
            consent.locator(".revoke").click();
            assertThat(bo.find(".consent")).hasAttribute("data-state", "revoked");
            assertThat(bo.find(".consent .revoke")).hasCount(0);
            bo.find(".show-credential").click();
            assertThat(bo.find("#sentence")).containsText("You took your consent back");
        }
    }

    @Test
    void aPieceIsBoughtTheVoucherArrivesAndTheHostSeesTheSplit() {
        try (Visit mei = chromium.visit(store, Screen.PHONE, "en");
                Visit host = chromium.visit(store, Screen.DESK, "en")) {
            mei.login("Mei");
            mei.open("/");
            mei.picture("show");
            mei.find("#item-CAKE-0001 .buy-form button").click();
            assertThat(mei.sign()).contains("Permit", "\"value\": \"259000000\"");
            assertThat(mei.sign()).contains("\"amount\": \"259000000\"");
            mei.page().waitForURL("**/orders/*");
            for (String step : List.of("signed", "paid", "voucher", "token")) {
                assertThat(mei.find("#step-" + step)).hasClass(YES);
            }
            assertThat(mei.find("#order")).hasAttribute("data-state", "DONE");
            assertThat(mei.find(".ticket h2")).containsText("Spring Show 2026, no.");
            mei.picture("order");
            mei.find("#lang-zh").click();
            mei.picture("order-zh");
            mei.find("#lang-en").click();
            mei.open("/");
            assertThat(mei.find("#item-CAKE-0001")).containsText("Sold");

            host.login("host");
            host.find("#nav-host").click();
            assertThat(host.find("#balances")).containsText("in equals out");
            assertThat(host.find("#split tbody tr")).hasCount(4);
            assertThat(host.find("#split tbody .yes")).hasCount(4);
            host.find("#board summary").first().click();
            assertThat(host.find("#board pre").first()).isVisible();
            host.picture("host");
            host.find("#lang-zh").click();
            host.picture("host-zh");
        }
    }

    @Test
    void aCopiedTagIsSuspectAndAForgedOneCounterfeit() {
        try (Visit phone = chromium.visit(store, Screen.PHONE, "en")) {
            phone.open(CAKE);
            phone.find("#tap-chip").click();
            assertThat(phone.find("#grade")).hasText("Nothing unusual");
            assertThat(phone.find("#scan")).not().hasAttribute("role", "alert");
            String message = phone.page().url();

            phone.find("#tap-copy").click();
            assertThat(phone.find("#grade")).hasText("Suspect");
            assertThat(phone.find("#scan")).containsText("The chip said this before: somebody copied it.");
            assertThat(phone.find("#scan")).hasAttribute("role", "alert");

            phone.find("#tap-forgery").click();
            assertThat(phone.find("#grade")).hasText("Counterfeit");
            assertThat(phone.find("#scan")).containsText("No chip of the brand said this.");
            assertThat(phone.find("#scan")).containsText("Do not pay for it.");
            phone.picture("counterfeit");
            phone.find("#lang-zh").click();
            assertThat(phone.find("#grade")).hasText("假货");
            phone.picture("counterfeit-zh");
            phone.find("#lang-en").click();

            // the chip of one cake on another
            phone.open(RIPE_CAKE + message.substring(message.indexOf('?')));
            assertThat(phone.find("#grade")).hasText("Counterfeit");
            assertThat(phone.find("#scan")).containsText("The chip belongs to another item.");
            // and a message that was cut
            phone.open(message.substring(0, message.length() - 2));
            assertThat(phone.find("#grade")).hasText("Suspect");
            assertThat(phone.find("#scan")).containsText("tap it again");
        }
    }

    @Test
    void aVoucherThatExpiresIsFollowedByAnotherBeforeHerEyes() {
        TillKeeper till = store.bean(TillKeeper.class);
        Orders orders = store.bean(Orders.class);
        Contracts contracts = store.bean(Contracts.class);
        try (Visit lan = chromium.visit(store, Screen.PHONE, "en")) {
            lan.login("Lan");
            till.stop();
            lan.open("/");
            lan.find("#item-CAKE-0002 .buy-form button").click();
            lan.sign();
            lan.sign();
            lan.page().waitForURL("**/orders/*");
            assertThat(lan.find("#order")).hasAttribute("data-state", "SIGNED");

            // who is away for long is asked to log in
            String path = lan.page().url();
            store.putForward(Duration.ofHours(3));
            lan.page().waitForURL("**/login");
            store.putForward(Duration.ZERO);
            lan.open(path);

            String id = lan.find("#order").getAttribute("data-order");
            Order order = orders.find(id).orElseThrow();
            orders.settled(order, Optional.empty());
            Instant end = Instant.ofEpochSecond(
                    order.offeredAt().plus(Duration.ofHours(1)).getEpochSecond());
            Voucher terms = Voucher.gift(
                    BigInteger.ONE, LAN.address(), end, contracts.collection().epoch());
            SignedVoucher first = store.bean(OrderIssuer.class)
                    .issue(id + "/0", terms)
                    .value()
                    .orElseThrow();
            orders.issued(orders.find(id).orElseThrow(), first.toJson());
            assertThat(lan.find("#order")).hasAttribute("data-state", "VOUCHER");
            assertThat(lan.find("#replaced")).hasCount(0);

            for (int minutes = 25; minutes <= 100; minutes += 25) {
                store.putForward(Duration.ofMinutes(minutes));
                lan.page().waitForResponse("**/state", () -> {});
            }
            till.start();
            assertThat(lan.find("#order")).hasAttribute("data-state", "DONE");
            assertThat(lan.find("#replaced")).isVisible();
            assertThat(lan.find(".ticket h2"))
                    .not()
                    .containsText("no. " + first.voucher().tokenId() + "\n");
            assertThat(contracts.collection().ownerOf(first.voucher().tokenId()))
                    .isEmpty();
        } finally {
            if (!till.isRunning()) {
                till.start();
            }
        }
    }

    @Test
    void whatAViewerSaysIsShownAndNotRun() {
        try (Visit bo = chromium.visit(store, Screen.DESK, "en")) {
            bo.login("Bo");
            bo.open("/");
            String said = "<img src=x onerror=alert(1)><script>alert(2)</script>";
            bo.find("#text").fill(said);
            bo.find(".say button").click();
            assertThat(bo.find(".said").first()).hasText(said);
            assertThat(bo.find(".said img")).hasCount(0);
        }
    }

    @Test
    void aChainThatIsDownIsToldInASentenceAndTheRestGoesOn() {
        try (TestStore other = TestStore.open();
                Visit mei = chromium.visit(other, Screen.PHONE, "en")) {
            mei.login("Mei");
            mei.open("/");
            other.bean(LocalChain.class).close();
            mei.find("#item-CAKE-0001 .buy-form button").click();
            assertThat(mei.status()).containsText("The chain does not answer just now");
            assertThat(mei.open("/me")).isEqualTo(503);
            assertThat(mei.find("#sentence")).containsText("The chain does not answer just now");
            assertThat(mei.open("/")).isEqualTo(200);
            assertThat(mei.open(CAKE)).isEqualTo(200);
            assertThat(mei.find("#verdict h2")).containsText("Passport verified");
            mei.open("/me?lang=zh");
            assertThat(mei.find("#sentence")).containsText("链暂时没有回应");
        }
    }
}
