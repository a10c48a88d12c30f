package io.lianbo.rewards.vote;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.store.Database;
import io.lianbo.rewards.distribution.RewardClaim;
import io.lianbo.rewards.vote.Weighing.Voter;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Takes the ballots of polls, and refuses those that are not to count, with the reasons. Of each voter one ballot counts.
 *
 * {@snippet class="io.lianbo.rewards.vote.CommunityGuideTest" region="cast"}
 *
 * <p>Voters pay no gas; the platform pays none either. Which of a voter's ballots counts is a matter of the ballots alone: the one with the highest sequence, and of two that were signed with the
 * same one, that whose choices come first. So neither late nor doubled delivery changes a result, and ballots of several boxes can be counted together.
 *
 * <p>It keeps its rows ({@code lianbo_poll}, {@code lianbo_ballot}) in SQLite or PostgreSQL, whose driver is the user's to add, {@code org.xerial:sqlite-jdbc} or {@code
 * org.postgresql:postgresql}. Any number of threads and processes may share one. Its methods fail with {@link io.lianbo.core.LianboException}: {@code STORE_FAILED}, or as the chain fails; the
 * same ballot may then be cast again.
 *
 * <p>The chain's node must have the state of the snapshot where balances, memberships or contract wallets count: for longer than 128 blocks, an archive node.
 */
public final class BallotBox implements AutoCloseable {

    private static final List<String> TABLES = List.of("""
        CREATE TABLE IF NOT EXISTS lianbo_poll (
          hash TEXT PRIMARY KEY, poll TEXT NOT NULL, sealed_at BIGINT) {clustered}\
        """, """
        CREATE TABLE IF NOT EXISTS lianbo_ballot (
          poll TEXT NOT NULL, voter TEXT NOT NULL, choices TEXT NOT NULL, sequence BIGINT NOT NULL,
          signature TEXT NOT NULL, weight TEXT NOT NULL, proof TEXT NOT NULL,
          PRIMARY KEY (poll, voter)) {clustered}\
        """);

    private final Database database;
    private final Chain chain;
    private final InstantSource clock;
    private final Map<Hash32, BallotRules> polls = new ConcurrentHashMap<>();

    private BallotBox(Database database, Chain chain, InstantSource clock) {
        this.database = database;
        this.chain = chain;
        this.clock = clock;
    }

    /**
     * Opens a box in a SQLite file, and makes the file where it is missing: durable at every step, one writer at a time.
     *
     * @param file where it is; its folder exists
     * @param chain that of its polls, which stays the caller's to close
     * @param clock says what time it is
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} when it cannot be opened for writing
     */
    public static BallotBox sqlite(Path file, Chain chain, InstantSource clock) {
        return new BallotBox(Database.sqlite(file, TABLES), chain, clock);
    }

    /**
     * Opens a box in a PostgreSQL or SQLite database.
     *
     * @param source gives connections: a pool, since each step takes one; of SQLite, durable ones
     * @param chain that of its polls, which stays the caller's to close
     * @param clock says what time it is
     * @throws IllegalArgumentException when it is another kind of database
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} when it cannot be reached or written
     */
    public static BallotBox in(DataSource source, Chain chain, InstantSource clock) {
        return new BallotBox(Database.of(source, TABLES), chain, clock);
    }

    /**
     * Puts a poll into the box, once however often it is called. It takes ballots from {@link Poll#opens()} on.
     *
     * @return hash of the poll
     * @throws IllegalArgumentException if it is of another chain, the chain has no block after its snapshot yet, or what weighs is no contract there
     */
    public Hash32 open(Poll poll) {
        poll.requireChain(chain);
        Snapshots.block(chain, poll.snapshot() + 1);
        switch (poll.weighing()) {
            case TokenWeighing token -> Snapshots.requireContract(chain, token.token(), poll.snapshot());
            case MembershipWeighing member -> Snapshots.requireContract(chain, member.collection(), poll.snapshot());
            case ScoreWeighing score -> {} // a root speaks for itself
        }
        Hash32 hash = poll.hash();
        database.update(
                "INSERT INTO lianbo_poll (hash, poll) VALUES (?, ?) ON CONFLICT DO NOTHING",
                hash.toString(),
                poll.toJson());
        return hash;
    }

    /** The poll of a hash; empty where the box has none. */
    public Optional<Poll> poll(Hash32 hash) {
        return rules(hash).map(BallotRules::poll);
    }

