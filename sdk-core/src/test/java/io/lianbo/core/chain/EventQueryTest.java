package io.lianbo.core.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.LianboException;
import io.lianbo.core.LianboException.Code;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@LocalChainTest
class EventQueryTest {
    private final LocalChain local;
    private final LocalSigner merchant;
    private final Address viewer;
    private FaultyProxy proxy;
    private Chain chain;
    private Contract token;

    EventQueryTest(LocalChain local) {
        this.local = local;
        merchant = Fixtures.signer(local, 0);
        viewer = Fixtures.signer(local, 1).address();
    }

    @BeforeEach
    void deploy() throws IOException {
        proxy = new FaultyProxy(local.rpcUrl());
        chain = Chain.connect(proxy.url(), Fixtures.connect(local).id());
        token = chain.deploy(merchant, Fixtures.TOKEN, "Tea Points", "TEA", 6).contract();
    }

    @AfterEach
    void close() {
        chain.close();
        proxy.close();
    }

    @Test
    void readsEventsOfSeveralContractsInTheOrderOfTheChain() {
        Chain chain = this.chain;
        Contract token = this.token;
        Contract gifts =
                chain.deploy(merchant, Fixtures.TOKEN, "Gifts", "GFT", 0).contract();
        token.send(merchant, "mint", viewer, 1);
        gifts.send(merchant, "mint", viewer, 2);
        token.send(merchant, "approve", viewer, 3);
        gifts.send(merchant, "approve", viewer, 4); // not asked for
        token.send(merchant, "mint", viewer, 5);
        List<BigInteger> amounts = new ArrayList<>();
        // @start region="query"
        EventQuery query = EventQuery.of(token, "Transfer", "Approval").and(gifts, "Transfer");
        query.forEach(0, chain.blockNumber(), event -> amounts.add(event.uint("amount")));
        // @end
        assertThat(amounts).map(BigInteger::intValueExact).containsExactly(1, 2, 3, 5);
        List<Block> blocks = chain.blocks(List.of(chain.blockNumber() - 4, chain.blockNumber())).stream()
                .flatMap(block -> block.stream())
                .toList();
        assertThat(query.in(blocks))
                .map(event -> event.uint("amount").intValueExact())
                .containsExactly(1, 5);
        assertThat(query.in(blocks)).allMatch(event -> query.decode(event.log()).isPresent());
        assertThat(query).hasToString("[Transfer, Approval] of " + token + ", [Transfer] of " + gifts);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-32005 query returned more than 10000 results",
                "-32602 Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range",
                "-32600 block range is too wide",
                "-32614 eth_getLogs is limited to a 10,000 range",
                "-32000 query exceeds max results 20000",
                "-32005 limit exceeded",
                "-32701 exceed maximum block range: 50000",
                "35 ranges over 10000 blocks are not supported on freetier"
            })
    void asksForHalfWhereTheNodeSaysThatItIsTooMuch(String refusal) {
        mintInBlocks(12);
        proxy.refuseLogsBeyond(3, refusal);
        assertThat(token.events("Transfer", 0, chain.blockNumber()))
                .map(event -> event.uint("amount").intValueExact())
                .containsExactlyElementsOf(IntStream.range(0, 12).boxed().toList());
        assertThat(proxy.asked("eth_getLogs")).isLessThan(25);
    }

    @Test
    void asksForHalfWhereTheAnswerIsTooLong() {
        mintInBlocks(20);
        Chain.Options tight = Chain.Options.defaults().withMaxResponseBytes(5_000);
        try (Chain small = Chain.connect(local.rpcUrl(), chain.id(), tight)) {
            assertThat(small.contract(token.address(), Fixtures.TOKEN).events("Transfer", 0, chain.blockNumber()))
                    .hasSize(20);
        }
    }

    @Test
    void asksForNoMoreBlocksAtOnceThanTheOptionsSay() {
        mintInBlocks(9);
        try (Chain narrow =
                Chain.connect(proxy.url(), chain.id(), Chain.Options.defaults().withLogRange(5))) {
            long before = proxy.asked("eth_getLogs");
            assertThat(narrow.contract(token.address(), Fixtures.TOKEN).events("Transfer", 0, 9))
                    .hasSize(8);
            assertThat(proxy.asked("eth_getLogs") - before).isEqualTo(2);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Chain.Options.defaults().withLogRange(0))
                .withMessage("log range must be at least 1 block: 0");
    }

    @Test
    void passesOnARefusalOfASingleBlockAndOneThatHasNothingToDoWithTheRange() {
        mintInBlocks(1);
        proxy.refuseLogsBeyond(0, "-32005 query returned more than 10000 results");
        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> token.events("Transfer", 0, 9))
                .withMessage(proxy.url() + " refused eth_getLogs: -32005 query returned more than 10000 results")
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.RPC_ERROR));
        proxy.refuseLogsBeyond(0, "-32601 method not found");
        long before = proxy.asked("eth_getLogs");
        assertThatExceptionOfType(LianboException.class).isThrownBy(() -> token.events("Transfer", 0, 9));
        assertThat(proxy.asked("eth_getLogs") - before).isEqualTo(1);
    }

    @Test
    void saysWhatAQueryNeeds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventQuery.of(token))
                .withMessage("a query needs an event of " + token);
        EventQuery query = EventQuery.of(token, "Transfer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> query.and(token, "Approval"))
                .withMessage("a query names a contract once: " + token);
        try (Chain other = Fixtures.connect(local)) {
            Contract stranger = other.contract(viewer, Fixtures.TOKEN);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> query.and(stranger, "Transfer"))
                    .withMessage("the contracts of a query must be of one connection: " + stranger);
        }
    }

    private void mintInBlocks(int blocks) {
        for (int i = 0; i < blocks; i++) {
            token.send(merchant, "mint", viewer, i);
        }
    }
}
