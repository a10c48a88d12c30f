package io.lianbo.examples.livestore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said is shown as it was said, and counts. */
class ChatTest {
    private final TestStore store = TestStore.shared();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "'); DROP TABLE store_comment; --",
                "${T(java.lang.Runtime).getRuntime()}",
                "[[${@store}]]",
                "\"><a href=javascript:alert(1)>"
            })
    void aCommentIsTextAndNothingElse(String text) {
        Browser lan = store.loggedIn("lan");
        assertThat(lan.post("/chat", Map.of("text", text)).headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/#chat"));
        String page = lan.get("/").body();
        String escaped = text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
        assertThat(page).contains(">" + escaped + "</span>");
        if (!escaped.equals(text)) {
            assertThat(page).doesNotContain(text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "one\u0000two", "turned \u202E round", "bell\u0007"})
    void whatNobodyCanSeeIsRefused(String text) {
        Browser lan = store.loggedIn("lan");
        assertThat(lan.post("/chat", Map.of("text", text)).headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/?refused#chat"));
        assertThat(lan.get("/?refused").body()).contains("A comment is 1 to 200 visible characters.");
    }

    @Test
    void aCommentHasALength() {
        Browser lan = store.loggedIn("lan");
        assertThat(lan.post("/chat", Map.of("text", "茶".repeat(200))).headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/#chat"));
        assertThat(lan.post("/chat", Map.of("text", "茶".repeat(201))).headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/?refused#chat"));
    }

    @Test
    void commentsCountForWhoMadeThem() {
        Viewer bo =
                new Viewer(store.bean(Logins.class).did(DemoKeys.viewer("bo").address()));
        long before = store.bean(Board.class).explain(bo).points();
        store.loggedIn("bo").post("/chat", Map.of("text", "good tea"));
        assertThat(store.bean(Board.class).explain(bo).points()).isGreaterThan(before);
        assertThat(store.loggedIn("bo").get("/me").body()).contains("comment: ");
    }
}
