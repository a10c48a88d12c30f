package io.lianbo.core.follow;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hex;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.EventQuery;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.testkit.LocalChain;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A local chain with a token, on which each block holds the mints that a test wants. */
final class TokenChain implements AutoCloseable {
    private static final ContractArtifact TOKEN =
            ContractArtifact.load(LocalChain.class, "/io/lianbo/testkit/TestToken.json");
    private static final String MINT = Hex.encode(
                    Keccak256.hash("mint(address,uint256)".getBytes(StandardCharsets.US_ASCII))
                            .bytes())
            .substring(0, 10);

    private final LocalChain local;
    private final Address merchant;
    private Chain chain;
    private Contract token;

    TokenChain(LocalChain local) {
        this.local = local;
        this.merchant = Address.of(local.accounts().getFirst().address());
    }

    void deploy() {
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        try (LocalSigner signer =
                LocalSigner.fromPrivateKey(local.accounts().getFirst().privateKey())) {
            token = chain.deploy(signer, TOKEN, "Tea Points", "TEA", 0).contract();
        }
        local.setAutomine(false);
    }

    Chain chain() {
        return chain;
    }

    LocalChain local() {
        return local;
    }

    Contract token() {
        return token;
    }

    EventQuery transfers() {
        return EventQuery.of(token, "Transfer");
    }

    /** Mines a block with a mint of each amount, in this order. */
    void block(long... amounts) {
        for (long amount : amounts) {
            String data = MINT + "%064x%064x".formatted(new java.math.BigInteger(1, merchant.bytes()), amount);
            local.rpc(
                    "eth_sendTransaction",
                    Map.of(
                            "from",
                            merchant.toString(),
                            "to",
                            token.address().toString(),
                            "data",
                            data,
                            "gas",
                            "0x30d40"));
        }
        local.mine(1);
    }

    @Override
    public void close() {
        chain.close();
    }
}
