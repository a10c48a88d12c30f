package io.lianbo.did.net;

import io.lianbo.core.Verdict;

/**
 * Reads a document from the web, where a DID or a credential says that it lies.
 *
 * <p>{@link HttpFetcher} is the one for production. Whoever has a proxy or a cache of his own implements this method; whoever
 * implements it takes on the dangers that {@link HttpFetcher} lists.
 */
@FunctionalInterface
public interface Fetcher {
    /**
     * {@return the document, or why there is none}
     *
     * <p>Codes: {@code URL_FORBIDDEN} (scheme, port or user name), {@code ADDRESS_FORBIDDEN} (the host is not on the public internet),
     * {@code TOO_MANY_REDIRECTS}, {@code TOO_LARGE}, {@code TIMED_OUT}, {@code CONTENT_TYPE} (none that was asked for),
     * {@code NOT_FOUND} (HTTP 404 or 410), {@code HTTP_STATUS} (every other but 200, and 304 where that was asked for),
     * {@code UNREACHABLE} (no answer, or none that is HTTP).
     *
     * @param request what to read
     */
    Verdict<Fetched> fetch(FetchRequest request);
}
