package io.lianbo.spring;

import javax.sql.DataSource;

/**
 * Where Lianbo's stores are.
 *
 * @param source of PostgreSQL or SQLite; each store makes its tables there when it is first asked for
 */
record Stores(DataSource source) {}
