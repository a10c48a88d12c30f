package io.lianbo.nft.blindbox;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.testkit.LocalChain;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

/** A brand on a local chain with collectibles to raffle off, and viewers who buy blind. */
final class Shop implements AutoCloseable {
    static final Token COIN = Token.nativeCoin("ETH");
    static final TokenAmount PRICE = TokenAmount.parse("0.01", COIN);
    static final TokenAmount BOND = TokenAmount.parse("5", COIN);

    private static final int TOKENS_IN_A_TRANSACTION = 200;

    final LocalChain local;
    final Chain chain;
    final LocalSigner brand;
    final LocalSigner alice;
    final LocalSigner bob;
    final LocalSigner carol;
    final LocalSigner relayer;
    final Contract collectibles;
    final BlindBox blindBox;
    final PrizeVault vault;
    final ServerSeed seed = seed("the seed of the sale");

    Shop(LocalChain local) {
        this.local = local;
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        brand = signer(0);
        alice = signer(1);
        bob = signer(2);
        carol = signer(3);
        relayer = signer(4);
        collectibles = chain.deploy(
                        brand,
                        ContractArtifact.load(Shop.class, "/io/lianbo/nft/VoucherCollection.json"),
                        List.of(
                                "Tea",
                                "TEA",
                                "",
                                "",
                                brand.address(),
                                brand.address(),
                                brand.address(),
                                0,
                                0,
                                false,
                                Address.ZERO))
                .contract();
        blindBox = BlindBox.deploy(chain, brand);
        vault = PrizeVault.deploy(chain, brand, blindBox, collectibles.address());
        collectibles.send(brand, "setApprovalForAll", vault.id().address(), true);
    }

    LocalSigner signer(int account) {
        return LocalSigner.fromPrivateKey(local.accounts().get(account).privateKey());
    }

    /** Prizes with the token ids from 7001 on. */
    static PrizeList prizes(int count) {
        return PrizeList.of(LongStream.range(7001, 7001 + count)
                .mapToObj(BigInteger::valueOf)
                .toList());
    }

    /** Terms of a sale that opens now, for an hour. */
    SaleTerms terms(PrizeList prizes) {
        Instant now = chain.timestamp();
        return SaleTerms.of(
                brand.address(),
                seed,
                prizes,
                PRICE,
                BOND,
                now,
                now.plus(Duration.ofHours(1)),
                vault.id().address());
    }

    /** Mints the prizes and hands them in for the sale. */
    void handIn(Hash32 saleId, PrizeList prizes) {
        mint(prizes);
        parts(prizes).forEach(part -> vault.deposit(brand, saleId, part));
    }

    /** Mints the prizes for the brand. */
    void mint(PrizeList prizes) {
        parts(prizes).forEach(part -> mint(part.getFirst(), part.size()));
    }

    private static List<List<BigInteger>> parts(PrizeList prizes) {
        List<BigInteger> ids = prizes.prizes();
        List<List<BigInteger>> parts = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += TOKENS_IN_A_TRANSACTION) {
            parts.add(ids.subList(from, Math.min(ids.size(), from + TOKENS_IN_A_TRANSACTION)));
        }
        return parts;
    }

    /** By a voucher list, whose digest the contract may say here, as it is ours. */
    private void mint(BigInteger first, int count) {
        List<Object> recipients = new ArrayList<>(Collections.nCopies(count, brand.address()));
        List<Object> list = List.of(first, recipients, 0, 4_000_000_000L, 0, false);
        Hash32 digest = collectibles.read("voucherListDigest", list).hash(0);
        collectibles.send(brand, "redeemList", list, brand.sign(digest).bytes(), false);
    }

    /** As many blocks as the seed must wait for, and no more. */
    void waitForTheReveal() {
        local.mine(BlindBox.DRAW_DELAY + BlindBox.REVEAL_DELAY);
    }

    Address ownerOf(BigInteger tokenId) {
        return collectibles.read("ownerOf", tokenId).address(0);
    }

    static Hash32 hash(String text) {
        return Keccak256.hash(text.getBytes(StandardCharsets.UTF_8));
    }

    static ServerSeed seed(String text) {
        return ServerSeed.of(hash(text).bytes());
    }

    @Override
    public void close() {
        chain.close();
    }
}
