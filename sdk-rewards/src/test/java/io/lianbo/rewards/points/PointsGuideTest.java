package io.lianbo.rewards.points;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Verdict;
import io.lianbo.rewards.scoring.UserId;
import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/guide/points.md} shows. */
class PointsGuideTest {
    private static final Instant ORDERED = Instant.parse("2026-12-01T20:15:00Z");

    @TempDir
    private Path folder;

    private final TestClock clock = new TestClock(ORDERED);
    private final UserId ann = UserId.of("ann");
    private final List<String> shown = new ArrayList<>();

    @Test
    void aBuyerEarnsSpendsReturnsAndOwes() {
        DataSource database = Databases.open(Store.SQLITE, folder);
        // @start region="open"
        PointsLedger ledger = PointsLedger.in(database, clock); // a pool of PostgreSQL's, or SQLite
        // @end region="open"

        Instant ordered = ORDERED;
        // @start region="earn"
        Earning earning =
                new Earning(ann, "order-77", 500, ordered.plus(Duration.ofDays(7)), ordered.plus(Duration.ofDays(365)));
        ledger.earn(earning); // again, after a crash: nothing happens
        // @end region="earn"
        ledger.earn(earning);

        Map<UserId, Long> scores = Map.of(ann, 120L, UserId.of("ben"), 40L);
        Instant epochEnd = ORDERED;
        // @start region="epoch"
        Verdict<PostedBatch> posted =
                ledger.earnAll("viewers-epoch-12", scores, epochEnd, epochEnd.plus(Duration.ofDays(90)));
        // @end region="epoch"
        assertThat(posted.value().orElseThrow().users()).isEqualTo(2);

        clock.pass(Duration.ofDays(7));
        // @start region="balance"
        PointsBalance balance = ledger.balance(ann, Duration.ofDays(90));
        show(balance.available(), balance.pending(), balance.debt(), balance.expiringSoon());
        // @end region="balance"
        assertThat(shown).containsExactly("620 0 0 120");

        // @start region="redeem"
        switch (ledger.redeem("perk-order-9", ann, 300, "tea-mug")) {
            case Verdict.Verified<Redemption> verified -> ship(verified.result());
            case Verdict.Refused<Redemption> refused -> refuse(refused.reasons());
        }
        // @end region="redeem"
        assertThat(shown).endsWith("ship tea-mug");

        // @start region="reverse"
        Verdict<ReversedPoints> reversed = ledger.reverse(new Reversal(ann, "refund-77", "order-77", 500));
        long owed = reversed.value().orElseThrow().debt();
        // @end region="reverse"
        assertThat(owed).isEqualTo(180);

        // @start region="cancel"
        ledger.cancel("perk-order-9"); // the mug was sold out
        // @end region="cancel"
        assertThat(ledger.balance(ann, Duration.ZERO).available()).isEqualTo(120);

        Instant month = ORDERED;
        // @start region="statement"
        long after = 0;
        List<PointsEntry> page = ledger.statement(ann, month, month.plus(Duration.ofDays(31)), after, 100);
        for (PointsEntry entry : page) {
            line(entry.at(), entry.kind(), entry.reference(), entry.available(), entry.availableAfter());
            after = entry.number(); // the next page begins there
        }
        // @end region="statement"
        assertThat(page)
                .extracting(PointsEntry::kind)
                .containsExactly(
                        PointsEntry.Kind.EARNED,
                        PointsEntry.Kind.EARNED,
                        PointsEntry.Kind.SETTLED,
                        PointsEntry.Kind.SETTLED,
                        PointsEntry.Kind.REDEEMED,
                        PointsEntry.Kind.REVERSED,
                        PointsEntry.Kind.CANCELLED);
        assertThat(after).isEqualTo(page.getLast().number());

        // @start region="due"
        int users = ledger.bookDue(); // from a timer
        // @end region="due"
        assertThat(users).isZero();

        // @start region="audit"
        Verdict<LedgerTotals> audited = ledger.audit();
        // @end region="audit"
        LedgerTotals totals = audited.value().orElseThrow();
        assertThat(totals.issued()).isEqualTo(160);
        assertThat(totals.available()).isEqualTo(160);
    }

    private void show(long available, long pending, long debt, long expiringSoon) {
        shown.add(available + " " + pending + " " + debt + " " + expiringSoon);
    }

    private void ship(Redemption redemption) {
        shown.add("ship " + redemption.perk());
    }

    private void refuse(List<Verdict.Reason> reasons) {
        shown.add(reasons.toString());
    }

    private void line(Object... columns) {
        shown.add(List.of(columns).toString());
    }
}
