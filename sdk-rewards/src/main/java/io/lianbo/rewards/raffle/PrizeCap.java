package io.lianbo.rewards.raffle;

import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What one prize may be worth at most by law. A contract is deployed with one, which nobody can change and everybody can read.
 *
 * @param currency the ISO 4217 code of the currency in which prizes are valued
 * @param most in the smallest unit of that currency
 */
public record PrizeCap(String currency, long most) {

    private static final Pattern CODE = Pattern.compile("[A-Z]{3}");

    /** The default: CNY 50,000, in fen (Anti-Unfair Competition Law of the People's Republic of China, on sales with prizes by lot). */
    public static final PrizeCap CHINA = new PrizeCap("CNY", 5_000_000);

    public PrizeCap {
        if (!CODE.matcher(currency).matches()) {
            throw new IllegalArgumentException(
                    "currency must be an ISO 4217 code such as CNY: " + currency.length() + " characters given");
        }
        if (most < 1) {
            throw new IllegalArgumentException("the cap must be 1 or more: " + most);
        }
    }

    /**
     * Checks that each of these prizes may be given.
     *
     * @return the prizes; or {@code ABOVE_PRIZE_CAP} for each kind that is worth more
     */
    public Verdict<List<Prize>> check(List<Prize> prizes) {
        List<Reason> reasons = new ArrayList<>();
        for (int kind = 0; kind < prizes.size(); kind++) {
            if (prizes.get(kind).value() > most) {
                reasons.add(new Reason(
                        "ABOVE_PRIZE_CAP",
                        "a prize of kind %d is worth %d, the cap is %d (smallest units of %s)"
                                .formatted(kind, prizes.get(kind).value(), most, currency)));
            }
        }
        return reasons.isEmpty() ? Verdict.ok(prizes) : Verdict.refused(reasons);
    }
}
