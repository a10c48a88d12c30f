package io.lianbo.spring;

import io.lianbo.core.Address;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/**
 * What {@code lianbo.*} says. Secrets are shown by no {@code toString}.
 *
 * @param chain where contracts are
 * @param signer the account that the service signs and pays with
 * @param tx how transactions are sent
 * @param login log in with a wallet
 * @param did credentials and their status
 * @param nft vouchers
 * @param provenance anchors and scans
 * @param rewards splits, settlement, escrow and scores
 */
@ConfigurationProperties("lianbo")
record LianboProperties(
        @DefaultValue Chain chain,
        @DefaultValue Signer signer,
        @DefaultValue Tx tx,
        @DefaultValue Login login,
        @DefaultValue Did did,
        @DefaultValue Nft nft,
        @DefaultValue Provenance provenance,
        @DefaultValue Rewards rewards) {

    /**
     * The chain.
     *
     * @param rpcUrl HTTP or HTTPS URL of a node; several, those to be preferred first, back each other up
     * @param chainId EIP-155 id of the chain that the nodes must serve
     * @param requestTimeout how long one request may take
     * @param receiptTimeout how long to wait for a transaction to be mined
     * @param maxBlockAge how old the latest block may be before the health is OUT_OF_SERVICE; without it the age is only told
     */
    record Chain(
            @DefaultValue List<URI> rpcUrl,
            @Nullable Long chainId,
            @Nullable Duration requestTimeout,
            @Nullable Duration receiptTimeout,
            @Nullable Duration maxBlockAge) {}

    /**
     * The signer: a keystore file, or a remote signer.
     *
     * @param keystore Web3 Secret Storage file
     * @param keystorePassword the password that opens it
     * @param url a Web3Signer, instead of a keystore
     * @param address the account that the Web3Signer signs for
     */
    record Signer(
            @Nullable Path keystore,
            @Nullable String keystorePassword,
            @Nullable URI url,
            @Nullable Address address) {
        @Override
        public String toString() {
            return "Signer[keystore=" + keystore + ", url=" + url + ", address=" + address + "]";
        }
    }

    /**
     * Transactions.
     *
     * @param confirmations how many blocks must stand on a transaction's own for it to be final; with 0 it is final in its block
     * @param patience how long a transaction may wait for a block before its fee is raised
     */
    record Tx(
            @DefaultValue("12") int confirmations,
            @DefaultValue("45s") Duration patience) {}

    /**
     * Log in.
     *
     * @param domain the host, with its port where it is not the standard one, that wallets show and sign
     * @param uri what a login message may name as its URI
     * @param nonceLifetime how long a nonce may be signed
     * @param sessionLifetime how long a session lasts
     * @param sessionIdleTime how long a session lasts without use
     */
    record Login(
            @Nullable String domain,
            @DefaultValue List<URI> uri,
            @DefaultValue("5m") Duration nonceLifetime,
            @DefaultValue("12h") Duration sessionLifetime,
            @DefaultValue("30m") Duration sessionIdleTime) {}

    /**
     * Credentials.
     *
     * @param statusRegistry address of the CredentialStatusRegistry
     */
    record Did(@Nullable Address statusRegistry) {}

    /**
     * Vouchers.
     *
     * @param voucherCollection address of the VoucherCollection
     */
    record Nft(@Nullable Address voucherCollection) {}

    /**
     * Provenance.
     *
     * @param anchor address of the ProvenanceAnchor
     * @param issuerRegistry address of the IssuerRegistry
     * @param scanSecret 32 bytes or more in hex, from which pseudonyms and scratch codes are made; keep it
     * @param chips what reads the chips' messages
     */
    record Provenance(
            @Nullable Address anchor,
            @Nullable Address issuerRegistry,
            @Nullable String scanSecret,
            @DefaultValue Chips chips) {
        @Override
        public String toString() {
            return "Provenance[anchor=" + anchor + ", issuerRegistry=" + issuerRegistry + "]";
        }
    }

    /**
     * NTAG 424 DNA chips in AES mode, with a file key of its own for each (NXP AN10922).
     *
     * @param metaReadKey {@code SDMMetaReadKey}, 16 bytes in hex
     * @param fileReadMasterKey from which each chip's {@code SDMFileReadKey} is derived, 16 bytes in hex
     * @param systemIdentifier what comes after the UID in that, 0 to 24 bytes in hex
     * @param piccDataParameter the URL's parameter of the encrypted UID and counter
     * @param macParameter the URL's parameter of the MAC
     */
    record Chips(
            @Nullable String metaReadKey,
            @Nullable String fileReadMasterKey,
            @DefaultValue("") String systemIdentifier,
            @DefaultValue("e") String piccDataParameter,
            @DefaultValue("c") String macParameter) {
        @Override
        public String toString() {
            return "Chips[piccDataParameter=" + piccDataParameter + ", macParameter=" + macParameter + "]";
        }
    }

    /**
     * Rewards.
     *
     * @param splitRegistry address of the SplitRegistry
     * @param settlement address of the Settlement
     * @param saleEscrow address of the SaleEscrow
     * @param distributor address of the RewardsDistributor
     * @param rules scoring rules, JSON or, where the name ends so, YAML
     */
    record Rewards(
            @Nullable Address splitRegistry,
            @Nullable Address settlement,
            @Nullable Address saleEscrow,
            @Nullable Address distributor,
            @Nullable Resource rules) {}
}
