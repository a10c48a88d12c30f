/**
 * Chips that prove an item: messages of NTAG 424 DNA tags, checked without the tag. Start at {@link io.lianbo.provenance.tag.SunVerifier}; {@link
 * io.lianbo.provenance.tag.TagRegistry} knows which chip is on which item.
 */
@NullMarked
package io.lianbo.provenance.tag;

import org.jspecify.annotations.NullMarked;
