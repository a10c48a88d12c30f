package io.lianbo.examples.nftdrop;

import io.lianbo.core.chain.Chain;
import io.lianbo.nft.airdrop.AirdropLimits;
import io.lianbo.nft.drop.Drop;
import java.net.URI;
import java.util.List;
import picocli.CommandLine.Option;

/** A command that asks the chain. */
abstract class ChainCommand extends DropCommand {

    @Option(
            names = "--rpc",
            paramLabel = "URL",
            description = "The chain's node; several, one --rpc each, stand in for each other. ETH_RPC_URL of the"
                    + " environment where it is not said.")
    private List<String> rpc = List.of();

    ChainCommand(Terminal terminal) {
        super(terminal);
    }

    final Chain connect(Drop drop) {
        String fromEnvironment = terminal().environment().getOrDefault("ETH_RPC_URL", "");
        List<String> urls = rpc.isEmpty() && !fromEnvironment.isBlank() ? List.of(fromEnvironment) : rpc;
        if (urls.isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "NO_NODE",
                    "no node is named: give its URL with --rpc or in the environment as ETH_RPC_URL");
        }
        try {
            return Chain.connect(
                    urls.stream().map(URI::create).toList(),
                    drop.manifest().collection().chainId());
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, "BAD_URL", "--rpc must be the URL of a node: " + e.getMessage());
        }
    }

    /** What a transaction may take. */
    static AirdropLimits limits(long gas) {
        try {
            return AirdropLimits.ethereum().withGas(gas);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, "BAD_VALUE", "--gas is too low: " + e.getMessage());
        }
    }
}
