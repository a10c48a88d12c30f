/** What several packages of sdk-core share and no one outside may touch; start at {@link io.lianbo.core.internal.AtomicType}. */
@NullMarked
package io.lianbo.core.internal;

import org.jspecify.annotations.NullMarked;
