package io.lianbo.examples.livesale;

import io.lianbo.core.Address;
import io.lianbo.core.BasisPoints;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.json.JsonException;
import io.lianbo.core.json.JsonObject;
import io.lianbo.did.login.LoginVerifier;
import io.lianbo.examples.livesale.SaleInput.Collection;
import io.lianbo.examples.livesale.SaleInput.Complaint;
import io.lianbo.examples.livesale.SaleInput.Currency;
import io.lianbo.examples.livesale.SaleInput.Goods;
import io.lianbo.examples.livesale.SaleInput.Names;
import io.lianbo.examples.livesale.SaleInput.OrderLine;
import io.lianbo.examples.livesale.SaleInput.Party;
import io.lianbo.examples.livesale.SaleInput.Show;
import io.lianbo.examples.livesale.SaleInput.StatedEvent;
import io.lianbo.examples.livesale.SaleInput.Viewer;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.event.EpcisEvent;
import io.lianbo.rewards.feed.InteractionReader;
import io.lianbo.rewards.scoring.Interaction;
import io.lianbo.rewards.scoring.ScoringRules;
import io.lianbo.rewards.scoring.UserId;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads the input folder and checks all of it, before there is a chain that anything could be sent to. */
final class InputReader {
    static final String BRAND = "brand";

    private static final int LONGEST_NAME = 80;
    private static final int MOST_DAYS = 366; // for each step of an order in escrow
    private static final BigInteger MOST_UNITS = BigInteger.TEN.pow(15); // a milliard of a currency of six decimals

    private final Path folder;

