package io.lianbo.testkit;

import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A real Ethereum node on a free loopback port, up in a moment and gone when closed: {@code anvil} of Foundry with ten
 * funded accounts, mining a block for each transaction.
 *
 * {@snippet class="io.lianbo.testkit.SnippetsTest" region="start"}
 *
 * <p><b>Every start is the same.</b> Accounts, genesis and block times do not depend on the clock of this machine: the
 * first block is at {@link Options#timestamp} and each further one a second later, so equal calls give equal block hashes.
 * Take "now" from {@link #timestamp}, or start with {@code Options.defaults().withTimestamp(Instant.now())}. Transactions
 * above 16,777,216 gas are refused, as on the main network (EIP-7825). Blocks, receipts and logs are kept to the first one, the
 * state of accounts for the last 512 blocks.
 *
 * <p><b>Nothing stays behind.</b> {@link #close} ends the node, and so does the end of this JVM, even a hard one
 * ({@code kill -9}, out of memory): on Linux and macOS anvil runs under a {@code sh} whose standard input is a pipe from this
 * JVM and which kills anvil when that pipe closes. On Windows a small second JVM keeps that watch; should it not have
 * started yet when this JVM is killed, anvil stays.
 *
 * <p><b>Where anvil comes from</b>, the first that works: the executable that the system property {@code lianbo.anvil} names
 * (taken whatever its version), an {@code anvil} 1.7 on the {@code PATH}, {@code contracts/node_modules} in the working
 * directory or one of its parents, or {@code ~/.cache/lianbo/anvil-1.7.1} ({@code XDG_CACHE_HOME} and, on Windows,
 * {@code LOCALAPPDATA} are heeded), which the first start fills through {@code npm}. Where none works,
 * {@link LocalChainException} lists what was tried and the command that helps.
 *
 * <p>Safe for use by several threads.
 */
public final class LocalChain implements AutoCloseable {

    private static final int KEPT_STATES = 512;

    private final Options options;
    private final AnvilProcess anvil;
    private final JsonRpc rpc;
    private final Set<String> impersonated = ConcurrentHashMap.newKeySet();

    private LocalChain(Options options, AnvilProcess anvil) {
        this.options = options;
        this.anvil = anvil;
        this.rpc = new JsonRpc(URI.create("http://127.0.0.1:" + anvil.banner().port()), anvil::lastWords);
    }

    /**
     * Starts a chain with {@link Options#defaults}.
     *
     * @throws LocalChainException if no anvil is found or it does not start
     */
    public static LocalChain start() {
        return start(Options.defaults());
    }

    /**
     * Starts a chain. Several run side by side; give each its own chain id.
     *
     * @throws LocalChainException if no anvil is found or it does not start
     */
    public static LocalChain start(Options options) {
        return start(options, AnvilBinary.find(), AnvilProcess.Guard.forThisSystem());
    }

    static LocalChain start(Options options, Path anvil, AnvilProcess.Guard guard) {
        LocalChain chain = new LocalChain(options, AnvilProcess.launch(anvil, options.arguments(), guard));
        try {
            chain.rpc(
                    "anvil_setBlockTimestampInterval",
                    Math.max(1, options.blockTime().toSeconds()));
            return chain;
        } catch (RuntimeException e) {
            chain.close();
            throw e;
        }
    }

    /** Where the chain answers JSON-RPC, such as {@code http://127.0.0.1:41221}. */
    public URI rpcUrl() {
        return rpc.url();
    }

    /** The chain id, 31337 by default. */
    public long chainId() {
        return options.chainId();
    }

    /** The funded accounts, 10,000 ether each, always in the same order. */
    public List<TestAccount> accounts() {
        return anvil.banner().accounts();
    }

    /** The number of the latest block; 0 just after the start. */
    public long blockNumber() {
        return quantity(rpc("eth_blockNumber")).longValueExact();
    }

    /** The time of the latest block. */
    public Instant timestamp() {
        if (rpc("eth_getBlockByNumber", "latest", false) instanceof Map<?, ?> block) {
            return Instant.ofEpochSecond(quantity(block.get("timestamp")).longValueExact());
        }
        throw new LocalChainException("anvil answered eth_getBlockByNumber without a block");
    }

    /** The balance of an account in wei. */
    public BigInteger balance(String address) {
        return quantity(rpc("eth_getBalance", requireAddress(address), "latest"));
    }

    /** Gives an account exactly this balance, in wei. */
    public void setBalance(String address, BigInteger wei) {
        if (wei.signum() < 0 || wei.bitLength() > 256) {
            throw new IllegalArgumentException("a balance must be 0 to 2^256-1 wei: " + wei);
        }
        rpc("anvil_setBalance", requireAddress(address), "0x" + wei.toString(16));
    }

    /** Remembers the state of the chain, so that {@link #revert} can go back to it. */
    public synchronized Snapshot snapshot() {
        return new Snapshot(this, takeSnapshot());
    }

    /**
     * Goes back to the state of a snapshot; it stays valid, later ones do not. The mining mode and impersonation are no part
     * of the state and stay as they are.
     *
     * @throws IllegalArgumentException if the snapshot was taken from another chain
     * @throws LocalChainException if the snapshot is no longer valid
     */
    public synchronized void revert(Snapshot snapshot) {
        if (snapshot.chain != this) {
            throw new IllegalArgumentException(
                    "the snapshot is of another chain: " + snapshot.chain + ", this is " + this);
        }
        try {
            rpc("evm_revert", snapshot.id);
        } catch (LocalChainException e) {
            throw e.rpcCode().isEmpty()
                    ? e
                    : new LocalChainException(
                            "the snapshot is no longer valid: the chain went back to an earlier one", e);
        }
        snapshot.id = takeSnapshot();
    }

    /**
     * Moves the chain's clock forward and mines one block there, so that calls see the new time at once.
     *
     * @param duration one second or more; parts of a second are dropped
     */
    public void increaseTime(Duration duration) {
        if (duration.toSeconds() < 1) {
            throw new IllegalArgumentException("time moves forward by one second or more: " + duration);
        }
        setTime(timestamp().plusSeconds(duration.toSeconds()));
    }

    /**
     * Mines one block at the given time, to the second, and goes on from there.
     *
     * @throws LocalChainException if the time is not after {@link #timestamp}
     */
    public void setTime(Instant time) {
        rpc("evm_setNextBlockTimestamp", time.getEpochSecond());
        mine(1);
    }

    /** Mines a number of blocks, one or more; the first takes the transactions that wait. */
    public void mine(long blocks) {
        if (blocks < 1) {
            throw new IllegalArgumentException("the number of blocks to mine must be 1 or more: " + blocks);
        }
        rpc("anvil_mine", "0x" + Long.toHexString(blocks));
    }

    /**
     * Whether each transaction is mined by itself in its own block (the default), or waits for {@link #mine}. Mining takes a
     * moment also by itself: wait for the receipt.
     */
    public void setAutomine(boolean automine) {
        rpc("evm_setAutomine", automine);
    }

    /**
     * Lets anyone send from this address without its key, by {@code rpc("eth_sendTransaction", Map.of("from", address, ...))};
     * a contract's address works too. Fund it with {@link #setBalance}.
     */
    public void impersonate(String address) {
        rpc("anvil_impersonateAccount", requireAddress(address));
        impersonated.add(address);
    }

    /** Ends what {@link #impersonate} began. */
    public void stopImpersonating(String address) {
        rpc("anvil_stopImpersonatingAccount", requireAddress(address));
        impersonated.remove(address);
    }

    /**
     * Calls any JSON-RPC method of the node.
     *
     * @param method such as {@code eth_getCode} or {@code anvil_setCode}
     * @param params the parameters: strings, booleans, numbers, lists, and maps with string keys
     * @return the result as plain JDK values (map, list, string, number, boolean), or null
     * @throws LocalChainException if anvil refuses the call or does not answer
     */
    public @Nullable Object rpc(String method, Object... params) {
        return rpc.call(method, List.of(params));
    }

    /** Ends the node and waits until it is gone. Closing again does nothing. */
    @Override
    public void close() {
        rpc.close();
        anvil.close();
    }

    /** The chain id and the RPC address. */
    @Override
    public String toString() {
        return "LocalChain " + chainId() + " at " + rpcUrl();
    }

    /** Back to the snapshot, and also to a block for each transaction, none waiting, and no impersonation. */
    void reset(Snapshot snapshot) {
        setAutomine(false);
        rpc("anvil_dropAllTransactions");
        mine(1); // waits for a transaction that is being mined just now, lest it land behind the revert
        impersonated.forEach(this::stopImpersonating);
        revert(snapshot);
        setAutomine(true);
    }

    long anvilPid() {
        return anvil.pid();
    }

    private String takeSnapshot() {
        return String.valueOf(rpc("evm_snapshot"));
    }

    private static BigInteger quantity(@Nullable Object value) {
        if (value instanceof String hex && hex.startsWith("0x")) {
            return new BigInteger(hex.substring(2), 16);
        }
        throw new LocalChainException("anvil answered with " + value + " where a number was expected");
    }

    private static String requireAddress(String address) {
        if (!address.matches("0x[0-9a-fA-F]{40}")) {
            throw new IllegalArgumentException("an address is 0x and 40 hexadecimal digits: " + address);
        }
        return address;
    }

    /**
     * How a {@link LocalChain} starts. {@link #defaults} is what nearly every test wants; change it with the {@code with}
     * methods.
     *
     * @param chainId 31337 by default; 1 to 9223372036854775771 (EIP-2294)
     * @param accounts how many funded accounts, 1 to 1000; 10 by default
     * @param mnemonic the BIP-39 words the accounts come from (m/44'/60'/0'/0/i), by default
     *     {@code test test test test test test test test test test test junk}; it shows in the system's list of processes, so never
     *     name one that holds value
     * @param hardfork the rules of the chain, {@code osaka} by default
     * @param blockTime zero by default: each transaction is mined at once in its own block; otherwise a block is mined in this
     *     rhythm, in whole seconds
     * @param timestamp the time of the first block, to the second; 2026-01-01T00:00:00Z by default
     */
    public record Options(
            long chainId, int accounts, String mnemonic, String hardfork, Duration blockTime, Instant timestamp) {

        private static final Options DEFAULTS = new Options(
                31337,
                10,
                "test test test test test test test test test test test junk",
                "osaka",
                Duration.ZERO,
                Instant.parse("2026-01-01T00:00:00Z"));

        /** Checks each value against its range. */
        public Options {
            if (chainId < 1 || chainId > 9_223_372_036_854_775_771L) {
                throw new IllegalArgumentException("chain id must be 1 to 9223372036854775771: " + chainId);
            }
            if (accounts < 1 || accounts > 1000) {
                throw new IllegalArgumentException("the number of accounts must be 1 to 1000: " + accounts);
            }
            if (mnemonic.isBlank()) {
                throw new IllegalArgumentException("the mnemonic must not be blank");
            }
            if (!hardfork.matches("[A-Za-z]+")) {
                throw new IllegalArgumentException("hardfork must be a name such as osaka: '" + hardfork + "'");
            }
            if (blockTime.isNegative() || !blockTime.equals(Duration.ofSeconds(blockTime.toSeconds()))) {
                throw new IllegalArgumentException("block time must be zero or whole seconds: " + blockTime);
            }
            if (timestamp.getEpochSecond() < 1) {
                throw new IllegalArgumentException("the first block must be after 1970-01-01: " + timestamp);
            }
        }

        /** Chain 31337, ten accounts, a block for each transaction, beginning on 2026-01-01. */
        public static Options defaults() {
            return DEFAULTS;
        }

        /** The same with another chain id. */
        public Options withChainId(long chainId) {
            return new Options(chainId, accounts, mnemonic, hardfork, blockTime, timestamp);
        }

        /** The same with another number of accounts. */
        public Options withAccounts(int accounts) {
            return new Options(chainId, accounts, mnemonic, hardfork, blockTime, timestamp);
        }

        /** The same with accounts from other words. */
        public Options withMnemonic(String mnemonic) {
            return new Options(chainId, accounts, mnemonic, hardfork, blockTime, timestamp);
        }

        /** The same under the rules of another hardfork. */
        public Options withHardfork(String hardfork) {
            return new Options(chainId, accounts, mnemonic, hardfork, blockTime, timestamp);
        }

        /** The same with a block in this rhythm instead of one for each transaction. */
        public Options withBlockTime(Duration blockTime) {
            return new Options(chainId, accounts, mnemonic, hardfork, blockTime, timestamp);
        }

        /** The same beginning at another time. */
        public Options withTimestamp(Instant timestamp) {
            return new Options(chainId, accounts, mnemonic, hardfork, blockTime, timestamp);
        }

        /** Shows everything but the mnemonic. */
        @Override
        public String toString() {
            return "Options[chainId=" + chainId + ", accounts=" + accounts + ", hardfork=" + hardfork + ", blockTime="
                    + blockTime + ", timestamp=" + timestamp + "]";
        }

        List<String> arguments() {
            List<String> arguments = new ArrayList<>(List.of("--host", "127.0.0.1", "--port", "0"));
            arguments.addAll(List.of("--chain-id", Long.toString(chainId)));
            arguments.addAll(List.of("--accounts", Integer.toString(accounts)));
            arguments.addAll(List.of("--mnemonic", mnemonic));
            arguments.addAll(List.of("--hardfork", hardfork));
            arguments.addAll(List.of("--timestamp", Long.toString(timestamp.getEpochSecond())));
            arguments.add("--enable-tx-gas-limit");
            // without it anvil writes older states to files, which it leaves behind
            arguments.addAll(List.of("--prune-history", Integer.toString(KEPT_STATES)));
            if (!blockTime.isZero()) {
                arguments.addAll(List.of("--block-time", Long.toString(blockTime.toSeconds())));
            }
            return arguments;
        }
    }
}
