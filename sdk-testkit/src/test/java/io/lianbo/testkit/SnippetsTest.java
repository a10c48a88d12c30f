package io.lianbo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The examples of the Javadoc. */
class SnippetsTest {

    @Test
    void startsAChain() {
        // @start region="start"
        try (LocalChain chain = LocalChain.start()) {
            URI rpc = chain.rpcUrl(); // point your client here
            String privateKey = chain.accounts().get(0).privateKey(); // holds 10,000 ether
            chain.increaseTime(Duration.ofDays(30)); // a voucher expires meanwhile
            // @end region="start"
            assertThat(rpc.getHost()).isEqualTo("127.0.0.1");
            assertThat(privateKey).startsWith("0x");
        }
    }

    @Nested
    // @start region="junit"
    @LocalChainTest
    class PaymentTest {

        @Test
        void startsWithFundedAccounts(LocalChain chain) {
            String buyer = chain.accounts().get(1).address();
            assertThat(chain.balance(buyer)).isEqualTo(new BigInteger("10000000000000000000000"));
        }
    }
    // @end region="junit"
}
