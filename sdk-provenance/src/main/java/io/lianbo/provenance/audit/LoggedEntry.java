package io.lianbo.provenance.audit;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.json.JsonObject;
import io.lianbo.core.json.StrictJson;
import io.lianbo.provenance.checkpoint.Checkpoint;
import io.lianbo.provenance.checkpoint.CheckpointVerifier;
import io.lianbo.provenance.checkpoint.SignedNote;
import io.lianbo.provenance.log.InclusionProof;
import io.lianbo.provenance.log.TreeHead;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An entry and the proof that the log holds it. Keep it: the log can never again deny the entry to whoever has this.
 *
 * {@snippet class="io.lianbo.provenance.audit.RegulatorViewTest" region="entry"}
 *
 * @param entry what the log says
 * @param proof that the tree of the checkpoint holds the entry
 * @param checkpoint the head that the log signed
 */
public record LoggedEntry(AuditEntry entry, InclusionProof proof, SignedNote checkpoint) {

    public LoggedEntry {
        Objects.requireNonNull(entry, "entry");
        Objects.requireNonNull(proof, "proof");
        Objects.requireNonNull(checkpoint, "checkpoint");
    }

    /**
     * Whether this log holds the entry.
     *
     * @return the entry; {@code PROOF_INVALID}; or what {@link CheckpointVerifier#open} refuses
     */
    public Verdict<AuditEntry> verify(CheckpointVerifier log) {
        Verdict<Checkpoint> opened = log.open(checkpoint);
        if (opened instanceof Verdict.Refused<Checkpoint> refused) {
            return new Verdict.Refused<>(refused.reasons());
        }
        Optional<TreeHead> head = opened.value().flatMap(Checkpoint::head);
        return head.isEmpty()
                ? Verdict.refused("PROOF_INVALID", "an empty log holds nothing")
                : proof.verify(entry.leafHash(), head.get()).map(held -> entry);
    }

    /**
     * Reads what {@link #toJson} writes.
     *
     * @throws IllegalArgumentException when it is anything else; the message names the field
     */
    public static LoggedEntry parse(String json) {
        return from(JsonObject.parse("logged entry", json));
    }

    static LoggedEntry from(JsonObject object) {
        object.only("entry", "leafIndex", "path", "checkpoint");
        return object.made(() -> new LoggedEntry(
                EntryJson.read(object.object("entry")),
                new InclusionProof(
                        object.integer("leafIndex", 0, Long.MAX_VALUE),
                        object.texts("path").stream().map(Hash32::of).toList()),
                object.text("checkpoint", SignedNote::parse)));
    }

    /** {@code {"entry": ..., "leafIndex": 7, "path": ["0x...", ...], "checkpoint": "..."}}. */
    public String toJson() {
        return StrictJson.write(toMap());
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("entry", EntryJson.write(entry));
        map.put("leafIndex", proof.leafIndex());
        map.put("path", proof.path().stream().map(Hash32::toString).toList());
        map.put("checkpoint", checkpoint.toString());
        return map;
    }
}
