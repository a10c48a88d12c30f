package io.lianbo.examples.livestore;

import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.store.Database;
import io.lianbo.did.consent.ledger.ConsentLedger;
import io.lianbo.did.login.LoginVerifier;
import io.lianbo.did.login.NonceStore;
import io.lianbo.nft.VoucherIssuer;
import io.lianbo.nft.issue.IdRange;
import io.lianbo.nft.issue.IssueLog;
import io.lianbo.nft.issue.OrderIssuer;
import io.lianbo.provenance.scan.ScanGuard;
import io.lianbo.provenance.scan.ScanKeys;
import io.lianbo.provenance.scan.ShowcaseLinks;
import io.lianbo.provenance.store.EventStore;
import io.lianbo.provenance.tag.SunVerifier;
import io.lianbo.provenance.tag.TagRegistry;
import io.lianbo.rewards.scoring.ScoringRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;

/** What the store is made of. The chain, the stores and the logins come from the starter, by properties. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {
    private static final long MOST_TOKENS = 1_000_000;

    @Bean
    Show show(StoreProperties properties) throws IOException {
        String json = new ClassPathResource("show/show.json").getContentAsString(StandardCharsets.UTF_8);
        return Show.read(json, properties.baseUrl());
    }

    @Bean
    Database database(DataSource source) {
        return Database.of(source, Tables.ALL);
    }

    @Bean
    Contracts contracts(Chain chain, Signer signer, Database database, Show show, StoreProperties properties) {
        return Contracts.open(chain, signer, new Settings(database), show, properties);
    }

    @Bean
    Shelf shelf(Show show, Contracts contracts, EventStore events, Signer signer) {
        return Shelf.fill(show, contracts, events, signer);
    }

    @Bean
    Chips chips(Optional<SunVerifier> verifier, TagRegistry tags, Show show, InstantSource clock) {
        return Chips.of(verifier, tags, show, clock.instant());
    }

    @Bean
    Scans scans(ScanGuard guard, ScanKeys keys, Chips chips, Show show, InstantSource clock) {
        return Scans.of(guard, new ShowcaseLinks(keys), chips, show, clock);
    }

    @Bean
    Logins logins(
            LoginVerifier verifier, NonceStore nonces, Chain chain, StoreProperties properties, InstantSource clock) {
        return new Logins(verifier, nonces, chain.id(), properties.baseUrl(), clock);
    }

    @Bean
    Consents consents(ConsentLedger ledger, Logins logins, Show show, InstantSource clock) {
        return new Consents(ledger, logins, show.consent(), clock);
    }

    @Bean
    StoredKeys storedKeys(Database database) {
        return new StoredKeys(database);
    }

    @Bean
    Custody custody(Database database, StoredKeys keys, InstantSource clock) {
        return new Custody(database, keys, clock);
    }

    @Bean
    Merchant merchant(
            Show show,
            Contracts contracts,
            Logins logins,
            Custody custody,
            ConsentLedger ledger,
            StoredKeys keys,
            InstantSource clock) {
        return new Merchant(
                show, contracts, logins, custody, ledger, keys.of(show.consent().merchant()), clock);
    }

    @Bean
    Orders orders(Database database, InstantSource clock) {
        return new Orders(database, clock);
    }

    @Bean
    Checkout checkout(Orders orders, Contracts contracts, Shelf shelf, Chain chain, InstantSource clock) {
        return new Checkout(orders, contracts, shelf, chain, clock);
    }

    @Bean
    OrderIssuer vouchers(Contracts contracts, Signer signer, IssueLog log, InstantSource clock) {
        return new OrderIssuer(
                new VoucherIssuer(signer, contracts.collection().id()), log, IdRange.of(1, MOST_TOKENS), clock);
    }

    @Bean
    Till till(
            Orders orders,
            Contracts contracts,
            OrderIssuer vouchers,
            Merchant merchant,
            Signer signer,
            InstantSource clock) {
        return new Till(orders, contracts, vouchers, merchant, signer, clock);
    }

    @Bean
    Chat chat(Database database, InstantSource clock) {
        return new Chat(database, clock);
    }

    @Bean
    Board board(Show show, ScoringRules rules, Contracts contracts, Orders orders, Chat chat) {
        return new Board(show, rules, contracts, orders, chat);
    }

    @Bean
    Books books(Show show, Contracts contracts, Orders orders) {
        return new Books(show, contracts, orders);
    }

    /** On a chain that is not on this machine there is none, unless somebody says so. */
    @Bean
    @ConditionalOnMissingBean
    DevWallet.Switch configuredDevWallet(StoreProperties properties) {
        return properties.devWallet() ? DevWallet.Switch.ON : DevWallet.Switch.OFF;
    }
}
