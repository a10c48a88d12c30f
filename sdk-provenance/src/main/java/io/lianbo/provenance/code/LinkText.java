package io.lianbo.provenance.code;

import io.lianbo.provenance.internal.Gs1;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An uncompressed GS1 Digital Link URI taken apart, its values decoded once. Whoever printed it may have meant it to be read differently by two readers, so
 * what browsers, proxies or other readers would change on its way is refused: dot segments, empty segments, encoded identifiers, user names.
 *
 * @param stem scheme and host in lower case, port, and path before the key
 * @param path the key and what stands behind it; at least one
 * @param query its elements
 * @param parameters the rest of the query, each parameter as it stands there
 */
record LinkText(String stem, List<Pair> path, List<Pair> query, List<String> parameters) {

    static final int LONGEST = 8192;

    private static final String ALLOWED = "-._~:/?#[]@!$&'()*+,;=%";
    private static final Pattern START = Pattern.compile("(https?)://([^/?#]*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]|\\.(?=[A-Za-z0-9]))*\\.?(?::([0-9]{1,5}))?");
    private static final Pattern STEM_SEGMENT = Pattern.compile("[A-Za-z0-9._~-]+");
    private static final int LONGEST_AUTHORITY = 253 + 6;
    private static final int LONGEST_DOTS = "%2E%2E".length();
    private static final int HIGHEST_PORT = 65_535;

    /**
     * A key and its value.
     *
     * @param name digits; in the path an application identifier
     * @param value decoded
     */
    record Pair(String name, String value) {}

    static LinkText parse(String uri) {
        if (uri.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a digital link must have at most " + LONGEST + " characters: " + uri.length());
        }
        requireUriCharacters(uri);
        int fragment = uri.indexOf('#');
        String whole = fragment < 0 ? uri : uri.substring(0, fragment);
        int question = whole.indexOf('?');
        String beforeQuery = question < 0 ? whole : whole.substring(0, question);
        Matcher start = START.matcher(beforeQuery);
        if (!start.lookingAt()) {
            throw wrong("must start with https://<domain>/", uri);
        }
        String origin = start.group(1).toLowerCase(Locale.ROOT) + "://" + host(start.group(2), uri);
        List<String> segments = segments(beforeQuery.substring(start.end()), uri);
        int key = key(segments, uri);
        StringBuilder stem = new StringBuilder(origin);
        segments.subList(0, key).forEach(segment -> stem.append('/').append(segment));
        List<Pair> path = new ArrayList<>();
        for (int i = key; i < segments.size(); i += 2) {
            path.add(new Pair(segments.get(i), decoded(segments.get(i + 1), uri)));
        }
        List<Pair> query = new ArrayList<>();
        List<String> parameters = new ArrayList<>();
        if (question >= 0) {
            readQuery(whole.substring(question + 1), uri, query, parameters);
        }
        return new LinkText(stem.toString(), path, query, parameters);
    }

    /** Brings scheme, host and path before the key into the form that links have. */
    static String stem(String domain) {
        requireUriCharacters(domain);
        Matcher start = START.matcher(domain);
        if (!start.lookingAt()) {
            throw new IllegalArgumentException("domain must start with https://: " + Shown.of(domain));
        }
        String path = domain.substring(start.end());
        if (path.startsWith("/")) {
            requireStem(List.of(path.substring(1).split("/", -1)), domain);
        } else if (!path.isEmpty()) {
            throw new IllegalArgumentException("domain must have neither query nor fragment: " + Shown.of(domain));
        }
        return start.group(1).toLowerCase(Locale.ROOT) + "://" + host(start.group(2), domain) + path;
    }

