package io.lianbo.rewards.scoring;

/**
 * What an interaction leaves behind besides its content, by which accounts of one person and faked orders are told. Give pseudonyms, such as a keyed hash: nothing here
 * needs to know a person's address or number.
 */
public enum Trace {
    /** The account that paid. */
    PAYER("payer"),

    /** The device it came from. */
    DEVICE("device"),

    /** Where goods are sent. */
    ADDRESS("address"),

    /** The account that funded the user's wallet or balance. */
    FUNDING_SOURCE("fundingSource"),

    /** Who sold. */
    MERCHANT("merchant"),

    /** What was sold or looked at. */
    SKU("sku"),

    /** The text that was written; its hash is enough, since only equal ones matter. */
    TEXT("text");

    private final String key;

    Trace(String key) {
        this.key = key;
    }

    /** Its name in interaction files. */
    public String key() {
        return key;
    }
}
