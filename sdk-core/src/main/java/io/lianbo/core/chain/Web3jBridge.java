package io.lianbo.core.chain;

import io.lianbo.core.ChainId;
import org.web3j.protocol.Web3j;

/** For who already holds a {@link Web3j}: the one place where a web3j type is part of the API. */
public final class Web3jBridge {
    private Web3jBridge() {}

    /**
     * Returns a chain that speaks through a web3j client, with that client's time-outs and bounds.
     *
     * <p>Closing the chain leaves the client open: who made it closes it.
     *
     * {@snippet class="io.lianbo.core.chain.ChainTest" region="bridge"}
     *
     * @param expected the chain that it must serve
     * @throws io.lianbo.core.LianboException as {@link Chain#connect}
     */
    public static Chain over(Web3j web3j, ChainId expected) {
        return Chain.over(new Node(web3j, "the node behind web3j"), expected, Chain.Options.defaults(), () -> {});
    }
}
