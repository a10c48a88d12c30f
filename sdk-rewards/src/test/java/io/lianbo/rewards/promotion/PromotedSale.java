package io.lianbo.rewards.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.rewards.TestTokens;
import io.lianbo.rewards.escrow.DeliveryConfirmed;
import io.lianbo.rewards.escrow.EscrowOrder;
import io.lianbo.rewards.escrow.FundTerms;
import io.lianbo.rewards.escrow.SaleEscrow;
import io.lianbo.rewards.escrow.SaleFund;
import io.lianbo.rewards.escrow.SaleTerms;
import io.lianbo.rewards.escrow.Shipment;
import io.lianbo.rewards.split.Share;
import io.lianbo.rewards.split.SplitRegistry;
import io.lianbo.rewards.split.SplitTerms;
import io.lianbo.testkit.LocalChain;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A sale that keeps its records, in escrow on a local chain, with people who have some of its token. */
final class PromotedSale implements AutoCloseable {

    static final Hash32 ITEM = hash("tea cake 0001");

    final LocalChain local;
    final Chain chain;
    final LocalSigner seller;
    final LocalSigner issuer;
    final LocalSigner buyer;
    final LocalSigner other;
    final LocalSigner anyone;
    final LocalSigner judge;
    final SplitTerms split;
    final SplitRegistry registry;
    final SaleEscrow escrow;
    final Token token;
    final SaleTerms terms;
    final Instant shipBy;
    final Instant ends;
    private long salt;

    PromotedSale(LocalChain local) {
        this.local = local;
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        seller = signer(0);
        issuer = signer(1);
        buyer = signer(2);
        other = signer(3);
        anyone = signer(4);
        judge = signer(5);
        split = SplitTerms.of(Share.of(seller.address(), 10_000));
        registry = SplitRegistry.deploy(chain, anyone);
        registry.create(anyone, split);
        escrow = SaleEscrow.deploy(chain, anyone, registry);
        token = TestTokens.deploy(chain, anyone);
        for (LocalSigner rich : List.of(seller, buyer, other)) {
            TestTokens.mint(chain, anyone, token, rich.address(), BigInteger.valueOf(1_000_000_000));
        }
        terms = terms();
        shipBy = chain.timestamp().plus(Duration.ofDays(60));
        ends = chain.timestamp().plus(Duration.ofDays(30));
    }

    SaleTerms terms(Address... conditions) {
        return new SaleTerms(
                seller.address(),
                issuer.address(),
                split.id(),
                Duration.ofDays(7),
                Duration.ofDays(7),
                true,
                List.of(conditions));
    }

    FundTerms fund(Token currency) {
        return FundTerms.of(escrow, terms, currency, seller.address(), ends);
    }

    TokenAmount tokens(long units) {
        return new TokenAmount(BigInteger.valueOf(units), token);
    }

    /** Another one each time. */
    EscrowOrder order(TokenAmount price) {
        salt++;
        return EscrowOrder.of(terms, buyer.address(), price, ITEM, shipBy, BigInteger.valueOf(salt));
    }

    /** Paid in by its buyer, shipped, and paid out on her word. */
    EscrowOrder sold(TokenAmount price) {
        EscrowOrder order = order(price);
        escrow.approve(buyer, price);
        escrow.deposit(buyer, order);
        escrow.ship(seller, terms, List.of(Shipment.of(order)));
        escrow.release(
                anyone,
                terms,
                split,
                order,
                DeliveryConfirmed.of(order).sign(buyer, escrow.domain()).bytes());
        return order;
    }

    BigInteger balance(LocalSigner account) {
        return TestTokens.balance(chain, token, account.address());
    }

    static void fill(LocalSigner payer, SaleFund fund, TokenAmount amount) {
        fund.fill(payer, amount);
        assertThat(fund.held()).isEqualTo(amount.units());
    }

    static void assertRefused(Verdict<?> verdict, String code) {
        assertThat(verdict.reasons()).extracting(Verdict.Reason::code).containsExactly(code);
    }

    static Hash32 hash(String text) {
        return Keccak256.hash(text.getBytes(StandardCharsets.UTF_8));
    }

    private LocalSigner signer(int index) {
        return LocalSigner.fromPrivateKey(local.accounts().get(index).privateKey());
    }

    @Override
    public void close() {
        chain.close();
    }
}
