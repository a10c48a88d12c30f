package io.lianbo.examples.livestore;

import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;

/** Holds a phone to one of the demo's chips. Where the development wallet is off, there is nothing here. */
@Controller
class DevChipController {
    private final Show show;
    private final Optional<DevChips> chips;

    DevChipController(Show show, Scans scans, DevWallet.Switch devWallet) {
        this.show = show;
        this.chips = devWallet.isOn() ? Optional.of(new DevChips(show, scans)) : Optional.empty();
    }

    @PostMapping("/dev-chip/{serial}/{kind}")
    String tap(@PathVariable String serial, @PathVariable String kind) {
        return chips.flatMap(all -> show.find(serial).flatMap(item -> all.tap(item, kind(kind))))
                .map(url -> "redirect:" + url)
                .orElseThrow(DevChipController::unknown);
    }

    private static DevChips.Kind kind(String name) {
        try {
            return DevChips.Kind.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static ResponseStatusException unknown() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
