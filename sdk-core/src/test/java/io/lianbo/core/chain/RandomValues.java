package io.lianbo.core.chain;

import com.esaulpaugh.headlong.abi.ABIType;
import com.esaulpaugh.headlong.abi.ArrayType;
import com.esaulpaugh.headlong.abi.TupleType;
import com.esaulpaugh.headlong.abi.UnitType;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import java.math.BigInteger;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Arguments of any type, at the ends of its range more often than chance would have it. */
final class RandomValues {
    private final Random random;

    RandomValues(Random random) {
        this.random = random;
    }

    List<Object> tuple(TupleType<?> type) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < type.size(); i++) {
            values.add(value(type.get(i)));
        }
        return values;
    }

    private Object value(ABIType<?> type) {
        return switch (type.typeCode()) {
            case ABIType.TYPE_CODE_BOOLEAN -> random.nextBoolean();
            case ABIType.TYPE_CODE_ADDRESS -> Address.of(bytes(20));
            case ABIType.TYPE_CODE_TUPLE -> new Struct(tuple((TupleType<?>) type));
            case ABIType.TYPE_CODE_ARRAY -> array((ArrayType<?, ?, ?>) type);
            default -> integer((UnitType<?>) type);
        };
    }

    private BigInteger integer(UnitType<?> type) {
        return switch (random.nextInt(4)) {
            case 0 -> type.minValue();
            case 1 -> type.maxValue();
            default -> new BigInteger(type.getBitLength() - 1, random);
        };
    }

    private Object array(ArrayType<?, ?, ?> type) {
        int length = type.getLength() < 0 ? random.nextInt(5) : type.getLength();
        if (type.isString()) {
            return "链播 ".repeat(length);
        }
        if (type.getElementType().typeCode() == ABIType.TYPE_CODE_BYTE) {
            return length == 32 ? Hash32.of(bytes(32)) : bytes(length);
        }
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            list.add(value(type.getElementType()));
        }
        return list;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A list that stands for a struct. */
    static final class Struct extends AbstractList<Object> {
        private final List<Object> values;

        Struct(List<Object> values) {
            this.values = values;
        }

        List<Object> values() {
            return values;
        }

        @Override
        public Object get(int index) {
            return values.get(index);
        }

        @Override
        public int size() {
            return values.size();
        }
    }
}
