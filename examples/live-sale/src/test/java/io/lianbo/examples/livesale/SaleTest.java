package io.lianbo.examples.livesale;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.json.StrictJson;
import io.lianbo.examples.livesale.PaymentAct.Settlement;
import io.lianbo.examples.livesale.Sale.Outcome;
import io.lianbo.nft.VoucherCollection;
import io.lianbo.rewards.scoring.UserId;
import io.lianbo.testkit.LocalChain;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole sales on a real chain; what is expected is computed here from the files, and what is there is asked of the chain. */
class SaleTest {
    private static final List<String> PARTIES = List.of("merchant", "host", "platform", "viewers");

    /** By the shipped rules and interactions, worked out on paper. */
    private static final Map<String, Integer> POINTS = Map.of("mei", 196, "bo", 156, "lan", 98, "tao", 174);

    private static final int ALL_POINTS = 196 + 156 + 98 + 174 + 38; // a guest without a wallet has 38

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    @TempDir
    Path temporary;

    @Test
    void paysEveryoneToTheUnitWhatTheFilesSay() {
        InputFolder files = new InputFolder(temporary);
        try (Played sale = play(files)) {
            Map<String, BigInteger> shares = expectedShares(files, List.of("LS-1001", "LS-1002", "LS-1003"));
            assertThat(shares)
                    .containsEntry("merchant", BigInteger.valueOf(246_013_333))
                    .containsEntry("viewers", BigInteger.valueOf(20_501_112));
            sale.assertPaid(shares);

            BigInteger pool = shares.get("viewers");
            BigInteger claimed = BigInteger.ZERO;
            for (Map<String, Object> viewer : files("viewers.json", files)) {
                String id = (String) viewer.get("id");
                BigInteger reward = sale.balanceOfViewer(id)
                        .subtract(units(viewer.get("balance")))
                        .add(spentBy(id, files));
                BigInteger floor =
                        pool.multiply(BigInteger.valueOf(POINTS.get(id))).divide(BigInteger.valueOf(ALL_POINTS));
                assertThat(reward.subtract(floor))
                        .as("%s, beyond the rounded share", id)
                        .isBetween(BigInteger.ZERO, BigInteger.ONE);
                claimed = claimed.add(reward);
            }
            BigInteger held = sale.outcome.rewards().held().values().iterator().next();
            assertThat(claimed.add(held)).isEqualTo(pool);
            assertThat(sale.balanceOf(sale.outcome.contracts().rewards().pool()))
                    .isEqualTo(held);
            assertThat(sale.balanceOf(sale.outcome.contracts().escrow().address()))
                    .isZero();
        }
        assertThat(told.toString(StandardCharsets.UTF_8))
                .contains(
                        "3 orders released.",
                        "LS-1002    Bo says nothing",
                        "LS-1002    released: not disputed in time",
                        "LS-1003    disputed by Lan: one of the three cups is chipped",
                        "The arbiter gave back a part of 1 order: LS-1003 11.111111 DUSD",
                        "CLAIM_NOT_GRANTED",
                        "mei: 196 points")
                .doesNotContain("refunded: LS");
    }

    @Test
    void showsTheMerchantTheTwoGrantedClaimsAndTheThirdPlatformNoNameEither() {
        try (Played sale = play(new InputFolder(temporary))) {
            assertThat(sale.outcome.shown()).hasSize(3).allSatisfy(shown -> {
                assertThat(shown.toMerchant()).containsOnlyKeys("sub", "category", "year");
                assertThat(shown.toThirdPlatform()).containsOnlyKeys("category", "year");
            });
            assertThat(VoucherCollection.at(
                                    sale.chain,
                                    sale.outcome.contracts().collection().id().address())
                            .ownerOf(BigInteger.ONE))
                    .contains(Actors.viewer("mei").address());
        }
    }

    @Test
    void anotherSplitPaysOthers() {
        InputFolder files = new InputFolder(temporary)
                .replace("sale.json", "\"merchant\": 6000", "\"merchant\": 3333")
                .replace("sale.json", "\"host\": 2500", "\"host\": 5667")
                .replace("sale.json", "\"viewers\": 500", "\"viewers\": 0");
        try (Played sale = play(files)) {
            sale.assertPaid(expectedShares(files, List.of("LS-1001", "LS-1002", "LS-1003")));
            assertThat(sale.balanceOf(Actors.host().address())).isEqualTo(BigInteger.valueOf(232_359_593));
            assertThat(sale.outcome.rewards().claimed()).isEmpty();
        }
    }

