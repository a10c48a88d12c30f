package io.lianbo.provenance.checkpoint;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.provenance.log.TreeHead;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a log says of itself at one moment, as C2SP tlog-checkpoint writes it: whose log, how large, which root.
 *
 * {@snippet class="io.lianbo.provenance.checkpoint.CheckpointTest" region="sign"}
 *
 * @param origin names the log for ever, preferably a URL without scheme: {@code tea.example/log}
 * @param size the number of leaves, from 0
 * @param root the Merkle tree hash; of an empty log the SHA-256 of nothing
 * @param extensions further lines, of which nothing is checked
 */
public record Checkpoint(String origin, long size, Hash32 root, List<String> extensions) {

    private static final int FIXED_LINES = 3;

    public Checkpoint {
        Objects.requireNonNull(root, "root");
        extensions = List.copyOf(extensions);
        requireLine("origin", origin);
        extensions.forEach(line -> requireLine("extension", line));
        if (size < 0) {
            throw new IllegalArgumentException("tree size must be 0 or more: " + size);
        }
        if (size == 0 && !root.equals(Sha256.hash())) {
            throw new IllegalArgumentException("the root of an empty log must be the SHA-256 of nothing: " + root);
        }
    }

    /** The checkpoint of a log's head. */
    public static Checkpoint of(String origin, TreeHead head) {
        return new Checkpoint(origin, head.size(), head.root(), List.of());
    }

    /**
     * Reads what {@link #text} writes.
     *
     * @throws IllegalArgumentException when it is anything else
     */
    public static Checkpoint parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length < FIXED_LINES + 1 || !lines[lines.length - 1].isEmpty()) {
            throw new IllegalArgumentException("a checkpoint must have at least three lines that end in a newline");
        }
        byte[] root = SignedNote.decode("root", lines[2]);
        if (root.length != Hash32.SIZE) {
            throw new IllegalArgumentException("a root must be 32 bytes: " + root.length + " bytes");
        }
        return new Checkpoint(
                lines[0], size(lines[1]), Hash32.of(root), Arrays.asList(lines).subList(FIXED_LINES, lines.length - 1));
    }

    private static long size(String digits) {
        if (!digits.matches("0|[1-9][0-9]{0,18}")) {
            throw new IllegalArgumentException("a tree size must be a decimal number below 2^63: " + digits);
        }
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a tree size must be a decimal number below 2^63: " + digits, e);
        }
    }

    private static void requireLine(String what, String line) {
        if (line.isEmpty() || line.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException(
                    "an " + what + " line must be neither empty nor have control characters");
        }
    }

    /** The head to check proofs against; empty of an empty log. */
    public Optional<TreeHead> head() {
        return size == 0 ? Optional.empty() : Optional.of(new TreeHead(root, size));
    }

    /** Signs it: with the key of the log, whose name should be the origin. */
    public SignedNote sign(NoteSigner... signers) {
        return SignedNote.sign(text(), signers);
    }

    /** What is signed: origin, size, root in base64 and the extensions, a line each. */
    public String text() {
        StringBuilder text = new StringBuilder()
                .append(origin)
                .append('\n')
                .append(size)
                .append('\n')
                .append(Base64.getEncoder().encodeToString(root.bytes()))
                .append('\n');
        extensions.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
