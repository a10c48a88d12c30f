package io.lianbo.did.consent.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.Did;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.consent.ledger.ConsentRecord.Revocation;
import io.lianbo.testsupport.ChildJvm;
import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every {@link ConsentLedger}. */
class ConsentLedgerTest {
    private static final Did VIEWER = Did.parse("did:pkh:eip155:1:0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2");
    private static final Did OTHER = Did.parse("did:web:someone.example");
    private static final Did SHOP = Did.parse("did:web:shop.example");
    private static final Did TEA = Did.parse("did:web:tea.example");
    private static final Instant NOW = Instant.parse("2026-11-24T20:00:00.123456Z");
    private static final Instant END = Instant.parse("2026-11-24T21:00:00Z");
    private static final ConsentProof PROOF = new ConsentProof("shop.example wants you to sign in", "0x1b");
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private Path folder;

    private static ConsentGrant.Builder grant() {
        return ConsentGrant.builder()
                .holder(VIEWER)
                .grantee(SHOP)
                .purpose("a discount for regulars")
                .credentialType(Show.PURCHASE)
                .claims("category", "address.city")
                .expiresAt(END);
    }

    private static Hash32 random() {
        byte[] bytes = new byte[Hash32.SIZE];
        RANDOM.nextBytes(bytes);
        return Hash32.of(bytes);
    }

    /** A use of a grant by a presentation of its own. */
    static RecordedReceipt receipt(Hash32 grant) {
        return receipt(grant, VIEWER, NOW, random());
    }

