package io.lianbo.examples.livestore;

import io.lianbo.provenance.scan.Assessment;
import io.lianbo.provenance.scan.Scan;
import io.lianbo.provenance.scan.ScanGuard;
import io.lianbo.provenance.scan.ShowcaseLinks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Who opens a passport has scanned a code, or followed a link of the show, which says so. */
record Scans(ScanGuard guard, ShowcaseLinks links, Show show, InstantSource clock) {
    private static final Duration SHOW_LASTS = Duration.ofHours(6);

    static Scans of(ScanGuard guard, ShowcaseLinks links, Show show, InstantSource clock) {
        guard.register(show.items().stream().map(Show.Item::link).toList());
        return new Scans(guard, links, show, clock);
    }

    /** Where the show's page links to. */
    String fromTheShow(Show.Item item) {
        String token = links.token(item.link(), show.id(), clock.instant().plus(SHOW_LASTS));
        return item.path() + "?" + ShowcaseLinks.PARAMETER + "=" + token;
    }

    Assessment assess(Show.Item item, String device, Optional<String> showcase) {
        Scan scan = Scan.ofCode(item.link(), device, clock.instant());
        return guard.assess(showcase.map(scan::through).orElse(scan));
    }
}
