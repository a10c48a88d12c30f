package io.lianbo.rewards.scoring;

import io.lianbo.rewards.internal.Identifiers;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Interactions in columns, each id once: 60 to 90 bytes for each beside the names of users, producers and sessions, and nothing for one that is delivered again.
 *
 * <p>A row's number is that of its arrival. Two interactions with one id and different content make the row conflicting; then nobody may use its content.
 */
final class Interactions {

    private static final int FIRST_ROWS = 1 << 10;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** So that nobody who chooses sequence numbers can choose them to collide. */
    private static final long SEED = new SecureRandom().nextLong();

    private final Map<String, Map<String, Integer>> laneIds = new HashMap<>();
    private final List<String> producers = new ArrayList<>();
    private final List<String> sessions = new ArrayList<>();
    private final Map<UserId, Integer> userIds = new HashMap<>();
    private final List<UserId> users = new ArrayList<>();
    private final Map<String, Integer> typeIds = new HashMap<>();
    private final List<String> types = new ArrayList<>();
    private final ScoringRules rules;

    /** Seconds for which each type is pending under the rules. */
    private long[] windows = new long[16];

    private int typesWithWindow;
    private int size;
    private int sealedSize;
    private int[] lane = new int[FIRST_ROWS];
    private long[] sequence = new long[FIRST_ROWS];
    private int[] user = new int[FIRST_ROWS];
    private int[] type = new int[FIRST_ROWS];
    private long[] quantity = new long[FIRST_ROWS];
    private long[] second = new long[FIRST_ROWS];
    private int[] nano = new int[FIRST_ROWS];
    private long[] settles = new long[FIRST_ROWS];

    /** Row numbers plus one, by the hash of lane and sequence; at the most half full. */
    private int[] table = new int[2 * FIRST_ROWS];

    private final Map<Integer, Context> contexts = new HashMap<>();
    private final BitSet conflicting = new BitSet();
    private final Map<Integer, Set<UserId>> conflictingUsers = new HashMap<>();

    /** None yet. */
    Interactions(ScoringRules rules) {
        this.rules = rules;
    }

    /** Takes one, or notes that its id is taken by another content. */
    void add(Interaction interaction) {
        InteractionId id = interaction.id();
        int laneId = laneOf(id.producer(), id.session());
        int slot = slotOf(laneId, id.sequence());
        if (table[slot] == 0) {
            append(slot, laneId, interaction);
        } else {
            compare(table[slot] - 1, interaction);
        }
    }

    private void append(int slot, int laneId, Interaction interaction) {
        int row = size++;
        table[slot] = row + 1;
        lane[row] = laneId;
        sequence[row] = interaction.id().sequence();
        write(row, interaction);
        grow();
    }

    private void write(int row, Interaction interaction) {
        Instant at = interaction.at();
        user[row] = userOf(interaction.user());
        type[row] = typeOf(interaction.type());
        quantity[row] = interaction.quantity();
        second[row] = at.getEpochSecond();
        nano[row] = at.getNano();
        settles[row] = settles(at, type[row]);
        Context context = interaction.context();
        if (!context.equals(Context.NONE)) {
            contexts.put(row, context);
            if (context.referrer() != null) {
                userOf(context.referrer());
            }
        }
    }

    private void compare(int row, Interaction interaction) {
        if (isSame(row, interaction)) {
            if (conflicting.get(row)) {
                conflict(row, Set.of(interaction.user()));
            }
            return;
        }
        conflict(row, Set.of(users.get(user[row])));
        conflict(row, Set.of(interaction.user()));
        if (row >= sealedSize && isLater(row, interaction)) {
            contexts.remove(row);
            write(row, interaction);
        }
    }

    private boolean isSame(int row, Interaction interaction) {
        return users.get(user[row]).equals(interaction.user())
                && types.get(type[row]).equals(interaction.type())
                && quantity[row] == interaction.quantity()
                && at(row).equals(interaction.at())
                && context(row).equals(interaction.context());
    }

    /** Of two contents that may not count the row keeps the later, so that how long it is remembered does not depend on which came first. */
    private boolean isLater(int row, Interaction interaction) {
        long settled = settles(interaction.at(), typeOf(interaction.type()));
        return settled > settles[row]
                || (settled == settles[row] && interaction.at().isAfter(at(row)));
    }

    /** The second in which something stops to be pending; what would be after the end of time is at its end. */
    private long settles(Instant at, int typeId) {
        return Math.min(at.getEpochSecond() + windows[typeId], Instant.MAX.getEpochSecond());
    }

