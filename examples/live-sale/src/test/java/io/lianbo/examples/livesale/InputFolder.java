package io.lianbo.examples.livesale;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A copy of the shipped input that a test may edit. */
final class InputFolder {
    static final Path SHIPPED = Path.of("input");

    private final Path folder;

    InputFolder(Path parent) {
        this.folder = parent.resolve("input");
        try (Stream<Path> files = Files.walk(SHIPPED)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(SHIPPED.relativize(file).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return folder;
    }

    SaleInput read() {
        return InputReader.read(folder);
    }

    String text(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces a text that must be there. */
    InputFolder replace(String file, String old, String fresh) {
        return edit(file, text -> {
            if (!text.contains(old)) {
                throw new IllegalArgumentException(file + " does not contain " + old);
            }
            return text.replace(old, fresh);
        });
    }

    InputFolder edit(String file, UnaryOperator<String> change) {
        try {
            Files.writeString(folder.resolve(file), change.apply(text(file)));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InputFolder delete(String file) {
        try {
            Files.delete(folder.resolve(file));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes one digit in the middle of the signature of an event. */
    InputFolder breakSignature(String file, int event) {
        return edit(file, text -> {
            int at = -1;
            for (int i = 0; i <= event; i++) {
                at = text.indexOf("\"signature\"", at + 1);
            }
            int digit = text.indexOf("0x", at) + 30;
            char other = text.charAt(digit) == '0' ? '1' : '0';
            return text.substring(0, digit) + other + text.substring(digit + 1);
        });
    }
}
