package io.lianbo.nft.membership;

import io.lianbo.core.Address;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.chain.AbiValues;
import io.lianbo.nft.internal.Arguments;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a tier costs whoever asks for it.
 *
 * @param currency the ERC-20 contract in which the price is paid, or {@link Address#ZERO} for the chain's native coin
 * @param price 0 to 2^256-1 in the smallest unit of the currency; 0 is a gift
 * @param duration what it buys, 1 to 2^40-1 whole seconds; empty for a pass without end
 */
public record PassPlan(Address currency, BigInteger price, Optional<Duration> duration) {

    /**
     * Checks each value.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public PassPlan {
        Objects.requireNonNull(currency, "currency");
        Arguments.requireUint256("price", price);
        Checks.requireDuration(duration);
    }

    /** Returns the plan that sells some time, in the chain's native coin where the amount's token has no contract. */
    public static PassPlan of(TokenAmount price, Duration duration) {
        return of(price, Optional.of(duration));
    }

    /** Returns the plan that sells a pass without end. */
    public static PassPlan forGood(TokenAmount price) {
        return of(price, Optional.empty());
    }

    private static PassPlan of(TokenAmount price, Optional<Duration> duration) {
        return new PassPlan(price.token().contract().orElse(Address.ZERO), price.units(), duration);
    }

    static PassPlan of(AbiValues plan) {
        return new PassPlan(plan.address("currency"), plan.uint("price"), Checks.duration(plan.uint("duration")));
    }

    /** What of the chain's native coin is due. */
    BigInteger due() {
        return currency.isZero() ? price : BigInteger.ZERO;
    }

    /** The values as the contract takes them. */
    List<Object> struct() {
        return List.of(currency, price, Checks.seconds(duration));
    }
}
