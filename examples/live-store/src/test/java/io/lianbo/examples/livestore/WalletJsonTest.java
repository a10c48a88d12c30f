package io.lianbo.examples.livestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.account.Permit;
import io.lianbo.core.typeddata.Eip712Domain;
import io.lianbo.core.typeddata.TypedData;
import io.lianbo.rewards.split.SaleOrder;
import java.math.BigInteger;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a wallet signs is what the contracts check. */
class WalletJsonTest {
    private static final Address ANN = Address.of("0x00000000000000000000000000000000000000AA");
    private static final Eip712Domain DOMAIN = Eip712Domain.of("A \"quoted\" name", "1", new ChainId(31337), ANN);
    private static final BigInteger MOST = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);

    @Test
    void anOrder() {
        SaleOrder order = new SaleOrder(
                Hash32.of("0x" + "ab".repeat(32)), MOST, ANN, MOST.shiftRight(1), Hash32.of("0x" + "cd".repeat(32)));
        assertThat(TypedData.parse(WalletJson.of(order, DOMAIN)).digest())
                .isEqualTo(SaleOrder.TYPE.digest(DOMAIN, order));
    }

    @Test
    void aPermit() {
        Permit permit = new Permit(ANN, ANN, MOST, BigInteger.ZERO, Instant.ofEpochSecond(1_800_000_000));
        assertThat(TypedData.parse(WalletJson.of(permit, DOMAIN)).digest())
                .isEqualTo(Permit.type().digest(DOMAIN, permit));
    }
}