    @Test
    void aBrokenSignatureHoldsBackItsOrderAlone() {
        InputFolder files = new InputFolder(temporary).breakSignature("goods/cake-0002.json", 2);
        try (Played sale = play(files)) {
            assertThat(sale.outcome.refunds()).isOne();
            Settlement refunded = sale.settlement("LS-1002");
            assertThat(refunded.reasons()).extracting(Reason::code).containsExactly("SIGNATURE_INVALID");
            assertThat(refunded.reasons())
                    .extracting(Reason::detail)
                    .first()
                    .asString()
                    .startsWith("event 2: ");
            assertThat(refunded.back()).isEqualTo(BigInteger.valueOf(128_800_000));
            assertThat(sale.settlement("LS-1001").released()).isTrue();
            assertThat(sale.settlement("LS-1003").released()).isTrue();
            sale.assertPaid(expectedShares(files, List.of("LS-1001", "LS-1003")));
            BigInteger reward = sale.outcome.rewards().claimed().get("bo");
            assertThat(sale.balanceOfViewer("bo"))
                    .isEqualTo(BigInteger.valueOf(200_000_000).add(reward));
            assertThat(sale.outcome.shown())
                    .extracting(shown -> shown.line().id())
                    .doesNotContain("LS-1002");
        }
        assertThat(told.toString(StandardCharsets.UTF_8))
                .contains(
                        "1 order refunded: LS-1002 SIGNATURE_INVALID",
                        "the escrow refuses: ConditionNotMet",
                        "left out   the purchase by bo");
    }

    @Test
    void anEventChangedAfterItWasSignedIsRefused() {
        InputFolder files = new InputFolder(temporary)
                .replace("goods/set-0007.json", "2026-06-11T10:40:00+08:00", "2026-06-11T10:41:00+08:00");
        try (Played sale = play(files)) {
            assertThat(sale.settlement("LS-1003").reasons())
                    .extracting(Reason::code)
                    .containsExactly("SIGNATURE_INVALID");
            assertThat(sale.outcome.refunds()).isOne();
        }
    }

    @Test
    void whatIsNoSignatureOrOfAnUnknownIssuerIsPaidBackToo() {
        InputFolder files = new InputFolder(temporary)
                .edit(
                        "goods/cake-0001.json",
                        text -> text.replaceAll("\"signature\": \"0x[0-9a-f]*", "\"signature\": \"none"))
                .replace("sale.json", "\"laboratory\"", "\"somebody\"");
        try (Played sale = play(files)) {
            assertThat(sale.settlement("LS-1001").reasons())
                    .hasSize(4)
                    .extracting(Reason::code)
                    .containsOnly("SIGNATURE_INVALID");
            assertThat(sale.settlement("LS-1002").reasons())
                    .extracting(Reason::code)
                    .containsExactly("UNAUTHORISED_ISSUER");
            assertThat(sale.settlement("LS-1003").reasons())
                    .extracting(Reason::code)
                    .containsExactly("UNAUTHORISED_ISSUER");
            sale.assertPaid(expectedShares(files, List.of()));
        }
    }

    @Test
    void whatDoesNotArriveIsDisputedAndPaidBack() {
        InputFolder files = new InputFolder(temporary)
                .replace("orders.json", "\"CAKE-0001\", \"delivered\": true", "\"CAKE-0001\", \"delivered\": false");
        try (Played sale = play(files)) {
            assertThat(sale.settlement("LS-1001").reasons())
                    .extracting(Reason::code)
                    .containsExactly("DELIVERY_NOT_CONFIRMED");
            assertThat(sale.settlement("LS-1001").released()).isFalse();
            sale.assertPaid(expectedShares(files, List.of("LS-1002", "LS-1003")));
            BigInteger reward = sale.outcome.rewards().claimed().get("mei");
            assertThat(sale.balanceOfViewer("mei"))
                    .isEqualTo(BigInteger.valueOf(500_000_000).add(reward));
        }
        assertThat(told.toString(StandardCharsets.UTF_8)).contains("1 order refunded: LS-1001 DELIVERY_NOT_CONFIRMED");
    }

    /** The split is taken of what they cost together: an odd unit falls once. */
    @Test
    void buyersWhoSayNothingAreTakenAtTheirWordTogether() {
        InputFolder files = new InputFolder(temporary)
                .edit(
                        "orders.json",
                        text -> text.replaceAll(",\\s*\"complaint\"[^}]*", "")
                                .replace(", \"confirmed\": false", "")
                                .replace("\"delivered\": true", "\"delivered\": true, \"confirmed\": false"));
        try (Played sale = play(files)) {
            BigInteger all = BigInteger.valueOf(421_133_333);
            sale.assertPaid(Map.of(
                    "merchant", part(all, 6_000),
                    "host", part(all, 8_500).subtract(part(all, 6_000)),
                    "platform", part(all, 9_500).subtract(part(all, 8_500)),
                    "viewers", all.subtract(part(all, 9_500))));
        }
        assertThat(told.toString(StandardCharsets.UTF_8))
                .contains("LS-1001, LS-1002, LS-1003    released: not disputed in time")
                .doesNotContain("given back");
    }

