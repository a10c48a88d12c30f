package io.lianbo.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class LianboExceptionTest {

    @Test
    void saysWhatFailedAndWhetherARetryIsSafe() {
        IOException cause = new IOException("connection reset");
        LianboException unreachable =
                new LianboException(LianboException.Code.RPC_UNREACHABLE, "eth_blockNumber: no answer", true, cause);
        assertThat(unreachable).hasMessage("eth_blockNumber: no answer").hasCause(cause);
        assertThat(unreachable.code()).isEqualTo(LianboException.Code.RPC_UNREACHABLE);
        assertThat(unreachable.isRetrySafe()).isTrue();

        LianboException pending =
                new LianboException(LianboException.Code.NOT_MINED_IN_TIME, "sent, no receipt in 60 s", false);
        assertThat(pending).hasNoCause();
        assertThat(pending.isRetrySafe()).isFalse();
    }
}
