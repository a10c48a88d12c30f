package io.lianbo.rewards.internal;

import io.lianbo.core.Address;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractCall;
import io.lianbo.core.chain.ContractError;
import io.lianbo.core.chain.ContractRevertException;
import java.util.Locale;
import java.util.regex.Pattern;

/** A call that is tried out before it is sent, so that the contract itself says what speaks against it. */
public final class Trial {

    private static final ContractArtifact ESCROW =
            ContractArtifact.load(Trial.class, "/io/lianbo/rewards/SaleEscrow.json");

    /** Solady's {@code TransferFromFailed()} and {@code TransferFailed()}, which no artifact of ours lists. */
    private static final String TRANSFER_FROM_FAILED = "0x7939f424";

    private static final String TRANSFER_FAILED = "0x90b8ec18";

    private static final Pattern WORD_BEGINS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private Trial() {}

    /**
     * Tries a call out on the latest block.
     *
     * @param sender who would send it
     * @param result what is established where it would succeed
     * @return the result; or refused with the contract's or the escrow's error as the code, {@code COUPON_EXPIRED} for {@code CouponExpired}; with {@code NOT_PAID} where the sender lacks
     *     what the call takes, {@code NOT_PAYABLE} where the currency does not let a payee be paid, and {@code WOULD_REVERT} for anything else
     */
    public static <T> Verdict<T> of(Chain chain, ContractCall call, Address sender, T result) {
        if (call.value().signum() > 0 && chain.balance(sender).compareTo(call.value()) < 0) {
            return Verdict.refused("NOT_PAID", sender + " has less than " + call.value() + " wei");
        }
        try {
            call.from(sender).read();
            return Verdict.ok(result);
        } catch (ContractRevertException refused) {
            ContractError error = refused.error();
            return error.name().startsWith("0x") ? unnamed(chain, call, error) : named(error);
        }
    }

    private static <T> Verdict<T> unnamed(Chain chain, ContractCall call, ContractError error) {
        if (error.name().equals(TRANSFER_FROM_FAILED)) {
            return Verdict.refused(
                    "NOT_PAID",
                    "the token does not move the sender's part: too little balance or allowance, or it blocks it");
        }
        if (error.name().equals(TRANSFER_FAILED)) {
            return Verdict.refused("NOT_PAYABLE", "the token does not pay the payee");
        }
        if (error.fields().get("data") instanceof byte[] data) {
            ContractError ofEscrow = chain.contract(call.to(), ESCROW).decodeError(data);
            if (!ofEscrow.name().startsWith("0x")) {
                return named(ofEscrow);
            }
        }
        return Verdict.refused("WOULD_REVERT", error.toString());
    }

    private static <T> Verdict<T> named(ContractError error) {
        return Verdict.refused(
                WORD_BEGINS.matcher(error.name()).replaceAll("_").toUpperCase(Locale.ROOT), error.toString());
    }
}
