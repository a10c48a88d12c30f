package io.lianbo.rewards.escrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Secp256k1;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.typeddata.Eip712Domain;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OrderTest {

    private static final Address BUYER = Address.of("0x0000000000000000000000000000000000000001");
    private static final Address VERIFIER = Address.of("0x0000000000000000000000000000000000000002");
    private static final TokenAmount PRICE = TokenAmount.parse("0.259", Token.nativeCoin("ETH"));
    private static final Instant DUE = Instant.parse("2026-12-01T00:00:00Z");

    @Test
    void refusesNobodyAsBuyerOrVerifier() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> order(Address.ZERO, VERIFIER, PRICE, DUE))
                .withMessage("buyer must not be the zero address");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> order(BUYER, Address.ZERO, PRICE, DUE))
                .withMessage("verifier must not be the zero address");
    }

    @Test
    void refusesAPriceOfNothing() {
        TokenAmount nothing = new TokenAmount(BigInteger.ZERO, PRICE.token());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> order(BUYER, VERIFIER, nothing, DUE))
                .withMessage("price must be 1 unit or more: 0.000000000000000000 ETH");
    }

    @Test
    void refusesATimeThatTheContractCannotHold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> order(BUYER, VERIFIER, PRICE, DUE.plusMillis(1)))
                .withMessage("refundAfter must be a whole second from 1970 on: 2026-12-01T00:00:00.001Z");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> order(BUYER, VERIFIER, PRICE, Instant.ofEpochSecond(-1)))
                .withMessage("refundAfter must be a whole second from 1970 on: 1969-12-31T23:59:59Z");
    }

    @Test
    void refusesAStateItDoesNotKnow() {
        assertThat(OrderState.of(BigInteger.TWO)).isEqualTo(OrderState.RELEASED);
        assertThatIllegalStateException().isThrownBy(() -> OrderState.of(BigInteger.valueOf(4)));
    }

    @Test
    void bindsAttestationsToTheOrderAndTheEscrow() {
        Order order = order(BUYER, VERIFIER, PRICE, DUE);
        Eip712Domain here = SaleEscrow.domain(new ChainId(1), VERIFIER);
        Eip712Domain elsewhere = SaleEscrow.domain(new ChainId(2), VERIFIER);

        assertThat(PassportVerified.TYPE.encodeType())
                .isEqualTo("PassportVerified(bytes32 orderId,bytes32 itemKey,bytes32 passportHash)");
        assertThat(DeliveryConfirmed.TYPE.encodeType()).isEqualTo("DeliveryConfirmed(bytes32 orderId)");
        try (LocalSigner signer = LocalSigner.generate(new SecureRandom())) {
            Signature signature = PassportVerified.of(order, hash("passport")).sign(signer, here);
            Hash32 signed = PassportVerified.TYPE.digest(here, PassportVerified.of(order, hash("passport")));
            Hash32 other = PassportVerified.TYPE.digest(elsewhere, PassportVerified.of(order, hash("passport")));

            assertThat(Secp256k1.verify(signed, signature, signer.address()).isVerified())
                    .isTrue();
            assertThat(Secp256k1.verify(other, signature, signer.address()).isVerified())
                    .isFalse();
        }
    }

    private static Order order(Address buyer, Address verifier, TokenAmount price, Instant refundAfter) {
        return new Order(hash("order"), buyer, verifier, price, hash("split"), hash("item"), refundAfter);
    }

    private static Hash32 hash(String text) {
        return Keccak256.hash(text.getBytes(StandardCharsets.UTF_8));
    }
}
