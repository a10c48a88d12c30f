package io.lianbo.examples.livestore;

import io.lianbo.provenance.tag.KeyDiversification;
import io.lianbo.testkit.SimulatedTag;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The demo's chips, for whoever has none at hand: those on the goods, and two that a counterfeiter might use. A copy repeats for ever what a chip said once; a forgery has its UID and not its key.
 */
final class DevChips {
    /** Which of them. */
    enum Kind {
        CHIP,
        COPY,
        FORGERY
    }

    /** The chip on an item, and what of it was copied. */
    private record Chip(SimulatedTag genuine, String copied, SimulatedTag forgery) {}

    private final Map<String, Chip> chips = new LinkedHashMap<>();

    /** Makes them; the brand has tapped each once before it left, and there it was copied. */
    DevChips(Show show, Scans scans) {
        byte[] metaRead = DemoKeys.chips("meta read");
        byte[] master = DemoKeys.chips("file read");
        for (Show.Item item : show.items()) {
            item.chip().ifPresent(uid -> {
                byte[] own = KeyDiversification.aes128(master, HexFormat.of().parseHex(uid));
                SimulatedTag genuine = new SimulatedTag(uid, metaRead, own);
                String copied = genuine.tap(item.link().toString());
                scans.assess(item, "quality control", Optional.empty(), copied);
                byte[] guessed = new byte[own.length];
                Arrays.fill(guessed, (byte) 1);
                chips.put(item.serial(), new Chip(genuine, copied, new SimulatedTag(uid, metaRead, guessed)));
            });
        }
    }

    /** What a phone opens that is held to an item's chip, or to what is passed off as it. */
    Optional<String> tap(Show.Item item, Kind kind) {
        return Optional.ofNullable(chips.get(item.serial())).map(chip -> switch (kind) {
            case CHIP -> chip.genuine().tap(item.link().toString());
            case COPY -> chip.copied();
            case FORGERY -> chip.forgery().tap(item.link().toString());
        });
    }
}
