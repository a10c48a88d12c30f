package io.lianbo.nft.drop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.EventQuery;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.tx.Finality;
import io.lianbo.core.tx.TxClient;
import io.lianbo.core.tx.TxJournal;
import io.lianbo.nft.CollectionConfig;
import io.lianbo.nft.Voucher;
import io.lianbo.nft.VoucherCollection;
import io.lianbo.nft.VoucherIssuer;
import io.lianbo.nft.airdrop.AirdropLimits;
import io.lianbo.nft.membership.MembershipPass;
import io.lianbo.nft.membership.PassTerms;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import io.lianbo.testsupport.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A drop on a real node: each recipient's token once, whatever happens. */
@LocalChainTest
class DropRunnerTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    /** For some ten recipients. */
    private static final AirdropLimits SMALL = AirdropLimits.ethereum().withGas(550_000);

    private final LocalChain local;
    private final Signer brand;
    private final Signer host;
    private final Signer payer;

    @TempDir
    private Path folder;

    private Chain chain;
    private VoucherCollection collection;
    private TxClient client;
    private DropLedger ledger;
    private String rows = "";

    DropRunnerTest(LocalChain local) {
        this.local = local;
        this.brand = LocalSigner.fromPrivateKey(local.accounts().get(0).privateKey());
        this.host = LocalSigner.fromPrivateKey(local.accounts().get(1).privateKey());
        this.payer = LocalSigner.fromPrivateKey(local.accounts().get(2).privateKey());
    }

    @BeforeEach
    void deploy() {
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        collection = VoucherCollection.deploy(
                chain,
                brand,
                CollectionConfig.of("Tea", "TEA", brand.address())
                        .withVoucherSigner(host.address())
                        .withMaxTokenId(9_999));
        client = client(TxJournal.inMemory());
        ledger = DropLedger.sqlite(folder.resolve("ledger.db"));
        manifest("");
        recipients(30);
    }

    @AfterEach
    void disconnect() {
        client.close();
        ledger.close();
        chain.close();
    }

    private TxClient client(TxJournal journal) {
        return TxClient.builder(chain, journal)
                .lanes(payer)
                .finality(Finality.included())
                .start();
    }

    private void manifest(String more) {
        write("drop.yaml", "drop: tea-2026\ncollection: " + collection.id() + "\n" + more);
    }

    private void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Address viewer(int number) {
        return Address.of("0x%040x".formatted(0xabcd_0000L + number));
    }

    private void recipients(int count) {
        rows = IntStream.range(0, count)
                .mapToObj(i -> "order-" + i + "," + viewer(i) + "\n")
                .collect(Collectors.joining());
        recipients(rows);
    }

    private void recipients(String csv) {
        write("recipients.csv", "external_id,address\n" + csv);
    }

    private DropRunner.Builder builder() {
        try {
            return DropRunner.builder(
                            Drop.load(folder), chain, new VoucherIssuer(host, collection.id()), client, ledger)
                    .limits(SMALL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Verdict<DropStatus> run() {
        return run(builder().build());
    }

    private static Verdict<DropStatus> run(DropRunner runner) {
        try {
            return runner.run(LONG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DropPlan plan() {
        try {
            return builder().build().plan().value().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> codes(Verdict<?> verdict) {
        return verdict.reasons().stream().map(Reason::code).toList();
    }

    private void assertNothingSent() {
        assertThat(chain.nonce(payer.address())).isZero();
    }

    private void assertOwners(int count) {
        for (int i = 0; i < count; i++) {
            assertThat(collection.ownerOf(BigInteger.valueOf(i))).hasValue(viewer(i));
        }
        assertThat(collection.owners(0, chain.blockNumber())).hasSize(count);
    }

    @Test
    void mintsEachRecipientsTokenAsPlanned() {
        List<DropStatus> heard = new ArrayList<>();
        DropRunner runner = builder().listener(heard::add).build();
        DropPlan plan = plan();
        assertThat(plan.rows()).isEqualTo(30);
        assertThat(plan.minted()).isZero();
        assertThat(runner.status().rows()).isZero(); // nothing is written by a plan
        assertNothingSent();

        DropStatus status = run(runner).value().orElseThrow();

        assertThat(status.isComplete()).isTrue();
        assertThat(status.transactions()).isEqualTo(plan.transactions()).isEqualTo(3);
        assertThat(status.gasUsed()).isLessThanOrEqualTo(plan.gas()).isGreaterThan(plan.gas() * 9 / 10);
        assertThat(status.fee()).isPositive().isLessThan(plan.cost());
        assertThat(chain.nonce(payer.address())).isEqualTo(3);
        assertOwners(30);
        assertThat(heard.getLast()).isEqualTo(status);
        assertThat(heard.size()).isGreaterThan(3);
        DropRow row = runner.row("order-7").orElseThrow();
        assertThat(row.state()).isEqualTo(DropRowState.MINTED);
        assertThat(row.tokenId()).isEqualTo(7);
        assertThat(collection
                        .redemption(
                                chain.receipt(row.transaction().orElseThrow()).orElseThrow(),
                                List.of(BigInteger.valueOf(7)))
                        .redeemed())
                .isEqualTo(1);
        assertThat(runner.row("order-30")).isEmpty();
        List<DropRow> all = new ArrayList<>();
        runner.forEachRow(all::add);
        assertThat(all)
                .extracting(DropRow::tokenId)
                .containsExactlyElementsOf(
                        IntStream.range(0, 30).mapToObj(i -> (long) i).toList());
        assertThat(runner.verify()).isEqualTo(Verdict.ok(status));
        assertThat(status)
                .hasToString("30 of 30 minted, 0 sent, 0 failed; 3 of 3 transactions, " + status.gasUsed() + " gas");
    }

    @Test
    void isLookedAtWithoutAKey() throws IOException {
        DropView view = new DropView(Drop.load(folder), ledger);
        assertThat(view.status().rows()).isZero();
        assertThat(codes(view.verify(chain))).containsExactly("NOT_BEGUN");
        assertThat(view.plan(chain, SMALL).value()).contains(plan());

        DropStatus status = run().value().orElseThrow();

        assertThat(view.status()).isEqualTo(status);
        assertThat(view.verify(chain)).isEqualTo(Verdict.ok(status));
        assertThat(view.row("order-7").orElseThrow().state()).isEqualTo(DropRowState.MINTED);
        assertThat(view).hasToString("DropView of " + Drop.load(folder));
        manifest("recipients: missing.csv");
        DropView unreadable = new DropView(Drop.load(folder), ledger);
        assertThat(codes(unreadable.plan(chain, SMALL))).containsExactly("MISSING_FILE");
        write(
                "drop.yaml",
                "drop: tea-2026\ncollection: eip155:1:" + collection.id().address() + "\n");
        DropView elsewhere = new DropView(Drop.load(folder), ledger);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> elsewhere.verify(chain))
                .withMessageStartingWith("the chain must be that of the collection eip155:1:");
    }

    @Test
    void changesNothingWhenItIsRunAgain() {
        DropStatus first = run().value().orElseThrow();
        assertThat(run()).isEqualTo(Verdict.ok(first));
        assertThat(builder().build().resume(LONG)).isEqualTo(Verdict.ok(first));
        assertThat(plan().transactions()).isZero();
        assertThat(plan().minted()).isEqualTo(30);
        assertThat(chain.nonce(payer.address())).isEqualTo(3);
    }

    @Test
    void mintsNothingTwiceThoughLedgerAndJournalAreLost() throws IOException {
        run();
        client.close();
        client = client(TxJournal.inMemory());
        ledger.close();
        Path elsewhere = Files.createDirectory(folder.resolve("new"));
        ledger = DropLedger.sqlite(elsewhere.resolve("ledger.db"));

        DropStatus status = run().value().orElseThrow();

        assertThat(status.minted()).isEqualTo(30);
        assertThat(status.transactions()).isZero();
        assertThat(chain.nonce(payer.address())).isEqualTo(3);
        assertThat(builder().build().verify().isVerified()).isTrue();
    }

    @Test
    void passesOverWhatIsMintedWhileItsTransactionIsOnTheWay() throws IOException {
        DropRunner runner = builder().build();
        String drop = Drop.load(folder).manifest().id();
        ledger.register(
                drop,
                each -> IntStream.range(0, 3).forEach(i -> each.accept(DropRow.pending("order-" + i, viewer(i), i))),
                id -> true);
        assertThat(ledger.claim(drop, 10, List::size)).isPresent(); // what a process does that dies then
        VoucherIssuer issuer = new VoucherIssuer(host, collection.id());
        collection.redeem(brand, issuer.issue(gift(1, viewer(1)))); // to the right one
        collection.redeem(brand, issuer.issue(gift(2, viewer(77)))); // to somebody else

        Verdict<DropStatus> verdict = runner.resume(LONG);

        assertThat(codes(verdict)).containsExactly("NOT_MINTED");
        assertThat(runner.status().minted()).isEqualTo(2);
        assertThat(runner.row("order-1").orElseThrow().state()).isEqualTo(DropRowState.MINTED);
        DropRow taken = runner.row("order-2").orElseThrow();
        assertThat(taken.state()).isEqualTo(DropRowState.FAILED);
        assertThat(taken.problem())
                .contains(new Reason("SKIPPED", "the contract refused it: AlreadyRedeemed(tokenId=2)"));
        assertThat(codes(runner.resume(LONG))).containsExactly("TOKEN_TAKEN");
        assertThat(codes(runner.verify())).containsExactly("WRONG_RECIPIENT");
    }

    private Voucher gift(int token, Address recipient) {
        return Voucher.gift(
                BigInteger.valueOf(token), recipient, local.timestamp().plusSeconds(600), 0);
    }

    @Test
    void signsNothingWhileAFileIsBad() throws IOException {
        recipients(rows + "order-30,nobody\n");
        assertThat(run().reasons())
                .extracting(Reason::toString)
                .containsExactly(
                        "BAD_ADDRESS: recipients.csv:32: address must be 0x and 40 hex digits: \"nobody\", no 0x at its start");
        assertThat(codes(builder().build().plan())).containsExactly("BAD_ADDRESS");
        assertThat(codes(builder().build().resume(LONG))).containsExactly("NOT_BEGUN");
        assertThat(codes(builder().build().verify())).containsExactly("NOT_BEGUN");
        assertThat(builder().build().status().rows()).isZero();
        assertNothingSent();
    }

    @Test
    void signsNothingThatTheCollectionWouldRefuse() {
        collection.pause(brand);
        collection.setVoucherSigner(brand, brand.address());
        manifest("valid_until: 2020-01-01T00:00:00Z\nmin_tier: 1\n");
        assertThat(codes(run())).containsExactly("PAUSED", "WRONG_SIGNER", "EXPIRED", "NO_MEMBERSHIP");
        assertNothingSent();
        assertThat(builder().build().status().pending()).isEqualTo(30);

        collection.unpause(brand);
        collection.setVoucherSigner(brand, host.address());
        manifest("first_token_id: 9990\n");
        assertThat(codes(run())).hasSize(20).containsOnly("TOKEN_ID_TOO_HIGH");
        assertNothingSent();
        manifest("");
        assertThat(run().isVerified()).isTrue(); // what was not sent may be put right
    }

    @Test
    void signsNothingForATokenThatIsTakenOrCancelled() {
        VoucherIssuer issuer = new VoucherIssuer(host, collection.id());
        collection.redeem(brand, issuer.issue(gift(4, viewer(4))));
        collection.redeem(brand, issuer.issue(gift(5, payer.address())));
        collection.cancel(brand, List.of(BigInteger.valueOf(6)));
        Verdict<DropStatus> verdict = run();
        assertThat(verdict.reasons())
                .extracting(Reason::toString)
                .containsExactly(
                        "TOKEN_TAKEN: order-5: token 5 was minted, and " + viewer(5) + " does not have it",
                        "TOKEN_CANCELLED: order-6: token 6 was cancelled");
        assertNothingSent();
        assertThat(builder().build().status().minted()).isEqualTo(1);
    }

    @Test
    void givesToMembersAlone() {
        MembershipPass pass =
                MembershipPass.deploy(chain, brand, MembershipPass.Config.of("Club", "CLUB", brand.address()));
        collection.setMembership(brand, pass.id().address());
        pass.grant(
                brand, IntStream.range(0, 29).mapToObj(DropRunnerTest::viewer).toList(), PassTerms.forGood(2));
        manifest("min_tier: 2\n");
        assertThat(run().reasons())
                .extracting(Reason::toString)
                .containsExactly("TIER_TOO_LOW: order-29: " + viewer(29) + " is below tier 2");
        assertNothingSent();
        pass.grant(brand, List.of(viewer(29)), PassTerms.forGood(3));
        assertThat(run().isVerified()).isTrue();
    }

    @Test
    void takesMoreRowsLaterAndNoOthers() {
        run();
        recipients(rows + "order-30," + viewer(30) + "\n");
        assertThat(plan().transactions()).isEqualTo(1);
        assertThat(run().value().orElseThrow().minted()).isEqualTo(31);
        assertOwners(31);

        recipients(rows.replace("order-3,", "order-3x,") + "order-30," + viewer(31) + "\n");
        assertThat(run().reasons())
                .extracting(Reason::toString)
                .containsExactly(
                        "TOKEN_GIVEN: order-3x would get token 3, which order-3 got; put new rows at the end, or give the"
                                + " tokens in a column",
                        "ROW_CHANGED: order-30 is sent as token 30 to " + viewer(30) + ", and the file says 30 to "
                                + viewer(31),
                        "ROW_REMOVED: order-3 is sent as token 3, and the file lacks it");
        assertThat(builder().build().status().minted()).isEqualTo(31);
        assertThat(chain.nonce(payer.address())).isEqualTo(4);
    }

    @Test
    void mintsTheTokensThatTheFileGives() {
        write(
                "recipients.csv",
                "external_id,address,token_id\na," + viewer(1) + ",700\nb," + viewer(1) + ",12\nc," + viewer(2)
                        + ",13\nd," + viewer(3) + ",15\n");
        assertThat(plan().transactions()).isEqualTo(3); // 12 and 13 run on
        assertThat(run().value().orElseThrow().transactions()).isEqualTo(3);
        assertThat(collection.ownerOf(BigInteger.valueOf(700))).hasValue(viewer(1));
        assertThat(collection.ownerOf(BigInteger.valueOf(12))).hasValue(viewer(1));
        assertThat(collection.ownerOf(BigInteger.valueOf(15))).hasValue(viewer(3));
    }

    @Test
    void stopsBeforeItCostsMoreThanItMay() {
        BigInteger third = plan().cost().divide(BigInteger.valueOf(3));
        BigInteger half = third.multiply(BigInteger.valueOf(3)).divide(BigInteger.TWO);
        String coins = new BigDecimal(half, 18).toPlainString();
        manifest("max_fee: \"" + coins + "\"\n");
        assertThat(codes(run())).containsExactly("OVER_MAX_FEE");
        DropStatus status = builder().build().status();
        assertThat(status.minted()).isEqualTo(10);
        assertThat(status.fee()).isLessThanOrEqualTo(half);
        manifest("");
        assertThat(run().isVerified()).isTrue();
    }

    @Test
    void goesOnAfterATransactionFailed() {
        DropRunner runner = builder()
                .listener(status -> {
                    if (status.transactions() == 3 && status.settled() == 0 && collection.epoch() == 0) {
                        collection.cancelEpoch(brand);
                    }
                })
                .build();
        Verdict<DropStatus> verdict = run(runner);
        assertThat(verdict.isVerified() || codes(verdict).contains("TRANSACTION_FAILED"))
                .isTrue();
        Verdict<DropStatus> again = runner.resume(LONG);
        assertThat(again.isVerified()).isTrue();
        assertOwners(30);
        assertThat(runner.verify().isVerified()).isTrue();
    }

    @Test
    void signsAgainWhatAnEpochMadeVoid() throws IOException {
        String drop = Drop.load(folder).manifest().id();
        DropRunner runner = builder().build();
        ledger.register(
                drop,
                each -> IntStream.range(0, 3).forEach(i -> each.accept(DropRow.pending("order-" + i, viewer(i), i))),
                id -> true);
        DropChunk chunk = ledger.claim(drop, 10, List::size).orElseThrow();
        DropTokens tokens = new DropTokens(Drop.load(folder).manifest(), chain);
        VoucherIssuer issuer = new VoucherIssuer(host, collection.id());
        ledger.keepSigned(drop, new DropChunk(chunk.number(), chunk.rows(), Optional.of(tokens.sign(chunk, issuer))));
        collection.cancelEpoch(brand);

        Verdict<DropStatus> verdict = runner.resume(LONG);

        assertThat(codes(verdict)).containsExactly("TRANSACTION_FAILED");
        assertThat(runner.status().failed()).isEqualTo(3);
        assertThat(runner.row("order-0").orElseThrow().problem()).isPresent();
        DropStatus status = runner.resume(LONG).value().orElseThrow();
        assertThat(status.minted()).isEqualTo(3);
        assertThat(status.transactions()).isEqualTo(2);
    }

    @Test
    void keepsTheFirstSignature() throws IOException {
        String drop = Drop.load(folder).manifest().id();
        ledger.register(drop, each -> each.accept(DropRow.pending("a", viewer(0), 0)), id -> true);
        DropChunk chunk = ledger.claim(drop, 10, List::size).orElseThrow();
        DropTokens tokens = new DropTokens(Drop.load(folder).manifest(), chain);
        VoucherIssuer issuer = new VoucherIssuer(host, collection.id());
        DropChunk first =
                ledger.keepSigned(drop, new DropChunk(0, chunk.rows(), Optional.of(tokens.sign(chunk, issuer))));
        collection.cancelEpoch(brand);
        DropChunk second =
                ledger.keepSigned(drop, new DropChunk(0, chunk.rows(), Optional.of(tokens.sign(chunk, issuer))));
        assertThat(second).isEqualTo(first);
        assertThat(ledger.open(drop)).containsExactly(first);
    }

    @Test
    void verifiesWhoGotATokenAndNotWhoHasIt() {
        run();
        Signer buyer = LocalSigner.fromPrivateKey(local.accounts().get(3).privateKey());
        recipients(rows + "order-30," + buyer.address() + "\n");
        run();
        collection.contract().send(buyer, "transferFrom", buyer.address(), viewer(5), BigInteger.valueOf(30));
        assertThat(builder().build().verify().isVerified()).isTrue();
        collection.burn(brandOwned(31), BigInteger.valueOf(31));
        assertThat(builder().build().verify().isVerified()).isTrue();
    }

    /** A token of a drop's that its holder burns. */
    private Signer brandOwned(int token) {
        recipients(rows + "order-30," + local.accounts().get(3).address() + "\norder-31," + brand.address() + "\n");
        assertThat(run().isVerified()).isTrue();
        assertThat(collection.ownerOf(BigInteger.valueOf(token))).hasValue(brand.address());
        return brand;
    }

    @Test
    void twoProcessesOfOneLedgerMintOnce() throws Exception {
        recipients(60);
        TxJournal journal = TxJournal.inMemory();
        client.close();
        List<Verdict<DropStatus>> verdicts = Collections.synchronizedList(new ArrayList<>());
        try (TxClient one = client(journal);
                TxClient two = client(journal)) {
            List<Thread> threads = new ArrayList<>();
            for (TxClient each : List.of(one, two)) {
                DropRunner runner = DropRunner.builder(
                                Drop.load(folder), chain, new VoucherIssuer(host, collection.id()), each, ledger)
                        .limits(SMALL)
                        .build();
                threads.add(Thread.ofVirtual().start(() -> verdicts.add(run(runner))));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(verdicts).hasSize(2).allMatch(Verdict::isVerified);
        assertOwners(60);
        assertThat(chain.nonce(payer.address())).isEqualTo(6);
    }

    @Test
    void isOfOneCollectionAndChain() throws IOException {
        Drop drop = Drop.load(folder);
        AccountId other = new AccountId(new ChainId(8453), collection.id().address());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DropRunner.builder(drop, chain, new VoucherIssuer(host, other), client, ledger))
                .withMessageContaining("must be of one collection");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder()
                        .limits(AirdropLimits.ethereum().withGas(50_000))
                        .build()
                        .plan())
                .withMessageContaining("must allow one recipient");
        assertThat(builder().build()).hasToString("DropRunner of Drop tea-2026 of " + collection.id());
    }

    @Test
    void mintsFiveThousandTokensOnceThoughItIsKilledTwentyTimes() throws Exception {
        int count = 5_000;
        int kills = 20;
        recipients(count);
        client.close(); // its account is the other process's now
        Random random = new Random(20261130);
        int killed = 0;
        while (killed < kills) {
            Process process = runInAProcess();
            try (BufferedReader out = new BufferedReader(process.inputReader(StandardCharsets.UTF_8))) {
                assertThat(out.readLine()).isEqualTo("working");
                boolean ended = process.waitFor(random.nextInt(20, 500), TimeUnit.MILLISECONDS);
                assertThat(ended)
                        .as("it did not end by itself, after " + killed + " kills")
                        .isFalse();
            } finally {
                process.destroyForcibly().waitFor(); // SIGKILL
            }
            killed++;
        }
        DropRunner looking = builder().build();
        assertThat(looking.status().minted()).isLessThan(count);
        Process last = runInAProcess();
        try {
            assertThat(last.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(last.exitValue()).isZero();
        } finally {
            last.destroyForcibly().waitFor();
        }

        Map<BigInteger, List<Address>> minted = new HashMap<>();
        EventQuery.of(collection.contract(), "Transfer")
                .forEach(
                        0,
                        chain.blockNumber(),
                        event -> minted.computeIfAbsent(event.uint("id"), id -> new ArrayList<>())
                                .add(event.address("to")));
        assertThat(minted).hasSize(count);
        for (int i = 0; i < count; i++) {
            assertThat(minted.get(BigInteger.valueOf(i))).containsExactly(viewer(i));
        }
        DropStatus status = looking.status();
        assertThat(status.minted()).isEqualTo(count);
        assertThat(status.settled()).isEqualTo(status.transactions());
        assertThat(looking.verify()).isEqualTo(Verdict.ok(status));
    }

    private Process runInAProcess() throws IOException {
        return ChildJvm.start(
                KilledDrop.class,
                folder.toString(),
                local.rpcUrl().toString(),
                folder.resolve("killed.db").toString(),
                folder.resolve("ledger.db").toString(),
                local.accounts().get(1).privateKey(),
                local.accounts().get(2).privateKey());
    }
}
