package io.lianbo.examples.livestore;

import io.lianbo.core.Address;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code store.*} says.
 *
 * @param baseUrl where people find the store; QR codes lead there
 * @param currency in which is paid
 * @param parties who is paid; the demo's own where one is missing
 * @param devWallet whether the store signs with the demo's keys for whoever asks: for a chain on this machine alone
 * @param tillEvery how often the till looks for orders; 0 for never, which is for tests
 */
@ConfigurationProperties("store")
record StoreProperties(
        URI baseUrl,
        @DefaultValue Currency currency,
        @DefaultValue Parties parties,
        @DefaultValue("false") boolean devWallet,
        @DefaultValue("300ms") Duration tillEvery) {

    /**
     * The token.
     *
     * @param contract an ERC-20 with ERC-2612 permits; the demo's, which the store deploys, where it is missing
     * @param permitVersion the version in the token's EIP-712 domain
     */
    record Currency(
            @Nullable Address contract,
            @DefaultValue("Demo Dollar") String name,
            @DefaultValue("DUSD") String symbol,
            @DefaultValue("6") int decimals,
            @DefaultValue("1") String permitVersion) {}

    /** Addresses. */
    record Parties(
            @Nullable Address merchant,
            @Nullable Address host,
            @Nullable Address platform,
            @Nullable Address viewers) {}
}
