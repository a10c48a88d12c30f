package io.lianbo.rewards.review;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.typeddata.Eip712Domain;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Buyers, orders and items for tests, the same in every run. */
final class Reviews {
    static final Instant START = Instant.parse("2026-12-01T00:00:00Z");
    static final AccountId ANCHOR =
            new AccountId(new ChainId(31337), Address.of("0x5fbdb2315678afecb367f032d93f642f64180aa3"));
    static final Eip712Domain DOMAIN = ReviewAnchor.domain(ANCHOR.chainId(), ANCHOR.address());
    static final LocalSigner ANN = signer("ann");
    static final LocalSigner BEN = signer("ben");
    static final Hash32 TEA = hash("tea cake");
    static final Hash32 CUP = hash("cup");

    private Reviews() {}

    static Hash32 hash(String text) {
        return Keccak256.hash(text.getBytes(StandardCharsets.UTF_8));
    }

    static LocalSigner signer(String name) {
        return LocalSigner.fromPrivateKey(hash("key of " + name).bytes());
    }

    static ReviewText text(String text) {
        return new ReviewText(text, hash("salt of " + text));
    }

    static Purchase purchase(String order, LocalSigner buyer, Hash32 item) {
        return new Purchase(hash(order), buyer.address(), item, START);
    }

    static Review review(String order, LocalSigner author, Hash32 item, int rating, String text) {
        return Review.of(hash(order), item, author.address(), rating, text(text), START);
    }

    static Review.Signed signed(Review review, LocalSigner author) {
        return review.sign(author, DOMAIN);
    }

    /** As if it had been anchored. */
    static AnchoredSeal anchored(ReviewSeal seal) {
        return new AnchoredSeal(ANCHOR, ANN.address(), seal.number(), seal.root(), seal.entries(), START);
    }
}
