package io.lianbo.examples.livestore;

import io.lianbo.core.json.JsonObject;
import io.lianbo.did.Did;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.rewards.scoring.Interaction;
import io.lianbo.rewards.scoring.InteractionId;
import io.lianbo.rewards.scoring.UserId;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The show, as {@code show.json} has it: what is sold, by whom, and who has a share. */
public record Show(
        String id,
        Words title,
        Map<Party, Words> parties,
        Map<Party, Integer> split,
        Collection collection,
        Consent consent,
        Map<String, Words> categories,
        Map<String, Words> issuers,
        Map<String, Words> strangers,
        Map<String, Place> places,
        List<Item> items,
        List<Watched> audience) {

    /** Who has a share of each price, in the order in which odd units are given out. */
    public enum Party {
        MERCHANT,
        HOST,
        PLATFORM,
        VIEWERS;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The collectible that comes with what is bought. */
    public record Collection(String name, String symbol, String baseUri) {}

    /** What the merchant asks her customers for. */
    public record Consent(
            Did merchant, String purpose, String credentialType, List<String> claims, int maxUses, Duration lasts) {}

    /** A place on the map; degrees as they are printed. */
    public record Place(Words name, BigDecimal latitude, BigDecimal longitude) {
        String uri() {
            return "geo:" + latitude + "," + longitude;
        }
    }

    /**
     * What is sold: one piece of goods, with its history.
     *
     * @param chip the UID of the chip on it, where it has one
     */
    public record Item(
            DigitalLink link,
            String category,
            String price,
            String picture,
            Optional<String> chip,
            Words name,
            Words about,
            List<Step> steps) {
        /** Its path in this store, which its QR code leads to. */
        public String path() {
            return "/01/" + link.gtin() + "/10/" + link.lot().orElseThrow() + "/21/" + serial();
        }

        public String serial() {
            return link.serial().orElseThrow();
        }
    }

    /** What happened to an item, and who stands for it. */
    public record Step(String step, String issuer, OffsetDateTime at, String place, Optional<String> certificate) {}

    /** What somebody in the audience did, so many minutes after the beginning. */
    public record Watched(String user, String type, long quantity, long minute) {}

    /** Reads a show whose items are found at an address. */
    static Show read(String json, URI baseUrl) {
        JsonObject show = JsonObject.parse("show.json", json);
        Map<Party, Words> parties = new LinkedHashMap<>();
        Map<Party, Integer> split = new LinkedHashMap<>();
        for (Party party : Party.values()) {
            parties.put(party, Words.of(show.object("parties").object(party.key())));
            split.put(party, (int) show.object("split").integer(party.key(), 1, 10_000));
        }
        JsonObject collection = show.object("collection");
        return new Show(
                show.text("id"),
                Words.of(show.object("title")),
                parties,
                split,
                new Collection(collection.text("name"), collection.text("symbol"), collection.text("baseUri")),
                consent(show.object("consent")),
                words(show.object("categories")),
                words(show.object("issuers")),
                words(show.object("strangers")),
                places(show.object("places")),
                show.objects("items").stream().map(item -> item(item, baseUrl)).toList(),
                show.objects("audience").stream().map(Show::watched).toList());
    }

    Optional<Item> find(DigitalLink link) {
        return items.stream()
                .filter(item -> item.link().canonical().equals(link.canonical()))
                .findFirst();
    }

    Optional<Item> find(String serial) {
        return items.stream().filter(item -> item.serial().equals(serial)).findFirst();
    }

    Optional<Place> placeOf(String uri) {
        return places.values().stream().filter(place -> place.uri().equals(uri)).findFirst();
    }

    /** What the audience did in a show that began at this moment. */
    List<Interaction> interactions(Instant beginning) {
        List<Interaction> interactions = new ArrayList<>();
        for (Watched watched : audience) {
            interactions.add(new Interaction(
                    new InteractionId("player", id, interactions.size()),
                    UserId.of(watched.user()),
                    watched.type(),
                    watched.quantity(),
                    beginning.plus(Duration.ofMinutes(watched.minute()))));
        }
        return interactions;
    }

    private static Consent consent(JsonObject json) {
        return new Consent(
                json.text("merchant", Did::parse),
                json.text("purpose"),
                json.text("credentialType"),
                json.texts("claims"),
                (int) json.integer("maxUses", 1, 1_000),
                Duration.ofDays(json.integer("days", 1, 3_660)));
    }

    private static Map<String, Words> words(JsonObject json) {
        Map<String, Words> words = new LinkedHashMap<>();
        json.keys().forEach(key -> words.put(key, Words.of(json.object(key))));
        return words;
    }

    private static Map<String, Place> places(JsonObject json) {
        Map<String, Place> places = new LinkedHashMap<>();
        for (String key : json.keys()) {
            JsonObject place = json.object(key);
            places.put(
                    key,
                    new Place(
                            Words.of(place.object("name")),
                            place.text("latitude", BigDecimal::new),
                            place.text("longitude", BigDecimal::new)));
        }
        return places;
    }

    private static Item item(JsonObject json, URI baseUrl) {
        DigitalLink product = json.text("gtin", DigitalLink::ofProduct);
        DigitalLink lot = json.text("lot", product::withLot);
        return new Item(
                json.text("serial", lot::withSerial).onDomain(baseUrl.toString()),
                json.text("category"),
                json.text("price"),
                json.text("picture"),
                json.optionalText("chip"),
                Words.of(json.object("name")),
                Words.of(json.object("about")),
                json.objects("steps").stream().map(Show::step).toList());
    }

    private static Step step(JsonObject json) {
        return new Step(
                json.text("step"),
                json.text("issuer"),
                json.text("at", OffsetDateTime::parse),
                json.text("place"),
                json.optionalText("certificate"));
    }

    private static Watched watched(JsonObject json) {
        return new Watched(
                json.text("user"),
                json.text("type"),
                json.integer("quantity", 1, 100_000),
                json.integer("minute", 0, 1_000));
    }
}
