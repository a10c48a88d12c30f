package io.lianbo.examples.livestore;

import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.code.QrCode;
import io.lianbo.provenance.scan.Assessment;
import io.lianbo.provenance.scan.Grade;
import io.lianbo.provenance.scan.ShowcaseLinks;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.WebUtils;

/** The passport of an item, where its QR code leads: a GS1 Digital Link of this store. */
@Controller
class PassportController {
    private static final String DEVICE = "device";
    private static final Pattern DEVICE_ID = Pattern.compile("[0-9a-f]{32}");
    private static final Duration DEVICE_LASTS = Duration.ofDays(365);

    private final Show show;
    private final Shelf shelf;
    private final Scans scans;
    private final Contracts contracts;
    private final Orders orders;
    private final SessionCookie cookie;
    private final SecureRandom random = new SecureRandom();

    PassportController(Show show, Shelf shelf, Scans scans, Contracts contracts, Orders orders, SessionCookie cookie) {
        this.show = show;
        this.shelf = shelf;
        this.scans = scans;
        this.contracts = contracts;
        this.orders = orders;
        this.cookie = cookie;
    }

    @GetMapping("/01/{gtin}/21/{serial}")
    String item(
            @PathVariable String gtin,
            @PathVariable String serial,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        return page(() -> DigitalLink.ofItem(gtin, serial), request, response, model);
    }

    @GetMapping("/01/{gtin}/10/{lot}/21/{serial}")
    String itemOfLot(
            @PathVariable String gtin,
            @PathVariable String lot,
            @PathVariable String serial,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        return page(() -> DigitalLink.ofProduct(gtin).withLot(lot).withSerial(serial), request, response, model);
    }

    /** For whoever wants to verify it without the store. */
    @GetMapping(value = "/passports/{serial}", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    String json(@PathVariable String serial) {
        return shelf.passport(show.find(serial).orElseThrow(PassportController::unknown))
                .toJson();
    }

    private String page(
            Supplier<DigitalLink> link, HttpServletRequest request, HttpServletResponse response, Model model) {
        Show.Item item = find(link).orElseThrow(PassportController::unknown);
        String url = item.link() + "?" + request.getQueryString();
        Assessment scan = scans.assess(
                item,
                device(request).orElseGet(() -> newDevice(response)),
                Optional.ofNullable(request.getParameter(ShowcaseLinks.PARAMETER)),
                url);
        model.addAttribute("chipMessage", Chips.messageIn(url));
        model.addAttribute("item", item);
        model.addAttribute("passport", PassportView.of(shelf.passport(item), shelf.check(item), show, shelf));
        model.addAttribute("scan", scan);
        model.addAttribute("warned", scan.grade().compareTo(Grade.SUSPECT) >= 0);
        model.addAttribute("qr", QrCode.of(item.link()).toSvg());
        model.addAttribute("price", Money.shown(contracts.price(item)));
        model.addAttribute("sold", orders.isSold(contracts.session().id(), item.serial()));
        return "passport";
    }

    private Optional<Show.Item> find(Supplier<DigitalLink> link) {
        try {
            return show.find(link.get());
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no such identifiers: nothing that could be found
        }
    }

    private static Optional<String> device(HttpServletRequest request) {
        return Optional.ofNullable(WebUtils.getCookie(request, DEVICE))
                .map(Cookie::getValue)
                .filter(id -> DEVICE_ID.matcher(id).matches());
    }

    /** Scans by one phone are told from scans by many; the guard keeps a pseudonym of it. */
    private String newDevice(HttpServletResponse response) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        String id = HexFormat.of().formatHex(bytes);
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(DEVICE, id)
                        .httpOnly(true)
                        .secure(cookie.secure())
                        .sameSite("Lax")
                        .path("/01")
                        .maxAge(DEVICE_LASTS)
                        .build()
                        .toString());
        return id;
    }

    private static ResponseStatusException unknown() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
