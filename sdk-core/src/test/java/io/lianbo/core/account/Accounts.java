package io.lianbo.core.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signature;
import io.lianbo.testkit.LocalChain;
import java.math.BigInteger;
import java.util.List;
import org.awaitility.Awaitility;
import org.web3j.crypto.AuthorizationTuple;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;

/** Accounts of every kind on the local chain. */
final class Accounts {

    static final ContractArtifact WALLET = artifact("TestWallet");
    static final ContractArtifact WALLET_FACTORY = artifact("TestWalletFactory");

    private Accounts() {}

    static ContractArtifact artifact(String name) {
        return ContractArtifact.load(LocalChain.class, "/io/lianbo/testkit/" + name + ".json");
    }

    static Chain connect(LocalChain local) {
        return Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
    }

    static LocalSigner signer(LocalChain local, int account) {
        return LocalSigner.fromPrivateKey(local.accounts().get(account).privateKey());
    }

    /** Puts code at an address, whatever it does. */
    static Address code(LocalChain local, int number, String hex) {
        Address address = Address.of("0x%040x".formatted(0xC0DE_0000L + number));
        local.rpc("anvil_setCode", address.toString(), "0x" + hex);
        return address;
    }

    /** Sends a transaction of type 4, made by web3j, from the first account. */
    static void delegate(LocalChain local, Chain chain, SignedAuthorization signed) {
        Credentials relayer = Credentials.create(local.accounts().getFirst().privateKey());
        Authorization authorization = signed.authorization();
        Signature signature = signed.signature();
        RawTransaction transaction = RawTransaction.createTransaction(
                local.chainId(),
                BigInteger.valueOf(chain.nonce(Address.of(relayerAddress(local)))),
                BigInteger.TEN.pow(9),
                BigInteger.TEN.pow(11),
                BigInteger.valueOf(200_000),
                relayerAddress(local),
                BigInteger.ZERO,
                "",
                List.of(),
                List.of(new AuthorizationTuple(
                        BigInteger.valueOf(authorization.chainId().value()),
                        authorization.delegate().toString(),
                        BigInteger.valueOf(authorization.nonce()),
                        BigInteger.valueOf(signature.yParity()),
                        signature.r(),
                        signature.s())));
        String raw = Hex.encode(TransactionEncoder.signMessage(transaction, relayer));
        Hash32 hash = Hash32.of(String.valueOf(local.rpc("eth_sendRawTransaction", raw)));
        Awaitility.await().untilAsserted(() -> assertThat(chain.receipt(hash)).isPresent());
        assertThat(chain.receipt(hash).orElseThrow().succeeded()).isTrue();
    }

    private static String relayerAddress(LocalChain local) {
        return local.accounts().getFirst().address();
    }
}
