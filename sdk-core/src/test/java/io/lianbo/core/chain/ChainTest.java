package io.lianbo.core.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.LianboException.Code;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.http.HttpService;

@LocalChainTest
class ChainTest {
    private static final BigInteger ETHER = BigInteger.TEN.pow(18);

    private final LocalChain local;
    private final LocalSigner merchant;
    private final Address viewer;
    private Chain chain;

    ChainTest(LocalChain local) {
        this.local = local;
        merchant = Fixtures.signer(local, 0);
        viewer = Fixtures.signer(local, 1).address();
    }

    @BeforeEach
    void connect() {
        chain = Fixtures.connect(local);
    }

    @AfterEach
    void close() {
        chain.close();
    }

    @Test
    void connectsReadsAndTransfers() {
        BigInteger before = chain.balance(viewer);
        URI rpc = local.rpcUrl();
        Receipt receipt;
        BigInteger balance;
        // @start region="connect"
        try (Chain chain = Chain.connect(rpc, new ChainId(31337))) {
            receipt = chain.transfer(merchant, viewer, new BigInteger("1000000000000000000"));
            balance = chain.balance(viewer); // in wei
        }
        // @end
        assertThat(balance).isEqualTo(before.add(ETHER));
        assertThat(receipt.blockNumber()).isEqualTo(chain.blockNumber());
        assertThat(receipt.gasUsed()).isEqualTo(21_000);
        assertThat(receipt.fee()).isEqualTo(receipt.effectiveGasPrice().multiply(BigInteger.valueOf(21_000)));
        assertThat(receipt.contractAddress()).isEmpty();
        assertThat(receipt.logs()).isEmpty();
        assertThat(chain.receipt(receipt.transactionHash())).contains(receipt);
    }

    @Test
    void readsAccountsAndBlocks() {
        assertThat(chain.id()).isEqualTo(new ChainId(31337));
        assertThat(chain.timestamp()).isEqualTo(local.timestamp());
        assertThat(chain.blockNumber()).isEqualTo(local.blockNumber());
        assertThat(chain.nonce(merchant.address())).isZero();
        assertThat(chain.code(viewer)).isEmpty();
        assertThat(chain.receipt(Hash32.ZERO)).isEmpty();
        assertThat(chain).hasToString("chain 31337");
    }

    @Test
    void deploysWithConstructorArguments() {
        Contract.Deployment deployment = chain.deploy(merchant, Fixtures.TOKEN, "Tea Points", "TEA", 6);
        assertThat(deployment.receipt().contractAddress())
                .contains(deployment.contract().address());
        assertThat(chain.code(deployment.contract().address())).isNotEmpty();
        assertThat(chain.code(
                        deployment.contract().address(), deployment.receipt().blockNumber() - 1))
                .isEmpty();
        assertThat(deployment.contract().read("name").string(0)).isEqualTo("Tea Points");
        assertThat(deployment.contract().read("decimals").uint(0)).isEqualTo(6);
    }

