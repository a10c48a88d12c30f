/** What several packages of this module share; nothing here is for users. */
@NullMarked
package io.lianbo.provenance.internal;

import org.jspecify.annotations.NullMarked;
