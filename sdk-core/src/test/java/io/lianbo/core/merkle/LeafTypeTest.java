package io.lianbo.core.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.esaulpaugh.headlong.abi.ABIType;
import com.esaulpaugh.headlong.abi.ArrayType;
import com.esaulpaugh.headlong.abi.Tuple;
import com.esaulpaugh.headlong.abi.TupleType;
import com.esaulpaugh.headlong.abi.UnitType;
import io.lianbo.core.Address;
import io.lianbo.core.Hex;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeafTypeTest {

    @Test
    void encodesAsAnotherImplementationDoes() {
        Random random = new Random(20);
        for (int i = 0; i < 3_000; i++) {
            List<String> types = new ArrayList<>();
            for (int j = 1 + random.nextInt(4); j > 0; j--) {
                types.add(type(random, 3));
            }
            TupleType<Tuple> theirs = TupleType.parse("(" + String.join(",", types) + ")");
            Tuple value = (Tuple) value(random, theirs);
            LeafType.Tuple ours = LeafType.leaf(types);
            Object given = ours(theirs, value);

            assertThat(ours.name()).isEqualTo(theirs.getCanonicalType());
            assertThat(Hex.encode(ours.encode(given)))
                    .as(ours.name())
                    .isEqualTo(Hex.encode(theirs.encode(value).array()));
            assertThat(ours.encode(ours.canonical(given))).isEqualTo(ours.encode(given));
        }
    }

    @Test
    void takesTheSpellingsOfOtherTools() {
        assertThat(LeafType.leaf(List.of("uint", "int[2]", "tuple(address, uint8)[]", "(bool,(bytes3))"))
                        .name())
                .isEqualTo("(uint256,int256[2],(address,uint8)[],(bool,(bytes3)))");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "()",
                "(",
                ")",
                "(bool",
                "bool)",
                "bool,bool",
                "(bool,)",
                "(,bool)",
                "tuple",
                "tuple()",
                "pair(bool)",
                "uint7",
                "uint0",
                "uint264",
                "bytes0",
                "bytes33",
                "Address",
                "fixed128x18",
                "function",
                "bool[",
                "bool]",
                "bool[0]",
                "bool[01]",
                "bool[-1]",
                "bool[]x",
                "bool[999999999]",
                "uint256 amount",
                " bool",
                "(bool)(bool)",
                "tuple (bool)"
            })
    void refusesTypesThatDoNotExist(String type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LeafType.leaf(List.of(type)))
                .withMessage(
                        "a leaf's type must be address, bool, string, bytes, bytes1 to bytes32, uint8 to uint256, int8 to int256,"
                                + " arrays T[] and T[n], or tuples (T1,T2): \"" + type + "\"");
    }

    @Test
    void refusesAbsurdTypes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LeafType.leaf(List.of("bool[99999999]")))
                .withMessage("a leaf's type must take at most 16777216 bytes: 3199999968 are needed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LeafType.leaf(List.of("(".repeat(100_000))))
                .withMessageStartingWith("a leaf's type must be of at most 1000 characters: \"(((");
        assertThatIllegalArgumentException().isThrownBy(() -> LeafType.leaf(List.of("(".repeat(1000))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LeafType.leaf(List.of("bool" + "[9999]".repeat(100))))
                .withMessageContaining("are needed");
    }

    @Test
    void namesTheValueDeepInside() {
        LeafType.Tuple type = LeafType.leaf(List.of("(uint8[],string)[1]"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> type.encode(List.of(List.of(List.of(List.of(1, 256), "a")))))
                .withMessage("[0][0][0][1]: uint8 must be 0 to 255: 256");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> type.canonical(List.of(List.of(List.of(5, "a")))))
                .withMessage("[0][0][0]: uint8[] must be a list: 5");
    }

    private static String type(Random random, int levels) {
        return switch (random.nextInt(levels > 0 ? 10 : 7)) {
            case 0 -> "address";
            case 1 -> "bool";
            case 2 -> "string";
            case 3 -> "bytes";
            case 4 -> "bytes" + (1 + random.nextInt(32));
            case 5 -> "uint" + 8 * (1 + random.nextInt(32));
            case 6 -> "int" + 8 * (1 + random.nextInt(32));
            case 7 -> type(random, levels - 1) + "[]";
            case 8 -> type(random, levels - 1) + "[" + (1 + random.nextInt(3)) + "]";
            default -> "(" + type(random, levels - 1) + "," + type(random, levels - 1) + ")";
        };
    }

    /** A random value in the form of the other implementation. */
    private static Object value(Random random, ABIType<?> type) {
        return switch (type.typeCode()) {
            case ABIType.TYPE_CODE_BOOLEAN -> random.nextBoolean();
            case ABIType.TYPE_CODE_INT -> integer(random, (UnitType<?>) type).intValueExact();
            case ABIType.TYPE_CODE_LONG -> integer(random, (UnitType<?>) type).longValueExact();
            case ABIType.TYPE_CODE_BIG_INTEGER -> integer(random, (UnitType<?>) type);
            case ABIType.TYPE_CODE_ADDRESS ->
                com.esaulpaugh.headlong.abi.Address.wrap(
                        Address.of(bytes(random, 20)).toString());
            case ABIType.TYPE_CODE_TUPLE -> {
                TupleType<?> tuple = (TupleType<?>) type;
                Object[] values = new Object[tuple.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = value(random, tuple.get(i));
                }
                yield Tuple.from(values);
            }
            default -> array(random, (ArrayType<?, ?, ?>) type);
        };
    }

    private static Object array(Random random, ArrayType<?, ?, ?> type) {
        boolean dynamic = type.getLength() == ArrayType.DYNAMIC_LENGTH;
        if (type.isString()) {
            return "链播".repeat(random.nextInt(12));
        }
        if (type.getElementType().typeCode() == ABIType.TYPE_CODE_BYTE) {
            return bytes(random, dynamic ? random.nextInt(70) : type.getLength());
        }
        int length = dynamic ? random.nextInt(4) : type.getLength();
        Object array = Array.newInstance(type.clazz().getComponentType(), length);
        for (int i = 0; i < length; i++) {
            Array.set(array, i, value(random, type.getElementType()));
        }
        return array;
    }

    private static BigInteger integer(Random random, UnitType<?> type) {
        BigInteger range = type.maxValue().subtract(type.minValue());
        return switch (random.nextInt(4)) {
            case 0 -> type.minValue();
            case 1 -> type.maxValue();
            default -> type.minValue().add(new BigInteger(range.bitLength() - 1, random));
        };
    }

    private static byte[] bytes(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The other implementation's value in our form. */
    private static Object ours(ABIType<?> type, Object value) {
        if (value instanceof com.esaulpaugh.headlong.abi.Address address) {
            return Address.of(address.toString());
        }
        if (value instanceof Tuple tuple) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < tuple.size(); i++) {
                values.add(ours(((TupleType<?>) type).get(i), tuple.get(i)));
            }
            return values;
        }
        if (value.getClass().isArray() && !(value instanceof byte[])) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                values.add(ours(((ArrayType<?, ?, ?>) type).getElementType(), Array.get(value, i)));
            }
            return values;
        }
        return value;
    }
}
