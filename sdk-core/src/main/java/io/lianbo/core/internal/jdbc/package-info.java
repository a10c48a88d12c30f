/** What the stores of sdk-core share of JDBC; start at {@link io.lianbo.core.internal.jdbc.Database}. */
@NullMarked
package io.lianbo.core.internal.jdbc;

import org.jspecify.annotations.NullMarked;
