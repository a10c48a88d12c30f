package io.lianbo.nft.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.AccountId;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.nft.Samples;
import io.lianbo.nft.SignedVoucher;
import io.lianbo.nft.VoucherIssuer;
import io.lianbo.nft.issue.IssueLog.Order;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every log promises. */
abstract class IssueLogConformance {
    static final AccountId COLLECTION = Samples.COLLECTION;
    static final AccountId OTHER = new AccountId(new ChainId(1), COLLECTION.address());
    static final Instant NOW = Instant.parse("2026-11-11T12:00:00.123Z");
    static final Hash32 TERMS = hash(1);

    private IssueLog log;

    /** A log that is empty. */
    abstract IssueLog open();

    @BeforeEach
    void start() {
        log = open();
    }

    static Hash32 hash(int number) {
        return Hash32.of("0x" + "%064x".formatted(number));
    }

    private static List<BigInteger> ids(long... ids) {
        return LongStream.of(ids).mapToObj(BigInteger::valueOf).toList();
    }

    private Verdict<Issue> next(String key, IdRange range, int count) {
        return log.reserve(COLLECTION, Order.ofNext(key, TERMS, range, count), NOW);
    }

    private List<BigInteger> nextIds(String key, IdRange range, int count) {
        return next(key, range, count).value().orElseThrow().tokenIds();
    }

    private Verdict<Issue> exactly(String key, long... ids) {
        return log.reserve(COLLECTION, Order.ofIds(key, TERMS, ids(ids)), NOW);
    }

    static List<SignedVoucher> sign(LocalSigner signer, Issue issue) {
        VoucherIssuer issuer = new VoucherIssuer(signer, issue.collection());
        return issue.tokenIds().stream()
                .map(id -> issuer.issue(Samples.gift(id.longValueExact())))
                .toList();
    }

    private static void refused(Verdict<Issue> verdict, String code) {
        assertThat(verdict.reasons()).extracting(Verdict.Reason::code).containsExactly(code);
    }

    @Test
    void handsOutTheIdsOfARangeInTheirOrder() {
        AccountId collection = COLLECTION;
        Hash32 terms = TERMS;
        // @start region="reserve"
        IdRange drop = IdRange.of(1, 500);
        Order order = Order.ofNext("order-2026-0042", terms, drop, 2);
        Verdict<Issue> first = log.reserve(collection, order, NOW);
        Verdict<Issue> again = log.reserve(collection, order, NOW); // after a crash, or by mistake
        // @end region="reserve"
        assertThat(first).isEqualTo(Verdict.ok(new Issue(COLLECTION, 1, "order-2026-0042", NOW, ids(1, 2), List.of())));
        assertThat(again).isEqualTo(first);
        assertThat(nextIds("b", drop, 3)).isEqualTo(ids(3, 4, 5));
        assertThat(log.left(COLLECTION, drop)).isEqualTo(495);
    }

    @Test
    void servesTheSameOrderFromARangeThatHasGrown() {
        assertThat(nextIds("a", IdRange.of(1, 2), 2)).isEqualTo(ids(1, 2));
        refused(next("b", IdRange.of(1, 2), 1), "SOLD_OUT");
        assertThat(nextIds("b", IdRange.of(1, 3), 1)).isEqualTo(ids(3));
        assertThat(nextIds("a", IdRange.of(1, 3), 2)).isEqualTo(ids(1, 2));
    }

    @Test
    void saysThatARangeIsSoldOutAndTakesNothingThen() {
        IdRange five = IdRange.of(1, 5);
        next("a", five, 3);

        Verdict<Issue> refused = next("b", five, 3);

        assertThat(refused.reasons())
                .containsExactly(new Verdict.Reason("SOLD_OUT", "2 of the ids 1 to 5 are left, order b asks for 3"));
        assertThat(log.find(COLLECTION, "b")).isEmpty();
        assertThat(nextIds("b", five, 2)).isEqualTo(ids(4, 5)); // the refused key is free
        refused(next("c", five, 1), "SOLD_OUT");
        assertThat(log.left(COLLECTION, five)).isZero();
    }

