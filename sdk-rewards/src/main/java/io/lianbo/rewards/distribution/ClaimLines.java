package io.lianbo.rewards.distribution;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.json.JsonObject;
import io.lianbo.core.merkle.HashTree;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The lines of a claim file: a claim's as its file has it, from a tree and back. */
final class ClaimLines {

    /** More bytes than a line has: a proof of 25 hashes and an amount of 78 digits take fewer than 2,000. */
    static final int LONGEST = 4_096;

    private static final String ACCOUNT = "{\"account\":\"0x";
    private static final int DIGITS = 2 * Address.SIZE;
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] DIGIT = ascii("0123456789abcdef");
    private static final byte[] HASH = ascii("\"0x" + "0".repeat(2 * Hash32.SIZE) + "\"");
    private static final byte[] END = ascii("]}\n");

    private ClaimLines() {}

    /** The line of a claim, its end included. */
    static byte[] write(Address account, BigInteger amount, HashTree tree, int index) {
        byte[] proof = new byte[tree.depth() * Hash32.SIZE];
        int hashes = tree.proof(index, proof);
        byte[] head = ascii(
                ACCOUNT + HEX.formatHex(account.bytes()) + "\",\"cumulativeAmount\":\"" + amount + "\",\"proof\":[");
        byte[] line = Arrays.copyOf(head, head.length + Math.max(0, hashes * (HASH.length + 1) - 1) + END.length);
        int at = head.length;
        for (int i = 0; i < hashes; i++) {
            if (i > 0) {
                line[at++] = ',';
            }
            System.arraycopy(HASH, 0, line, at, HASH.length);
            for (int b = 0; b < Hash32.SIZE; b++) {
                byte each = proof[i * Hash32.SIZE + b];
                line[at + 3 + 2 * b] = DIGIT[(each >> 4) & 0xf];
                line[at + 4 + 2 * b] = DIGIT[each & 0xf];
            }
            at += HASH.length;
        }
        System.arraycopy(END, 0, line, at, END.length);
        return line;
    }

    /**
     * How a line's account stands to another: below 0 if it comes before.
     *
     * @throws IllegalArgumentException if the line is no claim's
     */
    static int compare(String line, Address account) {
        if (!line.startsWith(ACCOUNT) || line.length() < ACCOUNT.length() + DIGITS) {
            throw new IllegalArgumentException(
                    "a line of a claim file must begin with " + ACCOUNT + " and " + DIGITS + " digits");
        }
        return line.substring(ACCOUNT.length(), ACCOUNT.length() + DIGITS).compareTo(HEX.formatHex(account.bytes()));
    }

    /**
     * Reads a line and checks its proof.
     *
     * @throws IllegalArgumentException if it has another form, or the proof does not lead to that root
     */
    static RewardClaim read(String line, Hash32 root) {
        JsonObject json = JsonObject.parse("claim", line).only("account", "cumulativeAmount", "proof");
        List<String> proof = json.texts("proof");
        RewardClaim claim = json.made(() -> new RewardClaim(
                json.text("account", Address::of),
                json.digits("cumulativeAmount", TokenAmount.MAX_UNITS),
                proof.stream().map(Hash32::of).toList()));
        if (!claim.verify(root).isVerified()) {
            throw json.malformed("the proof of " + claim.account() + " must lead to the root " + root);
        }
        return claim;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
