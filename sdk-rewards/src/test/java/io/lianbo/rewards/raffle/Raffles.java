package io.lianbo.rewards.raffle;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.testkit.LocalChain;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** An organiser on a local chain, and viewers who take part. */
final class Raffles implements AutoCloseable {
    static final Token COIN = Token.nativeCoin("ETH");
    static final BigInteger FIRST = TokenAmount.parse("0.5", COIN).units();
    static final BigInteger SECOND = TokenAmount.parse("0.1", COIN).units();
    static final TokenAmount BOND = TokenAmount.parse("2", COIN);
    static final Hash32 TEA_SET = hash("a tea set");

    final LocalChain local;
    final Chain chain;
    final LocalSigner organiser;
    final LocalSigner anyone;
    final Raffle raffle;
    final RaffleSecret secret = RaffleSecret.of(hash("the secret").bytes());

    Raffles(LocalChain local) {
        this.local = local;
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        organiser = signer(0);
        anyone = signer(1);
        raffle = Raffle.deploy(chain, organiser);
    }

    LocalSigner signer(int account) {
        return LocalSigner.fromPrivateKey(local.accounts().get(account).privateKey());
    }

    static Hash32 hash(String text) {
        return Keccak256.hash(text.getBytes(StandardCharsets.UTF_8));
    }

    /** One first prize, two second ones, two tea sets. */
    static List<Prize> prizes() {
        return List.of(
                Prize.money(1, 5_000_000, FIRST), Prize.money(2, 700_000, SECOND), Prize.goods(2, 39_900, TEA_SET));
    }

    RaffleTerms terms() {
        Instant now = chain.timestamp().plusSeconds(100);
        return RaffleTerms.of(organiser.address(), secret, prizes(), 1_000, BOND, now, now.plus(Duration.ofHours(1)));
    }

    /** Accounts that nobody has the key of. */
    static List<Address> viewers(int count) {
        return new ArrayList<>(IntStream.range(0, count)
                .mapToObj(i ->
                        LocalSigner.fromPrivateKey(hash("viewer " + i).bytes()).address())
                .toList());
    }

    /** In batches of this many. */
    static Entrants inBatches(Entrants entrants, int most) {
        List<List<Address>> batches = new ArrayList<>();
        for (int from = 0; from < entrants.size(); from += most) {
            batches.add(IntStream.range(from, Math.min(from + most, entrants.size()))
                    .mapToObj(entrants::at)
                    .toList());
        }
        return Entrants.ofBatches(batches);
    }

    /** Created, entered and closed. */
    Hash32 closed(RaffleTerms terms, Entrants entrants) {
        Hash32 id = raffle.create(organiser, terms);
        local.setTime(terms.opensAt());
        raffle.enter(organiser, id, entrants);
        local.setTime(terms.entriesBy().plusSeconds(1));
        raffle.close(anyone, id);
        return id;
    }

    Hash32 drawn(RaffleTerms terms, Entrants entrants) {
        Hash32 id = closed(terms, entrants);
        local.mine(48);
        raffle.reveal(organiser, id, secret);
        return id;
    }

    @Override
    public void close() {
        chain.close();
    }
}
