package io.lianbo.did.login;

/**
 * A session that was just opened, and the only time its token is seen here: hand it to the browser, as a cookie that is {@code Secure}, {@code
 * HttpOnly} and {@code SameSite}, and keep no copy.
 *
 * @param token 43 letters, digits, hyphens and underscores (256 bits); whoever has it is logged in
 * @param session whose it is
 */
public record OpenedSession(String token, Session session) {
    /** {@return the session, without its token} */
    @Override
    public String toString() {
        return "OpenedSession[" + session + "]";
    }
}
