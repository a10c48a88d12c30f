package io.lianbo.examples.livestore;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The host's page: the money, and the contributions. */
@Controller
class HostController {
    private final Books books;
    private final Board board;
    private final Show show;

    HostController(Books books, Board board, Show show) {
        this.books = books;
        this.board = board;
        this.show = show;
    }

    @GetMapping("/host")
    String host(Model model) {
        Books.Sheet sheet = books.sheet();
        Board.Standing standing = board.standing();
        model.addAttribute("sheet", sheet);
        model.addAttribute("standing", standing);
        model.addAttribute("splitChart", Chart.stacked(show.split().values()));
        model.addAttribute(
                "pointsChart",
                Chart.bars(standing.rows().stream().map(Board.Row::points).toList()));
        return "host";
    }
}
