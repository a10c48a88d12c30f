/** Say what the claims of a type of credential look like, and hold others to it: start at {@link io.lianbo.did.schema.JsonSchema}. */
@NullMarked
package io.lianbo.did.schema;

import org.jspecify.annotations.NullMarked;
