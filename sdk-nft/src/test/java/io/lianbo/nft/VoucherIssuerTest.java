package io.lianbo.nft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lianbo.core.Address;
import io.lianbo.core.OrderedParallel;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Secp256k1;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VoucherIssuerTest {

    private final VoucherIssuer issuer = new VoucherIssuer(Samples.HOST, Samples.COLLECTION);

    @Test
    void signsTheDigestOfTheVoucherForItsCollection() {
        Voucher voucher = Samples.gift(1);

        SignedVoucher signed = issuer.issue(voucher);

        assertThat(signed.voucher()).isEqualTo(voucher);
        assertThat(signed.collection()).isEqualTo(Samples.COLLECTION);
        assertThat(Secp256k1.verify(
                                voucher.digest(Samples.COLLECTION),
                                signed.signature().ofKey().orElseThrow(),
                                Samples.HOST.address())
                        .isVerified())
                .isTrue();
        assertThat(issuer.issue(voucher)).isEqualTo(signed); // RFC 6979: the same each time
    }

    @Test
    void signsAListOnce() {
        VoucherList list = VoucherList.of(BigInteger.ONE, List.of(Samples.VIEWER), Samples.TONIGHT, 3);

        SignedVoucherList signed = issuer.issue(list);

        assertThat(signed.list()).isEqualTo(list);
        assertThat(Secp256k1.verify(
                                list.digest(Samples.COLLECTION),
                                signed.signature().ofKey().orElseThrow(),
                                Samples.HOST.address())
                        .isVerified())
                .isTrue();
    }

    @Test
    void signsForContractsInTheFormThatTheyRead() {
        Address wallet = Samples.VIEWER;
        byte[] key =
                issuer.issue(Samples.gift(1)).signature().ofKey().orElseThrow().bytes();

        assertThat(VoucherIssuer.forContract(Samples.HOST, wallet, Samples.COLLECTION)
                        .issue(Samples.gift(1))
                        .signature()
                        .bytes())
                .isEqualTo(key);
        byte[] added = VoucherIssuer.forAddedContract(Samples.HOST, wallet, Samples.COLLECTION)
                .issue(Samples.gift(1))
                .signature()
                .bytes();
        assertThat(added).hasSize(85).startsWith(wallet.bytes()).endsWith(key);
    }

    @Test
    void signsManyInTheirOrder() {
        List<Voucher> vouchers =
                LongStream.range(0, 10_000).mapToObj(Samples::gift).toList();

        List<SignedVoucher> signed = issuer.issueAll(vouchers.stream()).toList();

        assertThat(signed).extracting(SignedVoucher::voucher).containsExactlyElementsOf(vouchers);
        assertThat(signed.get(9_999)).isEqualTo(issuer.issue(vouchers.get(9_999)));
    }

    @Test
    void keepsTheOrderForEachToo() {
        AtomicInteger next = new AtomicInteger();

        issuer.issueAll(LongStream.range(0, 9_000).mapToObj(Samples::gift).parallel())
                .forEach(signed -> assertThat(signed.voucher().tokenId()).isEqualTo(next.getAndIncrement()));

        assertThat(next).hasValue(9_000);
    }

    @Test
    void usesSeveralThreads() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();

        long count = OrderedParallel.map(LongStream.range(0, 100_000).boxed(), number -> {
                    threads.add(Thread.currentThread());
                    return number;
                })
                .filter(number -> number >= 0)
                .count();

        assertThat(count).isEqualTo(100_000);
        assertThat(threads).hasSizeGreaterThan(Runtime.getRuntime().availableProcessors() > 1 ? 1 : 0);
    }

    @Test
    void signsAsFarAsIsAskedFor() {
        Stream<Voucher> endless = LongStream.iterate(0, i -> i + 1).mapToObj(Samples::gift);

        assertThat(issuer.issueAll(endless).limit(3))
                .extracting(signed -> signed.voucher().tokenId().intValueExact())
                .containsExactly(0, 1, 2);
        assertThat(issuer.issueAll(Stream.empty())).isEmpty();
    }

    @Test
    void closesItsSource() {
        AtomicBoolean closed = new AtomicBoolean();

        issuer.issueAll(Stream.<Voucher>empty().onClose(() -> closed.set(true))).close();

        assertThat(closed).isTrue();
    }

    @Test
    void signsNothingWithAClosedKey() {
        LocalSigner closed = LocalSigner.fromPrivateKey("0x" + "0".repeat(63) + "3");
        closed.close();
        VoucherIssuer late = new VoucherIssuer(closed, Samples.COLLECTION);

        assertThatIllegalStateException().isThrownBy(() -> late.issue(Samples.gift(1)));
        assertThatIllegalStateException()
                .isThrownBy(() -> late.issueAll(Stream.of(Samples.gift(1))).toList());
    }

    @Test
    void showsTheAccountAndNoKey() {
        assertThat(issuer)
                .hasToString("VoucherIssuer(0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf for eip155:8453:"
                        + "0x00000000000000000000000000000000000000cc)");
    }
}
