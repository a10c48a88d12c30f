package io.lianbo.examples.livesale;

import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.json.JsonException;
import io.lianbo.core.json.JsonObject;
import io.lianbo.provenance.event.EpcisEvent;
import io.lianbo.provenance.passport.SignedEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signs the events in the goods' files whose signature is missing or not good, with the demo keys of their issuers: for who edits
 * an event and stands for it. An issuer may be written as its key in {@code sale.json}, such as {@code garden}.
 */
final class EventSigning {
    private EventSigning() {}

    static void sign(Path folder, Narrator narrator) {
        try {
            JsonObject sale = JsonObject.parse("sale.json", InputReader.text(folder, "sale.json"));
            List<String> issuers = List.copyOf(sale.object("issuers").keys());
            int signed = 0;
            for (String file : InputReader.goodsFiles(folder)) {
                signed += sign(folder.resolve(file), file, issuers, narrator, InputReader.text(folder, file));
            }
            narrator.line(
                    signed == 0
                            ? "Every event is signed; nothing was changed."
                            : Text.count(signed, "event") + " signed.");
        } catch (JsonException e) {
            throw new BadInput(String.valueOf(e.getMessage()));
        }
    }

    private static int sign(Path path, String file, List<String> issuers, Narrator narrator, String text) {
        JsonObject goods = JsonObject.parse(file, text);
        List<Object> events = new ArrayList<>();
        int signed = 0;
        for (JsonObject entry : goods.objects("events")) {
            if (isGood(entry)) {
                events.add(entry.values());
                continue;
            }
            JsonObject event = entry.object("event");
            LocalSigner issuer = entry.text("issuer", name -> issuer(name, issuers));
            SignedEvent fresh;
            try {
                fresh = SignedEvent.sign(EpcisEvent.of(event.values()), issuer);
            } catch (IllegalArgumentException e) {
                throw event.malformed(String.valueOf(e.getMessage()));
            }
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            values.put("event", event.values());
            values.put("issuer", fresh.issuer().toString());
            values.put("signature", fresh.signature().toString());
            narrator.line(file + ": event " + events.size() + " signed by " + fresh.issuer());
            events.add(values);
            signed++;
        }
        if (signed > 0) {
            Map<String, @Nullable Object> changed = new LinkedHashMap<>(goods.values());
            changed.put("events", events);
            write(path, file, PrettyJson.write(changed));
        }
        return signed;
    }

    private static boolean isGood(JsonObject entry) {
        try {
            return SignedEvent.parse(PrettyJson.write(entry.values())).verify().isVerified();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static LocalSigner issuer(String name, List<String> issuers) {
        Optional<LocalSigner> found = issuers.stream()
                .filter(key -> key.equals(name)
                        || Actors.issuer(key).address().toString().equalsIgnoreCase(name))
                .map(Actors::issuer)
                .findFirst();
        return found.orElseThrow(() -> new IllegalArgumentException(
                "must be one of " + String.join(", ", issuers) + " or the address of one: " + name));
    }

    private static void write(Path path, String file, String text) {
        try {
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new BadInput(file + " cannot be written: " + e.getMessage());
        }
    }
}
