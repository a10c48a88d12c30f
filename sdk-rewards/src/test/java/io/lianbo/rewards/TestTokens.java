package io.lianbo.rewards;

import io.lianbo.core.Address;
import io.lianbo.core.Token;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.crypto.Signer;
import io.lianbo.testkit.LocalChain;
import java.math.BigInteger;

/** A token of six decimals that tests mint at will. */
public final class TestTokens {

    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(LocalChain.class, "/io/lianbo/testkit/TestToken.json");

    private TestTokens() {}

    public static Token deploy(Chain chain, Signer deployer) {
        Contract contract =
                chain.deploy(deployer, ARTIFACT, "Test Dollar", "TUSD", 6).contract();
        return Token.erc20(contract.address(), "TUSD", 6);
    }

    public static void mint(Chain chain, Signer sender, Token token, Address to, BigInteger units) {
        at(chain, token).send(sender, "mint", to, units);
    }

    public static void approve(Chain chain, Signer owner, Token token, Address spender, BigInteger units) {
        at(chain, token).send(owner, "approve", spender, units);
    }

    public static BigInteger balance(Chain chain, Token token, Address account) {
        return at(chain, token).read("balanceOf", account).uint(0);
    }

    private static Contract at(Chain chain, Token token) {
        return chain.contract(token.contract().orElseThrow(), ARTIFACT);
    }
}
