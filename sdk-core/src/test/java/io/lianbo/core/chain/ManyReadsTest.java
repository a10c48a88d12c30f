package io.lianbo.core.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hex;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.FaultyProxy.Fault;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@LocalChainTest
class ManyReadsTest {
    private static final ContractArtifact MULTICALL =
            ContractArtifact.load(LocalChain.class, "/io/lianbo/testkit/TestMulticall.json");

    private final LocalChain local;
    private final LocalSigner merchant;
    private final Address viewer;
    private final TestPace pace = new TestPace();
    private FaultyProxy proxy;
    private Chain chain;
    private Contract token;

    ManyReadsTest(LocalChain local) {
        this.local = local;
        merchant = Fixtures.signer(local, 0);
        viewer = Fixtures.signer(local, 1).address();
    }

    @BeforeEach
    void connect() throws IOException {
        proxy = new FaultyProxy(local.rpcUrl());
        chain = Chain.connect(
                List.of(proxy.url()), new ChainId(31337), Chain.Options.defaults(), pace, new Random(1), pace::close);
        token = chain.deploy(merchant, Fixtures.TOKEN, "Tea Points", "TEA", 6).contract();
        token.send(merchant, "mint", viewer, 7);
    }

    @AfterEach
    void close() {
        chain.close();
        proxy.close();
    }

    private void withMulticall() {
        byte[] code = chain.code(chain.deploy(merchant, MULTICALL).contract().address());
        local.rpc("anvil_setCode", ManyReads.MULTICALL.toString(), Hex.encode(code));
    }

    @Test
    void readsManyCallsAtOnce() {
        withMulticall();
        Chain chain = this.chain;
        Contract token = this.token;
        // @start region="read-all"
        List<ContractCall> calls = List.of(
                token.call("balanceOf", viewer), token.call("totalSupply"), token.call("allowance", viewer, viewer));
        List<BigInteger> amounts = chain.readAll(calls).stream()
                .map(answer -> answer.value().orElseThrow().uint(0)) // empty when the contract refused
                .toList();
        // @end
        assertThat(amounts).map(BigInteger::intValueExact).containsExactly(7, 7, 0);
        assertThat(proxy.methods().getLast()).isEqualTo("eth_call");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answersEachCallForItself(boolean multicall) {
        if (multicall) {
            withMulticall();
        }
        Contract refuser = chain.deploy(merchant, Fixtures.REFUSER).contract();
        byte[] reason = Hex.decode("0x"
                + com.esaulpaugh.headlong.abi.Function.parse("WrongPayment(uint256,uint256)")
                        .selectorHex()
                + "%064x%064x".formatted(10, 9));
        List<Verdict<AbiValues>> answers = chain.readAll(List.of(
                token.call("balanceOf", viewer),
                refuser.call("refuse", (Object) reason),
                refuser.call("refuse", (Object) new byte[0]),
                token.call("transfer", viewer, 1).from(viewer),
                token.call("transfer", viewer, 8).from(viewer),
                token.call("name")));
        assertThat(answers)
                .extracting(answer -> answer.isVerified()
                        ? answer.value().orElseThrow().toString()
                        : answer.reasons().toString())
                .containsExactly(
                        "(result=7)",
                        "[CALL_REVERTED: Refuser.refuse reverted: WrongPayment(required=10, given=9)]",
                        "[CALL_REVERTED: Refuser.refuse reverted without a reason]",
                        "(true)",
                        "[CALL_REVERTED: TestToken.transfer reverted: InsufficientBalance()]",
                        "(Tea Points)");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsThousandsInFewRoundTrips(boolean multicall) {
        if (multicall) {
            withMulticall();
        }
        List<ContractCall> calls = new ArrayList<>();
        for (int i = 0; i < 1100; i++) {
            calls.add(token.call("balanceOf", i % 3 == 0 ? viewer : token.address()));
        }
        int before = proxy.methods().size();
        List<Verdict<AbiValues>> answers = chain.readAll(calls);
        assertThat(proxy.methods().size() - before).isLessThanOrEqualTo(13);
        for (int i = 0; i < calls.size(); i++) {
            assertThat(answers.get(i).value().orElseThrow().uint(0)).isEqualTo(i % 3 == 0 ? 7 : 0);
        }
    }

    @Test
    void halvesWhatIsTooMuchForTheNode() {
        withMulticall();
        chain.readAll(List.of(token.call("name"), token.call("name"))); // sees that Multicall3 is there
        proxy.only("eth_call").next(Fault.OVERSIZE);
        try (Chain small = Chain.connect(
                List.of(proxy.url()),
                new ChainId(31337),
                Chain.Options.defaults().withMaxResponseBytes(1_000_000),
                pace,
                new Random(1),
                () -> {})) {
            Contract same = small.contract(token.address(), Fixtures.TOKEN);
            ContractCall call = same.call("balanceOf", viewer);
            assertThat(small.readAll(List.of(call, call, call, call))).allMatch(Verdict::isVerified);
        }
    }

    @Test
    void readsTheStateAfterABlock() {
        long first = chain.blockNumber();
        token.send(merchant, "mint", viewer, 1);
        long second = chain.blockNumber();
        withMulticall();
        token.send(merchant, "mint", viewer, 1);
        long third = chain.blockNumber();
        List<ContractCall> calls = List.of(token.call("balanceOf", viewer), token.call("totalSupply"));
        assertThat(amounts(chain.readAll(calls))).containsExactly(9, 9);
        // With Multicall3, and before there was one.
        assertThat(amounts(chain.readAll(calls, third))).containsExactly(9, 9);
        assertThat(amounts(chain.readAll(calls, second))).containsExactly(8, 8);
        assertThat(amounts(chain.readAll(calls, first))).containsExactly(7, 7);
        assertThat(chain.readAll(List.of(), first)).isEmpty();
    }

    private static List<Integer> amounts(List<Verdict<AbiValues>> answers) {
        return answers.stream()
                .map(answer -> answer.value().orElseThrow().uint(0).intValueExact())
                .toList();
    }

    @Test
    void readsNothingForNoCalls() {
        assertThat(chain.readAll(List.of())).isEmpty();
    }

    @Test
    void refusesCallsOfAnotherConnectionAndOfNoContract() {
        try (Chain other = Fixtures.connect(local)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> other.readAll(List.of(token.call("name"))))
                    .withMessage("a call of another connection: call of TestToken.name at " + token.address());
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chain.readAll(
                        List.of(chain.contract(viewer, Fixtures.TOKEN).call("name"))))
                .withMessage("no contract at " + viewer + "; expected TestToken");
    }
}
