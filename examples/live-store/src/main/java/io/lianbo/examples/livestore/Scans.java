package io.lianbo.examples.livestore;

import io.lianbo.core.Verdict;
import io.lianbo.provenance.scan.Assessment;
import io.lianbo.provenance.scan.Scan;
import io.lianbo.provenance.scan.ScanGuard;
import io.lianbo.provenance.scan.ShowcaseLinks;
import io.lianbo.provenance.tag.TagRead;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Who opens a passport has scanned a code, or tapped a chip, which proves it; or followed a link of the show, which says so. */
record Scans(ScanGuard guard, ShowcaseLinks links, Chips chips, Show show, InstantSource clock) {
    private static final Duration SHOW_LASTS = Duration.ofHours(6);

    static Scans of(ScanGuard guard, ShowcaseLinks links, Chips chips, Show show, InstantSource clock) {
        guard.register(show.items().stream().map(Show.Item::link).toList());
        return new Scans(guard, links, chips, show, clock);
    }

    /** Where the show's page links to. */
    String fromTheShow(Show.Item item) {
        String token = links.token(item.link(), show.id(), clock.instant().plus(SHOW_LASTS));
        return item.path() + "?" + ShowcaseLinks.PARAMETER + "=" + token;
    }

    /**
     * What is to be thought of a scan.
     *
     * @param url the whole of what the phone opened: what a chip says stands in it
     */
    Assessment assess(Show.Item item, String device, Optional<String> showcase, String url) {
        Optional<Verdict<TagRead>> chip = chips.read(url);
        Scan scan = chip.map(read -> Scan.ofChip(read, device, clock.instant()).on(item.link()))
                .orElseGet(() -> Scan.ofCode(item.link(), device, clock.instant()));
        return guard.assess(showcase.map(scan::through).orElse(scan));
    }
}
