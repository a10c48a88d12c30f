package io.lianbo.rewards.distribution;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.OrderedParallel;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.json.JsonObject;
import io.lianbo.core.json.StrictJson;
import io.lianbo.rewards.internal.WholeFile;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The claims of an epoch in a file, as {@link RewardTree#writeClaims} writes them; any account's is found in some twenty short reads, and none
 * is kept in memory.
 *
 * {@snippet class="io.lianbo.rewards.distribution.ClaimFileTest" region="claims"}
 *
 * <p>The format is newline-delimited JSON in ASCII, which any language reads. The first line says what the file holds:
 * {@code {"format":"lianbo.reward-claims/1","epoch":"7","rulesHash":"0x...","root":"0x...","accounts":"1000000","cumulativeTotal":"..."}}.
 * Each other line is a claim, in the order of accounts, which are in lower case so that lines sort as text:
 * {@code {"account":"0x...","cumulativeAmount":"...","proof":["0x...",...]}}. Each claim is checked against the root as it is read; whether the
 * root is the one on chain is the caller's to check.
 *
 * <p>Safe for use by many threads at once.
 */
public final class ClaimFile implements Closeable {

    private static final String FORMAT = "lianbo.reward-claims/1";
    private static final String NAME = "claim file";

    private final Path file;
    private final FileChannel channel;
    private final long firstClaim;
    private final long end;
    private final long epoch;
    private final Hash32 rulesHash;
    private final Hash32 root;
    private final int accounts;
    private final BigInteger cumulativeTotal;

    private ClaimFile(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.end = channel.size();
        String head = text(0, Math.min(end, ClaimLines.LONGEST));
        int length = head.indexOf('\n');
        if (length < 0) {
            throw new IllegalArgumentException(NAME + " must begin with a line that says what it holds");
        }
        this.firstClaim = length + 1L;
        JsonObject header = JsonObject.parse(NAME, head.substring(0, length))
                .only("format", "epoch", "rulesHash", "root", "accounts", "cumulativeTotal");
        if (!header.text("format").equals(FORMAT)) {
            throw header.malformed("format must be \"" + FORMAT + "\": \"" + header.text("format") + '"');
        }
        this.epoch = header.digits("epoch", BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
        this.rulesHash = header.text("rulesHash", Hash32::of);
        this.root = header.text("root", Hash32::of);
        this.accounts =
                header.digits("accounts", BigInteger.valueOf(Integer.MAX_VALUE)).intValueExact();
        this.cumulativeTotal = header.digits("cumulativeTotal", TokenAmount.MAX_UNITS);
        if (!text(end - 1, 1).equals("\n")) {
            throw header.malformed("its last line must be whole");
        }
    }

    /**
     * Opens a file.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if its first line has another form, or its last one is cut off
     */
    public static ClaimFile open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new ClaimFile(file, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    static void write(Path file, RewardTree tree, int accounts, IntFunction<byte[]> line) throws IOException {
        WholeFile.write(file, stream -> {
            OutputStream out = new BufferedOutputStream(stream, 1 << 20);
            Map<String, Object> header = new LinkedHashMap<>();
            header.put("format", FORMAT);
            header.put("epoch", Long.toString(tree.epoch()));
            header.put("rulesHash", tree.rulesHash().toString());
            header.put("root", tree.root().toString());
            header.put("accounts", Integer.toString(accounts));
            header.put("cumulativeTotal", tree.cumulativeTotal().toString());
            out.write((StrictJson.write(header) + "\n").getBytes(StandardCharsets.US_ASCII));
            Iterator<byte[]> lines = OrderedParallel.map(
                            IntStream.range(0, accounts).boxed(), line::apply)
                    .iterator();
            while (lines.hasNext()) {
                out.write(lines.next());
            }
            out.flush();
        });
    }

    /** The last epoch whose rewards are in it. */
    public long epoch() {
        return epoch;
    }

    /** Hash of the rules by which that epoch was scored. */
    public Hash32 rulesHash() {
        return rulesHash;
    }

    /** The root that its claims prove to. */
    public Hash32 root() {
        return root;
    }

    /** How many accounts have a claim. */
    public int accounts() {
        return accounts;
    }

    /** What all its claims come to. */
    public BigInteger cumulativeTotal() {
        return cumulativeTotal;
    }

    /**
     * What an account needs to claim; empty for one that has earned nothing.
     *
     * @throws IllegalArgumentException if a line that was read has another form, or its proof does not lead to the root
     * @throws UncheckedIOException if the file cannot be read
     */
    public Optional<RewardClaim> claim(Address account) {
        try {
            long low = firstClaim;
            long high = end;
            while (low < high) {
                long middle = (low + high) >>> 1;
                long from = Math.max(low, middle - ClaimLines.LONGEST);
                String around = text(from, Math.min(high - from, 2L * ClaimLines.LONGEST));
                int before = around.lastIndexOf('\n', (int) (middle - from) - 1);
                int after = around.indexOf('\n', (int) (middle - from));
                if (after < 0 || (before < 0 && from > low)) {
                    throw new IllegalArgumentException(
                            NAME + ": a line must have fewer than " + ClaimLines.LONGEST + " bytes");
                }
                String line = around.substring(before + 1, after);
                int order = ClaimLines.compare(line, account);
                if (order == 0) {
                    return Optional.of(ClaimLines.read(line, root));
                }
                if (order < 0) {
                    low = from + after + 1;
                } else {
                    high = from + before + 1;
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    /**
     * All claims, in the order of accounts, checked on all cores as they are read; to be closed. Reading throws {@link
     * IllegalArgumentException} at a line that is wrong, and at the end when they are not all that the first line promises.
     *
     * @throws IOException if the file cannot be read
     */
    public Stream<RewardClaim> claims() throws IOException {
        BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.US_ASCII);
        reader.readLine();
        Iterator<RewardClaim> claims = OrderedParallel.map(reader.lines(), line -> ClaimLines.read(line, root))
                .iterator();
        Spliterator<RewardClaim> inOrder =
                new Spliterators.AbstractSpliterator<>(accounts, Spliterator.ORDERED | Spliterator.NONNULL) {
                    private @Nullable Address last;
                    private int count;
                    private BigInteger total = BigInteger.ZERO;

                    @Override
                    public boolean tryAdvance(Consumer<? super RewardClaim> action) {
                        if (!claims.hasNext()) {
                            requireAll(count, total);
                            return false;
                        }
                        RewardClaim claim = claims.next();
                        if (last != null && last.compareTo(claim.account()) >= 0) {
                            throw new IllegalArgumentException(
                                    NAME + ": accounts must ascend: " + claim.account() + " after " + last);
                        }
                        last = claim.account();
                        count++;
                        total = total.add(claim.cumulativeAmount());
                        action.accept(claim);
                        return true;
                    }
                };
        return StreamSupport.stream(inOrder, false).onClose(() -> {
            try {
                reader.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void requireAll(int count, BigInteger total) {
        if (count != accounts || !total.equals(cumulativeTotal)) {
            throw new IllegalArgumentException(NAME + " must have " + accounts + " claims that come to "
                    + cumulativeTotal + ": " + count + " that come to " + total);
        }
    }

    private String text(long from, long length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(length));
        while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {}
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
