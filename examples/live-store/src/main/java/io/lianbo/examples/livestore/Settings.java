package io.lianbo.examples.livestore;

import io.lianbo.core.store.Database;
import java.sql.ResultSet;
import java.util.Optional;
import java.util.function.Supplier;

/** What the store has to remember about itself, such as where its contracts are. */
final class Settings {
    private final Database database;

    Settings(Database database) {
        this.database = database;
    }

    Optional<String> find(String name) {
        return database.read(connection -> {
            try (var query = Database.prepare(connection, "SELECT value FROM store_setting WHERE name = ?", name);
                    ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        });
    }

    /** What is remembered; where nothing is, what is supplied and remembered from now on. */
    String get(String name, Supplier<String> first) {
        return find(name).orElseGet(() -> {
            String value = first.get();
            set(name, value);
            return value;
        });
    }

    void set(String name, String value) {
        database.update(
                "INSERT INTO store_setting (name, value) VALUES (?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                name,
                value);
    }
}