    /** Notes that a row's id came with different contents, by these users. */
    void conflict(int row, Set<UserId> by) {
        conflicting.set(row);
        conflictingUsers.computeIfAbsent(row, key -> new TreeSet<>()).addAll(by);
        by.forEach(this::userOf);
    }

    /** Takes all that another has. */
    void addAll(Interactions other) {
        for (int row = 0; row < other.size; row++) {
            copy(other, row);
        }
    }

    /** Takes one row of another. */
    void copy(Interactions other, int row) {
        Interaction interaction = other.interaction(row);
        int before = size;
        add(interaction);
        if (size > before) {
            settles[before] = other.settles[row];
        }
        if (other.isConflicting(row)) {
            conflict(rowOf(interaction.id()), other.conflictingUsers(row));
        }
    }

    int size() {
        return size;
    }

    int user(int row) {
        return user[row];
    }

    int type(int row) {
        return type[row];
    }

    /** The session's number; the same session by another producer has another. */
    int lane(int row) {
        return lane[row];
    }

    long quantity(int row) {
        return quantity[row];
    }

    Context context(int row) {
        return contexts.isEmpty() ? Context.NONE : contexts.getOrDefault(row, Context.NONE);
    }

    boolean isConflicting(int row) {
        return conflicting.get(row);
    }

    /** Everybody who used the id of a conflicting row. */
    Set<UserId> conflictingUsers(int row) {
        return conflictingUsers.getOrDefault(row, Set.of());
    }

    /** When it happened. */
    Instant at(int row) {
        return Instant.ofEpochSecond(second[row], nano[row]);
    }

    /** When it stops to be pending, which is when it counts. */
    Instant settled(int row) {
        return Instant.ofEpochSecond(settles[row], nano[row]);
    }

    /** Whether it counts before this moment. */
    boolean isSettledBefore(int row, long epochSecond, int nanoOfSecond) {
        return settles[row] < epochSecond || (settles[row] == epochSecond && nano[row] < nanoOfSecond);
    }

    /** What is there by now, which becomes what an epoch that opens starts from. */
    EngineState.Sealed sealed() {
        sealedSize = size;
        return new EngineState.Sealed(size, (BitSet) conflicting.clone());
    }

    InteractionId id(int row) {
        return new InteractionId(producers.get(lane[row]), sessions.get(lane[row]), sequence[row]);
    }

    Interaction interaction(int row) {
        return new Interaction(
                id(row), users.get(user[row]), types.get(type[row]), quantity[row], at(row), context(row));
    }

    /** The row of an id, or -1. */
    int rowOf(InteractionId id) {
        Integer laneId = laneIds.getOrDefault(id.producer(), Map.of()).get(id.session());
        return laneId == null ? -1 : table[slotOf(laneId, id.sequence())] - 1;
    }

    /** All who are named anywhere, by number. */
    List<UserId> users() {
        return users;
    }

    /** The number of a user, or -1. */
    int numberOf(UserId id) {
        return userIds.getOrDefault(id, -1);
    }

    List<String> types() {
        return types;
    }

    String session(int lane) {
        return sessions.get(lane);
    }

    int lanes() {
        return sessions.size();
    }

