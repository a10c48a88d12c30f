package io.lianbo.core.chain;

import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A contract refused: "SaleEscrow.ship reverted: ConditionNotMet(orderId=0x01.., place=0)".
 *
 * <p>Its code is {@code CALL_REVERTED} when nothing was sent, because a read or the simulation before a send
 * reverted, and {@code TRANSACTION_REVERTED} when the transaction was mined and its gas is spent. Neither changed
 * the contract's state.
 */
public final class ContractRevertException extends LianboException {
    private static final long serialVersionUID = 1L;

    private final transient ContractError error;
    private final @Nullable String transactionHash;

    private ContractRevertException(Code code, String message, ContractError error, @Nullable String transactionHash) {
        super(code, message, true);
        this.error = error;
        this.transactionHash = transactionHash;
    }

    static ContractRevertException ofCall(String label, ContractError error) {
        return new ContractRevertException(Code.CALL_REVERTED, label + " reverted" + reason(error), error, null);
    }

    static ContractRevertException ofTransaction(String label, ContractError error, Receipt receipt) {
        String hash = receipt.transactionHash().toString();
        String message = label + " reverted in transaction " + hash + reason(error);
        return new ContractRevertException(Code.TRANSACTION_REVERTED, message, error, hash);
    }

    private static String reason(ContractError error) {
        return error.equals(ContractError.WITHOUT_A_REASON) ? " without a reason" : ": " + error;
    }

    /** What the contract reverted with. */
    public ContractError error() {
        return error;
    }

    /** The mined transaction; empty when nothing was sent. */
    public Optional<Hash32> transactionHash() {
        return Optional.ofNullable(transactionHash).map(Hash32::of);
    }
}
