package io.lianbo.core.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.esaulpaugh.headlong.abi.Function;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.json.StrictJson;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Encodings are those of the Solidity documentation, "Contract ABI Specification", section "Examples". */
class AbiTest {
    private static final Address ALICE = Address.of("0x70997970C51812dc3A010C7d01b50e0d17dc79C8");
    private static final Hash32 ORDER = Hash32.of("0x" + "ab".repeat(32));

    private final Abi abi = abi("""
            [{"type":"function","name":"bar","inputs":[{"name":"","type":"bytes3[2]"}],"outputs":[]},
             {"type":"function","name":"baz","inputs":[{"name":"x","type":"uint32"},{"name":"y","type":"bool"}],
              "outputs":[{"name":"r","type":"bool"}]},
             {"type":"function","name":"sam","inputs":[{"name":"","type":"bytes"},{"name":"","type":"bool"},{"name":"","type":"uint256[]"}],"outputs":[]},
             {"type":"function","name":"f","inputs":[{"name":"","type":"uint256"},{"name":"","type":"uint32[]"},
              {"name":"","type":"bytes10"},{"name":"","type":"bytes"}],"outputs":[]},
             {"type":"function","name":"safeTransferFrom","outputs":[],
              "inputs":[{"name":"from","type":"address"},{"name":"to","type":"address"},{"name":"id","type":"uint256"}]},
             {"type":"function","name":"safeTransferFrom","outputs":[],
              "inputs":[{"name":"from","type":"address"},{"name":"to","type":"address"},{"name":"id","type":"uint256"},{"name":"data","type":"bytes"}]},
             {"type":"function","name":"put","outputs":[],"inputs":[{"name":"key","type":"uint256"}]},
             {"type":"function","name":"put","outputs":[],"inputs":[{"name":"key","type":"string"}]},
             {"type":"function","name":"pay","outputs":[],
              "inputs":[{"name":"shares","type":"tuple[]",
                         "components":[{"name":"recipient","type":"address"},{"name":"bps","type":"uint16"}]}]},
             {"type":"function","name":"hold","outputs":[],"inputs":[{"name":"id","type":"bytes32"}]},
             {"type":"event","name":"Noted","anonymous":false,
              "inputs":[{"name":"who","type":"address","indexed":true},
                        {"name":"text","type":"string","indexed":true},
                        {"name":"amount","type":"uint256","indexed":false},
                        {"name":"tag","type":"bytes4","indexed":true},
                        {"name":"list","type":"uint8[]","indexed":false}]},
             {"type":"event","name":"Quiet","anonymous":true,"inputs":[]}]
            """);

    private static Abi abi(String json) {
        return new Abi("Foo", (List<?>) StrictJson.parse(json));
    }

    private String encoded(String function, Object... args) {
        return Hex.encode(abi.encodeCall(abi.function(function, args.length), Arrays.asList(args)));
    }

    @Test
    void encodesStaticArguments() {
        assertThat(encoded("baz", 69, true))
                .isEqualTo("0xcdcd77c0"
                        + "0000000000000000000000000000000000000000000000000000000000000045"
                        + "0000000000000000000000000000000000000000000000000000000000000001");
        assertThat(encoded("bar", List.of(ascii("abc"), ascii("def"))))
                .isEqualTo("0xfce353f6"
                        + "6162630000000000000000000000000000000000000000000000000000000000"
                        + "6465660000000000000000000000000000000000000000000000000000000000");
    }

    @Test
    void encodesDynamicArguments() {
        assertThat(encoded("sam", ascii("dave"), true, List.of(1, 2L, BigInteger.valueOf(3))))
                .isEqualTo("0xa5643bf2"
                        + "0000000000000000000000000000000000000000000000000000000000000060"
                        + "0000000000000000000000000000000000000000000000000000000000000001"
                        + "00000000000000000000000000000000000000000000000000000000000000a0"
                        + "0000000000000000000000000000000000000000000000000000000000000004"
                        + "6461766500000000000000000000000000000000000000000000000000000000"
                        + "0000000000000000000000000000000000000000000000000000000000000003"
                        + "0000000000000000000000000000000000000000000000000000000000000001"
                        + "0000000000000000000000000000000000000000000000000000000000000002"
                        + "0000000000000000000000000000000000000000000000000000000000000003");
        assertThat(encoded("f", 0x123, List.of(0x456, 0x789), ascii("1234567890"), ascii("Hello, world!")))
                .isEqualTo("0x8be65246"
                        + "0000000000000000000000000000000000000000000000000000000000000123"
                        + "0000000000000000000000000000000000000000000000000000000000000080"
                        + "3132333435363738393000000000000000000000000000000000000000000000"
                        + "00000000000000000000000000000000000000000000000000000000000000e0"
                        + "0000000000000000000000000000000000000000000000000000000000000002"
                        + "0000000000000000000000000000000000000000000000000000000000000456"
                        + "0000000000000000000000000000000000000000000000000000000000000789"
                        + "000000000000000000000000000000000000000000000000000000000000000d"
                        + "48656c6c6f2c20776f726c642100000000000000000000000000000000000000");
    }

