package io.lianbo.core.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.Hex;
import io.lianbo.core.LianboException;
import io.lianbo.core.LianboException.Code;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@LocalChainTest
class ContractTest {
    private static final String WRONG_PAYMENT = "0x"
            + com.esaulpaugh.headlong.abi.Function.parse("WrongPayment(uint256,uint256)")
                    .selectorHex()
            + "%064x%064x".formatted(10, 9);

    private final LocalChain local;
    private final LocalSigner merchant;
    private final LocalSigner viewer;
    private Chain chain;
    private Contract token;

    ContractTest(LocalChain local) {
        this.local = local;
        merchant = Fixtures.signer(local, 0);
        viewer = Fixtures.signer(local, 1);
    }

    @BeforeEach
    void deploy() {
        chain = Fixtures.connect(local);
        token = chain.deploy(merchant, Fixtures.TOKEN, "Tea Points", "TEA", 6).contract();
    }

    @AfterEach
    void close() {
        chain.close();
    }

    @Test
    void isReadSentToAndWatched() {
        Chain chain = this.chain;
        // @start region="use"
        ContractArtifact artifact = ContractArtifact.load(LocalChain.class, "/io/lianbo/testkit/TestToken.json");
        Contract token =
                chain.deploy(merchant, artifact, "Tea Points", "TEA", 6).contract();

        Receipt receipt = token.send(merchant, "mint", viewer.address(), 1_000_000);
        BigInteger balance = token.read("balanceOf", viewer.address()).uint(0);
        List<ContractEvent> transfers = token.events("Transfer", 0, receipt.blockNumber());
        Address recipient = transfers.getFirst().address("to");
        // @end
        assertThat(balance).isEqualTo(1_000_000);
        assertThat(recipient).isEqualTo(viewer.address());
    }

