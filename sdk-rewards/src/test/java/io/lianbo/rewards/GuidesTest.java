package io.lianbo.rewards;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.testsupport.Guide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the guides show was compiled and run. */
class GuidesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "community.md",
                "distribution.md",
                "escrow.md",
                "fraud.md",
                "points.md",
                "promotions.md",
                "revenue-splits.md",
                "scoring.md"
            })
    void everySnippetStandsInATest(String name) {
        Guide guide = Guide.named(name);
        assertThat(guide.size()).isPositive();
        assertThat(guide.untested()).isEmpty();
    }
}
