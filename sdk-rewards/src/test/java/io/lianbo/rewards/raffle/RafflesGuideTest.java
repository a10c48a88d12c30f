package io.lianbo.rewards.raffle;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.Signer;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code docs/guide/community.md} shows of raffles, on a real chain. */
@LocalChainTest
class RafflesGuideTest {
    private final LocalChain local;
    private final List<String> shown = new ArrayList<>();

    RafflesGuideTest(LocalChain local) {
        this.local = local;
    }

    @Test
    void anOrganiserPromisesAndAnybodyComputesWhoWon() {
        try (Raffles all = new Raffles(local)) {
            Chain chain = all.chain;
            Signer organiser = all.organiser;
            Signer anyone = all.anyone;
            Hash32 teaSet = Raffles.TEA_SET;
            // @start region="deploy"
            Raffle raffle = Raffle.deploy(chain, organiser); // under the law of China: no prize above CNY 50,000
            PrizeCap cap = raffle.cap(); // in fen; fixed for good, for everybody to see
            // @end region="deploy"
            assertThat(cap).isEqualTo(PrizeCap.CHINA);
            // @start region="prizes"
            BigInteger half = TokenAmount.parse("0.5", Token.nativeCoin("ETH")).units();
            List<Prize> prizes = List.of(
                    Prize.money(1, 1_000_000, half), // one, worth CNY 10,000 by the organiser's word
                    Prize.goods(2, 39_900, teaSet)); // two, worth CNY 399 each; the hash of what they are
            // @end region="prizes"
            // @start region="secret"
            RaffleSecret secret = RaffleSecret.generate(new SecureRandom());
            byte[] kept = secret.exportSecretDangerously(); // keep it where keys are kept, in two places
            // @end region="secret"
            assertThat(RaffleSecret.of(kept).commitment()).isEqualTo(secret.commitment());
            Instant tonight = chain.timestamp().plusSeconds(100);
            // @start region="terms"
            RaffleTerms terms = RaffleTerms.of(
                    organiser.address(),
                    secret,
                    prizes,
                    5_000, // entries at most
                    TokenAmount.parse("2", Token.nativeCoin("ETH")), // the bond
                    tonight,
                    tonight.plus(Duration.ofHours(1)));
            Odds tea = terms.oddsAtLeast(1); // 3/5000: a tea set or better, whoever comes
            // @end region="terms"
            assertThat(tea).hasToString("3/5000");
            // @start region="create"
            Hash32 id = raffle.create(organiser, terms); // pays the bond and the money prizes
            // @end region="create"
            List<Address> viewers = Raffles.viewers(30);
            local.setTime(terms.opensAt());
            // @start region="entrants"
            Entrants entrants = Entrants.of(viewers); // each once, or it says who is there twice
            raffle.enter(organiser, id, entrants);
            Odds exactly = terms.oddsOf(0, entrants.size());
            // @end region="entrants"
            assertThat(exactly).isEqualTo(new Odds(1, 30));
            local.setTime(terms.entriesBy().plusSeconds(1));
            // @start region="draw"
            raffle.close(anyone, id); // after the last second for entries
            local.mine(17); // a real chain does this by itself
            raffle.capture(anyone, id);
            local.mine(31);
            raffle.reveal(organiser, id, secret);
            raffle.award(anyone, id, terms, entrants); // pays the winners
            raffle.collect(anyone, id); // the organiser has its bond back
            // @end region="draw"
            // @start region="verify"
            switch (new RaffleVerifier(raffle).verify(id, 0)) {
                case Verdict.Verified<VerifiedRaffle> right ->
                    show(right.result().wins());
                case Verdict.Refused<VerifiedRaffle> wrong -> protest(wrong.reasons());
            }
            // @end region="verify"
            assertThat(shown).hasSize(3);
            Hash32 entriesHash = entrants.hash(id);
            Hash32 beacon = raffle.state(id).beacon().orElseThrow();
            Hash32 revealed = Hash32.of(kept);
            // @start region="recompute"
            Hash32 randomness = RaffleDraw.randomness(revealed, entriesHash, beacon);
            List<Win> wins = RaffleDraw.wins(randomness, terms, entrants);
            // @end region="recompute"
            assertThat(wins).extracting(Win::toString).isEqualTo(shown);
        }
    }

    private void show(List<Win> wins) {
        wins.forEach(win -> shown.add(win.toString()));
    }

    private void protest(List<Verdict.Reason> reasons) {
        shown.add(reasons.toString());
    }
}
