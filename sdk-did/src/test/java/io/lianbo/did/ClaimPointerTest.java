package io.lianbo.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.json.StrictJson;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimPointerTest {
    @Test
    void isWrittenAsItsJson() {
        // @start region="pointer"
        ClaimPointer types = ClaimPointer.of("degrees").everyElement().name("type");
        ClaimPointer second = ClaimPointer.of("nationalities").element(1);
        // @end region="pointer"
        assertThat(types).hasToString("[\"degrees\",null,\"type\"]");
        assertThat(second).hasToString("[\"nationalities\",1]");
    }

    @Test
    void readsItsJsonAndWritesItAgain() {
        for (String json :
                List.of("[\"a\"]", "[\"a\",0,null,\"b\",\"\"]", "[0]", "[null]", "[\"a\",9223372036854775807]")) {
            assertThat(ClaimPointer.ofJson((List<?>) StrictJson.parse(json))).hasToString(json);
        }
        assertThat(ClaimPointer.ofJson(List.of("a", 1)))
                .isEqualTo(ClaimPointer.of("a").element(1));
        // Beyond every array: it leads nowhere, whichever number it is.
        assertThat(ClaimPointer.ofJson(List.of("a", BigInteger.TWO.pow(80))))
                .isEqualTo(ClaimPointer.of("a").element(Long.MAX_VALUE));
    }

    @Test
    void refusesWhatTheStandardDoesNotKnow() {
        for (List<?> bad : Arrays.asList(
                List.of(),
                List.of("a", -1),
                List.of("a", -1L),
                List.of("a", BigInteger.TWO.pow(80).negate()),
                List.of("a", 1.5),
                List.of("a", true),
                List.of("a", List.of()),
                List.of("\ud800"),
                Collections.nCopies(65, "a"))) {
            assertThatIllegalArgumentException().as("%s", bad).isThrownBy(() -> ClaimPointer.ofJson(bad));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClaimPointer.of("a").element(-1))
                .withMessageContaining("negative: -1");
    }
}
