package io.lianbo.spring;

import io.lianbo.core.LianboException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in a sentence why a service does not start when the chain or a store is why. */
final class LianboFailureAnalyzer extends AbstractFailureAnalyzer<LianboException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, LianboException cause) {
        return new FailureAnalysis(cause.code() + ": " + cause.getMessage(), action(cause.code()), cause);
    }

    private static String action(LianboException.Code code) {
        return switch (code) {
            case WRONG_CHAIN -> "Let lianbo.chain.chain-id and the nodes of lianbo.chain.rpc-url name the same chain.";
            case RPC_UNREACHABLE, RPC_BAD_RESPONSE ->
                "Start the node, or mend lianbo.chain.rpc-url."
                        + " A service that is to start without its chain injects ObjectProvider<Chain>.";
            case SIGNER_FAILED -> "Mend lianbo.signer.";
            case STORE_FAILED -> "See that the data source of Lianbo's stores can be written.";
            default -> "See what the chain says.";
        };
    }
}
