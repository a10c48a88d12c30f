package io.lianbo.examples.nftdrop;

import io.lianbo.nft.drop.DropManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the files of a new drop. */
@Command(name = "init", description = "Writes drop.yaml and an empty recipients.csv into the folder, which is made.")
final class InitCommand extends DropCommand {
    private static final String NOBODY = "eip155:1:0x0000000000000000000000000000000000000000";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What the drop is known by, for ever; the folder's name where it is not said.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--collection",
            paramLabel = "CAIP10",
            description = "The collection that mints, such as eip155:8453:0xab16...")
    private Optional<String> collection = Optional.empty();

    InitCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    String name() {
        return "init";
    }

    @Override
    Outcome work() throws IOException {
        String yaml = manifest(name.orElseGet(this::nameOfFolder), collection.orElse(NOBODY));
        try {
            DropManifest.parse(collection.isPresent() ? yaml : yaml.replace(NOBODY, NOBODY.replace("0x0", "0x1")));
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, "BAD_VALUE", String.valueOf(e.getMessage()));
        }
        Files.createDirectories(folder());
        Path manifest = folder().resolve("drop.yaml");
        Files.writeString(manifest, yaml, StandardOpenOption.CREATE_NEW);
        Path recipients = folder().resolve("recipients.csv");
        boolean kept = Files.exists(recipients);
        if (!kept) {
            Files.writeString(recipients, "external_id,address\n");
        }
        Outcome outcome = new Outcome(ExitCode.DONE)
                .with("manifest", manifest.toString())
                .with("recipients", recipients.toString())
                .line(headline(Mark.GOOD, "Wrote " + manifest + (kept ? "; kept " : " and ") + recipients));
        if (terminal().outIsTerminal()) {
            outcome.line("");
            if (collection.isEmpty()) {
                outcome.line("  Name your collection in drop.yaml");
            }
            if (!kept) {
                outcome.line("  Add a row to recipients.csv for each recipient");
            }
            outcome.line("  Then: " + command("validate"));
        }
        return outcome;
    }

    private String nameOfFolder() {
        Path last = folder().toAbsolutePath().normalize().getFileName();
        return String.valueOf(last).replaceAll("[^!-~]+", "-");
    }

    private static String manifest(String name, String collection) {
        return """
                drop: %s
                collection: %s   # which chain, which contract
                recipients: recipients.csv

                # What may be said besides; see docs/guide/drops.md.
                # columns: {external_id: order_no, address: wallet}
                # first_token_id: 0
                # assets: assets
                # valid_until: 2026-12-31T00:00:00Z
                # soulbound: false
                # one_each: true
                # max_fee: "0.25"
                """.formatted(name, collection);
    }
}
