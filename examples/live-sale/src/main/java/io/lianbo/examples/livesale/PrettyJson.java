package io.lianbo.examples.livesale;

import io.lianbo.core.json.StrictJson;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** JSON for files that people edit: an object's members on lines of their own, what is short in one line. */
final class PrettyJson {
    private static final int SHORT = 60;

    private PrettyJson() {}

    static String write(Map<String, ? extends @Nullable Object> document) {
        return write(document, "") + "\n";
    }

    private static String write(@Nullable Object value, String indent) {
        String line = StrictJson.write(value);
        String deeper = indent + "  ";
        if (value instanceof Map<?, ?> object && !indent.isEmpty() && line.length() <= SHORT) {
            return line.equals("{}") ? line : spaced(object);
        }
        if (value instanceof Map<?, ?> object && !object.isEmpty()) {
            StringJoiner members = new StringJoiner(",\n" + deeper, "{\n" + deeper, "\n" + indent + "}");
            object.forEach((key, member) -> members.add(StrictJson.write(key) + ": " + write(member, deeper)));
            return members.toString();
        }
        if (value instanceof List<?> list && line.length() > SHORT) {
            StringJoiner elements = new StringJoiner(",\n" + deeper, "[\n" + deeper, "\n" + indent + "]");
            list.forEach(element -> elements.add(write(element, deeper)));
            return elements.toString();
        }
        return line;
    }

    private static String spaced(Map<?, ?> object) {
        StringJoiner members = new StringJoiner(", ", "{", "}");
        object.forEach((key, member) -> members.add(StrictJson.write(key) + ": " + StrictJson.write(member)));
        return members.toString();
    }
}
