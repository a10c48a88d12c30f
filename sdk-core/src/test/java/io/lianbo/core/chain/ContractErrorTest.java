package io.lianbo.core.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3j.protocol.core.Response;

class ContractErrorTest {
    private static final String WRONG_PAYMENT = selector("WrongPayment(uint256,uint256)") + word(10) + word(9);
    private static final String HELLO = "0x08c379a0" + word(32) + word(2) + "6869" + "00".repeat(30);

    private final Abi abi = Fixtures.REFUSER.abi();

    private ContractError decoded(String data) {
        return abi.decodeError(Hex.decode(data));
    }

    @Test
    void decodesTheErrorsOfTheContractToNameAndFields() {
        ContractError error = decoded(WRONG_PAYMENT);
        assertThat(error.name()).isEqualTo("WrongPayment");
        assertThat(error.fields())
                .containsEntry("required", BigInteger.TEN)
                .containsEntry("given", BigInteger.valueOf(9));
        assertThat(error).hasToString("WrongPayment(required=10, given=9)");
    }

    @Test
    void decodesStructsInsideAnError() {
        String order = "ab".repeat(32);
        ContractError error = decoded(selector("BadShares(bytes32,(address,uint16)[])") + order + word(64) + word(1)
                + "000000000000000000000000" + "70997970c51812dc3a010c7d01b50e0d17dc79c8" + word(6000));
        assertThat(error.fields()).containsEntry("orderId", Hash32.of("0x" + order));
        AbiValues share = (AbiValues) ((List<?>) error.fields().get("shares")).getFirst();
        assertThat(share.uint("bps")).isEqualTo(6000);
        assertThat(error)
                .hasToString("BadShares(orderId=0x" + order
                        + ", shares=[(recipient=0x70997970C51812dc3A010C7d01b50e0d17dc79C8, bps=6000)])");
    }

    @Test
    void decodesTheReasonOfRequire() {
        assertThat(decoded(HELLO)).hasToString("Error(message=hi)");
    }

    @ParameterizedTest
    @CsvSource({
        "1, assertion failed",
        "17, arithmetic overflow or underflow",
        "18, division by zero",
        "33, no such value of the enum",
        "34, storage holds a badly encoded byte array",
        "49, pop of an empty array",
        "50, array index out of bounds",
        "65, out of memory",
        "81, call of a function variable that is not set",
        "99, unknown"
    })
    void saysWhatAPanicMeans(int code, String meaning) {
        assertThat(decoded("0x4e487b71" + word(code)))
                .isEqualTo(new ContractError(
                        "Panic", java.util.Map.of("code", BigInteger.valueOf(code), "meaning", meaning)));
    }

    @Test
    void showsWhatItDoesNotKnow() {
        assertThat(decoded("0xdeadbeef0102")).hasToString("0xdeadbeef(data=0xdeadbeef0102)");
        assertThat(decoded("0xdead")).hasToString("0xdead(data=0xdead)");
        assertThat(decoded("0x").name()).isEqualTo("0x");
        assertThat(decoded("0x").fields()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x08c379a0", "0x08c379a0ffff", "0x4e487b71", "0x4e487b7101"})
    void showsDataThatIsCutAsUnknown(String data) {
        assertThat(decoded(data).fields()).containsOnlyKeys("data");
    }

    @Test
    void bytesInsideAreCopiedOut() {
        ContractError error = decoded("0xdeadbeef");
        ((byte[]) error.fields().get("data"))[0] = 0;
        assertThat(error).hasToString("0xdeadbeef(data=0xdeadbeef)");
    }

    /** How the same revert looks from different nodes: code, message, data as JSON. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "3      | execution reverted                | \"%s\"",
                "3      | execution reverted: custom error  | %s",
                "-32000 | execution reverted                | \"%s\"",
                "-32015 | VM execution error.               | \"Reverted %s\"",
                "-32603 | Error: VM Exception: reverted     | {\"message\":\"reverted\",\"data\":\"%s\"}",
                "-32603 | Internal JSON-RPC error, reverted | {\"originalError\":{\"code\":3,\"data\":\"%s\"}}",
                "-32000 | VM Exception: revert              | {\"0x12\":{\"error\":\"revert\",\"return\":\"%s\"},\"name\":\"E\"}"
            })
    void isFoundInTheAnswersOfAllNodes(int code, String message, String data) {
        Response.Error error = new Response.Error(code, message);
        error.setData(data.formatted(WRONG_PAYMENT));
        byte[] found = CallReverted.in(error).orElseThrow().data();
        assertThat(abi.decodeError(found)).hasToString("WrongPayment(required=10, given=9)");
    }

    @Test
    void isARevertWithoutAReasonWhereTheNodeGivesNoData() {
        assertThat(CallReverted.in(new Response.Error(3, "execution reverted"))
                        .orElseThrow()
                        .data())
                .isEmpty();
    }

    @Test
    void isNotSeenInOtherErrors() {
        assertThat(CallReverted.in(new Response.Error(-32602, "invalid params")))
                .isEmpty();
    }

    private static String selector(String signature) {
        return "0x" + com.esaulpaugh.headlong.abi.Function.parse(signature).selectorHex();
    }

    private static String word(long value) {
        return "%064x".formatted(value);
    }
}
