package io.lianbo.provenance.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Hash32;
import io.lianbo.core.json.StrictJson;
import io.lianbo.testsupport.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class Rfc9162VectorsTest {

    @Test
    void acceptsInclusionProofsExactlyWhereTheVectorsDo() throws IOException {
        for (Path file : Vectors.files("rfc9162/inclusion", ".json")) {
            Map<String, Object> vector = StrictJson.parseObject(Files.readString(file));
            assertThat(accepts(() -> new InclusionProof(number(vector, "leafIdx"), path(vector))
                            .verify(hash(vector.get("leafHash")), head(vector, "root", "treeSize"))
                            .isVerified()))
                    .as("%s", file)
                    .isEqualTo(!(Boolean) vector.get("wantErr"));
        }
    }

    @Test
    void acceptsConsistencyProofsExactlyWhereTheVectorsDo() throws IOException {
        for (Path file : Vectors.files("rfc9162/consistency", ".json")) {
            Map<String, Object> vector = StrictJson.parseObject(Files.readString(file));
            assertThat(accepts(() -> new ConsistencyProof(path(vector))
                            .verify(head(vector, "root1", "size1"), head(vector, "root2", "size2"))
                            .isVerified()))
                    .as("%s", file)
                    .isEqualTo(!(Boolean) vector.get("wantErr"));
        }
    }

    /** A size, index or hash that our values cannot hold is refused when they are made. */
    private static boolean accepts(BooleanSupplier verdict) {
        try {
            return verdict.getAsBoolean();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static TreeHead head(Map<String, Object> vector, String root, String size) {
        return new TreeHead(hash(vector.get(root)), number(vector, size));
    }

    private static long number(Map<String, Object> vector, String name) {
        if (vector.get(name) instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException(name + " must be below 2^63: " + vector.get(name));
    }

    private static List<Hash32> path(Map<String, Object> vector) {
        List<Hash32> path = new ArrayList<>();
        if (vector.get("proof") instanceof List<?> hashes) {
            hashes.forEach(hash -> path.add(hash(hash)));
        }
        return path;
    }

    private static Hash32 hash(Object base64) {
        return Hash32.of(Base64.getDecoder().decode((String) base64));
    }
}
