package io.lianbo.core.chain;

import io.lianbo.core.Address;
import io.lianbo.core.Hex;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction or a call is to do, before an account, a nonce and a fee belong to it.
 *
 * @param label how messages name it: "SaleEscrow.release"
 * @param to null to deploy
 * @param data call data as 0x hex
 * @param gasLimit null to estimate
 * @param abi decodes what it reverts with
 */
record TxRequest(
        String label,
        @Nullable Address to,
        BigInteger value,
        String data,
        @Nullable Long gasLimit,
        Abi abi) {

    static TxRequest of(String label, @Nullable Address to, byte[] data, Abi abi) {
        return new TxRequest(label, to, BigInteger.ZERO, Hex.encode(data), null, abi);
    }

    TxRequest withValue(BigInteger wei) {
        return new TxRequest(label, to, wei, data, gasLimit, abi);
    }

    TxRequest withGasLimit(long gas) {
        return new TxRequest(label, to, value, data, gas, abi);
    }
}
