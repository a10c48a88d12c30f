package io.lianbo.did.status.list;

import io.lianbo.core.Hash32;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;

/** A book of a list of bytes, each of which has a status that none foretells. */
final class FullBook implements StatusBook {
    private int size;

    @Override
    public Page open(URI list, int bits, int size, Hash32 seed) {
        this.size = size;
        return new Page(bits, size, seed, size);
    }

    @Override
    public OptionalInt take(URI list, int count) {
        return OptionalInt.empty();
    }

    @Override
    public boolean set(URI list, int index, int status, int unless) {
        return false;
    }

    @Override
    public Map<Integer, Integer> statuses(URI list) {
        Random random = new Random(20261125);
        Map<Integer, Integer> statuses = new HashMap<>();
        for (int index = 0; index < size; index++) {
            statuses.put(index, random.nextInt(256));
        }
        return statuses;
    }
}
