package io.lianbo.provenance.store;

import static io.lianbo.provenance.TeaCake.CAKE;
import static io.lianbo.provenance.TeaCake.cake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lianbo.core.AccountId;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.crypto.Signer;
import io.lianbo.provenance.TeaCake;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.log.AnchoredRoot;
import io.lianbo.provenance.log.AnchoredRoots;
import io.lianbo.provenance.log.TreeHead;
import io.lianbo.provenance.passport.Passport;
import io.lianbo.provenance.passport.PassportVerifier;
import io.lianbo.provenance.passport.ProvenanceLeaf;
import io.lianbo.provenance.passport.SignedEvent;
import io.lianbo.provenance.passport.VerifiedPassport;
import io.lianbo.testsupport.ChildJvm;
import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
public class EventLedgerTest {
    @TempDir
    private Path folder;

    @Test
    void putsTheHeadOfEachTouchedItemIntoTheLog() {
        List<SignedEvent> history = TeaCake.history(CAKE);
        // @start region="ledger"
        EventLedger ledger = new EventLedger(new SecureRandom());
        history.forEach(event -> ledger.record(CAKE, event));
        EventBatch batch = ledger.closeBatch();

        AnchoredRoot anchor = anchored(batch.head(), TeaCake.BRAND);
        Passport passport = batch.passport(CAKE, anchor);
        // @end
        assertThat(batch.head().size()).isEqualTo(1);
        assertThat(batch.items()).containsExactly(CAKE);
        assertThat(passport.entries()).extracting(Passport.Entry::signed).isEqualTo(history);
        assertThat(batch.head().root())
                .isEqualTo(passport.entries().getLast().leaf().hash());
        assertThat(passport.entries().getFirst().leaf().parents()).isEmpty();
        for (int i = 1; i < history.size(); i++) {
            assertThat(passport.entries().get(i).leaf().parents())
                    .containsExactly(passport.entries().get(i - 1).leaf().hash());
        }
    }