    @Test
    void takesAWordAsAHashOrAsBytes() {
        assertThat(encoded("hold", ORDER)).isEqualTo(encoded("hold", (Object) ORDER.bytes()));
    }

    @Test
    void choosesAmongOverloadsByTheNumberOfArguments() {
        assertThat(encoded("safeTransferFrom", ALICE, ALICE, 1)).startsWith("0x42842e0e");
        assertThat(encoded("safeTransferFrom", ALICE, ALICE, 1, new byte[0])).startsWith("0xb88d4fde");
    }

    @Test
    void wantsTheSignatureWhereTheNumberOfArgumentsDoesNotDecide() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encoded("put", 1))
                .withMessage("Foo has several functions \"put\"; name one by its signature: put(uint256), put(string)");
        assertThat(encoded("put(uint256)", 1)).startsWith("0x" + selector("put(uint256)"));
        assertThat(encoded("put(string)", "a")).startsWith("0x" + selector("put(string)"));
    }

    @Test
    void namesWhatThereIsWhenANameIsUnknown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encoded("bax"))
                .withMessage("Foo has no function \"bax\"; it has bar, baz, f, hold, pay, put, safeTransferFrom, sam");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> abi.event("noted"))
                .withMessage("Foo has no event \"noted\"; it has Noted, Quiet");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> abi.event("Quiet"))
                .withMessage("Foo.Quiet is anonymous; its logs cannot be told from others");
    }

    @Test
    void refusesArgumentsThatDoNotFit() {
        assertRefused("Foo.baz takes 2 values (uint32 x, bool y): 1 given", "baz", 1);
        assertRefused("Foo.baz x must be uint32 (BigInteger, Long or Integer in range), not -1", "baz", -1, true);
        assertRefused(
                "Foo.baz x must be uint32 (BigInteger, Long or Integer in range), not 4294967296",
                "baz",
                1L << 32,
                true);
        assertRefused(
                "Foo.baz x must be uint32 (BigInteger, Long or Integer in range), not a Double: 1.5", "baz", 1.5, true);
        assertRefused("Foo.baz y must be bool (Boolean), not null", "baz", 1, null);
        assertRefused("Foo.baz y must be bool (Boolean), not a String: true", "baz", 1, "true");
        assertRefused("Foo.bar value 0 must be bytes3[2] (List), not 1 elements", "bar", List.of(ascii("abc")));
        assertRefused(
                "Foo.bar value 0[1] must be bytes3 (byte[]), not 2 bytes", "bar", List.of(ascii("abc"), ascii("de")));
        assertRefused("Foo.hold id must be bytes32 (Hash32 or byte[]), not a String: 0xab", "hold", "0xab");
        assertRefused(
                "Foo.safeTransferFrom from must be address (Address), not a String: " + ALICE,
                "safeTransferFrom",
                ALICE.toString(),
                ALICE,
                1);
        assertRefused(
                "Foo.pay shares[1] bps must be uint16 (BigInteger, Long or Integer in range), not 65536",
                "pay",
                List.of(List.of(ALICE, 1), List.of(ALICE, 65_536)));
        assertRefused(
                "Foo.pay shares[0] takes 2 values (address recipient, uint16 bps): 1 given",
                "pay",
                List.of(List.of(ALICE)));
    }

    private void assertRefused(String message, String function, Object... args) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encoded(function, args))
                .withMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(bool,address,string,bytes,bytes4,bytes32)",
                "(uint8,uint32,uint64,uint128,uint256,int8,int32,int64,int256)",
                "(uint8[],int64[],uint256[3],address[],bool[2],string[],bytes[],bytes32[],bytes4[])",
                "((address,uint16)[],(string,(uint256,bytes32)),uint8[2][])"
            })
    void givesBackWhatItEncoded(String types) {
        Function function = Function.parse("f" + types, types);
        Random random = new Random(types.hashCode());
        for (int run = 0; run < 50; run++) {
            List<Object> values = new RandomValues(random).tuple(function.getInputs());
            byte[] call = abi.encodeCall(function, values);
            AbiValues decoded = abi.decodeReturn(function, Arrays.copyOfRange(call, 4, call.length));
            assertThat(AbiValues.show(decoded)).isEqualTo(shown(values));
            // and what was decoded can be given back as it is
            assertThat(abi.encodeCall(function, decoded)).isEqualTo(call);
        }
    }

    /** Lists and structs print alike in both directions once their brackets are the same. */
    private static String shown(List<Object> values) {
        List<String> parts = new ArrayList<>();
        for (Object value : values) {
            parts.add(
                    value instanceof RandomValues.Struct struct
                            ? shown(struct.values())
                            : value instanceof List<?> list ? shownList(list) : AbiValues.show(value));
        }
        return "(" + String.join(", ", parts) + ")";
    }

    private static String shownList(List<?> list) {
        List<String> parts = new ArrayList<>();
        for (Object value : list) {
            parts.add(
                    value instanceof RandomValues.Struct struct
                            ? shown(struct.values())
                            : value instanceof List<?> inner ? shownList(inner) : AbiValues.show(value));
        }
        return "[" + String.join(", ", parts) + "]";
    }

    @Test
    void decodesAnEventAndLeavesWhatIsHashedAHash() {
        Hash32 text = Hash32.of("0x" + "11".repeat(32));
        Function data = Function.parse("data(uint256,uint8[])");
        byte[] call = abi.encodeCall(data, List.of(7, List.of(1, 2)));
        Log log = new Log(
                ALICE,
                List.of(
                        Abi.topic(abi.event("Noted")),
                        Hash32.of("0x" + "00".repeat(12)
                                + Hex.encode(ALICE.bytes()).substring(2)),
                        text,
                        Hash32.of("0xdeadbeef" + "00".repeat(28))),
                Arrays.copyOfRange(call, 4, call.length),
                5,
                Hash32.ZERO,
                ORDER,
                2);

        ContractEvent event = Abi.decodeLog(abi.event("Noted"), log);

        assertThat(event.name()).isEqualTo("Noted");
        assertThat(event.address("who")).isEqualTo(ALICE);
        assertThat(event.hash("text")).isEqualTo(text);
        assertThat(event.uint("amount")).isEqualTo(7);
        assertThat(event.bytes("tag")).isEqualTo(Hex.decode("0xdeadbeef"));
        assertThat(event.list("list")).containsExactly(BigInteger.ONE, BigInteger.TWO);
        assertThat(event.fields()).containsOnlyKeys("who", "text", "amount", "tag", "list");
        assertThat(event.blockNumber()).isEqualTo(5);
        assertThat(event.transactionHash()).isEqualTo(ORDER);
        assertThat(event.logIndex()).isEqualTo(2);
        assertThat(event)
                .hasToString("Noted(who=" + ALICE + ", text=" + text + ", amount=7, tag=0xdeadbeef, list=[1, 2])");
    }

    @Test
    void refusesALogOfAnotherShape() {
        Log log = new Log(ALICE, List.of(Abi.topic(abi.event("Noted"))), new byte[0], 5, Hash32.ZERO, ORDER, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Abi.decodeLog(abi.event("Noted"), log))
                .withMessage("Noted has 3 indexed fields, and the log 0");
    }

    @Test
    void refusesAnAbiThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> abi("[{\"type\":\"function\",\"name\":\"f\",\"inputs\":[{\"type\":\"uint7\"}]}]"))
                .withMessageStartingWith("the ABI of Foo is not valid: ");
    }

    @Test
    void valuesAreFoundByPositionAndByNameAndNoOtherWay() {
        AbiValues values = new AbiValues(List.of("to", "amount", ""), List.of(ALICE, BigInteger.TEN, new byte[] {1}));
        assertThat(values.address("to")).isEqualTo(values.address(0));
        assertThat(values.fields()).containsOnlyKeys("to", "amount", "2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> values.uint("from"))
                .withMessage("no value is named \"from\"; there are [to, amount, ]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> values.uint(3))
                .withMessage("there are 3 values, from 0: 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> values.string("amount"))
                .withMessage("\"amount\" is not a string but a BigInteger: 10");
    }

    @Test
    void bytesAreCopiedOut() {
        AbiValues values = new AbiValues(List.of("", ""), List.of(new byte[] {1}, List.of(new byte[] {2})));
        values.bytes(0)[0] = 9;
        ((byte[]) values.get(0))[0] = 9;
        ((byte[]) values.list(1).get(0))[0] = 9;
        assertThat(values).hasToString("(0x01, [0x02])");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String selector(String signature) {
        return Function.parse(signature).selectorHex();
    }
}