    @Test
    void refusesOneKeyForTwoOrders() {
        IdRange range = IdRange.of(1, 100);
        next("a", range, 2);
        refused(next("a", range, 3), "ORDER_DIFFERS");
        refused(exactly("a", 1, 2), "ORDER_DIFFERS");
        refused(log.reserve(COLLECTION, Order.ofNext("a", hash(2), range, 2), NOW), "ORDER_DIFFERS");
        assertThat(log.left(COLLECTION, range)).isEqualTo(98);
        // the same key in another collection is another order
        assertThat(log.reserve(OTHER, Order.ofNext("a", hash(2), range, 3), NOW).isVerified())
                .isTrue();
    }

    @Test
    void handsOutIdsByNameAndPassesOverThemLater() {
        assertThat(exactly("seat", 4, 2).value().orElseThrow().tokenIds()).isEqualTo(ids(4, 2));
        assertThat(exactly("seat", 4, 2).isVerified()).isTrue();
        Verdict<Issue> refused = exactly("other", 3, 2, 5, 4);
        refused(refused, "ID_TAKEN");
        assertThat(refused.reasons().getFirst().detail()).contains("[2, 4]");
        assertThat(nextIds("a", IdRange.of(1, 6), 3)).isEqualTo(ids(1, 3, 5));
        refused(next("b", IdRange.of(1, 6), 2), "SOLD_OUT");
        assertThat(nextIds("b", IdRange.of(1, 6), 1)).isEqualTo(ids(6));
    }

    @Test
    void passesOverAnyNumberOfIdsThatAreTaken() {
        exactly("seats", LongStream.range(0, 1_000).toArray());
        assertThat(nextIds("a", IdRange.of(0, 2_000), 2)).isEqualTo(ids(1_000, 1_001));
    }

    @Test
    void keepsRangesThatOverlapApart() {
        assertThat(nextIds("a", IdRange.of(1, 10), 6)).hasSize(6);
        assertThat(nextIds("b", IdRange.of(5, 10), 2)).isEqualTo(ids(7, 8));
        assertThat(nextIds("c", IdRange.of(1, 10), 2)).isEqualTo(ids(9, 10));
    }

    @Test
    void knowsTheLargestIds() {
        BigInteger last = Samples.MAX_UINT256;
        IdRange end = new IdRange(last.subtract(BigInteger.ONE), last);
        assertThat(nextIds("a", end, 1)).containsExactly(last.subtract(BigInteger.ONE));
        assertThat(nextIds("b", end, 1)).containsExactly(last);
        refused(next("c", end, 1), "SOLD_OUT");
        assertThat(log.outstanding(COLLECTION, last.subtract(BigInteger.ONE), 5))
                .extracting(IssuedToken::tokenId)
                .containsExactly(last);
        assertThat(log.outstanding(COLLECTION, last, 5)).isEmpty();
    }

    @Test
    void servesEachOrderOfAListForItself() {
        IdRange five = IdRange.of(1, 5);
        List<Verdict<Issue>> verdicts = log.reserveAll(
                COLLECTION,
                List.of(
                        Order.ofNext("a", TERMS, five, 2),
                        Order.ofNext("b", TERMS, five, 4),
                        Order.ofNext("a", TERMS, five, 2),
                        Order.ofNext("a", TERMS, five, 1),
                        Order.ofNext("c", TERMS, five, 3)),
                NOW);
        assertThat(verdicts)
                .extracting(verdict -> verdict.value().map(Issue::tokenIds).orElse(List.of()))
                .containsExactly(ids(1, 2), List.of(), ids(1, 2), List.of(), ids(3, 4, 5));
        assertThat(log.orders(COLLECTION, 0, 10)).extracting(Issue::number).containsExactly(1L, 2L);
    }

