package io.lianbo.nft.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lianbo.core.Verdict;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.nft.Samples;
import io.lianbo.nft.SignedVoucher;
import io.lianbo.nft.Voucher;
import io.lianbo.nft.VoucherIssuer;
import io.lianbo.nft.issue.OrderIssuer.Purchase;
import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderIssuerTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-11T12:00:00Z"));

    private final IssueLog log = IssueLog.inMemory();
    private final VoucherIssuer issuer = new VoucherIssuer(Samples.HOST, Samples.COLLECTION);
    private final OrderIssuer desk = new OrderIssuer(issuer, log, IdRange.of(1, 10), CLOCK);
    private final Voucher terms = Samples.gift(0);

    private static List<Long> ids(Verdict<List<SignedVoucher>> verdict) {
        return verdict.value().orElseThrow().stream()
                .map(signed -> signed.voucher().tokenId().longValueExact())
                .toList();
    }

    private static List<String> codes(Verdict<?> verdict) {
        return verdict.reasons().stream().map(Verdict.Reason::code).toList();
    }

    @Test
    void answersAnOrderWithTheSameVoucherHoweverOftenItComes() {
        // @start region="issue"
        Verdict<SignedVoucher> verdict = desk.issue("order-2026-0042", terms);
        Verdict<SignedVoucher> again = desk.issue("order-2026-0042", terms); // the answer was lost
        // @end region="issue"
        assertThat(verdict).isEqualTo(Verdict.ok(issuer.issue(Samples.gift(1))));
        assertThat(again).isEqualTo(verdict);
        assertThat(desk.issue("order-2026-0043", terms)).isEqualTo(Verdict.ok(issuer.issue(Samples.gift(2))));
        assertThat(log.find(Samples.COLLECTION, "order-2026-0042").orElseThrow().vouchers())
                .containsExactly(issuer.issue(Samples.gift(1)));
    }

    @Test
    void countsAndNamesIds() {
        assertThat(ids(desk.issue("a", terms, 3))).containsExactly(1L, 2L, 3L);
        assertThat(ids(desk.issue("b", terms, List.of(BigInteger.valueOf(5), BigInteger.valueOf(77)))))
                .containsExactly(5L, 77L);
        assertThat(ids(desk.issue("c", terms, 2))).containsExactly(4L, 6L);
        assertThat(codes(desk.issue("d", terms, List.of(BigInteger.valueOf(6)))))
                .containsExactly("ID_TAKEN");
    }

    @Test
    void saysWhenItIsSoldOut() {
        desk.issue("a", terms, 9);
        assertThat(codes(desk.issue("b", terms, 2))).containsExactly("SOLD_OUT");
        assertThat(ids(desk.issue("b", terms, 1))).containsExactly(10L);
        assertThat(codes(desk.issue("c", terms))).containsExactly("SOLD_OUT");
    }

    @Test
    void refusesOtherTermsForTheSameOrder() {
        desk.issue("a", terms);
        assertThat(codes(desk.issue("a", terms.withRecipient(Samples.STRANGER.address()))))
                .containsExactly("ORDER_DIFFERS");
        assertThat(codes(desk.issue("a", terms, 2))).containsExactly("ORDER_DIFFERS");
        assertThat(desk.issue("a", terms.withTokenId(BigInteger.TEN)).isVerified())
                .isTrue(); // the id is not of the terms
    }

    @Test
    void signsLaterWhatWasReservedAndNotSigned() {
        LocalSigner closed = LocalSigner.fromPrivateKey("0x" + "0".repeat(63) + "1"); // the host's
        closed.close();
        OrderIssuer broken =
                new OrderIssuer(new VoucherIssuer(closed, Samples.COLLECTION), log, IdRange.of(1, 10), CLOCK);
        assertThatIllegalStateException().isThrownBy(() -> broken.issue("a", terms));
        assertThat(log.find(Samples.COLLECTION, "a").orElseThrow().isSigned()).isFalse();
        desk.issue("b", terms);

        assertThat(desk.issue("a", terms)).isEqualTo(Verdict.ok(issuer.issue(Samples.gift(1))));
    }

    @Test
    void answersManyAtOnce() {
        desk.issue("order-1", terms, 2);
        List<Purchase> purchases = new ArrayList<>(IntStream.range(0, 5)
                .mapToObj(i -> new Purchase("order-" + i, terms, 2))
                .toList());
        purchases.add(new Purchase("order-0", terms, 2));
        purchases.add(new Purchase("order-0", terms.withSoulbound(true), 2));
        purchases.add(new Purchase("order-9", terms, 2));

        List<Verdict<Issue>> verdicts = desk.issueAll(purchases);

        assertThat(verdicts.subList(0, 5)).allSatisfy(verdict -> {
            Issue issue = verdict.value().orElseThrow();
            assertThat(issue.vouchers())
                    .isEqualTo(issue.tokenIds().stream()
                            .map(id -> issuer.issue(Samples.gift(id.longValueExact())))
                            .toList());
            assertThat(log.find(Samples.COLLECTION, issue.orderKey())).contains(issue);
        });
        assertThat(verdicts.get(1).value().orElseThrow().tokenIds()).containsExactly(BigInteger.ONE, BigInteger.TWO);
        assertThat(verdicts.get(5)).isEqualTo(verdicts.get(0));
        assertThat(codes(verdicts.get(6))).containsExactly("ORDER_DIFFERS");
        assertThat(codes(verdicts.get(7))).containsExactly("SOLD_OUT");
        assertThat(desk.issueAll(purchases)).isEqualTo(verdicts);
        assertThat(desk.issueAll(List.of())).isEmpty();
        assertThat(desk).asString().contains("1 to 10");
    }
}
