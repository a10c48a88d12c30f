package io.lianbo.examples.livestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.did.Did;
import io.lianbo.did.consent.ledger.ConsentReceipt;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The merchant reads a credential where its holder granted it, as far as she did, and never without a receipt. */
class CredentialTest {
    private static final Pattern DISCLOSED = Pattern.compile("<dt>([^<]+)</dt><dd>([^<]+)</dd>");
    private static final Pattern RECEIPT = Pattern.compile("class=\"card receipt\"");
    private static final Pattern TOKEN = Pattern.compile("<pre>(ey[^<]+)</pre>");
    private static final Pattern REVOKE = Pattern.compile("action=\"(/consents/0x[0-9a-f]{64}/revoke)\"");

    private final TestStore store = TestStore.shared();

    @Test
    void theMerchantLearnsWhatWasGrantedAndLeavesAReceipt() {
        String year = String.valueOf(LocalDate.now(ZoneOffset.UTC).getYear());
        String show = store.credential("an", "CAKE-0001");
        Browser an = store.loggedIn("an");
        assertThat(disclosed(an.get("/me").body()))
                .containsEntry("category", "puer")
                .containsEntry("price", "259.00 DUSD")
                .containsKeys("year", "item", "order", "holder");
        an.grant(DemoKeys.viewer("an"));

        HttpResponse<String> page = an.post(show, Map.of());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(disclosed(page.body())).isEqualTo(Map.of("category", "puer", "year", year));
        assertThat(page.body()).contains("you bought pu&#39;er in " + year).doesNotContain("259");
        assertThat(an.speaking("zh").post(show, Map.of()).body())
                .contains("您在 " + year + " 年买过普洱茶", "<dt>品类</dt>")
                .doesNotContain("??");
        // whoever loads that page again reads nothing again
        assertThat(an.get(show).headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/me"));

        assertThat(an.get("/me").body()).contains("已读取 2 次，上限 12 次", "<span class=\"tag\">品类</span>", " UTC</time>");
        String me = an.speaking("en").get("/me").body();
        assertThat(me).contains("read 2 of 12 times", "<span class=\"tag\">category</span>", " UTC</time>");
        assertThat(receipts(me)).isEqualTo(2);
        Did merchant = Did.parse("did:web:tea.example");
        Matcher token = TOKEN.matcher(me);
        assertThat(token.find()).isTrue();
        ConsentReceipt receipt = ConsentReceipt.verify(
                        token.group(1),
                        merchant,
                        Set.of(store.bean(StoredKeys.class).of(merchant).verificationKey()))
                .value()
                .orElseThrow();
        assertThat(receipt.claims()).hasToString("[category, year]");
    }

    @Test
    void whatWasTakenBackIsNotRead() {
        String show = store.credential("xia", "SET-0007");
        Browser xia = store.loggedIn("xia");
        assertRefused(xia, show, "You have not granted this", "您没有授权");
        xia.grant(DemoKeys.viewer("xia"));
        assertThat(xia.post(show, Map.of()).statusCode()).isEqualTo(200);

        Matcher revoke = REVOKE.matcher(xia.get("/me").body());
        assertThat(revoke.find()).isTrue();
        xia.post(revoke.group(1), Map.of());
        assertRefused(xia, show, "You took your consent back", "您已撤回授权");
        String me = xia.get("/me").body();
        assertThat(me).contains("read 1 of 12 times", "data-state=\"revoked\"");
        assertThat(receipts(me)).isEqualTo(1);
    }

    @Test
    void aConsentEnds() {
        String show = store.credential("qiu", "SET-0007");
        store.loggedIn("qiu").grant(DemoKeys.viewer("qiu"));
        try {
            store.putForward(Duration.ofDays(30));
            Browser later = store.loggedIn("qiu");
            assertRefused(later, show, "Your consent has expired", "您的授权已过期");
            assertThat(later.get("/me").body()).contains("data-state=\"expired\"", "Nobody has read anything.");
        } finally {
            store.putForward(Duration.ZERO);
        }
    }

    @Test
    void theThirteenthReadingIsRefusedUntilMoreIsGranted() {
        String show = store.credential("dong", "CAKE-0002");
        Browser dong = store.loggedIn("dong");
        dong.grant(DemoKeys.viewer("dong"));
        for (int i = 0; i < 12; i++) {
            assertThat(dong.post(show, Map.of()).statusCode()).isEqualTo(200);
        }
        assertRefused(dong, show, "as often as you allowed", "您允许的次数已用完");
        String me = dong.get("/me").body();
        assertThat(me).contains("read 12 of 12 times", "data-state=\"used_up\"", "used up");
        assertThat(receipts(me)).isEqualTo(12);

        try {
            store.putForward(Duration.ofMinutes(1)); // what is granted until the same second is the same grant
            dong.grant(DemoKeys.viewer("dong"));
            assertThat(dong.post(show, Map.of()).statusCode()).isEqualTo(200);
        } finally {
            store.putForward(Duration.ZERO);
        }
    }

    @Test
    void nobodyElseShowsHerCredentialOrUsesHerConsent() {
        String hers = store.credential("mu", "CAKE-0001");
        String his = store.credential("ren", "CAKE-0002");
        Browser mu = store.loggedIn("mu");
        Browser ren = store.loggedIn("ren");
        mu.grant(DemoKeys.viewer("mu"));

        assertThat(ren.post(hers, Map.of()).statusCode()).isEqualTo(404);
        assertRefused(ren, his, "You have not granted this", "您没有授权");
        assertThat(store.browser().post(hers, Map.of()).statusCode()).isEqualTo(401);
        assertThat(mu.postWithoutToken(hers, Map.of()).statusCode()).isEqualTo(403);
        assertThat(ren.get("/me").body()).doesNotContain(hers);
        assertThat(mu.get("/me").body()).contains(hers, "read 0 of 12 times", "Nobody has read anything.");
        for (String unknown : List.of("/credentials/" + "0".repeat(32) + "/show", "/credentials/%27--/show")) {
            assertThat(mu.post(unknown, Map.of()).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void aTillThatWasKilledAndComesAgainGivesNoSecondCredential() {
        store.credential("yun", "SET-0007");
        Viewer yun =
                new Viewer(store.bean(Logins.class).did(DemoKeys.viewer("yun").address()));
        Custody.Held first = store.bean(Custody.class).of(yun).getFirst();
        store.bean(Merchant.class)
                .issue(store.bean(Orders.class).find(first.order()).orElseThrow());
        assertThat(store.bean(Custody.class).of(yun))
                .singleElement()
                .satisfies(held -> assertThat(held.credential().compact())
                        .isEqualTo(first.credential().compact()));
    }

    private static void assertRefused(Browser browser, String show, String english, String chinese) {
        HttpResponse<String> page = browser.post(show, Map.of());
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body()).contains(english + ", so nothing was read.").doesNotContain("<dt>");
        assertThat(browser.speaking("zh").post(show, Map.of()).body()).contains(chinese);
        browser.speaking("en");
    }

    private static Map<String, String> disclosed(String page) {
        return DISCLOSED
                .matcher(page)
                .results()
                .collect(Collectors.toMap(match -> match.group(1), match -> match.group(2)));
    }

    private static long receipts(String page) {
        return RECEIPT.matcher(page).results().count();
    }
}
