package io.lianbo.provenance.event;

import java.util.Optional;

/**
 * A business transaction, a source or a destination of an event (EPCIS 2.0 sections 7.3.5.5 to 7.3.5.7).
 *
 * @param type what it is, as a URI: {@code https://ref.gs1.org/cbv/BTT-po}, {@code https://ref.gs1.org/cbv/SDT-owning_party};
 *     transactions may have none
 * @param uri which one it is, in canonical form
 */
public record TypedUri(Optional<String> type, String uri) {}
