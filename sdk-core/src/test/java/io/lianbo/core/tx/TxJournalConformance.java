package io.lianbo.core.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.Fees;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every journal promises. */
abstract class TxJournalConformance {
    static final ChainId CHAIN = new ChainId(31337);
    static final ChainId OTHER_CHAIN = new ChainId(1);
    static final Address LANE = address(1);
    static final Address OTHER_LANE = address(2);
    static final Instant NOW = Instant.parse("2026-11-11T12:00:00.123Z");
    static final LocalDate TODAY = LocalDate.of(2026, 11, 11);
    static final Duration TERM = Duration.ofSeconds(10);

    private TxJournal journal;

    /** A journal that is empty. */
    abstract TxJournal open();

    @BeforeEach
    void start() {
        journal = open();
    }

    @AfterEach
    void end() {
        journal.close();
    }

    static Address address(int number) {
        return Address.of("0x" + "%040x".formatted(number));
    }

    static TxIntent intent(int number) {
        return TxIntent.transfer("order-" + number, address(1000 + number), BigInteger.valueOf(number));
    }

    static List<TxIntent> intents(int count) {
        return IntStream.range(0, count).mapToObj(TxJournalConformance::intent).toList();
    }

    static TxRecord.Attempt attempt(Address lane, long nonce, int salt) {
        return new TxRecord.Attempt(
                Hash32.of("0x" + "%064x".formatted(nonce * 1000 + salt)),
                "0x02" + "%04x".formatted(salt),
                lane,
                nonce,
                new Fees(BigInteger.ONE, BigInteger.TWO.pow(200)),
                21_000,
                NOW);
    }

    private TxJournal.Lease lease(Address lane, String owner) {
        return journal.acquire(CHAIN, lane, owner, NOW, TERM).orElseThrow();
    }

    private void store(TxJournal.Lease lease, TxRecord... changed) {
        journal.update(lease, List.of(changed), TODAY, BigInteger.ZERO, NOW);
    }

    @Test
    void keepsAnIntentAsItIsUnderItsKeyAndChain() {
        TxIntent deploy = new TxIntent(
                "deploy/badge",
                "Badge deployment",
                Optional.empty(),
                BigInteger.TWO.pow(256).subtract(BigInteger.ONE),
                "0x6001600055",
                OptionalLong.of(5_000_000),
                Fees.Tier.PRIORITY);
        assertThat(journal.submit(CHAIN, List.of(deploy, intent(1)), NOW))
                .containsExactly(TxRecord.queued(deploy), TxRecord.queued(intent(1)));
        assertThat(journal.find(CHAIN, deploy.key())).contains(TxRecord.queued(deploy));
        assertThat(journal.find(OTHER_CHAIN, deploy.key())).isEmpty();
        assertThat(journal.find(CHAIN, "order-2")).isEmpty();
    }

    @Test
    void takesAKeyOnceAndAnswersWithWhatStandsThere() {
        journal.submit(CHAIN, List.of(intent(1)), NOW);
        TxJournal.Lease lease = lease(LANE, "a");
        TxRecord signed = journal.claim(lease, 1).getFirst().signed(attempt(LANE, 0, 1));
        store(lease, signed);

        TxIntent again = intent(1).withTier(Fees.Tier.ECONOMY);
        assertThat(journal.submit(CHAIN, List.of(intent(0), again, again), NOW))
                .containsExactly(TxRecord.queued(intent(0)), signed, signed);
        assertThat(journal.count(CHAIN)).isEqualTo(Map.of(TxState.QUEUED, 1L, TxState.SIGNED, 1L));
    }

    @Test
    void refusesAKeyWithOtherContentAndThenStoresNothingOfTheBatch() {
        journal.submit(CHAIN, List.of(intent(1)), NOW);
        TxIntent other = TxIntent.transfer("order-1", address(7), BigInteger.ONE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> journal.submit(CHAIN, List.of(intent(2), other), NOW))
                .withMessageContaining("order-1")
                .withMessageContaining("other content");
        assertThat(journal.find(CHAIN, "order-2")).isEmpty();
        assertThat(journal.submit(OTHER_CHAIN, List.of(other), NOW)).hasSize(1);
    }

    @Test
    void leasesAnAccountToOneOwnerAtATime() {
        TxJournal.Lease first = lease(LANE, "a");
        assertThat(journal.acquire(CHAIN, LANE, "b", NOW.plusMillis(9_999), TERM))
                .isEmpty();
        assertThat(journal.acquire(CHAIN, OTHER_LANE, "b", NOW, TERM)).isPresent();
        assertThat(journal.acquire(OTHER_CHAIN, LANE, "b", NOW, TERM)).isPresent();

        assertThat(journal.renew(first, NOW.plusSeconds(9), TERM)).isTrue();
        assertThat(journal.acquire(CHAIN, LANE, "b", NOW.plusSeconds(10), TERM)).isEmpty();
        TxJournal.Lease second =
                journal.acquire(CHAIN, LANE, "b", NOW.plusSeconds(19), TERM).orElseThrow();
        assertThat(second.token()).isGreaterThan(first.token());
        assertThat(journal.renew(first, NOW.plusSeconds(20), TERM)).isFalse();
    }

