package io.lianbo.nft;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signer;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the chain has to say about a voucher, all of it, and the same as when it is redeemed. */
@LocalChainTest
class LiveVerificationTest {
    private static final BigInteger ETHER = BigInteger.TEN.pow(18);
    /** A membership whose tiers are the last three bits of the member's address. */
    private static final String TIERS = "0x6004356007165f5260205ff3";

    private static final Address MEMBERSHIP = Address.of("0x00000000000000000000000000000000000071e5");
    private static final Address GOLD = Address.of("0x0000000000000000000000000000000000000a03");

    private final LocalChain local;
    private final Signer brand;
    private final Signer host;
    private final Signer relayer;

    private Chain chain;
    private VoucherCollection collection;
    private VoucherIssuer issuer;

    LiveVerificationTest(LocalChain local) {
        this.local = local;
        this.brand = signer(0);
        this.host = signer(1);
        this.relayer = signer(2);
    }

    @BeforeEach
    void deploy() {
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        collection = VoucherCollection.deploy(
                chain,
                brand,
                CollectionConfig.of("Spring Tea", "TEA", brand.address()).withVoucherSigner(host.address()));
        issuer = new VoucherIssuer(host, collection.id());
    }

    @AfterEach
    void disconnect() {
        chain.close();
    }

    private Signer signer(int account) {
        return LocalSigner.fromPrivateKey(local.accounts().get(account).privateKey());
    }

    private Voucher gift(long id) {
        return Voucher.gift(BigInteger.valueOf(id), GOLD, local.timestamp().plus(Duration.ofHours(1)), 0);
    }

    private List<String> codes(SignedVoucher signed) {
        return collection.verify(signed, relayer.address()).reasons().stream()
                .map(Verdict.Reason::code)
                .toList();
    }

    private List<String> codes(Voucher voucher) {
        return codes(issuer.issue(voucher));
    }

    private Contract dollars() {
        return chain.deploy(
                        brand,
                        ContractArtifact.load(LocalChain.class, "/io/lianbo/testkit/TestToken.json"),
                        "Test Dollar",
                        "TUSD",
                        6)
                .contract();
    }

    @Test
    void acceptsWhatCanBeRedeemed() {
        SignedVoucher signed = issuer.issue(gift(1));
        assertThat(collection.verify(signed, relayer.address())).isEqualTo(Verdict.ok(signed));
        collection.redeem(relayer, signed);
        assertThat(codes(signed)).containsExactly("ALREADY_REDEEMED");
    }

    @Test
    void namesAllReasonsAtOnce() {
        collection.redeem(relayer, issuer.issue(gift(7)));
        collection.cancel(brand, List.of(BigInteger.valueOf(8)));
        collection.lowerMaxTokenId(brand, 5);
        collection.cancelEpoch(brand);
        collection.pause(brand);
        Voucher bad = gift(7).withMaxPerBuyer(1)
                .withValidity(
                        local.timestamp().plusSeconds(600), local.timestamp().plusSeconds(700))
                .withPrice(new TokenAmount(ETHER.multiply(ETHER), Token.nativeCoin("ETH")))
                .withMinTier(9);

        assertThat(codes(bad))
                .containsExactlyInAnyOrder(
                        "PAUSED",
                        "WRONG_EPOCH",
                        "NOT_YET_VALID",
                        "ALREADY_REDEEMED",
                        "TOKEN_ID_TOO_HIGH",
                        "BUYER_LIMIT_REACHED",
                        "TIER_TOO_LOW",
                        "INSUFFICIENT_BALANCE");
        assertThat(codes(gift(8).withEpoch(1))).containsExactlyInAnyOrder("PAUSED", "CANCELLED", "TOKEN_ID_TOO_HIGH");
    }

    @Test
    void countsByTheClockOfTheChain() {
        Voucher voucher =
                gift(1).withValidity(local.timestamp(), local.timestamp().plusSeconds(60));
        assertThat(codes(voucher)).isEmpty();
        local.increaseTime(Duration.ofHours(1));
        assertThat(codes(voucher)).containsExactly("EXPIRED");
    }

    @Test
    void asksForMembership() {
        assertThat(codes(gift(1).withMinTier(1))).containsExactly("TIER_TOO_LOW"); // nobody is asked, nobody a member
        collection.setMembership(brand, MEMBERSHIP);
        assertThat(codes(gift(1).withMinTier(1))).containsExactly("TIER_TOO_LOW"); // there is no contract yet
        local.rpc("anvil_setCode", MEMBERSHIP.toString(), TIERS);

        assertThat(codes(gift(1).withMinTier(3))).isEmpty();
        assertThat(codes(gift(1).withMinTier(4))).containsExactly("TIER_TOO_LOW");
        collection.redeem(relayer, issuer.issue(gift(1).withMinTier(3)));

        local.rpc("anvil_setCode", MEMBERSHIP.toString(), "0x5f5ffd"); // fails
        assertThat(codes(gift(2).withMinTier(1))).containsExactly("WOULD_REVERT");
    }

