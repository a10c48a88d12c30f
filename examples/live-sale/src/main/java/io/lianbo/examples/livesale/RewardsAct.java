package io.lianbo.examples.livesale;

import io.lianbo.core.Address;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;
import io.lianbo.examples.livesale.LoginAct.Logins;
import io.lianbo.examples.livesale.PaymentAct.Settlement;
import io.lianbo.examples.livesale.SaleInput.Viewer;
import io.lianbo.rewards.distribution.EpochRecord;
import io.lianbo.rewards.distribution.RewardClaim;
import io.lianbo.rewards.distribution.RewardTree;
import io.lianbo.rewards.distribution.RewardsDistributor;
import io.lianbo.rewards.scoring.Epoch;
import io.lianbo.rewards.scoring.EpochScores;
import io.lianbo.rewards.scoring.Explanation;
import io.lianbo.rewards.scoring.Interaction;
import io.lianbo.rewards.scoring.ScoringEngine;
import io.lianbo.rewards.scoring.UserId;
import io.lianbo.rewards.split.Payment;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What viewers did in the show is scored by published rules, and the viewers' share of the sale goes to them by their points. */
final class RewardsAct {
    private static final String PURCHASE = "purchase";

    private RewardsAct() {}

    /**
     * What the epoch came to.
     *
     * @param claimed who was paid how much, by the viewer's id
     * @param held what is kept for users who have no wallet yet
     * @param explanation how the points of the first came about
     */
    record Rewards(
            EpochScores scores,
            TokenAmount pool,
            Map<String, BigInteger> claimed,
            Map<UserId, BigInteger> held,
            Optional<Explanation> explanation) {}

    static Rewards play(
            Stage stage,
            Contracts contracts,
            SaleInput input,
            Logins logins,
            List<Settlement> settlements,
            Narrator narrator) {
        Epoch epoch = new Epoch(
                1, input.show().startsAt().toInstant(), input.show().endsAt().toInstant());
        ScoringEngine engine = new ScoringEngine(input.rules(), epoch);
        countable(input, settlements, narrator).forEach(engine::add);
        Timed<EpochScores> scoring = Timed.of(engine::finalizeEpoch);
        EpochScores scores = scoring.value();
        int different = (int) input.interactions().stream().distinct().count();
        narrator.say(
                "scored     " + Text.count(different, "different interaction") + " by \""
                        + input.rules().name() + "\" version " + input.rules().version() + ", "
                        + scores.totalPoints() + " points",
                scoring.text());
        scores.notCounted().forEach((code, count) -> narrator.say("           not counted: " + count + " " + code));

        TokenAmount pool = contracts.balanceOf(contracts.rewards().pool());
        Map<UserId, Address> wallets = new LinkedHashMap<>();
        for (Viewer viewer : input.viewers()) {
            wallets.put(UserId.of(viewer.id()), logins.of(viewer).account().address());
        }
        RewardTree tree = RewardTree.start().next(scores, pool.units(), user -> Optional.ofNullable(wallets.get(user)));
        Map<String, BigInteger> claimed = tree.cumulative().isEmpty()
                ? nothing(narrator)
                : pay(stage, contracts, input, engine, tree, wallets, narrator);
        tree.held()
                .forEach((user, amount) -> narrator.say(
                        String.format("%-10s has no wallet yet; the pool keeps %s", user, contracts.amount(amount))));

        Optional<Explanation> explanation = scores.points().entrySet().stream()
                .filter(entry -> wallets.containsKey(entry.getKey()))
                .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .map(entry -> engine.explain(entry.getKey()));
        explanation.ifPresent(best -> {
            narrator.blank();
            best.toString().lines().forEach(narrator::say);
        });
        return new Rewards(scores, pool, claimed, tree.held(), explanation);
    }

    /** A purchase counts when its order, which it names as its session, was released: what is refunded earns nothing. */
    private static List<Interaction> countable(SaleInput input, List<Settlement> settlements, Narrator narrator) {
        Set<String> released = settlements.stream()
                .filter(Settlement::released)
                .map(settlement -> settlement.line().id())
                .collect(Collectors.toSet());
        List<Interaction> countable = new ArrayList<>();
        for (Interaction interaction : input.interactions()) {
            String order = interaction.id().session();
            if (interaction.type().equals(PURCHASE) && !released.contains(order)) {
                narrator.say(
                        "left out   the purchase by " + interaction.user() + ": " + order + " is no released order");
            } else {
                countable.add(interaction);
            }
        }
        return countable;
    }

    private static Map<String, BigInteger> nothing(Narrator narrator) {
        narrator.say(
                "Nothing to distribute: the pool is empty, or nobody with a wallet has points. No epoch is published.");
        return Map.of();
    }

    private static Map<String, BigInteger> pay(
            Stage stage,
            Contracts contracts,
            SaleInput input,
            ScoringEngine engine,
            RewardTree tree,
            Map<UserId, Address> wallets,
            Narrator narrator) {
        RewardsDistributor rewards = contracts.rewards();
        Signer relayer = Actors.relayer();
        EpochRecord record = EpochRecord.of(tree)
                .startingAt(engine.epoch().start())
                .scored(engine.inputRoot(), EpochScores.ENGINE_VERSION);
        narrator.gas(
                "published  epoch 1: root " + Text.brief(tree.root()) + ", rules " + Text.brief(tree.rulesHash())
                        + ", inputs " + Text.brief(record.inputRoot()),
                stage.spent("publish the epoch", rewards.propose(Actors.platform(), record)));
        Map<String, BigInteger> claimed = new LinkedHashMap<>();
        for (Viewer viewer : input.viewers()) {
            Address wallet = wallets.get(UserId.of(viewer.id()));
            Optional<RewardClaim> claim = wallet == null ? Optional.empty() : tree.claim(wallet);
            if (claim.isPresent()) {
                Receipt receipt = rewards.claim(relayer, claim.get());
                Payment paid = rewards.payments(receipt).getFirst();
                claimed.put(viewer.id(), paid.amount());
                narrator.gas(
                        String.format("%-10s claims %s", viewer.name(), contracts.amount(paid.amount())),
                        stage.spent("claim a reward", receipt));
            }
        }
        return claimed;
    }
}
