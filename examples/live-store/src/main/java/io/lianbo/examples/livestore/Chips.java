package io.lianbo.examples.livestore;

import io.lianbo.core.Verdict;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.tag.SunVerifier;
import io.lianbo.provenance.tag.TagRead;
import io.lianbo.provenance.tag.TagRegistry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The chips on the goods (NTAG 424 DNA), whose messages come in the URLs that phones open.
 *
 * @param verifier what believes them; none where the store has no keys, and then nothing in a URL counts as a message
 */
record Chips(Optional<SunVerifier> verifier) {
    private static final Pattern MESSAGE = Pattern.compile("[?&][ec]=");
    private static final Pattern PARAMETER = Pattern.compile("[?&]([ec]=[0-9A-Fa-f]+)");

    /** Binds the chips of a show to their items. */
    static Chips of(Optional<SunVerifier> verifier, TagRegistry tags, Show show, Instant now) {
        Map<String, DigitalLink> chips = new LinkedHashMap<>();
        show.items().forEach(item -> item.chip().ifPresent(uid -> chips.put(uid, item.link())));
        tags.bindAll(chips, now);
        return new Chips(verifier);
    }

    /** The parameters of a URL that are a chip's, each with an ampersand before it, so that a link to the same page does not forget them. */
    static String messageIn(String url) {
        return PARAMETER
                .matcher(url)
                .results()
                .map(parameter -> "&" + parameter.group(1))
                .collect(Collectors.joining());
    }

    /** What a chip said, if a URL is of one; believed or not. */
    Optional<Verdict<TagRead>> read(String url) {
        return verifier.filter(chips -> MESSAGE.matcher(url).find()).map(chips -> chips.verify(url));
    }
}
