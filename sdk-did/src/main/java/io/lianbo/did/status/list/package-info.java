/**
 * Lists of statuses, one for a whole batch of credentials, signed by their issuer (Token Status List and Bitstring Status List): start at
 * {@link io.lianbo.did.status.list.StatusListIssuer} or {@link io.lianbo.did.status.list.StatusListCheck}.
 */
@NullMarked
package io.lianbo.did.status.list;

import org.jspecify.annotations.NullMarked;