    @Test
    void givesAReleasedAccountToTheNextAtOnce() {
        TxJournal.Lease first = lease(LANE, "a");
        journal.release(first);
        TxJournal.Lease second = lease(LANE, "b");
        journal.release(first); // no longer his
        assertThat(journal.acquire(CHAIN, LANE, "c", NOW, TERM)).isEmpty();
        assertThat(journal.renew(second, NOW, TERM)).isTrue();
    }

    @Test
    void refusesEveryWriteUnderALostLease() {
        journal.submit(CHAIN, intents(3), NOW);
        TxJournal.Lease lost = lease(LANE, "a");
        TxRecord claimed = journal.claim(lost, 1).getFirst();
        assertThat(journal.acquire(CHAIN, LANE, "b", NOW.plusSeconds(11), TERM)).isPresent();

        assertThatExceptionOfType(TxJournal.LeaseLostException.class).isThrownBy(() -> journal.claim(lost, 1));
        assertThatExceptionOfType(TxJournal.LeaseLostException.class)
                .isThrownBy(() -> store(lost, claimed.signed(attempt(LANE, 0, 1))));
        assertThat(journal.find(CHAIN, claimed.key()).orElseThrow().attempts()).isEmpty();
        assertThat(journal.count(CHAIN)).isEqualTo(Map.of(TxState.QUEUED, 2L, TxState.CLAIMED, 1L));
    }

    @Test
    void letsTheOwnerTakeItsAccountAnewWhichEndsTheOldToken() {
        TxJournal.Lease before = lease(LANE, "a");
        TxJournal.Lease after = lease(LANE, "a");
        assertThat(after.token()).isGreaterThan(before.token());
        assertThatExceptionOfType(TxJournal.LeaseLostException.class).isThrownBy(() -> journal.claim(before, 1));
    }

    @Test
    void claimsTheOldestFirstAndEachOnce() {
        journal.submit(CHAIN, intents(5), NOW);
        journal.submit(OTHER_CHAIN, intents(1), NOW);
        TxJournal.Lease a = lease(LANE, "a");
        TxJournal.Lease b = lease(OTHER_LANE, "a");
        assertThat(journal.claim(a, 2)).extracting(TxRecord::key).containsExactly("order-0", "order-1");
        assertThat(journal.claim(b, 2)).extracting(TxRecord::key).containsExactly("order-2", "order-3");
        assertThat(journal.claim(a, 9)).extracting(TxRecord::key).containsExactly("order-4");
        assertThat(journal.claim(b, 9)).isEmpty();
        assertThat(journal.open(a)).extracting(TxRecord::key).containsExactly("order-0", "order-1", "order-4");
    }

