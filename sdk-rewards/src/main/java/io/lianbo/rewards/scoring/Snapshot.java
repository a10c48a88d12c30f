package io.lianbo.rewards.scoring;

import io.lianbo.core.Verdict.Reason;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** An engine as bytes: its format's name, what it knows, and the SHA-256 of both. */
final class Snapshot {

    private static final String FORMAT = "lianbo.scoring-snapshot/1";
    private static final int MAX_TEXT = 1 << 20;

    private Snapshot() {}

    static void write(EngineState state, OutputStream stream) throws IOException {
        MessageDigest digest = sha256();
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(new DigestOutputStream(stream, digest)));
        text(out, FORMAT);
        text(out, state.rules().canonical());
        epoch(out, state.epoch());
        assessment(out, state.assessment());
        out.writeInt(state.past().size());
        for (PastEpoch past : state.past()) {
            epoch(out, past.epoch());
            text(out, past.rules().canonical());
            assessment(out, past.assessment());
            counts(out, past.booked());
            out.writeBoolean(past.changed());
        }
        counts(out, state.debts());
        out.writeInt(state.sealed().size());
        byte[] conflicting = state.sealed().conflicting().toByteArray();
        out.writeInt(conflicting.length);
        out.write(conflicting);
        state.rows().write(out);
        out.flush();
        stream.write(digest.digest());
        stream.flush();
    }

    static EngineState read(InputStream stream) throws IOException {
        MessageDigest digest = sha256();
        // a digest stream below a buffer would hash the digest itself
        DigestInputStream digesting = new DigestInputStream(new BufferedInputStream(stream, 1 << 16), digest);
        DataInputStream in = new DataInputStream(digesting);
        try {
            EngineState state = state(in);
            digesting.on(false);
            if (!MessageDigest.isEqual(digest.digest(), in.readNBytes(digest.getDigestLength()))) {
                throw damaged("its SHA-256 is another");
            }
            return state;
        } catch (EOFException e) {
            throw damaged("it ends too early");
        } catch (IndexOutOfBoundsException | DateTimeException e) {
            throw damaged("it contradicts itself");
        }
    }

    private static EngineState state(DataInputStream in) throws IOException {
        if (!text(in).equals(FORMAT)) {
            throw damaged("it is no " + FORMAT);
        }
        ScoringRules rules = ScoringRules.parse(text(in));
        Epoch epoch = epoch(in);
        Assessment assessment = assessment(in);
        List<PastEpoch> past = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            past.add(new PastEpoch(
                    epoch(in), ScoringRules.parse(text(in)), assessment(in), counts(in), in.readBoolean()));
        }
        SortedMap<UserId, Long> debts = counts(in);
        int size = in.readInt();
        BitSet conflicting = BitSet.valueOf(bytes(in));
        return new EngineState(
                rules,
                epoch,
                assessment,
                past,
                debts,
                Interactions.read(in, rules),
                new EngineState.Sealed(size, conflicting));
    }

    private static IllegalArgumentException damaged(String how) {
        return new IllegalArgumentException("scoring snapshot is damaged: " + how);
    }

    static void text(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MAX_TEXT * 64) {
            throw damaged("a part of it has " + length + " bytes");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private static void instant(DataOutputStream out, Instant instant) throws IOException {
        text(out, instant.toString());
    }

    private static void epoch(DataOutputStream out, Epoch epoch) throws IOException {
        out.writeLong(epoch.number());
        instant(out, epoch.start());
        instant(out, epoch.end());
    }

    private static Epoch epoch(DataInputStream in) throws IOException {
        return new Epoch(in.readLong(), Instant.parse(text(in)), Instant.parse(text(in)));
    }

    private static void counts(DataOutputStream out, SortedMap<UserId, Long> counts) throws IOException {
        out.writeInt(counts.size());
        for (Map.Entry<UserId, Long> entry : counts.entrySet()) {
            text(out, entry.getKey().value());
            out.writeLong(entry.getValue());
        }
    }

    private static SortedMap<UserId, Long> counts(DataInputStream in) throws IOException {
        SortedMap<UserId, Long> counts = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            counts.put(UserId.of(text(in)), in.readLong());
        }
        return counts;
    }

    private static void assessment(DataOutputStream out, Assessment assessment) throws IOException {
        out.writeInt(assessment.flags().size());
        for (Flag flag : assessment.flags()) {
            text(out, flag.user().value());
            text(out, flag.type() == null ? "" : flag.type());
            text(out, flag.reason().code());
            text(out, flag.reason().detail());
            out.writeInt(flag.weight());
        }
        out.writeInt(assessment.clusters().size());
        for (Map.Entry<UserId, String> entry : assessment.clusters().entrySet()) {
            text(out, entry.getKey().value());
            text(out, entry.getValue());
        }
    }

    private static Assessment assessment(DataInputStream in) throws IOException {
        TreeSet<Flag> flags = new TreeSet<>();
        for (int left = in.readInt(); left > 0; left--) {
            UserId user = UserId.of(text(in));
            String type = text(in);
            flags.add(new Flag(user, type.isEmpty() ? null : type, new Reason(text(in), text(in)), in.readInt()));
        }
        SortedMap<UserId, String> clusters = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            clusters.put(UserId.of(text(in)), text(in));
        }
        return new Assessment(flags, clusters);
    }

    static void context(DataOutputStream out, Context context) throws IOException {
        out.writeInt(context.quality());
        InteractionId refunds = context.refunds();
        out.writeBoolean(refunds != null);
        if (refunds != null) {
            text(out, refunds.producer());
            text(out, refunds.session());
            out.writeLong(refunds.sequence());
        }
        UserId referrer = context.referrer();
        text(out, referrer == null ? "" : referrer.value());
        for (Trace trace : Trace.values()) {
            text(out, context.traces().getOrDefault(trace, ""));
        }
    }

    static Context context(DataInputStream in) throws IOException {
        int quality = in.readInt();
        InteractionId refunds = in.readBoolean() ? new InteractionId(text(in), text(in), in.readLong()) : null;
        String referrer = text(in);
        Map<Trace, String> traces = new EnumMap<>(Trace.class);
        for (Trace trace : Trace.values()) {
            String value = text(in);
            if (!value.isEmpty()) {
                traces.put(trace, value);
            }
        }
        return new Context(quality, refunds, referrer.isEmpty() ? null : UserId.of(referrer), traces);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
