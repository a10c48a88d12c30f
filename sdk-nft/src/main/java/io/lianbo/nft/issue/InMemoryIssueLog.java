package io.lianbo.nft.issue;

import io.lianbo.core.AccountId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.nft.SignedVoucher;
import io.lianbo.nft.internal.Arguments;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A log in the memory of one process: what {@link IssueLog} promises, but for durability. */
final class InMemoryIssueLog implements IssueLog {
    private final Map<AccountId, Shop> shops = new HashMap<>();

    /** What is known of one collection. */
    private static final class Shop {
        private final Map<String, Long> numbers = new HashMap<>();
        private final NavigableMap<Long, Issue> issues = new TreeMap<>();
        private final Map<Long, Hash32> fingerprints = new HashMap<>();
        private final NavigableMap<BigInteger, Long> holders = new TreeMap<>();
        private final Set<BigInteger> settled = new HashSet<>();
        private final Map<BigInteger, BigInteger> nextByStart = new HashMap<>();
    }

    private Shop shop(AccountId collection) {
        return shops.computeIfAbsent(collection, none -> new Shop());
    }

    @Override
    public synchronized List<Verdict<Issue>> reserveAll(AccountId collection, List<Order> orders, Instant now) {
        Shop shop = shop(collection);
        List<Verdict<Issue>> verdicts = new ArrayList<>();
        for (Order order : orders) {
            Long number = shop.numbers.get(order.key());
            verdicts.add(number == null ? reserveNew(collection, shop, order, now) : standing(shop, order, number));
        }
        return verdicts;
    }

    private static Verdict<Issue> standing(Shop shop, Order order, long number) {
        return order.fingerprint().equals(shop.fingerprints.getOrDefault(number, Hash32.ZERO))
                ? Verdict.ok(issue(shop, number))
                : Checks.differs(order);
    }

    private static Verdict<Issue> reserveNew(AccountId collection, Shop shop, Order order, Instant now) {
        List<BigInteger> ids = order.ids();
        if (order.range().isPresent()) {
            IdRange range = order.range().get();
            ids = next(shop, range, order.count());
            if (ids.size() < order.count()) {
                return Checks.soldOut(order, range, left(shop, range));
            }
            shop.nextByStart.put(range.first(), ids.getLast().add(BigInteger.ONE));
        }
        List<BigInteger> taken = ids.stream().filter(shop.holders::containsKey).toList();
        if (!taken.isEmpty()) {
            return Checks.taken(order, taken);
        }
        long number = shop.issues.size() + 1L;
        Issue issue = new Issue(collection, number, order.key(), now.truncatedTo(ChronoUnit.MILLIS), ids, List.of());
        shop.numbers.put(order.key(), number);
        shop.issues.put(number, issue);
        shop.fingerprints.put(number, order.fingerprint());
        ids.forEach(id -> shop.holders.put(id, number));
        return Verdict.ok(issue);
    }

    private static List<BigInteger> next(Shop shop, IdRange range, int count) {
        List<BigInteger> ids = new ArrayList<>();
        BigInteger id = shop.nextByStart.getOrDefault(range.first(), range.first());
        while (ids.size() < count && range.contains(id)) {
            if (!shop.holders.containsKey(id)) {
                ids.add(id);
            }
            id = id.add(BigInteger.ONE);
        }
        return ids;
    }

    private static Issue issue(Shop shop, @Nullable Long number) {
        Issue issue = number == null ? null : shop.issues.get(number);
        if (issue == null) {
            throw new IllegalStateException("an id belongs to an order");
        }
        return issue;
    }

    @Override
    public synchronized List<Issue> keepSigned(List<Issue> issues) {
        List<Issue> standing = new ArrayList<>();
        for (Issue issue : issues) {
            Issue there = find(issue.collection(), issue.orderKey()).orElseThrow(() -> Checks.unknown(issue));
            Issue signed = there.signed(issue.vouchers());
            standing.add(there.isSigned() ? there : signed);
        }
        standing.forEach(issue -> shop(issue.collection()).issues.put(issue.number(), issue));
        return standing;
    }

    @Override
    public synchronized Optional<Issue> find(AccountId collection, String orderKey) {
        Shop shop = shop(collection);
        return Optional.ofNullable(shop.numbers.get(orderKey)).map(number -> issue(shop, number));
    }

    @Override
    public synchronized Optional<IssuedToken> find(AccountId collection, BigInteger tokenId) {
        Arguments.requireUint256("token id", tokenId);
        Shop shop = shop(collection);
        return shop.holders.containsKey(tokenId) ? Optional.of(token(shop, tokenId)) : Optional.empty();
    }

    private static IssuedToken token(Shop shop, BigInteger tokenId) {
        Issue issue = issue(shop, shop.holders.get(tokenId));
        Optional<SignedVoucher> voucher = issue.isSigned()
                ? Optional.of(issue.vouchers().get(issue.tokenIds().indexOf(tokenId)))
                : Optional.empty();
        return new IssuedToken(tokenId, issue.orderKey(), voucher, shop.settled.contains(tokenId));
    }

    @Override
    public synchronized List<Issue> orders(AccountId collection, long after, int most) {
        Checks.requireMost(most);
        return shop(collection).issues.tailMap(after, false).values().stream()
                .limit(most)
                .toList();
    }

    @Override
    public synchronized List<IssuedToken> outstanding(AccountId collection, BigInteger after, int most) {
        Checks.requireMost(most);
        Shop shop = shop(collection);
        return shop.holders.tailMap(after, false).keySet().stream()
                .filter(id -> !shop.settled.contains(id))
                .limit(most)
                .map(id -> token(shop, id))
                .toList();
    }

    @Override
    public synchronized int settle(AccountId collection, Collection<BigInteger> tokenIds) {
        tokenIds.forEach(id -> Arguments.requireUint256("token id", id));
        Shop shop = shop(collection);
        int before = shop.settled.size();
        tokenIds.stream().filter(shop.holders::containsKey).forEach(shop.settled::add);
        return shop.settled.size() - before;
    }

    @Override
    public synchronized BigInteger left(AccountId collection, IdRange range) {
        return left(shop(collection), range);
    }

    private static BigInteger left(Shop shop, IdRange range) {
        int taken = shop.holders.subMap(range.first(), true, range.last(), true).size();
        return range.size().subtract(BigInteger.valueOf(taken));
    }
}