    @Test
    void sendsNothingWhenConstructorArgumentsDoNotFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chain.deploy(merchant, Fixtures.TOKEN, "Tea Points", "TEA", 256))
                .withMessage(
                        "TestToken constructor decimals_ must be uint8 (BigInteger, Long or Integer in range), not 256");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chain.deploy(merchant, Fixtures.TOKEN))
                .withMessage(
                        "TestToken constructor takes 3 values (string name_, string symbol_, uint8 decimals_): 0 given");
        assertThat(chain.nonce(merchant.address())).isZero();
    }

    @Test
    void sendsNothingWhenTheConstructorReverts() {
        ContractArtifact stubborn = Fixtures.artifact("Stubborn", "5f5ffd", "[]"); // revert(0, 0)
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(() -> chain.deploy(merchant, stubborn))
                .withMessage("deployment of Stubborn reverted without a reason")
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.CALL_REVERTED))
                .satisfies(e -> assertThat(e.transactionHash()).isEmpty());
        assertThat(chain.nonce(merchant.address())).isZero();
    }

    @Test
    void evaluatesAConstructorAndChangesNothing() {
        ContractArtifact answer = Fixtures.artifact("Answer", "602a5f5260205ff3", "[]"); // return(42)
        assertThat(chain.evaluate(answer)).hasSize(32).endsWith(42);
        assertThat(chain.blockNumber()).isZero();

        ContractArtifact stubborn = Fixtures.artifact("Stubborn", "5f5ffd", "[]"); // revert(0, 0)
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(() -> chain.evaluate(stubborn))
                .withMessage("constructor of Stubborn reverted without a reason");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chain.evaluate(Fixtures.TOKEN))
                .withMessageStartingWith("TestToken constructor takes 3 values");
    }

    @Test
    void doesNotDeployAnInterface() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chain.deploy(merchant, Fixtures.artifact("IFoo", "", "[]")))
                .withMessage("a contract with bytecode is needed to deploy, not an interface: IFoo (by hand)");
    }

    @Test
    void sendsNothingThatCannotBePaid() {
        try (LocalSigner poor = LocalSigner.generate(new SecureRandom())) {
            assertThatExceptionOfType(LianboException.class)
                    .isThrownBy(() -> chain.transfer(poor, viewer, BigInteger.ONE))
                    .withMessage("transfer to " + viewer + " was not sent: " + poor.address()
                            + " has 0 wei, and it sends 1 wei")
                    .satisfies(e -> assertThat(e.code()).isEqualTo(Code.INSUFFICIENT_FUNDS));

            local.setBalance(poor.address().toString(), BigInteger.TEN);
            assertThatExceptionOfType(LianboException.class)
                    .isThrownBy(() -> chain.transfer(poor, viewer, BigInteger.TEN))
                    .withMessageMatching(
                            ".* has 10 wei, and it may cost up to \\d+ wei \\(10 sent, \\d+ gas at up to \\d+\\)")
                    .satisfies(e -> assertThat(e.code()).isEqualTo(Code.INSUFFICIENT_FUNDS));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "115792089237316195423570985008687907853269984665640564039457584007913129639936"})
    void refusesAnAmountThatIsNone(BigInteger wei) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chain.transfer(merchant, viewer, wei))
                .withMessage("value must be 0 to 2^256 - 1 wei: " + wei);
    }

    @Test
    void namesTheTransactionThatIsNotMinedInTimeSoThatItCanBeFoundLater() {
        local.setAutomine(false);
        Chain.Options once = Chain.Options.defaults().withReceiptTimeout(Duration.ZERO);
        try (Chain impatient = Chain.connect(local.rpcUrl(), chain.id(), once)) {
            assertThatExceptionOfType(LianboException.class)
                    .isThrownBy(() -> impatient.transfer(merchant, viewer, ETHER))
                    .withMessageMatching(
                            "transfer to " + viewer + " was sent as transaction 0x[0-9a-f]{64} and not mined"
                                    + " within 0 ms; it may still be: ask for its receipt before sending again")
                    .satisfies(e -> assertThat(e.code()).isEqualTo(Code.NOT_MINED_IN_TIME))
                    .satisfies(e -> assertThat(e.isRetrySafe()).isFalse())
                    .satisfies(e -> {
                        Hash32 hash = Hash32.of(e.getMessage().replaceAll(".*transaction (0x[0-9a-f]{64}).*", "$1"));
                        assertThat(chain.receipt(hash)).isEmpty();
                        local.mine(1);
                        assertThat(chain.receipt(hash))
                                .hasValueSatisfying(receipt ->
                                        assertThat(receipt.succeeded()).isTrue());
                    });
        }
    }

    @Test
    void numbersOnFromTransactionsThatWaitForABlock() {
        local.setAutomine(false);
        Chain.Options once = Chain.Options.defaults().withReceiptTimeout(Duration.ZERO);
        try (Chain impatient = Chain.connect(local.rpcUrl(), chain.id(), once)) {
            for (int i = 0; i < 3; i++) {
                assertThatExceptionOfType(LianboException.class)
                        .isThrownBy(() -> impatient.transfer(merchant, viewer, ETHER));
            }
        }
        local.mine(1);
        assertThat(chain.nonce(merchant.address())).isEqualTo(3);
    }

    @Test
    void numbersOnFromTransactionsSentElsewhere() {
        chain.transfer(merchant, viewer, ETHER);
        try (Chain elsewhere = Fixtures.connect(local)) {
            elsewhere.transfer(merchant, viewer, ETHER);
        }
        chain.transfer(merchant, viewer, ETHER);
        assertThat(chain.nonce(merchant.address())).isEqualTo(3);
    }

    @Test
    void numbersAnewWhenTheChainWasRolledBack() {
        var before = local.snapshot();
        chain.transfer(merchant, viewer, ETHER);
        chain.transfer(merchant, viewer, ETHER);
        local.revert(before);
        chain.transfer(merchant, viewer, ETHER);
        assertThat(chain.nonce(merchant.address())).isEqualTo(1);
    }

    @Test
    void refusesAnotherChain() {
        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> Chain.connect(local.rpcUrl(), new ChainId(1)))
                .withMessage(local.rpcUrl() + " serves chain 31337; expected chain 1")
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.WRONG_CHAIN))
                .satisfies(e -> assertThat(e.isRetrySafe()).isFalse());
    }

    @Test
    void isClosedForGood() {
        chain.close();
        assertThatIllegalStateException()
                .isThrownBy(chain::blockNumber)
                .withMessage("the connection to " + local.rpcUrl() + " is closed");
        chain.close();
    }

    @Test
    void speaksThroughAWeb3jThatItsOwnerCloses() {
        Web3j web3j = Web3j.build(new HttpService(local.rpcUrl().toString()));
        try {
            // @start region="bridge"
            try (Chain chain = Web3jBridge.over(web3j, new ChainId(31337))) {
                chain.transfer(merchant, viewer, BigInteger.ONE);
            }
            // @end
            try (Chain again = Web3jBridge.over(web3j, new ChainId(31337))) {
                assertThat(again.nonce(merchant.address())).isEqualTo(1);
            }
            assertThatExceptionOfType(LianboException.class)
                    .isThrownBy(() -> Web3jBridge.over(web3j, new ChainId(1)))
                    .withMessage("the node behind web3j serves chain 31337; expected chain 1");
        } finally {
            web3j.shutdown();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws://localhost:8545", "localhost:8545", "http:///path", "file:/tmp/rpc", "rpc"})
    void refusesAUrlThatIsNotHttp(URI url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Chain.connect(url, new ChainId(1)))
                .withMessageStartingWith("RPC URL must be http or https with a host and no user name: ");
    }

    @Test
    void keepsThePasswordOfAUrlOutOfItsError() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Chain.connect(URI.create("http://me:secret@localhost"), new ChainId(1)))
                .withMessage("RPC URL must be http or https with a host and no user name: http://localhost");
    }

    @Test
    void optionsSayWhatIsAllowed() {
        Chain.Options options = Chain.Options.defaults();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withRequestTimeout(Duration.ZERO))
                .withMessage("request time-out must be 1 ms to 1 h: PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withReceiptTimeout(Duration.ofSeconds(-1)))
                .withMessage("receipt time-out must be 0 to 1 day: PT-1S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withMaxResponseBytes(1023))
                .withMessage("response bound must be at least 1024 bytes: 1023");
    }
}