    private static void requireUriCharacters(String uri) {
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (c == '%') {
                if (i + 2 >= uri.length() || !isHex(uri.charAt(i + 1)) || !isHex(uri.charAt(i + 2))) {
                    throw wrong("must have two hexadecimal digits behind the % that is its character " + (i + 1), uri);
                }
            } else if (!isPlain(c) && ALLOWED.indexOf(c) < 0) {
                throw wrong(String.format("must not hold U+%04X, which is its character %d", (int) c, i + 1), uri);
            }
        }
    }

    private static String host(String authority, String uri) {
        if (authority.indexOf('@') >= 0) {
            throw wrong("must not name a user before its host", uri);
        }
        if (authority.startsWith("[")) {
            throw wrong("must name its host, and not give an IPv6 address", uri);
        }
        Matcher host = HOST.matcher(authority);
        if (authority.length() > LONGEST_AUTHORITY
                || !host.matches()
                || (host.group(1) != null && Integer.parseInt(host.group(1)) > HIGHEST_PORT)) {
            throw wrong("must start with https://<domain>/, the domain in letters, digits, dots and hyphens", uri);
        }
        return authority.toLowerCase(Locale.ROOT);
    }

    private static List<String> segments(String path, String uri) {
        String inner = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        if (inner.isEmpty()) {
            return List.of();
        }
        List<String> segments = List.of(inner.substring(1).split("/", -1));
        int at = uri.indexOf("//") + 2 + uri.substring(uri.indexOf("//") + 2).indexOf('/') + 2;
        for (String segment : segments) {
            if (segment.isEmpty()) {
                throw wrong("must not hold an empty segment, as at its character " + at, uri);
            }
            if (segment.length() <= LONGEST_DOTS && isDots(segment.replaceAll("%2[eE]", "."))) {
                throw wrong("must not hold a segment of dots, as at its character " + at, uri);
            }
            at += segment.length() + 1;
        }
        return segments;
    }

    /** Whether browsers would resolve a segment away, also where its dots are encoded. */
    static boolean isDots(String segment) {
        return segment.equals(".") || segment.equals("..");
    }

    /** Where the key stands: the last one from which pairs of identifier and value lead to the end. */
    private static int key(List<String> segments, String uri) {
        for (int i = segments.size() - 2; i >= 0; i -= 2) {
            ApplicationIdentifier identifier = ApplicationIdentifier.find(segments.get(i));
            if (identifier == null) {
                break;
            }
            if (identifier.isKey()) {
                requireStem(segments.subList(0, i), uri);
                return i;
            }
        }
        throw noKey(segments, uri);
    }

    private static void requireStem(List<String> segments, String uri) {
        for (int i = 0; i < segments.size(); i++) {
            if (!isStemSegment(segments.get(i))) {
                throw wrong(
                        "must have letters, digits and -._~ alone in its path before the key, unlike "
                                + Shown.of(segments.get(i)),
                        uri);
            }
            ApplicationIdentifier identifier = ApplicationIdentifier.find(segments.get(i));
            if (identifier != null && identifier.isKey() && i + 1 < segments.size()) {
                requireNoKey(identifier, segments.get(i + 1), uri);
            }
        }
    }

    private static void requireNoKey(ApplicationIdentifier identifier, String value, String uri) {
        try {
            identifier.check(padded(identifier.code(), value));
        } catch (IllegalArgumentException e) {
            return; // then it is a path that happens to look like one
        }
        throw wrong("must name one thing, and has another key before the last one, (" + identifier.code() + ")", uri);
    }

    private static IllegalArgumentException noKey(List<String> segments, String uri) {
        for (int i = 0; i < segments.size(); i++) {
            ApplicationIdentifier key = ApplicationIdentifier.find(segments.get(i));
            if (key == null || !key.isKey()) {
                continue;
            }
            if ((segments.size() - i) % 2 != 0) {
                return wrong("must hold pairs of application identifier and value after /" + key.code() + "/", uri);
            }
            for (int j = i + 2; j < segments.size(); j += 2) {
                if (ApplicationIdentifier.find(segments.get(j)) == null) {
                    return wrong(
                            "must hold pairs of application identifier and value after /" + key.code() + "/, and "
                                    + Shown.of(segments.get(j)) + " is no application identifier",
                            uri);
                }
            }
        }
        return wrong("must hold a key of GS1, such as the GTIN in /01/09506000134352", uri);
    }

    private static void readQuery(String text, String uri, List<Pair> query, List<String> parameters) {
        for (String parameter : text.split("[&;]", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            if (isNumber(name)) {
                query.add(new Pair(name, attribute(name, equals < 0 ? "" : parameter.substring(equals + 1), uri)));
            } else if (name.indexOf('%') >= 0
                    && Gs1.percentDecode(name).filter(LinkText::isNumber).isPresent()) {
                throw wrong("must not encode the digits of a name in its query, as in " + Shown.of(name), uri);
            } else if (!parameter.isEmpty()) {
                parameters.add(parameter);
            }
        }
    }

    private static String attribute(String name, String value, String uri) {
        if (value.isEmpty()) {
            throw wrong("must give (" + name + ") a value", uri);
        }
        if (value.indexOf('+') >= 0) {
            throw wrong("must write + as %2B in the value of (" + name + "), as others read a space", uri);
        }
        return decoded(value, uri);
    }

    private static boolean isNumber(String name) {
        return !name.isEmpty() && Gs1.isDigits(name);
    }

    /** A GTIN of 8, 12 or 13 digits in the 14 that it has in element strings, as the standard still allows the short ones in links. */
    static String padded(String ai, String value) {
        boolean isShort = value.length() == 8 || value.length() == 12 || value.length() == 13;
        return ai.equals("01") && isShort ? "0".repeat(14 - value.length()) + value : value;
    }

    private static String decoded(String text, String uri) {
        return Gs1.percentDecode(text)
                .orElseThrow(() -> wrong("must percent-encode printable ASCII alone, unlike " + Shown.of(text), uri));
    }

    private static boolean isStemSegment(String segment) {
        return STEM_SEGMENT.matcher(segment).matches() && !isDots(segment);
    }

    private static boolean isPlain(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
    }

    static IllegalArgumentException wrong(String what, String uri) {
        return new IllegalArgumentException("a digital link " + what + ": " + Shown.of(uri));
    }
}
