package io.lianbo.did.consent.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.merkle.StandardMerkleTree;
import io.lianbo.did.Did;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.credential.PresentationRequest;
import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receipts are what data dividends are reckoned from: a period's, of all holders, in one order, each of them checkable. */
class DividendsTest {
    private static final Instant FROM = Instant.parse("2026-12-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2027-01-01T00:00:00Z");

    private final Show mei = new Show();
    private final Show wen = new Show();

    @AfterEach
    void closeKeys() {
        mei.close();
        wen.close();
    }

    private static void read(ConsentLedger ledger, Show viewer, ConsentGrant grant, Instant at, String... claims) {
        viewer.now = at;
        PresentationRequest request = viewer.request();
        List<Reason> reasons = ConsentedVerifier.of(viewer.credentials().build(), ledger, viewer.clock)
                .verify(viewer.present(request, claims), request, grant.id())
                .reasons();
        assertThat(reasons).isEmpty();
    }

    @Test
    void aMonthsDividendIsReckonedFromItsReceipts(@TempDir Path folder) throws SQLException {
        ConsentLedger ledger = JdbcConsentLedger.in(Databases.open(Store.SQLITE, folder));
        mei.now = FROM.minus(Duration.ofDays(1));
        wen.now = mei.now;
        ConsentGrant ofMei = mei.grant().expiresAt(TO.plusSeconds(1)).build();
        ConsentGrant ofWen = wen.grant().expiresAt(TO.plusSeconds(1)).build();
        mei.record(ledger, ofMei);
        wen.record(ledger, ofWen);
        read(ledger, mei, ofMei, FROM.minusMillis(1), "sub", "year"); // November's
        read(ledger, mei, ofMei, FROM, "sub", "year", "address.city");
        read(ledger, wen, ofWen, FROM.plusMillis(1), "sub", "year");
        read(ledger, mei, ofMei, TO.minusMillis(1), "sub", "category");
        read(ledger, wen, ofWen, TO, "sub", "year", "category"); // January's
        long pot = 10_000;

        // @start region="period"
        Map<Did, Long> claimsRead = new HashMap<>();
        List<List<Hash32>> leaves = new ArrayList<>();
        ReceiptPlace place = ReceiptPlace.startOf(Instant.parse("2026-12-01T00:00:00Z"));
        Instant end = Instant.parse("2027-01-01T00:00:00Z");
        for (List<RecordedReceipt> page = ledger.readBy(Show.SHOP, place, end, 1_000);
                !page.isEmpty();
                page = ledger.readBy(Show.SHOP, place, end, 1_000)) {
            for (RecordedReceipt each : page) {
                ConsentReceipt receipt = each.receipt();
                claimsRead.merge(receipt.holder(), (long) receipt.claims().size(), Math::addExact);
                leaves.add(List.of(receipt.hash()));
            }
            place = page.getLast().receipt().place();
        }
        StandardMerkleTree tree = StandardMerkleTree.of(leaves, List.of("bytes32")); // its root is published
        // @end region="period"
        assertThat(claimsRead).isEqualTo(Map.of(mei.viewer, 3L, wen.viewer, 1L));
        long all = claimsRead.values().stream().reduce(0L, Math::addExact);
        assertThat(Math.multiplyExact(pot, claimsRead.get(mei.viewer)) / all).isEqualTo(7_500);

        assertThat(leaves).hasSize(3);
        List<Hash32> wens = List.of(ledger.receipts(ofWen.id(), ReceiptPlace.START, 1)
                .getFirst()
                .receipt()
                .hash());
        assertThat(StandardMerkleTree.verify(tree.root(), List.of("bytes32"), wens, tree.proof(leaves.indexOf(wens)))
                        .isVerified())
                .isTrue();
    }

    @Test
    void whoPaysCanHoldEachReceiptAgainstWhatTheHolderSigned() {
        ConsentLedger ledger = ConsentLedger.inMemory();
        ConsentGrant grant = mei.grant().build();
        mei.record(ledger, grant);
        read(ledger, mei, grant, mei.now, "sub", "year");

        for (RecordedReceipt each : ledger.readBy(Show.SHOP, ReceiptPlace.START, Instant.MAX, 10)) {
            ConsentGrant granted = ledger.find(each.receipt().grant())
                    .orElseThrow()
                    .proof()
                    .verify()
                    .value()
                    .orElseThrow();
            assertThat(each.receipt().within(granted).reasons()).isEmpty();
        }
    }
}
