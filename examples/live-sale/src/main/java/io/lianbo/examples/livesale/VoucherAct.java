package io.lianbo.examples.livesale;

import io.lianbo.core.Address;
import io.lianbo.core.Verdict;
import io.lianbo.core.crypto.Signer;
import io.lianbo.examples.livesale.LoginAct.Logins;
import io.lianbo.examples.livesale.SaleInput.Viewer;
import io.lianbo.nft.SignedVoucher;
import io.lianbo.nft.Voucher;
import io.lianbo.nft.VoucherCollection;
import io.lianbo.nft.VoucherIssuer;
import io.lianbo.nft.VoucherVerifier;
import java.math.BigInteger;
import java.time.Instant;

/** The host gives everyone in the show a collectible: her service signs, which costs nothing, and a relayer mints. */
final class VoucherAct {
    private VoucherAct() {}

    static void play(Stage stage, Contracts contracts, SaleInput input, Logins logins, Narrator narrator) {
        VoucherCollection collection = contracts.collection();
        VoucherIssuer service = new VoucherIssuer(Actors.voucherService(), collection.id());
        VoucherVerifier verifier = collection.verifier(stage.clock());
        Signer relayer = Actors.relayer();
        stage.fund(relayer);
        Instant validUntil = input.show().endsAt().toInstant();

        BigInteger tokenId = BigInteger.ZERO;
        for (Viewer viewer : input.viewers()) {
            tokenId = tokenId.add(BigInteger.ONE);
            Address recipient = logins.of(viewer).account().address();
            Voucher voucher = Voucher.gift(tokenId, recipient, validUntil, collection.epoch());
            Timed<String> signing = Timed.of(() -> service.issue(voucher).toJson());

            // the voucher travels as text, and is checked before anyone pays gas for it
            SignedVoucher received = SignedVoucher.parse(signing.value());
            Timed<Verdict<SignedVoucher>> check = Timed.of(() -> verifier.verify(received));
            SignedVoucher genuine = check.value()
                    .value()
                    .orElseThrow(() -> new IllegalStateException("the voucher for " + viewer.name() + " is refused: "
                            + check.value().reasons()));

            long gas = stage.spent("redeem a voucher", collection.redeem(relayer, genuine));
            if (!collection.ownerOf(tokenId).filter(recipient::equals).isPresent()) {
                throw new IllegalStateException("token " + tokenId + " is not owned by " + viewer.name());
            }
            narrator.gas(
                    String.format(
                            "%-10s owns %s #%s   signed in %s, verified in %s",
                            viewer.name(), input.collection().name(), tokenId, signing.text(), check.text()),
                    gas);
        }
    }
}
