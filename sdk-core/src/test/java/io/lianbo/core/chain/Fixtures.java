package io.lianbo.core.chain;

import io.lianbo.core.ChainId;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.testkit.LocalChain;

/** Contracts and accounts that several tests use. */
final class Fixtures {
    static final ContractArtifact TOKEN = ContractArtifact.load(LocalChain.class, "/io/lianbo/testkit/TestToken.json");

    /**
     * Reverts with the bytes that it is given, so that any error can be had from a real node:
     * {@code size = calldataload(36); calldatacopy(0, 68, size); revert(0, size)}.
     */
    static final ContractArtifact REFUSER = artifact("Refuser", "696024358060445f375ffd5f52600a6016f3", """
            [{"type":"function","name":"refuse","stateMutability":"payable","outputs":[],
              "inputs":[{"name":"reason","type":"bytes"}]},
             {"type":"error","name":"WrongPayment",
              "inputs":[{"name":"required","type":"uint256"},{"name":"given","type":"uint256"}]},
             {"type":"error","name":"BadShares",
              "inputs":[{"name":"orderId","type":"bytes32"},
                        {"name":"shares","type":"tuple[]",
                         "components":[{"name":"recipient","type":"address"},{"name":"bps","type":"uint16"}]}]}]
            """);

    /** The same with {@code return} in place of {@code revert}: gives back any result. */
    static final ContractArtifact ECHO = artifact("Echo", "696024358060445f375ff35f52600a6016f3", """
            [{"type":"function","name":"echo","stateMutability":"view",
              "inputs":[{"name":"result","type":"bytes"}],
              "outputs":[{"name":"shares","type":"tuple[]",
                          "components":[{"name":"recipient","type":"address"},{"name":"bps","type":"uint16"}]},
                         {"name":"tag","type":"bytes4"},
                         {"name":"delta","type":"int64"},
                         {"name":"note","type":"string"}]}]
            """);

    private Fixtures() {}

    /** @param creation code in hex without 0x */
    static ContractArtifact artifact(String name, String creation, String abi) {
        return ContractArtifact.parse("""
                {"contractName": "%s", "sourceName": "by hand", "compiler": {"version": "none"}, "abi": %s, "bytecode": "0x%s"}
                """.formatted(name, abi, creation));
    }

    static Chain connect(LocalChain chain) {
        return Chain.connect(chain.rpcUrl(), new ChainId(chain.chainId()));
    }

    static LocalSigner signer(LocalChain chain, int account) {
        return LocalSigner.fromPrivateKey(chain.accounts().get(account).privateKey());
    }
}
