package io.lianbo.nft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.BasisPoints;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.chain.EventQuery;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.tx.Finality;
import io.lianbo.core.tx.JdbcTxJournal;
import io.lianbo.core.tx.SpendLimit;
import io.lianbo.core.tx.TxClient;
import io.lianbo.core.tx.TxJournal;
import io.lianbo.nft.issue.IdRange;
import io.lianbo.nft.issue.IssueLog;
import io.lianbo.nft.issue.JdbcIssueLog;
import io.lianbo.nft.issue.OrderIssuer;
import io.lianbo.nft.relay.JdbcRelayLog;
import io.lianbo.nft.relay.RelayLimits;
import io.lianbo.nft.relay.RelayState;
import io.lianbo.nft.relay.Relayed;
import io.lianbo.nft.relay.VoucherRelayer;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide on vouchers, step by step on a real chain. */
@LocalChainTest
class VouchersGuideTest {
    @TempDir
    Path folder;

    private final LocalChain local;
    private final Signer brand;
    private final Signer host;
    private final Signer relayer;
    private final Address till = Address.of("0x0000000000000000000000000000000000007111");
    private final Address viewer = Samples.VIEWER;
    private final InstantSource clock = InstantSource.system();
    private Chain chain;
    private VoucherCollection shop;
    private VoucherIssuer issuer;
    private Instant closing;

    VouchersGuideTest(LocalChain local) {
        this.local = local;
        this.brand = signer(0);
        this.host = signer(1);
        this.relayer = signer(2);
    }

    private Signer signer(int account) {
        return LocalSigner.fromPrivateKey(local.accounts().get(account).privateKey());
    }

    @BeforeEach
    void deploy() {
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        // @start region="configure"
        CollectionConfig config = CollectionConfig.of("Spring Tea", "TEA", brand.address())
                .withVoucherSigner(host.address()) // a key of its own, it lies on a server
                .withPayout(till)
                .withRoyalty(BasisPoints.of(500))
                .withBaseUri("ipfs://tea/")
                .withMaxTokenId(10_000);
        VoucherCollection collection = VoucherCollection.deploy(chain, brand, config);
        // @end region="configure"
        shop = collection;
        issuer = new VoucherIssuer(host, shop.id());
        closing = local.timestamp().plus(Duration.ofHours(3));
    }

    @AfterEach
    void disconnect() {
        chain.close();
    }

    private SignedVoucher gift(long id) {
        return issuer.issue(Voucher.gift(BigInteger.valueOf(id), viewer, closing, shop.epoch()));
    }

    private List<String> codes(SignedVoucher voucher) {
        return shop.verify(voucher, relayer.address()).reasons().stream()
                .map(Verdict.Reason::code)
                .toList();
    }

    @Test
    void issuesFromOrders() {
        DataSource database = Databases.at(Databases.url(Store.SQLITE, folder));
        String orderKey = "order-2026-0042";
        // @start region="order"
        IssueLog log = JdbcIssueLog.in(database);
        OrderIssuer desk = new OrderIssuer(new VoucherIssuer(host, shop.id()), log, IdRange.of(1, 500), clock);

        TokenAmount price = TokenAmount.parse("0.05", Token.nativeCoin("ETH"));
        Voucher terms = Voucher.of(BigInteger.ZERO, viewer, price, closing, shop.epoch())
                .withMaxPerBuyer(2);
        Verdict<SignedVoucher> verdict = desk.issue(orderKey, terms); // the next id of 500
        // @end region="order"
        SignedVoucher voucher = verdict.value().orElseThrow();
        assertThat(desk.issue(orderKey, terms)).isEqualTo(verdict);
        shop.redeem(relayer, voucher);
        Set<BigInteger> settled = Set.of(voucher.voucher().tokenId());
        // @start region="settle"
        EventQuery.of(shop.contract(), "Transfer", "VoucherCancelled").forEach(0, chain.blockNumber(), event -> {
            String id = event.name().equals("Transfer") ? "id" : "tokenId";
            log.settle(shop.id(), List.of(event.uint(id)));
        });
        var outstanding = log.outstanding(shop.id(), BigInteger.ONE.negate(), 100);
        // @end region="settle"
        assertThat(settled).containsExactly(BigInteger.ONE);
        assertThat(outstanding).isEmpty();
    }