    private static RecordedReceipt receipt(Hash32 grant, Did holder, Instant at, Hash32 presentation) {
        return new RecordedReceipt(
                new ConsentReceipt(
                        grant,
                        holder,
                        SHOP,
                        "a discount for regulars",
                        Show.PURCHASE,
                        TEA,
                        ClaimPath.all("category", "address.city"),
                        at,
                        presentation),
                Optional.empty());
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void aGrantStaysAsItWasRecordedFirst(Store store) throws SQLException {
        ConsentLedger ledger = ledger(store);
        for (ConsentGrant grant : List.of(grant().build(), grant().maxUses(3).build())) {
            assertThat(ledger.find(grant.id())).isEmpty();
            ConsentRecord first = ledger.record(grant, PROOF, NOW);
            assertThat(first).isEqualTo(new ConsentRecord(grant, PROOF, NOW, 0, Optional.empty()));
            assertThat(ledger.record(grant, new ConsentProof("another", "0x1c"), NOW.plusSeconds(1)))
                    .isEqualTo(first);
            assertThat(ledger.find(grant.id())).contains(first);
        }
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void usesAreCountedAndLeaveReceipts(Store store) throws SQLException {
        ConsentLedger ledger = ledger(store);
        ConsentGrant twice = grant().maxUses(2).build();
        ledger.record(twice, PROOF, NOW);
        RecordedReceipt one = receipt(twice.id());
        RecordedReceipt two = new RecordedReceipt(receipt(twice.id()).receipt(), Optional.of("a.signed.receipt"));

        assertThat(ledger.spend(List.of(one)).value()).contains(List.of(one));
        refused(ledger.spend(List.of(one)), "PRESENTATION_REPEATED");
        assertThat(ledger.find(twice.id()).orElseThrow().usesLeft()).isEqualTo(1);
        assertThat(ledger.spend(List.of(two)).isVerified()).isTrue();
        refused(ledger.spend(List.of(receipt(twice.id()))), "CONSENT_USED_UP");
        assertThat(ledger.find(twice.id()).orElseThrow().used()).isEqualTo(2);
        assertThat(ledger.receipts(twice.id(), ReceiptPlace.START, 10)).containsExactlyInAnyOrder(one, two);
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void whatIsUnknownOrOverServesNobody(Store store) throws SQLException {
        ConsentLedger ledger = ledger(store);
        ConsentGrant grant = grant().build();
        refused(ledger.spend(List.of(receipt(grant.id()))), "CONSENT_UNKNOWN");
        ledger.record(grant, PROOF, NOW);

        refused(ledger.spend(List.of(receipt(grant.id(), VIEWER, END, random()))), "CONSENT_EXPIRED");
        assertThat(ledger.find(grant.id()).orElseThrow().used()).isZero();
        assertThat(ledger.spend(List.of(receipt(grant.id(), VIEWER, END.minusMillis(1), random())))
                        .isVerified())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void theHolderRevokesAndNobodyElse(Store store) throws SQLException {
        ConsentLedger ledger = ledger(store);
        ConsentGrant grant = grant().maxUses(3).build();
        assertThat(ledger.revoke(grant.id(), VIEWER, NOW).reasons())
                .extracting(Reason::code)
                .containsExactly("CONSENT_UNKNOWN");
        ledger.record(grant, PROOF, NOW);
        ledger.spend(List.of(receipt(grant.id())));

        assertThat(ledger.revoke(grant.id(), SHOP, NOW).reasons())
                .extracting(Reason::code)
                .containsExactly("CONSENT_HOLDER_MISMATCH");
        assertThat(ledger.find(grant.id()).orElseThrow().revocation()).isEmpty();
        ConsentRecord revoked = ledger.revoke(grant.id(), VIEWER, NOW).value().orElseThrow();
        assertThat(revoked)
                .isEqualTo(new ConsentRecord(grant, PROOF, NOW, 1, Optional.of(new Revocation(VIEWER, NOW))));
        assertThat(ledger.revoke(grant.id(), VIEWER, NOW.plusSeconds(1)).value())
                .contains(revoked);
        assertThat(ledger.record(grant, PROOF, NOW)).isEqualTo(revoked);
        refused(ledger.spend(List.of(receipt(grant.id()))), "CONSENT_REVOKED");
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void severalUsesAreMadeTogetherOrNotAtAll(Store store) throws SQLException {
        ConsentLedger ledger = ledger(store);
        ConsentGrant many = grant().build();
        ConsentGrant once = grant().maxUses(1).build();
        ConsentGrant revoked = grant().maxUses(2).build();
        for (ConsentGrant grant : List.of(many, once, revoked)) {
            ledger.record(grant, PROOF, NOW);
        }
        ledger.revoke(revoked.id(), VIEWER, NOW);
        RecordedReceipt same = receipt(many.id());

        refused(ledger.spend(List.of(receipt(many.id()), receipt(once.id()), receipt(once.id()))), "CONSENT_USED_UP");
        refused(
                ledger.spend(List.of(receipt(many.id()), receipt(once.id()), receipt(revoked.id()))),
                "CONSENT_REVOKED");
        refused(ledger.spend(List.of(receipt(once.id()), receipt(random()))), "CONSENT_UNKNOWN");
        refused(ledger.spend(List.of(receipt(once.id()), same, same)), "PRESENTATION_REPEATED");
        assertThat(ledger.receipts(VIEWER, ReceiptPlace.START, 10)).isEmpty();
        assertThat(ledger.grants(VIEWER, Hash32.ZERO, 10))
                .extracting(ConsentRecord::used)
                .containsOnly(0L);

        assertThat(ledger.spend(List.of(receipt(many.id()), receipt(once.id()), receipt(many.id())))
                        .isVerified())
                .isTrue();
        assertThat(ledger.find(many.id()).orElseThrow().used()).isEqualTo(2);
        assertThat(ledger.receipts(VIEWER, ReceiptPlace.START, 10)).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void receiptsAndGrantsComeInPages(Store store) throws SQLException {
        ConsentLedger ledger = ledger(store);
        ConsentGrant one = grant().build();
        ConsentGrant two = grant().purpose("another").build();
        ConsentGrant ofOther = grant().holder(OTHER).build();
        List<RecordedReceipt> ofViewer = new ArrayList<>();
        for (ConsentGrant grant : List.of(one, two, ofOther)) {
            ledger.record(grant, PROOF, NOW);
            for (int i = 0; i < 7; i++) {
                RecordedReceipt receipt =
                        receipt(grant.id(), grant.holder(), NOW.minusMillis(i / 3), random()); // some at one time
                ledger.spend(List.of(receipt));
                if (grant.holder().equals(VIEWER)) {
                    ofViewer.add(receipt);
                }
            }
        }
        ofViewer.sort(
                Comparator.comparing((RecordedReceipt each) -> each.receipt().readAt())
                        .thenComparing(each -> each.receipt().hash()));

        List<RecordedReceipt> all = new ArrayList<>();
        ReceiptPlace place = ReceiptPlace.START;
        for (List<RecordedReceipt> page = ledger.receipts(VIEWER, place, 4);
                !page.isEmpty();
                page = ledger.receipts(VIEWER, place, 4)) {
            all.addAll(page);
            place = page.getLast().receipt().place();
        }
        assertThat(all).isEqualTo(ofViewer);
        assertThat(ledger.receipts(two.id(), ReceiptPlace.START, 10))
                .isEqualTo(ofViewer.stream()
                        .filter(each -> each.receipt().grant().equals(two.id()))
                        .toList());
        assertThat(ledger.receipts(OTHER, ReceiptPlace.START, 10)).hasSize(7);

        List<ConsentRecord> grants = new ArrayList<>(ledger.grants(VIEWER, Hash32.ZERO, 1));
        grants.addAll(ledger.grants(VIEWER, grants.getFirst().grant().id(), 10));
        assertThat(grants).extracting(ConsentRecord::grant).containsExactlyInAnyOrder(one, two);
        for (int most : new int[] {0, -1, ConsentLedger.LONGEST_PAGE + 1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ledger.receipts(VIEWER, ReceiptPlace.START, most))
                    .withMessageContaining("1 to 1000");
            assertThatIllegalArgumentException().isThrownBy(() -> ledger.grants(VIEWER, Hash32.ZERO, most));
        }
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void whatAReaderReadInAPeriodComesInPagesToo(Store store) throws SQLException {
        ConsentLedger ledger = ledger(store);
        Instant from = Instant.parse("2026-11-24T20:00:00.0005Z"); // the first receipt is of .001
        Instant to = Instant.parse("2026-11-24T20:00:00.005Z"); // the last is of .004
        List<RecordedReceipt> inPeriod = new ArrayList<>();
        for (Did holder : List.of(VIEWER, OTHER)) {
            ConsentGrant toShop = grant().holder(holder).build();
            ConsentGrant toTea = grant().holder(holder).grantee(TEA).build();
            ledger.record(toShop, PROOF, NOW);
            ledger.record(toTea, PROOF, NOW);
            for (int i = 0; i < 8; i++) {
                Instant at = Instant.parse("2026-11-24T20:00:00Z").plusMillis(i);
                RecordedReceipt receipt = receipt(toShop.id(), holder, at, random());
                assertThat(ledger.spend(List.of(receipt, by(TEA, receipt(toTea.id(), holder, at, random()))))
                                .isVerified())
                        .isTrue();
                if (i >= 1 && i <= 4) {
                    inPeriod.add(receipt);
                }
            }
        }
        inPeriod.sort(
                Comparator.comparing((RecordedReceipt each) -> each.receipt().readAt())
                        .thenComparing(each -> each.receipt().hash()));

        for (int most : new int[] {1, 3, 8, 1000}) {
            List<RecordedReceipt> all = new ArrayList<>();
            ReceiptPlace place = ReceiptPlace.startOf(from);
            for (List<RecordedReceipt> page = ledger.readBy(SHOP, place, to, most);
                    !page.isEmpty();
                    page = ledger.readBy(SHOP, place, to, most)) {
                assertThat(page).hasSizeLessThanOrEqualTo(most);
                all.addAll(page);
                place = page.getLast().receipt().place();
            }
            assertThat(all).isEqualTo(inPeriod);
        }
        assertThat(ledger.readBy(SHOP, ReceiptPlace.START, to.plusNanos(1), 1000))
                .hasSize(12);
        assertThat(ledger.readBy(TEA, ReceiptPlace.startOf(Instant.MIN), Instant.MAX, 1000))
                .hasSize(16);
        assertThat(ledger.readBy(TEA, ReceiptPlace.startOf(Instant.MAX), Instant.MAX, 1000))
                .isEmpty();
        assertThat(ledger.readBy(TEA, ReceiptPlace.START, Instant.MIN, 1000)).isEmpty();
        assertThat(ledger.readBy(OTHER, ReceiptPlace.START, Instant.MAX, 1000)).isEmpty();
        assertThat(ledger.receipts(VIEWER, ReceiptPlace.startOf(from), 1000)).hasSize(14);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ledger.readBy(SHOP, ReceiptPlace.START, to, 1001))
                .withMessageContaining("1 to 1000");
    }

    private static RecordedReceipt by(Did reader, RecordedReceipt recorded) {
        ConsentReceipt receipt = recorded.receipt();
        return new RecordedReceipt(
                new ConsentReceipt(
                        receipt.grant(),
                        receipt.holder(),
                        reader,
                        receipt.purpose(),
                        receipt.credentialType(),
                        receipt.issuer(),
                        receipt.claims(),
                        receipt.readAt(),
                        receipt.presentation()),
                recorded.token());
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void sixtyFourThreadsOfTwoLedgersMakeExactlyTheUsesGranted(Store store) throws Exception {
        ConsentLedger one = ledger(store);
        ConsentLedger two = store == Store.MEMORY ? one : JdbcConsentLedger.in(source);
        ConsentGrant first = grant().maxUses(30).build();
        ConsentGrant second = grant().maxUses(40).build();
        one.record(first, PROOF, NOW);
        one.record(second, PROOF, NOW);
        List<Future<Integer>> work = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(64)) {
            for (int thread = 0; thread < 64; thread++) {
                ConsentLedger ledger = thread % 2 == 0 ? one : two;
                boolean turned = thread % 4 < 2; // the two grants in either order
                work.add(threads.submit(() -> {
                    int spent = 0;
                    for (int i = 0; i < 3; i++) {
                        List<RecordedReceipt> both = List.of(receipt(first.id()), receipt(second.id()));
                        spent += ledger.spend(turned ? both.reversed() : both).isVerified() ? 1 : 0;
                    }
                    return spent;
                }));
            }
        }
        int spent = 0;
        for (Future<Integer> done : work) {
            spent += done.get();
        }
        assertThat(spent).isEqualTo(30);
        assertThat(one.find(first.id()).orElseThrow().usesLeft()).isZero();
        assertThat(two.find(second.id()).orElseThrow().usesLeft()).isEqualTo(10);
        assertThat(two.receipts(VIEWER, ReceiptPlace.START, 100)).hasSize(60);
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void twoProcessesMakeExactlyTheUsesGranted(Store store) throws Exception {
        ConsentLedger ledger = ledger(store);
        ConsentGrant grant = grant().maxUses(150).build();
        ledger.record(grant, PROOF, NOW);
        List<Process> processes = List.of(process(store, grant), process(store, grant));
        int spent = 0;
        for (Process process : processes) {
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                assertThat(out.readLine()).isEqualTo("ready");
                spent += Integer.parseInt(out.readLine());
            }
            assertThat(process.waitFor()).isZero();
        }
        assertThat(spent).isEqualTo(150);
        assertThat(ledger.receipts(grant.id(), ReceiptPlace.START, 1000)).hasSize(150);
    }

    private Process process(Store store, ConsentGrant grant) throws IOException {
        return ChildJvm.start(
                SpendingProcess.class, Databases.url(store, folder), grant.id().toString());
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void whenARevocationHasReturnedNoUseSucceeds(Store store) throws Exception {
        ConsentLedger ledger = ledger(store);
        ConsentGrant grant = grant().build();
        ledger.record(grant, PROOF, NOW);
        List<Future<Integer>> work = new ArrayList<>();
        long used;
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int thread = 0; thread < 4; thread++) {
                work.add(threads.submit(() -> {
                    int spent = 0;
                    while (ledger.spend(List.of(receipt(grant.id()))).isVerified()) {
                        spent++;
                    }
                    return spent;
                }));
            }
            ledger.revoke(grant.id(), VIEWER, NOW);
            used = ledger.find(grant.id()).orElseThrow().used();
        }
        long spent = 0;
        for (Future<Integer> done : work) {
            spent += done.get();
        }
        assertThat(spent).isEqualTo(used);
        assertThat(ledger.find(grant.id()).orElseThrow().used()).isEqualTo(used);
    }

    @Test
    void aLedgerInADatabaseOutlivesTheProcess() throws SQLException {
        DataSource database = open(Store.SQLITE);
        // @start region="jdbc"
        ConsentLedger ledger = JdbcConsentLedger.in(database); // a file of SQLite's, or a pool of PostgreSQL's
        // @end region="jdbc"
        ConsentGrant grant = grant().maxUses(3).build();
        ledger.record(grant, PROOF, NOW);
        ledger.spend(List.of(receipt(grant.id())));
        ledger.revoke(grant.id(), VIEWER, NOW);

        ConsentLedger next = JdbcConsentLedger.in(database);
        assertThat(next.find(grant.id())).isEqualTo(ledger.find(grant.id()));
        assertThat(next.receipts(VIEWER, ReceiptPlace.START, 10)).hasSize(1);
        refused(next.spend(List.of(receipt(grant.id()))), "CONSENT_REVOKED");
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void manyMayBeginALedgerAtOnce(Store store) throws Exception {
        DataSource database = open(store);
        ConsentGrant grant = grant().build();
        List<Future<ConsentRecord>> work = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (int i = 0; i < 16; i++) {
                work.add(threads.submit(() -> JdbcConsentLedger.in(database).record(grant, PROOF, NOW)));
            }
        }
        for (Future<ConsentRecord> done : work) {
            assertThat(done.get().grant()).isEqualTo(grant);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void aDatabaseThatFailsIsAFailureThatLeavesNothingHalfDone(Store store) throws SQLException {
        DataSource database = open(store);
        ConsentLedger ledger = JdbcConsentLedger.in(database);
        ConsentGrant grant = grant().build();
        ledger.record(grant, PROOF, NOW);
        Databases.execute(database, "ALTER TABLE lianbo_consent_receipt RENAME TO away");
        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> ledger.spend(List.of(receipt(grant.id()))))
                .satisfies(e -> assertThat(e.code()).isEqualTo(LianboException.Code.STORE_FAILED));
        Databases.execute(database, "ALTER TABLE away RENAME TO lianbo_consent_receipt");
        assertThat(ledger.find(grant.id()).orElseThrow().used()).isZero();
        assertThat(ledger.spend(List.of(receipt(grant.id()))).isVerified()).isTrue();
    }

    private static void refused(Verdict<List<RecordedReceipt>> verdict, String... codes) {
        assertThat(verdict.reasons()).extracting(Reason::code).containsExactly(codes);
    }

    private DataSource source;

    private ConsentLedger ledger(Store store) throws SQLException {
        return store == Store.MEMORY ? ConsentLedger.inMemory() : JdbcConsentLedger.in(open(store));
    }

    private DataSource open(Store store) {
        source = Databases.open(store, folder);
        return source;
    }
}
