package io.lianbo.examples.livestore;

import io.lianbo.core.Hex;
import io.lianbo.core.store.Database;
import io.lianbo.did.Did;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.LocalSigningKey;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.util.Optional;

/**
 * The keys of credentials: the merchant's, with which he issues them, and one for each viewer, to whom hers are bound. Each is made when it is first asked for. They lie in the database as they are, so whoever can
 * read it can issue and show for all of them: that is for the demo. Elsewhere a viewer's key is in her wallet, and the merchant's in a vault.
 */
final class StoredKeys {
    private final Database database;
    private final SecureRandom random = new SecureRandom();

    StoredKeys(Database database) {
        this.database = database;
    }

    LocalSigningKey of(Did owner) {
        return find(owner).orElseGet(() -> make(owner));
    }

    private Optional<LocalSigningKey> find(Did owner) {
        return database.read(connection -> {
            try (var query = Database.prepare(
                            connection, "SELECT secret FROM store_key WHERE owner = ?", owner.toString());
                    ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                LocalSigningKey.fromPrivateKey(KeyAlgorithm.ES256, Hex.decode(row.getString("secret"))))
                        : Optional.empty();
            }
        });
    }

    /** Of two that are made at once, the first stays. */
    private LocalSigningKey make(Did owner) {
        try (LocalSigningKey made = LocalSigningKey.generate(KeyAlgorithm.ES256, random)) {
            database.update(
                    "INSERT INTO store_key (owner, secret) VALUES (?, ?) ON CONFLICT (owner) DO NOTHING",
                    owner.toString(),
                    Hex.encode(made.exportPrivateKeyDangerously()));
        }
        return find(owner).orElseThrow();
    }
}
