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
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VoucherTest {

    private static final BigInteger ONE = BigInteger.ONE;

    @Test
    void isTheStructOfTheContract() {
        assertThat(Voucher.type().encodeType())
                .isEqualTo("Voucher(uint256 tokenId,address recipient,address currency,uint256 price,"
                        + "uint64 validUntil,uint32 epoch)");
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
                          {"name": "validUntil", "type": "uint64"},
                          {"name": "epoch", "type": "uint32"}
                        ]
                      },
                      "primaryType": "Voucher",
                      "domain": {
                        "name": "Lianbo Voucher", "version": "1", "chainId": 8453, "verifyingContract": "%s"
                      },
                      "message": {
                        "tokenId": "%s", "recipient": "%s", "currency": "%s", "price": "%s", "validUntil": %d, "epoch": %d
                      }
                    }
                    """.formatted(
                            Samples.COLLECTION.address(),
                            voucher.tokenId(),
                            voucher.recipient(),
                            voucher.currency(),
                            voucher.price(),
                            voucher.validUntil().getEpochSecond(),
                            voucher.epoch());

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
        assertThat(digests).hasSize(9);
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
    void refusesWhatNoContractCouldRedeem() {
        BigInteger tooBig = BigInteger.TWO.pow(256);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> voucher(tooBig, Samples.VIEWER, ONE, Samples.TONIGHT, 0))
                .withMessage("token id must be 0 to 2^256-1: " + tooBig);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> voucher(ONE.negate(), Samples.VIEWER, ONE, Samples.TONIGHT, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> voucher(ONE, Address.ZERO, ONE, Samples.TONIGHT, 0))
                .withMessage("recipient must not be the zero address");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> voucher(ONE, Samples.VIEWER, ONE.negate(), Samples.TONIGHT, 0))
                .withMessage("price must be 0 to 2^256-1: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> voucher(ONE, Samples.VIEWER, ONE, Samples.TONIGHT.plusMillis(1), 0))
                .withMessage("validUntil must be a whole second from 1970 on: 2026-11-11T20:00:00.001Z");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> voucher(ONE, Samples.VIEWER, ONE, Instant.ofEpochSecond(-1), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> voucher(ONE, Samples.VIEWER, ONE, Samples.TONIGHT, -1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> voucher(ONE, Samples.VIEWER, ONE, Samples.TONIGHT, 0x1_0000_0000L))
                .withMessage("epoch must be 0 to 4294967295: 4294967296");
    }

    /** The voucher with one field changed, for each field. */
    static Voucher[] tampered(Voucher voucher) {
        Address other = Samples.STRANGER.address();
        return new Voucher[] {
            new Voucher(
                    voucher.tokenId().add(ONE),
                    voucher.recipient(),
                    voucher.currency(),
                    voucher.price(),
                    voucher.validUntil(),
                    voucher.epoch()),
            new Voucher(
                    voucher.tokenId(),
                    other,
                    voucher.currency(),
                    voucher.price(),
                    voucher.validUntil(),
                    voucher.epoch()),
            new Voucher(
                    voucher.tokenId(),
                    voucher.recipient(),
                    other,
                    voucher.price(),
                    voucher.validUntil(),
                    voucher.epoch()),
            new Voucher(
                    voucher.tokenId(),
                    voucher.recipient(),
                    voucher.currency(),
                    voucher.price().add(ONE),
                    voucher.validUntil(),
                    voucher.epoch()),
            new Voucher(
                    voucher.tokenId(),
                    voucher.recipient(),
                    voucher.currency(),
                    voucher.price(),
                    voucher.validUntil().plusSeconds(1),
                    voucher.epoch()),
            new Voucher(
                    voucher.tokenId(),
                    voucher.recipient(),
                    voucher.currency(),
                    voucher.price(),
                    voucher.validUntil(),
                    voucher.epoch() + 1)
        };
    }

    private static Voucher voucher(
            BigInteger tokenId, Address recipient, BigInteger price, Instant validUntil, long epoch) {
        return new Voucher(tokenId, recipient, Address.ZERO, price, validUntil, epoch);
    }
}