    private InputReader(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads a folder.
     *
     * @throws BadInput naming the file and the field that must be mended
     */
    static SaleInput read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new BadInput("there is no input folder " + folder);
        }
        try {
            return new InputReader(folder).read();
        } catch (JsonException e) {
            throw new BadInput(String.valueOf(e.getMessage()));
        }
    }

    private SaleInput read() {
        JsonObject sale = JsonObject.parse("sale.json", text("sale.json"))
                .only(
                        "show",
                        "parties",
                        "currency",
                        "split",
                        "issuers",
                        "collection",
                        "arrivesAfterDays",
                        "shipWithinDays",
                        "acceptWithinDays",
                        "decideWithinDays");
        Show show = show(sale.object("show").only("title", "domain", "startsAt", "endsAt"));
        Currency currency = currency(sale.object("currency").only("name", "symbol"));
        long arrives = sale.integer("arrivesAfterDays", 1, 365);
        long ship = sale.integer("shipWithinDays", 1, MOST_DAYS);
        long accept = sale.integer("acceptWithinDays", arrives + 1, MOST_DAYS); // or nobody could complain
        long decide = sale.integer("decideWithinDays", 1, MOST_DAYS);
        if (show.endsAt().plusDays(ship).isAfter(show.startsAt().plusDays(MOST_DAYS))) {
            throw sale.malformed("shipWithinDays must be over " + MOST_DAYS + " days after the show's start: " + ship);
        }
        List<Goods> goods = goods(currency);
        List<Viewer> viewers = viewers(currency);
        return new SaleInput(
                show,
                names(sale.object("parties").only("merchant", "host", "platform")),
                currency,
                split(sale, sale.object("split").only("merchant", "host", "platform", "viewers")),
                issuers(sale.object("issuers")),
                collection(sale.object("collection").only("name", "symbol", "baseUri", "royaltyBasisPoints")),
                Duration.ofDays(arrives),
                Duration.ofDays(ship),
                Duration.ofDays(accept),
                Duration.ofDays(decide),
                goods,
                viewers,
                orders(goods, viewers, currency),
                rules(),
                interactions());
    }

    private static Show show(JsonObject json) {
        Show show = new Show(
                json.text("title", InputReader::name),
                json.text("domain", InputReader::domain),
                json.text("startsAt", InputReader::time),
                json.text("endsAt", InputReader::time));
        if (!show.startsAt().toInstant().isBefore(show.endsAt().toInstant())) {
            throw json.malformed("endsAt must be after startsAt: " + show.endsAt());
        }
        return show;
    }

    private static Names names(JsonObject json) {
        return new Names(
                json.text("merchant", InputReader::name),
                json.text("host", InputReader::name),
                json.text("platform", InputReader::name));
    }

    private static Currency currency(JsonObject json) {
        String symbol = json.text("symbol", InputReader::symbol);
        return new Currency(json.text("name", InputReader::name), symbol);
    }

    private static Map<Party, Integer> split(JsonObject sale, JsonObject json) {
        Map<Party, Integer> split = new EnumMap<>(Party.class);
        int sum = 0;
        for (Party party : Party.values()) {
            // a party without a share may be left out
            int share =
                    (int) json.optionalInteger(party.key(), 0, BasisPoints.MAX).orElse(0);
            if (share > 0) {
                split.put(party, share);
                sum += share;
            }
        }
        if (sum != BasisPoints.MAX) {
            throw sale.malformed("split must add up to 10000 basis points: " + sum);
        }
        return split;
    }

    private static Map<String, String> issuers(JsonObject json) {
        Map<String, String> issuers = new LinkedHashMap<>();
        for (String key : json.keys()) {
            issuers.put(name(key), json.text(key, InputReader::name));
        }
        if (!issuers.containsKey(BRAND)) {
            throw json.malformed("\"" + BRAND + "\" must be among them, since it anchors the batch");
        }
        return issuers;
    }

    private static Collection collection(JsonObject json) {
        return new Collection(
                json.text("name", InputReader::name),
                json.text("symbol", InputReader::name),
                json.text("baseUri", InputReader::name),
                BasisPoints.of((int) json.integer("royaltyBasisPoints", 0, BasisPoints.MAX)));
    }

    private List<Goods> goods(Currency currency) {
        List<Goods> goods = new ArrayList<>();
        for (String file : goodsFiles(folder)) {
            JsonObject json = JsonObject.parse(file, text(file))
                    .only("name", "category", "domain", "gtin", "lot", "serial", "price", "events");
            Goods item = item(json, currency);
            if (goods.stream().anyMatch(other -> other.serial().equals(item.serial()))) {
                throw json.malformed("serial must be another than in the files before: " + item.serial());
            }
            goods.add(item);
        }
        return List.copyOf(goods);
    }

    /** The goods' files by name, which is the order in which they are recorded. */
    static List<String> goodsFiles(Path folder) {
        Path goods = folder.resolve("goods");
        if (!Files.isDirectory(goods)) {
            throw new BadInput("goods: there is no such folder in " + folder);
        }
        try (Stream<Path> files = Files.list(goods)) {
            List<String> names = files.map(file -> "goods/" + file.getFileName())
                    .filter(name -> name.endsWith(".json"))
                    .sorted()
                    .toList();
            if (names.isEmpty()) {
                throw new BadInput("goods: there must be at least one .json file in this folder");
            }
            return names;
        } catch (IOException e) {
            throw new BadInput("goods: the folder cannot be read: " + e.getMessage());
        }
    }

    private static Goods item(JsonObject json, Currency currency) {
        List<StatedEvent> events = new ArrayList<>();
        for (JsonObject entry : json.objects("events")) {
            entry.only("event", "issuer", "signature");
            events.add(new StatedEvent(
                    event(entry.object("event")), entry.text("issuer", Address::of), entry.text("signature")));
        }
        if (events.isEmpty()) {
            throw json.malformed("events must hold at least one event");
        }
        DigitalLink product = json.text("gtin", DigitalLink::ofProduct);
        DigitalLink lot = json.text("lot", product::withLot);
        DigitalLink item = json.text("serial", lot::withSerial);
        return new Goods(
                json.text("name", InputReader::name),
                json.text("category", InputReader::name),
                json.text("domain", item::onDomain),
                json.text("serial"),
                json.text("price", price -> units(price, currency, BigInteger.ONE)),
                List.copyOf(events));
    }

    private static EpcisEvent event(JsonObject json) {
        try {
            return EpcisEvent.of(json.values());
        } catch (IllegalArgumentException e) {
            throw json.malformed(String.valueOf(e.getMessage()));
        }
    }

    private List<Viewer> viewers(Currency currency) {
        List<Viewer> viewers = new ArrayList<>();
        for (JsonObject json : JsonObject.parseList("viewers.json", text("viewers.json"))) {
            json.only("id", "name", "balance");
            Viewer viewer = new Viewer(
                    json.text("id", id -> UserId.of(id).value()),
                    json.text("name", InputReader::name),
                    json.text("balance", balance -> units(balance, currency, BigInteger.ZERO)));
            if (viewers.stream().anyMatch(other -> other.id().equals(viewer.id()))) {
                throw json.malformed("id must be another than before: " + viewer.id());
            }
            viewers.add(viewer);
        }
        if (viewers.isEmpty()) {
            throw new BadInput("viewers.json must name at least one viewer");
        }
        return List.copyOf(viewers);
    }

    private List<OrderLine> orders(List<Goods> goods, List<Viewer> viewers, Currency currency) {
        List<OrderLine> orders = new ArrayList<>();
        Map<String, BigInteger> spent = new LinkedHashMap<>();
        for (JsonObject json : JsonObject.parseList("orders.json", text("orders.json"))) {
            json.only("id", "viewer", "item", "delivered", "confirmed", "complaint", "givenBack");
            OrderLine order = order(json, goods, viewers, currency);
            refuse(
                    json,
                    orders,
                    other -> other.id().equals(order.id()),
                    "id must be another than before: ",
                    order.id());
            refuse(
                    json,
                    orders,
                    other -> other.goods().equals(order.goods()),
                    "item is sold already: ",
                    order.goods().serial());
            BigInteger sum = spent.merge(order.viewer().id(), order.goods().price(), BigInteger::add);
            if (sum.compareTo(order.viewer().balance()) > 0) {
                throw json.malformed("viewer \"" + order.viewer().id() + "\" has "
                        + currency.amount(order.viewer().balance()) + " and orders for " + currency.amount(sum));
            }
            orders.add(order);
        }
        return List.copyOf(orders);
    }

    private static OrderLine order(JsonObject json, List<Goods> goods, List<Viewer> viewers, Currency currency) {
        Viewer viewer = find(json, "viewer", viewers, Viewer::id, "viewers.json");
        Goods item = find(json, "item", goods, Goods::serial, "the files of goods");
        Optional<Complaint> complaint = complaint(json, viewer, item, currency);
        boolean confirmed = complaint.isEmpty() && (!json.keys().contains("confirmed") || truth(json, "confirmed"));
        return new OrderLine(json.text("id", InputReader::name), viewer, item, confirmed, complaint);
    }

    private static Optional<Complaint> complaint(JsonObject json, Viewer viewer, Goods item, Currency currency) {
        if (!truth(json, "delivered")) {
            Reason reason = new Reason("DELIVERY_NOT_CONFIRMED", viewer.name() + " says that it did not arrive");
            return Optional.of(new Complaint(reason, item.price()));
        }
        if (!json.keys().contains("complaint")) {
            return Optional.empty();
        }
        Reason reason = new Reason("DISPUTED", json.text("complaint", InputReader::name));
        BigInteger back = json.text("givenBack", text -> units(text, currency, BigInteger.ZERO));
        if (back.compareTo(item.price()) > 0) {
            throw json.malformed("givenBack must be the price of " + currency.amount(item.price()) + " at most: "
                    + currency.amount(back));
        }
        return Optional.of(new Complaint(reason, back));
    }

    private static <T> T find(JsonObject json, String field, List<T> all, Function<T, String> key, String where) {
        return json.text(
                field,
                wanted -> all.stream()
                        .filter(one -> key.apply(one).equals(wanted))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("there is no \"" + wanted + "\" in " + where)));
    }

    private static void refuse(
            JsonObject json, List<OrderLine> orders, Predicate<OrderLine> clash, String message, String value) {
        if (orders.stream().anyMatch(clash)) {
            throw json.malformed(message + value);
        }
    }

    private static boolean truth(JsonObject json, String field) {
        if (json.values().get(field) instanceof Boolean value) {
            return value;
        }
        throw json.malformed(field + " must be true or false: " + json.values().get(field));
    }

    private ScoringRules rules() {
        try {
            return ScoringRules.parse(text("rules.json"));
        } catch (IllegalArgumentException e) {
            throw new BadInput("rules.json: " + e.getMessage());
        }
    }

    private List<Interaction> interactions() {
        List<Interaction> interactions = new ArrayList<>();
        try (InputStream in = Files.newInputStream(existing("interactions.ndjson"))) {
            InteractionReader.read(in, interactions::add, line -> {
                throw new BadInput("interactions.ndjson: " + line);
            });
        } catch (IOException e) {
            throw unreadable("interactions.ndjson", e);
        }
        return List.copyOf(interactions);
    }

    private String text(String file) {
        return text(folder, file);
    }

    static String text(Path folder, String file) {
        try {
            return Files.readString(existing(folder, file));
        } catch (CharacterCodingException e) {
            throw new BadInput(file + " must be text in UTF-8");
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private Path existing(String file) {
        return existing(folder, file);
    }

    private static Path existing(Path folder, String file) {
        Path path = folder.resolve(file);
        if (!Files.isRegularFile(path)) {
            throw new BadInput(file + " is missing in " + folder);
        }
        return path;
    }

    private static BadInput unreadable(String file, IOException e) {
        return new BadInput(file + " cannot be read: " + e.getMessage());
    }

    private static String name(String text) {
        if (text.isBlank() || text.length() > LONGEST_NAME || !text.codePoints().allMatch(Text::isVisible)) {
            throw new IllegalArgumentException("must be 1 to " + LONGEST_NAME + " visible characters");
        }
        return text;
    }

    private static String symbol(String text) {
        return new Currency("", name(text)).undeployed().symbol();
    }

    private static String domain(String text) {
        LoginVerifier.builder().domain(text); // refuses what no login message could name
        return text;
    }

    private static OffsetDateTime time(String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            if (time.getYear() >= 2000 && time.getYear() < 2100) {
                return time.withNano(0);
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "must be a time from 2000 to 2099 such as 2026-11-24T20:00:00+08:00: \"" + text + "\"");
    }

    private static BigInteger units(String decimal, Currency currency, BigInteger least) {
        BigInteger units = TokenAmount.parse(decimal, currency.undeployed()).units();
        if (units.compareTo(least) < 0 || units.compareTo(MOST_UNITS) > 0) {
            throw new IllegalArgumentException(
                    "must be " + currency.amount(least) + " to " + currency.amount(MOST_UNITS) + ": " + decimal);
        }
        return units;
    }
}
