package io.lianbo.rewards.points;

import java.math.BigInteger;

/**
 * The ledger's accounts over all users. What was issued and what is owed is somewhere: {@code issued + debt = pending + available + redeemed + expired}.
 *
 * @param users how many have an account
 * @param entries how many entries they have
 * @param issued what was earned, less what was reversed
 * @param pending what has not settled
 * @param available what may be spent
 * @param debt what is owed
 * @param redeemed what was spent, less what was given back
 * @param expired what was lost by expiry, less what of it was reversed
 */
public record LedgerTotals(
        long users,
        long entries,
        BigInteger issued,
        BigInteger pending,
        BigInteger available,
        BigInteger debt,
        BigInteger redeemed,
        BigInteger expired) {}