    private int slotOf(int laneId, long sequenceNumber) {
        long hash = (sequenceNumber ^ SEED) * GOLDEN + laneId;
        hash = (hash ^ (hash >>> 32)) * GOLDEN;
        int mask = table.length - 1;
        int slot = (int) (hash >>> 33) & mask;
        while (table[slot] != 0) {
            int row = table[slot] - 1;
            if (sequence[row] == sequenceNumber && lane[row] == laneId) {
                break;
            }
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private int laneOf(String producer, String session) {
        Map<String, Integer> ofProducer = laneIds.get(producer);
        Integer known = ofProducer == null ? null : ofProducer.get(session);
        return known == null ? newLane(producer, session) : known;
    }

    private int newLane(String producer, String session) {
        int number = sessions.size();
        producers.add(producer);
        sessions.add(session);
        laneIds.computeIfAbsent(producer, key -> new HashMap<>()).put(session, number);
        return number;
    }

    private int userOf(UserId id) {
        return number(id, userIds, users);
    }

    private int typeOf(String name) {
        int number = number(name, typeIds, types);
        if (number == windows.length) {
            windows = Arrays.copyOf(windows, 2 * windows.length);
        }
        if (number == typesWithWindow) {
            InteractionRule rule = rules.interactions().get(name);
            windows[typesWithWindow++] = rule == null || rule.returnWindow() == null ? 0 : rule.returnWindow();
        }
        return number;
    }

    private static <T> int number(T value, Map<T, Integer> numbers, List<T> values) {
        @Nullable Integer known = numbers.get(value);
        if (known == null) {
            known = values.size();
            numbers.put(value, known);
            values.add(value);
        }
        return Objects.requireNonNull(known);
    }

    /** Makes room for one more row. */
    private void grow() {
        if (size == lane.length) {
            int length = Math.addExact(size, size / 2);
            lane = Arrays.copyOf(lane, length);
            sequence = Arrays.copyOf(sequence, length);
            user = Arrays.copyOf(user, length);
            type = Arrays.copyOf(type, length);
            quantity = Arrays.copyOf(quantity, length);
            second = Arrays.copyOf(second, length);
            nano = Arrays.copyOf(nano, length);
            settles = Arrays.copyOf(settles, length);
        }
        if (2L * size >= table.length) {
            table = new int[Math.multiplyExact(2, table.length)];
            for (int row = 0; row < size; row++) {
                table[slotOf(lane[row], sequence[row])] = row + 1;
            }
        }
    }

    /** Writes all of it; {@link #read} reads it. */
    void write(DataOutputStream out) throws IOException {
        out.writeInt(users.size());
        for (UserId one : users) {
            Snapshot.text(out, one.value());
        }
        out.writeInt(sessions.size());
        for (int number = 0; number < sessions.size(); number++) {
            Snapshot.text(out, producers.get(number));
            Snapshot.text(out, sessions.get(number));
        }
        out.writeInt(types.size());
        for (String one : types) {
            Snapshot.text(out, one);
        }
        out.writeInt(size);
        for (int row = 0; row < size; row++) {
            out.writeInt(lane[row]);
            out.writeLong(sequence[row]);
            out.writeInt(user[row]);
            out.writeInt(type[row]);
            out.writeLong(quantity[row]);
            out.writeLong(second[row]);
            out.writeInt(nano[row]);
            out.writeLong(settles[row]);
        }
        out.writeInt(contexts.size());
        for (Map.Entry<Integer, Context> entry : contexts.entrySet()) {
            out.writeInt(entry.getKey());
            Snapshot.context(out, entry.getValue());
        }
        out.writeInt(conflictingUsers.size());
        for (Map.Entry<Integer, Set<UserId>> entry : conflictingUsers.entrySet()) {
            out.writeInt(entry.getKey());
            out.writeInt(entry.getValue().size());
            for (UserId one : entry.getValue()) {
                out.writeInt(numberOf(one));
            }
        }
        out.writeInt(sealedSize);
    }

    static Interactions read(DataInputStream in, ScoringRules rules) throws IOException {
        Interactions rows = new Interactions(rules);
        for (int left = in.readInt(); left > 0; left--) {
            rows.userOf(UserId.of(Snapshot.text(in)));
        }
        for (int left = in.readInt(); left > 0; left--) {
            rows.newLane(Snapshot.text(in), Snapshot.text(in));
        }
        for (int left = in.readInt(); left > 0; left--) {
            rows.typeOf(Identifiers.checkType(Snapshot.text(in)));
        }
        for (int left = in.readInt(); left > 0; left--) {
            rows.readRow(in);
        }
        for (int left = in.readInt(); left > 0; left--) {
            rows.contexts.put(Objects.checkIndex(in.readInt(), rows.size), Snapshot.context(in));
        }
        for (int left = in.readInt(); left > 0; left--) {
            int row = Objects.checkIndex(in.readInt(), rows.size);
            for (int by = in.readInt(); by > 0; by--) {
                rows.conflict(row, Set.of(rows.users.get(in.readInt())));
            }
        }
        rows.sealedSize = in.readInt();
        return rows;
    }

    private void readRow(DataInputStream in) throws IOException {
        int row = size;
        lane[row] = Objects.checkIndex(in.readInt(), sessions.size());
        sequence[row] = in.readLong();
        user[row] = Objects.checkIndex(in.readInt(), users.size());
        type[row] = Objects.checkIndex(in.readInt(), types.size());
        quantity[row] = in.readLong();
        second[row] = in.readLong();
        nano[row] = in.readInt();
        settles[row] = in.readLong();
        int slot = slotOf(lane[row], sequence[row]);
        table[slot] = row + 1;
        size++;
        grow();
    }
}
