package io.lianbo.did.share;

import io.lianbo.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a header says of a record that can be re-keyed.
 *
 * @param id which record
 * @param version which of its versions, from 1
 * @param seal by which the owner knows that he sealed it
 */
record Label(String id, long version, String seal) {
    static final String ID = "rec";
    static final String VERSION = "ver";
    static final String SEAL = "own#HS256";
    static final int LONGEST_ID = 256;

    private static final int SEAL_LENGTH = 32;

    static Optional<Label> read(JsonObject header) {
        Set<String> keys = header.keys();
        if (!keys.contains(ID) && !keys.contains(VERSION) && !keys.contains(SEAL)) {
            return Optional.empty();
        }
        String id = header.text(ID);
        if (id.isEmpty() || id.length() > LONGEST_ID) {
            throw header.malformed(ID + " must be 1 to " + LONGEST_ID + " characters: " + id.length());
        }
        Sealed.bytes(header, SEAL, SEAL_LENGTH);
        return Optional.of(new Label(id, header.integer(VERSION, 1, Long.MAX_VALUE), header.text(SEAL)));
    }

    void write(Map<String, Object> header) {
        header.put(ID, id);
        header.put(VERSION, version);
        header.put(SEAL, seal);
    }
}
