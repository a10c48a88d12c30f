/** Who someone is and which key speaks for them: start at {@link io.lianbo.did.Did}. */
@NullMarked
package io.lianbo.did;

import org.jspecify.annotations.NullMarked;
