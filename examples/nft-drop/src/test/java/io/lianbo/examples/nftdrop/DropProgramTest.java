package io.lianbo.examples.nftdrop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.lianbo.core.chain.Chain;
import io.lianbo.core.json.StrictJson;
import io.lianbo.nft.VoucherCollection;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program as somebody meets it who types a command. */
@LocalChainTest
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class DropProgramTest {
    private static Chain chain;
    private static VoucherCollection collection;

    private final LocalChain local;
    private final String rpc;
    private final TestDrop drop;

    DropProgramTest(LocalChain local, @TempDir Path folder) {
        this.local = local;
        this.rpc = local.rpcUrl().toString();
        this.drop = new TestDrop(local, chain, collection, folder, 30);
    }

    @BeforeAll
    static void deploy(LocalChain local) {
        chain = TestDrop.connect(local);
        collection = TestDrop.deploy(local, chain);
    }

    @AfterAll
    static void disconnect() {
        chain.close();
    }

    // --- the way through it

    @Test
    void runsADropFromItsFilesToTheProof() {
        assertThat(drop.call("validate", drop.folder())).isZero();
        assertThat(drop.out()).isEqualTo("tea-2026: 30 rows, no problem\n");

        assertThat(drop.call("plan", drop.folder(), "--rpc", rpc, "--gas", "550000"))
                .isZero();
        assertThat(drop.out())
                .startsWith("tea-2026\n")
                .contains("recipients     30\n")
                .contains("transactions   3\n")
                .contains(" ETH at most, at present fees\n");
        assertThat(drop.chain().nonce(drop.signer(2).address())).isZero();

        assertThat(drop.call(drop.sending("run", "--gas", "550000"))).isZero();
        assertThat(drop.out()).isEqualTo("tea-2026: all 30 minted\n");
        assertThat(drop.err()).isEmpty(); // nobody is there to look

        assertThat(drop.call("status", drop.folder())).isZero();
        assertThat(drop.out()).startsWith("tea-2026: all 30 minted\n").contains("transactions   3 of 3 done\n");
        assertThat(drop.call("status", drop.folder(), "--row", "order-7")).isZero();
        assertThat(drop.out()).startsWith("order-7: MINTED\n").contains("token         7\n");

        assertThat(drop.call("verify", drop.folder(), "--rpc", rpc)).isZero();
        assertThat(drop.out()).isEqualTo("tea-2026: all 30 tokens were minted to their recipients\n");
        assertThat(drop.collection().owners(0, drop.chain().blockNumber())).hasSize(30);
    }

    @Test
    void tellsProgramsTheSame(@TempDir Path elsewhere) {
        assertThat(drop.call("validate", drop.folder(), "--json")).isZero();
        drop.json()
                .containsEntry("command", "validate")
                .containsEntry("ok", true)
                .containsEntry("drop", "tea-2026")
                .containsEntry("collection", drop.collection().id().toString())
                .containsEntry("rows", 30L)
                .containsEntry("problems", List.of());

        assertThat(drop.call("plan", drop.folder(), "--rpc", rpc, "--json")).isZero();
        drop.json()
                .extractingByKey("plan")
                .asInstanceOf(MAP)
                .containsEntry("rows", 30L)
                .containsEntry("transactions", 1L)
                .extractingByKey("costWei")
                .asString()
                .matches("[1-9][0-9]*");

        assertThat(drop.call(drop.sending("run", "--json"))).isZero();
        drop.json()
                .extractingByKey("status")
                .asInstanceOf(MAP)
                .containsEntry("minted", 30L)
                .containsEntry("complete", true)
                .extractingByKey("feeWei")
                .asString()
                .matches("[1-9][0-9]*");

        assertThat(drop.call(drop.sending("resume", "--json"))).isZero();
        drop.json().containsEntry("exitCode", 0L);
        assertThat(drop.call("status", drop.folder(), "--row", "order-7", "--json"))
                .isZero();
        drop.json()
                .extractingByKey("row")
                .asInstanceOf(MAP)
                .containsEntry("tokenId", "7")
                .containsEntry("state", "MINTED");
        assertThat(drop.call("verify", drop.folder(), "--rpc", rpc, "--json")).isZero();
        drop.json().containsEntry("ok", true);
        String folder = elsewhere.resolve("new").toString();
        assertThat(drop.call("init", folder, "--json")).isZero();
        drop.json().containsEntry("manifest", Path.of(folder, "drop.yaml").toString());
    }

    @Test
    void goesOnAfterAnInterrupt() throws Exception {
        local.setAutomine(false);
        Interrupts interrupts = new Interrupts();
        Thread user = Thread.ofPlatform().start(() -> {
            while (drop.chain().pendingNonce(drop.signer(2).address()) < 3) {
                Thread.onSpinWait();
            }
            interrupts.handle();
        });

        assertThat(drop.call(interrupts, drop.sending("run", "--gas", "550000")))
                .isEqualTo(130);

        interrupts.finished();
        user.join();
        assertThat(drop.err())
                .isEqualTo("Interrupted with 0 of 30 minted and 30 on their way; nothing is lost, `drop resume "
                        + drop.folder() + "` goes on.\n");
        assertThat(drop.call("status", drop.folder())).isEqualTo(1);
        assertThat(drop.out()).startsWith("tea-2026: 0 of 30 minted\n").contains("on their way   30\n");
        local.setAutomine(true);
        local.mine(1);

        assertThat(drop.call(drop.sending("resume"))).isZero();

        assertThat(drop.out()).isEqualTo("tea-2026: all 30 minted\n");
        assertThat(drop.collection().owners(0, drop.chain().blockNumber())).hasSize(30);
        assertThat(drop.chain().nonce(drop.signer(2).address())).isEqualTo(3);
    }

    // --- at a terminal

    @Test
    void showsProgressAndColoursAtATerminal() {
        drop.atTerminal(100, Map.of("TERM", "xterm"));
        assertThat(drop.call(drop.sending("run", "--gas", "550000"))).isZero();
        assertThat(drop.err())
                .contains("tea-2026: 3 transactions for 30 recipients, at most ")
                .contains("\r\u001b[K\u001b[?7l\u001b[32m")
                .contains("  0/30")
                .contains(" rows/s  ")
                .contains(" gas  ")
                .endsWith("\r\u001b[K");
        assertThat(drop.out())
                .startsWith("\u001b[32m✓ \u001b[0m\u001b[1mtea-2026: all 30 minted\u001b[0m\n")
                .contains("took");
    }

    @Test
    void honoursNoColor() {
        drop.atTerminal(100, Map.of("NO_COLOR", "1"));
        assertThat(drop.call(drop.sending("run"))).isZero();
        assertThat(drop.out()).startsWith("✓ tea-2026: all 30 minted\n").doesNotContain("\u001b");
        assertThat(drop.err()).contains("/30").doesNotContain("\u001b[3", "\u001b[1m", "\u001b[0");
        drop.atTerminal(100, Map.of("NO_COLOR", ""));
        assertThat(drop.call("status", drop.folder())).isZero();
        assertThat(drop.out()).contains("\u001b[32m");
    }

    @Test
    void movesNoCursorWhereThatCannotBeDone() {
        drop.atTerminal(100, Map.of("TERM", "dumb"));
        assertThat(drop.call(drop.sending("run"))).isZero();
        assertThat(drop.err() + drop.out()).doesNotContain("\u001b", "\r");
    }

    @Test
    void saysThatATerminalIsTooNarrowAndGoesOn() {
        drop.atTerminal(39, Map.of());
        assertThat(drop.call(drop.sending("run"))).isZero();
        assertThat(drop.err())
                .contains("This terminal has 39 columns: make it 40 or wider to see the progress.\n")
                .doesNotContain("\r");
        assertThat(drop.out()).contains("all 30 minted");
    }

    @Test
    void asksForPasswordsAtATerminal() {
        drop.atTerminal(100, Map.of("ETH_RPC_URL", rpc)).typing(TestDrop.PASSWORD, TestDrop.PASSWORD);
        assertThat(drop.call(
                        "run", drop.folder(), "--issuer", drop.path("issuer.json"), "--payer", drop.path("payer.json")))
                .isZero();
        assertThat(drop.err())
                .contains("Password of " + drop.path("issuer.json") + ": ")
                .contains("Password of " + drop.path("payer.json") + ": ")
                .doesNotContain(TestDrop.PASSWORD);
    }

    // --- what may be wrong

    @Test
    void runsNothingWithABadRow() {
        drop.write("recipients.csv", "external_id,address\n" + TestDrop.rows(0, 5) + "order-5,0x12\n");
        drop.assertProblem(3, "BAD_ADDRESS", "recipients.csv:7: ", drop.sending("run"));
        drop.assertProblem(3, "BAD_ADDRESS", "recipients.csv:7: ", "plan", drop.folder(), "--rpc", rpc);
        assertThat(drop.chain().nonce(drop.signer(2).address())).isZero();
    }

    @Test
    void saysThatAPasswordIsWrong() {
        drop.write("password.txt", "guess\n");
        drop.assertProblem(
                3,
                "BAD_KEYSTORE",
                drop.path("issuer.json") + ": the password does not open this keystore, or the keystore was changed"
                        + " (its mac does not fit): give its right password, or another keystore",
                drop.sending("run"));
        drop.write("password.txt", "x".repeat(2_000));
        drop.assertProblem(
                3, "BAD_PASSWORD", "must begin with a password of at most 1024 characters", drop.sending("run"));
    }

    @Test
    void asksForAPasswordFileWhereNobodyCanBeAsked() {
        drop.assertProblem(
                2,
                "NO_PASSWORD",
                "there is no terminal to ask for the password of " + drop.path("issuer.json")
                        + ": name a file with --issuer-password",
                "run",
                drop.folder(),
                "--rpc",
                rpc,
                "--issuer",
                drop.path("issuer.json"));
    }

    @Test
    void saysThatAKeystoreIsNotThere() {
        drop.assertProblem(
                3,
                "MISSING_FILE",
                drop.path("none.json") + " must be a keystore, and is not there",
                "run",
                drop.folder(),
                "--rpc",
                rpc,
                "--issuer",
                drop.path("none.json"));
    }

    @Test
    void saysThatTheBalanceIsEmpty() {
        drop.manifest("max_fee: '0.000000000000000001'");
        assertThat(drop.call(drop.sending("run"))).isEqualTo(1);
        assertThat(drop.err())
                .contains("error: OVER_MAX_FEE: ")
                .contains(": wait for lower fees, or raise max_fee in drop.yaml\n")
                .contains("tea-2026: 0 of 30 minted.\n");
        String payer = drop.signer(2).address().toString();
        local.setBalance(payer, BigInteger.ZERO);
        drop.assertProblem(4, "INSUFFICIENT_FUNDS", payer + " has no ETH, and the drop may cost ", drop.sending("run"));
        drop.assertProblem(
                4,
                "INSUFFICIENT_FUNDS",
                payer + " has no ETH to pay the gas with: send it some, then `drop resume " + drop.folder()
                        + "` goes on",
                drop.sending("resume"));
        assertThat(drop.chain().nonce(drop.signer(2).address())).isZero();
    }

    @Test
    void waitsForMoneyThatRunsOut() throws Exception {
        String payer = drop.signer(2).address().toString();
        local.setBalance(payer, BigInteger.ONE);
        Interrupts interrupts = new Interrupts();
        Thread user = Thread.ofPlatform().start(() -> {
            while (!drop.err().contains("waiting for money")) {
                Thread.onSpinWait();
            }
            interrupts.handle();
        });
        drop.atTerminal(100, Map.of("NO_COLOR", "1"));
        assertThat(drop.call(interrupts, drop.sending("run"))).isEqualTo(130);
        interrupts.finished();
        user.join();
        assertThat(drop.err())
                .contains(
                        payer + " has 0.000000000000000001 ETH: should that not do, the drop waits until it gets more")
                .contains("waiting for money: " + payer
                        + " cannot pay for the next transaction; send it ETH and the drop goes on by itself"
                        + " within a minute\n");
    }

    @Test
    void saysThatTheNodeIsOfAnotherChain() {
        drop.write(
                "drop.yaml",
                "drop: tea\ncollection: eip155:8453:" + drop.collection().id().address() + "\n");
        drop.assertProblem(
                4,
                "WRONG_CHAIN",
                "serves chain 31337; expected chain 8453: give --rpc a node of the collection's chain, or mend"
                        + " collection in drop.yaml",
                drop.sending("run"));
    }

    @Test
    void saysThatNoNodeAnswers() {
        drop.assertProblem(
                4,
                "RPC_UNREACHABLE",
                ": see to the node or name another with --rpc, then call `drop verify " + drop.folder() + "` again",
                "verify",
                drop.folder(),
                "--rpc",
                "http://127.0.0.1:1");
        drop.assertProblem(2, "NO_NODE", "no node is named", "verify", drop.folder());
        drop.assertProblem(
                2, "BAD_URL", "--rpc must be the URL of a node", "verify", drop.folder(), "--rpc", "ftp://x");
        drop.assertProblem(2, "BAD_URL", "--rpc must be the URL of a node", "verify", drop.folder(), "--rpc", ":");
    }

    @Test
    void saysWhoMustSign() {
        assertThat(drop.call(
                        "run",
                        drop.folder(),
                        "--rpc",
                        rpc,
                        "--issuer",
                        drop.path("payer.json"),
                        "--issuer-password",
                        drop.path("password.txt")))
                .isEqualTo(1);
        assertThat(drop.err())
                .contains("error: WRONG_SIGNER: " + drop.signer(2).address()
                        + " is no voucher signer of the collection: give --issuer the keystore of its voucher signer")
                .contains("tea-2026: 0 of 30 minted.\n");
    }

    @Test
    void saysWhatTheChainDoesNotBearOut() {
        drop.assertProblem(1, "NOT_BEGUN", "tea-2026 was never run: `drop run ", "status", drop.folder());
        drop.assertProblem(1, "NOT_BEGUN", "the ledger has no drop", "verify", drop.folder(), "--rpc", rpc);
        drop.assertProblem(1, "NOT_BEGUN", "the ledger has no drop", drop.sending("resume"));
        var before = local.snapshot();
        assertThat(drop.call(drop.sending("run"))).isZero();
        drop.assertProblem(
                1, "UNKNOWN_ROW", "the ledger has no row order-30", "status", drop.folder(), "--row", "order-30");
        local.revert(before); // as a chain that was reorganised
        assertThat(drop.call("verify", drop.folder(), "--rpc", rpc)).isEqualTo(1);
        assertThat(drop.err())
                .contains("error: NOT_MINTED: order-0: token 0 is not there, and the ledger says MINTED\n")
                .contains("... and 10 more\n");
    }

    /** A limit on the size of files stands in for the full disk: SQLite gets the same answer from the system. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void saysThatTheDiskIsFullAndGoesOn() throws Exception {
        Process limited = new ProcessBuilder(
                        Programs.limited(100, Programs.command(DropProgram.class, drop.sending("run", "--json"))))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String answer = new String(limited.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(limited.waitFor()).isEqualTo(4);
        assertThat(StrictJson.parse(answer.strip()))
                .asInstanceOf(MAP)
                .extractingByKey("problems")
                .asInstanceOf(LIST)
                .singleElement()
                .asInstanceOf(MAP)
                .containsEntry("code", "STORE_FAILED")
                .extractingByKey("detail")
                .asString()
                .startsWith("SQLite file ")
                .endsWith("; nothing was stored, and `drop run " + drop.folder() + "` goes on");
        assertThat(drop.call(drop.sending("run"))).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--wait 0              | --wait must be 1 minute or more: 0",
                "--gas 5               | --gas is too low: an airdrop needs 21000 gas or more: 5",
                "--confirmations 10001 | --confirmations is wrong: confirmations must be 1 to 10000: 10001",
            })
    void refusesNumbersThatMeanNothing(String option, String sentence) {
        drop.assertProblem(2, "BAD_VALUE", sentence, drop.sending("run", option.split(" ", -1)));
    }
}
