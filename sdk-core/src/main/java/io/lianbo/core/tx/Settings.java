package io.lianbo.core.tx;

import java.time.Duration;
import java.time.InstantSource;

/**
 * How the lanes of a client work.
 *
 * @param patience how long a transaction may wait for a block before it is signed anew with a higher fee
 * @param inFlight how many transactions of one account may wait for a block
 * @param leaseTerm how long after a crash another process may take the account over
 */
record Settings(
        Finality finality,
        SpendLimit limit,
        Duration patience,
        int inFlight,
        Duration leaseTerm,
        InstantSource clock,
        TxListener listener) {}