    private Optional<BallotRules> rules(Hash32 hash) {
        BallotRules known = polls.get(hash);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<BallotRules> found = database.read(connection -> {
            try (PreparedStatement query = Database.prepare(
                            connection, "SELECT poll FROM lianbo_poll WHERE hash = ?", hash.toString());
                    ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(new BallotRules(Poll.parse(row.getString(1)))) : Optional.empty();
            }
        });
        found.ifPresent(rules -> polls.put(hash, rules));
        return found;
    }

    /**
     * Takes a ballot, or says why not. The same ballot may come any number of times.
     *
     * <p>Codes: {@code UNKNOWN_POLL}, {@code NOT_OPEN_YET}, {@code CLOSED}, {@code NO_SUCH_CHOICE}, {@code TOO_MANY_CHOICES}; then {@code SIGNATURE_MALFORMED}, {@code WRONG_SIGNER}, {@code
     * CONTRACT_REFUSED} or {@code WRAPPER_FAILED} as {@link io.lianbo.core.account.SignatureVerifier} says; then {@code NO_WEIGHT}; then {@code SUPERSEDED} where another ballot of the voter counts
     * before it. The chain is asked only for a ballot in which all else is right.
     *
     * @return the ballot that now counts for the voter, with its weight
     * @throws io.lianbo.core.LianboException when the chain or the database fails; nothing was taken
     */
    public Verdict<CountedBallot> cast(SignedBallot signed) {
        return cast(signed, Voter.of(signed.ballot().voter()));
    }

    /**
     * Takes a ballot of a poll in which scores weigh, as {@link #cast(SignedBallot)} does.
     *
     * @param score the voter's, of {@link ScoreRoll#claim} or {@link io.lianbo.rewards.distribution.RewardTree#claim}
     */
    public Verdict<CountedBallot> cast(SignedBallot signed, RewardClaim score) {
        return cast(signed, new Voter(signed.ballot().voter(), Optional.of(score)));
    }

    private Verdict<CountedBallot> cast(SignedBallot signed, Voter voter) {
        Ballot ballot = signed.ballot();
        BallotRules rules = rules(ballot.poll()).orElse(null);
        if (rules == null) {
            return unknown(ballot.poll());
        }
        Poll poll = rules.poll();
        List<Reason> reasons = new ArrayList<>();
        wrongTime(poll).ifPresent(reasons::add);
        rules.broken(ballot).ifPresent(reasons::add);
        if (!reasons.isEmpty()) {
            return Verdict.refused(reasons);
        }
        Optional<Reason> unsigned = rules.unsigned(chain, signed);
        if (unsigned.isPresent()) {
            return Verdict.refused(unsigned.get());
        }
        BigInteger weight = poll.weights(chain, List.of(voter)).get(ballot.voter());
        if (weight == null) {
            return Verdict.refused(
                    "NO_WEIGHT", ballot.voter() + " had nothing that weighs at the snapshot, block " + poll.snapshot());
        }
        List<Hash32> proof = poll.weighing() instanceof ScoreWeighing
                ? voter.score().map(RewardClaim::proof).orElse(List.of())
                : List.of();
        CountedBallot counted = new CountedBallot(signed, weight, proof);
        return database.transaction(connection -> keep(connection, counted));
    }

    private Optional<Reason> wrongTime(Poll poll) {
        Instant now = clock.instant();
        if (now.isBefore(poll.opens())) {
            return Optional.of(
                    new Reason("NOT_OPEN_YET", "ballots are taken from " + poll.opens() + ", now is " + now));
        }
        return now.isBefore(poll.closes()) ? Optional.empty() : Optional.of(closed(poll));
    }

    private static Reason closed(Poll poll) {
        return new Reason("CLOSED", "ballots were taken until " + poll.closes());
    }

    private static <T> Verdict<T> unknown(Hash32 poll) {
        return Verdict.refused("UNKNOWN_POLL", "the box has no poll " + poll);
    }

