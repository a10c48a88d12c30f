package io.lianbo.rewards.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.rewards.TestTokens;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What docs/guide/revenue-splits.md shows. */
@LocalChainTest
class RevenueSplitsGuideTest {

    @Test
    void everyStepOfTheGuideWorks(LocalChain local) {
        try (Chain chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()))) {
            LocalSigner brand = signer(local, 0);
            LocalSigner host = signer(local, 1);
            LocalSigner operator = signer(local, 2);
            LocalSigner buyer = signer(local, 3);
            Token token = TestTokens.deploy(chain, brand);
            Hash32 item = hash("tea cake 0001");
            Hash32 orderId = hash("order-1");

            // @start region="create"
            SplitTerms terms = SplitTerms.of(Share.of(brand.address(), 7_500), Share.of(host.address(), 2_500));
            SplitRegistry registry = SplitRegistry.deploy(chain, brand); // once a chain, nobody owns it
            registry.create(brand, terms); // from now on known by terms.id(), for good
            // @end
            // @start region="calculate"
            List<Payment> parts = SplitCalculator.payments(terms, BigInteger.valueOf(49_990_001));
            // @end
            assertThat(parts)
                    .containsExactly(
                            new Payment(brand.address(), BigInteger.valueOf(37_492_500)),
                            new Payment(host.address(), BigInteger.valueOf(12_497_501)));

            // @start region="pay"
            Settlement settlement = Settlement.deploy(chain, brand, registry);
            TokenAmount price = TokenAmount.parse("0.05", Token.nativeCoin("ETH"));
            Receipt receipt = settlement.pay(buyer, price, terms, orderId);
            List<Payment> credits = settlement.credits(receipt); // who could not be paid
            // @end
            assertThat(credits).isEmpty();

            TestTokens.mint(chain, brand, token, buyer.address(), BigInteger.valueOf(1_000));
            TestTokens.approve(chain, buyer, token, settlement.address(), BigInteger.valueOf(1_000));
            Instant closing = chain.timestamp().plus(Duration.ofHours(3));
            // @start region="session"
            Session session = new Session(operator.address(), token, terms.id(), closing, hash("show of 1 December"));
            // @end
            // @start region="sign"
            SaleOrder order =
                    new SaleOrder(session.id(), BigInteger.ZERO, buyer.address(), BigInteger.valueOf(999), item);
            SaleOrder.SignedOrder signed = order.sign(buyer, settlement.domain()); // costs no gas
            // @end
            List<SaleOrder.SignedOrder> orders = List.of(signed);
            List<String> problems = new ArrayList<>();
            // @start region="settle"
            Settlement.Batch batch = settlement.settle(operator, session, terms, orders);
            for (Settlement.Skipped skipped : batch.skipped()) {
                problems.add(skipped.index() + ": " + skipped.reason());
            }
            List<Payment> payments =
                    SplitCalculator.payments(terms, batch.total().units());
            // @end
            assertThat(problems).isEmpty();
            payments.forEach(payment -> assertThat(TestTokens.balance(chain, token, payment.recipient()))
                    .isEqualTo(payment.amount()));
            // @start region="cancel"
            SaleOrder second = new SaleOrder(session.id(), BigInteger.ONE, buyer.address(), BigInteger.ONE, item);
            settlement.cancel(buyer, second);
            // @end
            assertThat(settlement.isCancelled(second)).isTrue();

            SplitTerms nextTerms = SplitTerms.of(Share.of(brand.address(), 7_000), Share.of(host.address(), 3_000));
            registry.create(brand, nextTerms);
            // @start region="line"
            Hash32 line = registry.open(brand, terms, Duration.ofDays(7), hash("spring shows"));
            Instant from = registry.announce(brand, line, nextTerms); // seven days from now
            Hash32 current = registry.splitOf(line); // what a session opened now names
            // @end
            assertThat(current).isEqualTo(terms.id());
            assertThat(registry.splitAt(line, from)).contains(nextTerms.id());
        }
    }

    private static LocalSigner signer(LocalChain local, int index) {
        return LocalSigner.fromPrivateKey(local.accounts().get(index).privateKey());
    }

    private static Hash32 hash(String text) {
        return Keccak256.hash(text.getBytes(StandardCharsets.UTF_8));
    }
}
