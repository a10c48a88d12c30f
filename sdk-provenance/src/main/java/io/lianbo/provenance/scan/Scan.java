package io.lianbo.provenance.scan;

import io.lianbo.core.Verdict;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.tag.TagRead;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * That somebody scanned something: what his phone read, and what is known of him.
 *
 * {@snippet class="io.lianbo.provenance.scan.ScanGuardTest" region="scan"}
 *
 * <p>What is known of him stays in here: stored is a pseudonym and a coarse cell. Immutable.
 */
public final class Scan {
    private static final int LONGEST_DEVICE = 200;

    private final @Nullable DigitalLink link;
    private final @Nullable Verdict<TagRead> chip;
    private final String device;
    private final Instant time;
    private final @Nullable String code;
    private final @Nullable String showcase;
    private final @Nullable Location location;

    private Scan(
            @Nullable DigitalLink link,
            @Nullable Verdict<TagRead> chip,
            String device,
            Instant time,
            @Nullable String code,
            @Nullable String showcase,
            @Nullable Location location) {
        this.link = link;
        this.chip = chip;
        this.device = device;
        this.time = Objects.requireNonNull(time, "time");
        this.code = code;
        this.showcase = showcase;
        this.location = location;
        if (device.isEmpty() || device.length() > LONGEST_DEVICE) {
            throw new IllegalArgumentException(
                    "a device must have 1 to " + LONGEST_DEVICE + " characters: " + device.length());
        }
    }

    /**
     * A scan of a printed code.
     *
     * @param link what the code says
     * @param device what tells this user's device from others, best his account: an owner is known by it. 1 to 200 characters
     * @param time when
     */
    public static Scan ofCode(DigitalLink link, String device, Instant time) {
        return new Scan(Objects.requireNonNull(link, "link"), null, device, time, null, null, null);
    }

    /**
     * A tap on a chip.
     *
     * @param chip what {@link io.lianbo.provenance.tag.SunVerifier#verify} said of the URL, a refusal too
     * @param device as for {@link #ofCode}
     * @param time when
     */
    public static Scan ofChip(Verdict<TagRead> chip, String device, Instant time) {
        return new Scan(null, Objects.requireNonNull(chip, "chip"), device, time, null, null, null);
    }

    /** The same with the item that the chip's URL, or the code beside the chip, names. */
    public Scan on(DigitalLink item) {
        return new Scan(Objects.requireNonNull(item, "item"), chip, device, time, code, showcase, location);
    }

    /** The same with the scratch code that the user typed. */
    public Scan withScratchCode(String typed) {
        return new Scan(link, chip, device, time, Objects.requireNonNull(typed, "typed"), showcase, location);
    }

    /**
     * The same through a showcase link. A chip's message is assessed as any other then: it was never on a stream.
     *
     * @param token what the parameter {@value ShowcaseLinks#PARAMETER} holds
     */
    public Scan through(String token) {
        return new Scan(link, chip, device, time, code, Objects.requireNonNull(token, "token"), location);
    }

    /** The same at a place. */
    public Scan at(Location place) {
        return new Scan(link, chip, device, time, code, showcase, Objects.requireNonNull(place, "place"));
    }

    Optional<DigitalLink> link() {
        return Optional.ofNullable(link);
    }

    Optional<Verdict<TagRead>> chip() {
        return Optional.ofNullable(chip);
    }

    String device() {
        return device;
    }

    Instant time() {
        return time;
    }

    Optional<String> code() {
        return Optional.ofNullable(code);
    }

    Optional<String> showcase() {
        return Optional.ofNullable(showcase);
    }

    Optional<Location> location() {
        return Optional.ofNullable(location);
    }

    /** Returns what was scanned and when, and not by whom or where. */
    @Override
    public String toString() {
        return "scan of " + (link == null ? "a chip" : link.canonical()) + " at " + time;
    }
}
