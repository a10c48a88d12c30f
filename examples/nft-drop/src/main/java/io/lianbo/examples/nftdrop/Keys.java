package io.lianbo.examples.nftdrop;

import io.lianbo.core.crypto.Keystore;
import io.lianbo.core.crypto.LocalSigner;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whose signatures are needed. A password is asked for or read from a file: whoever is on the machine can read command lines. */
final class Keys {
    private static final int LONGEST_PASSWORD = 1_024;

    @Option(
            names = "--issuer",
            required = true,
            paramLabel = "KEYSTORE",
            description =
                    "The keystore of the collection's voucher signer (Web3 Secret Storage, as geth and cast write it).")
    private Path issuer = Path.of("");

    @Option(
            names = "--issuer-password",
            paramLabel = "FILE",
            description = "Its first line is the issuer's password, which is asked for where no file is named.")
    private Optional<Path> issuerPassword = Optional.empty();

    @Option(
            names = "--payer",
            paramLabel = "KEYSTORE",
            description = "The keystore of the account that pays the gas; the issuer's where it is not said.")
    private Optional<Path> payer = Optional.empty();

    @Option(
            names = "--payer-password",
            paramLabel = "FILE",
            description = "Its first line is the payer's password, which is asked for where no file is named.")
    private Optional<Path> payerPassword = Optional.empty();

    /** Both accounts, open. */
    record Ring(LocalSigner issuer, LocalSigner payer) implements AutoCloseable {
        @Override
        public void close() {
            issuer.close();
            payer.close();
        }
    }

    Ring open(Terminal terminal) throws IOException {
        LocalSigner issuing = open(terminal, issuer, issuerPassword, "--issuer-password");
        try {
            return new Ring(
                    issuing,
                    payer.isEmpty() ? issuing : open(terminal, payer.get(), payerPassword, "--payer-password"));
        } catch (IOException | RuntimeException e) {
            issuing.close();
            throw e;
        }
    }

    private static LocalSigner open(Terminal terminal, Path keystore, Optional<Path> file, String option)
            throws IOException {
        if (!Files.isReadable(keystore)) {
            throw new Failure(ExitCode.BAD_INPUT, "MISSING_FILE", keystore + " must be a keystore, and is not there");
        }
        char[] password = file.isPresent()
                ? firstLine(file.get())
                : terminal.passwords()
                        .apply("Password of " + keystore + ": ")
                        .orElseThrow(() -> new Failure(
                                ExitCode.USAGE,
                                "NO_PASSWORD",
                                "there is no terminal to ask for the password of " + keystore + ": name a file with "
                                        + option));
        try {
            return Keystore.load(keystore, password);
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    ExitCode.BAD_INPUT,
                    "BAD_KEYSTORE",
                    e.getMessage() + ": give its right password, or another keystore");
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static char[] firstLine(Path file) throws IOException {
        CharBuffer line = CharBuffer.allocate(LONGEST_PASSWORD);
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (int c = reader.read(); c != -1 && c != '\n' && c != '\r'; c = reader.read()) {
                if (!line.hasRemaining()) {
                    throw new Failure(
                            ExitCode.BAD_INPUT,
                            "BAD_PASSWORD",
                            file + " must begin with a password of at most " + LONGEST_PASSWORD + " characters");
                }
                line.put((char) c);
            }
            return Arrays.copyOf(line.array(), line.position());
        } finally {
            Arrays.fill(line.array(), '\0');
        }
    }
}
