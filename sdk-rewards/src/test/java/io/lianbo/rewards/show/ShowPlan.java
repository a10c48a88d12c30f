package io.lianbo.rewards.show;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What happens in a show of 500 orders: who buys what, and what becomes of it. Nothing here knows of contracts.
 *
 * @param shares of each party in basis points, in the order of the split
 * @param batches the sales that are settled as they come, batch after batch
 * @param escrowed the sales whose price is held, those of the group at the end
 */
record ShowPlan(Map<String, Integer> shares, List<List<SessionSale>> batches, List<EscrowSale> escrowed) {

    static final int BUYERS = 48;

    /** What each buyer has before the show, and the fund that pays for coupons. */
    static final long PURSE = 1_000_000_000;

    /** The party that the token blocks in the middle of the show. */
    static final String BLOCKED = "host";

    /** Who bears what coupons take off. */
    static final String SPONSOR = "coupons";

    static final int GROUP_SIZE = 12;
    static final long GROUP_PRICE = 1_990_003;

    /** The first batch that is settled after the host was blocked. */
    static final int BLOCKED_FROM_BATCH = 2;

    private static final int BATCHES = 4;
    private static final int BATCH_SIZE = 110;

    /** A sale that its buyer signs and pays when it is settled. */
    record SessionSale(int number, int buyer, long amount) {}

    /** What becomes of an order in escrow. */
    enum Fate {
        /** Its buyer signs that it has arrived. */
        CONFIRMED,
        /** Its buyer says nothing. */
        ACCEPTED,
        /** It is never shipped, and somebody sends it back. */
        NEVER_SHIPPED,
        /** The seller gives back what {@link EscrowSale#bySeller} says; what is left is accepted. */
        GIVEN_BACK,
        /** Its buyer disputes; the seller may give something back, then the arbiter what {@link EscrowSale#byArbiter} says. */
        DISPUTED,
        /** Its buyer disputes, and the arbiter never decides. */
        UNDECIDED
    }

    /**
     * A sale whose price is held.
     *
     * @param coupon what pays for a part of it; one that takes nothing off for none
     * @param bySeller what the seller gives back, one after another
     */
    record EscrowSale(
            int number,
            int buyer,
            long price,
            Coupon coupon,
            boolean ofGroup,
            Fate fate,
            List<Long> bySeller,
            long byArbiter) {}

    /** So many basis points of the price off, and no more than so many units. */
    record Coupon(int basisPoints, long most) {
        static final Coupon NONE = new Coupon(0, 0);
    }

    static ShowPlan random(long seed) {
        Random random = new Random(seed);
        Map<String, Integer> shares = new LinkedHashMap<>();
        shares.put("merchant", 6_111);
        shares.put(BLOCKED, 2_447);
        shares.put("platform", 1_003);
        shares.put("viewers", 439);

        List<List<SessionSale>> batches = new ArrayList<>();
        for (int batch = 0; batch < BATCHES; batch++) {
            List<SessionSale> sales = new ArrayList<>();
            for (int i = 0; i < BATCH_SIZE; i++) {
                int number = batch * BATCH_SIZE + i;
                sales.add(new SessionSale(number, random.nextInt(BUYERS), 1 + random.nextInt(5_000_000)));
            }
            batches.add(sales);
        }

        List<EscrowSale> escrowed = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            long price = price(random);
            escrowed.add(sale(escrowed, random, price, Fate.GIVEN_BACK, List.of(price / 3, price - price / 3), 0));
        }
        for (int i = 0; i < 7; i++) {
            long price = price(random);
            escrowed.add(sale(escrowed, random, price, Fate.GIVEN_BACK, List.of(1L, price / 7, 5L), 0));
        }
        for (int i = 0; i < 5; i++) {
            escrowed.add(sale(escrowed, random, price(random), Fate.NEVER_SHIPPED, List.of(), 0));
        }
        long disputed = price(random);
        escrowed.add(sale(escrowed, random, disputed, Fate.DISPUTED, List.of(), disputed));
        escrowed.add(sale(escrowed, random, price(random), Fate.DISPUTED, List.of(), 0));
        escrowed.add(sale(escrowed, random, disputed, Fate.DISPUTED, List.of(), disputed / 3));
        escrowed.add(sale(escrowed, random, disputed, Fate.DISPUTED, List.of(disputed / 5), disputed / 2));
        escrowed.add(sale(escrowed, random, price(random), Fate.UNDECIDED, List.of(), 0));
        for (int i = 0; i < 10; i++) {
            escrowed.add(sale(escrowed, random, price(random), Fate.CONFIRMED, List.of(), 0));
        }
        for (int i = 0; i < 13; i++) {
            escrowed.add(sale(escrowed, random, price(random), Fate.ACCEPTED, List.of(), 0));
        }
        for (int i = 0; i < GROUP_SIZE; i++) {
            escrowed.add(new EscrowSale(
                    escrowed.size(), 3 * i, GROUP_PRICE, Coupon.NONE, true, Fate.ACCEPTED, List.of(), 0));
        }
        return new ShowPlan(shares, batches, escrowed);
    }

    int orders() {
        return escrowed.size() + batches.stream().mapToInt(List::size).sum();
    }

    /** How many orders are given back by the seller, or because they were never shipped. */
    long refunds() {
        return escrowed.stream()
                .filter(sale -> sale.fate() == Fate.GIVEN_BACK || sale.fate() == Fate.NEVER_SHIPPED)
                .count();
    }

    long disputes() {
        return escrowed.stream()
                .filter(sale -> sale.fate() == Fate.DISPUTED || sale.fate() == Fate.UNDECIDED)
                .count();
    }

    private static EscrowSale sale(
            List<EscrowSale> before, Random random, long price, Fate fate, List<Long> bySeller, long byArbiter) {
        int number = before.size();
        Coupon coupon = number % 3 == 1 ? new Coupon(1 + random.nextInt(4_000), 1_500_000) : Coupon.NONE;
        return new EscrowSale(number, random.nextInt(BUYERS), price, coupon, false, fate, bySeller, byArbiter);
    }

    private static long price(Random random) {
        return 100_000L + random.nextInt(9_000_000);
    }
}
