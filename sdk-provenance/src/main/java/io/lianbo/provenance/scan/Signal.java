package io.lianbo.provenance.scan;

/**
 * What may be odd about a scan, strongest first. Its name is the code of the {@linkplain Assessment#reasons reason}.
 *
 * <p>Only a message that no chip of the brand's said, a serial number that nobody gave, and a chip that belongs to another item condemn alone. Two signals of different {@linkplain #kind
 * kinds} that each ask for a {@link Grade#CHECK} make a scan {@link Grade#SUSPECT}.
 */
public enum Signal {
    /** What the chip says, no chip of the brand's said. */
    MAC_INVALID(1, Grade.COUNTERFEIT),

    /** Nobody registered such an item, or bound such a chip. */
    UNKNOWN_ITEM(1, Grade.COUNTERFEIT),

    /** What the chip says is no whole message. */
    MESSAGE_MALFORMED(1, Grade.SUSPECT),

    /** The chip said this, or more, before: a copied message, or a copied chip. */
    COUNTER_REPLAYED(2, Grade.SUSPECT),

    /** The chip was read many more times than was seen here. */
    COUNTER_JUMPED(2, Grade.CHECK),

    /** The chip is of another item than the code beside it. */
    ITEM_MISMATCH(3, Grade.COUNTERFEIT),

    /** The item was destroyed. */
    DESTROYED(4, Grade.SUSPECT),

    /** The chip came off its item. */
    CHIP_RETIRED(4, Grade.SUSPECT),

    /** The scratch code is right, and another has claimed the item with it. */
    CODE_CLAIMED(4, Grade.SUSPECT),

    /** The chip of an item that another owns was tapped again by somebody else. */
    NOT_THE_OWNER_AGAIN(4, Grade.SUSPECT),

    /** Another owns the item. */
    NOT_THE_OWNER(4, Grade.CHECK),

    /** The scratch code is wrong. */
    CODE_WRONG(4, Grade.CHECK),

    /** Too many scratch codes were wrong; none is looked at for a while. */
    CODE_LOCKED(4, Grade.CHECK),

    /** The item was shipped to another region. */
    REGION_DIFFERS(5, Grade.CHECK),

    /** No traveller is as fast as the item would have been since another's scan. */
    TOO_FAST(6, Grade.CHECK),

    /** Many devices scanned the item in some days. */
    MANY_DEVICES(7, Grade.CHECK),

    /** The item was scanned many times in some minutes. */
    BURST(7, Grade.CHECK),

    /** The showcase link has expired, or is of another item, or none of ours. */
    SHOWCASE_INVALID(8, Grade.CHECK),

    /** The code names a product or a lot and no item, so nothing can be said of one. */
    NO_SERIAL(8, Grade.CHECK),

    /** No signal, but said: the link shows the item in a show, and says nothing of what a viewer holds in his hands. */
    SHOWCASE(0, Grade.GENUINE),

    /** No signal, but said: the same viewer loaded the same message again within minutes. */
    RELOADED(0, Grade.GENUINE);

    private final int kind;
    private final Grade alone;

    Signal(int kind, Grade alone) {
        this.kind = kind;
        this.alone = alone;
    }

    /** What it makes of a scan that nothing else is odd about. */
    public Grade alone() {
        return alone;
    }

    /** Signals of one kind rest on the same evidence, and count once: 1 is the strongest; 0 speaks against nothing. */
    public int kind() {
        return kind;
    }
}