    @Test
    void issuesLists() {
        List<Address> winners = List.of(viewer, Samples.STRANGER.address());
        // @start region="list"
        VoucherList prizes = VoucherList.of(BigInteger.valueOf(9_000), winners, closing, shop.epoch());
        SignedVoucherList signed = issuer.issue(prizes); // one signature
        VoucherRedeemer.Redemption redemption = shop.redeemList(relayer, signed, true);
        // @end region="list"
        assertThat(redemption.redeemed()).isEqualTo(2);
    }

    @Test
    void verifies() {
        SignedVoucher voucher = gift(1);
        String body = voucher.toJson();
        // @start region="offline"
        VoucherVerifier verifier = shop.verifier(chain::timestamp); // asks the chain once
        switch (verifier.verify(SignedVoucher.parse(body))) {
            case Verdict.Verified<SignedVoucher> verified -> accept(verified.result());
            case Verdict.Refused<SignedVoucher> refused -> refuse(refused.reasons());
        }
        // @end region="offline"
        assertThat(accepted).containsExactly(voucher);
        // @start region="live"
        Verdict<SignedVoucher> verdict = shop.verify(voucher, relayer.address());
        // @end region="live"
        assertThat(verdict.isVerified()).isTrue();
        shop.redeem(relayer, voucher);
        assertThat(codes(voucher)).containsExactly("ALREADY_REDEEMED");
    }

    private final List<SignedVoucher> accepted = new ArrayList<>();

    private void accept(SignedVoucher voucher) {
        accepted.add(voucher);
    }

    private void refuse(List<Verdict.Reason> reasons) {
        throw new IllegalStateException(reasons.toString());
    }

    @Test
    void redeems() {
        SignedVoucher voucher = gift(1);
        // @start region="one"
        shop.redeem(relayer, voucher);
        // @end region="one"
        SignedVoucher good = gift(2);
        SignedVoucher alsoGood = gift(3);
        SignedVoucher poisoned = voucher;
        // @start region="batch"
        VoucherRedeemer.Redemption redemption =
                shop.redeemBatch(relayer, List.of(good, poisoned, alsoGood), true); // true: pass over
        for (VoucherRedeemer.Row row : redemption.rows()) {
            row.refusal().ifPresent(error -> report(row.tokenId(), error.toString()));
        }
        // @end region="batch"
        assertThat(reports).containsExactly("1: AlreadyRedeemed(tokenId=1)");
        assertThat(redemption.redeemed()).isEqualTo(2);
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(() -> shop.redeemBatch(relayer, List.of(gift(4), poisoned), false));
        // @start region="withdraw"
        shop.withdraw(relayer, Address.ZERO); // anyone may; the native coin here, or an ERC-20's address
        // @end region="withdraw"
        assertThat(shop.payout()).isEqualTo(till);
    }

    private final List<String> reports = new ArrayList<>();

    private void report(BigInteger tokenId, String why) {
        reports.add(tokenId + ": " + why);
    }

    @Test
    void relays() {
        DataSource database = Databases.at(Databases.url(Store.SQLITE, folder));
        BigInteger milliEther = BigInteger.TEN.pow(15);
        BigInteger ether = BigInteger.TEN.pow(18);
        SignedVoucher voucher = gift(1);
        // @start region="relay"
        try (TxJournal journal = JdbcTxJournal.sqlite(folder.resolve("transactions.db"));
                TxClient client = TxClient.builder(chain, journal)
                        .lanes(relayer)
                        .finality(Finality.included())
                        .limit(new SpendLimit(milliEther.multiply(BigInteger.valueOf(50)), ether)) // gas
                        .start()) {
            VoucherRelayer desk = VoucherRelayer.builder(chain, shop, client, relayer.address())
                    .log(JdbcRelayLog.in(database))
                    .limits(RelayLimits.gifts(50, 10_000, 3)) // a transaction, a day, a buyer and day; no prices
                    .build();
            Verdict<Relayed> taken = desk.relay(voucher); // nothing is spent yet
            List<Relayed> settled = desk.send(Duration.ofMinutes(1)); // from a timer
            // @end region="relay"
            assertThat(taken.isVerified()).isTrue();
            assertThat(settled).extracting(Relayed::state).containsExactly(RelayState.REDEEMED);
        }
        TokenAmount perTransaction = TokenAmount.parse("0.1", Token.nativeCoin("ETH"));
        TokenAmount perDay = TokenAmount.parse("2", Token.nativeCoin("ETH"));
        TokenAmount perBuyer = TokenAmount.parse("0.1", Token.nativeCoin("ETH"));
        // @start region="paying"
        RelayLimits limits = RelayLimits.gifts(50, 10_000, 3).paying(perTransaction, perDay, perBuyer);
        // @end region="paying"
        assertThat(limits.prices()).hasSize(1);
    }

