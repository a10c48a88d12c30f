package io.lianbo.did.presentation;

import io.lianbo.core.json.StrictJson;
import io.lianbo.did.ClaimPath;
import org.jspecify.annotations.Nullable;

/** A plan in words, in which no text of a stranger can pass for ours. */
final class Description {
    private final StringBuilder text = new StringBuilder();

    private Description() {}

    static String of(DisclosurePlan plan) {
        Description description = new Description();
        description.line("To " + json(plan.audience()) + " and nobody else:");
        plan.presentations().forEach(description::presentation);
        return description.text.toString();
    }

    private void presentation(PlannedPresentation presentation) {
        line("- for \"" + presentation.queryId() + "\", the credential "
                + json(presentation.credential().type()) + " by "
                + json(presentation.credential().issuer().toString()));
        line("  would be revealed:" + (presentation.revealed().isEmpty() ? " nothing" : ""));
        presentation.revealed().forEach((path, value) -> claim(path.toString(), value));
        line("  is visible to everyone:");
        presentation.alwaysVisible().forEach(this::claim);
        line("  stays hidden:" + (presentation.hidden().isEmpty() ? " nothing" : ""));
        for (ClaimPath path : presentation.hidden()) {
            line("    " + json(path.toString()));
        }
    }

    private void claim(String name, @Nullable Object value) {
        line("    " + json(name) + ": " + json(value));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private static String json(@Nullable Object value) {
        StringBuilder shown = new StringBuilder();
        StrictJson.write(value).codePoints().forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR,
                        Character.PRIVATE_USE,
                        Character.UNASSIGNED -> {
                    for (char unit : Character.toChars(c)) {
                        shown.append(String.format("\\u%04x", (int) unit));
                    }
                }
                default -> shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }
}
