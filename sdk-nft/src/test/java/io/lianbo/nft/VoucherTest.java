package io.lianbo.nft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.typeddata.TypedData;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VoucherTest {

    private static final BigInteger ONE = BigInteger.ONE;

    @Test
    void isTheStructOfTheContract() {
        assertThat(Voucher.type().encodeType())
                .isEqualTo(
                        "Voucher(uint256 tokenId,address recipient,address currency,uint256 price,"
                                + "uint64 validFrom,uint64 validUntil,uint32 epoch,uint8 minTier,uint32 maxPerBuyer,bool soulbound)");
    }

    @Test
    void hasTheDigestThatAWalletComputes() {
        Random random = new Random(20261111);
        for (int i = 0; i < 200; i++) {
            Voucher voucher = Samples.random(random);
            String typedData = """
                    {
                      "types": {
                        "EIP712Domain": [
                          {"name": "name", "type": "string"},
                          {"name": "version", "type": "string"},
                          {"name": "chainId", "type": "uint256"},
                          {"name": "verifyingContract", "type": "address"}
                        ],
                        "Voucher": [
                          {"name": "tokenId", "type": "uint256"},
                          {"name": "recipient", "type": "address"},
                          {"name": "currency", "type": "address"},
                          {"name": "price", "type": "uint256"},
                          {"name": "validFrom", "type": "uint64"},
                          {"name": "validUntil", "type": "uint64"},
                          {"name": "epoch", "type": "uint32"},
                          {"name": "minTier", "type": "uint8"},
                          {"name": "maxPerBuyer", "type": "uint32"},
                          {"name": "soulbound", "type": "bool"}
                        ]
                      },
                      "primaryType": "Voucher",
                      "domain": {
                        "name": "Lianbo Voucher", "version": "1", "chainId": 8453, "verifyingContract": "%s"
                      },
                      "message": {
                        "tokenId": "%s", "recipient": "%s", "currency": "%s", "price": "%s",
                        "validFrom": %d, "validUntil": %d, "epoch": %d, "minTier": %d, "maxPerBuyer": %d, "soulbound": %s
                      }
                    }
                    """.formatted(
                            Samples.COLLECTION.address(),
                            voucher.tokenId(),
                            voucher.recipient().orElse(Address.ZERO),
                            voucher.currency(),
                            voucher.price(),
                            voucher.validFrom().getEpochSecond(),
                            voucher.validUntil().getEpochSecond(),
                            voucher.epoch(),
                            voucher.minTier(),
                            voucher.maxPerBuyer(),
                            voucher.soulbound());

            assertThat(voucher.digest(Samples.COLLECTION))
                    .isEqualTo(TypedData.parse(typedData).digest());
        }
    }

    @Test
    void hasAnotherDigestForEachChainCollectionAndField() {
        Voucher voucher = Samples.gift(7);
        Address other = Samples.STRANGER.address();
        Set<Object> digests = new HashSet<>();
        digests.add(voucher.digest(Samples.COLLECTION));
        digests.add(voucher.digest(new AccountId(new ChainId(1), Samples.COLLECTION.address())));
        digests.add(voucher.digest(new AccountId(Samples.COLLECTION.chainId(), other)));
        for (Voucher changed : tampered(voucher)) {
            digests.add(changed.digest(Samples.COLLECTION));
        }
        assertThat(digests).hasSize(14);
    }

    @Test
    void takesItsPriceAsAnAmountOfAToken() {
        Token usdc = Token.erc20(Samples.STRANGER.address(), "USDC", 6);

        Voucher inUsdc = Voucher.of(ONE, Samples.VIEWER, TokenAmount.parse("12.5", usdc), Samples.TONIGHT, 0);
        Voucher inEther =
                Voucher.of(ONE, Samples.VIEWER, TokenAmount.parse("1", Token.nativeCoin("ETH")), Samples.TONIGHT, 0);

        assertThat(inUsdc.currency()).isEqualTo(Samples.STRANGER.address());
        assertThat(inUsdc.price()).isEqualTo(12_500_000);
        assertThat(inEther.currency()).isEqualTo(Address.ZERO);
        assertThat(inEther.price()).isEqualTo(BigInteger.TEN.pow(18));
    }

    @Test
    void takesItsConditionsOneByOne() {
        BigInteger tokenId = ONE;
        Address viewer = Samples.VIEWER;
        Instant eight = Samples.TONIGHT;
        long epoch = 3;
        // @start region="terms"
        Voucher gift = Voucher.gift(tokenId, viewer, eight.plus(Duration.ofHours(2)), epoch);
        Voucher forMembers = gift.withPrice(TokenAmount.parse("0.05", Token.nativeCoin("ETH")))
                .withValidity(eight, eight.plus(Duration.ofHours(1)))
                .withMinTier(2)
                .withMaxPerBuyer(1)
                .withSoulbound(true);
        // @end region="terms"
        assertThat(gift)
                .isEqualTo(new Voucher(
                        ONE,
                        Optional.of(viewer),
                        Address.ZERO,
                        BigInteger.ZERO,
                        Instant.EPOCH,
                        eight.plusSeconds(7200),
                        3,
                        0,
                        0,
                        false));
        assertThat(forMembers)
                .isEqualTo(new Voucher(
                        ONE,
                        Optional.of(viewer),
                        Address.ZERO,
                        BigInteger.TEN.pow(16).multiply(BigInteger.valueOf(5)),
                        eight,
                        eight.plusSeconds(3600),
                        3,
                        2,
                        1,
                        true));
        assertThat(forMembers.withTokenId(BigInteger.TWO).withEpoch(4).withRecipient(Samples.STRANGER.address()))
                .isEqualTo(new Voucher(
                        BigInteger.TWO,
                        Optional.of(Samples.STRANGER.address()),
                        Address.ZERO,
                        forMembers.price(),
                        eight,
                        eight.plusSeconds(3600),
                        4,
                        2,
                        1,
                        true));
    }

    @Test
    void isABearersByNameAlone() {
        TokenAmount free = new TokenAmount(BigInteger.ZERO, Token.nativeCoin("ETH"));
        Voucher card = Voucher.bearer(ONE, free, Samples.TONIGHT, 0);

        assertThat(card.isBearer()).isTrue();
        assertThat(card.recipient()).isEmpty();
        assertThat(Voucher.gift(ONE, Samples.VIEWER, Samples.TONIGHT, 0).isBearer())
                .isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Voucher.gift(ONE, Address.ZERO, Samples.TONIGHT, 0))
                .withMessage("recipient must not be the zero address");
        assertThatIllegalArgumentException().isThrownBy(() -> card.withRecipient(Address.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> Voucher.of(ONE, Address.ZERO, free, Samples.TONIGHT, 0));
    }

    @Test
    void refusesWhatNoContractCouldRedeem() {
        BigInteger tooBig = BigInteger.TWO.pow(256);
        Voucher good = Samples.gift(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> good.withTokenId(tooBig))
                .withMessage("token id must be 0 to 2^256-1: " + tooBig);
        assertThatIllegalArgumentException().isThrownBy(() -> good.withTokenId(ONE.negate()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> priced(ONE.negate()))
                .withMessage("price must be 0 to 2^256-1: -1");
        assertThatIllegalArgumentException().isThrownBy(() -> priced(tooBig));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> timed(Instant.EPOCH, Samples.TONIGHT.plusMillis(1)))
                .withMessage("validUntil must be a whole second from 1970 on: 2026-11-11T20:00:00.001Z");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> timed(Instant.ofEpochSecond(-1), Samples.TONIGHT))
                .withMessage("validFrom must be a whole second from 1970 on: 1969-12-31T23:59:59Z");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> timed(Samples.TONIGHT.plusSeconds(1), Samples.TONIGHT))
                .withMessage("validUntil must not be before validFrom: 2026-11-11T20:00:01Z to 2026-11-11T20:00:00Z");
        assertThatIllegalArgumentException().isThrownBy(() -> good.withEpoch(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> good.withEpoch(0x1_0000_0000L))
                .withMessage("epoch must be 0 to 4294967295: 4294967296");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> good.withMinTier(256))
                .withMessage("minTier must be 0 to 255: 256");
        assertThatIllegalArgumentException().isThrownBy(() -> good.withMinTier(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> good.withMaxPerBuyer(0x1_0000_0000L))
                .withMessage("maxPerBuyer must be 0 to 4294967295: 4294967296");
        assertThatIllegalArgumentException().isThrownBy(() -> good.withMaxPerBuyer(-1));
    }

    private static Voucher priced(BigInteger price) {
        return new Voucher(
                ONE, Optional.of(Samples.VIEWER), Address.ZERO, price, Instant.EPOCH, Samples.TONIGHT, 0, 0, 0, false);
    }

    private static Voucher timed(Instant validFrom, Instant validUntil) {
        return new Voucher(ONE, Optional.of(Samples.VIEWER), Address.ZERO, ONE, validFrom, validUntil, 0, 0, 0, false);
    }

    /** The voucher with one field changed, for each field; of the recipient, also without one. */
    static List<Voucher> tampered(Voucher voucher) {
        Address other = Samples.STRANGER.address();
        return List.of(
                voucher.withTokenId(voucher.tokenId().add(ONE)),
                voucher.withRecipient(other),
                changed(voucher, Optional.empty(), voucher.currency(), voucher.price()),
                changed(voucher, voucher.recipient(), other, voucher.price()),
                changed(
                        voucher,
                        voucher.recipient(),
                        voucher.currency(),
                        voucher.price().add(ONE)),
                voucher.withValidity(voucher.validFrom().plusSeconds(1), voucher.validUntil()),
                voucher.withValidity(voucher.validFrom(), voucher.validUntil().plusSeconds(1)),
                voucher.withEpoch(voucher.epoch() + 1),
                voucher.withMinTier(voucher.minTier() + 1),
                voucher.withMaxPerBuyer(voucher.maxPerBuyer() + 1),
                voucher.withSoulbound(!voucher.soulbound()));
    }

    private static Voucher changed(Voucher voucher, Optional<Address> recipient, Address currency, BigInteger price) {
        return new Voucher(
                voucher.tokenId(),
                recipient,
                currency,
                price,
                voucher.validFrom(),
                voucher.validUntil(),
                voucher.epoch(),
                voucher.minTier(),
                voucher.maxPerBuyer(),
                voucher.soulbound());
    }
}
