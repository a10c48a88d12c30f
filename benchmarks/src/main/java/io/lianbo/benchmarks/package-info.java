/** Measures Lianbo beside its peers and reports it; start at {@link io.lianbo.benchmarks.Rows}. */
@NullMarked
package io.lianbo.benchmarks;

import org.jspecify.annotations.NullMarked;