    private Verdict<CountedBallot> keep(Connection connection, CountedBallot counted) throws SQLException {
        Ballot ballot = counted.signed().ballot();
        String hash = ballot.poll().toString();
        String voter = ballot.voter().toString();
        if (isSealed(connection, hash)) {
            return Verdict.refused("CLOSED", "the tally of poll " + hash + " was made");
        }
        boolean isFirst = Database.update(
                        connection,
                        "INSERT INTO lianbo_ballot (choices, sequence, signature, weight, proof, poll, voter)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                        values(counted, hash, voter))
                == 1;
        if (isFirst) {
            return Verdict.ok(counted);
        }
        CountedBallot before = select(connection, ballot.poll(), " AND voter = ?" + database.forUpdate(), hash, voter)
                .getFirst();
        if (before.signed().ballot().equals(ballot)) {
            if (SignedBallot.FIRST_COUNTS.compare(counted.signed(), before.signed()) < 0) {
                replace(connection, counted, hash, voter);
            }
            return Verdict.ok(counted);
        }
        if (SignedBallot.FIRST_COUNTS.compare(counted.signed(), before.signed()) > 0) {
            return Verdict.refused(
                    "SUPERSEDED",
                    "of " + voter + " the ballot with sequence "
                            + before.signed().ballot().sequence() + " and choices "
                            + before.signed().ballot().choices() + " counts");
        }
        replace(connection, counted, hash, voter);
        return Verdict.ok(counted);
    }

    private static void replace(Connection connection, CountedBallot counted, String hash, String voter)
            throws SQLException {
        Database.update(
                connection,
                "UPDATE lianbo_ballot SET choices = ?, sequence = ?, signature = ?, weight = ?, proof = ?"
                        + " WHERE poll = ? AND voter = ?",
                values(counted, hash, voter));
    }

    /** Waits for a tally that is about to begin, and lets none begin before the end of the transaction. */
    private boolean isSealed(Connection connection, String hash) throws SQLException {
        String forShare = database.forUpdate().isEmpty() ? "" : " FOR SHARE";
        try (PreparedStatement query = Database.prepare(
                        connection, "SELECT sealed_at FROM lianbo_poll WHERE hash = ?" + forShare, hash);
                ResultSet row = query.executeQuery()) {
            return row.next() && row.getObject(1) != null;
        }
    }

    private static @Nullable Object[] values(CountedBallot counted, String hash, String voter) {
        Ballot ballot = counted.signed().ballot();
        return new Object[] {
            joined(ballot.choices()),
            ballot.sequence(),
            counted.signed().signature(),
            counted.weight().toString(),
            joined(counted.proof()),
            hash,
            voter
        };
    }

    private static String joined(List<?> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    /** The ballots that count in a poll as yet, one of each voter, in the order of their addresses. */
    public List<CountedBallot> ballots(Hash32 poll) {
        return database.read(connection -> select(connection, poll, "", poll.toString()));
    }

    private static List<CountedBallot> select(Connection connection, Hash32 poll, String which, Object... values)
            throws SQLException {
        List<CountedBallot> found = new ArrayList<>();
        try (PreparedStatement query = Database.prepare(
                        connection,
                        "SELECT voter, choices, sequence, signature, weight, proof FROM lianbo_ballot WHERE poll = ?"
                                + which,
                        values);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                Ballot ballot = new Ballot(
                        poll,
                        Address.of(row.getString(1)),
                        words(row.getString(2)).stream().map(Integer::valueOf).toList(),
                        row.getLong(3));
                found.add(new CountedBallot(
                        new SignedBallot(ballot, row.getString(4)),
                        new BigInteger(row.getString(5)),
                        words(row.getString(6)).stream().map(Hash32::of).toList()));
            }
        }
        found.sort(Tally.BY_VOTER);
        return found;
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(" ", -1));
    }

    /**
     * Counts a poll that has closed, in this and every later call the same. No ballot is taken any more, whatever a clock says.
     *
     * <p>Codes: {@code UNKNOWN_POLL}, {@code STILL_OPEN}.
     *
     * {@snippet class="io.lianbo.rewards.vote.CommunityGuideTest" region="tally"}
     */
    public Verdict<Tally> tally(Hash32 hash) {
        Poll poll = poll(hash).orElse(null);
        if (poll == null) {
            return unknown(hash);
        }
        Instant now = clock.instant();
        if (now.isBefore(poll.closes())) {
            return Verdict.refused("STILL_OPEN", "ballots are taken until " + poll.closes() + ", now is " + now);
        }
        database.update(
                "UPDATE lianbo_poll SET sealed_at = ? WHERE hash = ? AND sealed_at IS NULL",
                now.toEpochMilli(),
                hash.toString());
        return Verdict.ok(Tally.of(poll, ballots(hash)));
    }

    /** Closes the file it opened; the connections of a source, and the chain, belong to whoever made them. */
    @Override
    public void close() {
        database.close();
    }
}
