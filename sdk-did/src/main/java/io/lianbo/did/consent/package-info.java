/** What a user lets others read, signed by the user: start at {@link io.lianbo.did.consent.ConsentGrant}. */
@NullMarked
package io.lianbo.did.consent;

import org.jspecify.annotations.NullMarked;
