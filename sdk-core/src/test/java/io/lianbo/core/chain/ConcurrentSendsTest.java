package io.lianbo.core.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Address;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@LocalChainTest
class ConcurrentSendsTest {
    private static final int SENDS = 200;

    @Test
    void numbersTheSendsOfOneAccountWithoutGapOrDouble(LocalChain local) throws Exception {
        try (Chain chain = Fixtures.connect(local);
                LocalSigner merchant = Fixtures.signer(local, 0);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Address viewer = Fixtures.signer(local, 1).address();
            BigInteger before = chain.balance(viewer);

            List<Future<Receipt>> sends = IntStream.range(0, SENDS)
                    .mapToObj(i -> threads.submit(() -> chain.transfer(merchant, viewer, BigInteger.ONE)))
                    .toList();

            List<Integer> nonces = new ArrayList<>();
            Set<Object> hashes = new HashSet<>();
            for (Future<Receipt> send : sends) {
                Receipt receipt = send.get();
                hashes.add(receipt.transactionHash());
                Map<?, ?> transaction = (Map<?, ?>) local.rpc(
                        "eth_getTransactionByHash", receipt.transactionHash().toString());
                nonces.add(Integer.decode((String) transaction.get("nonce")));
            }
            assertThat(hashes).hasSize(SENDS);
            assertThat(nonces)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, SENDS).boxed().toList());
            assertThat(chain.nonce(merchant.address())).isEqualTo(SENDS);
            assertThat(chain.balance(viewer)).isEqualTo(before.add(BigInteger.valueOf(SENDS)));
        }
    }
}
