package io.lianbo.examples.livestore;

import io.lianbo.core.Verdict;
import io.lianbo.did.login.Login;
import io.lianbo.did.login.OpenedSession;
import io.lianbo.did.login.Session;
import io.lianbo.did.login.Sessions;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/** The token of a session, in a cookie that no script reads; over HTTPS one that no other host can set. */
record SessionCookie(Sessions sessions, boolean secure) {

    String name() {
        return secure ? "__Host-store" : "store";
    }

    Optional<Viewer> viewer(HttpServletRequest request) {
        return token(request)
                .map(sessions::check)
                .flatMap(Verdict::value)
                .map(Session::did)
                .map(Viewer::new);
    }

    /** Opens a session for who logged in; refused where she is kept out. */
    Verdict<Session> open(Login login, HttpServletRequest request, HttpServletResponse response) {
        Verdict<OpenedSession> opened = sessions.open(login);
        opened.value().ifPresent(session -> {
            token(request).ifPresent(sessions::revoke);
            write(
                    response,
                    session.token(),
                    Duration.between(
                            session.session().openedAt(), session.session().expiresAt()));
        });
        return opened.map(OpenedSession::session);
    }

    void close(HttpServletRequest request, HttpServletResponse response) {
        token(request).ifPresent(sessions::revoke);
        write(response, "", Duration.ZERO);
    }

    private void write(HttpServletResponse response, String token, Duration lasts) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(name(), token)
                        .httpOnly(true)
                        .secure(secure)
                        .sameSite("Lax")
                        .path("/")
                        .maxAge(lasts)
                        .build()
                        .toString());
    }

    private Optional<String> token(HttpServletRequest request) {
        return Stream.ofNullable(request.getCookies())
                .flatMap(Arrays::stream)
                .filter(cookie -> cookie.getName().equals(name()))
                .map(Cookie::getValue)
                .filter(value -> !value.isEmpty())
                .findFirst();
    }
}