    @Test
    void aShowWithoutOrdersIsAShow() {
        try (Played sale = play(new InputFolder(temporary).edit("orders.json", text -> "[]"))) {
            assertThat(sale.outcome.settlements().orders()).isEmpty();
            assertThat(sale.outcome.rewards().scores().pointsOf(UserId.of("tao")))
                    .isEqualTo(174);
        }
    }

    private Played play(InputFolder files) {
        SaleInput input = files.read();
        LocalChain local = Sale.chainFor(input);
        Narrator narrator = new Narrator(new PrintStream(told, true, StandardCharsets.UTF_8));
        return new Played(local, Sale.play(local, input, narrator));
    }

    /** A sale that was played, on the chain that it was played on. */
    private static final class Played implements AutoCloseable {
        private final LocalChain local;
        private final Chain chain;
        private final Outcome outcome;
        private final Contract coin;

        Played(LocalChain local, Outcome outcome) {
            this.local = local;
            this.outcome = outcome;
            this.chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
            this.coin = chain.contract(
                    outcome.contracts().currency().contract().orElseThrow(),
                    ContractArtifact.load(LocalChain.class, "/io/lianbo/testkit/TestToken.json"));
        }

        BigInteger balanceOf(Address account) {
            return coin.read("balanceOf", account).uint(0);
        }

        BigInteger balanceOfViewer(String id) {
            return balanceOf(Actors.viewer(id).address());
        }

        void assertPaid(Map<String, BigInteger> shares) {
            assertThat(balanceOf(Actors.merchant().address())).isEqualTo(shares.get("merchant"));
            assertThat(balanceOf(Actors.host().address())).isEqualTo(shares.get("host"));
            assertThat(balanceOf(Actors.platform().address())).isEqualTo(shares.get("platform"));
            assertThat(outcome.rewards().pool().units()).isEqualTo(shares.get("viewers"));
        }

        Settlement settlement(String order) {
            return outcome.settlements().orders().stream()
                    .filter(one -> one.line().id().equals(order))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public void close() {
            chain.close();
            local.close();
        }
    }

    /** Cumulative rounding, once more and in other words: whoever comes next gets the whole up to her less what went before. */
    private static Map<String, BigInteger> expectedShares(InputFolder files, List<String> released) {
        Map<?, ?> split =
                (Map<?, ?>) StrictJson.parseObject(files.text("sale.json")).get("split");
        Map<String, BigInteger> shares = new LinkedHashMap<>();
        PARTIES.forEach(party -> shares.put(party, BigInteger.ZERO));
        for (Map<String, Object> order : files("orders.json", files)) {
            if (released.contains(order.get("id"))) {
                BigInteger price = priceOf((String) order.get("item"), files).subtract(givenBack(order));
                long before = 0;
                for (String party : PARTIES) {
                    long after = before + (Long) split.get(party);
                    BigInteger share = part(price, after).subtract(part(price, before));
                    shares.merge(party, share, BigInteger::add);
                    before = after;
                }
            }
        }
        return shares;
    }

    private static BigInteger part(BigInteger price, long basisPoints) {
        return price.multiply(BigInteger.valueOf(basisPoints)).divide(BigInteger.valueOf(10_000));
    }

    private static BigInteger spentBy(String viewer, InputFolder files) {
        return files("orders.json", files).stream()
                .filter(order -> order.get("viewer").equals(viewer))
                .map(order -> priceOf((String) order.get("item"), files).subtract(givenBack(order)))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static BigInteger givenBack(Map<String, Object> order) {
        return order.containsKey("givenBack") ? units(order.get("givenBack")) : BigInteger.ZERO;
    }

    private static BigInteger priceOf(String serial, InputFolder files) {
        return units(StrictJson.parseObject(files.text("goods/" + serial.toLowerCase(Locale.ROOT) + ".json"))
                .get("price"));
    }

    private static BigInteger units(Object decimal) {
        return new BigDecimal((String) decimal).movePointRight(6).toBigIntegerExact();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> files(String file, InputFolder files) {
        return (List<Map<String, Object>>) StrictJson.parse(files.text(file));
    }
}
