package io.lianbo.did.net;

import java.util.regex.Pattern;

/** The mark of a version of a document (RFC 9110 section 8.8.3), of a length that one wants to keep. */
final class EntityTag {
    private static final Pattern SYNTAX = Pattern.compile("(W/)?\"[!#-~]{0,200}\"");

    private EntityTag() {}

    static boolean isOne(String text) {
        return SYNTAX.matcher(text).matches();
    }
}
