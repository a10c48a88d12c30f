package io.lianbo.examples.livestore;

import io.lianbo.core.Address;
import io.lianbo.core.Verdict;
import io.lianbo.core.store.Database;
import io.lianbo.rewards.scoring.Interaction;
import io.lianbo.rewards.scoring.InteractionId;
import io.lianbo.rewards.scoring.UserId;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What viewers say in the show. Each comment is an interaction that is scored. */
record Chat(Database database, InstantSource clock) {
    static final int LONGEST = 200;
    private static final int MOST_SHOWN = 30;
    private static final int MOST_SCORED = 100_000;

    /** One comment. */
    public record Comment(long number, Address author, String text, Instant at) {
        public String brief() {
            return Viewer.brief(author);
        }

        Interaction interaction(String show) {
            return new Interaction(new InteractionId("chat", show, number), UserId.of(author), "comment", 1, at);
        }
    }

    /** Keeps a comment; refused where it is empty, too long, or holds what no page should show. */
    Verdict<String> say(Viewer viewer, String text) {
        String said = text.strip();
        if (said.isEmpty() || said.length() > LONGEST || !said.codePoints().allMatch(Chat::isVisible)) {
            return Verdict.refused("COMMENT_REFUSED", "a comment must be 1 to " + LONGEST + " visible characters");
        }
        database.update(
                "INSERT INTO store_comment (author, text, at) VALUES (?, ?, ?)",
                viewer.address().toString(),
                said,
                clock.instant().toEpochMilli());
        return Verdict.ok(said);
    }

    /** The latest ones, newest first. */
    List<Comment> latest() {
        return read("ORDER BY id DESC LIMIT " + MOST_SHOWN);
    }

    List<Comment> all() {
        return read("ORDER BY id LIMIT " + MOST_SCORED);
    }

    private List<Comment> read(String which) {
        return database.read(connection -> {
            List<Comment> comments = new ArrayList<>();
            try (var query = Database.prepare(connection, "SELECT id, author, text, at FROM store_comment " + which);
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    comments.add(new Comment(
                            row.getLong(1),
                            Address.of(row.getString(2)),
                            row.getString(3),
                            Instant.ofEpochMilli(row.getLong(4))));
                }
            }
            return comments;
        });
    }

    /** Neither a control character nor one that turns the writing around. */
    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
