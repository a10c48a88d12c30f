package io.lianbo.did.resolve;

import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.did.Did;
import io.lianbo.did.net.FetchRequest;
import io.lianbo.did.net.Fetched;
import io.lianbo.did.net.Fetcher;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code did:web}: the document lies at a host and under a path that the DID names, and must name the DID in turn. */
final class WebMethod extends Unversioned {
    private static final Pattern SYNTAX = Pattern.compile(
            "(?<host>[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63})*)(?:%3[Aa](?<port>[0-9]{1,5}))?(?<path>(?::[^:]+)*)");
    private static final Pattern NUMBER = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0[xX][0-9A-Fa-f]*)");
    private static final Pattern DOTS = Pattern.compile("(?:.*:)?(?:\\.|%2[Ee]){1,2}(?::.*)?");

    private final Fetcher fetcher;

    WebMethod(Fetcher fetcher) {
        this.fetcher = fetcher;
    }

    @Override
    public String method() {
        return "web";
    }

    /** Where the document of a did:web lies; empty where the DID names no place. */
    static Optional<URI> location(Did did) {
        Matcher parts = SYNTAX.matcher(did.identifier());
        // A host that ends like a number is an address to those who read URLs.
        if (!parts.matches()
                || NUMBER.matcher(parts.group("host")).matches()
                || DOTS.matcher(parts.group("path")).matches()) {
            return Optional.empty();
        }
        String port = parts.group("port") == null ? "" : ":" + parts.group("port");
        String path = parts.group("path").isEmpty()
                ? "/.well-known"
                : parts.group("path").replace(':', '/');
        return Optional.of(URI.create("https://" + parts.group("host") + port + path + "/did.json"));
    }

    @Override
    Resolution resolve(Did did) {
        Optional<URI> location = location(did);
        if (location.isEmpty()) {
            return Resolution.failed(
                    ResolutionError.INVALID_DID, "did:web must name a host, perhaps a port and a path: " + did);
        }
        FetchRequest request = FetchRequest.of(
                location.get(),
                ResolutionOptions.JSON,
                "application/did+ld+json",
                "application/did",
                "application/json",
                "application/ld+json");
        return switch (fetcher.fetch(request)) {
            case Verdict.Verified<Fetched> found -> read(did, found.result());
            case Verdict.Refused<Fetched> refused ->
                Resolution.failed(
                        error(refused.reasons().getFirst()),
                        location.get() + ": " + refused.reasons().getFirst());
        };
    }

    private static Resolution read(Did did, Fetched fetched) {
        DidDocument document;
        try {
            document = DidDocument.parse(fetched.body());
        } catch (IllegalArgumentException e) {
            return Resolution.failed(ResolutionError.INVALID_DID_DOCUMENT, fetched.uri() + ": " + e.getMessage());
        }
        return document.id().equals(did)
                ? Resolution.of(document, DocumentMetadata.none())
                : Resolution.failed(
                        ResolutionError.INVALID_DID_DOCUMENT,
                        fetched.uri() + " is the document of " + document.id() + " and not of " + did);
    }

    private static ResolutionError error(Reason reason) {
        return switch (reason.code()) {
            case "NOT_FOUND", "URL_FORBIDDEN", "ADDRESS_FORBIDDEN" -> ResolutionError.NOT_FOUND;
            case "TOO_LARGE", "CONTENT_TYPE" -> ResolutionError.INVALID_DID_DOCUMENT;
            default -> ResolutionError.INTERNAL_ERROR;
        };
    }
}
