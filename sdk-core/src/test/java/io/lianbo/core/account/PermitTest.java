package io.lianbo.core.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.typeddata.Eip712Domain;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@LocalChainTest
class PermitTest {

    private static final BigInteger PRICE = BigInteger.valueOf(2_500_000);

    private final LocalChain local;
    private final LocalSigner relayer;
    private final LocalSigner viewer;
    private final Address shop;
    private Chain chain;
    private Contract token;
    private Eip712Domain domain;

    PermitTest(LocalChain local) {
        this.local = local;
        relayer = Accounts.signer(local, 0);
        viewer = Accounts.signer(local, 1);
        shop = Accounts.signer(local, 2).address();
    }

    @BeforeEach
    void deploy() {
        chain = Accounts.connect(local);
        token = chain.deploy(relayer, Accounts.artifact("TestToken"), "Tea Points", "TEA", 6)
                .contract();
        domain = Eip712Domain.of("Tea Points", "1", chain.id(), token.address());
    }

    @AfterEach
    void close() {
        chain.close();
    }

    private Permit permit() {
        return new Permit(
                viewer.address(),
                shop,
                PRICE,
                BigInteger.ZERO,
                chain.timestamp().plus(Duration.ofMinutes(10)));
    }

    private Receipt carry(Permit permit, Signature signature) {
        return token.send(
                relayer,
                "permit",
                permit.owner(),
                permit.spender(),
                permit.value(),
                permit.deadline().getEpochSecond(),
                27 + signature.yParity(),
                BigIntegers.asUnsignedByteArray(32, signature.r()),
                BigIntegers.asUnsignedByteArray(32, signature.s()));
    }

    @Test
    void hasTheTypeOfTheStandard() {
        assertThat(Permit.type().typeHash())
                .hasToString("0x6e71edae12b1b97f4d1f60370fef10105fa2faae0126114a169c64845d6126c9");
    }

    @Test
    void letsAnotherPayTheGasForAnAllowance() {
        // @start region="permit"
        String name = token.read("name").string(0);
        Eip712Domain domain = Eip712Domain.of(name, "1", chain.id(), token.address());
        BigInteger nonce = token.read("nonces", viewer.address()).uint(0);
        Instant deadline = chain.timestamp().plus(Duration.ofMinutes(10));

        Permit permit = new Permit(viewer.address(), shop, PRICE, nonce, deadline);
        Signature signature = permit.sign(viewer, domain);
        // @end

        assertThat(token.read("DOMAIN_SEPARATOR").hash(0)).isEqualTo(domain.separator());
        carry(permit, signature);
        assertThat(token.read("allowance", viewer.address(), shop).uint(0)).isEqualTo(PRICE);
        assertThat(token.read("nonces", viewer.address()).uint(0)).isEqualTo(1);
        assertThat(chain.nonce(viewer.address())).isZero();
    }

    @Test
    void isGoodOnce() {
        Permit permit = permit();
        Signature signature = permit.sign(viewer, domain);
        carry(permit, signature);
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(() -> carry(permit, signature))
                .withMessageContaining("InvalidPermit");
    }

    @Test
    void isGoodUntilItsDeadline() {
        Permit permit = permit();
        Signature signature = permit.sign(viewer, domain);
        local.increaseTime(Duration.ofMinutes(11));
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(() -> carry(permit, signature))
                .withMessageContaining("PermitExpired");
    }

    @Test
    void isSignedByTheOwnerAlone() {
        Permit permit = permit();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> permit.sign(relayer, domain))
                .withMessage("the signer must be the owner " + viewer.address() + ": " + relayer.address());
    }

    @Test
    void checksItsValues() {
        Address owner = viewer.address();
        BigInteger tooMuch = BigInteger.TWO.pow(256);
        Instant deadline = Instant.ofEpochSecond(1_800_000_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Permit(owner, shop, tooMuch, BigInteger.ZERO, deadline))
                .withMessage("value must be 0 to 2^256-1: " + tooMuch);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Permit(owner, shop, PRICE, BigInteger.valueOf(-1), deadline))
                .withMessage("nonce must be 0 to 2^256-1: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Permit(owner, shop, PRICE, BigInteger.ZERO, deadline.plusMillis(1)))
                .withMessageStartingWith("deadline must be a whole second from 1970 on: ");
    }
}
