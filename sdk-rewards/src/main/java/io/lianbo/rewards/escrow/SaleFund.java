package io.lianbo.rewards.escrow;

import io.lianbo.core.Address;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;
import io.lianbo.rewards.internal.Erc20;
import java.math.BigInteger;
import java.time.Instant;

/**
 * The money of a promotion, a rebate pool or a bond: filled by anyone, spent by its rule alone until its last second, and then its owner's.
 *
 * {@snippet class="io.lianbo.rewards.promotion.PromotionsGuideTest" region="fund"}
 *
 * <p>Every method that sends waits for its receipt; it throws {@link io.lianbo.core.LianboException} when the chain fails, and {@link io.lianbo.core.chain.ContractRevertException} with
 * the contract's error by name when the contract refuses: {@code NotOver}, {@code NotOwner}.
 */
public final class SaleFund {

    /** What all funds have in common is in the artifact of each. */
    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(SaleFund.class, "/io/lianbo/rewards/AuthenticityBond.json");

    private final Chain chain;
    private final Contract contract;

    private SaleFund(Chain chain, Contract contract) {
        this.chain = chain;
        this.contract = contract;
    }

    /** The money of the contract at this address. */
    public static SaleFund at(Chain chain, Address address) {
        return new SaleFund(chain, chain.contract(address, ARTIFACT));
    }

    /**
     * Puts money in. It is a gift: there is no share in a fund.
     *
     * @throws IllegalArgumentException when the amount is in another currency, which nobody would get out again
     */
    public Receipt fill(Signer anyone, TokenAmount amount) {
        Address currency = contract.read("currency").address(0);
        if (!currency.equals(amount.token().contract().orElse(Address.ZERO))) {
            throw new IllegalArgumentException(
                    "the fund's currency is " + currency + ", zero for the chain's own coin: " + amount.token());
        }
        return Erc20.transfer(chain, anyone, contract.address(), amount);
    }

    /** What it has, in the smallest unit of its currency. */
    public BigInteger held() {
        return contract.read("held").uint(0);
    }

    /** The last second in which it is there for its sale. */
    public Instant endsAt() {
        return Instant.ofEpochSecond(contract.read("endsAt").uint(0).longValueExact());
    }

    /**
     * Takes all that is left and due to nobody, once {@link #endsAt} is over; as often as something comes, as refunds do.
     *
     * @param owner {@link FundTerms#owner()}
     * @param to who gets it
     */
    public Receipt takeRest(Signer owner, Address to) {
        return contract.send(owner, "takeRest", to);
    }
}
