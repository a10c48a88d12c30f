package io.lianbo.provenance.audit;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.json.JsonObject;
import io.lianbo.provenance.log.MerkleLog;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One entry of an {@link AccessLog}. Its leaf in the Merkle tree is {@link #toJson} in UTF-8.
 *
 * <p>It holds no personal data, and what was asked and answered as hashes that a nonce keeps from being guessed. Whoever has the request and the answer
 * can show that they are meant.
 */
public sealed interface AuditEntry {

    /** When, by the log's clock, in whole milliseconds; never before the entry before it. */
    Instant at();

    /**
     * A regulator may see something from now on.
     *
     * @param grant what
     */
    record Granted(Instant at, AuditGrant grant) implements AuditEntry {
        public Granted {
            at = Texts.time("the entry's time", at);
            Objects.requireNonNull(grant, "grant");
        }
    }

    /**
     * A grant ends before its time.
     *
     * @param grant the hash of its entry
     * @param reason why, 1 to 200 characters
     */
    record Revoked(Instant at, Hash32 grant, String reason) implements AuditEntry {
        public Revoked {
            at = Texts.time("the entry's time", at);
            Objects.requireNonNull(grant, "grant");
            Texts.require("the reason", reason);
        }
    }

    /**
     * A regulator asked and was answered.
     *
     * @param grant by which grant, the hash of its entry
     * @param regulator the key that signed the request
     * @param request {@link AuditRequest#digest}
     * @param kind what was asked for: {@code events} or {@code scans}
     * @param count how many events or scans were handed out
     * @param answer {@link AuditAnswer#digest}
     */
    record Answered(Instant at, Hash32 grant, Address regulator, Hash32 request, String kind, int count, Hash32 answer)
            implements AuditEntry {
        public Answered {
            at = Texts.time("the entry's time", at);
            Objects.requireNonNull(grant, "grant");
            Objects.requireNonNull(regulator, "regulator");
            Objects.requireNonNull(request, "request");
            Objects.requireNonNull(answer, "answer");
            if (!kind.equals(QueryJson.EVENTS) && !kind.equals(QueryJson.SCANS)) {
                throw new IllegalArgumentException("what is asked for must be events or scans: " + kind);
            }
            if (count < 0) {
                throw new IllegalArgumentException("a count must be 0 or more: " + count);
            }
        }
    }

    /**
     * A regulator asked and got nothing.
     *
     * @param grant by which grant, the hash of its entry
     * @param regulator the key that signed the request
     * @param request {@link AuditRequest#digest}
     * @param kind what was asked for: {@code events} or {@code scans}
     * @param codes the codes of the reasons, at least one
     */
    record Refused(Instant at, Hash32 grant, Address regulator, Hash32 request, String kind, List<String> codes)
            implements AuditEntry {
        public Refused {
            at = Texts.time("the entry's time", at);
            Objects.requireNonNull(grant, "grant");
            Objects.requireNonNull(regulator, "regulator");
            Objects.requireNonNull(request, "request");
            if (!kind.equals(QueryJson.EVENTS) && !kind.equals(QueryJson.SCANS)) {
                throw new IllegalArgumentException("what is asked for must be events or scans: " + kind);
            }
            codes = List.copyOf(codes);
            if (codes.isEmpty()) {
                throw new IllegalArgumentException("a refusal must have at least one reason");
            }
            codes.forEach(code -> Texts.require("a reason's code", code));
        }
    }

    /**
     * Reads what {@link #toJson} writes.
     *
     * @throws IllegalArgumentException when it is anything else, another spelling of the same included; the message names the field
     */
    static AuditEntry parse(String json) {
        AuditEntry entry = EntryJson.read(JsonObject.parse("audit entry", json));
        if (!entry.toJson().equals(json)) {
            throw new IllegalArgumentException("an audit entry must be in canonical JSON (RFC 8785)");
        }
        return entry;
    }

    /** The entry in canonical JSON (RFC 8785). */
    default String toJson() {
        return Texts.json(EntryJson.write(this));
    }

    /** What it is in the Merkle tree (RFC 9162 section 2.1.1); of a grant, what it is called by. */
    default Hash32 leafHash() {
        return MerkleLog.leafHash(toJson().getBytes(StandardCharsets.UTF_8));
    }
}
