/**
 * JSON that is safe to hash and to sign: {@link io.lianbo.core.json.StrictJson} reads and writes it (start there),
 * {@link io.lianbo.core.json.CanonicalJson} gives its one canonical form; {@link io.lianbo.core.json.StrictYaml} reads what people write by hand.
 */
@NullMarked
package io.lianbo.core.json;

import org.jspecify.annotations.NullMarked;
