package io.lianbo.nft.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lianbo.core.ChainId;
import io.lianbo.core.LianboException;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.tx.Finality;
import io.lianbo.core.tx.JdbcTxJournal;
import io.lianbo.core.tx.TxClient;
import io.lianbo.core.tx.TxJournal;
import io.lianbo.nft.CollectionConfig;
import io.lianbo.nft.EditionCollection;
import io.lianbo.nft.Samples;
import io.lianbo.nft.SignedVoucher;
import io.lianbo.nft.Voucher;
import io.lianbo.nft.VoucherCollection;
import io.lianbo.nft.VoucherIssuer;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import io.lianbo.testsupport.ChildJvm;
import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Vouchers of people who pay no gas, within limits, once each: on a real chain. */
@LocalChainTest
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class VoucherRelayerTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Token ETH = Token.nativeCoin("ETH");
    private static final Instant NOON = Instant.parse("2026-11-11T12:00:00Z");

    @TempDir
    Path folder;

    private final LocalChain local;
    private final LocalSigner brand;
    private final LocalSigner host;
    private final LocalSigner payer;
    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final InstantSource clock = now::get;

    private Chain chain;
    private VoucherCollection collection;
    private VoucherIssuer issuer;
    private TxJournal journal;
    private TxClient client;
    private RelayLog log;

    VoucherRelayerTest(LocalChain local) {
        this.local = local;
        this.brand = signer(0);
        this.host = signer(1);
        this.payer = signer(2);
    }

    @BeforeEach
    void start() {
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        collection = VoucherCollection.deploy(
                chain,
                brand,
                CollectionConfig.of("Spring Tea", "TEA", brand.address()).withVoucherSigner(host.address()));
        issuer = new VoucherIssuer(host, collection.id());
        journal = JdbcTxJournal.sqlite(folder.resolve("journal.db"));
        client = TxClient.builder(chain, journal)
                .lanes(payer)
                .finality(Finality.included())
                .start();
        log = RelayLog.inMemory();
    }

    @AfterEach
    void stop() {
        client.close();
        journal.close();
        chain.close();
    }

    private LocalSigner signer(int account) {
        return LocalSigner.fromPrivateKey(local.accounts().get(account).privateKey());
    }

    private Voucher gift(int id) {
        return Voucher.gift(
                BigInteger.valueOf(id),
                KilledRelayer.viewer(id),
                local.timestamp().plus(Duration.ofHours(1)),
                0);
    }

    private static TokenAmount wei(long wei) {
        return new TokenAmount(BigInteger.valueOf(wei), ETH);
    }

    private VoucherRelayer relayer(RelayLimits limits) {
        return VoucherRelayer.builder(chain, collection, client, payer.address())
                .log(log)
                .limits(limits)
                .clock(clock)
                .build();
    }

    private static List<String> codes(Verdict<Relayed> verdict) {
        return verdict.reasons().stream().map(Reason::code).toList();
    }

    private List<String> codes(VoucherRelayer relayer, Voucher voucher) {
        return codes(relayer.relay(issuer.issue(voucher)));
    }

    @Test
    void redeemsWhatWaitsInOneTransaction() {
        VoucherRelayer relayer = relayer(RelayLimits.gifts(50, 100, 100));
        List<SignedVoucher> vouchers =
                IntStream.range(0, 20).mapToObj(this::gift).map(issuer::issue).toList();
        assertThat(relayer.relayAll(vouchers)).allMatch(Verdict::isVerified);
        assertThat(chain.nonce(payer.address())).isZero(); // nothing was spent

        List<Relayed> settled = relayer.send(LONG);

        assertThat(settled).hasSize(20).allMatch(relayed -> relayed.state() == RelayState.REDEEMED);
        assertThat(chain.nonce(payer.address())).isEqualTo(1);
        assertThat(collection.ownerOf(BigInteger.valueOf(19))).hasValue(KilledRelayer.viewer(19));
        assertThat(relayer.status(vouchers.getFirst())).contains(settled.getFirst());
        assertThat(relayer.relay(vouchers.getFirst())).isEqualTo(Verdict.ok(settled.getFirst())); // once
        assertThat(relayer.send(LONG)).isEmpty();
        assertThat(chain.nonce(payer.address())).isEqualTo(1);
        assertThat(relayer).hasToString("VoucherRelayer of " + collection);
    }

    @Test
    void refusesWhatTheChainWouldRefuseBeforeItSpendsAnything() {
        VoucherRelayer relayer = relayer(RelayLimits.gifts(50, 100, 100));
        collection.redeem(brand, issuer.issue(gift(7)));
        assertThat(codes(relayer, gift(7))).containsExactly("ALREADY_REDEEMED");
        assertThat(codes(relayer, gift(8).withEpoch(3))).containsExactly("WRONG_EPOCH");
        assertThat(codes(relayer.relay(new VoucherIssuer(payer, collection.id()).issue(gift(9)))))
                .containsExactly("WRONG_SIGNER");
        Voucher card = Voucher.bearer(BigInteger.TEN, wei(0), local.timestamp().plusSeconds(600), 0);
        assertThat(codes(relayer, card)).containsExactly("BEARER");
        assertThat(relayer.send(LONG)).isEmpty();
        assertThat(chain.nonce(payer.address())).isZero();
    }

    @Test
    void paysNoPriceUnlessToldAndNoMoreThanTold() {
        Voucher sale = gift(1).withPrice(wei(6));
        assertThat(codes(relayer(RelayLimits.gifts(50, 100, 100)), sale)).containsExactly("PRICE_NOT_PAID");

        VoucherRelayer relayer = relayer(RelayLimits.gifts(50, 100, 100).paying(wei(10), wei(20), wei(12)));
        assertThat(codes(relayer, sale)).isEmpty();
        assertThat(codes(relayer, sale)).isEmpty(); // the same, which costs nothing more
        assertThat(codes(relayer, gift(2).withPrice(wei(11)))).containsExactly("OVER_TRANSACTION_LIMIT");
        Voucher same = gift(3).withRecipient(KilledRelayer.viewer(1));
        assertThat(codes(relayer, same.withPrice(wei(7)))).containsExactly("OVER_BUYER_LIMIT");
        assertThat(codes(relayer, same.withPrice(wei(6)))).isEmpty();
        assertThat(codes(relayer, gift(4).withPrice(wei(9)))).containsExactly("OVER_DAY_LIMIT");
        assertThat(codes(relayer, gift(5))).isEmpty(); // a gift

        assertThat(relayer.send(LONG)).extracting(Relayed::state).containsOnly(RelayState.REDEEMED);
        assertThat(chain.nonce(payer.address())).isEqualTo(2); // 6 and 6 wei are more than a transaction may pay
        assertThat(chain.balance(collection.id().address())).isEqualTo(12);
        now.set(NOON.plus(Duration.ofHours(12)));
        assertThat(codes(relayer, gift(4).withPrice(wei(9)))).isEmpty(); // a new day
    }

    @Test
    void redeemsNoMoreThanADayAndABuyerMay() {
        VoucherRelayer relayer = relayer(RelayLimits.gifts(50, 3, 2));
        Voucher mine = gift(0);
        assertThat(codes(relayer, mine)).isEmpty();
        assertThat(codes(relayer, mine.withTokenId(BigInteger.ONE))).isEmpty();
        assertThat(codes(relayer, mine.withTokenId(BigInteger.TWO))).containsExactly("OVER_BUYER_LIMIT");
        assertThat(codes(relayer, gift(3))).isEmpty();
        assertThat(codes(relayer, gift(4))).containsExactly("OVER_DAY_LIMIT");
        assertThat(relayer.send(LONG)).hasSize(3);
    }

    @Test
    void paysInErc20ThatItApproved() {
        Contract coin = chain.deploy(
                        brand,
                        ContractArtifact.load(LocalChain.class, "/io/lianbo/testkit/TestToken.json"),
                        "Test Dollar",
                        "TUSD",
                        6)
                .contract();
        coin.send(brand, "mint", payer.address(), 100);
        coin.send(payer, "approve", collection.id().address(), 100);
        Token dollar = Token.erc20(coin.address(), "TUSD", 6);
        TokenAmount ten = new TokenAmount(BigInteger.TEN, dollar);
        VoucherRelayer relayer = relayer(RelayLimits.gifts(50, 100, 100).paying(ten, ten, ten));

        assertThat(codes(relayer, gift(1).withPrice(ten))).isEmpty();
        assertThat(codes(relayer, gift(2).withPrice(wei(1)))).containsExactly("PRICE_NOT_PAID");
        assertThat(relayer.send(LONG)).extracting(Relayed::state).containsExactly(RelayState.REDEEMED);
        assertThat(coin.read("balanceOf", collection.id().address()).uint(0)).isEqualTo(10);
    }

    @Test
    void passesOverTheOneThatSomebodyElseRedeemedFirst() {
        VoucherRelayer relayer = relayer(RelayLimits.gifts(50, 100, 100));
        List<SignedVoucher> vouchers =
                IntStream.range(0, 4).mapToObj(this::gift).map(issuer::issue).toList();
        relayer.relayAll(vouchers);
        // the batch is made up, and not in a block yet
        assertThat(log.claim(collection.id(), 50, waiting -> waiting)).isPresent();
        collection.redeem(brand, vouchers.get(2));

        assertThat(relayer.send(LONG)).hasSize(4);

        assertThat(chain.nonce(payer.address())).isEqualTo(1);
        assertThat(relayer.status(vouchers.get(2)).orElseThrow().problem())
                .contains(new Reason("SKIPPED", "the contract refused it: AlreadyRedeemed(tokenId=2)"));
        for (int other : List.of(0, 1, 3)) {
            assertThat(relayer.status(vouchers.get(other)).orElseThrow().state())
                    .isEqualTo(RelayState.REDEEMED);
        }
    }

    @Test
    void refusesWhatWentBadWhileItWaited() {
        VoucherRelayer relayer = relayer(RelayLimits.gifts(50, 100, 100));
        SignedVoucher good = issuer.issue(gift(1));
        SignedVoucher cancelled = issuer.issue(gift(2));
        relayer.relayAll(List.of(good, cancelled));
        collection.cancel(brand, List.of(BigInteger.TWO));

        assertThat(relayer.send(LONG)).extracting(Relayed::voucher).containsExactly(good);
        Relayed refused = relayer.status(cancelled).orElseThrow();
        assertThat(refused.state()).isEqualTo(RelayState.REFUSED);
        assertThat(refused.transaction()).isEmpty();
        assertThat(refused.problem().orElseThrow().code()).isEqualTo("CANCELLED");
        assertThat(codes(relayer.relay(cancelled))).containsExactly("CANCELLED");
    }

    @Test
    void waitsWhileTheCollectionIsPaused() {
        VoucherRelayer relayer = relayer(RelayLimits.gifts(50, 100, 100));
        SignedVoucher voucher = issuer.issue(gift(1));
        relayer.relay(voucher);
        collection.pause(brand);
        assertThat(relayer.send(LONG)).isEmpty();
        assertThat(relayer.status(voucher).orElseThrow().state()).isEqualTo(RelayState.WAITING);
        assertThat(codes(relayer, gift(2))).containsExactly("PAUSED");
        collection.unpause(brand);
        assertThat(relayer.send(LONG)).hasSize(1);
    }

    @Test
    void waitsForTheMoneyToPayPrices() {
        VoucherRelayer relayer =
                relayer(RelayLimits.gifts(50, 100, 100).paying(ether("100000"), ether("100000"), ether("100000")));
        List<SignedVoucher> vouchers = List.of(
                issuer.issue(gift(1).withPrice(ether("6000"))),
                issuer.issue(gift(2).withPrice(ether("6000"))), // the payer has 10,000
                issuer.issue(gift(3)));
        assertThat(relayer.relayAll(vouchers)).allMatch(Verdict::isVerified);

        assertThat(relayer.send(LONG)).extracting(Relayed::voucher).containsExactly(vouchers.get(0), vouchers.get(2));
        assertThat(relayer.status(vouchers.get(1)).orElseThrow().state()).isEqualTo(RelayState.WAITING);
        local.setBalance(payer.address().toString(), BigInteger.TEN.pow(22));
        assertThat(relayer.send(LONG)).extracting(Relayed::voucher).containsExactly(vouchers.get(1));
    }

    private static TokenAmount ether(String ether) {
        return TokenAmount.parse(ether, ETH);
    }

    @Test
    void goesOnWhereAnotherStopped() {
        VoucherRelayer first = relayer(RelayLimits.gifts(50, 100, 100));
        first.relayAll(
                IntStream.range(0, 3).mapToObj(this::gift).map(issuer::issue).toList());
        // died between the claim and the journal
        assertThat(log.claim(collection.id(), 50, waiting -> waiting)).isPresent();
        VoucherRelayer second = relayer(RelayLimits.gifts(50, 100, 100));

        assertThat(second.send(LONG)).hasSize(3).allMatch(relayed -> relayed.state() == RelayState.REDEEMED);

        // died between the journal and the blocks
        second.relayAll(
                IntStream.range(3, 6).mapToObj(this::gift).map(issuer::issue).toList());
        local.setAutomine(false);
        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> second.send(Duration.ofMillis(300)))
                .satisfies(e -> assertThat(e.code()).isEqualTo(LianboException.Code.NOT_MINED_IN_TIME));
        local.setAutomine(true);
        local.mine(1);
        assertThat(relayer(RelayLimits.gifts(50, 100, 100)).send(LONG))
                .hasSize(3)
                .allMatch(relayed -> relayed.state() == RelayState.REDEEMED);
        assertThat(chain.nonce(payer.address())).isEqualTo(2);
    }

    @Test
    void relaysCopiesOfEditionsToo() {
        EditionCollection editions = EditionCollection.deploy(
                chain,
                brand,
                CollectionConfig.of("Teas", "TEAS", brand.address()).withVoucherSigner(host.address()));
        VoucherIssuer copies = new VoucherIssuer(host, editions.id());
        VoucherRelayer relayer =
                VoucherRelayer.builder(chain, editions, client, payer.address()).build();
        BigInteger item = BigInteger.valueOf(7);
        for (int serial = 0; serial < 3; serial++) {
            relayer.relay(copies.issue(gift(serial)
                    .withTokenId(EditionCollection.tokenId(item, serial))
                    .withRecipient(Samples.VIEWER)));
        }
        assertThat(relayer.send(LONG)).hasSize(3);
        assertThat(editions.balanceOf(Samples.VIEWER, item)).isEqualTo(3);
        assertThat(codes(relayer, gift(1))).containsExactly("WRONG_COLLECTION");
    }

    @Test
    void paysEachPriceOnceWhereverItIsKilled() throws Exception {
        int vouchers = 60;
        client.close(); // its account is the other process's now
        Random random = new Random(20261111);
        for (int kill = 0; kill < 6; kill++) {
            Process process = relayInAProcess(vouchers);
            try {
                assertThat(new BufferedReader(process.inputReader(StandardCharsets.UTF_8)).readLine())
                        .isEqualTo("working");
                process.waitFor(random.nextInt(50, 900), TimeUnit.MILLISECONDS);
            } finally {
                process.destroyForcibly().waitFor(); // SIGKILL
            }
        }
        Process last = relayInAProcess(vouchers);
        try {
            assertThat(last.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(last.exitValue()).isZero();
        } finally {
            last.destroyForcibly().waitFor();
        }
        for (int id = 0; id < vouchers; id++) {
            assertThat(collection.ownerOf(BigInteger.valueOf(id))).hasValue(KilledRelayer.viewer(id));
        }
        assertThat(chain.balance(collection.id().address())).isEqualTo(vouchers);
        RelayLog kept = JdbcRelayLog.in(Databases.at(Databases.url(Store.SQLITE, folder)));
        assertThat(kept.waiting(collection.id(), 100)).isEmpty();
        assertThat(kept.open(collection.id())).isEmpty();
    }

    private Process relayInAProcess(int vouchers) throws IOException {
        return ChildJvm.start(
                KilledRelayer.class,
                local.rpcUrl().toString(),
                Long.toString(local.chainId()),
                collection.id().address().toString(),
                folder.resolve("killed.db").toString(),
                Databases.url(Store.SQLITE, folder),
                Integer.toString(vouchers),
                local.accounts().get(1).privateKey(),
                local.accounts().get(2).privateKey());
    }
}
