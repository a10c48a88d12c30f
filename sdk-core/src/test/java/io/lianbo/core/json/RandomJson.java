package io.lianbo.core.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random JSON values, as {@link StrictJson} gives them. */
final class RandomJson {
    private RandomJson() {}

    static Object value(Random random, int levels) {
        return switch (random.nextInt(levels > 0 ? 8 : 6)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong() >> random.nextInt(64);
            case 3 -> BigInteger.TWO.pow(63).add(new BigInteger(100, random));
            case 4 -> new BigDecimal(Double.toString(number(random)));
            case 5 -> text(random);
            case 6 -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(6); i > 0; i--) {
                    list.add(value(random, levels - 1));
                }
                yield list;
            }
            default -> object(random, levels);
        };
    }

    static Map<String, Object> object(Random random, int levels) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            map.put(text(random), value(random, levels - 1));
        }
        return map;
    }

    /** Any finite double: all bit patterns, and the short numbers that people write. */
    static double number(Random random) {
        double value = random.nextBoolean()
                ? Double.longBitsToDouble(random.nextLong())
                : (random.nextInt(2_000_001) - 1_000_000) / Math.pow(10, random.nextInt(30) - 5);
        return Double.isFinite(value) ? value : 0;
    }

    static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            int codePoint = switch (random.nextInt(5)) {
                case 0 -> random.nextInt(0x20);
                case 1 -> random.nextInt(0xd800);
                case 2 -> 0xe000 + random.nextInt(0x2000);
                case 3 -> 0x10000 + random.nextInt(0x100000);
                default -> 'a' + random.nextInt(4);
            };
            text.appendCodePoint(codePoint);
        }
        return text.toString();
    }
}
