package io.lianbo.examples.livestore;

import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict.Reason;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.servlet.ModelAndView;

/** What all pages have in common, and what is said when the chain or a store fails. */
@ControllerAdvice
class Pages {
    private static final Logger LOG = LoggerFactory.getLogger(Pages.class);

    /** No verdict on what was asked, but none that could be had: the chain or a store was not there. */
    private static final Set<String> UNAVAILABLE = Set.of("SIGNATURE_UNVERIFIABLE", "CONSENT_UNAVAILABLE");

    private final Show show;
    private final DevWallet.Switch devWallet;
    private final Contracts contracts;
    private final MessageSource messages;

    Pages(Show show, DevWallet.Switch devWallet, Contracts contracts, MessageSource messages) {
        this.show = show;
        this.devWallet = devWallet;
        this.contracts = contracts;
        this.messages = messages;
    }

    @ModelAttribute
    void common(Model model, @AuthenticationPrincipal @Nullable Viewer viewer) {
        model.addAttribute("show", show);
        model.addAttribute("viewer", viewer);
        model.addAttribute("devWallet", devWallet.isOn());
        model.addAttribute("isHost", viewer != null && viewer.address().equals(contracts.addressOf(Show.Party.HOST)));
        model.addAttribute(
                "chainId",
                contracts.settlement().domain().chainId().orElseThrow().value());
    }

    /** What a script is told when something is refused: the code for it, and a sentence for people. */
    record Refusal(List<Told> reasons) {
        record Told(String code, String text) {}
    }

    ResponseEntity<Object> refused(List<Reason> reasons, Locale locale) {
        List<Refusal.Told> told = reasons.stream()
                .map(reason -> new Refusal.Told(reason.code(), sentence(reason.code(), locale)))
                .toList();
        return ResponseEntity.status(status(reasons)).body(new Refusal(told));
    }

    /** The same for a browser that sent a form without a script. */
    ModelAndView refusedPage(List<Reason> reasons, Locale locale) {
        String sentences =
                reasons.stream().map(reason -> sentence(reason.code(), locale)).collect(Collectors.joining(" "));
        ModelAndView page = new ModelAndView("error", Map.of("sentence", sentences));
        page.setStatus(status(reasons));
        return page;
    }

    private static HttpStatus status(List<Reason> reasons) {
        boolean unavailable = reasons.stream().anyMatch(reason -> UNAVAILABLE.contains(reason.code()));
        return unavailable ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.UNPROCESSABLE_CONTENT;
    }

    /** A reason in the language of the page; its code where nobody has written a sentence for it. */
    String sentence(String code, Locale locale) {
        String sentence = messages.getMessage("reason." + code, null, code, locale);
        return sentence == null ? code : sentence;
    }

    @ExceptionHandler(LianboException.class)
    Object unavailable(LianboException failure, HttpServletRequest request, Locale locale) {
        LOG.warn("{} {}: {} {}", request.getMethod(), request.getRequestURI(), failure.code(), failure.getMessage());
        String key = failure.code() == LianboException.Code.STORE_FAILED ? "error.store" : "error.chain";
        String sentence = messages.getMessage(key, null, locale);
        if (wantsJson(request)) {
            return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                    .body(new Refusal(List.of(new Refusal.Told(failure.code().name(), sentence))));
        }
        ModelAndView page = new ModelAndView("error", Map.of("sentence", sentence));
        page.setStatus(HttpStatus.SERVICE_UNAVAILABLE);
        return page;
    }

    /** Whether a script asks, and not a browser for a page. */
    static boolean wantsJson(HttpServletRequest request) {
        return String.valueOf(request.getHeader(HttpHeaders.ACCEPT)).contains(MediaType.APPLICATION_JSON_VALUE);
    }
}
