package io.lianbo.examples.livesale;

import io.lianbo.core.TokenAmount;
import io.lianbo.examples.livesale.CredentialAct.Shown;
import io.lianbo.examples.livesale.LoginAct.Logins;
import io.lianbo.examples.livesale.PaymentAct.Settlements;
import io.lianbo.examples.livesale.ProvenanceAct.Shelf;
import io.lianbo.examples.livesale.RewardsAct.Rewards;
import io.lianbo.examples.livesale.SaleInput.Viewer;
import io.lianbo.examples.livesale.Stage.GasUse;
import io.lianbo.testkit.LocalChain;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;

/**
 * One sale from beginning to end: six acts, in the order in which they happen.
 *
 * <p>All that happens on chain happens on the chain that is given; what is verified is verified by the SDK; nothing is canned.
 */
final class Sale {
    private static final Duration BEFORE_THE_SHOW = Duration.ofHours(1);

    private Sale() {}

    /** What the sale came to, for the report. */
    record Outcome(
            SaleInput input,
            Contracts contracts,
            Shelf shelf,
            Settlements settlements,
            List<Shown> shown,
            Rewards rewards,
            Books books,
            List<GasUse> gas) {

        long totalGas() {
            return gas.stream().mapToLong(GasUse::gas).sum();
        }

        long refunds() {
            return settlements.orders().stream()
                    .filter(settlement -> !settlement.released())
                    .count();
        }

        TokenAmount amount(BigInteger units) {
            return contracts.amount(units);
        }
    }

    /** A chain whose clock stands an hour before the show. */
    static LocalChain chainFor(SaleInput input) {
        return LocalChain.start(LocalChain.Options.defaults()
                .withTimestamp(input.show().startsAt().toInstant().minus(BEFORE_THE_SHOW)));
    }

    static Outcome play(LocalChain local, SaleInput input, Narrator narrator) {
        try (Stage stage = new Stage(local)) {
            narrator.line(input.show().title());
            narrator.line(Text.count(input.goods().size(), "item") + " on the shelf, "
                    + Text.count(input.viewers().size(), "viewer") + ", "
                    + Text.count(input.orders().size(), "order")
                    + "; chain " + local.chainId() + " on this machine, its clock at "
                    + stage.chain().timestamp());

            narrator.act("0", "Before the show", "contracts, and a split that nobody can change");
            Contracts contracts = Contracts.deploy(stage, input, narrator);
            PaymentAct payments = new PaymentAct(stage, contracts, input, narrator);
            payments.registerSplit();
            for (Viewer viewer : input.viewers()) {
                stage.spent(
                        "fill a wallet",
                        contracts.mint(Actors.viewer(viewer.id()).address(), viewer.balance()));
            }

            narrator.act("1", "Where the goods come from", "sdk-provenance");
            Shelf shelf = ProvenanceAct.play(stage, contracts, input, narrator);

            narrator.act("2", "Viewers log in and consent, with one signature", "sdk-did");
            stage.goTo(input.show().startsAt().toInstant());
            Logins logins = LoginAct.play(stage, input, narrator);

            narrator.act("3", "A collectible for everyone, signed without gas", "sdk-nft");
            VoucherAct.play(stage, contracts, input, logins, narrator);

            narrator.act("4", "Pay into escrow, and out by the split", "sdk-rewards");
            Settlements settlements = payments.play(shelf);

            narrator.act("5", "Proof of purchase, shown in part", "sdk-did");
            List<Shown> shown = CredentialAct.play(stage, contracts, input, logins, settlements.orders(), narrator);

            narrator.act("6", "Points by published rules, paid from the viewers' pool", "sdk-rewards");
            Rewards rewards = RewardsAct.play(stage, contracts, input, logins, settlements.orders(), narrator);

            Books books = Books.close(contracts, input, payments, settlements, rewards);
            Outcome outcome = new Outcome(input, contracts, shelf, settlements, shown, rewards, books, stage.gas());
            Summary.tell(outcome, narrator);
            return outcome;
        }
    }
}
