package io.lianbo.examples.livestore;

import io.lianbo.core.Verdict;
import io.lianbo.nft.SignedVoucher;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

/** Buy, and watch the voucher arrive. */
@Controller
class OrderController {
    private final Checkout checkout;
    private final Orders orders;
    private final Contracts contracts;
    private final Books books;
    private final Show show;
    private final Pages pages;

    OrderController(Checkout checkout, Orders orders, Contracts contracts, Books books, Show show, Pages pages) {
        this.checkout = checkout;
        this.orders = orders;
        this.contracts = contracts;
        this.books = books;
        this.show = show;
        this.pages = pages;
    }

    @PostMapping("/orders")
    ResponseEntity<Object> offer(@AuthenticationPrincipal Viewer viewer, @RequestParam String item, Locale locale) {
        Verdict<Checkout.Offer> offer = checkout.offer(viewer, show.find(item).orElseThrow(OrderController::unknown));
        return offer.value()
                .<ResponseEntity<Object>>map(ResponseEntity::ok)
                .orElseGet(() -> pages.refused(offer.reasons(), locale));
    }

    @PostMapping("/orders/{id}/signature")
    ResponseEntity<Object> sign(
            @AuthenticationPrincipal Viewer viewer,
            @PathVariable String id,
            @RequestParam String signature,
            @RequestParam(defaultValue = "") String permitTerms,
            @RequestParam(defaultValue = "") String permitSignature,
            Locale locale) {
        Verdict<Order> signed = checkout.sign(viewer, order(viewer, id), signature, permitTerms, permitSignature);
        return signed.isVerified()
                ? ResponseEntity.ok(Map.of("to", "/orders/" + id))
                : pages.refused(signed.reasons(), locale);
    }

    /** One step of an order on its page. */
    public record Step(String key, boolean done) {}

    @GetMapping("/orders/{id}")
    String order(@AuthenticationPrincipal Viewer viewer, @PathVariable String id, Model model) {
        Order order = order(viewer, id);
        model.addAttribute("order", order);
        model.addAttribute("item", show.find(order.item()).orElseThrow(OrderController::unknown));
        model.addAttribute("price", Money.shown(contracts.amount(order.amount())));
        model.addAttribute(
                "steps",
                List.of(
                        new Step(
                                "signed",
                                order.state().isOpen() || order.state().isPaid()),
                        new Step("paid", order.state().isPaid()),
                        new Step("voucher", order.state() == Order.State.VOUCHER || order.state() == Order.State.DONE),
                        new Step("token", order.state() == Order.State.DONE)));
        model.addAttribute("parts", books.parts(contracts.amount(order.amount())));
        model.addAttribute("voucher", order.voucher().map(SignedVoucher::parse));
        return "order";
    }

    @GetMapping("/orders/{id}/state")
    ResponseEntity<Object> state(@AuthenticationPrincipal Viewer viewer, @PathVariable String id) {
        Order order = order(viewer, id);
        return ResponseEntity.ok(
                Map.of("state", order.state().name(), "open", order.state().isOpen()));
    }

    /** An order of hers; others' are not there for her. */
    private Order order(Viewer viewer, String id) {
        return orders.find(id).filter(order -> order.isOf(viewer)).orElseThrow(OrderController::unknown);
    }

    private static ResponseStatusException unknown() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
