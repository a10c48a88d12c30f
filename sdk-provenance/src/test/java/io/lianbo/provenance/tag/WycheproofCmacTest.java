package io.lianbo.provenance.tag;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.json.JsonObject;
import io.lianbo.testsupport.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every set of Wycheproof for AES-CMAC, whatever its sizes of keys and tags. */
class WycheproofCmacTest {

    @Test
    void givesEveryValidTagAndNoInvalidOne() throws IOException {
        int checks = 0;
        List<String> wrong = new ArrayList<>();
        for (Path file : Vectors.files("wycheproof", ".json")) {
            JsonObject set = JsonObject.parse(file.getFileName().toString(), Files.readString(file));
            if (!set.text("algorithm").equals("AES-CMAC")) {
                continue;
            }
            for (JsonObject group : set.objects("testGroups")) {
                int tagBytes = (int) group.integer("tagSize", 8, 128) / 8;
                for (JsonObject test : group.objects("tests")) {
                    checks++;
                    String expected = test.text("result");
                    assertThat(expected).isIn("valid", "invalid", "acceptable");
                    if (!expected.equals("acceptable") && verifies(test, tagBytes) != expected.equals("valid")) {
                        wrong.add(file.getFileName() + " " + test.integer("tcId", 0, Integer.MAX_VALUE) + ": "
                                + expected);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(checks).isPositive();
    }

    private static boolean verifies(JsonObject test, int tagBytes) {
        try {
            byte[] mac = Aes.cmac(hex(test, "key"), hex(test, "msg"));
            return Arrays.equals(Arrays.copyOf(mac, tagBytes), hex(test, "tag"));
        } catch (IllegalArgumentException noKey) {
            return false;
        }
    }

    private static byte[] hex(JsonObject test, String name) {
        return HexFormat.of().parseHex(test.text(name));
    }
}
