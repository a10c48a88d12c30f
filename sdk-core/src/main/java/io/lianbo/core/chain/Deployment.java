package io.lianbo.core.chain;

/**
 * A contract that was just deployed.
 *
 * @param contract ready to be called
 * @param receipt of the transaction that made it
 */
public record Deployment(Contract contract, Receipt receipt) {}
