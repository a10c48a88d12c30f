package io.lianbo.examples.livestore;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.did.consent.ledger.ConsentReceipt;
import io.lianbo.did.consent.ledger.ConsentRecord;
import io.lianbo.did.login.Login;
import io.lianbo.did.login.Session;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** Log in with a wallet; see what is yours; grant and take back. */
@Controller
class AccountController {
    private final Logins logins;
    private final SessionCookie cookie;
    private final Consents consents;
    private final Custody custody;
    private final Contracts contracts;
    private final Orders orders;
    private final Board board;
    private final Show show;
    private final Pages pages;

    AccountController(
            Logins logins,
            SessionCookie cookie,
            Consents consents,
            Custody custody,
            Contracts contracts,
            Orders orders,
            Board board,
            Show show,
            Pages pages) {
        this.logins = logins;
        this.cookie = cookie;
        this.consents = consents;
        this.custody = custody;
        this.contracts = contracts;
        this.orders = orders;
        this.board = board;
        this.show = show;
        this.pages = pages;
    }

    @GetMapping("/login")
    String login(@AuthenticationPrincipal @Nullable Viewer viewer) {
        return viewer == null ? "login" : "redirect:/me";
    }

    @PostMapping("/login/message")
    ResponseEntity<Object> message(@RequestParam String address, Locale locale) {
        Address account;
        try {
            account = Address.of(address);
        } catch (IllegalArgumentException e) {
            return pages.refused(List.of(new Reason("ADDRESS_MALFORMED", "not an address")), locale);
        }
        return ResponseEntity.ok(Map.of("message", logins.message(account)));
    }

    @PostMapping("/login")
    ResponseEntity<Object> login(
            @RequestParam String message,
            @RequestParam String signature,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale) {
        Verdict<Login> login = logins.verify(message, signature);
        if (login.value().isEmpty()) {
            return pages.refused(login.reasons(), locale);
        }
        Verdict<Session> session = cookie.open(login.value().get(), request, response);
        return session.isVerified() ? ResponseEntity.ok(Map.of("to", "/me")) : pages.refused(session.reasons(), locale);
    }

    @PostMapping("/logout")
    String logout(HttpServletRequest request, HttpServletResponse response) {
        cookie.close(request, response);
        return "redirect:/";
    }

    /** A receipt as the page has it. */
    public record Read(ConsentReceipt receipt, Optional<String> token) {
        public OffsetDateTime at() {
            return receipt.readAt().atOffset(ZoneOffset.UTC);
        }
    }

    /** A consent as the page has it. */
    public record Granted(ConsentRecord record, String state) {
        public String id() {
            return record.grant().id().toString();
        }
    }

    /** An order as the page has it. */
    public record Bought(Order order, Words name, String price) {}

    @GetMapping("/me")
    String me(@AuthenticationPrincipal Viewer viewer, Model model) {
        model.addAttribute("balance", Money.shown(contracts.balanceOf(viewer.address())));
        model.addAttribute(
                "consents", consents.of(viewer).stream().map(this::granted).toList());
        model.addAttribute(
                "receipts",
                consents.receiptsOf(viewer).stream()
                        .map(recorded -> new Read(recorded.receipt(), recorded.token()))
                        .toList());
        model.addAttribute("credentials", custody.of(viewer));
        model.addAttribute(
                "orders",
                orders.of(contracts.session().id(), viewer).stream()
                        .map(order -> new Bought(
                                order,
                                show.find(order.item()).orElseThrow().name(),
                                Money.shown(contracts.amount(order.amount()))))
                        .toList());
        model.addAttribute("explanation", board.explain(viewer));
        return "me";
    }

    private Granted granted(ConsentRecord record) {
        return new Granted(record, consents.state(record).name().toLowerCase(Locale.ROOT));
    }

    @PostMapping("/consents/message")
    ResponseEntity<Object> consentMessage(@AuthenticationPrincipal Viewer viewer) {
        return ResponseEntity.ok(Map.of("message", consents.message(viewer)));
    }

    @PostMapping("/consents")
    ResponseEntity<Object> consent(
            @AuthenticationPrincipal Viewer viewer,
            @RequestParam String message,
            @RequestParam String signature,
            Locale locale) {
        Verdict<ConsentRecord> recorded = consents.record(viewer, message, signature);
        return recorded.isVerified()
                ? ResponseEntity.ok(Map.of("to", "/me"))
                : pages.refused(recorded.reasons(), locale);
    }

    @PostMapping("/consents/{id}/revoke")
    String revoke(@AuthenticationPrincipal Viewer viewer, @PathVariable String id) {
        try {
            if (consents.revoke(viewer, Hash32.of(id)).isVerified()) {
                return "redirect:/me";
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
