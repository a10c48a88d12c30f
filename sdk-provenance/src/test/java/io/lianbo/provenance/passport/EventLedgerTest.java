package io.lianbo.provenance.passport;

import static io.lianbo.provenance.TeaCake.CAKE;
import static io.lianbo.provenance.TeaCake.cake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lianbo.core.AccountId;
import io.lianbo.core.ChainId;
import io.lianbo.core.crypto.Signer;
import io.lianbo.provenance.TeaCake;
import io.lianbo.provenance.log.AnchoredRoot;
import io.lianbo.provenance.log.TreeHead;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventLedgerTest {

    @Test
    void putsTheHeadOfEachTouchedItemIntoTheLog() {
        List<SignedEvent> history = TeaCake.history(CAKE);
        // @start region="ledger"
        EventLedger ledger = new EventLedger(new SecureRandom());
        history.forEach(event -> ledger.record(CAKE, event));
        EventBatch batch = ledger.closeBatch();

        AnchoredRoot anchor = anchored(batch.head(), TeaCake.BRAND);
        Passport passport = batch.passport(CAKE, anchor);
        // @end
        assertThat(batch.head().size()).isEqualTo(1);
        assertThat(batch.items()).containsExactly(CAKE);
        assertThat(passport.entries()).extracting(Passport.Entry::signed).isEqualTo(history);
        assertThat(batch.head().root())
                .isEqualTo(passport.entries().getLast().leaf().hash());
        assertThat(passport.entries().getFirst().leaf().parents()).isEmpty();
        for (int i = 1; i < history.size(); i++) {
            assertThat(passport.entries().get(i).leaf().parents())
                    .containsExactly(passport.entries().get(i - 1).leaf().hash());
        }
    }

    @Test
    void growsFromBatchToBatch() {
        EventLedger ledger = new EventLedger(new Random(8));
        SignedEvent first = TeaCake.history(CAKE).get(0);
        SignedEvent second = TeaCake.history(CAKE).get(1);
        ledger.record(CAKE, first);
        ledger.record(cake("CAKE-0002"), first);
        EventBatch march = ledger.closeBatch();
        ledger.record(CAKE, second);
        EventBatch april = ledger.closeBatch();

        assertThat(march.head().size()).isEqualTo(2);
        assertThat(april.head().size()).isEqualTo(3);
        assertThat(ledger.consistencyProof(2, 3)
                        .verify(march.head(), april.head())
                        .isVerified())
                .isTrue();
        assertThat(april.items()).containsExactly(CAKE);
        assertThat(april.passport(CAKE, anchored(april.head(), TeaCake.BRAND)).entries())
                .hasSize(2);
        assertThat(march.passport(CAKE, anchored(march.head(), TeaCake.BRAND)).entries())
                .hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> april.passport(cake("CAKE-0002"), anchored(april.head(), TeaCake.BRAND)))
                .withMessage("the batch holds nothing new of https://id.gs1.org/01/09506000134352/21/CAKE-0002");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> april.passport(CAKE, anchored(march.head(), TeaCake.BRAND)))
                .withMessageContaining("the anchor must be of this batch's");
    }

    @Test
    void closesNoEmptyBatch() {
        EventLedger ledger = new EventLedger(new Random(8));
        assertThatIllegalStateException().isThrownBy(ledger::closeBatch);
        ledger.record(CAKE, TeaCake.history(CAKE).getFirst());
        ledger.closeBatch();
        assertThatIllegalStateException().isThrownBy(ledger::closeBatch);
    }

    static final Instant ANCHORED_AT = Instant.parse("2026-04-21T00:00:00Z");

    static AnchoredRoot anchored(TreeHead head, Signer issuer) {
        AccountId contract = AccountId.parse("eip155:31337:0x5FbDB2315678afecb367f032d93F642f64180aa3");
        assertThat(contract.chainId()).isEqualTo(new ChainId(31337));
        return new AnchoredRoot(contract, issuer.address(), 0, head, ANCHORED_AT);
    }
}
