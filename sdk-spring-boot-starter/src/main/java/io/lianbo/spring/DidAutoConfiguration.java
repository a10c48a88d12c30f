package io.lianbo.spring;

import io.lianbo.core.chain.Chain;
import io.lianbo.did.consent.ledger.ConsentLedger;
import io.lianbo.did.consent.ledger.JdbcConsentLedger;
import io.lianbo.did.login.JdbcNonceStore;
import io.lianbo.did.login.JdbcSessionStore;
import io.lianbo.did.login.LoginVerifier;
import io.lianbo.did.login.NonceStore;
import io.lianbo.did.login.SessionStore;
import io.lianbo.did.login.Sessions;
import io.lianbo.did.net.HttpFetcher;
import io.lianbo.did.resolve.DidMethod;
import io.lianbo.did.resolve.DidResolver;
import io.lianbo.did.status.CredentialStatusRegistry;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/** Log in with a wallet, sessions, consent and DIDs. */
@AutoConfiguration(after = CoreAutoConfiguration.class)
@ConditionalOnClass(LoginVerifier.class)
class DidAutoConfiguration {

    @Bean
    @Lazy
    @ConditionalOnBean(Stores.class)
    @ConditionalOnMissingBean
    NonceStore lianboNonces(Stores stores, InstantSource clock, LianboProperties properties) {
        return JdbcNonceStore.in(
                stores.source(), clock, new SecureRandom(), properties.login().nonceLifetime());
    }

    /** Accounts may be keys, or contracts on the chain. */
    @Bean
    @Lazy
    @ConditionalOnProperty("lianbo.login.domain")
    @ConditionalOnBean({Chain.class, NonceStore.class})
    @ConditionalOnMissingBean
    LoginVerifier lianboLogins(Chain chain, NonceStore nonces, InstantSource clock, LianboProperties properties) {
        LianboProperties.Login login = properties.login();
        return LoginVerifier.builder()
                .domain(Required.property("lianbo.login.domain", login.domain()))
                .uri(login.uri().toArray(URI[]::new))
                .contracts(chain)
                .nonces(nonces)
                .clock(clock)
                .build();
    }

    @Bean
    @Lazy
    @ConditionalOnBean(Stores.class)
    @ConditionalOnMissingBean
    SessionStore lianboSessionStore(Stores stores) {
        return JdbcSessionStore.in(stores.source());
    }

    @Bean
    @Lazy
    @ConditionalOnProperty("lianbo.login.domain")
    @ConditionalOnBean(SessionStore.class)
    @ConditionalOnMissingBean
    Sessions lianboSessions(SessionStore store, InstantSource clock, LianboProperties properties) {
        LianboProperties.Login login = properties.login();
        return Sessions.builder()
                .domain(Required.property("lianbo.login.domain", login.domain()))
                .store(store)
                .clock(clock)
                .random(new SecureRandom())
                .lifetime(login.sessionLifetime())
                .idleTime(login.sessionIdleTime())
                .build();
    }

    @Bean
    @Lazy
    @ConditionalOnBean(Stores.class)
    @ConditionalOnMissingBean
    ConsentLedger lianboConsents(Stores stores) {
        return JdbcConsentLedger.in(stores.source());
    }

    @Bean
    @Lazy
    @ConditionalOnMissingBean(DidResolver.class)
    HttpFetcher lianboDidFetcher() {
        return HttpFetcher.create();
    }

    /** did:key, did:jwk, did:pkh and did:web; one that knows did:ethr too is the service's to make. */
    @Bean
    @Lazy
    @ConditionalOnMissingBean
    DidResolver lianboDids(HttpFetcher fetcher) {
        return DidResolver.of(DidMethod.key(), DidMethod.jwk(), DidMethod.pkh(), DidMethod.web(fetcher));
    }

    @Bean
    @Lazy
    @ConditionalOnProperty("lianbo.did.status-registry")
    @ConditionalOnBean(Chain.class)
    @ConditionalOnMissingBean
    CredentialStatusRegistry lianboStatusRegistry(Chain chain, LianboProperties properties) {
        return CredentialStatusRegistry.at(
                chain,
                Required.property("lianbo.did.status-registry", properties.did().statusRegistry()));
    }
}
