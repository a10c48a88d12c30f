package io.lianbo.nft.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.AccountId;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.nft.Samples;
import io.lianbo.nft.SignedVoucher;
import io.lianbo.nft.VoucherIssuer;
import io.lianbo.nft.relay.RelayLog.Batch;
import io.lianbo.nft.relay.RelayLog.Budget;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every log promises. */
abstract class RelayLogConformance {
    private static final AccountId COLLECTION = Samples.COLLECTION;
    private static final VoucherIssuer ISSUER = new VoucherIssuer(Samples.HOST, COLLECTION);
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 11);
    private static final Hash32 TRANSACTION = Hash32.of("0x" + "ab".repeat(32));
    private static final Reason GONE = new Reason("ALREADY_REDEEMED", "token 1 was redeemed, 茶");

    private RelayLog log;

    /** A log that is empty. */
    abstract RelayLog open();

    @BeforeEach
    void start() {
        log = open();
    }

    private static SignedVoucher voucher(int id) {
        return ISSUER.issue(Samples.gift(id));
    }

    private static List<Budget> one(int limit) {
        return List.of(new Budget("OVER_DAY_LIMIT", "vouchers", BigInteger.ONE, BigInteger.valueOf(limit)));
    }

    private void admit(int... ids) {
        for (int id : ids) {
            assertThat(log.admit(voucher(id), TODAY, List.of()).isVerified()).isTrue();
        }
    }

    private Optional<Batch> claim(int most) {
        return log.claim(COLLECTION, 100, waiting -> waiting.subList(0, Math.min(most, waiting.size())));
    }

    private static List<Integer> ids(List<Relayed> relayed) {
        return relayed.stream()
                .map(one -> one.voucher().voucher().tokenId().intValueExact())
                .toList();
    }

    private Relayed found(int id) {
        return log.find(COLLECTION, voucher(id).digest()).orElseThrow();
    }

    @Test
    void takesAVoucherInOnce() {
        assertThat(log.find(COLLECTION, voucher(1).digest())).isEmpty();
        Verdict<Relayed> first = log.admit(voucher(1), TODAY, one(1));
        assertThat(first).isEqualTo(Verdict.ok(Relayed.waiting(voucher(1))));
        assertThat(log.admit(voucher(1), TODAY, one(1))).isEqualTo(first); // spends nothing more
        assertThat(found(1)).isEqualTo(Relayed.waiting(voucher(1)));
        assertThat(log.waiting(COLLECTION, 10)).hasSize(1);
    }

    @Test
    void spendsNoMoreThanADayMay() {
        assertThat(log.admit(voucher(1), TODAY, one(2)).isVerified()).isTrue();
        assertThat(log.admit(voucher(2), TODAY, one(2)).isVerified()).isTrue();
        assertThat(log.admit(voucher(3), TODAY, one(2)).reasons())
                .containsExactly(new Reason("OVER_DAY_LIMIT", "vouchers: 2 today and 1 more are above 2"));
        assertThat(log.find(COLLECTION, voucher(3).digest())).isEmpty();
        assertThat(log.admit(voucher(3), TODAY.plusDays(1), one(2)).isVerified())
                .isTrue();

        AccountId other = new AccountId(new ChainId(1), COLLECTION.address());
        SignedVoucher elsewhere = new VoucherIssuer(Samples.HOST, other).issue(Samples.gift(1));
        assertThat(log.admit(elsewhere, TODAY, one(1)).isVerified()).isTrue();
    }

    @Test
    void countsEachBudgetAndSpendsAllOrNone() {
        BigInteger much = BigInteger.TWO.pow(255);
        Budget gold = new Budget("OVER_DAY_LIMIT", "gold", much, much);
        Budget tea = new Budget("OVER_BUYER_LIMIT", "tea", BigInteger.ONE, BigInteger.TWO);
        assertThat(log.admit(voucher(1), TODAY, List.of(gold, tea)).isVerified())
                .isTrue();
        assertThat(log.admit(voucher(2), TODAY, List.of(tea, gold)).reasons())
                .extracting(Reason::code)
                .containsExactly("OVER_DAY_LIMIT");
        assertThat(log.admit(voucher(2), TODAY, List.of(tea)).isVerified()).isTrue();
        assertThat(log.admit(voucher(3), TODAY, List.of(tea, gold)).reasons())
                .extracting(Reason::code)
                .containsExactly("OVER_BUYER_LIMIT", "OVER_DAY_LIMIT");
    }

    @Test
    void makesBatchesOfTheOldest() {
        admit(5, 3, 4, 1);
        Batch first = claim(3).orElseThrow();
        assertThat(first.number()).isEqualTo(1);
        assertThat(ids(first.vouchers())).containsExactly(5, 3, 4);
        assertThat(first.vouchers()).extracting(Relayed::state).containsOnly(RelayState.SENT);
        assertThat(found(3).state()).isEqualTo(RelayState.SENT);
        Batch second = claim(3).orElseThrow();
        assertThat(second.number()).isEqualTo(2);
        assertThat(ids(second.vouchers())).containsExactly(1);
        assertThat(claim(3)).isEmpty();
        assertThat(log.open(COLLECTION)).containsExactly(first, second);
        assertThat(log.admit(voucher(3), TODAY, List.of())).isEqualTo(Verdict.ok(found(3)));
    }

    @Test
    void keepsTheOrderOfTheChoice() {
        admit(1, 2, 3);
        Batch batch = log.claim(COLLECTION, 2, waiting -> List.of(waiting.get(1), waiting.get(0)))
                .orElseThrow();
        assertThat(ids(batch.vouchers())).containsExactly(2, 1);
        assertThat(log.claim(COLLECTION, 5, waiting -> List.of())).isEmpty();
        assertThat(ids(log.waiting(COLLECTION, 5))).containsExactly(3);
        assertThat(ids(log.open(COLLECTION).getFirst().vouchers())).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void keepsWhatBecameOfABatch() {
        admit(1, 2, 3);
        Batch batch = claim(2).orElseThrow();
        Relayed redeemed = batch.vouchers().get(0).redeemed(TRANSACTION);
        Relayed refused = batch.vouchers().get(1).refused(Optional.of(TRANSACTION), GONE);

        log.settle(List.of(redeemed, refused));

        assertThat(found(1)).isEqualTo(redeemed);
        assertThat(found(2)).isEqualTo(refused);
        assertThat(found(3)).isEqualTo(Relayed.waiting(voucher(3)));
        assertThat(log.open(COLLECTION)).isEmpty();
        log.settle(List.of(
                redeemed.refused(Optional.empty(), GONE),
                Relayed.waiting(voucher(3)).redeemed(TRANSACTION)));
        assertThat(found(1)).isEqualTo(redeemed); // the first word stands
        assertThat(found(3).state()).isEqualTo(RelayState.WAITING); // it was never sent
    }

    @Test
    void takesARefusedOneInAnewAtTheEnd() {
        admit(1, 2, 3);
        log.refuse(COLLECTION, Map.of(voucher(1).digest(), GONE));
        assertThat(found(1)).isEqualTo(Relayed.waiting(voucher(1)).refused(Optional.empty(), GONE));
        assertThat(ids(log.waiting(COLLECTION, 5))).containsExactly(2, 3);
        claim(1);
        log.refuse(COLLECTION, Map.of(voucher(2).digest(), GONE));
        assertThat(found(2).state()).isEqualTo(RelayState.SENT); // too late

        admit(1);
        assertThat(found(1)).isEqualTo(Relayed.waiting(voucher(1)));
        assertThat(ids(log.waiting(COLLECTION, 5))).containsExactly(3, 1);
        assertThat(ids(claim(5).orElseThrow().vouchers())).containsExactly(3, 1);
    }

    @Test
    void putsEachVoucherIntoOneBatchHoweverManyClaim() throws Exception {
        int many = 120;
        List<Integer> claimed = new ArrayList<>();
        List<Long> numbers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<List<Batch>>> claims = IntStream.range(0, 8)
                    .mapToObj(thread -> threads.submit(() -> {
                        List<Batch> mine = new ArrayList<>();
                        for (int id = thread; id < many; id += 4) { // each by two threads
                            log.admit(voucher(id), TODAY, one(many));
                            if (id % 3 == 0) {
                                claim(4).ifPresent(mine::add);
                            }
                        }
                        return mine;
                    }))
                    .toList();
            for (Future<List<Batch>> claim : claims) {
                for (Batch batch : claim.get()) {
                    numbers.add(batch.number());
                    claimed.addAll(ids(batch.vouchers()));
                }
            }
        }
        for (Optional<Batch> rest = claim(50); rest.isPresent(); rest = claim(50)) {
            numbers.add(rest.get().number());
            claimed.addAll(ids(rest.get().vouchers()));
        }
        assertThat(claimed).hasSize(many).doesNotHaveDuplicates();
        assertThat(numbers).doesNotHaveDuplicates();
    }
}
