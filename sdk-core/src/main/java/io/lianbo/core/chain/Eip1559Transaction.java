package io.lianbo.core.chain;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hex;
import io.lianbo.core.crypto.Signature;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.web3j.rlp.RlpEncoder;
import org.web3j.rlp.RlpList;
import org.web3j.rlp.RlpString;
import org.web3j.rlp.RlpType;

/** A type 2 transaction (EIP-1559): its bytes to sign, and its bytes to broadcast. */
record Eip1559Transaction(
        ChainId chainId,
        long nonce,
        Fees fees,
        long gasLimit,
        @Nullable Address to,
        BigInteger value,
        String data) {
    private static final byte TYPE = 2;

    /** What is hashed and signed. */
    byte[] preimage() {
        return typed(fields());
    }

    byte[] signedWith(Signature signature) {
        List<RlpType> fields = fields();
        fields.add(RlpString.create(signature.yParity()));
        fields.add(RlpString.create(signature.r()));
        fields.add(RlpString.create(signature.s()));
        return typed(fields);
    }

    private List<RlpType> fields() {
        List<RlpType> fields = new ArrayList<>();
        fields.add(RlpString.create(chainId.value()));
        fields.add(RlpString.create(nonce));
        fields.add(RlpString.create(fees.tip()));
        fields.add(RlpString.create(fees.max()));
        fields.add(RlpString.create(gasLimit));
        fields.add(RlpString.create(to == null ? new byte[0] : to.bytes()));
        fields.add(RlpString.create(value));
        fields.add(RlpString.create(Hex.decode(data)));
        fields.add(new RlpList()); // access list
        return fields;
    }

    private static byte[] typed(List<RlpType> fields) {
        byte[] list = RlpEncoder.encode(new RlpList(fields));
        byte[] bytes = new byte[1 + list.length];
        bytes[0] = TYPE;
        System.arraycopy(list, 0, bytes, 1, list.length);
        return bytes;
    }
}
