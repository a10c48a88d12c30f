package io.lianbo.examples.livestore;

import io.lianbo.core.Address;
import io.lianbo.did.login.Sessions;
import jakarta.servlet.DispatcherType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Who may see what; tokens against forged requests; headers. The server keeps no session of its own: a cookie holds the token of the SDK's.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    /** Pages load from the store alone, run no inline script, and lie in no frame. */
    static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    @Bean
    SessionCookie sessionCookie(Sessions sessions, StoreProperties properties) {
        return new SessionCookie(sessions, properties.baseUrl().getScheme().equals("https"));
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http, SessionCookie cookie, Contracts contracts) throws Exception {
        Address host = contracts.addressOf(Show.Party.HOST);
        CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
        tokens.setCookieCustomizer(
                token -> token.httpOnly(true).secure(cookie.secure()).sameSite("Strict"));
        http.authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
                                .permitAll()
                                .requestMatchers("/me/**", "/consents/**", "/orders/**", "/credentials/**", "/chat")
                                .authenticated()
                                .requestMatchers(HttpMethod.GET, "/actuator/health")
                                .permitAll()
                                .requestMatchers("/host/**", "/actuator/**")
                                .hasRole("HOST")
                                .anyRequest()
                                .permitAll())
                .addFilterBefore(new SessionFilter(cookie, host), AuthorizationFilter.class)
                .exceptionHandling(handling -> handling.authenticationEntryPoint((request, response, refused) -> {
                    if (request.getMethod().equals("GET")) {
                        response.sendRedirect("/login");
                    } else {
                        response.sendError(401);
                    }
                }))
                .csrf(csrf -> csrf.csrfTokenRepository(tokens))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .headers(headers -> headers.contentSecurityPolicy(
                                policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                        .frameOptions(frames -> frames.deny())
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN))
                        .permissionsPolicyHeader(
                                policy -> policy.policy("camera=(), microphone=(), geolocation=(), payment=(), usb=()"))
                        .crossOriginOpenerPolicy(policy -> policy.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                        .crossOriginResourcePolicy(policy -> policy.policy(CrossOriginResourcePolicy.SAME_ORIGIN)));
        return http.build();
    }
}
