package io.lianbo.provenance.audit;

import static io.lianbo.provenance.TeaCake.CAKE;
import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.provenance.log.AnchoredRoot;
import io.lianbo.provenance.log.ProvenanceAnchor;
import io.lianbo.provenance.store.EventStore;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@LocalChainTest
class AccessLogAnchorTest {
    @Test
    void canBeForkedNoMoreOnceItsHeadIsOnChain(LocalChain local) {
        AccessLog log = AccessLog.open(AccessLogStore.inMemory(), Tea.LOG_KEY, InstantSource.fixed(Tea.NOW));
        EventStore events = EventStore.inMemory();
        events.appendAll(Tea.events());
        RegulatorView view = new RegulatorView(events, query -> new ScanSource.Page(List.of(), Optional.empty()), log);
        Hash32 grant = log.grant(Tea.grant(AuditScope.of(CAKE))).entry().leafHash();
        AuditRequest request = Tea.request(grant, AuditQuery.events(), Tea.NOW, 1);
        assertThat(view.answer(request).isVerified()).isTrue();
        LocalSigner account = LocalSigner.fromPrivateKey(local.accounts().get(0).privateKey());
        try (Chain chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()))) {
            ProvenanceAnchor anchor = ProvenanceAnchor.deploy(chain, account);
            // @start region="anchor"
            // By an account that anchors nothing else.
            AnchoredRoot root =
                    anchor.anchoredIn(anchor.anchor(account, log.head().orElseThrow()));

            LoggedEntry entry = log.entry(request).orElseThrow();
            boolean onChain = anchor.verifyInclusion(root, entry.entry().leafHash(), entry.proof());
            // @end
            assertThat(onChain).isTrue();
            assertThat(entry.proof()
                            .verify(entry.entry().leafHash(), root.head())
                            .isVerified())
                    .isTrue();
            assertThat(anchor.verifyInclusion(root, Hash32.ZERO, entry.proof())).isFalse();
        }
    }
}
