package io.lianbo.examples.nftdrop;

import io.lianbo.core.ChainId;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.Keystore;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.nft.CollectionConfig;
import io.lianbo.nft.VoucherCollection;
import io.lianbo.testkit.LocalChain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a chain on this machine and a drop to try everything on. */
@Command(
        name = "rehearse",
        description =
                "Makes a local chain, a collection on it, and a new folder with a drop and a keystore; says what to"
                        + " type in another terminal. The chain is there until Ctrl-C.")
final class RehearseCommand extends DropCommand {
    private static final String PASSWORD = "rehearsal";

    private final Interrupts interrupts;

    @Option(names = "--rows", paramLabel = "ROWS", description = "How many recipients; 1000 where it is not said.")
    private int rows = 1_000;

    @Option(
            names = "--block-time",
            paramLabel = "SECONDS",
            description = "How often there is a block; 2 where it is not said.")
    private int blockTime = 2;

    RehearseCommand(Terminal terminal, Interrupts interrupts) {
        super(terminal);
        this.interrupts = interrupts;
    }

    @Override
    String name() {
        return "rehearse";
    }

    @Override
    Outcome work() throws IOException {
        if (rows < 1 || rows > 1_000_000 || blockTime < 0 || blockTime > 60) {
            throw new Failure(
                    ExitCode.USAGE, "BAD_VALUE", "--rows must be 1 to 1000000, and --block-time 0 to 60 seconds");
        }
        Files.createDirectory(folder());
        LocalChain.Options options =
                LocalChain.Options.defaults().withTimestamp(Instant.now()).withBlockTime(Duration.ofSeconds(blockTime));
        interrupts.arm(Thread.currentThread());
        try (LocalChain local = LocalChain.start(options)) {
            prepare(local);
            terminal().out().println(headline(Mark.GOOD, "A chain is at " + local.rpcUrl() + ", until Ctrl-C"));
            terminal().out().println("""

                      In another terminal:

                      export ETH_RPC_URL=%1$s
                      %2$s
                      %3$s --issuer %4$s

                      The password is "%5$s", also in password.txt, for --issuer-password.
                    """.formatted(
                            local.rpcUrl(),
                            command("plan"),
                            command("run"),
                            quoted(folder().resolve("key.json").toString()),
                            PASSWORD));
            terminal().out().flush();
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            return new Outcome(ExitCode.INTERRUPTED).error("The chain is gone.");
        }
        throw new IllegalStateException("nothing ends the wait");
    }

    private void prepare(LocalChain local) throws IOException {
        try (Chain chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
                LocalSigner owner = signer(local, 0);
                LocalSigner issuer = signer(local, 1)) {
            VoucherCollection tea = VoucherCollection.deploy(
                    chain,
                    owner,
                    CollectionConfig.of("Spring Tea", "TEA", owner.address()).withVoucherSigner(issuer.address()));
            Files.writeString(folder().resolve("drop.yaml"), """
                    drop: rehearsal
                    collection: %s
                    recipients: recipients.csv
                    max_fee: "1"
                    """.formatted(tea.id()));
            StringBuilder csv = new StringBuilder("external_id,address\n");
            for (int i = 1; i <= rows; i++) {
                csv.append(String.format(Locale.ROOT, "order-%04d,%s\n", i, recipient(i)));
            }
            Files.writeString(folder().resolve("recipients.csv"), csv);
            Files.writeString(folder().resolve("password.txt"), PASSWORD + "\n");
            Keystore.save(issuer, folder().resolve("key.json"), PASSWORD.toCharArray(), new SecureRandom());
        }
    }

    private static LocalSigner signer(LocalChain local, int account) {
        return LocalSigner.fromPrivateKey(local.accounts().get(account).privateKey());
    }

    /** An address that nobody has the key of. */
    private static String recipient(int number) {
        byte[] hash = Sha256.digest(("recipient " + number).getBytes(StandardCharsets.UTF_8));
        return "0x" + HexFormat.of().formatHex(hash, 0, 20);
    }
}
