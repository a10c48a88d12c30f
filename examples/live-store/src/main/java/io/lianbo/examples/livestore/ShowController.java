package io.lianbo.examples.livestore;

import io.lianbo.core.Verdict;
import java.util.List;
import java.util.Optional;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The show: what is sold, and what is said. */
@Controller
class ShowController {
    private final Show show;
    private final Contracts contracts;
    private final Orders orders;
    private final Shelf shelf;
    private final Scans scans;
    private final Chat chat;
    private final Board board;

    ShowController(Show show, Contracts contracts, Orders orders, Shelf shelf, Scans scans, Chat chat, Board board) {
        this.show = show;
        this.contracts = contracts;
        this.orders = orders;
        this.shelf = shelf;
        this.scans = scans;
        this.chat = chat;
        this.board = board;
    }

    /** An item as the show's page has it. */
    public record Tag(Show.Item item, String price, boolean verified, boolean sold, String passport) {}

    @GetMapping("/")
    String show(Model model, @RequestParam Optional<String> refused) {
        List<Tag> tags = show.items().stream()
                .map(item -> new Tag(
                        item,
                        Money.shown(contracts.price(item)),
                        shelf.check(item).isVerified(),
                        orders.isSold(contracts.session().id(), item.serial()),
                        scans.fromTheShow(item)))
                .toList();
        model.addAttribute("tags", tags);
        model.addAttribute("comments", chat.latest());
        model.addAttribute("best", board.standing().rows().stream().limit(3).toList());
        model.addAttribute("commentRefused", refused.isPresent());
        model.addAttribute("longestComment", Chat.LONGEST);
        return "show";
    }

    @PostMapping("/chat")
    String say(@AuthenticationPrincipal Viewer viewer, @RequestParam String text) {
        Verdict<String> said = chat.say(viewer, text);
        return said.isVerified() ? "redirect:/#chat" : "redirect:/?refused#chat";
    }
}
