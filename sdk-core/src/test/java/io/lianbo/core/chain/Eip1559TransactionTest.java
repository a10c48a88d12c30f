package io.lianbo.core.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hex;
import io.lianbo.core.crypto.LocalSigner;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;

class Eip1559TransactionTest {
    private static final String KEY = "0x" + "46".repeat(32);

    @Test
    void signsTheSameBytesAsWeb3j() {
        Random random = new Random(1559);
        try (LocalSigner signer = LocalSigner.fromPrivateKey(KEY)) {
            for (int run = 0; run < 200; run++) {
                byte[] to = new byte[20];
                random.nextBytes(to);
                byte[] data = new byte[random.nextInt(80)];
                random.nextBytes(data);
                Eip1559Transaction ours = new Eip1559Transaction(
                        new ChainId(1 + random.nextInt(Integer.MAX_VALUE)),
                        random.nextInt(4) == 0 ? 0 : random.nextInt(Integer.MAX_VALUE),
                        fees(random),
                        21_000 + random.nextInt(30_000_000),
                        run % 5 == 0 ? null : Address.of(to),
                        number(random),
                        Hex.encode(data));
                RawTransaction theirs = RawTransaction.createTransaction(
                        ours.chainId().value(),
                        BigInteger.valueOf(ours.nonce()),
                        BigInteger.valueOf(ours.gasLimit()),
                        ours.to() == null ? "" : ours.to().toString(),
                        ours.value(),
                        ours.data(),
                        ours.fees().tip(),
                        ours.fees().max());
                assertThat(Hex.encode(ours.signedWith(signer.signHashOf(ours.preimage()))))
                        .isEqualTo(Hex.encode(TransactionEncoder.signMessage(theirs, Credentials.create(KEY))));
            }
        }
    }

    private static Fees fees(Random random) {
        BigInteger tip = number(random);
        return new Fees(tip, tip.add(number(random)));
    }

    private static BigInteger number(Random random) {
        return random.nextInt(5) == 0 ? BigInteger.ZERO : new BigInteger(random.nextInt(200), random);
    }

    @Test
    void offersTheMiddleTipAndRoomForTheBaseFeeToDouble() {
        BigInteger gwei = BigInteger.valueOf(1_000_000_000);
        List<BigInteger> tips = List.of(gwei.multiply(BigInteger.TEN), gwei, gwei.shiftLeft(1));
        assertThat(Fees.of(Fees.Tier.STANDARD, gwei, tips)).isEqualTo(new Fees(gwei.shiftLeft(1), gwei.shiftLeft(2)));
    }

    @Test
    void offersTheLeastTipThatNodesTakeWhereBlocksWereEmpty() {
        BigInteger least = BigInteger.valueOf(1_000_000);
        assertThat(Fees.of(Fees.Tier.STANDARD, BigInteger.ZERO, List.of())).isEqualTo(new Fees(least, least));
        assertThat(Fees.of(Fees.Tier.STANDARD, BigInteger.ZERO, List.of(BigInteger.ZERO)))
                .isEqualTo(new Fees(least, least));
    }

    @Test
    void asksForAFifthMoreGasThanEstimatedButNeverForMoreThanATransactionMayHave() {
        assertThat(TransactionSender.withHeadroom(100_000)).isEqualTo(120_000);
        assertThat(TransactionSender.withHeadroom(16_000_000)).isEqualTo(16_777_216);
        assertThat(TransactionSender.withHeadroom(20_000_000)).isEqualTo(24_000_000);
    }
}
