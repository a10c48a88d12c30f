package io.lianbo.nft.issue;

import io.lianbo.core.Verdict;
import java.math.BigInteger;
import java.util.List;

/** What all logs refuse, in the same words. */
final class Checks {
    private Checks() {}

    static void requireKey(String key) {
        if (key.isEmpty() || key.length() > IssueLog.LONGEST_KEY || !key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("order key must be 1 to " + IssueLog.LONGEST_KEY
                    + " visible ASCII characters, not " + key.length() + " of \""
                    + key.substring(0, Math.min(key.length(), 40)) + '"');
        }
    }

    static void requireMost(int most) {
        if (most < 1 || most > IssueLog.MOST_READ) {
            throw new IllegalArgumentException("1 to " + IssueLog.MOST_READ + " entries can be read at once: " + most);
        }
    }

    static <T> Verdict<T> differs(IssueLog.Order order) {
        return Verdict.refused(
                "ORDER_DIFFERS",
                "order " + order.key() + " was given before, for another content, another number or other ids");
    }

    static <T> Verdict<T> soldOut(IssueLog.Order order, IdRange range, BigInteger left) {
        return Verdict.refused(
                "SOLD_OUT",
                left + " of the ids " + range + " are left, order " + order.key() + " asks for " + order.count());
    }

    static <T> Verdict<T> taken(IssueLog.Order order, List<BigInteger> ids) {
        return Verdict.refused("ID_TAKEN", "order " + order.key() + " asks for " + ids + ", which another order got");
    }

    static IllegalArgumentException unknown(Issue issue) {
        return new IllegalArgumentException("the log has no order " + issue.orderKey() + " of " + issue.collection());
    }
}
