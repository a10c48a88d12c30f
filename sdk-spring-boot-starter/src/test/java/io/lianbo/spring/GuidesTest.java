package io.lianbo.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.testsupport.Guide;
import org.junit.jupiter.api.Test;

/** What the guide shows was compiled and run. */
class GuidesTest {
    @Test
    void everySnippetStandsInATest() {
        Guide guide = Guide.named("spring-boot.md");
        assertThat(guide.size()).isPositive();
        assertThat(guide.untested()).isEmpty();
    }
}