    @Test
    void voids() {
        SignedVoucher one = gift(1);
        SignedVoucher two = gift(2);
        SignedVoucher three = gift(3);
        Signer admin = brand;
        BigInteger tokenId = BigInteger.ONE;
        // @start region="cancel"
        shop.cancel(admin, List.of(tokenId)); // this token is never minted
        // @end region="cancel"
        assertThat(codes(one)).containsExactly("CANCELLED");
        // @start region="epoch"
        shop.cancelEpoch(admin); // every voucher that is out is void
        // @end region="epoch"
        assertThat(codes(two)).containsExactly("WRONG_EPOCH");
        Address newHost = signer(5).address();
        Address secondHost = signer(6).address();
        // @start region="rotate"
        shop.setVoucherSigner(admin, newHost); // the old one's vouchers are void
        shop.addVoucherSigner(admin, secondHost); // a second host
        shop.removeVoucherSigner(admin, secondHost);
        // @end region="rotate"
        assertThat(codes(three)).containsExactly("WRONG_EPOCH", "WRONG_SIGNER");
        Address guard = signer(7).address();
        // @start region="pause"
        shop.grant(brand, guard, Set.of(CollectionRole.PAUSER));
        shop.pause(signer(7)); // nothing is redeemed until unpause
        // @end region="pause"
        assertThat(shop.isPaused()).isTrue();
        shop.unpause(signer(7));
    }

    @Test
    void printsCards() {
        TokenAmount free = new TokenAmount(BigInteger.ZERO, Token.nativeCoin("ETH"));
        Signer buyer = signer(3);
        // @start region="bearer"
        SignedVoucher card = issuer.issue(Voucher.bearer(BigInteger.valueOf(77), free, closing, shop.epoch()));
        String qr = card.toJson(); // "recipient":"bearer"
        shop.redeem(buyer, SignedVoucher.parse(qr)); // whoever redeems owns
        // @end region="bearer"
        assertThat(shop.ownerOf(BigInteger.valueOf(77))).hasValue(buyer.address());
    }

    @Test
    void sellsEditions() {
        BigInteger cup = BigInteger.valueOf(7);
        CollectionConfig config =
                CollectionConfig.of("Tea Cups", "CUPS", brand.address()).withVoucherSigner(host.address());
        // @start region="editions"
        EditionCollection cups = EditionCollection.deploy(chain, brand, config);
        cups.lowerSupply(brand, cup, 300); // never more than 300 of this cup
        OrderIssuer desk = new OrderIssuer(
                new VoucherIssuer(host, cups.id()), IssueLog.inMemory(), IdRange.ofItem(cup, 300), clock);
        Verdict<SignedVoucher> copy = desk.issue("order-7", Voucher.gift(BigInteger.ZERO, viewer, closing, 0));
        cups.redeem(relayer, copy.value().orElseThrow());
        BigInteger copies = cups.balanceOf(viewer, cup);
        // @end region="editions"
        assertThat(copies).isEqualTo(1);
    }

    @Test
    void clones() {
        CollectionConfig config =
                CollectionConfig.of("Show 8", "SHOW8", brand.address()).withVoucherSigner(host.address());
        Hash32 salt = Hash32.of("0x" + "08".repeat(32));
        // @start region="clones"
        CollectionFactory factory = CollectionFactory.deploy(chain, brand); // once
        Address address = factory.predictVouchers(brand.address(), salt);
        VoucherIssuer early = new VoucherIssuer(host, new AccountId(chain.id(), address)); // signs before it is there
        VoucherCollection show = factory.createVouchers(brand, config, salt);
        // @end region="clones"
        show.redeem(relayer, early.issue(Voucher.gift(BigInteger.ONE, viewer, closing, 0)));
        assertThat(show.ownerOf(BigInteger.ONE)).hasValue(viewer);
    }
}