    @Test
    void keepsWhatWasSignedFirst() {
        Issue reserved = next("a", IdRange.of(1, 5), 2).value().orElseThrow();
        assertThat(reserved.isSigned()).isFalse();
        List<SignedVoucher> first = sign(Samples.HOST, reserved);
        List<SignedVoucher> second = sign(Samples.STRANGER, reserved);

        Issue signed = log.keepSigned(reserved, first);

        assertThat(signed.vouchers()).isEqualTo(first);
        assertThat(log.keepSigned(reserved, second)).isEqualTo(signed);
        assertThat(log.find(COLLECTION, "a")).contains(signed);
        assertThat(next("a", IdRange.of(1, 5), 2)).isEqualTo(Verdict.ok(signed));
        assertThat(log.find(COLLECTION, BigInteger.TWO))
                .contains(new IssuedToken(BigInteger.TWO, "a", Optional.of(first.get(1)), false));
        assertThat(log.find(COLLECTION, BigInteger.valueOf(3))).isEmpty();
    }

    @Test
    void refusesVouchersOfOtherTokens() {
        Issue one = next("a", IdRange.of(1, 5), 1).value().orElseThrow();
        Issue two = next("b", IdRange.of(1, 5), 1).value().orElseThrow();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.keepSigned(one, sign(Samples.HOST, two)))
                .withMessage("the vouchers of order a must be of the tokens [1]: [2]");
        assertThatIllegalArgumentException().isThrownBy(() -> log.keepSigned(one, List.of()));
        Issue elsewhere = new Issue(OTHER, 1, "a", NOW, one.tokenIds(), List.of());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.keepSigned(one, sign(Samples.HOST, elsewhere)))
                .withMessageContaining("must be of " + COLLECTION);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.keepSigned(elsewhere, sign(Samples.HOST, elsewhere)))
                .withMessage("the log has no order a of " + OTHER);
        Issue made = new Issue(COLLECTION, 1, "a", NOW, two.tokenIds(), List.of());
        assertThatIllegalArgumentException().isThrownBy(() -> log.keepSigned(made, sign(Samples.HOST, made)));
        // all or none
        Issue good = one.signed(sign(Samples.HOST, one));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.keepSigned(List.of(good, made.signed(sign(Samples.HOST, made)))));
        assertThat(log.find(COLLECTION, "a").orElseThrow().isSigned()).isFalse();
    }

    @Test
    void listsOrdersInPages() {
        for (int i = 1; i <= 25; i++) {
            next("order-" + i, IdRange.of(1, 100), i % 3 + 1);
        }
        List<Issue> read = new ArrayList<>();
        for (List<Issue> page = log.orders(COLLECTION, 0, 10);
                !page.isEmpty();
                page = log.orders(COLLECTION, read.getLast().number(), 10)) {
            assertThat(page).hasSizeLessThanOrEqualTo(10);
            read.addAll(page);
        }
        assertThat(read)
                .extracting(Issue::orderKey)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 25).mapToObj(i -> "order-" + i).toList());
        assertThat(log.orders(COLLECTION, Long.MAX_VALUE, 10)).isEmpty();
        assertThat(log.orders(OTHER, 0, 10)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> log.orders(COLLECTION, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> log.orders(COLLECTION, 0, IssueLog.MOST_READ + 1));
    }

    @Test
    void listsWhatIsOutstanding() {
        Issue a = next("a", IdRange.of(8, 12), 4).value().orElseThrow();
        log.keepSigned(a, sign(Samples.HOST, a));
        next("b", IdRange.of(8, 12), 1);

        assertThat(log.settle(COLLECTION, ids(9, 12, 77))).isEqualTo(2);
        assertThat(log.settle(COLLECTION, ids(9))).isZero();

        List<IssuedToken> page = log.outstanding(COLLECTION, BigInteger.ONE.negate(), 2);
        assertThat(page).extracting(IssuedToken::tokenId).isEqualTo(ids(8, 10));
        assertThat(page).allSatisfy(token -> assertThat(token.voucher()).isPresent());
        assertThat(log.outstanding(COLLECTION, page.getLast().tokenId(), 2))
                .extracting(IssuedToken::tokenId)
                .isEqualTo(ids(11));
        assertThat(log.find(COLLECTION, BigInteger.valueOf(12)).orElseThrow())
                .isEqualTo(new IssuedToken(BigInteger.valueOf(12), "b", Optional.empty(), true));
        // settled is not free
        refused(exactly("c", 9), "ID_TAKEN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.settle(COLLECTION, List.of(BigInteger.ONE.negate())))
                .withMessage("token id must be 0 to 2^256-1: -1");
    }

    @Test
    void handsOutNoIdTwiceToSixtyFourThreads() throws Exception {
        int orders = 256;
        IdRange range = IdRange.of(1, 300);
        List<Verdict<Issue>> verdicts = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(64)) {
            // each order comes twice, from two threads
            List<Future<Verdict<Issue>>> reservations = IntStream.range(0, 2 * orders)
                    .mapToObj(i -> threads.submit(() -> {
                        Verdict<Issue> verdict = next("order-" + i % orders, range, 1 + i % orders % 2);
                        verdict.value().ifPresent(issue -> log.keepSigned(issue, sign(Samples.HOST, issue)));
                        return verdict;
                    }))
                    .toList();
            for (Future<Verdict<Issue>> reservation : reservations) {
                verdicts.add(reservation.get());
            }
        }
        List<Issue> issues = log.orders(COLLECTION, 0, 1_000);
        assertThat(issues).allSatisfy(issue -> assertThat(issue.vouchers()).isEqualTo(sign(Samples.HOST, issue)));
        assertThat(issues.stream().flatMap(issue -> issue.tokenIds().stream()).sorted())
                .isEqualTo(LongStream.rangeClosed(1, 300)
                        .mapToObj(BigInteger::valueOf)
                        .toList());
        for (Verdict<Issue> verdict : verdicts) {
            if (verdict instanceof Verdict.Verified<Issue> verified) {
                Issue issue = verified.result();
                assertThat(log.find(COLLECTION, issue.orderKey()).orElseThrow().tokenIds())
                        .isEqualTo(issue.tokenIds());
            } else {
                refused(verdict, "SOLD_OUT");
            }
        }
    }

    @Test
    void refusesOrdersThatMakeNoSense() {
        IdRange range = IdRange.of(1, 2);
        for (String key : List.of("", " ", "a b", "茶", "x".repeat(IssueLog.LONGEST_KEY + 1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Order.ofNext(key, TERMS, range, 1))
                    .withMessageContaining("order key must be 1 to 200 visible ASCII characters");
        }
        for (int count : List.of(0, -1, IssueLog.MOST_IDS + 1)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Order.ofNext("a", TERMS, range, count))
                    .withMessage("order a must ask for 1 to 10000 ids: " + count);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Order.ofIds("a", TERMS, ids(1, 2, 1)))
                .withMessage("order a must name each id once: [1, 2, 1]");
        assertThatIllegalArgumentException().isThrownBy(() -> Order.ofIds("a", TERMS, ids(-1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Order("a", TERMS, Optional.of(range), 1, ids(1)))
                .withMessageContaining("next ids of a range, or name them all");
        assertThatIllegalArgumentException().isThrownBy(() -> IdRange.of(2, 1)).withMessageContaining("2 to 1");
        assertThatIllegalArgumentException().isThrownBy(() -> IdRange.of(-1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new IdRange(BigInteger.ZERO, BigInteger.TWO.pow(256)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IdRange.ofItem(BigInteger.ONE, 0))
                .withMessageContaining("supply");
    }

    @Test
    void numbersTheCopiesOfAnItem() {
        IdRange seven = IdRange.ofItem(BigInteger.valueOf(7), 2);
        BigInteger first = BigInteger.valueOf(7).shiftLeft(64);
        assertThat(nextIds("a", seven, 2)).containsExactly(first, first.add(BigInteger.ONE));
        refused(next("b", seven, 1), "SOLD_OUT");
        assertThat(seven.size()).isEqualTo(2);
        assertThat(seven.contains(first.subtract(BigInteger.ONE))).isFalse();
    }
}
