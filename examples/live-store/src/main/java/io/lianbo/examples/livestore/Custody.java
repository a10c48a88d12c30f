package io.lianbo.examples.livestore;

import io.lianbo.core.store.Database;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.credential.Credential;
import io.lianbo.did.credential.Holder;
import io.lianbo.did.credential.PresentationRequest;
import java.sql.ResultSet;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds the viewers' credentials, and shows them, in their stead: what each viewer's own wallet does where this is no demo. */
final class Custody {
    private static final ClaimPath SUBJECT = ClaimPath.of("sub");

    private final Database database;
    private final StoredKeys keys;
    private final InstantSource clock;

    Custody(Database database, StoredKeys keys, InstantSource clock) {
        this.database = database;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * A credential of a viewer's.
     *
     * @param order of the purchase it speaks of
     */
    public record Held(String order, Credential credential) {
        public SortedMap<String, @Nullable Object> claims() {
            return new TreeMap<>(credential.claims());
        }
    }

    /** The key that her credentials are bound to. */
    VerificationKey keyOf(Viewer viewer) {
        try (LocalSigningKey key = keys.of(viewer.did())) {
            return key.verificationKey();
        }
    }

    /** Takes one credential for an order; another for the same order is not taken. */
    void keep(Viewer viewer, Order order, Credential credential) {
        database.update(
                "INSERT INTO store_credential (order_id, holder, compact) VALUES (?, ?, ?) ON CONFLICT (order_id) DO NOTHING",
                order.id(),
                viewer.did().toString(),
                credential.compact());
    }

    /** Hers, the latest first. */
    List<Held> of(Viewer viewer) {
        return list("ORDER BY number DESC LIMIT 50", viewer.did().toString());
    }

    /** Hers of an order; others' are not there for her. */
    Optional<Held> find(Viewer viewer, String order) {
        return list("AND order_id = ?", viewer.did().toString(), order).stream().findFirst();
    }

    /** Shows of a credential whose it is and the claims that were granted, and nothing else. */
    String present(Viewer viewer, Held held, PresentationRequest request, Set<ClaimPath> granted) {
        Set<ClaimPath> shown = held.credential().disclosable().stream()
                .filter(claim -> claim.equals(SUBJECT) || granted.stream().anyMatch(claim::isWithin))
                .collect(Collectors.toSet());
        try (LocalSigningKey key = keys.of(viewer.did())) {
            return Holder.of(key, clock).present(held.credential(), request, shown);
        }
    }

    private List<Held> list(String which, Object... parameters) {
        return database.read(connection -> {
            List<Held> all = new ArrayList<>();
            try (var query = Database.prepare(
                            connection,
                            "SELECT order_id, compact FROM store_credential WHERE holder = ? " + which,
                            parameters);
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    all.add(new Held(row.getString("order_id"), Credential.parse(row.getString("compact"))));
                }
            }
            return all;
        });
    }
}
