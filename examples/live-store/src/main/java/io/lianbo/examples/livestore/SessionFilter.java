package io.lianbo.examples.livestore;

import io.lianbo.core.Address;
import io.lianbo.core.LianboException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Tells Spring Security who is logged in; the host by her account. */
final class SessionFilter extends OncePerRequestFilter {
    private final SessionCookie cookie;
    private final Address host;

    SessionFilter(SessionCookie cookie, Address host) {
        this.cookie = cookie;
        this.host = host;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        viewer(request).ifPresent(viewer -> {
            List<String> roles =
                    viewer.address().equals(host) ? List.of("ROLE_VIEWER", "ROLE_HOST") : List.of("ROLE_VIEWER");
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                    viewer, "", AuthorityUtils.createAuthorityList(roles)));
            SecurityContextHolder.setContext(context);
        });
        chain.doFilter(request, response);
    }

    /** Nobody where the sessions cannot be read: what the page itself needs of the store then says so. */
    private Optional<Viewer> viewer(HttpServletRequest request) {
        try {
            return cookie.viewer(request);
        } catch (LianboException e) {
            logger.warn("sessions cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** A page about an error shows who is logged in as any other. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }
}
