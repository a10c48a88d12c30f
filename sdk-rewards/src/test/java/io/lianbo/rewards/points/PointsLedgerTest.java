package io.lianbo.rewards.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.rewards.points.PointsEntry.Kind;
import io.lianbo.rewards.scoring.UserId;
import io.lianbo.testsupport.ChildJvm;
import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for a {@link PointsLedger} in every database. */
class PointsLedgerTest {
    private static final Instant START = Instant.parse("2026-12-01T00:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);
    private static final UserId ANN = UserId.of("ann");
    private static final UserId BEN = UserId.of("ben");

    @TempDir
    private Path folder;

    private final TestClock clock = new TestClock(START);
    private DataSource source;
    private PointsLedger ledger;

    private void open(Store store) {
        source = Databases.open(store, folder);
        ledger = PointsLedger.in(source, clock);
    }

    /** Points that settle in a number of days and expire in another. */
    private Earning earning(UserId user, String id, long points, int settles, int expires) {
        return new Earning(
                user, id, points, START.plus(Duration.ofDays(settles)), START.plus(Duration.ofDays(expires)));
    }

    private void earn(UserId user, String id, long points, int settles, int expires) {
        assertThat(ledger.earn(earning(user, id, points, settles, expires)).isVerified())
                .isTrue();
    }

    private void day(int day) {
        clock.set(START.plus(Duration.ofDays(day)));
    }

    private PointsBalance balance(UserId user) {
        return ledger.balance(user, WEEK);
    }

    private void has(UserId user, long available, long pending, long debt) {
        PointsBalance balance = balance(user);
        assertThat(List.of(balance.available(), balance.pending(), balance.debt()))
                .containsExactly(available, pending, debt);
    }

    private ReversedPoints reverse(UserId user, String id, String earning, long points) {
        return ledger.reverse(new Reversal(user, id, earning, points)).value().orElseThrow();
    }

    private Redemption redeem(String id, UserId user, long points) {
        return ledger.redeem(id, user, points, "mug").value().orElseThrow();
    }

    private LedgerTotals audited() {
        Verdict<LedgerTotals> verdict = ledger.audit();
        assertThat(verdict.reasons()).isEmpty();
        LedgerTotals totals = verdict.value().orElseThrow();
        assertThat(totals.issued().add(totals.debt()))
                .isEqualTo(totals.pending()
                        .add(totals.available())
                        .add(totals.redeemed())
                        .add(totals.expired()));
        return totals;
    }

    private static void refused(Verdict<?> verdict, String... codes) {
        assertThat(verdict.reasons()).extracting(Reason::code).containsExactly(codes);
    }

    private List<PointsEntry> entries(UserId user) {
        return ledger.statement(user, Instant.EPOCH, Earning.NEVER, 0, 1_000);
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void pointsArePendingThenAvailableThenExpire(Store store) {
        open(store);
        has(ANN, 0, 0, 0);
        earn(ANN, "order-1", 100, 7, 30);
        has(ANN, 0, 100, 0);
        clock.set(START.plus(WEEK).minusMillis(1));
        has(ANN, 0, 100, 0);
        refused(ledger.redeem("mug-1", ANN, 1, "mug"), "INSUFFICIENT_POINTS");
        day(7);
        has(ANN, 100, 0, 0);
        assertThat(balance(ANN)).isEqualTo(new PointsBalance(100, 0, 0, 0, clock.instant()));
        day(23);
        assertThat(balance(ANN).expiringSoon()).isZero();
        clock.pass(Duration.ofMillis(1));
        assertThat(balance(ANN).expiringSoon()).isEqualTo(100);
        clock.set(START.plus(Duration.ofDays(30)).minusMillis(1));
        redeem("mug-1", ANN, 40);
        has(ANN, 60, 0, 0);
        day(30);
        has(ANN, 0, 0, 0);
        refused(ledger.redeem("mug-2", ANN, 1, "mug"), "INSUFFICIENT_POINTS");
        assertThat(ledger.bookDue()).isOne();
        assertThat(ledger.bookDue()).isZero();
        assertThat(audited())
                .isEqualTo(new LedgerTotals(
                        1,
                        4,
                        BigInteger.valueOf(100),
                        BigInteger.ZERO,
                        BigInteger.ZERO,
                        BigInteger.ZERO,
                        BigInteger.valueOf(40),
                        BigInteger.valueOf(60)));
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void whatIsDeliveredAgainChangesNothing(Store store) {
        open(store);
        for (int i = 0; i < 3; i++) {
            earn(ANN, "order-1", 100, 0, 30);
            assertThat(redeem("mug-1", ANN, 60))
                    .isEqualTo(new Redemption("mug-1", ANN, "mug", 60, START, Optional.empty()));
            assertThat(reverse(ANN, "refund-1", "order-1", 70))
                    .isEqualTo(new ReversedPoints(new Reversal(ANN, "refund-1", "order-1", 70), 0, 40, 0, 30, START));
            clock.pass(Duration.ofMillis(1));
            has(ANN, 0, 0, 30);
        }
        refused(ledger.earn(earning(ANN, "order-1", 101, 0, 30)), "EARNING_CONFLICT");
        refused(ledger.earn(earning(ANN, "order-1", 100, 1, 30)), "EARNING_CONFLICT");
        refused(ledger.earn(earning(ANN, "order-1", 100, 0, 31)), "EARNING_CONFLICT");
        refused(ledger.redeem("mug-1", ANN, 61, "mug"), "REDEMPTION_CONFLICT");
        refused(ledger.redeem("mug-1", ANN, 60, "cup"), "REDEMPTION_CONFLICT");
        refused(ledger.redeem("mug-1", BEN, 60, "mug"), "REDEMPTION_CONFLICT");
        refused(ledger.reverse(new Reversal(ANN, "refund-1", "order-1", 71)), "REVERSAL_CONFLICT");
        refused(ledger.reverse(new Reversal(ANN, "refund-1", "order-2", 70)), "REVERSAL_CONFLICT");
        assertThat(ledger.redemption("mug-1"))
                .hasValueSatisfying(found -> assertThat(found.redeemedAt()).isEqualTo(START));
        for (int i = 0; i < 3; i++) {
            Redemption cancelled = ledger.cancel("mug-1").value().orElseThrow();
            assertThat(cancelled.cancelledAt()).contains(START.plusMillis(3));
            assertThat(ledger.redemption("mug-1")).contains(cancelled);
            clock.pass(Duration.ofMillis(1));
            has(ANN, 30, 0, 0);
        }
        refused(ledger.redeem("mug-1", ANN, 60, "mug"), "REDEMPTION_CANCELLED");
        refused(ledger.cancel("mug-2"), "UNKNOWN_REDEMPTION");
        assertThat(ledger.redemption("mug-2")).isEmpty();
        audited();
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void anEpochIsPostedOnceAndWhole(Store store) {
        open(store);
        Map<UserId, Long> scores =
                IntStream.range(0, 1_234).boxed().collect(Collectors.toMap(i -> UserId.of("viewer-" + i), i -> i + 1L));
        Instant settles = START.plus(WEEK);
        Verdict<PostedBatch> first = ledger.earnAll("epoch-1", scores, settles, Earning.NEVER);
        assertThat(first.value())
                .contains(new PostedBatch("epoch-1", 1_234, BigInteger.valueOf(1_234 * 1_235 / 2), START));
        clock.pass(Duration.ofHours(1));
        assertThat(ledger.earnAll("epoch-1", new HashMap<>(scores), settles, Earning.NEVER))
                .isEqualTo(first);
        has(UserId.of("viewer-1233"), 0, 1_234, 0);

        Map<UserId, Long> others = new HashMap<>(scores);
        others.merge(UserId.of("viewer-7"), 1L, Long::sum);
        refused(ledger.earnAll("epoch-1", others, settles, Earning.NEVER), "BATCH_CONFLICT");
        refused(ledger.earnAll("epoch-1", scores, settles.plusMillis(1), Earning.NEVER), "BATCH_CONFLICT");

        earn(UserId.of("viewer-99"), "epoch-2", 5, 0, 30); // as if by hand
        refused(ledger.earnAll("epoch-2", scores, settles, Earning.NEVER), "EARNING_CONFLICT");
        has(UserId.of("viewer-0"), 0, 1, 0);
        assertThat(ledger.earnAll("epoch-3", Map.of(), settles, Earning.NEVER).value())
                .hasValueSatisfying(nobody -> assertThat(nobody.users()).isZero());

        day(7);
        assertThat(ledger.earnAll("epoch-4", scores, settles, Earning.NEVER).isVerified())
                .isTrue();
        has(UserId.of("viewer-1233"), 2_468, 0, 0);
        assertThat(entries(UserId.of("viewer-3")))
                .extracting(PointsEntry::kind, PointsEntry::reference, PointsEntry::availableAfter)
                .containsExactly(
                        tuple(Kind.EARNED, "epoch-1", 0L),
                        tuple(Kind.SETTLED, "epoch-1", 4L),
                        tuple(Kind.EARNED, "epoch-4", 4L),
                        tuple(Kind.SETTLED, "epoch-4", 8L));
        assertThat(audited().users()).isEqualTo(1_234);
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void whatExpiresFirstIsSpentFirst(Store store) {
        open(store);
        earn(ANN, "long", 10, 0, 40);
        earn(ANN, "short", 10, 0, 20);
        earn(ANN, "middle", 10, 0, 30);
        redeem("mug-1", ANN, 15); // short, and half of middle
        day(20);
        has(ANN, 15, 0, 0);
        day(30);
        has(ANN, 10, 0, 0);
        assertThat(entries(ANN).getLast())
                .isEqualTo(new PointsEntry(
                        entries(ANN).getLast().number(),
                        START.plus(Duration.ofDays(30)),
                        Kind.EXPIRED,
                        "middle",
                        0,
                        -5,
                        0,
                        0,
                        10,
                        0));
        audited();
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void aCancelledRedemptionGivesTheSameLotsBackWithTheirExpiries(Store store) {
        open(store);
        earn(ANN, "short", 10, 0, 20);
        earn(ANN, "long", 10, 0, 40);
        redeem("mug-1", ANN, 15);
        redeem("mug-2", ANN, 5);
        day(10);
        ledger.cancel("mug-1");
        has(ANN, 15, 0, 0);
        redeem("mug-3", ANN, 15);
        day(20);
        ledger.cancel("mug-3"); // of its points, 10 would have expired by now
        has(ANN, 5, 0, 0);
        ledger.cancel("mug-2");
        has(ANN, 10, 0, 0);
        day(40);
        has(ANN, 0, 0, 0);
        ledger.bookDue();
        assertThat(audited().expired()).isEqualTo(20);
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void aRefundTakesFromItsEarningFirst(Store store) {
        open(store);
        earn(ANN, "order-1", 100, 7, 30);
        earn(ANN, "order-2", 50, 0, 20);
        assertThat(reverse(ANN, "refund-1", "order-1", 30).pending()).isEqualTo(30);
        has(ANN, 50, 70, 0);
        day(7);
        assertThat(reverse(ANN, "refund-2", "order-1", 10).available()).isEqualTo(10);
        has(ANN, 110, 0, 0);
        redeem("mug-1", ANN, 100); // all of order-2, 50 of order-1
        assertThat(reverse(ANN, "refund-3", "order-1", 40))
                .isEqualTo(new ReversedPoints(
                        new Reversal(ANN, "refund-3", "order-1", 40), 0, 10, 0, 30, clock.instant()));
        has(ANN, 0, 0, 30);
        refused(ledger.reverse(new Reversal(ANN, "refund-4", "order-1", 21)), "EXCEEDS_EARNING");
        refused(ledger.reverse(new Reversal(ANN, "refund-4", "order-1", Long.MAX_VALUE)), "EXCEEDS_EARNING");
        assertThat(reverse(ANN, "refund-4", "order-1", 20).debt()).isEqualTo(20);
        refused(ledger.reverse(new Reversal(ANN, "refund-5", "order-1", 1)), "EXCEEDS_EARNING");
        has(ANN, 0, 0, 50);
        refused(ledger.reverse(new Reversal(ANN, "refund-5", "order-3", 1)), "UNKNOWN_EARNING");
        refused(ledger.reverse(new Reversal(BEN, "refund-5", "order-1", 1)), "UNKNOWN_EARNING");
        audited();
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void debtIsPaidByWhatSettlesLater(Store store) {
        open(store);
        earn(ANN, "order-1", 100, 0, 30);
        redeem("mug-1", ANN, 100);
        reverse(ANN, "refund-1", "order-1", 100);
        has(ANN, 0, 0, 100);
        earn(ANN, "order-2", 60, 1, 30);
        has(ANN, 0, 60, 100);
        earn(ANN, "order-3", 70, 2, 30);
        day(1);
        has(ANN, 0, 70, 40);
        day(2);
        has(ANN, 30, 0, 0);
        assertThat(entries(ANN).subList(5, 8))
                .extracting(PointsEntry::kind, PointsEntry::pending, PointsEntry::available, PointsEntry::debt)
                .containsExactly(
                        tuple(Kind.EARNED, 70L, 0L, 0L),
                        tuple(Kind.SETTLED, -60L, 0L, -60L),
                        tuple(Kind.SETTLED, -70L, 30L, -40L));
        assertThat(audited().issued()).isEqualTo(130);
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void pointsSpentAndRefundedAreTakenFromOtherLotsBeforeTheyAreOwed(Store store) {
        open(store);
        earn(ANN, "order-1", 100, 0, 10);
        redeem("mug-1", ANN, 100);
        earn(ANN, "order-2", 30, 0, 20);
        earn(ANN, "order-3", 30, 0, 30);
        assertThat(reverse(ANN, "refund-1", "order-1", 40))
                .isEqualTo(new ReversedPoints(new Reversal(ANN, "refund-1", "order-1", 40), 0, 40, 0, 0, START));
        has(ANN, 20, 0, 0);
        reverse(ANN, "refund-2", "order-2", 30); // which paid the refund of order-1
        has(ANN, 0, 0, 10);
        audited();
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void whatExpiredIsNotTakenASecondTimeByARefund(Store store) {
        open(store);
        earn(ANN, "order-1", 100, 0, 10);
        redeem("mug-1", ANN, 60);
        day(10);
        earn(ANN, "order-2", 10, 0, 90);
        assertThat(reverse(ANN, "refund-1", "order-1", 100))
                .isEqualTo(new ReversedPoints(
                        new Reversal(ANN, "refund-1", "order-1", 100), 0, 10, 40, 50, clock.instant()));
        has(ANN, 0, 0, 50);
        ledger.cancel("mug-1"); // what she spent pays what she owes, although it would have expired
        has(ANN, 0, 0, 0);
        LedgerTotals totals = audited();
        assertThat(totals.issued()).isEqualTo(10);
        assertThat(totals.expired()).isEqualTo(10);
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void aStatementHasARunningBalanceAndComesInPages(Store store) {
        open(store);
        for (int i = 0; i < 20; i++) {
            earn(ANN, "order-" + i, 10 + i, i, 40 + i);
            earn(BEN, "order-" + i, 1, 0, 90);
            if (i > 2) {
                redeem("mug-" + i, ANN, 3);
            }
            day(i);
        }
        day(45); // nobody swept
        List<PointsEntry> all = entries(ANN);
        assertThat(all).extracting(PointsEntry::kind).contains(Kind.EXPIRED).endsWith(Kind.EXPIRED);
        long pending = 0;
        long available = 0;
        Instant last = START;
        for (PointsEntry entry : all) {
            pending += entry.pending();
            available += entry.available();
            assertThat(entry.pendingAfter()).isEqualTo(pending);
            assertThat(entry.availableAfter()).isEqualTo(available);
            assertThat(entry.at()).isAfterOrEqualTo(last);
            last = entry.at();
        }
        assertThat(available).isEqualTo(balance(ANN).available());
        for (int most : new int[] {1, 7, all.size(), 1_000}) {
            List<PointsEntry> paged = new ArrayList<>();
            long after = 0;
            for (List<PointsEntry> page = ledger.statement(ANN, Instant.MIN, Instant.MAX, after, most);
                    !page.isEmpty();
                    page = ledger.statement(ANN, Instant.MIN, Instant.MAX, after, most)) {
                assertThat(page).hasSizeLessThanOrEqualTo(most);
                paged.addAll(page);
                after = page.getLast().number();
            }
            assertThat(paged).isEqualTo(all);
        }
        Instant from = START.plus(Duration.ofDays(3));
        Instant to = START.plus(Duration.ofDays(5));
        assertThat(ledger.statement(ANN, from, to, 0, 1_000))
                .isNotEmpty()
                .isEqualTo(all.stream()
                        .filter(entry ->
                                !entry.at().isBefore(from) && entry.at().isBefore(to))
                        .toList());
        assertThat(ledger.statement(ANN, from.plusNanos(1), to.plusNanos(1), 0, 1_000))
                .isEqualTo(all.stream()
                        .filter(entry -> entry.at().isAfter(from) && !entry.at().isAfter(to))
                        .toList());
        assertThat(ledger.statement(UserId.of("nobody"), Instant.MIN, Instant.MAX, 0, 1))
                .isEmpty();
        for (int most : new int[] {0, -1, 1_001}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ledger.statement(ANN, from, to, 0, most))
                    .withMessageContaining("1 to 1000");
        }
        audited();
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void aClockThatGoesBackUndoesNothing(Store store) {
        open(store);
        earn(ANN, "order-1", 100, 5, 10);
        day(6);
        redeem("mug-1", ANN, 10);
        day(2);
        has(ANN, 90, 0, 0);
        earn(ANN, "order-2", 5, 4, 20);
        has(ANN, 95, 0, 0);
        redeem("mug-2", ANN, 10);
        assertThat(entries(ANN)).extracting(PointsEntry::at).isSorted();
        assertThat(balance(ANN).at()).isEqualTo(START.plus(Duration.ofDays(6)));
        audited();
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void anEarningThatComesLateIsBookedAsWhatItIsByNow(Store store) {
        open(store);
        day(20);
        earn(ANN, "order-1", 100, 0, 10);
        has(ANN, 0, 0, 0);
        earn(ANN, "order-2", 100, 0, 30);
        has(ANN, 100, 0, 0);
        assertThat(entries(ANN))
                .extracting(PointsEntry::kind)
                .containsExactly(Kind.EARNED, Kind.SETTLED, Kind.EXPIRED, Kind.EARNED, Kind.SETTLED);
        audited();
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void whatTimeDoesIsBookedForEverybody(Store store) {
        open(store);
        Map<UserId, Long> some = new HashMap<>();
        Map<UserId, Long> others = new HashMap<>();
        for (int i = 0; i < 250; i++) {
            (i % 2 == 0 ? some : others).put(UserId.of("user-" + i), 10L);
        }
        Instant expires = START.plus(Duration.ofDays(30));
        ledger.earnAll("one", some, START.plus(Duration.ofDays(1)), expires);
        ledger.earnAll("two", others, START.plus(Duration.ofDays(9)), expires);
        ledger.earnAll("three", some, START.plus(Duration.ofDays(9)), expires);
        assertThat(ledger.bookDue()).isZero();
        day(2);
        assertThat(ledger.bookDue()).isEqualTo(125);
        assertThat(audited().available()).isEqualTo(1_250);
        day(30);
        assertThat(ledger.bookDue()).isEqualTo(250);
        assertThat(audited().expired()).isEqualTo(3_750);
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void pointsThatWouldOverflowThrowAndChangeNothing(Store store) {
        open(store);
        earn(ANN, "order-1", Long.MAX_VALUE - 1, 0, 30);
        redeem("house", ANN, Long.MAX_VALUE - 1);
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> ledger.earn(earning(ANN, "order-2", 2, 0, 30)));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> ledger.earnAll("epoch-1", Map.of(BEN, 1L, ANN, 2L), START, Earning.NEVER));
        has(BEN, 0, 0, 0);
        earn(ANN, "order-2", 1, 0, 30);
        earn(BEN, "order-1", Long.MAX_VALUE, 0, 30);
        assertThat(balance(ANN).available()).isOne();
        assertThat(audited().issued()).isEqualTo(BigInteger.ONE.shiftLeft(64).subtract(BigInteger.TWO));
    }

    @Test
    void badArgumentsSayWhatIsAllowed() {
        open(Store.SQLITE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> earning(ANN, "order-1", 0, 0, 30))
                .withMessage("points must be 1 or more: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> earning(ANN, "", 1, 0, 30))
                .withMessageContaining("1 to 128 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> earning(ANN, "order-1", 1, 30, 30))
                .withMessageContaining("must settle before they expire");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Earning(ANN, "order-1", 1, START, Instant.MAX))
                .withMessageContaining("expiry must be");
        assertThatIllegalArgumentException().isThrownBy(() -> new Reversal(ANN, "refund-1", "order-1", -1));
        assertThatIllegalArgumentException().isThrownBy(() -> ledger.redeem("mug-1", ANN, 0, "mug"));
        assertThatIllegalArgumentException().isThrownBy(() -> ledger.redeem("mug 1", ANN, 1, "mug"));
        assertThatIllegalArgumentException().isThrownBy(() -> ledger.redeem("mug-1", ANN, 1, "m".repeat(10_000)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ledger.earnAll("epoch-1", Map.of(ANN, -1L), START, Earning.NEVER));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ledger.balance(ANN, Duration.ofMillis(-1)))
                .withMessageContaining("0 or more");
        assertThat(ledger.balance(ANN, Duration.ofSeconds(Long.MAX_VALUE)).expiringSoon())
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void aModelOfSinglePointsAgreesAfterEveryStep(Store store) {
        open(store);
        Random random = new Random(20261201);
        PointsModel model = new PointsModel();
        UserId[] users = {ANN, BEN, UserId.of("cho")};
        List<Earning> earnings = new ArrayList<>();
        List<String> redemptions = new ArrayList<>();
        long now = 0;
        int steps = store == Store.SQLITE ? 800 : 300;
        Map<String, Integer> done = new HashMap<>();
        for (int step = 0; step < steps; step++) {
            UserId user = users[random.nextInt(users.length)];
            String id = "id-" + step;
            switch (random.nextInt(11)) {
                case 0, 1 -> {
                    long settles = Math.max(0, now + random.nextInt(8) - 5);
                    long expires = Math.max(settles, now) + 1 + random.nextInt(12);
                    Earning earning = new Earning(user, id, 1 + random.nextInt(12), at(settles), at(expires));
                    assertThat(ledger.earn(earning).isVerified()).isTrue();
                    model.earn(user, id, earning.points(), settles, expires);
                    earnings.add(earning);
                }
                case 2, 3, 4 -> {
                    long points = 1L + random.nextInt(15);
                    boolean redeemed = ledger.redeem(id, user, points, "mug").isVerified();
                    assertThat(redeemed).isEqualTo(model.redeem(id, user, points));
                    done.merge(redeemed ? "redeemed" : "insufficient", 1, Integer::sum);
                    redemptions.add(id); // also where there is none
                }
                case 5, 6, 7 -> {
                    if (!earnings.isEmpty()) {
                        Earning earning = earnings.get(Math.max(0, earnings.size() - 1 - random.nextInt(6)));
                        long points = 1L + random.nextInt(12);
                        Verdict<ReversedPoints> verdict =
                                ledger.reverse(new Reversal(earning.user(), id, earning.id(), points));
                        assertThat(verdict.isVerified()).isEqualTo(model.reverse(earning.user(), earning.id(), points));
                        verdict.value().ifPresent(taken -> {
                            assertThat(taken.pending() + taken.available() + taken.expired() + taken.debt())
                                    .isEqualTo(points);
                            done.merge(taken.debt() > 0 ? "owed" : "reversed", 1, Integer::sum);
                            done.merge(taken.expired() > 0 ? "of expired" : "of others", 1, Integer::sum);
                        });
                        done.merge(verdict.isVerified() ? "taken" : "exceeds", 1, Integer::sum);
                    }
                }
                case 8, 9 -> {
                    if (!redemptions.isEmpty()) {
                        String old = redemptions.get(Math.max(0, redemptions.size() - 1 - random.nextInt(8)));
                        long owed = debts(model, users);
                        model.cancel(old);
                        if (ledger.cancel(old).isVerified()) {
                            done.merge(debts(model, users) < owed ? "cancelled in debt" : "cancelled", 1, Integer::sum);
                        }
                    }
                }
                default -> {
                    now += 1 + random.nextInt(4);
                    clock.set(at(now));
                    model.advance(now);
                    if (random.nextInt(3) == 0) {
                        ledger.bookDue();
                    }
                }
            }
            for (UserId each : users) {
                if (each.equals(user) || store == Store.SQLITE) {
                    PointsBalance balance = ledger.balance(each, Duration.ofSeconds(5));
                    assertThat(balance)
                            .as("%s after step %d", each, step)
                            .isEqualTo(new PointsBalance(
                                    model.available(each),
                                    model.pending(each),
                                    model.debt(each),
                                    model.expiringBefore(each, now + 5),
                                    at(now)));
                    assertThat(balance.debt() == 0 || balance.available() == 0).isTrue();
                }
            }
            if (step % 10 == 0) {
                audited();
            }
        }
        ledger.bookDue();
        LedgerTotals totals = audited();
        assertThat(totals.issued()).isEqualTo(model.issued());
        assertThat(totals.redeemed()).isEqualTo(model.redeemed());
        assertThat(totals.expired()).isEqualTo(model.expired());
        assertThat(done)
                .containsKeys(
                        "redeemed",
                        "insufficient",
                        "owed",
                        "reversed",
                        "of expired",
                        "of others",
                        "taken",
                        "exceeds",
                        "cancelled",
                        "cancelled in debt");
    }

    private static long debts(PointsModel model, UserId... users) {
        return Stream.of(users).mapToLong(model::debt).sum();
    }

    private static Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void thirtyTwoThreadsOfTwoLedgersNeverOverspend(Store store) throws Exception {
        open(store);
        PointsLedger second = PointsLedger.in(source, clock);
        earn(ANN, "order-1", 60, 0, 30);
        earn(ANN, "order-2", 40, 0, 20);
        List<Verdict<Redemption>> verdicts = together(32, thread -> {
            PointsLedger mine = thread % 2 == 0 ? ledger : second;
            return mine.redeem("mug-" + thread, ANN, 7, "mug");
        });
        assertThat(verdicts.stream().filter(Verdict::isVerified)).hasSize(14);
        has(ANN, 2, 0, 0);

        // One order that comes sixteen times from two users is one redemption of one of them.
        earn(ANN, "order-3", 100, 0, 30);
        earn(BEN, "order-3", 100, 0, 30);
        List<Verdict<Redemption>> same = together(16, thread -> {
            PointsLedger mine = thread % 4 < 2 ? ledger : second;
            return mine.redeem("same", thread % 2 == 0 ? ANN : BEN, 10, "mug");
        });
        assertThat(same.stream().filter(Verdict::isVerified)).hasSize(8);
        assertThat(same.stream().flatMap(verdict -> verdict.reasons().stream()).map(Reason::code))
                .hasSize(8)
                .containsOnly("REDEMPTION_CONFLICT");
        assertThat(balance(ANN).available() + balance(BEN).available()).isEqualTo(192);

        // All at once: the same earning, refund, epoch and cancellation, each of which counts once.
        Map<UserId, Long> scores = Map.of(ANN, 5L, BEN, 5L);
        together(16, thread -> {
            PointsLedger mine = thread % 2 == 0 ? ledger : second;
            mine.earn(earning(ANN, "order-4", 10, 0, 30));
            mine.reverse(new Reversal(ANN, "refund-3", "order-3", 1));
            mine.earnAll("epoch-1", scores, START, Earning.NEVER);
            mine.bookDue();
            return mine.cancel("same");
        });
        assertThat(balance(ANN).available() + balance(BEN).available()).isEqualTo(192 + 10 - 1 + 10 + 10);
        assertThat(audited().redeemed()).isEqualTo(98);
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void batchesThatShareUsersAreAllBookedWhateverTheirOrder(Store store) throws Exception {
        open(store);
        List<Verdict<PostedBatch>> posted = together(6, thread -> {
            Map<UserId, Long> scores = IntStream.range(thread * 300, thread * 300 + 1_000)
                    .boxed()
                    .collect(Collectors.toMap(i -> UserId.of("viewer-" + i), i -> 1L));
            return ledger.earnAll("batch-" + thread, scores, START, Earning.NEVER);
        });
        assertThat(posted)
                .allSatisfy(verdict -> assertThat(verdict.isVerified()).isTrue());
        assertThat(audited().available()).isEqualTo(6_000);
        has(UserId.of("viewer-1000"), 3, 0, 0);
    }

    private static <T> List<T> together(int number, IntFunction<T> work) throws Exception {
        List<Future<T>> futures = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(number)) {
            for (int i = 0; i < number; i++) {
                int thread = i;
                futures.add(threads.submit(() -> work.apply(thread)));
            }
        }
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            results.add(future.get());
        }
        return results;
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void twoProcessesSpendExactlyWhatThereIs(Store store) throws Exception {
        open(store);
        earn(ANN, "order-1", 100, 0, 20);
        earn(ANN, "order-2", 50, 0, 30);
        List<Process> processes = List.of(process(store, "one", false), process(store, "two", false));
        int spent = 0;
        for (Process process : processes) {
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                assertThat(out.readLine()).isEqualTo("ready");
                spent += Integer.parseInt(out.readLine());
            }
            assertThat(process.waitFor()).isZero();
        }
        assertThat(spent).isEqualTo(150);
        has(ANN, 0, 0, 0);
        assertThat(audited().redeemed()).isEqualTo(150);
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void whatAKilledProcessHadSaidIsBookedAndTheBooksBalance(Store store) throws Exception {
        open(store);
        earn(ANN, "order-1", 1_000_000, 0, 20);
        Process process = process(store, "killed", true);
        List<String> said = new ArrayList<>();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("ready");
            for (int i = 0; i < 100; i++) {
                said.add(out.readLine());
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(said).allSatisfy(id -> assertThat(ledger.redemption(id)).isPresent());
        LedgerTotals totals = audited();
        assertThat(totals.redeemed()).isGreaterThanOrEqualTo(BigInteger.valueOf(100));
        assertThat(BigInteger.valueOf(balance(ANN).available()))
                .isEqualTo(BigInteger.valueOf(1_000_000).subtract(totals.redeemed()));
        redeem("after", ANN, 1);
    }

    private Process process(Store store, String name, boolean talks) throws IOException {
        return ChildJvm.start(
                PointsProcess.class,
                Databases.url(store, folder),
                START.toString(),
                ANN.value(),
                name,
                Boolean.toString(talks));
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void anAuditSeesWhatSomebodyChangedByHand(Store store) throws SQLException {
        open(store);
        earn(ANN, "order-1", 100, 0, 30);
        earn(BEN, "order-1", 50, 7, 30);
        redeem("mug-1", ANN, 10);
        audited();
        tampered(
                "UPDATE lianbo_points_account SET available = available %s 1 WHERE user_id = 'ann'", "ACCOUNT_DIFFERS");
        tampered("UPDATE lianbo_points_account SET earned = earned %s 1 WHERE user_id = 'ben'", "ACCOUNT_DIFFERS");
        tampered("UPDATE lianbo_points_lot SET remaining = remaining %s 1 WHERE user_id = 'ben'", "LOTS_DIFFER");
        tampered("UPDATE lianbo_points_lot SET expired = expired %s 1 WHERE user_id = 'ann'", "LOTS_DIFFER");
        tampered("UPDATE lianbo_points_redemption SET points = points %s 1", "REDEMPTIONS_DIFFER");
        tampered("UPDATE lianbo_points_use SET points = points %s 1", "REDEMPTIONS_DIFFER");
        tampered(
                "UPDATE lianbo_points_entry SET pending_after = pending_after %s 1 WHERE user_id = 'ben'",
                "ENTRIES_UNBALANCED");

        String unbalanced = "UPDATE lianbo_points_entry SET redeemed = redeemed + 1 WHERE kind = 'REDEEMED'";
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> Databases.execute(source, unbalanced));
        audited();
        Databases.execute(
                source,
                store == Store.SQLITE
                        ? "PRAGMA ignore_check_constraints = true"
                        : "ALTER TABLE lianbo_points_entry DROP CONSTRAINT lianbo_points_entry_balances",
                unbalanced);
        refused(ledger.audit(), "ENTRIES_UNBALANCED", "REDEMPTIONS_DIFFER", "REDEMPTIONS_DIFFER");
        Databases.execute(source, "DELETE FROM lianbo_points_account WHERE user_id = 'ben'");
        assertThat(ledger.audit().reasons().toString()).contains("of ben, pending is 0, by the entries 50");
    }

    private void tampered(String sql, String code) throws SQLException {
        Databases.execute(source, sql.formatted("+"));
        refused(ledger.audit(), code);
        Databases.execute(source, sql.formatted("-"));
        audited();
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void aDatabaseThatFailsIsAFailureThatLeavesNothingHalfDone(Store store) throws SQLException {
        open(store);
        earn(ANN, "order-1", 100, 0, 30);
        Databases.execute(source, "ALTER TABLE lianbo_points_use RENAME TO away");
        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> ledger.redeem("mug-1", ANN, 10, "mug"))
                .satisfies(e -> assertThat(e.code()).isEqualTo(LianboException.Code.STORE_FAILED));
        Databases.execute(source, "ALTER TABLE away RENAME TO lianbo_points_use");
        has(ANN, 100, 0, 0);
        assertThat(ledger.redemption("mug-1")).isEmpty();
        redeem("mug-1", ANN, 10);
        audited();
    }

    @Test
    void aFileIsThereAgainWhenItIsOpenedAgain() {
        Path file = folder.resolve("points.db");
        try (PointsLedger first = PointsLedger.sqlite(file, clock)) {
            first.earn(earning(ANN, "order-1", 100, 0, 30));
            first.redeem("mug-1", ANN, 10, "mug");
        }
        try (PointsLedger second = PointsLedger.sqlite(file, clock)) {
            assertThat(second.balance(ANN, WEEK).available()).isEqualTo(90);
            assertThat(second.redeem("mug-1", ANN, 10, "mug").isVerified()).isTrue();
            assertThat(second.balance(ANN, WEEK).available()).isEqualTo(90);
            assertThat(second.audit().isVerified()).isTrue();
        }
    }
}