    @Test
    void asksWhetherTheRedeemerCanPay() {
        Contract coin = dollars();
        TokenAmount price = TokenAmount.parse("12.5", Token.erc20(coin.address(), "TUSD", 6));
        Voucher sale = gift(1).withPrice(price);

        assertThat(codes(sale)).containsExactly("INSUFFICIENT_BALANCE", "INSUFFICIENT_ALLOWANCE");
        coin.send(brand, "mint", relayer.address(), 12_500_000);
        assertThat(codes(sale)).containsExactly("INSUFFICIENT_ALLOWANCE");
        coin.send(relayer, "approve", collection.id().address(), 12_500_000);
        assertThat(codes(sale)).isEmpty();

        TokenAmount nowhere = new TokenAmount(BigInteger.ONE, Token.erc20(GOLD, "GONE", 0));
        assertThat(codes(gift(1).withPrice(nowhere))).containsExactly("NO_SUCH_CURRENCY");
        assertThat(codes(gift(1).withPrice(new TokenAmount(ETHER, Token.nativeCoin("ETH")))))
                .isEmpty();
    }

    @Test
    void asksContractsThatSign() {
        Signer owner = signer(4);
        ContractArtifact walletCode = ContractArtifact.load(LocalChain.class, "/io/lianbo/testkit/TestWallet.json");
        Address primary =
                chain.deploy(brand, walletCode, owner.address()).contract().address();
        Address added =
                chain.deploy(brand, walletCode, owner.address()).contract().address();
        SignedVoucher byPrimary =
                VoucherIssuer.forContract(owner, primary, collection.id()).issue(gift(1));
        SignedVoucher byAdded =
                VoucherIssuer.forAddedContract(owner, added, collection.id()).issue(gift(2));
        assertThat(codes(byPrimary)).containsExactly("WRONG_SIGNER");
        assertThat(codes(byAdded)).containsExactly("SIGNATURE_MALFORMED");

        collection.setVoucherSigner(brand, primary);
        collection.addVoucherSigner(brand, added);

        assertThat(codes(byPrimary)).isEmpty();
        assertThat(codes(byAdded)).isEmpty();
        assertThat(codes(issuer.issue(gift(3)))).containsExactly("WRONG_SIGNER"); // the host's no more
        collection.removeVoucherSigner(brand, added);
        assertThat(codes(byAdded)).containsExactly("SIGNATURE_MALFORMED");
    }

    @Test
    void looksAtManyInFewRoundTrips() {
        List<SignedVoucher> vouchers = new ArrayList<>(
                LongStream.range(0, 60).mapToObj(this::gift).map(issuer::issue).toList());
        vouchers.set(3, new VoucherIssuer(relayer, collection.id()).issue(gift(3)));
        vouchers.set(9, new VoucherIssuer(host, new AccountId(new ChainId(1), GOLD)).issue(gift(9)));
        collection.redeem(relayer, vouchers.get(5));

        List<Verdict<SignedVoucher>> verdicts = collection.verifyAll(vouchers, relayer.address());

        assertThat(verdicts).hasSize(60);
        for (int i = 0; i < 60; i++) {
            List<String> codes =
                    verdicts.get(i).reasons().stream().map(Verdict.Reason::code).toList();
            assertThat(codes)
                    .isEqualTo(
                            switch (i) {
                                case 3 -> List.of("WRONG_SIGNER");
                                case 5 -> List.of("ALREADY_REDEEMED");
                                case 9 -> List.of("WRONG_CHAIN", "WRONG_COLLECTION");
                                default -> List.of();
                            });
        }
        assertThat(collection.verifyAll(List.of(), relayer.address())).isEmpty();
    }

    @Test
    void looksAtLists() {
        VoucherList gifts = VoucherList.of(
                BigInteger.TEN,
                List.of(GOLD, relayer.address()),
                local.timestamp().plusSeconds(600),
                0);
        SignedVoucherList signed = issuer.issue(gifts);
        assertThat(collection.verify(signed)).isEqualTo(Verdict.ok(signed));

        collection.redeem(relayer, issuer.issue(gift(11)));
        collection.lowerMaxTokenId(brand, 10);
        collection.cancelEpoch(brand);
        collection.pause(brand);
        SignedVoucherList forged =
                new SignedVoucherList(collection.id(), gifts.withSoulbound(true), signed.signature());
        assertThat(collection.verify(forged).reasons())
                .extracting(Verdict.Reason::code)
                .containsExactlyInAnyOrder(
                        "PAUSED", "WRONG_EPOCH", "ALREADY_REDEEMED", "TOKEN_ID_TOO_HIGH", "WRONG_SIGNER");
        SignedVoucherList foreign = new VoucherIssuer(host, new AccountId(new ChainId(1), GOLD)).issue(gifts);
        assertThat(collection.verify(foreign).reasons())
                .extracting(Verdict.Reason::code)
                .containsExactly("WRONG_CHAIN", "WRONG_COLLECTION");
    }
}
