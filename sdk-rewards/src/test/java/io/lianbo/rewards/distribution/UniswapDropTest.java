package io.lianbo.rewards.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Token;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.json.StrictJson;
import io.lianbo.rewards.TestTokens;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import io.lianbo.testsupport.NodePeer;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The bytecode that Uniswap published. */
@LocalChainTest
class UniswapDropTest {

    @Test
    void uniswapsContractPaysEveryClaimOnce(LocalChain local) throws IOException {
        try (Chain chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()))) {
            LocalSigner relayer =
                    LocalSigner.fromPrivateKey(local.accounts().get(0).privateKey());
            Token token = TestTokens.deploy(chain, relayer);
            Map<Address, BigInteger> amounts = DropsTest.amounts(new Random(3), 7);
            Address tokenAddress = token.contract().orElseThrow();
            // @start region="uniswap"
            UniswapDrop drop = UniswapDrop.of(amounts);
            Contract distributor = chain.deploy(relayer, distributor(), tokenAddress, drop.root())
                    .contract();
            // @end region="uniswap"
            TestTokens.mint(chain, relayer, token, distributor.address(), drop.total());

            for (Map.Entry<Address, BigInteger> each : amounts.entrySet()) {
                UniswapDrop.Claim claim = drop.claim(each.getKey()).orElseThrow();
                Object[] call = {claim.index(), claim.account(), claim.amount(), claim.proof()};
                distributor.send(relayer, "claim", call);

                assertThat(TestTokens.balance(chain, token, each.getKey())).isEqualTo(each.getValue());
                assertThat(distributor.read("isClaimed", claim.index()).bool(0)).isTrue();
                assertThatExceptionOfType(ContractRevertException.class)
                        .isThrownBy(() -> distributor.send(relayer, "claim", call));
            }
            assertThat(TestTokens.balance(chain, token, distributor.address())).isZero();
        }
    }

    private static ContractArtifact distributor() throws IOException {
        Map<String, ?> built = StrictJson.parseObject(
                Files.readString(NodePeer.file("@uniswap/merkle-distributor/build/MerkleDistributor.json")));
        Map<String, Object> artifact = new LinkedHashMap<>();
        artifact.put("contractName", "MerkleDistributor");
        artifact.put("sourceName", "contracts/MerkleDistributor.sol");
        artifact.put("compiler", Map.of("version", "0.6.11"));
        artifact.put("abi", Optional.ofNullable(built.get("abi")).orElseThrow());
        artifact.put("bytecode", "0x" + built.get("bytecode"));
        return ContractArtifact.parse(StrictJson.write(artifact));
    }
}
