package io.lianbo.did.login;

import io.lianbo.did.internal.DateTimeStamp;
import io.lianbo.did.internal.Quote;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.regex.Pattern;

/** The terminals of ERC-4361's ABNF; each method returns its argument as a value or says what is wrong with it. */
final class Grammar {
    private static final String UNRESERVED = "A-Za-z0-9._~\\-";
    private static final String SUB_DELIMS = "!$&'()*+,;=";
    private static final String ESCAPE = "%[0-9A-Fa-f]{2}";

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");
    private static final Pattern DOMAIN = Pattern.compile("(?:(?:[" + UNRESERVED + SUB_DELIMS + ":]|" + ESCAPE + ")*@)?"
            + "(?:\\[[0-9A-Fa-f:.]+]|(?:[" + UNRESERVED + SUB_DELIMS + "]|" + ESCAPE + ")+)(?::[0-9]*)?");
    private static final Pattern STATEMENT = Pattern.compile("[" + UNRESERVED + SUB_DELIMS + ":/?#\\[\\]@ ]+");
    private static final Pattern URI_TEXT =
            Pattern.compile(SCHEME + ":(?:[" + UNRESERVED + SUB_DELIMS + ":/?#\\[\\]@]|" + ESCAPE + ")*");
    private static final Pattern REQUEST_ID =
            Pattern.compile("(?:[" + UNRESERVED + SUB_DELIMS + ":@]|" + ESCAPE + ")*");
    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9]{8,}");

    private Grammar() {}

    static String scheme(String text) {
        return matching(SCHEME, text, "scheme must be a letter, then letters, digits, + - or .");
    }

    static String domain(String text) {
        matching(DOMAIN, text, "domain must be an RFC 3986 authority");
        if (text.contains("[")) {
            parsed("//" + text, "domain must be an RFC 3986 authority");
        }
        return text;
    }

    static String statement(String text) {
        return matching(STATEMENT, text, "statement must be one line of letters, digits, spaces and URI punctuation");
    }

    static URI uri(String text, String what) {
        String rule = what + " must be an RFC 3986 URI";
        return parsed(matching(URI_TEXT, text, rule), rule);
    }

    static String nonce(String text) {
        return matching(NONCE, text, "nonce must be at least 8 letters and digits");
    }

    static String requestId(String text) {
        return matching(REQUEST_ID, text, "request id must be characters of a URI's path segment");
    }

    static Instant time(String text, String what) {
        try {
            return DateTimeStamp.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    what + " must be an RFC 3339 time such as 2026-11-24T20:00:00Z: " + Quote.of(text), e);
        }
    }

    private static String matching(Pattern pattern, String text, String rule) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException(rule + ": " + Quote.of(text));
        }
        return text;
    }

    private static URI parsed(String text, String rule) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(rule + ": " + Quote.of(text), e);
        }
    }
}
