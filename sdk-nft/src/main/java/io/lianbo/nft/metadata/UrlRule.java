package io.lianbo.nft.metadata;

import io.lianbo.nft.ipfs.Cid;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which URLs a document may hold. */
enum UrlRule {
    /** https, ipfs, ar and data. */
    PUBLISHED,
    /** These, and the name of a file beside the document. */
    PUBLISHED_OR_BESIDE;

    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(.*)", Pattern.DOTALL);
    private static final Pattern HOST = Pattern.compile("//[^/?#]+.*");
    private static final Pattern BELOW = Pattern.compile("//([^/?#]*).*");
    private static final Pattern OUR_KIND = Pattern.compile("(Qm|bafybei|bafkrei).*");
    private static final Pattern OTHER_CID = Pattern.compile("[bkzfum][A-Za-z0-9]{20,}");
    private static final Pattern ARWEAVE_ID = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Pattern DATA = Pattern.compile("[^,]*,.*");

    void check(String url, String path, Check check) {
        if (url.isBlank()) {
            check.report("EMPTY", path, "must not be blank");
            return;
        }
        if (url.codePoints().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c)) && !isBeside(url)) {
            check.report("BAD_URL", path, "must hold no blanks and no control characters: " + Check.shown(url));
            return;
        }
        Matcher parts = SCHEME.matcher(url);
        if (!parts.matches()) {
            if (!isBeside(url)) {
                check.report("NO_SCHEME", path, "must begin with https:, ipfs:, ar: or data:: " + Check.shown(url));
            }
            return;
        }
        String rest = parts.group(2);
        switch (parts.group(1).toLowerCase(Locale.ROOT)) {
            case "https" -> require(HOST.matcher(rest).matches(), "https:// and a host", url, path, check);
            case "http" ->
                check.report(
                        "INSECURE_URL",
                        path,
                        "must be https, or better ipfs, as browsers block http: " + Check.shown(url));
            case "ipfs" -> require(isCid(below(rest)), "ipfs:// and at once a CID", url, path, check);
            case "ar" ->
                require(
                        ARWEAVE_ID.matcher(below(rest)).matches(),
                        "ar:// and an id of 43 characters",
                        url,
                        path,
                        check);
            case "data" ->
                require(DATA.matcher(rest).matches(), "data:, a media type, a comma and the data", url, path, check);
            default ->
                check.report(
                        "UNKNOWN_SCHEME", path, "must begin with https:, ipfs:, ar: or data:: " + Check.shown(url));
        }
    }

    private static void require(boolean good, String wanted, String url, String path, Check check) {
        if (!good) {
            check.report("BAD_URL", path, "must be " + wanted + ": " + Check.shown(url));
        }
    }

    private boolean isBeside(String url) {
        return this == PUBLISHED_OR_BESIDE && isFileName(url);
    }

    static boolean isFileName(String url) {
        return !url.startsWith(".")
                && url.chars().noneMatch(c -> "/\\:?#".indexOf(c) >= 0 || Character.isISOControl(c));
    }

    /** What stands between the two slashes and the next. */
    private static String below(String rest) {
        Matcher matcher = BELOW.matcher(rest);
        return matcher.matches() ? matcher.group(1) : "";
    }

    /** Whether it is a CID: of the kinds that we know to the last character, of others by its looks. */
    private static boolean isCid(String text) {
        if (!OUR_KIND.matcher(text).matches()) {
            return OTHER_CID.matcher(text).matches();
        }
        try {
            Cid.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
