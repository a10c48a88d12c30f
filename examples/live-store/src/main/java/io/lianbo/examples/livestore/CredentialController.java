package io.lianbo.examples.livestore;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.consent.ledger.ConsentRecord;
import io.lianbo.did.consent.ledger.ConsentedReading;
import io.lianbo.did.credential.PresentationRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** Show the merchant a credential, and see what he learnt from it. */
@Controller
class CredentialController {
    private final Custody custody;
    private final Consents consents;
    private final Merchant merchant;
    private final Show show;
    private final Pages pages;

    CredentialController(Custody custody, Consents consents, Merchant merchant, Show show, Pages pages) {
        this.custody = custody;
        this.consents = consents;
        this.merchant = merchant;
        this.show = show;
        this.pages = pages;
    }

    @PostMapping("/credentials/{order}/show")
    ModelAndView show(@AuthenticationPrincipal Viewer viewer, @PathVariable String order, Locale locale) {
        Custody.Held held =
                custody.find(viewer, order).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        Optional<ConsentRecord> consent = consents.latest(viewer);
        Set<ClaimPath> granted = consent.map(record -> record.grant().claims()).orElse(Set.of());
        // without a consent the ledger is asked for one that nobody gave
        Hash32 grant = consent.map(record -> record.grant().id()).orElse(Hash32.ZERO);

        PresentationRequest request = merchant.ask();
        String presentation = custody.present(viewer, held, request, granted);
        return switch (merchant.read(presentation, request, grant)) {
            case Verdict.Verified<ConsentedReading> read -> learnt(read.result(), locale);
            case Verdict.Refused<ConsentedReading> refused -> pages.refusedPage(refused.reasons(), locale);
        };
    }

    private ModelAndView learnt(ConsentedReading reading, Locale locale) {
        Map<String, @Nullable Object> claims =
                new TreeMap<>(reading.credential().claims());
        claims.remove("sub"); // who she is he knew before
        String category = String.valueOf(claims.get("category"));
        String bought = Optional.ofNullable(show.categories().get(category))
                .map(words -> words.in(locale))
                .orElse(category);
        ModelAndView page = new ModelAndView("learnt");
        page.addObject("claims", claims);
        page.addObject("category", bought);
        page.addObject("year", String.valueOf(claims.get("year")));
        return page;
    }

    /** For those who choose another language there, or come back to it. */
    @GetMapping("/credentials/{order}/show")
    String back(@PathVariable String order) {
        return "redirect:/me";
    }
}