    @Test
    void growsFromBatchToBatch() {
        EventLedger ledger = new EventLedger(new Random(8));
        SignedEvent first = TeaCake.history(CAKE).get(0);
        SignedEvent second = TeaCake.history(CAKE).get(1);
        ledger.record(CAKE, first);
        ledger.record(cake("CAKE-0002"), first);
        EventBatch march = ledger.closeBatch();
        ledger.record(CAKE, second);
        EventBatch april = ledger.closeBatch();

        assertThat(march.head().size()).isEqualTo(2);
        assertThat(april.head().size()).isEqualTo(3);
        assertThat(ledger.consistencyProof(2, 3)
                        .verify(march.head(), april.head())
                        .isVerified())
                .isTrue();
        assertThat(april.items()).containsExactly(CAKE);
        assertThat(april.passport(CAKE, anchored(april.head(), TeaCake.BRAND)).entries())
                .hasSize(2);
        assertThat(march.passport(CAKE, anchored(march.head(), TeaCake.BRAND)).entries())
                .hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> april.passport(cake("CAKE-0002"), anchored(april.head(), TeaCake.BRAND)))
                .withMessage("the batch holds nothing new of https://id.gs1.org/01/09506000134352/21/CAKE-0002");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> april.passport(CAKE, anchored(march.head(), TeaCake.BRAND)))
                .withMessageContaining("the anchor must be of this batch's");
    }

    @Test
    void closesNoEmptyBatch() {
        EventLedger ledger = new EventLedger(new Random(8));
        assertThatIllegalStateException().isThrownBy(ledger::closeBatch);
        ledger.record(CAKE, TeaCake.history(CAKE).getFirst());
        ledger.closeBatch();
        assertThatIllegalStateException().isThrownBy(ledger::closeBatch);
    }

    @ParameterizedTest
    @EnumSource
    void isThereAgainWhenOpenedAgain(Store kind) {
        EventStore store = EventStoreTest.open(kind, folder);
        EventLedger ledger = new EventLedger(store, "brand", new Random(8));
        List<SignedEvent> history = TeaCake.history(CAKE);
        history.subList(0, 2).forEach(event -> ledger.record(CAKE, event));
        ledger.record(cake("CAKE-0002"), history.getFirst());
        EventBatch march = ledger.closeBatch();
        ledger.record(CAKE, history.get(2));

        EventLedger again = new EventLedger(reopened(kind, store), "brand", new Random(9));
        EventBatch standing = again.lastBatch().orElseThrow();
        assertThat(standing.head()).isEqualTo(march.head());
        assertThat(standing.items()).containsExactly(CAKE, cake("CAKE-0002"));
        AnchoredRoot anchor = anchored(march.head(), TeaCake.BRAND);
        assertThat(standing.passport(CAKE, anchor)).isEqualTo(march.passport(CAKE, anchor));

        again.record(CAKE, history.get(3));
        EventBatch april = again.closeBatch();
        AnchoredRoot later = anchored(april.head(), TeaCake.BRAND);
        assertThat(april.items()).containsExactly(CAKE);
        assertThat(april.passport(CAKE, later).entries())
                .extracting(Passport.Entry::signed)
                .isEqualTo(history);
        assertThat(again.passport(cake("CAKE-0002"), later).entries()).hasSize(1);
        assertThat(ledger.consistencyProof(2, 3)
                        .verify(march.head(), april.head())
                        .isVerified())
                .isTrue();
        Verdict<VerifiedPassport> verdict =
                new PassportVerifier(AnchoredRoots.of(later), TeaCake.issuers()).verify(april.passport(CAKE, later));
        assertThat(verdict.reasons()).isEmpty();
    }

    private EventStore reopened(Store kind, EventStore store) {
        return kind == Store.MEMORY ? store : JdbcEventStore.in(Databases.at(Databases.url(kind, folder)));
    }

    @ParameterizedTest
    @EnumSource
    void recordsAnEventOnceHoweverOftenItIsTold(Store kind) {
        EventStore store = EventStoreTest.open(kind, folder);
        EventLedger ledger = new EventLedger(store, "brand", new Random(8));
        List<SignedEvent> history = TeaCake.history(CAKE);
        ProvenanceLeaf first = ledger.record(CAKE, history.get(0));
        ProvenanceLeaf second = ledger.record(CAKE, history.get(1));
        assertThat(ledger.record(CAKE, history.get(0))).isEqualTo(first);
        EventBatch batch = ledger.closeBatch();
        assertThat(ledger.record(CAKE, history.get(1))).isEqualTo(second);
        assertThatIllegalStateException().isThrownBy(ledger::closeBatch);
        assertThat(batch.passport(CAKE, anchored(batch.head(), TeaCake.BRAND)).entries())
                .hasSize(2);
        assertThat(store.query(EventQuery.all()).events()).isEqualTo(history.subList(0, 2));
    }

    @ParameterizedTest
    @EnumSource
    void recordsOneEventOfManyItemsForAllOrNone(Store kind) {
        EventStore store = EventStoreTest.open(kind, folder);
        EventLedger ledger = new EventLedger(store, "brand", new Random(8));
        SignedEvent named = EventStoreTest.signed(EventStoreTest.event("id-1", "2026-03-01T00:00:00Z", "shipping"));
        SignedEvent impostor = EventStoreTest.signed(EventStoreTest.event("id-1", "2026-03-02T00:00:00Z", "shipping"));
        List<DigitalLink> items = List.of(cake("CAKE-0001"), cake("CAKE-0002"));
        assertThat(ledger.recordAll(items, named))
                .hasSize(2)
                .extracting(ProvenanceLeaf::itemKey)
                .doesNotHaveDuplicates();
        ledger.closeBatch();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ledger.recordAll(items, impostor))
                .withMessageContaining("a step cannot be recorded: the event id id-1 is that of "
                        + named.event().hash());
        assertThatIllegalStateException().isThrownBy(ledger::closeBatch);
        assertThat(store.query(EventQuery.all()).events()).containsExactly(named);
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheLedgersOfSeveralIssuersApart(Store kind) {
        EventStore store = EventStoreTest.open(kind, folder);
        EventLedger one = new EventLedger(store, "one", new Random(1));
        EventLedger two = new EventLedger(store, "two", new Random(2));
        SignedEvent event = TeaCake.history(CAKE).getFirst();
        one.record(CAKE, event);
        assertThatIllegalStateException().isThrownBy(two::closeBatch);
        two.record(CAKE, event);
        assertThat(one.closeBatch().head()).isNotEqualTo(two.closeBatch().head());
        assertThatIllegalArgumentException().isThrownBy(() -> store.ledger(""));
        assertThatIllegalArgumentException().isThrownBy(() -> store.ledger("x".repeat(101)));
    }

    @ParameterizedTest
    @EnumSource
    void givesEachItemOneHistoryThoughManyWriteAtOnce(Store kind) throws Exception {
        EventStore store = EventStoreTest.open(kind, folder);
        int threads = 4;
        int events = 30;
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Callable<Void>> writers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                EventLedger ledger = new EventLedger(reopened(kind, store), "brand", new Random(i));
                int writer = i;
                writers.add(() -> {
                    for (int n = 0; n < events; n++) {
                        String id = writer + "-" + n;
                        ledger.record(
                                CAKE,
                                EventStoreTest.signed(
                                        EventStoreTest.event(id, "2026-03-01T00:00:0" + writer + "Z", "step_" + n)));
                        if (writer == 0 && n % 10 == 9) {
                            ledger.closeBatch();
                        }
                    }
                    return null;
                });
            }
            for (Future<Void> done : pool.invokeAll(writers)) {
                done.get();
            }
        }
        EventLedger ledger = new EventLedger(store, "brand", new Random(99));
        SignedEvent last = EventStoreTest.signed(EventStoreTest.event("last", "2026-03-02T00:00:00Z", "shipping"));
        ledger.record(CAKE, last);
        EventBatch batch = ledger.closeBatch();
        List<Passport.Entry> entries =
                batch.passport(CAKE, anchored(batch.head(), TeaCake.BRAND)).entries();
        assertThat(entries).hasSize(threads * events + 1);
        for (int i = 1; i < entries.size(); i++) {
            assertThat(entries.get(i).leaf().parents())
                    .containsExactly(entries.get(i - 1).leaf().hash());
        }
    }

    @Test
    void isKeptInAFile() {
        Path file = folder.resolve("events.db");
        List<SignedEvent> history = TeaCake.history(CAKE);
        List<DigitalLink> lot = List.of(CAKE, cake("CAKE-0002"));
        SignedEvent inspected = history.get(2);
        // @start region="kept"
        try (EventStore store = JdbcEventStore.sqlite(file)) {
            EventLedger ledger = new EventLedger(store, "tea.example", new SecureRandom());
            ledger.recordAll(lot, inspected); // one event in the history of each item, or of none
            ledger.closeBatch(); // and then the process is killed
        }
        try (EventStore store = JdbcEventStore.sqlite(file)) {
            EventLedger ledger = new EventLedger(store, "tea.example", new SecureRandom());
            EventBatch batch = ledger.lastBatch().orElseThrow(); // anchor this head, if it is not yet
            AnchoredRoot anchor = anchored(batch.head(), TeaCake.BRAND);
            Passport passport = ledger.passport(CAKE, anchor);
            // @end
            assertThat(passport.entries()).extracting(Passport.Entry::signed).containsExactly(inspected);
            assertThat(batch.items()).isEqualTo(lot);
        }
    }

    @Test
    void losesNothingThatItSaidWasRecordedThoughItIsKilled() throws Exception {
        Path file = folder.resolve("killed.db");
        Random random = new Random(20261130);
        List<String> said = new ArrayList<>();
        for (int kill = 0; kill < 8; kill++) {
            Process process = ChildJvm.start(LedgerProcess.class, file.toString(), Integer.toString(said.size()));
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                int most = random.nextInt(1, 30);
                for (int n = 0; n < most; n++) {
                    said.add(Objects.requireNonNull(lines.readLine()));
                }
                process.toHandle().destroyForcibly(); // SIGKILL, and what it wrote before may be read
                lines.lines().forEach(said::add);
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
        try (EventStore store = JdbcEventStore.sqlite(file)) {
            EventLedger ledger = new EventLedger(store, "brand", random);
            EventBatch batch = ledger.lastBatch().orElseThrow();
            ledger.record(CAKE, TeaCake.history(CAKE).getFirst());
            AnchoredRoot anchor = anchored(ledger.closeBatch().head(), TeaCake.BRAND);
            List<Passport.Entry> entries = ledger.passport(CAKE, anchor).entries();
            assertThat(entries)
                    .extracting(entry -> entry.leaf().hash().toString())
                    .containsSubsequence(said.stream()
                            .filter(line -> !line.startsWith("head "))
                            .toList());
            for (int i = 1; i < entries.size(); i++) {
                assertThat(entries.get(i).leaf().parents())
                        .containsExactly(entries.get(i - 1).leaf().hash());
            }
            // and every head that could have been anchored is a head of this log
            assertThat(said.stream().filter(line -> line.startsWith("head ")))
                    .isNotEmpty()
                    .allSatisfy(line -> {
                        String[] words = line.split(" ", -1);
                        TreeHead head = new TreeHead(Hash32.of(words[1]), Long.parseLong(words[2]));
                        assertThat(ledger.passport(CAKE, anchored(head, TeaCake.BRAND))
                                        .entries())
                                .isNotEmpty();
                    });
            assertThat(batch.head().size()).isPositive();
        }
    }

    public static final Instant ANCHORED_AT = Instant.parse("2026-04-21T00:00:00Z");

    public static AnchoredRoot anchored(TreeHead head, Signer issuer) {
        AccountId contract = AccountId.parse("eip155:31337:0x5FbDB2315678afecb367f032d93F642f64180aa3");
        assertThat(contract.chainId()).isEqualTo(new ChainId(31337));
        return new AnchoredRoot(contract, issuer.address(), 0, head, ANCHORED_AT);
    }
}
