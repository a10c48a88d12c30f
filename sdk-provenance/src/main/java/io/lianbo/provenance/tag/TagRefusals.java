package io.lianbo.provenance.tag;

import io.lianbo.core.Verdict;
import io.lianbo.provenance.code.DigitalLink;
import java.util.Optional;

/** What all registries say, in the same words. */
final class TagRefusals {
    private TagRefusals() {}

    /**
     * What comes of binding a chip that could not be bound, because one of these stands.
     *
     * @param chip the binding of the chip, if there is one
     * @param item the binding of the item's present chip, if there is one
     */
    static Verdict<TagBinding> standing(
            String uid, DigitalLink wanted, Optional<TagBinding> chip, Optional<TagBinding> item) {
        if (chip.isPresent()) {
            TagBinding binding = chip.get();
            if (!binding.isActive()) {
                return Verdict.refused("CHIP_RETIRED", "chip " + uid + " was retired at " + binding.retiredAt());
            }
            return binding.item().canonical().equals(wanted.canonical())
                    ? Verdict.ok(binding)
                    : Verdict.refused(
                            "CHIP_BOUND",
                            "chip " + uid + " is on " + binding.item().canonical());
        }
        TagBinding other = item.orElseThrow(
                () -> new IllegalStateException("neither chip " + uid + " nor " + wanted.canonical() + " is bound"));
        return Verdict.refused("ITEM_HAS_CHIP", "chip " + other.uid() + " is on " + wanted.canonical());
    }

    static Verdict<TagBinding> unknown(String uid) {
        return Verdict.refused("CHIP_UNKNOWN", "chip " + uid + " is bound to no item");
    }
}
