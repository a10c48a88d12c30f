package io.lianbo.nft.airdrop;

/** What becomes of an account that an airdrop names more than once. */
public enum Duplicates {

    /** There is no plan: the list is wrong, and somebody must look at it. */
    REFUSE,

    /** The first counts; the plan reports the others in {@link AirdropPlan#duplicates()}. */
    SKIP
}
