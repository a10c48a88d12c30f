package io.lianbo.provenance.audit;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.provenance.audit.AuditQuery.Events;
import io.lianbo.provenance.audit.AuditQuery.Scans;
import io.lianbo.provenance.passport.SignedEvent;
import io.lianbo.provenance.store.EventPage;
import io.lianbo.provenance.store.EventStore;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Answers regulators: reads events and scans within what each was granted, and changes nothing but the log. Nothing is handed out before its entry is on disk.
 *
 * {@snippet class="io.lianbo.provenance.audit.RegulatorViewTest" region="answer"}
 *
 * <p>May be used by several threads.
 */
public final class RegulatorView {
    private final EventStore events;
    private final ScanSource scans;
    private final AccessLog log;

    /** What was found, before it is handed out. */
    private record Found(List<SignedEvent> events, List<ItemScan> scans, Optional<String> nextPageToken) {}

    /**
     * A view.
     *
     * @param events what regulators may ask for; stays open
     * @param scans where scans come from
     * @param log has the grants, and takes the accesses
     */
    public RegulatorView(EventStore events, ScanSource scans, AccessLog log) {
        this.events = Objects.requireNonNull(events, "events");
        this.scans = Objects.requireNonNull(scans, "scans");
        this.log = Objects.requireNonNull(log, "log");
    }

    /**
     * Answers a request, or says why not; either is logged, once. Not logged is what nobody can be held to, since anyone could fill the log with it:
     * {@code WRONG_LOG}, {@code UNKNOWN_GRANT}, {@code SIGNATURE_INVALID}, and {@code REQUEST_REPLAYED}, which the log holds already.
     *
     * <ul>
     *   <li>{@code WRONG_LOG}: the request is for another log; {@code UNKNOWN_GRANT}: it names no grant of this one
     *   <li>{@code SIGNATURE_INVALID}: the regulator of the grant did not sign it
     *   <li>{@code REQUEST_REPLAYED}: it came before; {@link AccessLog#entry(AuditRequest)} says what became of it. Sign another one
     *   <li>{@code REQUEST_STALE}: it is from more than five minutes ago or ahead
     *   <li>{@code GRANT_NOT_YET_VALID}, {@code GRANT_EXPIRED}, {@code GRANT_REVOKED}
     *   <li>{@code GOODS_OUT_OF_SCOPE}, {@code TYPE_OUT_OF_SCOPE}, {@code TIME_OUT_OF_SCOPE}, {@code EVENTS_NOT_GRANTED}, {@code SCANS_NOT_GRANTED}: it names what the
     *       grant is not for
     *   <li>{@code MALFORMED_PAGE_TOKEN}: no page gave its token
     * </ul>
     *
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED}; nothing is handed out, and the request may be sent again
     */
    public Verdict<AuditAnswer> answer(AuditRequest request) {
        if (!request.log().equals(log.origin())) {
            return Verdict.refused("WRONG_LOG", "a request for " + request.log() + ", not for " + log.origin());
        }
        Optional<AuditGrant> grant = log.grant(request.grant());
        if (grant.isEmpty()) {
            return Verdict.refused("UNKNOWN_GRANT", log.origin() + " holds no grant " + request.grant());
        }
        Verdict<AuditRequest> signed = request.verify(grant.get().key());
        if (!signed.isVerified()) {
            return new Verdict.Refused<>(signed.reasons());
        }
        if (log.knows(request)) {
            return Verdict.refused(AccessLog.replayed(request));
        }
        Narrowing narrowing = new Narrowing(grant.get().scope());
        List<Reason> reasons = Stream.concat(
                        log.problems(request).stream(), narrowing.reasons(request.query()).stream())
                .toList();
        if (!reasons.isEmpty()) {
            return refuse(request, reasons);
        }
        Found found;
        try {
            found = find(narrowing, request.query());
        } catch (IllegalArgumentException e) {
            return refuse(request, List.of(new Reason("MALFORMED_PAGE_TOKEN", String.valueOf(e.getMessage()))));
        }
        Hash32 digest = AuditAnswer.digest(request, found.events(), found.scans(), found.nextPageToken());
        int count = found.events().size() + found.scans().size();
        return log.record(request, List.of(), count, digest)
                .map(logged -> new AuditAnswer(found.events(), found.scans(), found.nextPageToken(), logged));
    }

    private Verdict<AuditAnswer> refuse(AuditRequest request, List<Reason> reasons) {
        return new Verdict.Refused<>(
                log.record(request, reasons, 0, Hash32.ZERO).reasons());
    }

    private Found find(Narrowing narrowing, AuditQuery query) {
        return switch (query) {
            case Events asked -> {
                EventPage page = events.query(narrowing.narrowed(asked));
                yield new Found(page.events(), List.of(), page.nextPageToken());
            }
            case Scans asked -> {
                Scans narrowed = narrowing.narrowed(asked);
                ScanSource.Page page = scans.scans(narrowed);
                requireWithin(page, narrowed);
                yield new Found(List.of(), page.scans(), page.nextPageToken());
            }
        };
    }

    /** The source is the platform's own code; what it gives too much must not get out. */
    private static void requireWithin(ScanSource.Page page, Scans query) {
        boolean within = page.scans().size() <= query.perPage()
                && page.scans().stream()
                        .allMatch(scan -> scan.item().equals(query.item())
                                && query.from()
                                        .map(from -> !scan.time().isBefore(from))
                                        .orElse(true)
                                && query.until().map(scan.time()::isBefore).orElse(true));
        if (!within) {
            throw new IllegalStateException("the source of scans must give what it is asked for and nothing else");
        }
    }
}
