package io.lianbo.benchmarks.subject;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Fees;
import io.lianbo.core.chain.SignedTransaction;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.tx.Finality;
import io.lianbo.core.tx.JdbcTxJournal;
import io.lianbo.core.tx.TxClient;
import io.lianbo.core.tx.TxIntent;
import io.lianbo.core.tx.TxJournal;
import io.lianbo.core.tx.TxRecord;
import io.lianbo.testkit.LocalChain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.web3j.crypto.Credentials;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.http.HttpService;
import org.web3j.tx.FastRawTransactionManager;
import org.web3j.tx.RawTransactionManager;

/**
 * Transfers on one local node that mines a block ten times a second. Ours are journaled in a SQLite file, durable at each step, sent over
 * four accounts and awaited until each is settled; a peer's are sent one after another from one account, and the last is awaited.
 */
@State(Scope.Benchmark)
public class Transactions {
    private static final int MANY = 4_096;
    private static final int FEWER = 1_024;
    private static final int LANES = 4;
    private static final int PEER = 5;
    private static final int NODE = 6;
    private static final long BLOCK_MILLIS = 100;
    private static final long GAS = 21_000;
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Address VIEWER = Address.of("0x00000000000000000000000000000000000abcde");

    private final LocalChain local = chainThatWaits();
    private final Chain chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
    private final Path folder = folder();
    private final TxJournal journal = JdbcTxJournal.sqlite(folder.resolve("journal.db"));
    private final TxClient client = TxClient.builder(chain, journal)
            .lanes(IntStream.range(0, LANES).mapToObj(this::signer).toArray(LocalSigner[]::new))
            .finality(Finality.included())
            .inFlight(MANY)
            .start();
    private final List<LocalSigner> nodeSigners =
            IntStream.range(NODE, NODE + LANES).mapToObj(this::signer).toList();
    private final Web3j web3j = Web3j.build(new HttpService(local.rpcUrl().toString()));
    private final Credentials credentials =
            Credentials.create(local.accounts().get(PEER).privateKey());
    private final RawTransactionManager oneByOne = new RawTransactionManager(web3j, credentials, local.chainId());
    private final FastRawTransactionManager fast = new FastRawTransactionManager(web3j, credentials, local.chainId());
    private final ScheduledExecutorService miner = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> mining =
            miner.scheduleWithFixedDelay(() -> local.mine(1), BLOCK_MILLIS, BLOCK_MILLIS, TimeUnit.MILLISECONDS);
    private long round;
    private List<String> waiting = List.of();

    private static LocalChain chainThatWaits() {
        LocalChain chain = LocalChain.start();
        chain.setAutomine(false);
        return chain;
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("lianbo-bench");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LocalSigner signer(int account) {
        return LocalSigner.fromPrivateKey(local.accounts().get(account).privateKey());
    }

    /** Ends what was started. */
    @TearDown
    public void stop() throws IOException {
        client.close();
        mining.cancel(false);
        miner.close();
        journal.close();
        chain.close();
        web3j.shutdown();
        local.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Intents that are handed in together; the ones before are awaited meanwhile, as who sells without a pause does. */
    @Benchmark
    @OperationsPerInvocation(MANY)
    public List<TxRecord> lianbo() {
        List<String> before = waiting.isEmpty() ? submitted() : waiting;
        waiting = submitted();
        return settled(before);
    }

    private List<String> submitted() {
        long now = round++;
        List<TxIntent> intents = IntStream.range(0, MANY)
                .mapToObj(i ->
                        TxIntent.transfer(now + "-" + i, VIEWER, BigInteger.ONE).withGasLimit(GAS))
                .toList();
        client.submitAll(intents);
        return intents.stream().map(TxIntent::key).toList();
    }

    private List<TxRecord> settled(List<String> keys) {
        List<TxRecord> records = client.awaitAll(keys, LONG);
        records.forEach(TxRecord::requireSucceeded);
        return records;
    }

    /** What the node can take: signed batches of four accounts, without a journal and without asking what became of each. */
    @Benchmark
    @OperationsPerInvocation(MANY)
    public long node() {
        return nodeSigners.parallelStream().mapToLong(this::sendAll).sum();
    }

    private long sendAll(LocalSigner signer) {
        long first = chain.nonce(signer.address());
        Fees fees = chain.fees(Fees.Tier.PRIORITY);
        int count = MANY / LANES;
        chain.broadcast(IntStream.range(0, count)
                .mapToObj(i -> SignedTransaction.sign(
                        signer, chain.id(), first + i, fees, GAS, Optional.of(VIEWER), BigInteger.ONE, "0x"))
                .toList());
        long mined = first;
        while (mined < first + count) {
            mined = chain.nonce(signer.address());
        }
        return mined;
    }

    /** Web3j's manager, which asks for the nonce each time. */
    @Benchmark
    @OperationsPerInvocation(FEWER)
    public BigInteger web3j() throws IOException {
        for (int i = 0; i < FEWER; i++) {
            send(oneByOne);
        }
        return mined();
    }

    /** Web3j's manager that counts the nonces itself. */
    @Benchmark
    @OperationsPerInvocation(FEWER)
    public BigInteger web3jFast() throws IOException {
        for (int i = 0; i < FEWER; i++) {
            send(fast);
        }
        return mined();
    }

    private void send(RawTransactionManager manager) throws IOException {
        var sent = manager.sendEIP1559Transaction(
                local.chainId(),
                BigInteger.valueOf(1_000_000),
                BigInteger.valueOf(10_000_000_000L),
                BigInteger.valueOf(GAS),
                VIEWER.toString(),
                "",
                BigInteger.ONE);
        if (sent.hasError()) {
            throw new IOException(sent.getError().getMessage());
        }
    }

    /** Waits until the account has nothing that waits for a block. */
    private BigInteger mined() throws IOException {
        BigInteger pending = count(DefaultBlockParameterName.PENDING);
        BigInteger mined = BigInteger.ZERO;
        while (mined.compareTo(pending) < 0) {
            mined = count(DefaultBlockParameterName.LATEST);
        }
        return mined;
    }

    private BigInteger count(DefaultBlockParameterName block) throws IOException {
        return web3j.ethGetTransactionCount(credentials.getAddress(), block)
                .send()
                .getTransactionCount();
    }
}
