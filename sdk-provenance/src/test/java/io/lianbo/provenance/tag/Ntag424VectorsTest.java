package io.lianbo.provenance.tag;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Verdict;
import io.lianbo.core.json.JsonObject;
import io.lianbo.testsupport.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every message that lies among the vectors: what it says, and whether it is believed. */
class Ntag424VectorsTest {

    @Test
    void agreesWithEveryMessage() throws IOException {
        int messages = 0;
        List<String> wrong = new ArrayList<>();
        for (Path file : Vectors.files("ntag424", ".json")) {
            for (JsonObject message : JsonObject.parseList(file.getFileName().toString(), Files.readString(file))) {
                messages++;
                Verdict<TagRead> verdict = verify(message);
                boolean right = verdict.isVerified() == message.bool("valid")
                        && verdict.value().map(read -> says(message, read)).orElse(true);
                if (!right) {
                    wrong.add(file.getFileName() + " " + message.values() + ": " + verdict);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(messages).isPositive();
    }

    private static boolean says(JsonObject message, TagRead read) {
        return read.uid().equalsIgnoreCase(message.text("uid"))
                && read.counter() == message.integer("read_counter", 0, TagRead.LAST_COUNTER)
                && first(message, "file_data")
                        .map(data -> read.fileData()
                                .map(HexFormat.of()::formatHex)
                                .orElse("")
                                .equalsIgnoreCase(data))
                        .orElse(true);
    }

    private static Verdict<TagRead> verify(JsonObject message) {
        SunKeys keys = SunKeys.shared(key(message, "meta_read_key"), key(message, "file_read_key"));
        Optional<String> picc = first(message, "picc_data");
        Optional<String> data = first(message, "enc_file_data", "enc");
        boolean lrp = first(message, "mode")
                .map(mode -> mode.equalsIgnoreCase("LRP"))
                .orElse(picc.orElse("").length() == 48);
        SunMode mode = lrp ? SunMode.LRP : SunMode.AES;
        SunLayout layout = picc.isPresent()
                ? SunLayout.encrypted(mode, "picc_data", "cmac")
                : SunLayout.plain(mode, "uid", "ctr", "cmac");
        String query = picc.map(some -> "picc_data=" + some)
                .orElseGet(() -> "uid=" + message.text("uid")
                        + "&ctr=%06X".formatted(message.integer("read_counter", 0, TagRead.LAST_COUNTER)));
        if (data.isEmpty()) {
            return new SunVerifier(layout, keys)
                    .verify("https://tag.example/?" + query + "&cmac=" + message.text("cmac"));
        }
        // Whether the MAC covers the name of its own parameter is for the tag's owner to choose.
        Verdict<TagRead> separate = new SunVerifier(layout.withFileData("enc").withMacFrom("enc"), keys)
                .verify("https://tag.example/?" + query + "&enc=" + data.get() + "&cmac=" + message.text("cmac"));
        return separate.isVerified() || picc.isEmpty()
                ? separate
                : new SunVerifier(SunLayout.bulk(mode, "e", data.get().length() / 2), keys)
                        .verify("https://tag.example/?e=" + picc.get() + data.get() + message.text("cmac"));
    }

    private static byte[] key(JsonObject message, String name) {
        return message.optionalText(name).map(HexFormat.of()::parseHex).orElse(new byte[16]);
    }

    private static Optional<String> first(JsonObject message, String... names) {
        return Stream.of(names)
                .flatMap(name -> message.optionalText(name).stream())
                .findFirst();
    }
}
