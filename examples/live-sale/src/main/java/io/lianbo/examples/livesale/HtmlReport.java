package io.lianbo.examples.livesale;

import io.lianbo.core.BasisPoints;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.examples.livesale.CredentialAct.Shown;
import io.lianbo.examples.livesale.PaymentAct.Settlement;
import io.lianbo.examples.livesale.RewardsAct.Rewards;
import io.lianbo.examples.livesale.Sale.Outcome;
import io.lianbo.examples.livesale.SaleInput.Goods;
import io.lianbo.examples.livesale.SaleInput.StatedEvent;
import io.lianbo.examples.livesale.SaleInput.Viewer;
import io.lianbo.provenance.code.QrCode;
import io.lianbo.provenance.event.EpcisEvent;
import io.lianbo.provenance.passport.VerifiedPassport;
import io.lianbo.rewards.scoring.UserId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The sale as one web page that needs nothing but itself. Whatever comes from a file goes through {@link #text}, since a name may
 * be anything; the page loads and runs nothing.
 */
final class HtmlReport {
    private static final String STYLE = """
            :root{--ink:#23302a;--soft:#68766f;--line:#dfe5df;--paper:#fbfaf6;--leaf:#2f6b4f;--stop:#a6402c}
            *{box-sizing:border-box}
            body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
            main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem 4rem}
            h1{font-size:1.7rem;line-height:1.2;margin:.5rem 0}
            h2{font-size:1.2rem;margin:2.5rem 0 .75rem}
            h3{font-size:1.05rem;margin:0}
            p{margin:.3rem 0}
            .soft{color:var(--soft)}
            .yes{color:var(--leaf)}
            .no{color:var(--stop)}
            .card{background:#fff;border:1px solid var(--line);border-radius:.6rem;padding:1rem;margin:0 0 1rem}
            .item{display:grid;grid-template-columns:1fr 9rem;gap:1rem}
            .item svg{width:100%;height:auto}
            code,.link{overflow-wrap:anywhere;font-size:.85rem}
            ol{list-style:none;margin:.75rem 0 0;padding:0 0 0 1rem;border-left:2px solid var(--line)}
            ol li{margin:0 0 .75rem}
            ul{margin:.3rem 0;padding-left:1.2rem}
            .scroll{overflow-x:auto}
            table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
            th,td{padding:.35rem .6rem;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap}
            th:first-child,td:first-child{text-align:left;padding-left:0}
            tr:last-child td{font-weight:600}
            pre{white-space:pre-wrap;font-size:.85rem;margin:0}
            @media(max-width:34rem){.item{grid-template-columns:1fr}.item svg{max-width:12rem}}
            """;

    private final Outcome outcome;
    private final StringBuilder html = new StringBuilder();

    private HtmlReport(Outcome outcome) {
        this.outcome = outcome;
    }

    static String of(Outcome outcome) {
        HtmlReport report = new HtmlReport(outcome);
        report.page();
        return report.html.toString();
    }

    private void page() {
        SaleInput input = outcome.input();
        html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
                .append(
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">")
                .append("<title>")
                .append(text(input.show().title()))
                .append("</title><style>\n")
                .append(STYLE)
                .append("</style></head><body><main>\n");
        paragraph("soft", input.show().domain() + ", " + input.show().startsAt());
        element("h1", input.show().title());
        Summary.lines(outcome).forEach(line -> paragraph("", line));

        element("h2", "Orders");
        outcome.settlements().orders().forEach(this::order);
        element("h2", "Passports");
        input.goods().forEach(this::item);
        element("h2", "Money, in " + input.currency().symbol());
        table(Summary.money(outcome));
        element("h2", "Proof of purchase");
        outcome.shown().forEach(this::credential);
        element("h2", "Points");
        points(outcome.rewards());
        element("h2", "Gas");
        table(Summary.gas(outcome));
        html.append("</main></body></html>\n");
    }

    private void order(Settlement settlement) {
        html.append("<div class=\"card\">");
        element(
                "h3",
                settlement.line().id() + ": " + settlement.line().viewer().name() + " pays " + settlement.price()
                        + " for " + settlement.line().goods().name());
        paragraph(settlement.released() ? "yes" : "no", settlement.released() ? "\u2713 released" : "\u2717 refunded");
        html.append("<ul>");
        settlement.reasons().forEach(reason -> element("li", reason.toString()));
        element("li", settlement.out() + " out by the split");
        element("li", outcome.amount(settlement.back()) + " back to the buyer");
        html.append("</ul></div>\n");
    }

    private void item(Goods goods) {
        Verdict<VerifiedPassport> verdict = outcome.shelf().check(goods);
        html.append("<div class=\"card item\"><div>");
        element("h3", goods.name());
        paragraph("link soft", goods.link().toString());
        paragraph(
                verdict.isVerified() ? "yes" : "no",
                verdict.value()
                        .map(passport -> "\u2713 passport verified, anchored " + passport.anchoredAt())
                        .orElse("\u2717 passport refused: " + Text.codes(verdict.reasons())));
        html.append("<ol>");
        for (int i = 0; i < goods.events().size(); i++) {
            event(goods.events().get(i), i, verdict.reasons());
        }
        html.append("</ol>");
        verdict.reasons().stream()
                .filter(reason -> !reason.detail().startsWith("event "))
                .forEach(reason -> paragraph("no", "\u2717 " + reason));
        html.append("</div><div>").append(QrCode.of(goods.link()).toSvg()).append("</div></div>\n");
    }

    private void event(StatedEvent stated, int index, List<Reason> reasons) {
        EpcisEvent event = stated.event();
        html.append("<li>");
        element("strong", event.bizStep().map(Text::word).orElse(event.type().epcisName()));
        html.append(' ').append(text(event.eventTime().toString()));
        paragraph(
                "soft",
                outcome.input().issuerName(stated.issuer())
                        + event.readPoint().map(place -> ", " + place).orElse(""));
        List<Reason> against = reasons.stream()
                .filter(reason -> reason.detail().startsWith("event " + index + " ")
                        || reason.detail().startsWith("event " + index + ":"))
                .toList();
        if (against.isEmpty()) {
            paragraph("yes", "\u2713 signed by its issuer, in the anchored history");
        }
        against.forEach(reason -> paragraph("no", "\u2717 " + reason));
        html.append("</li>");
    }

    private void credential(Shown shown) {
        html.append("<div class=\"card\">");
        element("h3", shown.line().viewer().name() + ", " + shown.line().id());
        paragraph(
                "",
                outcome.input().names().merchant() + " read, with consent: "
                        + CredentialAct.readable(shown.toMerchant()));
        paragraph("", "A third platform read, and nothing else: " + CredentialAct.readable(shown.toThirdPlatform()));
        html.append("</div>\n");
    }

    private void points(Rewards rewards) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("viewer", "points", "claimed"));
        for (Viewer viewer : outcome.input().viewers()) {
            rows.add(List.of(
                    viewer.name(),
                    Text.grouped(rewards.scores().pointsOf(UserId.of(viewer.id()))),
                    outcome.amount(rewards.claimed().getOrDefault(viewer.id(), BigInteger.ZERO))
                            .toString()));
        }
        for (Map.Entry<UserId, BigInteger> held : rewards.held().entrySet()) {
            rows.add(List.of(
                    held.getKey().value() + " (no wallet yet, held)",
                    Text.grouped(rewards.scores().pointsOf(held.getKey())),
                    outcome.amount(held.getValue()).toString()));
        }
        rows.add(List.of(
                "pool",
                rewards.scores().totalPoints().toString(),
                rewards.pool().toString()));
        table(rows);
        paragraph(
                "soft",
                "Rules " + outcome.input().rules().name() + ", version "
                        + outcome.input().rules().version() + ", hash "
                        + rewards.scores().rulesHash());
        paragraph("soft", "Shares: " + shares());
        rewards.explanation().ifPresent(explanation -> element("pre", explanation.toString()));
    }

    private String shares() {
        StringBuilder shares = new StringBuilder();
        outcome.input()
                .split()
                .forEach((party, share) -> shares.append(shares.isEmpty() ? "" : ", ")
                        .append(outcome.input().names().of(party))
                        .append(' ')
                        .append(BasisPoints.of(share)));
        return shares.toString();
    }

    private void table(List<List<String>> rows) {
        html.append("<div class=\"scroll\"><table>");
        for (int i = 0; i < rows.size(); i++) {
            String tag = i == 0 ? "th" : "td";
            html.append("<tr>");
            rows.get(i).forEach(cell -> element(tag, cell));
            html.append("</tr>");
        }
        html.append("</table></div>\n");
    }

    private void element(String tag, String content) {
        html.append('<')
                .append(tag)
                .append('>')
                .append(text(content))
                .append("</")
                .append(tag)
                .append('>');
    }

    private void paragraph(String style, String content) {
        html.append("<p class=\"")
                .append(style)
                .append("\">")
                .append(text(content))
                .append("</p>");
    }

    /** Text that stays text inside HTML, between tags and in quotes. */
    static String text(String raw) {
        return raw.lines()
                .map(Text::visible)
                .collect(Collectors.joining("\n"))
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
