package io.lianbo.nft.redemption;

import io.lianbo.core.Address;
import io.lianbo.core.chain.AbiValues;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a perk of a collection is redeemed.
 *
 * @param mode what becomes of the token
 * @param acceptWithin how long the merchant has to accept a request, 1 to 2^24-1 whole seconds (194 days)
 * @param fulfilWithin how long the merchant then has to fulfil it, likewise
 * @param sink where tokens go by {@link Mode#SINK}; otherwise empty
 */
public record PerkRule(Mode mode, Duration acceptWithin, Duration fulfilWithin, Optional<Address> sink) {

    /** What becomes of a token whose perk is fulfilled. */
    public enum Mode {
        /** It goes back to its holder. */
        KEEP(1),
        /** It is burnt, by the collection's {@code burn(uint256)}. */
        BURN(2),
        /** It goes to an account of the owner's choice, of a collection that cannot burn. */
        SINK(3),
        /** It never leaves its holder, being soulbound (ERC-5192). */
        IN_PLACE(4);

        private final int number;

        Mode(int number) {
            this.number = number;
        }

        /** By the contract's number; its zero is no mode. */
        static Optional<Mode> of(BigInteger number) {
            return Arrays.stream(values())
                    .filter(mode -> mode.number == number.intValueExact())
                    .findFirst();
        }
    }

    private static final long MAX_SECONDS = (1L << 24) - 1;

    /**
     * Checks each value.
     *
     * @throws IllegalArgumentException if a time is out of range, or there is a sink where none is needed or none where one is
     */
    public PerkRule {
        Objects.requireNonNull(mode, "mode");
        requireTime("acceptWithin", acceptWithin);
        requireTime("fulfilWithin", fulfilWithin);
        if (sink.isPresent() != (mode == Mode.SINK)
                || sink.filter(Address::isZero).isPresent()) {
            throw new IllegalArgumentException(
                    "there must be a sink, not the zero address, exactly where the mode is SINK: " + mode + ", "
                            + sink);
        }
    }

    /** Returns the rule by which the token goes back to its holder. */
    public static PerkRule keep(Duration acceptWithin, Duration fulfilWithin) {
        return new PerkRule(Mode.KEEP, acceptWithin, fulfilWithin, Optional.empty());
    }

    /** Returns the rule by which the token is burnt. */
    public static PerkRule burn(Duration acceptWithin, Duration fulfilWithin) {
        return new PerkRule(Mode.BURN, acceptWithin, fulfilWithin, Optional.empty());
    }

    /** Returns the rule by which the token goes to this account. */
    public static PerkRule sendTo(Address sink, Duration acceptWithin, Duration fulfilWithin) {
        return new PerkRule(Mode.SINK, acceptWithin, fulfilWithin, Optional.of(sink));
    }

    /** Returns the rule by which a soulbound token stays where it is. */
    public static PerkRule inPlace(Duration acceptWithin, Duration fulfilWithin) {
        return new PerkRule(Mode.IN_PLACE, acceptWithin, fulfilWithin, Optional.empty());
    }

    /** Empty where the contract has none. */
    static Optional<PerkRule> of(AbiValues rule) {
        return Mode.of(rule.uint("mode"))
                .map(mode -> new PerkRule(
                        mode,
                        Duration.ofSeconds(rule.uint("acceptWithin").longValueExact()),
                        Duration.ofSeconds(rule.uint("fulfilWithin").longValueExact()),
                        Optional.of(rule.address("sink")).filter(sink -> !sink.isZero())));
    }

    /** The values as the contract takes them. */
    List<Object> struct() {
        return List.of(mode.number, acceptWithin.toSeconds(), fulfilWithin.toSeconds(), sink.orElse(Address.ZERO));
    }

    private static void requireTime(String what, Duration time) {
        if (time.getNano() != 0 || time.getSeconds() < 1 || time.getSeconds() > MAX_SECONDS) {
            throw new IllegalArgumentException(what + " must be 1 to 2^24-1 whole seconds: " + time);
        }
    }
}
