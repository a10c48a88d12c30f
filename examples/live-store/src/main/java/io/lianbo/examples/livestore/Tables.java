package io.lianbo.examples.livestore;

import java.util.List;

/** The store's own tables, beside those of the SDK. */
final class Tables {
    static final List<String> ALL = List.of(
            "CREATE TABLE IF NOT EXISTS store_setting (name VARCHAR(120) PRIMARY KEY, value TEXT NOT NULL)",
            "CREATE TABLE IF NOT EXISTS store_comment (id {identity}, author CHAR(42) NOT NULL, text VARCHAR(200) NOT NULL, at BIGINT NOT NULL)",
            "CREATE TABLE IF NOT EXISTS store_order (number {identity}, id CHAR(32) NOT NULL UNIQUE, session CHAR(66) NOT NULL,"
                    + " buyer CHAR(42) NOT NULL, item VARCHAR(20) NOT NULL, amount VARCHAR(78) NOT NULL, state VARCHAR(10) NOT NULL,"
                    + " offered_at BIGINT NOT NULL, signature TEXT, permit TEXT, settled_in CHAR(66), voucher TEXT, attempt INTEGER NOT NULL,"
                    + " minted_in CHAR(66), problem TEXT)",
            // A piece is sold once.
            "CREATE UNIQUE INDEX IF NOT EXISTS store_order_item ON store_order (session, item)"
                    + " WHERE state IN ('SIGNED', 'PAID', 'VOUCHER', 'DONE')",
            "CREATE INDEX IF NOT EXISTS store_order_buyer ON store_order (buyer, number)",
            "CREATE TABLE IF NOT EXISTS store_key (owner VARCHAR(120) PRIMARY KEY, secret TEXT NOT NULL)",
            "CREATE TABLE IF NOT EXISTS store_credential (number {identity}, order_id CHAR(32) NOT NULL UNIQUE,"
                    + " holder VARCHAR(120) NOT NULL, compact TEXT NOT NULL)",
            "CREATE INDEX IF NOT EXISTS store_credential_holder ON store_credential (holder, number)");

    private Tables() {}
}