    @Test
    void claimsEachOnceAlsoWhenManyAccountsClaimAtOnce() throws Exception {
        journal.submit(CHAIN, intents(300), NOW);
        List<TxJournal.Lease> leases = IntStream.range(0, 6)
                .mapToObj(i -> lease(address(10 + i), "owner-" + i))
                .toList();
        List<String> claimed = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Future<List<String>>> claims = leases.stream()
                    .map(lease -> threads.submit(() -> {
                        List<String> mine = new ArrayList<>();
                        for (List<TxRecord> some = journal.claim(lease, 7);
                                !some.isEmpty();
                                some = journal.claim(lease, 7)) {
                            some.forEach(record -> mine.add(record.key()));
                        }
                        return mine;
                    }))
                    .toList();
            for (Future<List<String>> claim : claims) {
                claimed.addAll(claim.get());
            }
        }
        assertThat(claimed).hasSize(300).doesNotHaveDuplicates();
    }

    @Test
    void keepsEverythingThatBecomesOfAnIntent() {
        journal.submit(CHAIN, intents(4), NOW);
        TxJournal.Lease lease = lease(LANE, "a");
        List<TxRecord> claimed = journal.claim(lease, 4);
        TxRecord twice = claimed.get(0).signed(attempt(LANE, 5, 1)).signed(attempt(LANE, 5, 2));
        TxRecord included = claimed.get(1)
                .signed(attempt(LANE, 4, 1))
                .included(new TxRecord.Inclusion(
                        attempt(LANE, 4, 1).hash(),
                        77,
                        Hash32.of("0x" + "ab".repeat(32)),
                        true,
                        21_000,
                        BigInteger.TEN));
        TxRecord failed = claimed.get(2).failed(new Reason("WOULD_REVERT", "Token.mint reverted: 茶 \"no\""));
        TxRecord requeued = claimed.get(3)
                .signed(attempt(LANE, 3, 1))
                .requeued(Optional.of(new Reason("NONCE_TAKEN", "nonce 3 was used")));
        store(lease, twice, included, failed, requeued);

        assertThat(journal.find(CHAIN, "order-0")).contains(twice);
        assertThat(journal.find(CHAIN, "order-1")).contains(included);
        assertThat(journal.find(CHAIN, "order-2")).contains(failed);
        assertThat(journal.find(CHAIN, "order-3")).contains(requeued);
        assertThat(journal.open(lease)).containsExactly(included, twice);
        assertThat(journal.highestNonce(lease)).hasValue(5);
        assertThat(journal.claim(lease, 9)).containsExactly(requeued.claimedBy(LANE));

        TxRecord reverted = included.settled(Optional.of(new Reason("REVERTED", "without a reason")));
        store(lease, reverted, twice.signed(attempt(LANE, 5, 3)));
        assertThat(journal.find(CHAIN, "order-1")).contains(reverted);
        assertThat(journal.find(CHAIN, "order-0").orElseThrow().attempts()).hasSize(3);
        assertThat(journal.settledFrom(lease, 4)).containsExactly(reverted);
        assertThat(journal.settledFrom(lease, 5)).isEmpty();
        assertThat(journal.highestNonce(lease)).hasValue(5);
        assertThat(journal.highestNonce(lease(OTHER_LANE, "a"))).isEmpty();
    }

    @Test
    void takesInWhatAGapWasFilledWith() {
        TxJournal.Lease lease = lease(LANE, "a");
        TxRecord filler =
                TxRecord.queued(TxIntent.nothing("lianbo-gap-1", LANE)).signed(attempt(LANE, 0, 1));
        store(lease, filler);
        assertThat(journal.find(CHAIN, "lianbo-gap-1")).contains(filler);
        assertThat(journal.open(lease)).containsExactly(filler);
    }

    @Test
    void addsUpWhatADayCost() {
        BigInteger much = BigInteger.TWO.pow(250);
        TxJournal.Lease lease = lease(LANE, "a");
        journal.update(lease, List.of(), TODAY, much, NOW);
        journal.update(lease, List.of(), TODAY, BigInteger.ONE, NOW);
        journal.update(lease, List.of(), TODAY.plusDays(1), BigInteger.TWO, NOW);
        assertThat(journal.spent(CHAIN, TODAY)).isEqualTo(much.add(BigInteger.ONE));
        assertThat(journal.spent(CHAIN, TODAY.plusDays(1))).isEqualTo(2);
        assertThat(journal.spent(OTHER_CHAIN, TODAY)).isEqualTo(0);
    }

    @Test
    void holdsItsOwnWhenManyWriteAtOnce() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<List<TxRecord>>> writes = IntStream.range(0, 64)
                    .mapToObj(i -> threads.submit(() -> journal.submit(CHAIN, intents(20), NOW)))
                    .toList();
            for (Future<List<TxRecord>> write : writes) {
                assertThat(write.get()).hasSize(20);
            }
        }
        assertThat(journal.count(CHAIN)).isEqualTo(Map.of(TxState.QUEUED, 20L));
        assertThat(new TreeSet<>(journal.claim(lease(LANE, "a"), 100).stream()
                        .map(TxRecord::key)
                        .toList()))
                .hasSize(20);
    }

    @Test
    void findsManyAtOnceAndLeavesOutWhatItLacks() {
        journal.submit(CHAIN, intents(1_203), NOW);
        journal.submit(OTHER_CHAIN, List.of(intent(5_000)), NOW);
        TxJournal.Lease lease = lease(LANE, "one");
        TxRecord signed = journal.claim(lease, 1).getFirst().signed(attempt(LANE, 0, 1));
        journal.update(lease, List.of(signed), TODAY, BigInteger.ZERO, NOW);
        List<String> keys =
                new ArrayList<>(intents(1_203).stream().map(TxIntent::key).toList());
        keys.add("order-5000");
        keys.add("order-0");

        Map<String, TxRecord> found = journal.findAll(CHAIN, keys);

        assertThat(found).hasSize(1_203).containsEntry("order-0", signed).doesNotContainKey("order-5000");
        assertThat(found.get("order-1202")).isEqualTo(TxRecord.queued(intent(1_202)));
        assertThat(journal.findAll(CHAIN, List.of())).isEmpty();
    }
}
