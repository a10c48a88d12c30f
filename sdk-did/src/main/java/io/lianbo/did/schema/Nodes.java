package io.lianbo.did.schema;

import io.lianbo.did.internal.jose.Json;
import io.lianbo.did.internal.jose.MalformedException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON values as the validator reads them, within bounds in which it takes neither long nor much memory. */
final class Nodes {
    private static final int MAX_SCALE = 1000;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Nodes() {}

    static JsonNode of(@Nullable Object value) throws MalformedException {
        return of(value, Json.MAX_DEPTH);
    }

    private static JsonNode of(@Nullable Object value, int levelsLeft) throws MalformedException {
        if (levelsLeft == 0) {
            throw new MalformedException("it must not nest deeper than " + Json.MAX_DEPTH + " levels");
        }
        return switch (value) {
            case null -> NODES.nullNode();
            case Map<?, ?> members -> object(members, levelsLeft);
            case List<?> elements -> array(elements, levelsLeft);
            case String text -> NODES.stringNode(text);
            case Boolean truth -> NODES.booleanNode(truth);
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case BigInteger number -> number(new BigDecimal(number));
            case BigDecimal number -> number(number);
            case Double number -> number(BigDecimal.valueOf(number));
            default -> throw new MalformedException("it holds what is no JSON value: " + value.getClass());
        };
    }

    private static JsonNode object(Map<?, ?> members, int levelsLeft) throws MalformedException {
        ObjectNode object = NODES.objectNode();
        for (Map.Entry<?, ?> member : members.entrySet()) {
            object.set(String.valueOf(member.getKey()), of(member.getValue(), levelsLeft - 1));
        }
        return object;
    }

    private static JsonNode array(List<?> elements, int levelsLeft) throws MalformedException {
        ArrayNode array = NODES.arrayNode();
        for (Object element : elements) {
            array.add(of(element, levelsLeft - 1));
        }
        return array;
    }

    /** 1e999999999 is short to write and long to compute with. */
    private static JsonNode number(BigDecimal number) throws MalformedException {
        if (Math.abs((long) number.scale()) > MAX_SCALE || number.precision() > MAX_SCALE) {
            throw new MalformedException(
                    "a number must have at most " + MAX_SCALE + " digits on either side of the point");
        }
        return number.scale() <= 0 ? NODES.numberNode(number.toBigIntegerExact()) : NODES.numberNode(number);
    }
}
