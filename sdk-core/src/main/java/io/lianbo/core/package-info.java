/**
 * The values every Lianbo API speaks in, and the shapes in which it says no; start with {@link io.lianbo.core.Address} and
 * {@link io.lianbo.core.Verdict}.
 */
@NullMarked
package io.lianbo.core;

import org.jspecify.annotations.NullMarked;
