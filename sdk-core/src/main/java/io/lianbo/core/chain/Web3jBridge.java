package io.lianbo.core.chain;

import io.lianbo.core.ChainId;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.BatchRequest;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;

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
        Endpoint endpoint = new Endpoint("the node behind web3j", new OwnersWire(web3j), text -> text);
        return Chain.over(new Node(web3j, endpoint), expected, Chain.Options.defaults());
    }

    /** Sends with the service that the client was built with. */
    private record OwnersWire(Web3j web3j) implements Endpoint.Wire {
        @Override
        public <T> @Nullable Response<T> send(Request<?, ? extends Response<T>> request) throws IOException {
            return request.send();
        }

        @Override
        public List<? extends Response<?>> sendBatch(List<? extends Request<?, ? extends Response<?>>> requests)
                throws IOException {
            BatchRequest batch = web3j.newBatch();
            requests.forEach(batch::add);
            return batch.send().getResponses();
        }
    }
}
