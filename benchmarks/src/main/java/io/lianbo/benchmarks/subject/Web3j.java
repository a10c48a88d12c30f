package io.lianbo.benchmarks.subject;

import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signature;
import java.math.BigInteger;
import java.util.Arrays;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Sign.SignatureData;

/** Our keys and signatures as web3j has them. */
final class Web3j {

    private Web3j() {}

    static SignatureData signature(Signature signature) {
        byte[] bytes = signature.bytes();
        return new SignatureData(bytes[64], Arrays.copyOf(bytes, 32), Arrays.copyOfRange(bytes, 32, 64));
    }

    static ECKeyPair keyPair(LocalSigner signer) {
        return ECKeyPair.create(new BigInteger(1, signer.exportPrivateKeyDangerously()));
    }
}
