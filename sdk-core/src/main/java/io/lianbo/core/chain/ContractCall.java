package io.lianbo.core.chain;

import com.esaulpaugh.headlong.abi.Function;
import io.lianbo.core.Address;
import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
import io.lianbo.core.crypto.Signer;
import java.math.BigInteger;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One call of a contract's function, its arguments encoded, to be read or sent; each setting returns a new call.
 *
 * {@snippet class="io.lianbo.core.chain.ContractTest" region="call"}
 */
public final class ContractCall {
    private final Contract contract;
    private final Function function;
    private final TxRequest request;
    private final @Nullable Address from;

    ContractCall(Contract contract, Function function, TxRequest request, @Nullable Address from) {
        this.contract = contract;
        this.function = function;
        this.request = request;
        this.from = from;
    }

    /**
     * With the chain's native coin.
     *
     * @param wei 0 to 2^256 - 1; above 0 only where the function is payable
     */
    public ContractCall value(BigInteger wei) {
        Amounts.requireWei(wei);
        if (wei.signum() > 0 && !"payable".equals(function.getStateMutability())) {
            throw new IllegalArgumentException(request.label() + " is not payable: value " + wei + " wei");
        }
        return new ContractCall(contract, function, request.withValue(wei), from);
    }

    /**
     * With this much gas at most, instead of an estimate and a fifth. No estimate also means no trial run: a
     * transaction that reverts is then sent, mined and paid for.
     *
     * @param gas at least 21000
     */
    public ContractCall gasLimit(long gas) {
        if (gas < 21_000) {
            throw new IllegalArgumentException("gas limit must be at least 21000: " + gas);
        }
        return new ContractCall(contract, function, request.withGasLimit(gas), from);
    }

    /** As if this account called; for {@link #read()} alone. */
    public ContractCall from(Address caller) {
        return new ContractCall(contract, function, request, caller);
    }

    /** Contract and function, as messages name it: "SaleEscrow.release". */
    public String label() {
        return request.label();
    }

    /** The contract. */
    public Address to() {
        return contract.address();
    }

    /** What it sends, in wei. */
    public BigInteger value() {
        return request.value();
    }

    /** The encoded function and arguments, in 0x hex. */
    public String data() {
        return request.data();
    }

    /** The limit it was given; empty to estimate. */
    public OptionalLong gasLimit() {
        return request.gasLimit() == null ? OptionalLong.empty() : OptionalLong.of(request.gasLimit());
    }

    /**
     * Runs the call on the latest block, and changes nothing.
     *
     * @throws ContractRevertException when the contract refuses
     * @throws LianboException when the node fails
     * @throws IllegalArgumentException when there is no contract at the address
     */
    public AbiValues read() {
        return contract.read(function, request, from);
    }

    /**
     * Sends the call as a transaction, and waits for its receipt.
     *
     * <p>The call is tried out first, and the funds are checked: what would fail is not sent.
     *
     * @throws ContractRevertException when the contract refuses; its code tells whether before or after sending
     * @throws LianboException when the node fails, funds do not suffice, or no receipt comes in time
     * @throws IllegalArgumentException when there is no contract at the address, or {@link #from} is another account
     *     than the signer's
     */
    public Receipt send(Signer signer) {
        if (from != null && !from.equals(signer.address())) {
            throw new IllegalArgumentException("the signer must be the caller " + from + ": " + signer.address());
        }
        return contract.send(signer, request);
    }

    Contract contract() {
        return contract;
    }

    TxRequest request() {
        return request;
    }

    @Nullable
    Address caller() {
        return from;
    }

    /** Whether it does not matter who calls, with what value and how much gas. */
    boolean isPlain() {
        return from == null && request.value().signum() == 0 && request.gasLimit() == null;
    }

    Verdict<AbiValues> returned(byte[] data) {
        return Verdict.ok(contract.decodeReturn(function, request, data));
    }

    Verdict<AbiValues> reverted(byte[] data) {
        ContractError error = request.abi().decodeError(data);
        ContractRevertException e = ContractRevertException.ofCall(request.label(), error);
        return Verdict.refused(e.code().name(), String.valueOf(e.getMessage()));
    }

    /** Contract and function: "call of TestToken.mint at 0x..". */
    @Override
    public String toString() {
        return "call of " + request.label() + " at " + contract.address();
    }
}
