package io.lianbo.rewards.vote;

import io.lianbo.core.ChainId;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.rewards.distribution.LoyaltyToken;
import io.lianbo.rewards.distribution.LoyaltyTokenConfig;
import io.lianbo.rewards.split.Payment;
import io.lianbo.testkit.LocalChain;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/** A platform, a token that votes, and three who have 60, 30 and 10 of it. */
final class Community implements AutoCloseable, InstantSource {

    static final ContractArtifact WALLET = artifact("TestWallet");
    static final ContractArtifact COLLECTIBLE = artifact("TestCollectible");

    static final Instant OPENS = Instant.parse("2027-04-01T00:00:00Z");
    static final Instant CLOSES = Instant.parse("2027-04-08T00:00:00Z");
    static final List<String> TEAS = List.of("Da Hong Pao", "Tieguanyin", "白茶");

    final LocalChain local;
    final Chain chain;
    final LocalSigner platform;
    final LocalSigner mei;
    final LocalSigner bo;
    final LocalSigner cai;
    final LocalSigner stranger;
    final LoyaltyToken token;

    private volatile Instant now = OPENS;

    Community(LocalChain local) {
        this.local = local;
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        platform = signer(0);
        mei = signer(1);
        bo = signer(2);
        cai = signer(3);
        stranger = signer(4);
        token = LoyaltyToken.deploy(
                chain,
                platform,
                LoyaltyTokenConfig.of("Tea", "TEA", platform.address(), platform.address())
                        .withTransfers()
                        .withVotes());
        token.mint(
                platform,
                1,
                List.of(
                        new Payment(mei.address(), BigInteger.valueOf(60)),
                        new Payment(bo.address(), BigInteger.valueOf(30)),
                        new Payment(cai.address(), BigInteger.valueOf(10))));
        for (LocalSigner holder : List.of(mei, bo, cai)) {
            token.delegate(holder, holder.address());
        }
        pass(Duration.ofSeconds(1));
    }

    private static ContractArtifact artifact(String name) {
        return ContractArtifact.load(LocalChain.class, "/io/lianbo/testkit/" + name + ".json");
    }

    LocalSigner signer(int account) {
        return LocalSigner.fromPrivateKey(local.accounts().get(account).privateKey());
    }

    Contract wallet(LocalSigner owner) {
        return chain.deploy(platform, WALLET, owner.address()).contract();
    }

    /** On the chain. */
    void pass(Duration time) {
        local.increaseTime(time);
    }

    /** Takes the last block as the snapshot, and lets another follow. */
    Poll poll(Weighing weighing) {
        long snapshot = chain.blockNumber();
        pass(Duration.ofMinutes(1));
        return Poll.of("spring-2027", "Which tea shall return?", TEAS, chain.id(), snapshot, OPENS, CLOSES, weighing);
    }

    SignedBallot ballot(Poll poll, LocalSigner voter, long sequence, int... choices) {
        return new Ballot(
                        poll.hash(),
                        voter.address(),
                        Arrays.stream(choices).boxed().toList(),
                        sequence)
                .sign(voter, poll);
    }

    /** Of the platform. */
    void set(Instant time) {
        now = time;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void close() {
        chain.close();
    }
}
