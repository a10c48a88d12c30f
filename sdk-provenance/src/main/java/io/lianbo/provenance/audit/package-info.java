/**
 * What a regulator may see, and a record of all that it saw: a platform grants a scope and answers by
 * {@link io.lianbo.provenance.audit.RegulatorView}; each access stands in an {@link io.lianbo.provenance.audit.AccessLog} before it is answered.
 */
@NullMarked
package io.lianbo.provenance.audit;

import org.jspecify.annotations.NullMarked;
