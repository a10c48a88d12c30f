package io.lianbo.nft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Verdict;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signature;
import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VoucherVerifierTest {

    private final SignedVoucher signed = new VoucherIssuer(Samples.HOST, Samples.COLLECTION).issue(Samples.gift(7));

    @Test
    void acceptsWhatTheHostSigned() {
        assertThat(verifierAt(Samples.TONIGHT.minusSeconds(60)).verify(signed)).isEqualTo(Verdict.ok(signed));
    }

    @Test
    void acceptsItToTheEndOfItsLastSecond() {
        assertThat(verifierAt(Samples.TONIGHT.plusMillis(999)).verify(signed).isVerified())
                .isTrue();
        assertThat(verifierAt(Samples.TONIGHT.plusSeconds(1)).verify(signed).reasons())
                .containsExactly(
                        new Verdict.Reason("EXPIRED", "valid until 2026-11-11T20:00:00Z, now is 2026-11-11T20:00:01Z"));
    }

    @Test
    void refusesWhatAnotherSigned() {
        SignedVoucher forged = new VoucherIssuer(Samples.STRANGER, Samples.COLLECTION).issue(signed.voucher());

        assertThat(codes(forged)).containsExactly("WRONG_SIGNER");
    }

    @Test
    void refusesEachTamperedField() {
        for (Voucher tampered : VoucherTest.tampered(signed.voucher())) {
            SignedVoucher forged = new SignedVoucher(Samples.COLLECTION, tampered, signed.signature());
            assertThat(codes(forged)).as("%s", tampered).contains("WRONG_SIGNER");
        }
    }

    @Test
    void refusesItMovedToThisCollectionFromAnother() {
        AccountId elsewhere = new AccountId(new ChainId(1), Samples.STRANGER.address());
        SignedVoucher foreign = new VoucherIssuer(Samples.HOST, elsewhere).issue(signed.voucher());

        assertThat(codes(foreign)).containsExactly("WRONG_CHAIN", "WRONG_COLLECTION");
        assertThat(codes(new SignedVoucher(Samples.COLLECTION, foreign.voucher(), foreign.signature())))
                .containsExactly("WRONG_SIGNER");
    }

    @Test
    void refusesASignatureThatNobodyCanHaveMade() {
        // no point of the curve has 5 as its x
        VoucherSignature impossible = VoucherSignature.of(Signature.of(BigInteger.valueOf(5), BigInteger.ONE, 0));

        assertThat(codes(new SignedVoucher(Samples.COLLECTION, signed.voucher(), impossible)))
                .containsExactly("NO_SUCH_KEY");
    }

    @Test
    void namesEveryReason() {
        VoucherVerifier verifier = new VoucherVerifier(
                new AccountId(new ChainId(1), Samples.VIEWER),
                Samples.STRANGER.address(),
                4,
                InstantSource.fixed(Samples.TONIGHT.plusSeconds(60)));

        assertThat(verifier.verify(signed).reasons())
                .extracting(Verdict.Reason::code)
                .containsExactly("WRONG_CHAIN", "WRONG_COLLECTION", "WRONG_EPOCH", "EXPIRED", "WRONG_SIGNER");
    }

    @Test
    void refusesASignatureThatIsNoKeys() {
        for (int size : new int[] {1, 63, 66, 100}) {
            VoucherSignature contracts = VoucherSignature.ofContract(new byte[size]);
            assertThat(codes(new SignedVoucher(Samples.COLLECTION, signed.voucher(), contracts)))
                    .containsExactly("SIGNATURE_MALFORMED");
        }
        VoucherSignature zero = VoucherSignature.ofContract(new byte[65]);
        assertThat(codes(new SignedVoucher(Samples.COLLECTION, signed.voucher(), zero)))
                .containsExactly("SIGNATURE_MALFORMED");
    }

    @Test
    void acceptsBothFormsOfAKeysSignature() {
        byte[] longer = signed.signature().ofKey().orElseThrow().bytes();
        SignedVoucher same =
                new SignedVoucher(Samples.COLLECTION, signed.voucher(), VoucherSignature.ofContract(longer));

        assertThat(codes(same)).isEmpty();
        assertThat(same).isNotEqualTo(signed);
        assertThat(same.digest()).isEqualTo(signed.digest());
    }

    @Test
    void acceptsItFromItsFirstSecondOn() {
        Voucher tonight = Samples.gift(7).withValidity(Samples.TONIGHT, Samples.TONIGHT.plusSeconds(60));
        SignedVoucher early = new VoucherIssuer(Samples.HOST, Samples.COLLECTION).issue(tonight);

        assertThat(verifierAt(Samples.TONIGHT).verify(early).isVerified()).isTrue();
        assertThat(verifierAt(Samples.TONIGHT.minusMillis(1)).verify(early).reasons())
                .containsExactly(new Verdict.Reason(
                        "NOT_YET_VALID", "valid from 2026-11-11T20:00:00Z, now is 2026-11-11T19:59:59Z"));
    }

    @Test
    void acceptsWhatOneOfSeveralHostsSigned() {
        VoucherVerifier two = new VoucherVerifier(
                Samples.COLLECTION,
                Set.of(Samples.HOST.address(), Samples.STRANGER.address()),
                3,
                InstantSource.fixed(Samples.TONIGHT));

        assertThat(two.verify(signed).isVerified()).isTrue();
        assertThat(two.verify(new VoucherIssuer(Samples.STRANGER, Samples.COLLECTION).issue(Samples.gift(8)))
                        .isVerified())
                .isTrue();
        LocalSigner third = LocalSigner.fromPrivateKey("0x" + "0".repeat(63) + "3");
        assertThat(two.verify(new VoucherIssuer(third, Samples.COLLECTION).issue(Samples.gift(8)))
                        .reasons())
                .extracting(Verdict.Reason::code)
                .containsExactly("WRONG_SIGNER");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VoucherVerifier(Samples.COLLECTION, Set.of(), 3, InstantSource.system()))
                .withMessage("a collection must have a voucher signer");
    }

    @Test
    void verifiesListsTheSame() {
        VoucherList gifts = VoucherList.of(BigInteger.ONE, List.of(Samples.VIEWER, Samples.VIEWER), Samples.TONIGHT, 3);
        SignedVoucherList list = new VoucherIssuer(Samples.HOST, Samples.COLLECTION).issue(gifts);
        VoucherVerifier verifier = verifierAt(Samples.TONIGHT);

        assertThat(verifier.verify(list)).isEqualTo(Verdict.ok(list));
        SignedVoucherList longer = new SignedVoucherList(
                Samples.COLLECTION,
                VoucherList.of(
                        BigInteger.ONE,
                        List.of(Samples.VIEWER, Samples.VIEWER, Samples.VIEWER),
                        Samples.TONIGHT.plusSeconds(1),
                        4),
                list.signature());
        assertThat(verifierAt(Samples.TONIGHT.plusSeconds(5)).verify(longer).reasons())
                .extracting(Verdict.Reason::code)
                .containsExactly("WRONG_EPOCH", "EXPIRED", "WRONG_SIGNER");
    }

    @Test
    void refusesAnEpochThatNoCollectionHas() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new VoucherVerifier(Samples.COLLECTION, Samples.HOST.address(), -1, InstantSource.system()))
                .withMessageContaining("-1");
    }

    private List<String> codes(SignedVoucher voucher) {
        return verifierAt(Samples.TONIGHT).verify(voucher).reasons().stream()
                .map(Verdict.Reason::code)
                .toList();
    }

    private static VoucherVerifier verifierAt(Instant now) {
        Address host = Samples.HOST.address();
        return new VoucherVerifier(Samples.COLLECTION, host, 3, InstantSource.fixed(now));
    }
}
