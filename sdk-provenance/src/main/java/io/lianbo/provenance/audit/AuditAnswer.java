package io.lianbo.provenance.audit;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.core.json.JsonObject;
import io.lianbo.core.json.StrictJson;
import io.lianbo.provenance.audit.AuditEntry.Answered;
import io.lianbo.provenance.checkpoint.CheckpointVerifier;
import io.lianbo.provenance.passport.SignedEvent;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a regulator is handed out: a page of what it asked for, and the proof that the access is logged.
 *
 * {@snippet class="io.lianbo.provenance.audit.RegulatorViewTest" region="check"}
 *
 * <p>Whether the events hold is told by their own signatures and by passports; this says what the platform answered.
 *
 * @param events the events, in the order of their time; none when scans were asked for
 * @param scans the scans, in the order of their time; none when events were asked for
 * @param nextPageToken what gives the next page; empty at the end
 * @param logged the entry of this answer
 */
public record AuditAnswer(
        List<SignedEvent> events, List<ItemScan> scans, Optional<String> nextPageToken, LoggedEntry logged) {

    public AuditAnswer {
        events = List.copyOf(events);
        scans = List.copyOf(scans);
        Objects.requireNonNull(nextPageToken, "nextPageToken");
        Objects.requireNonNull(logged, "logged");
    }

    /**
     * Whether this is what the log says was answered to the request.
     *
     * @return the entry; {@code OTHER_REQUEST} when it is about another one, {@code ANSWER_ALTERED} when something else was handed out; or what
     *     {@link LoggedEntry#verify} refuses
     */
    public Verdict<Answered> verify(AuditRequest request, CheckpointVerifier log) {
        Verdict<AuditEntry> verdict = logged.verify(log);
        if (verdict instanceof Verdict.Refused<AuditEntry> refused) {
            return new Verdict.Refused<>(refused.reasons());
        }
        if (!(logged.entry() instanceof Answered entry)
                || !entry.request().equals(request.digest())
                || !entry.grant().equals(request.grant())) {
            return Verdict.refused("OTHER_REQUEST", "the entry is not about an answer to " + request.digest());
        }
        Hash32 digest = digest(request, events, scans, nextPageToken);
        return entry.answer().equals(digest) && entry.count() == events.size() + scans.size()
                ? Verdict.ok(entry)
                : Verdict.refused("ANSWER_ALTERED", "the log says " + entry.answer() + ", and this is " + digest);
    }

    /** What the log says of the answer: the SHA-256 of its canonical JSON with the request's nonce, in which events are told by their SHA-256. */
    static Hash32 digest(
            AuditRequest request, List<SignedEvent> events, List<ItemScan> scans, Optional<String> nextPageToken) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("nonce", request.nonce().toString());
        map.put(
                "events",
                events.stream().map(event -> sha256(event.toJson()).toString()).toList());
        map.put("scans", scans.stream().map(ItemScan::toMap).toList());
        Texts.put(map, "nextPageToken", nextPageToken);
        return sha256(Texts.json(map));
    }

    private static Hash32 sha256(String text) {
        return Sha256.hash(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads what {@link #toJson} writes.
     *
     * @throws IllegalArgumentException when it is anything else; the message names the field
     */
    public static AuditAnswer parse(String json) {
        JsonObject object = JsonObject.parse("audit answer", json).only("events", "scans", "nextPageToken", "logged");
        return object.made(() -> new AuditAnswer(
                object.objects("events").stream()
                        .map(event -> SignedEvent.parse(StrictJson.write(event.values())))
                        .toList(),
                object.objects("scans").stream().map(ItemScan::from).toList(),
                object.optionalText("nextPageToken"),
                LoggedEntry.from(object.object("logged"))));
    }

    /** {@code {"events": [...], "scans": [...], "nextPageToken": "...", "logged": ...}}. */
    public String toJson() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(
                "events",
                events.stream().map(event -> StrictJson.parse(event.toJson())).toList());
        map.put("scans", scans.stream().map(ItemScan::toMap).toList());
        Texts.put(map, "nextPageToken", nextPageToken);
        map.put("logged", logged.toMap());
        return StrictJson.write(map);
    }
}
