/** The values that every module speaks: addresses, hashes, amounts of tokens, verdicts. */
@NullMarked
package io.lianbo.core;

import org.jspecify.annotations.NullMarked;