    @Test
    void findsItsEventsByNameInBlocksAndInReceipts() {
        Receipt first = token.send(merchant, "mint", viewer.address(), 5);
        Receipt second = token.send(viewer, "transfer", merchant.address(), 2);

        assertThat(token.events("Transfer", 0, chain.blockNumber()))
                .extracting(ContractEvent::blockNumber)
                .containsExactly(first.blockNumber(), second.blockNumber());
        assertThat(token.events("Approval", 0, chain.blockNumber())).isEmpty();
        assertThat(token.events("Transfer", first.blockNumber(), first.blockNumber()))
                .isEqualTo(token.eventsIn(first, "Transfer"));
        assertThat(token.eventsIn(second, "Transfer(address,address,uint256)"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.address("from")).isEqualTo(viewer.address());
                    assertThat(event.address("to")).isEqualTo(merchant.address());
                    assertThat(event.uint("amount")).isEqualTo(2);
                    assertThat(event.transactionHash()).isEqualTo(second.transactionHash());
                });
        assertThat(token.eventsIn(second, "Approval")).isEmpty();
    }

    @Test
    void readsRevertDataThatWasPutAwayInAnEvent() {
        byte[] balance = Hex.decode("0xf4d678b8"); // InsufficientBalance()
        assertThat(token.decodeError(balance)).hasToString("InsufficientBalance()");
        assertThat(token.decodeError(new byte[0])).hasToString("0x()");
        assertThat(token.decodeError(new byte[] {1, 2, 3, 4}).name()).isEqualTo("0x01020304");
    }

    @Test
    void seesNoEventsOfAnotherContractInAReceipt() {
        Contract other =
                chain.deploy(merchant, Fixtures.TOKEN, "Other", "OTH", 0).contract();
        Receipt receipt = other.send(merchant, "mint", viewer.address(), 5);
        assertThat(token.eventsIn(receipt, "Transfer")).isEmpty();
    }

    @Test
    void refusesABlockRangeThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> token.events("Transfer", 3, 2))
                .withMessage("block range must be from 0, and its end not before its start: 3 to 2");
        assertThatIllegalArgumentException().isThrownBy(() -> token.events("Transfer", -1, 2));
    }

    @Test
    void sendsNothingThatWouldRevert() {
        long nonce = chain.nonce(viewer.address());
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(() -> token.send(viewer, "transfer", merchant.address(), 1))
                .withMessage("TestToken.transfer reverted: InsufficientBalance()")
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.CALL_REVERTED))
                .satisfies(e -> assertThat(e.transactionHash()).isEmpty())
                .satisfies(e -> assertThat(e.error().name()).isEqualTo("InsufficientBalance"));
        assertThat(chain.nonce(viewer.address())).isEqualTo(nonce);
    }

    @Test
    void decodesWhatAMinedTransactionRevertedWith() {
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(() -> token.call("transfer", merchant.address(), 1)
                        .gasLimit(100_000)
                        .send(viewer))
                .withMessageMatching(
                        "TestToken.transfer reverted in transaction 0x[0-9a-f]{64}: InsufficientBalance\\(\\)")
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.TRANSACTION_REVERTED))
                .satisfies(e -> assertThat(chain.receipt(e.transactionHash().orElseThrow()))
                        .hasValueSatisfying(
                                receipt -> assertThat(receipt.succeeded()).isFalse()));
        assertThat(chain.nonce(viewer.address())).isEqualTo(1);
    }

    @Test
    void decodesTheFieldsOfAnError() {
        Contract refuser = chain.deploy(merchant, Fixtures.REFUSER).contract();
        byte[] reason = Hex.decode(WRONG_PAYMENT);
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(() -> refuser.read("refuse", (Object) reason))
                .withMessage("Refuser.refuse reverted: WrongPayment(required=10, given=9)")
                .satisfies(e -> assertThat(e.error().fields())
                        .containsEntry("required", BigInteger.TEN)
                        .containsEntry("given", BigInteger.valueOf(9)));
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(() -> refuser.call("refuse", (Object) reason)
                        .value(BigInteger.ONE)
                        .gasLimit(50_000)
                        .send(merchant))
                .withMessageEndingWith(": WrongPayment(required=10, given=9)");
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(() -> refuser.send(merchant, "refuse", (Object) new byte[0]))
                .withMessage("Refuser.refuse reverted without a reason");
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(() -> refuser.send(merchant, "refuse", (Object) Hex.decode("0xdeadbeef")))
                .withMessage("Refuser.refuse reverted: 0xdeadbeef(data=0xdeadbeef)");
    }

    @Test
    void saysThatATransactionRanOutOfGas() {
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(() ->
                        token.call("mint", viewer.address(), 1).gasLimit(30_000).send(merchant))
                .withMessageMatching(
                        "TestToken.mint reverted in transaction 0x[0-9a-f]{64}: OutOfGas\\(gasLimit=30000\\)")
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.TRANSACTION_REVERTED));
    }

    @Test
    void givesStructsByName() {
        Contract echo = chain.deploy(merchant, Fixtures.ECHO).contract();
        var outputs = com.esaulpaugh.headlong.abi.Function.parse("echo((address,uint16)[],bytes4,int64,string)");
        Abi abi = Fixtures.ECHO.abi();
        byte[] call = abi.encodeCall(
                outputs,
                List.of(
                        List.of(List.of(viewer.address(), 9_000), List.of(merchant.address(), 1_000)),
                        Hex.decode("0xdeadbeef"),
                        -7,
                        "链播"));
        byte[] result = java.util.Arrays.copyOfRange(call, 4, call.length);

        AbiValues values = echo.read("echo", (Object) result);

        assertThat(values.list("shares"))
                .extracting(share -> ((AbiValues) share).uint("bps").intValueExact())
                .containsExactly(9_000, 1_000);
        assertThat(values.bytes("tag")).isEqualTo(Hex.decode("0xdeadbeef"));
        assertThat(values.uint("delta")).isEqualTo(-7);
        assertThat(values.string(3)).isEqualTo("链播");

        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> echo.read("echo", (Object) new byte[31]))
                .withMessageStartingWith("Echo.echo at " + echo.address() + " returned what does not fit its ABI: ")
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.RPC_BAD_RESPONSE));
    }

    @Test
    void readsAsWhoeverCalls() {
        token.send(merchant, "mint", viewer.address(), 5);
        // @start region="call"
        ContractCall transfer = token.call("transfer", merchant.address(), 2);
        boolean accepted = transfer.from(viewer.address()).read().bool(0); // a trial, nothing is sent
        Receipt receipt = transfer.gasLimit(100_000).send(viewer);
        // @end
        assertThat(accepted).isTrue();
        assertThat(receipt.succeeded()).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> transfer.from(viewer.address()).send(merchant))
                .withMessage("the signer must be the caller " + viewer.address() + ": " + merchant.address());
    }

    @Test
    void takesValueOnlyWhereItIsPayable() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> token.call("mint", viewer.address(), 5).value(BigInteger.ONE))
                .withMessage("TestToken.mint is not payable: value 1 wei");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> token.call("mint", viewer.address(), 5).value(BigInteger.valueOf(-1)))
                .withMessage("value must be 0 to 2^256 - 1 wei: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> token.call("mint", viewer.address(), 5).gasLimit(20_999))
                .withMessage("gas limit must be at least 21000: 20999");
        assertThat(token.call("mint", viewer.address(), 5).value(BigInteger.ZERO))
                .hasToString("call of TestToken.mint at " + token.address());
    }

    @Test
    void neitherReadsNorSendsWhereNoContractIs() {
        Contract nothing = chain.contract(viewer.address(), Fixtures.TOKEN);
        String message = "no contract at " + viewer.address() + "; expected TestToken";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> nothing.read("totalSupply"))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> nothing.send(merchant, "mint", viewer.address(), 1))
                .withMessage(message);
    }
}
