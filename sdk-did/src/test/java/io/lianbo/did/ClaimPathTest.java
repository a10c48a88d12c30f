package io.lianbo.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimPathTest {
    @Test
    void readsItsDottedFormAndWritesItAgain() {
        assertThat(ClaimPath.parse("address.street")).isEqualTo(ClaimPath.of("address", "street"));
        assertThat(ClaimPath.parse("a\\.b.c\\\\")).isEqualTo(ClaimPath.of("a.b", "c\\"));
        assertThat(ClaimPath.of("a.b", "c\\", "1")).hasToString("a\\.b.c\\\\.1");
        assertThat(ClaimPath.all("x", "y.0")).containsExactly(ClaimPath.of("x"), ClaimPath.of("y", "0"));
    }

    @Test
    void liesWithinItselfAndWhatIsAboveIt() {
        ClaimPath street = ClaimPath.parse("address.street");

        assertThat(street.isWithin(street)).isTrue();
        assertThat(street.isWithin(ClaimPath.of("address"))).isTrue();
        assertThat(ClaimPath.of("address").isWithin(street)).isFalse();
        assertThat(ClaimPath.of("addresses").isWithin(ClaimPath.of("address"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "a\\", "a\\b"})
    void refusesEmptyNamesAndStrayBackslashes(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ClaimPath.parse(text));
    }
}
