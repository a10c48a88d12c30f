package io.lianbo.nft.issue;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.nft.SignedVoucher;
import io.lianbo.nft.Voucher;
import io.lianbo.nft.VoucherIssuer;
import io.lianbo.nft.issue.IssueLog.Order;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Answers orders with signed vouchers: the {@link IssueLog} hands out the token ids, the {@link VoucherIssuer} signs.
 *
 * {@snippet class="io.lianbo.nft.issue.OrderIssuerTest" region="issue"}
 *
 * <p>The same order gets the same vouchers, however often it comes and whatever crashed in between. That holds for the same terms: take the
 * time until which vouchers are valid from the order and not from the clock, or a second try is another order. Safe for use by many threads.
 */
public final class OrderIssuer {

    private final VoucherIssuer issuer;
    private final IssueLog log;
    private final IdRange range;
    private final InstantSource clock;

    /**
     * Returns what answers orders from a range of ids.
     *
     * @param issuer signs for its collection
     * @param log which order got what
     * @param range where the next ids come from
     * @param clock what the log will say when it was
     */
    public OrderIssuer(VoucherIssuer issuer, IssueLog log, IdRange range, InstantSource clock) {
        this.issuer = Objects.requireNonNull(issuer, "issuer");
        this.log = Objects.requireNonNull(log, "log");
        this.range = Objects.requireNonNull(range, "range");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * What one order asks for.
     *
     * @param orderKey names the order, 1 to 200 visible ASCII characters
     * @param terms the voucher, but for its token id, which is replaced
     * @param count how many, 1 to 10,000
     */
    public record Purchase(String orderKey, Voucher terms, int count) {
        /** Checks that nothing is null; the rest is checked when it is issued. */
        public Purchase {
            Objects.requireNonNull(orderKey, "orderKey");
            Objects.requireNonNull(terms, "terms");
        }
    }

    /**
     * Issues one voucher for an order.
     *
     * @param terms the voucher, but for its token id, which is replaced
     * @return the voucher with the next id; or refused with {@code SOLD_OUT} or {@code ORDER_DIFFERS}, as {@link IssueLog#reserveAll} says
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} or {@code SIGNER_FAILED}; the same call may be made again
     */
    public Verdict<SignedVoucher> issue(String orderKey, Voucher terms) {
        return issue(orderKey, terms, 1).map(vouchers -> vouchers.getFirst());
    }

    /** Issues several vouchers on the same terms for an order, all or none, otherwise as {@link #issue(String, Voucher)}. */
    public Verdict<List<SignedVoucher>> issue(String orderKey, Voucher terms, int count) {
        return signed(Order.ofNext(orderKey, content(terms), range, count), terms);
    }

    /** Issues vouchers of exactly these tokens for an order, or refuses with {@code ID_TAKEN}, otherwise as {@link #issue(String, Voucher)}. */
    public Verdict<List<SignedVoucher>> issue(String orderKey, Voucher terms, List<BigInteger> tokenIds) {
        return signed(Order.ofIds(orderKey, content(terms), tokenIds), terms);
    }

    private Verdict<List<SignedVoucher>> signed(Order order, Voucher terms) {
        return log.reserve(issuer.collection(), order, clock.instant())
                .map(issue -> issue.isSigned()
                        ? issue.vouchers()
                        : log.keepSigned(issue, sign(issue, terms)).vouchers());
    }

    private List<SignedVoucher> sign(Issue issue, Voucher terms) {
        return issue.tokenIds().stream()
                .map(id -> issuer.issue(terms.withTokenId(id)))
                .toList();
    }

    /**
     * Answers many orders: their ids are reserved in one step, their vouchers signed on all cores and kept in another.
     *
     * @param purchases at most as many as fit into memory and one transaction of the store: some thousand
     * @return one for each order, in their order, as {@link #issue(String, Voucher, int)}
     */
    public List<Verdict<Issue>> issueAll(List<Purchase> purchases) {
        List<Order> orders = purchases.stream()
                .map(purchase -> Order.ofNext(purchase.orderKey(), content(purchase.terms()), range, purchase.count()))
                .toList();
        List<Verdict<Issue>> reserved = log.reserveAll(issuer.collection(), orders, clock.instant());

        Map<String, Issue> unsigned = new LinkedHashMap<>();
        List<Voucher> vouchers = new ArrayList<>();
        for (int i = 0; i < purchases.size(); i++) {
            if (reserved.get(i) instanceof Verdict.Verified<Issue> verified) {
                Issue issue = verified.result();
                Voucher terms = purchases.get(i).terms();
                if (!issue.isSigned() && unsigned.putIfAbsent(issue.orderKey(), issue) == null) {
                    issue.tokenIds().forEach(id -> vouchers.add(terms.withTokenId(id)));
                }
            }
        }
        Deque<SignedVoucher> signed =
                new ArrayDeque<>(issuer.issueAll(vouchers.stream()).toList());
        List<Issue> toKeep = new ArrayList<>();
        for (Issue issue : unsigned.values()) {
            List<SignedVoucher> own = new ArrayList<>();
            issue.tokenIds().forEach(id -> own.add(signed.removeFirst()));
            toKeep.add(issue.signed(own));
        }
        Iterator<Issue> kept = log.keepSigned(toKeep).iterator();
        unsigned.replaceAll((key, issue) -> kept.next());
        return reserved.stream()
                .map(verdict -> verdict.<Issue>map(issue -> unsigned.getOrDefault(issue.orderKey(), issue)))
                .toList();
    }

    /** What of the terms must be the same when the order comes again. */
    private static Hash32 content(Voucher terms) {
        return Voucher.type().hashStruct(terms.withTokenId(BigInteger.ZERO));
    }

    /** Returns what it issues from where. */
    @Override
    public String toString() {
        return "OrderIssuer of " + issuer + " from " + range;
    }
}
