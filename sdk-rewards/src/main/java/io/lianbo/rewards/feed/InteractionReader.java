package io.lianbo.rewards.feed;

import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.json.JsonException;
import io.lianbo.core.json.JsonObject;
import io.lianbo.rewards.internal.Identifiers;
import io.lianbo.rewards.scoring.Context;
import io.lianbo.rewards.scoring.Interaction;
import io.lianbo.rewards.scoring.InteractionId;
import io.lianbo.rewards.scoring.Trace;
import io.lianbo.rewards.scoring.UserId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Reads interactions from newline-delimited JSON, one object a line, in memory that does not grow with the file.
 *
 * {@snippet class="io.lianbo.rewards.feed.InteractionReaderTest" region="read"}
 *
 * <p>A line is {@code {"producer":"edge-7","session":"show-42","sequence":17,"user":"0x...","type":"watchSeconds","quantity":60,"at":"2026-11-11T12:00:00Z"}}: UTF-8, these
 * seven keys, and where they are known {@code quality} (0 to 10,000), {@code referrer} (a user), {@code refunds} ({@code {"producer":...,"session":...,"sequence":...}}) and the keys of
 * {@link Trace}; no other, at most {@value #MAX_LINE_BYTES} bytes. Every line goes to exactly one of the two consumers; blank lines are the only ones passed over.
 */
public final class InteractionReader {

    /** The longest line that is read; a longer one is reported and skipped without being held in memory. */
    public static final int MAX_LINE_BYTES = 65_536;

    private static final int BUFFER_BYTES = 65_536;

    private static final List<String> REQUIRED_KEYS =
            List.of("producer", "session", "sequence", "user", "type", "quantity", "at");

    private static final String[] KEYS = Stream.of(
                    REQUIRED_KEYS.stream(),
                    Stream.of("quality", "refunds", "referrer"),
                    Stream.of(Trace.values()).map(Trace::key))
            .flatMap(keys -> keys)
            .toArray(String[]::new);

    private InteractionReader() {}

    /**
     * Reads all lines; the caller closes the stream.
     *
     * @param accepted gets each interaction, in the file's order; {@code engine::add} does
     * @param refused gets each line that is none
     * @throws IOException when the stream fails, never for what a line says
     */
    public static void read(InputStream in, Consumer<Interaction> accepted, Consumer<BadLine> refused)
            throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long number = 1;
        long length = 0;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            int start = 0;
            for (int i = 0; i < count; i++) {
                if (buffer[i] == '\n') {
                    length += append(line, buffer, start, i);
                    readLine(line.toByteArray(), length, number++, accepted, refused);
                    line.reset();
                    length = 0;
                    start = i + 1;
                }
            }
            length += append(line, buffer, start, count);
        }
        if (length > 0) {
            readLine(line.toByteArray(), length, number, accepted, refused);
        }
    }

    private static int append(ByteArrayOutputStream line, byte[] buffer, int start, int end) {
        int room = MAX_LINE_BYTES - line.size();
        line.write(buffer, start, Math.min(end - start, room));
        return end - start;
    }

    private static void readLine(
            byte[] line, long length, long number, Consumer<Interaction> accepted, Consumer<BadLine> refused) {
        if (length > MAX_LINE_BYTES) {
            refused.accept(new BadLine(
                    number,
                    new Reason("LINE_TOO_LONG", "a line must be at most " + MAX_LINE_BYTES + " bytes: " + length)));
            return;
        }
        if (isBlank(line)) {
            return;
        }
        Interaction interaction;
        try {
            interaction = parse(line);
        } catch (JsonException e) {
            refused.accept(new BadLine(number, new Reason(e.code().name(), String.valueOf(e.getMessage()))));
            return;
        }
        accepted.accept(interaction);
    }

    /**
     * Reads one line.
     *
     * @throws JsonException that names the key and what is allowed
     */
    static Interaction parse(byte[] line) {
        JsonObject fields = JsonObject.parse("interaction", line).only(KEYS);
        InteractionId id = id(fields);
        UserId user = fields.text("user", UserId::of);
        String type = fields.text("type", Identifiers::checkType);
        long quantity = fields.integer("quantity", 1, Interaction.MAX_QUANTITY);
        Instant at = fields.text("at", InteractionReader::instant);
        Context context = context(fields);
        return fields.made(() -> new Interaction(id, user, type, quantity, at, context));
    }

    private static InteractionId id(JsonObject fields) {
        return new InteractionId(
                fields.text("producer", text -> Identifiers.check("producer", text)),
                fields.text("session", text -> Identifiers.check("session", text)),
                fields.integer("sequence", 0, InteractionId.MAX_SEQUENCE));
    }

    private static Context context(JsonObject fields) {
        if (fields.keys().size() == REQUIRED_KEYS.size()) {
            return Context.NONE;
        }
        int quality =
                (int) fields.optionalInteger("quality", 0, Context.FULL_QUALITY).orElse(Context.FULL_QUALITY);
        InteractionId refunds = fields.keys().contains("refunds")
                ? id(fields.object("refunds").only("producer", "session", "sequence"))
                : null;
        UserId referrer = fields.keys().contains("referrer") ? fields.text("referrer", UserId::of) : null;
        Map<Trace, String> traces = new EnumMap<>(Trace.class);
        for (Trace trace : Trace.values()) {
            if (fields.keys().contains(trace.key())) {
                traces.put(trace, fields.text(trace.key(), text -> Identifiers.check(trace.key(), text)));
            }
        }
        return new Context(quality, refunds, referrer, traces);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("must be a time such as 2026-11-11T12:00:00Z: \""
                    + text.substring(0, Math.min(text.length(), 40)) + '"');
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
