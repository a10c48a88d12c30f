/**
 * Memberships with tiers and an end that stay with their accounts, sold, granted or offered, and sales that open to members first; start at
 * {@link io.lianbo.nft.membership.MembershipPass}.
 */
@NullMarked
package io.lianbo.nft.membership;

import org.jspecify.annotations.NullMarked;
