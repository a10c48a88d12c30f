/** What stores share of JDBC, ours and yours; start at {@link io.lianbo.core.store.Database}. */
@NullMarked
package io.lianbo.core.store;

import org.jspecify.annotations.NullMarked;
